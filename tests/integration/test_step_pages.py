"""The pages on which people take steps: what they show, refuse, keep and leave behind."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.choices import Rank, Role
from cases.choices import CaseState
from cases.models import Application, ApplicationDraft, Determination, ErasableText, Movement, StopDecision
from cases.services import facts
from tests import casework
from tests.casework import DAY, at, step
from tests.people import sign, signed_in

pytestmark = pytest.mark.django_db
WHY = "Because the intelligence says so."


class Visitor:
    """Somebody at a browser, on a day."""

    def __init__(self, client, person, day=DAY):
        self.client, self.person, self.day = client, person, day

    def _ask(self, method, name, case, data=None):
        with at(self.day):
            signed_in(self.person, self.client)
            return getattr(self.client, method)(reverse(f"cases:{name}", args=[case.pk]), data or {})

    def opens(self, name, case):
        return self._ask("get", name, case)

    def posts(self, name, page, case, do="do", **typed):
        carried = {"seen": page.context["form"]["seen"].value(), "do": do}
        with at(self.day):
            code = sign(self.person) if name == "decide" and do == "do" else {}
        return self._ask("post", name, case, carried | code | typed)


@pytest.fixture
def visit(client):
    return lambda person, day=DAY: Visitor(client, person, day)


@pytest.fixture
def chief():
    return casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE, name="Carla Constable")


@pytest.fixture
def with_jfit(sofs):
    case = casework.case(by=sofs)
    step(case, "refer", sofs)
    return case


@pytest.fixture
def with_chief(with_jfit, jfit):
    step(with_jfit, "apply", jfit, reasons=WHY, to_force=casework.force_of("13"), months=24)
    return with_jfit


def test_sofs_refers_a_case_with_one_button(visit, sofs):
    case = casework.case(by=sofs)
    who = visit(sofs)
    answer = who.posts("refer", who.opens("refer", case), case, reasons="Prints are good.")
    assert answer.status_code == 302 and answer.url == reverse("desk:case", args=[case.pk])
    movement = Movement.objects.get(case=case, event="refer")
    assert movement.reason.text == "Prints are good."


def test_retaining_needs_its_basis_in_words(visit, sofs):
    case = casework.case(by=sofs)
    with at(DAY):
        facts.record_conviction(case.subject, by=sofs, on=DAY)
    who = visit(sofs)
    page = who.opens("retain", case)
    answer = who.posts("retain", page, case, reasons="  ")
    assert answer.status_code == 200 and answer.context["form"].errors["reasons"]
    assert who.posts("retain", page, case, reasons="Convicted in 2014.").status_code == 302
    case.refresh_from_db()
    assert case.state == CaseState.RETAINED_ON_OTHER_BASIS


def written(case, by, **asked):
    with at(DAY):
        casework.write_application(case, by, **asked)


def test_sending_says_who_may_decide_and_below_why_others_may_not(visit, with_jfit, jfit, chief):
    casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_SUPERINTENDENT, force="06", name="Ann Low")
    page = visit(jfit).opens("application_send", with_jfit)
    assert page.text.index("Carla Constable") < page.text.index("Who may not, and why")
    assert page.text.index("Who may not, and why") < page.text.index("Ann Low")
    assert "Chief Superintendent is not a chief officer" in page.text
    offered = [str(label) for _, label in page.context["form"].fields["to_force"].choices]
    assert offered == ["West Yorkshire Police"]


def test_an_application_is_shown_whole_before_it_is_sent(visit, with_jfit, jfit, chief):
    who, force = visit(jfit), casework.force_of("13")
    unwritten = who.opens("application_send", with_jfit)
    assert "You cannot send it." in unwritten.text and "Not written" in unwritten.text
    written(with_jfit, jfit)
    page = who.opens("application_send", with_jfit)
    typed = {"to_force": force.pk, "content": page.context["found"].digest}
    check = who.posts("application_send", page, with_jfit, do="check", **typed)
    assert "Check before you sign" in check.text and "12 months" in check.text
    assert "Why it is proportionate: DNA profile of case" in check.text
    assert not Application.objects.exists()
    assert who.posts("application_send", page, with_jfit, **typed).status_code == 302
    made = Application.objects.get(case=with_jfit)
    assert (made.months, made.to_force, made.applied_by) == (12, force, jfit)
    assert made.reasons.text.startswith("Why national security needs it of case")


@pytest.mark.parametrize("months", ["61", "0", "two", "1e3", ""])
def test_a_length_that_cannot_be_is_refused_on_the_page(visit, with_jfit, jfit, chief, months):
    who = visit(jfit)
    page = who.opens("application_asked", with_jfit)
    typed = {"kind": "full", "items": casework.items_of(with_jfit), "months": months}
    answer = who.posts("application_asked", page, with_jfit, vulnerability="none", **typed)
    assert answer.context["form"].errors["months"]
    assert not ApplicationDraft.objects.exists()


def test_what_is_missing_is_seen_as_it_is_written(visit, with_jfit, jfit):
    page = visit(jfit).opens("apply", with_jfit)
    assert "<strong>0 of 14</strong> sections needed are complete" in page.text
    assert "Not completed in the intelligence profile" in page.text
    written(with_jfit, jfit)
    assert "<strong>14 of 14</strong>" in visit(jfit).opens("apply", with_jfit).text


def test_a_force_in_which_nobody_may_decide_cannot_be_posted(visit, with_jfit, jfit, chief):
    written(with_jfit, jfit)
    who = visit(jfit)
    page = who.opens("application_send", with_jfit)
    answer = who.posts("application_send", page, with_jfit, to_force=casework.force_of("06").pk)
    assert answer.context["form"].errors["to_force"]


def test_a_chief_officer_lists_the_items_one_by_one(visit, with_chief, chief):
    who = visit(chief)
    page = who.opens("decide", with_chief)
    assert "May you decide this?" in page.text and "Jo Fit" in page.text
    prints, _ = casework.items_of(with_chief)
    typed = {"items": [prints], "decision": "approve", "months": "24", "reasons": WHY}
    check = who.posts("decide", page, with_chief, do="check", **typed)
    assert "24 months, to 1 March 2028 inclusive" in check.text
    assert who.posts("decide", page, with_chief, **typed).status_code == 302
    assert [i.pk for i in Determination.objects.get().items.all()] == [prints]


def test_no_decision_is_chosen_in_advance_and_enter_never_decides(visit, with_chief, chief):
    page = visit(chief).opens("decide", with_chief)
    assert page.context["form"]["decision"].value() is None
    buttons = page.text.split("<main", 1)[1].split('type="submit"')[1:]
    assert [part.split("</button>")[0].rsplit(">", 1)[1] for part in buttons] == ["Continue to check"]
    assert "autofocus" not in page.text
    who = visit(chief)
    check = who.posts("decide", page, with_chief, do="check", decision="refuse", reasons=WHY)
    main = check.text.split("<main", 1)[1]
    assert main.index("Go back and change") < main.index("Sign the decision")


def test_a_holding_nsd_needs_a_real_day_to_be_reviewed_by(visit, with_chief, chief):
    who = visit(chief)
    page = who.opens("decide", with_chief)
    typed = {
        "items": casework.items_of(with_chief), "decision": "holding", "months": "24", "reasons": WHY,
        "review_by_day": "31", "review_by_month": "6", "review_by_year": "2026",
    }  # fmt: skip
    answer = who.posts("decide", page, with_chief, **typed)
    assert "June 2026 has 30 days" in str(answer.context["form"].errors["review_by"])
    assert who.posts("decide", page, with_chief, **(typed | {"review_by_day": "30"})).status_code == 302
    assert Determination.objects.get().review_by == date(2026, 6, 30)


def test_staff_of_a_chief_officer_see_why_they_cannot_decide_and_have_no_button(visit, with_chief):
    staff = casework.officer(Role.CHIEF_OFFICER_STAFF, rank=Rank.SERGEANT)
    who = visit(staff)
    page = who.opens("decide", with_chief)
    assert "staff prepare and never decide" in page.text and "Continue to check" not in page.text
    answer = who.posts("decide", page, with_chief, decision="refuse", reasons=WHY)
    assert "staff prepare and never decide" in str(answer.context["form"].non_field_errors())
    with_chief.refresh_from_db()
    assert with_chief.state == CaseState.WITH_CHIEF_OFFICER


def test_a_chief_officer_of_another_force_finds_no_such_case(visit, with_chief):
    other = casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE, force="06")
    assert visit(other).opens("decide", with_chief).status_code == 404


def test_a_determination_made_too_late_says_so_before_and_after(visit, with_chief, chief):
    day = date(2026, 9, 2)
    who = visit(chief, day)
    page = who.opens("decide", with_chief)
    assert "The last lawful day has passed" in page.text
    typed = {"items": casework.items_of(with_chief), "decision": "approve", "months": "24", "reasons": WHY}
    assert (
        "Cover ended before today for every item"
        in who.posts("decide", page, with_chief, do="check", **typed).text
    )
    assert who.posts("decide", page, with_chief, **typed).status_code == 302
    with_chief.refresh_from_db()
    assert with_chief.state == CaseState.WITH_CHIEF_OFFICER


def test_a_stale_page_says_who_did_what_keeps_the_words_and_can_be_sent_again(visit, with_jfit, jfit, sofs):
    other = casework.officer(Role.JFIT_OFFICER)
    who = visit(other)
    page = who.opens("stop", with_jfit)
    step(with_jfit, "send_back", jfit, reasons="Wrong person.")
    answer = who.posts("stop", page, with_jfit, reasons=WHY)
    assert "Send back to SOFS, by Jo Fit on 2 March 2026" in answer.text
    assert WHY in answer.text and not StopDecision.objects.exists()
    assert "Continue to check" not in answer.text, "the step cannot be taken where the case stands now"
    step(with_jfit, "refer", sofs)
    again = who.posts("stop", page, with_jfit, reasons=WHY)
    assert "Refer to JFIT, by" in again.text and "Continue to check" in again.text
    assert who.posts("stop", again, with_jfit, reasons=WHY).status_code == 302
    assert StopDecision.objects.get().reasons.text == WHY


def test_a_reviewer_whose_case_was_signed_off_meanwhile_is_told_and_keeps_their_words(visit, with_jfit, jfit):
    step(with_jfit, "stop", jfit, reasons="No assessment.")
    mine, other = (casework.officer(Role.INSPECTOR, rank=Rank.INSPECTOR) for _ in range(2))
    who = visit(mine)
    page = who.opens("sign_off", with_jfit)
    assert "No assessment." in page.text
    step(with_jfit, "confirm_stop", other)
    answer = who.posts("sign_off", page, with_jfit, outcome="refer_up", reasons="I doubt it.")
    assert answer.status_code == 409
    assert "Confirm the Stop-NSD, by" in answer.text and "I doubt it." in answer.text


def test_referring_up_needs_a_reason_and_goes_home_where_the_case_is_no_longer_seen(visit, with_jfit, jfit):
    step(with_jfit, "stop", jfit, reasons=WHY)
    who = visit(casework.officer(Role.INSPECTOR, rank=Rank.INSPECTOR))
    page = who.opens("sign_off", with_jfit)
    assert "overrule_stop" not in page.text
    assert who.posts("sign_off", page, with_jfit, outcome="refer_up").context["form"].errors["reasons"]
    answer = who.posts("sign_off", page, with_jfit, outcome="refer_up", reasons="A doubt.")
    assert answer.status_code == 302 and answer.url == reverse("desk:home")
    with_jfit.refresh_from_db()
    assert with_jfit.state == CaseState.STOP_WITH_SUPERINTENDENT


def test_a_version_that_the_page_did_not_carry_is_not_believed(visit, with_jfit, jfit):
    who = visit(jfit)
    page = who.opens("stop", with_jfit)
    for forged in (
        f"[{with_jfit.pk}, {with_jfit.version}, {jfit.pk}]",
        "",
        page.context["form"]["seen"].value() + "x",
    ):
        assert who.posts("stop", page, with_jfit, reasons=WHY, seen=forged).status_code == 404
    assert not ErasableText.objects.filter(text=WHY).exists()


def test_columns_that_the_page_does_not_ask_for_change_nothing(visit, with_chief, chief):
    who = visit(chief)
    page = who.opens("decide", with_chief)
    answer = who.posts(
        "decide", page, with_chief, decision="refuse", reasons=WHY, state="nsd_in_force", rank="commissioner",
        last_lawful_day="2030-01-01", decided_by="1",
    )  # fmt: skip
    assert answer.status_code == 302
    with_chief.refresh_from_db()
    assert (with_chief.state, with_chief.last_lawful_day) == (CaseState.NSD_REFUSED, date(2026, 9, 1))
