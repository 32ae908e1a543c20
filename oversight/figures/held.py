"""F01 Held, F02 Held and never convicted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from oversight.figures.base import Figure, Row, as_rows
from oversight.figures.basis import bases_of
from oversight.lives import CaseLife


def held_rows(case: CaseLife, as_at: date) -> Iterator[Row]:
    """The case, where an item of it was held at the end of ``as_at``."""
    return as_rows(case, [life.item.id for life in case.items if life.is_held_on(as_at)])


def never_convicted_rows(case: CaseLife, as_at: date) -> Iterator[Row]:
    """The held case of a subject with no conviction of a recordable offence dated on or before ``as_at``."""
    if not any(conviction.recordable and conviction.on <= as_at for conviction in case.facts.convictions):
        yield from held_rows(case, as_at)


HELD = Figure(
    number="F01",
    slug="held",
    title="Held",
    unit="individuals",
    definition="Taken on or before the day and not deleted by its end. Non-searchable is still held.",
    source="Further report, paragraph 34; R-150",
    rows_of=held_rows,
    bases_of=bases_of,
)
NEVER_CONVICTED = Figure(
    number="F02",
    slug="never-convicted",
    title="Held, never convicted",
    unit="individuals",
    definition="Held, and no conviction of a recordable offence dated on or before the day.",
    source="Further report, paragraph 34; R-149",
    rows_of=never_convicted_rows,
    bases_of=bases_of,
)
