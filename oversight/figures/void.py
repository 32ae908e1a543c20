"""F08 Void determinations: made by someone without authority. Kept, marked, and counting for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from oversight.figures.base import Figure
from oversight.lives import CaseLife


@dataclass(frozen=True, slots=True)
class VoidRow:
    """A void determination and the case that it is about."""

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    determination_id: int
    made_on: date
    because: str


def void_rows(case: CaseLife, as_at: date) -> Iterator[VoidRow]:
    """Each determination of the case made on or before ``as_at`` by someone without authority."""
    for made in case.facts.determinations:
        if made.void_because and made.made_on <= as_at:
            yield VoidRow(
                case_id=case.facts.id,
                ref=case.facts.ref,
                subject_id=case.facts.subject_id,
                item_ids=(),
                determination_id=made.id,
                made_on=made.made_on,
                because=made.void_because,
            )


VOID = Figure(
    number="F08",
    slug="void",
    title="Void determinations",
    unit="determinations",
    definition="Determinations made on or before the day by someone without authority.",
    source="Further report, paragraph 9 F; R-072",
    rows_of=void_rows,
)
