"""Which business days a sweep has missed, and what to do next: the earliest day, in the night's order.

What is due follows from the days since the data was loaded and from the runs that are recorded, never from a
queue: so it does not matter what the broker lost, or how long nobody was there to work.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from audit import clock
from cases.models import ImportFile
from retention.models import SweepRun
from retention.services import locks
from retention.services.nightly import SWEEPS
from retention.services.sweeps import lock_name

ONE_DAY = timedelta(days=1)
# A pass that broke off by an error is tried again after this; one whose worker was killed, at once.
TRY_AGAIN_AFTER = timedelta(minutes=10)
# Hours in UTC in which the day in London and in UTC may differ: nothing that works on a business day begins.
QUIET_HOURS = frozenset({23, 0})


@dataclass(frozen=True, slots=True)
class Due:
    """A sweep that has a day to do."""

    sweep: str
    day: date


def first_day() -> date | None:
    """The business day on which data was first loaded, the first that is due. None before that."""
    loaded_at = ImportFile.objects.order_by("imported_at").values_list("imported_at", flat=True).first()
    return clock.local_day(loaded_at) if loaded_at else None


def days_behind() -> int:
    """How many business days have a sweep still to be done."""
    first, today = first_day(), clock.today()
    if first is None:
        return 0
    done = SweepRun.objects.filter(day__gte=first, day__lte=today, shard=0, finished_at__isnull=False)
    by_sweep = Counter(done.values_list("sweep", flat=True))
    all_days = (today - first).days + 1
    return max(all_days - by_sweep[name] for name in SWEEPS)


def next_due() -> Due | None:
    """What a worker should do now: the earliest missed day, and of that the first sweep in the night's order.

    Each sweep does its days in order. One that is running, or broke off a moment ago, is left alone; the
    others go on. None where all is done, before anything was loaded, and in the quiet hours of a real
    business day.
    """
    if clock.demo_day() is None and clock.machine_moment().hour in QUIET_HOURS:
        return None
    return min(_candidates(), key=lambda due: due.day, default=None)


def _candidates() -> Iterator[Due]:
    """The earliest missed day of each sweep, in the night's order (which decides between equal days)."""
    first, today = first_day(), clock.today()
    if first is None:
        return
    runs = {
        (run.sweep, run.day): run for run in SweepRun.objects.filter(day__gte=first, day__lte=today, shard=0)
    }
    for name in SWEEPS:
        day = first
        while day <= today and (run := runs.get((name, day))) and run.finished_at:
            day += ONE_DAY
        if day <= today and _may_begin(name, runs.get((name, day))):
            yield Due(name, day)


def _may_begin(name: str, run: SweepRun | None) -> bool:
    if run and run.broke_off_because and clock.moment() - run.last_progress_at < TRY_AGAIN_AFTER:
        return False
    return locks.is_free(lock_name(name))
