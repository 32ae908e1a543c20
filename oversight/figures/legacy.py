"""F17 Legacy Material for which the NSD process is still to be finished, and the line down which it must go.

Source: further report of 22 April 2016, paragraphs 33 and 34 and footnote 14; R-147 to R-149.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

import law.facts
from cases.choices import MaterialKind
from law.facts import Facts
from oversight.facts import CONFIRMED, CaseFacts
from oversight.figures.base import Figure, Row, as_rows
from oversight.lives import CaseLife, Life, position_of

# The last day of the transitional period, and the day from which is counted: the overlooked were found.
LAST_DAY, FOUND_ON = date(2016, 10, 30), date(2016, 4, 5)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class LegacyLife:
    """A Legacy case in the dates that matter here: its items in the transitional period, and its end.

    ``finished_on``: the first day on which the process was finished, or somebody convicted; None while it is
    not.
    """

    case: CaseLife
    items: tuple[Life, ...]
    finished_on: date | None

    def is_unfinished_on(self, day: date) -> bool:
        """Whether something of it was held as ``day`` ended, and the process was not finished."""
        return bool(self.held_on(day)) and (self.finished_on is None or self.finished_on > day)

    def held_on(self, day: date) -> list[int]:
        """The ids of its items held as ``day`` ended."""
        return [life.item.id for life in self.items if life.is_held_on(day)]


def legacy_life(case: CaseLife) -> LegacyLife | None:
    """The case, where by itself an item of it is lawful to the end of the transitional period."""
    items = tuple(life for life in case.items if _is_transitional(life, case.known_on))
    return LegacyLife(case, items, _finished_on(case.facts)) if items else None


def unfinished_rows(case: CaseLife, as_at: date) -> Iterator[Row]:
    """The case, where it was still to be finished as ``as_at`` ended."""
    found = legacy_life(case)
    if found is not None and found.is_unfinished_on(as_at):
        yield from as_rows(case, found.held_on(as_at))


def _is_transitional(life: Life, known_on: date) -> bool:
    """By the period of the power alone: what a determination or a conviction adds is what is waited for."""
    if life.item.kind == MaterialKind.DNA_SAMPLE or life.held_from > LAST_DAY:
        return False
    added = (law.facts.Determination, law.facts.Conviction)
    kept = tuple(act for act in life.item.law.acts if not isinstance(act, added))
    return position_of(Facts(life.item.law.item, kept), known_on).last_lawful_day == LAST_DAY


def _finished_on(case: CaseFacts) -> date | None:
    made = [each.made_on for each in case.determinations if not each.void_because]
    confirmed = [each.on for each in case.sign_offs if each.outcome == CONFIRMED and not each.is_void]
    refused = [each.on for each in case.refusals if not each.is_void]
    convicted = [each.on for each in case.convictions if each.recordable and each.on]
    return min([*made, *confirmed, *refused, *convicted], default=None)


@dataclass(frozen=True, slots=True)
class Week:
    """How many individuals were still to be finished as a day ended, and how many the line allows."""

    day: date
    left: int
    allowed: int

    @property
    def behind(self) -> int:
        """How many are above the line."""
        return max(self.left - self.allowed, 0)


@dataclass(frozen=True, slots=True)
class BurnDown:
    """The weeks so far, the last of them the as-at day, and the rates a week that follow from them.

    ``needed``: individuals a week from the as-at day to the last day, whole weeks counted. ``achieved``: a
    week since the count began; None within its first week.
    """

    weeks: tuple[Week, ...]
    weeks_left: int
    needed: int
    achieved: float | None

    @property
    def now(self) -> Week:
        """The as-at day."""
        return self.weeks[-1]

    @property
    def done(self) -> int:
        """How many were finished since the count began; negative where more came in."""
        return self.weeks[0].left - self.now.left


def burn_down(lives: Iterable[LegacyLife], as_at: date) -> BurnDown:
    """From the day on which the overlooked cases were found, week by week, to ``as_at``."""
    listed, days = list(lives), _days_to(as_at)
    left = [_individuals(listed, day) for day in days]
    span = (LAST_DAY - days[0]).days or 1
    weeks = tuple(
        Week(day, count, max(ceil(left[0] * (LAST_DAY - day).days / span), 0))
        for day, count in zip(days, left, strict=True)
    )
    weeks_left = max((LAST_DAY - as_at).days // 7, 0)
    gone = (days[-1] - days[0]).days / 7
    return BurnDown(
        weeks=weeks,
        weeks_left=weeks_left,
        needed=ceil(left[-1] / max(weeks_left, 1)),
        achieved=round((left[0] - left[-1]) / gone, 1) if gone >= 1 else None,
    )


def _days_to(as_at: date) -> list[date]:
    """Each week's day since the count began, and the as-at day; that alone before it began."""
    days, day = [], FOUND_ON
    while day < as_at:
        days.append(day)
        day += WEEK
    return [*days, as_at]


def _individuals(lives: Sequence[LegacyLife], day: date) -> int:
    return len({life.case.facts.subject_id for life in lives if life.is_unfinished_on(day)})


LEGACY_TO_FINISH = Figure(
    number="F17",
    slug="legacy-to-finish",
    title="Legacy Material still to be finished",
    unit="individuals",
    definition=(
        "Held, by itself lawful to the end of the transitional period (30 October 2016), and by the day no "
        "recordable conviction, no determination, no confirmed Stop-NSD and no refusal. Unless an NSD or a "
        "conviction comes before then, they will probably fall to be deleted."
    ),
    source="Further report, paragraphs 33 and 34; K17, R-147, R-148",
    rows_of=unfinished_rows,
)
