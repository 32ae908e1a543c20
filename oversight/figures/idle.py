"""Mis-prioritisation: days on which a case with little time sat idle while cases with more were worked. Pure.

A case sat idle with a team on a day where it stood with the team all that day and could still be saved, the
team did nothing to it, and no answer was awaited from anybody outside. Such a day counts where fewer than
``WITHIN`` days were left and on that same day the team worked on a case with more days left. Days left are
those that were known when the fortnight began. Source: further report of 22 April 2016, paragraph 9E; R-067.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
FORTNIGHT = 14
WITHIN = 28
# More than any date leaves: no end date, or indefinite.
NO_END = 10**6
TEAMS = {
    "sofs": "SOFS",
    "jfit": "JFIT",
    "chief_officers": "Chief Officers",
    "sign_off": "Inspectors and Superintendents",
}
TEAM_OF_STATE = {
    "with_sofs": "sofs",
    "with_jfit": "jfit",
    "with_chief_officer": "chief_officers",
    "stop_with_inspector": "sign_off",
    "stop_with_superintendent": "sign_off",
}


@dataclass(frozen=True, slots=True)
class Stood:
    """A case stood with a team from the day it came to the day it went on (None: it is there still)."""

    team: str
    came_on: date
    went_on: date | None = None

    def all_day(self, day: date) -> bool:
        """Whether it was there when the day began and when it ended."""
        return self.came_on < day and (self.went_on is None or day < self.went_on)


@dataclass(frozen=True, slots=True)
class CaseAtWork:
    """A case over a fortnight: where it stood, the days on which each team worked on it, what it waited for.

    ``last_lawful_day``: as known when the fortnight began; None: no end date. ``waited``: pairs of the day on
    which something was asked and the one on which the answer came (None: it has not).
    """

    case_id: int
    ref: str
    subject_id: int
    last_lawful_day: date | None
    stood: Sequence[Stood] = ()
    worked: frozenset[tuple[str, date]] = frozenset()
    waited: Sequence[tuple[date, date | None]] = ()

    def days_left(self, day: date) -> int:
        """The days after ``day``; negative once the last lawful day has passed."""
        return NO_END if self.last_lawful_day is None else (self.last_lawful_day - day).days

    def sat_idle(self, team: str, day: date) -> bool:
        """Whether it stood with the team all day, nothing was done, and nothing was awaited."""
        if (team, day) in self.worked or not any(s.team == team and s.all_day(day) for s in self.stood):
            return False
        return not any(asked <= day and (came is None or day < came) for asked, came in self.waited)


@dataclass(frozen=True, slots=True)
class IdleRow:
    """The days of a fortnight on which a case sat idle with a team out of its turn, and how few were left."""

    team: str
    case_id: int
    ref: str
    subject_id: int
    days: int
    fewest_left: int


def idle_rows(cases: Iterable[CaseAtWork], first: date, within: int = WITHIN) -> list[IdleRow]:
    """The cases passed over in the fortnight that begins with ``first``, by team, the most days first."""
    listed = list(cases)
    counted: dict[tuple[str, int], list[int]] = defaultdict(list)
    by_id = {case.case_id: case for case in listed}
    for day in (first + number * ONE_DAY for number in range(FORTNIGHT)):
        most = _most_time_worked(listed, day)
        for case in listed:
            left = case.days_left(day)
            if not 0 <= left < within:
                continue
            for team, longest in most.items():
                if longest > left and case.sat_idle(team, day):
                    counted[team, case.case_id].append(left)
    rows = [
        IdleRow(team, pk, by_id[pk].ref, by_id[pk].subject_id, len(lefts), min(lefts))
        for (team, pk), lefts in counted.items()
    ]
    order = list(TEAMS)
    return sorted(rows, key=lambda row: (order.index(row.team), -row.days, row.fewest_left, row.case_id))


def _most_time_worked(cases: Sequence[CaseAtWork], day: date) -> dict[str, int]:
    """Of each team that worked that day, the most days left of any case that it worked on."""
    most: dict[str, int] = {}
    for case in cases:
        for team, on in case.worked:
            if on == day:
                most[team] = max(most.get(team, case.days_left(day)), case.days_left(day))
    return most


def fortnights(as_at: date, count: int) -> Iterator[tuple[date, date]]:
    """The last ``count`` fortnights: that ending with ``as_at`` first, then each before it."""
    for number in range(count):
        last = as_at - number * FORTNIGHT * ONE_DAY
        yield last - (FORTNIGHT - 1) * ONE_DAY, last
