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

    ``unit`` says what its headline number counts: individuals, cases, items, determinations or dates.
    """

    number: str
    slug: str
    title: str
    unit: str
    definition: str
    rows_of: Callable[[CaseLife, date], Iterable[Any]]
    source: str = ""


@dataclass(slots=True)
class Answer:
    """A figure as at a day: its rows, and its number in each unit."""

    figure: Figure
    as_at: date
    rows: list[Any] = field(default_factory=list)

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


def answer(figures: Iterable[Figure], cases: Iterable[CaseLife], as_at: date) -> dict[str, Answer]:
    """Answers several figures in one pass over the cases, by slug."""
    answers = {figure.slug: Answer(figure, as_at) for figure in figures}
    for case in cases:
        for found in answers.values():
            found.rows.extend(found.figure.rows_of(case, as_at))
    return answers


def row_of(case: CaseLife, item_ids: Iterable[int]) -> Row:
    """A plain row."""
    return Row(case.facts.id, case.facts.ref, case.facts.subject_id, tuple(item_ids))


def as_rows(case: CaseLife, item_ids: list[int]) -> Iterator[Row]:
    """One row where any item is part of the figure, otherwise none."""
    if item_ids:
        yield row_of(case, item_ids)
