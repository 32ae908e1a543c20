"""F18 Lawful, and held longer than normal practice; never added to what is held unlawfully."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cases.choices import CaseState
from oversight.facts import CONFIRMED, CaseFacts
from oversight.figures.base import Figure, Row, as_rows
from oversight.lives import CaseLife
from retention.deletion_policy import NORMAL_PRACTICE_WORKING_DAYS
from retention.working_days import add_working_days

DECIDED = (CaseState.STOP_CONFIRMED, CaseState.NSD_REFUSED)
KEPT_ON = ("indefinite",)


def longer_rows(case: CaseLife, as_at: date) -> Iterator[Row]:
    """The case, where what was stopped or refused is still held, by cover that runs, ten working days on."""
    decided = _decided_on(case.facts, as_at)
    if decided is None or case.facts.state_on(as_at) not in DECIDED:
        return
    if add_working_days(decided, NORMAL_PRACTICE_WORKING_DAYS) > as_at:
        return
    held = [life for life in case.items if life.is_held_on(as_at) and life.status not in KEPT_ON]
    lawful = [life for life in held if not life.is_unlawful_on(as_at) and not life.is_unresolved_past(as_at)]
    yield from as_rows(case, [life.item.id for life in lawful])


def _decided_on(case: CaseFacts, as_at: date) -> date | None:
    confirmed = (each for each in case.sign_offs if each.outcome == CONFIRMED)
    ends = [each.on for each in (*confirmed, *case.refusals) if not each.is_void and each.on <= as_at]
    return max(ends, default=None)


LONGER_THAN_NORMAL = Figure(
    number="F18",
    slug="longer-than-normal",
    title="Lawful, longer than normal practice",
    unit="individuals",
    definition=(
        "A Stop-NSD was confirmed or an application refused at least 10 working days before the day's end, "
        "cover still runs, and the material is still held. Counted apart from what is held unlawfully."
    ),
    source="Further report, paragraph 9G and footnote 8; R-085",
    rows_of=longer_rows,
)
