"""A court may be asked to extend a period on certain days: shown, alerted to, recorded; in vain on others.

Source: Terrorism Act 2000, Sch. 8 para. 20B(5)-(7).
"""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from accounts.choices import Role
from cases.models import Case, CourtOutcome, Material
from cases.services.court import record_application
from retention.choices import SweepName
from retention.models import Alert
from retention.services.nightly import run_sweep
from tests import casework
from tests.casework import at
from tests.integration.test_facts_of_the_law import found, three
from tests.people import signed_in

pytestmark = pytest.mark.django_db
TAKEN = date(2014, 6, 15)  # under section 41: to the end of 14 June 2017, a court asked from 15 March 2017


def at_court(day: date) -> tuple[Case, Material]:
    """A case of one set of fingerprints taken under section 41."""
    with at(day):
        made = casework.case(
            by=casework.officer(Role.SOFS_OFFICER), taken_on=TAKEN, power="TACT-S41", kinds=("fingerprints",)
        )
    return made, made.material.get()


@pytest.mark.parametrize(
    ("today", "stands"),
    [
        (date(2017, 3, 14), "Not open yet"),
        (date(2017, 3, 15), "91 days left"),
        (date(2017, 6, 14), "the last day is today"),
        (date(2017, 6, 15), "Closed"),
    ],
)
def test_the_case_shows_when_a_court_may_be_asked(today: date, stands: str) -> None:
    made, _ = at_court(today)
    with at(today):
        page = signed_in(casework.officer(Role.SOFS_OFFICER)).get(reverse("desk:case", args=[made.pk]))
    words = page.content.decode()
    assert "15 March 2017 to 14 June 2017" in words and stands in words


def test_a_court_is_asked_in_the_window_and_its_order_extends_the_period_until_it_is_withdrawn() -> None:
    today = date(2017, 6, 14)
    made, item = at_court(today)
    who = signed_in(casework.officer(Role.LEGAL_REVIEWER))
    with at(today):
        url = reverse("cases:court", args=[made.pk])
        said = {"items": str(item.pk), "shown": "Westminster, list 4", **three("on", "2017-03-15")}
        assert "In its window, 15 March 2017 to 14 June 2017." in who.post(url, said).content.decode()
        page = who.post(url, said | {"do": "do"}, follow=True).content.decode()
        assert "no answer recorded" in page and found(item) == "2017-06-14"
        application = made.material.get().court_applications.get()
        decide = reverse("cases:court_outcome", args=[made.pk, application.pk])
        assert decide in page
        ordered = {"answer": "ordered", **three("on", "2017-06-14")}
        assert "Then to the end of 14 June 2019." in who.post(decide, ordered).content.decode()
        page = who.post(decide, ordered | {"do": "do"}, follow=True).content.decode()
        assert found(item) == "2019-06-14"
        assert "15 March 2017 to 14 June 2017" not in page  # once only
        undo = reverse("cases:court_withdraw", args=[made.pk, application.pk])
        who.post(undo, {"because": "mistake", "do": "do"})
        assert found(item) == "2017-06-14"
        assert not CourtOutcome.objects.current().exists()
        who.post(undo, {"because": "mistake", "do": "do"})
        assert "Court asked on" not in who.get(reverse("desk:case", args=[made.pk])).content.decode()


def test_an_application_outside_the_window_and_an_order_too_late_are_kept_and_extend_nothing() -> None:
    today = date(2017, 6, 15)
    made, item = at_court(today)
    who = signed_in(casework.officer(Role.SOFS_MANAGER))
    with at(today):
        url = reverse("cases:court", args=[made.pk])
        for day in ("2017-03-14", "2017-06-01"):
            said = {"items": str(item.pk), "shown": "Westminster", **three("on", day)}
            check = who.post(url, said).content.decode()
            assert ("Outside its window" in check) == (day == "2017-03-14")
            who.post(url, said | {"do": "do"})
        for application in item.court_applications.all():
            decide = reverse("cases:court_outcome", args=[made.pk, application.pk])
            ordered = {"answer": "ordered", **three("on", "2017-06-15")}
            assert "Recorded, and of no effect" in who.post(decide, ordered).content.decode()
            who.post(decide, ordered | {"do": "do"})
    assert found(item) == "2017-06-14"
    assert len(item.ineffective) == 2


def test_a_court_that_refuses_extends_nothing_and_its_answer_is_shown() -> None:
    today = date(2017, 6, 1)
    made, item = at_court(today)
    who = signed_in(casework.officer(Role.JFIT_MANAGER))
    with at(today):
        said = {"items": str(item.pk), "shown": "Westminster", **three("on", "2017-05-02"), "do": "do"}
        who.post(reverse("cases:court", args=[made.pk]), said)
        decide = reverse("cases:court_outcome", args=[made.pk, item.court_applications.get().pk])
        page = who.post(decide, {"answer": "refused", **three("on", "2017-05-20"), "do": "do"}, follow=True)
        assert "refused, 20 May 2017" in page.content.decode()
        assert "is on record. Withdraw it first" in who.get(decide).content.decode()
    assert found(item) == "2017-06-14"


@pytest.mark.parametrize(
    ("today", "levels"),
    [(date(2017, 3, 14), []), (date(2017, 3, 15), ["court"]), (date(2017, 6, 13), ["7"])],
    ids=["before", "first day", "nearer"],
)
def test_an_alert_tells_that_a_court_may_be_asked_until_one_is_or_the_day_is_near(
    today: date, levels: list[str]
) -> None:
    made, item = at_court(today)
    with at(today):
        run_sweep(SweepName.RAISE_AT_RISK, today)
        assert list(Alert.objects.values_list("level", flat=True)) == levels
        if not levels:
            return
        manager = casework.officer(Role.SOFS_MANAGER)
        page = signed_in(manager).get(reverse("retention:alert", args=[Alert.objects.get().pk]))
        words = page.content.decode()
        assert "15 March 2017 to 14 June 2017" in words
        assert ("the days on which a court may be asked" in words) == (levels == ["court"])
        if levels == ["court"]:
            record_application(made, [item.pk], by=manager, on=today, shown="Westminster")
            run_sweep(SweepName.RAISE_AT_RISK, today)
            assert Alert.objects.get().closed_because == "no_longer_at_risk"
