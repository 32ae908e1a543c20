"""F03 Lapses, with their causes, and F04 of them, those for which JFIT would have applied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.choices import MaterialKind
from oversight.causes import Causes, causes_of
from oversight.facts import CONFIRMED, CaseFacts
from oversight.figures.base import Figure
from oversight.lives import CaseLife, Life, ends_without_determinations

YES = "yes"
UNREVIEWED = "unreviewed"


class LapseKind(StrEnum):
    """Whether the first cover was lost, or that of a determination that had to be renewed. Counted apart."""

    FIRST = "first"
    RENEWAL = "renewal"


@dataclass(frozen=True, slots=True)
class LapseRow:
    """A case that lapsed: the day that passed, what lapsed with it, and why.

    ``would_have_applied``: yes, no or unreviewed, as known on the day of knowledge.
    """

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    last_lawful_day: date
    kind: LapseKind
    causes: Causes
    would_have_applied: str


def lapse_rows(case: CaseLife, as_at: date) -> Iterator[LapseRow]:
    """The case, where it lapsed on or before ``as_at``: at the first of its items' days that was a lapse."""
    lapsed = [life for life in case.items if _lapsed(life, case.facts, as_at)]
    days = [life.last_lawful_day for life in lapsed if life.last_lawful_day]
    if not days:
        return
    day = min(days)
    first = [life for life in lapsed if life.last_lawful_day == day]
    yield LapseRow(
        case_id=case.facts.id,
        ref=case.facts.ref,
        subject_id=case.facts.subject_id,
        item_ids=tuple(life.item.id for life in lapsed),
        last_lawful_day=day,
        kind=_kind(first, case.law_on),
        causes=causes_of(case.facts, day),
        would_have_applied=reviewed_answer(case.facts, case.known_on),
    )


def would_have_applied_rows(case: CaseLife, as_at: date) -> Iterator[LapseRow]:
    """Lapses whose reviewed answer is yes."""
    return (row for row in lapse_rows(case, as_at) if row.would_have_applied == YES)


def reviewed_answer(case: CaseFacts, known_on: date) -> str:
    """Whether JFIT would have applied: the latest answer reviewed by ``known_on``, or unreviewed."""
    reviews = [review for review in case.reviews if review.on <= known_on]
    return max(reviews, key=lambda review: review.on).answer if reviews else UNREVIEWED


def _lapsed(life: Life, case: CaseFacts, as_at: date) -> bool:
    """Whether cover of this item ran out by ``as_at`` with the NSD process unfinished; samples apart."""
    day = life.last_lawful_day
    if day is None or day >= as_at or life.item.kind == MaterialKind.DNA_SAMPLE:
        return False
    if life.gone_on is not None and life.gone_on <= day:
        return False  # gone before it could become unlawful
    if life.must_destroy_from is not None and life.must_destroy_from <= day:
        return False  # no determination could have kept it
    return not process_finished(case, day)


def process_finished(case: CaseFacts, day: date) -> bool:
    """Whether by the end of ``day`` a Stop-NSD was confirmed or an application refused, with authority."""
    confirmed = (sign_off for sign_off in case.sign_offs if sign_off.outcome == CONFIRMED)
    return any(ending.on <= day and not ending.is_void for ending in (*confirmed, *case.refusals))


def _kind(lives: list[Life], law_on: date) -> LapseKind:
    """A renewal, where without determinations the cover would have ended sooner."""
    renewed = all(life.last_lawful_day != ends_without_determinations(life.item, law_on) for life in lives)
    return LapseKind.RENEWAL if renewed else LapseKind.FIRST


LAPSES = Figure(
    number="F03",
    slug="lapses",
    title="Lapses",
    unit="individuals",
    definition=(
        "A case one of whose items, samples apart, reached its first unlawful day on or before the day while "
        "the NSD process was unfinished on its last lawful day: no determination in force carried the cover "
        "past it, and no Stop-NSD was confirmed and no application refused by then. First lapses and lapses "
        "at renewal are told apart."
    ),
    source="Further report, paragraphs 8 and 9; R-045",
    rows_of=lapse_rows,
)
WOULD_HAVE_APPLIED = Figure(
    number="F04",
    slug="would-have-applied",
    title="Lapses for which JFIT would have applied",
    unit="individuals",
    definition="Lapses whose reviewed answer, by the day of knowledge, is yes; unreviewed ones apart.",
    source="Further report, paragraph 8 and footnote 4; N-06, R-101",
    rows_of=would_have_applied_rows,
)
