"""Provisional Stop-NSDs: how many waited on a day to be signed off, with whom, and what the reviews came to.

Source: R-083, R-114; further report of 22 April 2016, paragraphs 9G and 23. In cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from audit import clock
from cases.acts import known
from cases.choices import CaseState, HolderEvent, SignOffOutcome
from cases.models import Case, Movement, StopSignOff
from cases.policy import inspectors_sign_off_from
from oversight.selectors import Days

if TYPE_CHECKING:
    from accounts.models import Officer
    from cases.querysets import CaseQuerySet

ONE_DAY = timedelta(days=1)
MONTHS_SHOWN = 9
WITH: dict[str, str] = {
    CaseState.STOP_WITH_SUPERINTENDENT: "With a Superintendent",
    CaseState.STOP_WITH_INSPECTOR: "With an Inspector",
}


@dataclass(frozen=True, slots=True)
class Stay:
    """A case waited to be signed off from ``came_on`` until ``went_on`` (None: it waits still)."""

    case_id: int
    state: str
    came_on: date
    went_on: date | None

    def is_there(self, day: date) -> bool:
        """Whether it waited as that day ended."""
        return self.came_on <= day and (self.went_on is None or day < self.went_on)


@dataclass(frozen=True, slots=True)
class Reviews:
    """What was decided of provisional Stop-NSDs. ``overturned`` are the sign-offs that overruled one."""

    confirmed: int
    referred_up: int
    overturned: list[StopSignOff]

    @property
    def ended(self) -> int:
        """Reviews that ended one: confirmed or overruled. Referring up ends none."""
        return self.confirmed + len(self.overturned)


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many waited as a day ended, with a Superintendent and with an Inspector."""

    day: date
    counts: tuple[int, ...]


def stays(days: Days, officer: Officer, today: date) -> list[Stay]:
    """Every stay before whoever signs off, up to the as-at day, as known at the end of the other."""
    visible = Case.objects.visible_to(officer, today)
    moves = known(Movement, _end(days.known_at)).filter(moved_on__lte=days.as_at, case__in=visible)
    stopped = moves.filter(to_state__in=WITH).values("case")
    rows = moves.filter(case__in=stopped).exclude(event__in=HolderEvent.values)
    order = rows.order_by("case_id", "sequence").values_list("case_id", "to_state", "moved_on")
    return list(_stays(order))


def _stays(rows: Iterable[tuple[int, str, date]]) -> Iterator[Stay]:
    before: tuple[int, str, date] | None = None
    for case_id, state, on in rows:
        if before and before[1] in WITH:
            yield Stay(*before, on if before[0] == case_id else None)
        before = (case_id, state, on)
    if before and before[1] in WITH:
        yield Stay(*before, None)


def backlog(found: list[Stay], as_at: date) -> list[Backlog]:
    """What waited at the end of each month before ``as_at``, on it, and on both sides of the policy's day."""
    shown, day = {as_at}, as_at
    for _ in range(MONTHS_SHOWN):
        day = day.replace(day=1) - ONE_DAY
        shown.add(day)
    policy = inspectors_sign_off_from(as_at)
    if min(shown) < policy <= as_at:
        shown |= {policy - ONE_DAY, policy}
    return [
        Backlog(on, tuple(sum(s.state == state and s.is_there(on) for s in found) for state in WITH))
        for on in sorted(shown)
    ]


def reviews(days: Days, officer: Officer, today: date) -> Reviews:
    """What became of the reviews up to the as-at day; what lacked authority counts for nothing."""
    return reviews_over(days, Case.objects.visible_to(officer, today))


def reviews_over(days: Days, cases: QuerySet[Case]) -> Reviews:
    """The same over some cases."""
    signed = known(StopSignOff, _end(days.known_at)).filter(
        signed_off_on__lte=days.as_at, stop__case__in=cases, void_because=""
    )
    overturned = signed.filter(outcome=SignOffOutcome.OVERRULED)
    related = overturned.select_related("stop__case", "signed_off_by", "reasons")
    return Reviews(
        signed.filter(outcome=SignOffOutcome.CONFIRMED).count(),
        signed.filter(outcome=SignOffOutcome.REFERRED_UP).count(),
        list(related.order_by("-signed_off_on", "-pk")),
    )


def waiting(found: list[Stay], as_at: date) -> tuple[CaseQuerySet, dict[int, Stay]]:
    """The cases that waited as the day ended, in the order of queues, and the stay of each."""
    there = {stay.case_id: stay for stay in found if stay.is_there(as_at)}
    return Case.objects.filter(pk__in=there).in_queue_order(), there


def _end(day: date) -> datetime:
    return datetime.combine(day, time.max, clock.LONDON)
