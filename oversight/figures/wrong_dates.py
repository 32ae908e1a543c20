"""F09 Wrong notified dates: dates from other systems that are not the last day of the power alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cases.choices import MaterialKind
from law.alone import last_day_of_the_power
from oversight.facts import Notified
from oversight.figures.base import Figure
from oversight.lives import CaseLife


@dataclass(frozen=True, slots=True)
class WrongDateRow:
    """A date notified for a case that differs from the period of the power alone.

    ``days`` is notified minus computed: -31 is 31 days early. ``first_on`` is the earliest day on which a
    source recorded it; ``by`` names the sources.
    """

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    notified_day: date
    computed_day: date
    days: int
    first_on: date
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offset:
    """Wrong dates that are off by the same number of days: many of one offset are one incident, not many."""

    days: int
    count: int
    first_on: date


def wrong_date_rows(case: CaseLife, as_at: date) -> Iterator[WrongDateRow]:
    """Each wrong date of the case that a source recorded by ``as_at``; once, though two sources gave it."""
    notified = [supplied for supplied in case.facts.notified if supplied.on <= as_at]
    computed = _power_alone(case) if notified else None
    if computed is None:
        return
    by_day: dict[date, list[Notified]] = defaultdict(list)
    for supplied in notified:
        by_day[supplied.day].append(supplied)
    for day, supplied_by in sorted(by_day.items()):
        if day != computed:
            yield WrongDateRow(
                case_id=case.facts.id,
                ref=case.facts.ref,
                subject_id=case.facts.subject_id,
                item_ids=tuple(life.item.id for life in case.items),
                notified_day=day,
                computed_day=computed,
                days=(day - computed).days,
                first_on=min(supplied.on for supplied in supplied_by),
                by=tuple(sorted({supplied.by for supplied in supplied_by})),
            )


def offsets(rows: Iterable[WrongDateRow]) -> list[Offset]:
    """The rows by offset, the commonest first; those as common, the earliest first."""
    groups: dict[int, list[date]] = defaultdict(list)
    for row in rows:
        groups[row.days].append(row.first_on)
    found = [Offset(days, len(firsts), min(firsts)) for days, firsts in groups.items()]
    return sorted(found, key=lambda offset: (-offset.count, offset.first_on, offset.days))


def _power_alone(case: CaseLife) -> date | None:
    """The earliest last day that the power alone gives an item of the case, samples apart."""
    items = (life.item for life in case.items if life.item.kind != MaterialKind.DNA_SAMPLE)
    days = (last_day_of_the_power(item.law, case.law_on) for item in items)
    return min((day for day in days if day), default=None)


WRONG_DATES = Figure(
    number="F09",
    slug="wrong-dates",
    title="Wrong notified dates",
    unit="dates",
    definition=(
        "Dates that another system supplied for a case and that differ from the last day of the period of "
        "the power alone. They are compared with ours and never used."
    ),
    source="Further report, paragraph 9 C; R-060, R-061, K15",
    rows_of=wrong_date_rows,
)
