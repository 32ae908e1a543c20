"""What a figure is: a numbered definition, and the rows that make its number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from oversight.lives import CaseLife


@dataclass(frozen=True, slots=True)
class Row:
    """One case, with the ids of those of its items (or acts) that make it part of a figure."""

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A numbered figure. ``rows_of`` gives the rows of one case at an as-at day.

    ``unit`` says what its headline number counts: individuals, cases, items, determinations, dates or
    matches. ``none`` says in words that it is zero.
    """

    number: str
    slug: str
    title: str
    unit: str
    definition: str
    rows_of: Callable[[CaseLife, date], Iterable[Any]]
    source: str = ""
    none: str = "Nothing makes this figure at these two dates."


@dataclass(slots=True)
class Answer:
    """A figure as at a day: its rows, and its number in each unit.

    ``nations``: by the id of each case in the rows, the nation in which its material was taken; empty text
    where that is not known.
    """

    figure: Figure
    as_at: date
    rows: list[Any] = field(default_factory=list)
    nations: dict[int, str] = field(default_factory=dict)

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

    def of_nation(self, nation: str) -> Answer:
        """The part of it whose material was taken in one nation."""
        rows = [row for row in self.rows if self.nations.get(row.case_id, "") == nation]
        return Answer(self.figure, self.as_at, rows, self.nations)


def answer(figures: Iterable[Figure], cases: Iterable[CaseLife], as_at: date) -> dict[str, Answer]:
    """Answers several figures in one pass over the cases, by slug."""
    answers = {figure.slug: Answer(figure, as_at) for figure in figures}
    for case in cases:
        for found in answers.values():
            rows = list(found.figure.rows_of(case, as_at))
            if rows:
                found.rows.extend(rows)
                found.nations[case.facts.id] = case.facts.nation
    return answers


def row_of(case: CaseLife, item_ids: Iterable[int]) -> Row:
    """A plain row."""
    return Row(case.facts.id, case.facts.ref, case.facts.subject_id, tuple(item_ids))


def as_rows(case: CaseLife, item_ids: list[int]) -> Iterator[Row]:
    """One row where any item is part of the figure, otherwise none."""
    if item_ids:
        yield row_of(case, item_ids)
