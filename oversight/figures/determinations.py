"""F31 Determinations before the Commissioner: copies sent, and what was found. Source: PoFA 2012, s. 20."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from oversight.figures.base import Figure
from oversight.lives import CaseLife

NOT_REVIEWED = "not_reviewed"


@dataclass(frozen=True, slots=True)
class DeterminationRow:
    """A determination: when its copy went to the Commissioner, and what was last found of it."""

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    determination_id: int
    made_on: date
    sent_on: date | None
    reviewed_on: date | None
    outcome: str


def determination_rows(case: CaseLife, as_at: date) -> Iterator[DeterminationRow]:
    """Each determination of the case made with authority by ``as_at``."""
    for made in case.facts.determinations:
        if made.void_because or made.made_on > as_at:
            continue
        sent = [on for of, on in case.facts.copies if of == made.id and on <= as_at]
        found = [
            (review.on, review.id, review.outcome)
            for review in case.facts.commissioner_reviews
            if review.determination == made.id and review.on <= as_at
        ]
        on, _, outcome = max(found, default=(None, 0, NOT_REVIEWED))
        yield DeterminationRow(
            case_id=case.facts.id,
            ref=case.facts.ref,
            subject_id=case.facts.subject_id,
            item_ids=(),
            determination_id=made.id,
            made_on=made.made_on,
            sent_on=min(sent, default=None),
            reviewed_on=on,
            outcome=outcome,
        )


DETERMINATIONS = Figure(
    number="F31",
    slug="determinations",
    title="Determinations, and their review",
    unit="determinations",
    definition=(
        "Determinations made with authority on or before the day, each with the day on which its copy went "
        "to the Commissioner and what was last found of it by the day."
    ),
    source="Protection of Freedoms Act 2012, s. 20; R-010",
    rows_of=determination_rows,
    owner="JFIT",
    target="copies within 28 days",
    none="No determination was made with authority.",
)
