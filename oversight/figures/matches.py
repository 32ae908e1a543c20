"""F10 Matches reported against material without cover: each an incident, and zero said in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from oversight.figures.base import Figure
from oversight.lives import CaseLife


@dataclass(frozen=True, slots=True)
class MatchRow:
    """A match, with the case and the item that it was against."""

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    match_id: int
    matched_on: date


def match_rows(case: CaseLife, as_at: date) -> Iterator[MatchRow]:
    """Each match of the case on or before ``as_at``."""
    for match in case.facts.matches:
        if match.on <= as_at:
            yield MatchRow(
                case_id=case.facts.id,
                ref=case.facts.ref,
                subject_id=case.facts.subject_id,
                item_ids=(match.item_id,),
                match_id=match.id,
                matched_on=match.on,
            )


MATCHES = Figure(
    number="F10",
    slug="matches",
    title="Matches against material without cover",
    unit="matches",
    definition=(
        "Matches on or before the day that were reported against an item which had no lawful cover on the "
        "day of the match. Each is an incident: quarantined, not disclosed, reviewed in law, told to the "
        "Commissioner."
    ),
    source="Further report, paragraph 16; R-103",
    rows_of=match_rows,
    none="No match against material without cover has been reported.",
)
