"""F06 Held unlawfully, and F07 Unresolved past the candidate day, which is counted apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from law import periods
from oversight.figures.base import Figure, Row, as_rows
from oversight.lives import CaseLife


@dataclass(frozen=True, slots=True)
class UnlawfulRow:
    """A case of which something is held unlawfully, since its earliest first unlawful day.

    ``days_over`` counts the days touched, from the first unlawful day to the as-at day, both included.
    """

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    first_unlawful_day: date
    days_over: int


def unlawful_rows(case: CaseLife, as_at: date) -> Iterator[UnlawfulRow]:
    """The case, where an item of it is held on ``as_at`` although its first unlawful day has come."""
    over = [life for life in case.items if life.is_unlawful_on(as_at)]
    days = [life.first_unlawful_day for life in over if life.first_unlawful_day]
    if days:
        first = min(days)
        yield UnlawfulRow(
            case_id=case.facts.id,
            ref=case.facts.ref,
            subject_id=case.facts.subject_id,
            item_ids=tuple(life.item.id for life in over),
            first_unlawful_day=first,
            days_over=periods.days_inclusive(first, as_at),
        )


def unresolved_rows(case: CaseLife, as_at: date) -> Iterator[Row]:
    """The case, where an unresolved item of it is held past the shortest day that any reading gives."""
    return as_rows(case, [life.item.id for life in case.items if life.is_unresolved_past(as_at)])


HELD_UNLAWFULLY = Figure(
    number="F06",
    slug="held-unlawfully",
    title="Held unlawfully",
    unit="individuals",
    definition=(
        "Held, and the first unlawful day of an item held is on or before the day; for an item unlawfully "
        "taken, the day on which that was decided."
    ),
    source="Further report, paragraphs 12 and 13; R-026, K1, K2",
    rows_of=unlawful_rows,
)
UNRESOLVED = Figure(
    number="F07",
    slug="unresolved",
    title="Unresolved past the shortest candidate day",
    unit="individuals",
    definition="Held, its last lawful day not yet settled, and past the shortest day that any reading gives.",
    source="R-096, R-121",
    rows_of=unresolved_rows,
)
