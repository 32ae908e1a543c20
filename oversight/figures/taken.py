"""F16 Taken under Schedule 7 since 31 October 2013: the base of which lapses are a share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from law.rules.declared import COMMENCEMENT
from oversight.figures.base import Figure, Row, as_rows
from oversight.lives import CaseLife

SCHEDULE_7 = "TACT-S7"


def taken_rows(case: CaseLife, as_at: date) -> Iterator[Row]:
    """The case, where material of it was taken under Schedule 7 from 31 October 2013 to ``as_at``."""
    return as_rows(
        case,
        [
            life.item.id
            for life in case.items
            if life.item.law.item.power == SCHEDULE_7 and COMMENCEMENT <= life.held_from <= as_at
        ],
    )


TAKEN = Figure(
    number="F16",
    slug="taken",
    title="Taken under Schedule 7 since 31 October 2013",
    unit="individuals",
    definition=(
        "Material taken under Schedule 7 to the Terrorism Act 2000 from 31 October 2013 to the day, whatever "
        "became of it since. Material is taken in few examinations, so lapses are a large share of it: they "
        "are never shown without it."
    ),
    source="Further report, paragraph 14; R-100",
    rows_of=taken_rows,
)
