"""One thing done to many cases: exactly those that were seen and confirmed, each answering for itself."""

import re

import pytest
from django.urls import reverse

from accounts.choices import Role
from audit.choices import Verb
from audit.models import AuditEvent
from cases.choices import CaseState
from cases.models import Case, SavedFilter
from cases.services import holders
from cases.services.many import act_on
from tests import casework
from tests.casework import DAY, at, step
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return casework.officer(Role.JFIT_MANAGER, name="May Nager")


@pytest.fixture
def queue(sofs):
    """Eleven cases under section 41 and three under Schedule 7, all with JFIT."""
    made = [casework.case(by=sofs, power="TACT-S41") for _ in range(11)]
    made += [casework.case(by=sofs) for _ in range(3)]
    for case in made:
        step(case, "refer", sofs)
    return made


class Visitor:
    """Somebody at the work list."""

    def __init__(self, client, person):
        self.client, self.person = client, person

    def _post(self, name, data):
        with at(DAY):
            return signed_in(self.person, self.client).post(reverse(f"desk:{name}"), data)

    def chooses(self, action, which="ticked", cases=(), query=""):
        ids = [case.pk for case in cases]
        return self._post("many", {"action": action, "which": which, "case": ids, "query": query})

    def confirms(self, page, **more):
        return self._post("many_do", {"carried": page.context["carried"]} | more)


def holders_of(cases):
    return [Case.objects.get(pk=case.pk).holder for case in cases]


def test_all_that_fit_a_filter_are_those_and_no_others(client, queue, jfit):
    who = Visitor(client, jfit)
    page = who.chooses("take", which="all", query="power=TACT-S41")
    assert "Take 11 cases" in page.text and "All 11 cases that fit the filters" in page.text
    assert not any(holders_of(queue))
    done = who.confirms(page)
    assert "11 cases taken" in done.text
    assert holders_of(queue) == [jfit] * 11 + [None] * 3
    events = AuditEvent.objects.filter(verb=Verb.CASE_ASSIGNED)
    assert sorted(events.values_list("subject_id", flat=True)) == sorted(case.pk for case in queue[:11])


def test_nothing_is_done_where_the_list_has_changed_since_it_was_confirmed(client, queue, jfit, sofs):
    who = Visitor(client, jfit)
    page = who.chooses("take", which="all", query="power=TACT-S41")
    another = casework.case(by=sofs, power="TACT-S41")
    step(another, "refer", sofs)
    again = who.confirms(page)
    assert "The list has changed since: 11 cases fitted the filters, now 12 do" in again.text
    assert not any(holders_of([*queue, another]))
    assert "12 cases taken" in who.confirms(again).text


def test_as_many_other_cases_are_a_change_too(client, queue, jfit, manager, sofs):
    who = Visitor(client, jfit)
    page = who.chooses("take", which="all", query="power=TACT-S41")
    another = casework.case(by=sofs, power="TACT-S41")
    step(another, "refer", sofs)
    with at(DAY):
        holders.take(queue[0].pk, by=manager, on=DAY, seen_version=1)
    assert "The list has changed since: 11 cases fitted the filters, now 11 do" in who.confirms(page).text
    assert holders_of(queue)[1:] == [None] * 13


def test_a_filter_that_means_nothing_fits_no_case(client, queue, jfit):
    answer = Visitor(client, jfit).chooses("take", which="all", query="power=nonsense")
    assert answer.status_code == 302 and not any(holders_of(queue))


def test_a_manager_gives_several_and_the_one_that_moved_is_refused_with_who_did_what(
    client, queue, jfit, manager
):
    other = casework.officer(Role.JFIT_OFFICER, name="Oda Ther")
    who = Visitor(client, manager)
    page = who.chooses("give", cases=queue[:3])
    with at(DAY):
        holders.take(queue[1].pk, by=other, on=DAY, seen_version=1)
    assert "Choose to whom you give them" in who.confirms(page, to="").text
    done = who.confirms(page, to=jfit.pk)
    assert "2 cases given to Jo Fit, 1 refused" in done.text
    assert re.search(rf"{queue[1].ref}</a> .*Taken, by Oda Ther", done.text)
    assert holders_of(queue[:3]) == [jfit, other, jfit]


def test_what_cannot_be_done_is_left_out_with_the_reason_before_anything_is_done(client, queue, jfit):
    with at(DAY):
        holders.take(queue[0].pk, by=jfit, on=DAY, seen_version=1)
    page = Visitor(client, jfit).chooses("take", cases=queue[:2])
    assert "Take 1 case" in page.text and f"You have case {queue[0].ref} already" in page.text
    page = Visitor(client, jfit).chooses("hand_back", cases=queue[:2])
    assert "Hand back 1 case" in page.text and f"Nobody has case {queue[1].ref}" in page.text


def test_sofs_refers_several_at_once(client, sofs):
    made = [casework.case(by=sofs) for _ in range(3)]
    who = Visitor(client, sofs)
    done = who.confirms(who.chooses("refer", cases=made))
    assert "3 cases referred" in done.text
    assert {Case.objects.get(pk=case.pk).state for case in made} == {CaseState.WITH_JFIT}


def test_a_case_that_moved_after_it_was_confirmed_is_not_referred_as_it_was_seen(sofs):
    made = [casework.case(by=sofs) for _ in range(2)]
    with at(DAY):
        holders.take(made[0].pk, by=sofs, on=DAY, seen_version=0)
        done = act_on([(case.pk, 0) for case in made], "refer", by=sofs, on=DAY)
    assert ["Taken, by" in result.why for result in done] == [True, False]
    assert [Case.objects.get(pk=case.pk).state for case in made] == [CaseState.WITH_SOFS, CaseState.WITH_JFIT]


def test_of_a_case_out_of_sight_nothing_is_done_and_nothing_told(queue):
    chief = casework.officer(Role.CHIEF_OFFICER, rank="chief_constable", force="20")
    with at(DAY):
        (result,) = act_on([(queue[0].pk, 1)], "take", by=chief, on=DAY)
    assert (result.ref, result.why) == (
        "",
        "The case has moved to where you do not see it. Nothing was done to it.",
    )


def test_what_somebody_else_confirmed_or_a_role_does_not_have_is_not_done(client, queue, jfit, manager, sofs):
    page = Visitor(client, manager).chooses("give", cases=queue[:2])
    assert Visitor(client, jfit).confirms(page, to=jfit.pk).status_code == 404
    assert Visitor(client, jfit).chooses("give", cases=queue[:2]).status_code == 302
    assert not any(holders_of(queue))


def test_a_cases_own_list_has_boxes_and_whoever_can_do_nothing_has_no_form(client, queue, jfit):
    with at(DAY):
        page = signed_in(jfit, client).get(reverse("desk:work")).text
        assert f'name="case" value="{queue[0].pk}"' in page and "All 14 that fit" in page


# Saved filters


def save(client, officer, name, query, of_list="cases"):
    with at(DAY):
        who = signed_in(officer, client)
        return who.post(reverse("desk:saved_filters"), {"of_list": of_list, "name": name, "query": query})


def test_filters_are_saved_opened_replaced_and_deleted_by_their_owner_alone(client, jfit, manager):
    answer = save(client, jfit, "Near the edge", "band=1-7&q=&page=2")
    assert answer.url == f"{reverse('desk:cases')}?band=1-7"
    with at(DAY):
        page = client.get(reverse("desk:cases")).text
    assert f'href="{reverse("desk:cases")}?band=1-7"' in page and "Near the edge" in page
    save(client, jfit, "Near the edge", "band=8-14")
    saved = SavedFilter.objects.get()
    assert saved.query == "band=8-14"
    delete = reverse("desk:saved_filter_delete", args=[saved.pk])
    with at(DAY):
        assert signed_in(manager, client).post(delete).status_code == 404
        assert "Near the edge" not in client.get(reverse("desk:cases")).text
        assert signed_in(jfit, client).post(delete).status_code == 302
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("name", "query"),
    [("", "band=1-7"), ("x" * 61, "band=1-7"), ("None", "page=2"), ("Long", "q=" + "x" * 500)],
)
def test_what_cannot_be_saved_is_refused_with_the_reason(client, jfit, name, query):
    save(client, jfit, name, query)
    assert not SavedFilter.objects.exists()
