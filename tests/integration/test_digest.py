"""The daily digest: one a person and day, what waited that morning; an e-mail says only how many."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from accounts.choices import Role
from accounts.services import officers
from cases.services import holders
from retention.choices import SweepName
from retention.models import Digest
from retention.services.nightly import run_sweep
from tests import casework
from tests.casework import DAY, at, step
from tests.integration.night import moment_of
from tests.people import signed_in

pytestmark = pytest.mark.django_db
NEXT_DAY = DAY + timedelta(days=1)


@pytest.fixture
def queue(sofs):
    """Seven cases with JFIT at risk, one of which is past its day and one beyond all question."""
    made = [casework.case(by=sofs, taken_on=DAY - timedelta(days=days)) for days in (200, 175, 170, 160, 150)]
    for case in made:
        step(case, "refer", sofs)
    return made


def digest(day=DAY, times=1):
    with at(day):
        for _ in range(times):
            assert run_sweep(SweepName.DIGEST, day).failed == 0


def test_however_often_the_job_runs_there_is_one_digest_a_person_and_day(queue, jfit, sofs):
    with at(DAY):
        run_sweep(SweepName.RAISE_AT_RISK, DAY)
    manager = casework.officer(Role.JFIT_MANAGER)
    digest(times=6)
    assert Digest.objects.filter(officer=jfit).count() == Digest.objects.filter(officer=manager).count() == 1
    of_jfit = Digest.objects.get(officer=jfit)
    assert (of_jfit.waiting, of_jfit.ended, of_jfit.late) == (4, 1, 0)
    assert of_jfit.top == [case.pk for case in queue[1:]]
    assert Digest.objects.get(officer=manager).alerts == 4
    digest(NEXT_DAY)
    assert Digest.objects.filter(officer=jfit).count() == 2


def test_a_digest_is_of_its_own_day_and_a_late_run_makes_none(queue, jfit):
    with at(NEXT_DAY):
        assert run_sweep(SweepName.DIGEST, DAY).seen == 0
    assert not Digest.objects.exists()


def test_who_left_and_who_has_no_casework_gets_none(queue, jfit):
    admin = casework.officer(Role.SYSTEM_ADMINISTRATOR)
    gone = casework.officer(Role.JFIT_OFFICER)
    with at(DAY):
        officers.leave(gone, by=admin)
    digest()
    assert not Digest.objects.filter(officer__in=[gone, admin]).exists()


def test_home_and_its_own_page_show_it_and_name_only_what_may_still_be_known(queue, jfit, client):
    digest()
    with at(DAY):
        who = signed_in(jfit, client)
        home, page = who.get(reverse("desk:home")).text, who.get(reverse("retention:digest")).text
    assert "Today&#x27;s digest" in home or "Today's digest" in home
    assert "4 cases to work on that can still be saved" in home and "Read the digest" in home
    assert page.index(queue[1].ref) < page.index(queue[2].ref) and queue[0].ref not in page
    other = casework.officer(Role.COMMISSIONER)
    with at(DAY):
        assert "No digest has been made for you today" in signed_in(other, client).get("/digest/").text


def test_without_a_domain_no_e_mail_is_sent(queue, jfit, settings, django_capture_on_commit_callbacks):
    assert settings.DIGEST_MAIL_DOMAIN == ""
    with django_capture_on_commit_callbacks(execute=True):
        digest()
    assert mail.outbox == []


def test_an_e_mail_says_only_how_many_items_wait_and_comes_once(
    queue, jfit, settings, django_capture_on_commit_callbacks
):
    settings.DIGEST_MAIL_DOMAIN, settings.DIGEST_MAIL_LINK = "police.example", "https://nsd.example/"
    settings.DEFAULT_FROM_EMAIL = "nsd@police.example"
    with django_capture_on_commit_callbacks(execute=True):
        digest(times=3)
    (to_jfit,) = [message for message in mail.outbox if message.to == [f"{jfit.username}@police.example"]]
    assert to_jfit.subject == "5 items wait for you"
    assert to_jfit.body == "5 items in Retention casework.\nhttps://nsd.example/\n"
    assert Digest.objects.get(officer=jfit).mailed_at


def test_a_manager_sees_what_came_back_on_home_and_acknowledges_it_on_its_page(queue, jfit, client):
    manager, admin = casework.officer(Role.JFIT_MANAGER), casework.officer(Role.SYSTEM_ADMINISTRATOR)
    with at(DAY):
        holders.take(queue[1].pk, by=jfit, on=DAY, seen_version=1)
        officers.leave(jfit, by=admin)
    with moment_of(DAY, 11, 0):
        who = signed_in(manager, client)
        home = who.get(reverse("desk:home"))
        assert "Work that came back (1)" in home.text
        alert = home.context["leavers"][0]
        url = reverse("retention:leaver", args=[alert.pk])
        assert queue[1].ref in who.get(url).text
        assert who.post(url).status_code == 302
        assert "Work that came back" not in who.get(reverse("desk:home")).text


def test_a_case_is_taken_from_home_with_one_button(queue, jfit, client):
    with at(DAY):
        who = signed_in(jfit, client)
        row = who.get(reverse("desk:home")).context["to_save"][0]
        assert row.case.pk == queue[1].pk
        answer = who.post(reverse("cases:take", args=[row.case.pk]), {"seen": row.take, "do": "do"})
        assert answer.status_code == 302
        row = who.get(reverse("desk:home")).context["to_save"][0]
    assert row.case.holder == jfit and row.take == ""
