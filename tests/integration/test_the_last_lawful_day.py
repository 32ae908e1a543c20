"""The last lawful day to its last minute, and the first minute after it; in summer and in winter."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.choices import Rank, Role
from cases.choices import CaseState
from cases.models import Determination
from cases.services.transition import Outcome, move
from tests import casework
from tests.casework import LONDON, step
from tests.people import signed_in

pytestmark = pytest.mark.django_db
WHY = "Necessary and proportionate, for each kind."
# Taken on these days, so that the last lawful day is in British summer time, and in winter.
SUMMER, WINTER = date(2016, 2, 2), date(2016, 6, 15)


def at_clock(day: date, hour: int, minute: int) -> time_machine.travel:
    """A stopped clock in London."""
    return time_machine.travel(
        datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON), tick=False
    )


@pytest.fixture
def chief():
    return casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE, name="Carla Constable")


@pytest.fixture
def applied(chief):
    """Makes a case taken on a day that has been with the Chief Officer since the next."""

    def make(taken_on):
        sofs, jfit = casework.officer(Role.SOFS_OFFICER), casework.officer(Role.JFIT_OFFICER)
        case = casework.case(by=sofs, taken_on=taken_on, kinds=("fingerprints",))
        then = taken_on + timedelta(days=1)
        step(case, "refer", sofs, on=then)
        step(case, "apply", jfit, on=then, reasons=WHY, to_force=casework.force_of("13"), months=24)
        return case

    return make


def decide(case, chief):
    """Decide it now, by the clock."""
    today = datetime.now(LONDON).date()
    case.refresh_from_db()
    return move(case.pk, "determine", by=chief, on=today, seen_version=case.version, reasons=WHY, months=24)


@pytest.mark.parametrize(("taken_on", "last"), [(SUMMER, date(2016, 8, 1)), (WINTER, date(2016, 12, 14))])
@pytest.mark.parametrize(("hour", "minute"), [(17, 0), (23, 59)])
def test_until_midnight_in_london_of_the_last_lawful_day_an_nsd_can_be_made(
    applied, chief, taken_on, last, hour, minute
):
    case = applied(taken_on)
    assert case.last_lawful_day == last
    with at_clock(last, hour, minute):
        home = signed_in(chief, Client()).get("/").text
        assert case.ref in home and "Last day today" in home
        done = decide(case, chief)
    assert done.outcome is Outcome.MOVED and done.case.state == CaseState.NSD_IN_FORCE
    assert Determination.objects.get(case=case).made_on == last


@pytest.mark.parametrize(("taken_on", "last"), [(SUMMER, date(2016, 8, 1)), (WINTER, date(2016, 12, 14))])
def test_a_minute_after_midnight_one_made_now_is_recorded_as_late_and_counts_for_nothing(
    applied, chief, taken_on, last
):
    case, manager = applied(taken_on), casework.officer(Role.SOFS_MANAGER)
    with at_clock(last + timedelta(days=1), 0, 1):
        unlawful = signed_in(manager, Client()).get(reverse("retention:unlawful")).text
        assert case.ref in unlawful, "from the first minute, whether or not a sweep has run"
        done = decide(case, chief)
    assert done.outcome is Outcome.LATE and done.movement is None
    case.refresh_from_db()
    assert (case.state, case.last_lawful_day) == (CaseState.WITH_CHIEF_OFFICER, last)
    made = Determination.objects.get(case=case)
    assert (made.made_on, made.void_because) == (last + timedelta(days=1), "")
