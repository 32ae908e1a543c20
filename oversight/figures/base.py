"""What a figure is: a numbered definition, and the rows that make its number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from law.rules.declared import COMMENCEMENT
from oversight.lives import CaseLife


@dataclass(frozen=True, slots=True)
class Row:
    """One case, with the ids of those of its items (or acts) that make it part of a figure."""

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...] = ()


class Precision(StrEnum):
    """How a figure is to be read."""

    EXACT = "exact"
    ROUNDED = "rounded"
    LOWER_BOUND = "lower_bound"
    ESTIMATE = "estimate"

    @property
    def words(self) -> str:
        """In words."""
        return {"lower_bound": "at least"}.get(self.value, self.value)


@dataclass(frozen=True, slots=True)
class Figure:
    """A numbered figure. ``rows_of`` gives the rows of one case at an as-at day.

    ``unit`` says what its headline number counts: individuals, cases, items, determinations, dates or
    matches. ``none`` says in words that it is zero. ``version`` goes up with every change of what it counts;
    what is published keeps the version and the words it was published under. ``bases_of`` names the bases of
    holding of a case, where the figure can be told apart by them.
    """

    number: str
    slug: str
    title: str
    unit: str
    definition: str
    rows_of: Callable[[CaseLife, date], Iterable[Any]]
    source: str = ""
    none: str = "Nothing makes this figure at these two dates."
    version: int = 1
    owner: str = "JFIT"
    target: str = ""
    bases_of: Callable[[CaseLife, date], tuple[str, ...]] | None = None


@dataclass(slots=True)
class Answer:
    """A figure as at a day: its rows, and its number in each unit.

    ``nations``: by the id of each case in the rows, the nation in which its material was taken; empty text
    where that is not known. ``powers``: the same of the power; ``legacy``: those of Legacy Material.
    ``bases``: of a figure whose parts are bases of holding, those of each case.
    ``kept``: why it was kept beyond its cover, as found. ``retainable``: whether it could and should have
    been kept, as last reviewed.
    """

    figure: Figure
    as_at: date
    rows: list[Any] = field(default_factory=list)
    nations: dict[int, str] = field(default_factory=dict)
    powers: dict[int, str] = field(default_factory=dict)
    legacy: set[int] = field(default_factory=set)
    bases: dict[int, tuple[str, ...]] = field(default_factory=dict)
    kept: dict[int, tuple[str, ...]] = field(default_factory=dict)
    retainable: dict[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def individuals(self) -> int:
        """Distinct subjects."""
        return len({row.subject_id for row in self.rows})

    @property
    def cases(self) -> int:
        """Distinct cases."""
        return len({row.case_id for row in self.rows})

    @property
    def items(self) -> int:
        """Items of material."""
        return len({item for row in self.rows for item in row.item_ids})

    @property
    def number(self) -> int:
        """The number in the unit that the figure states."""
        units = {"individuals": self.individuals, "cases": self.cases, "items": self.items}
        return units.get(self.figure.unit, len(self.rows))

    def part(self, rows: list[Any]) -> Answer:
        """Some of its rows, with what is known about their cases."""
        return replace(self, rows=rows)

    def of_nation(self, nation: str) -> Answer:
        """The part of it whose material was taken in one nation."""
        rows = [row for row in self.rows if self.nations.get(row.case_id, "") == nation]
        return self.part(rows)


def answer(figures: Iterable[Figure], cases: Iterable[CaseLife], as_at: date) -> dict[str, Answer]:
    """Answers several figures in one pass over the cases, by slug."""
    return answer_at(figures, cases, [as_at])[as_at]


def answer_at(
    figures: Iterable[Figure], cases: Iterable[CaseLife], dates: Iterable[date]
) -> dict[date, dict[str, Answer]]:
    """The same at several as-at days, still in one pass: by day, then by slug."""
    asked = list(figures)
    by_day = {day: {figure.slug: Answer(figure, day) for figure in asked} for day in dates}
    for case in cases:
        for day, answers in by_day.items():
            for found in answers.values():
                rows = list(found.figure.rows_of(case, day))
                if rows:
                    found.rows.extend(rows)
                    _about(found, case)
    return by_day


def _about(found: Answer, case: CaseLife) -> None:
    """Keep what the parts of a figure are told apart by: of a case in it, what its rows do not say."""
    facts = case.facts
    found.nations[facts.id] = facts.nation
    found.powers[facts.id] = facts.power
    if found.figure.bases_of is not None:
        found.bases[facts.id] = found.figure.bases_of(case, found.as_at)
    if facts.retained_because:
        found.kept[facts.id] = tuple(each.because for each in facts.retained_because)
    if facts.retainable:
        latest = max(facts.retainable, key=lambda review: review.on)
        found.retainable[facts.id] = (latest.could, latest.should)
    if any(life.held_from < COMMENCEMENT for life in case.items):
        found.legacy.add(facts.id)


def row_of(case: CaseLife, item_ids: Iterable[int]) -> Row:
    """A plain row."""
    return Row(case.facts.id, case.facts.ref, case.facts.subject_id, tuple(item_ids))


def as_rows(case: CaseLife, item_ids: list[int]) -> Iterator[Row]:
    """One row where any item is part of the figure, otherwise none."""
    if item_ids:
        yield row_of(case, item_ids)
