"""However the nights went, what stands in the morning is what stands after nights that went well.

Both nights of the clock change; runs for a day at 23:30 and 00:30 UTC; three days missed; every sweep started
five times; a row that nobody can read. Source: design of the night's work; R-160, R-161.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction

from accounts.models import Officer
from cases.models import Material
from law.periods import Counting, last_day
from retention.models import (
    Alert,
    ChaseTask,
    DefectAlarm,
    DeletionOrder,
    Instruction,
    RecheckTask,
    SuspensionInstruction,
    SweepFailure,
    SweepRun,
)
from retention.services.nightly import SWEEPS, run_sweep
from retention.services.watch_sweeps import next_due
from retention.tasks import run_sweep as task
from tests.casework import case
from tests.integration.night import loaded
from tests.integration.test_sweeps import _poison

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
# The second of three nights is the one in which the clocks go forward, or back.
CHANGES = [date(2016, 3, 27), pytest.param(date(2016, 10, 30), marks=pytest.mark.full_size)]
POISONED = "N/99"
Nights = Callable[[list[date]], None]


def utc(day: date, hour: int, minute: int = 0) -> time_machine.travel:
    """A stopped clock."""
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC), tick=False)


def world(by: Officer, first: date) -> None:
    """Items whose last lawful days lie around the three nights, and before and long after; data is loaded."""
    with utc(first, 0, 45):
        loaded(by)
    for number, days in enumerate((-60, -1, 0, 1, 2, 3, 6, 12, 26, 60)):
        case(by=by, taken_on=taken_for(first + days * ONE_DAY), ref=f"N/{number}")
    for number, days in enumerate((-20, -19, -22)):
        case(by=by, taken_on=first + days * ONE_DAY, ref=f"N/P{number}")


def taken_for(last: date) -> date:
    """A day of taking from which six months end with ``last``."""
    day = last - timedelta(days=186)
    while last_day(day, 6, Counting.BEGINNING_WITH) < last:
        day += ONE_DAY
    return day


def as_they_should(days: list[date]) -> None:
    """Every sweep at its hour of its day."""
    for day in days:
        with utc(day, 2, 30):
            for name in SWEEPS:
                run_sweep(name, day)


def five_times_each(days: list[date]) -> None:
    """Every sweep is started five times, as beats do of which nobody knows."""
    for day in days:
        with utc(day, 2, 30):
            for name in SWEEPS:
                outcomes = [task(name, day.isoformat()) for _ in range(5)]
                assert outcomes == ["done", *["done before"] * 4]


def on_the_edge(days: list[date]) -> None:
    """For a day at 23:30 UTC of it, when in summer London has the next day, and again at 00:30 UTC."""
    for day in days[:-1]:
        for moment in (utc(day, 23, 30), utc(day + ONE_DAY, 0, 30)):
            with moment:
                for name in SWEEPS:
                    run_sweep(name, day)
    as_they_should(days[-1:])


def all_on_the_last(days: list[date]) -> None:
    """Nobody was there for three days; then what was missed is done in its order."""
    with utc(days[-1], 9):
        while due := next_due():
            run_sweep(due.sweep, due.day, unless_done=True)


def with_a_row_that_nobody_can_read(days: list[date]) -> None:
    """One item of its own has a date beyond every calendar."""
    with utc(days[0], 1):
        by = Material.objects.filter(case__ref="N/0").first().takings.get().recorded_by
        made = case(by=by, taken_on=taken_for(days[0] - ONE_DAY), ref=POISONED, kinds=("fingerprints",))
        _poison(made.material.get().pk, by)
    as_they_should(days)
    assert SweepFailure.objects.filter(cleared_at=None).exists(), "it is told, and not passed over"


def morning() -> dict[str, list[tuple[object, ...]]]:
    """What stands, by the references of cases; not when it was done."""
    rows = {
        "orders": DeletionOrder.objects.values_list("case__ref", "material__kind", "state", "due_on"),
        "suspensions": SuspensionInstruction.objects.values_list(
            "material__case__ref", "material__kind", "not_before", "cancelled_because"
        ),
        "instructions": Instruction.objects.values_list("material__case__ref", "material__kind", "kind"),
        "alerts": Alert.objects.filter(closed_on=None).values_list("case__ref", "level", "last_lawful_day"),
        "chases": ChaseTask.objects.filter(closed_because="").values_list("case__ref", "rule", "dated_on"),
        "rechecks": RecheckTask.objects.filter(closed_because="").values_list("case__ref", "dated_on"),
        "defects": DefectAlarm.objects.values_list("case__ref"),
    }
    return {name: sorted(map(tuple, _without_poisoned(found))) for name, found in rows.items()}


def _without_poisoned(rows: object) -> Iterator[tuple[object, ...]]:
    return (row for row in rows if row[0] != POISONED)  # type: ignore[attr-defined]


def after(nights: Nights, days: list[date], by: Officer) -> dict[str, list[tuple[object, ...]]]:
    """What stands on the last morning, in a world of its own; nothing of it stays."""
    with transaction.atomic():
        world(by, days[0])
        nights(days)
        found = morning()
        done = SweepRun.objects.filter(finished_at__isnull=False)
        assert {(run.sweep, run.day) for run in done} == {(name, day) for name in SWEEPS for day in days}
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_befalls_three_nights_the_morning_is_that_of_nights_that_went_well(
    change: date, sofs: Officer
) -> None:
    days = [change - ONE_DAY, change, change + ONE_DAY]
    well = after(as_they_should, days, sofs)
    ordered = {row[0] for row in well["orders"]}
    assert {"N/0", "N/1", "N/2"} <= ordered and not {"N/5", "N/6", "N/9"} & ordered
    assert well["alerts"] and well["chases"] and not well["defects"]
    for nights in (five_times_each, on_the_edge, all_on_the_last, with_a_row_that_nobody_can_read):
        assert after(nights, days, sofs) == well, nights.__doc__
