"""F25 Material past its cover, step by step to its end, F26 deletions stopped, F27 wrong deletions.

Source: further report, paragraphs 16, 27 and 30; R-102, R-128, R-132; K2, K13, K14.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cases.choices import MaterialKind
from law import cover, periods
from oversight.figures.base import Figure
from oversight.figures.basis import basis_of
from oversight.lives import CaseLife, Life
from retention.choices import HaltedBecause

KEPT_BY = ("nsd", "conviction", "other")
STEPS = {
    "waiting": "No place was told yet",
    "instructed": "A place was told",
    "non_searchable": "Non-searchable",
    "gone": "Gone from every place",
}


@dataclass(frozen=True, slots=True)
class PastRow:
    """An item past its cover. ``days``: from its first unlawful day until it was gone, else to the day.

    ``days_searched``: of those, the days on which a database may have searched it. Both count the days
    touched.
    """

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    first_unlawful_day: date
    instructed_on: date | None
    non_searchable_on: date | None
    gone_on: date | None
    step: str
    days: int
    days_searched: int
    minutes: int


@dataclass(frozen=True, slots=True)
class StoppedRow:
    """A deletion order was stopped by a check; ``approved``: after two people had approved it."""

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    stopped_on: date
    because: str
    approved: bool


@dataclass(frozen=True, slots=True)
class WrongRow:
    """An item was gone although it might have been kept; ``last_lawful_day`` None: it had no end."""

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    gone_on: date
    last_lawful_day: date | None


def past_rows(case: CaseLife, as_at: date) -> Iterator[PastRow]:
    """Each item of the case that was held past its cover by ``as_at``."""
    for life in case.items:
        first = life.first_unlawful_day
        if first is None or first > as_at or (life.gone_on is not None and life.gone_on <= first):
            continue
        work = life.item.work
        told, hidden, gone = (
            day if day is not None and day <= as_at else None
            for day in (work.instructed_on, work.non_searchable_on, life.gone_on)
        )
        unsearched = min((day for day in (hidden, gone) if day), default=None)
        yield PastRow(
            case_id=case.facts.id,
            ref=case.facts.ref,
            subject_id=case.facts.subject_id,
            item_ids=(life.item.id,),
            first_unlawful_day=first,
            instructed_on=told,
            non_searchable_on=hidden,
            gone_on=gone,
            step="gone" if gone else "non_searchable" if hidden else "instructed" if told else "waiting",
            days=_touched(first, gone, as_at),
            days_searched=_touched(first, unsearched, as_at),
            minutes=work.minutes,
        )


def _touched(first: date, ended: date | None, as_at: date) -> int:
    """The days from ``first`` to the day it ended, that day apart, or to ``as_at``, included."""
    if ended is None:
        return periods.days_inclusive(first, as_at)
    return max((ended - first).days, 0)


def stopped_rows(case: CaseLife, as_at: date) -> Iterator[StoppedRow]:
    """Each deletion order of the case stopped by ``as_at``, but for what was gone already."""
    for life in case.items:
        for halt in life.item.work.halts:
            if halt.on <= as_at and halt.because != HaltedBecause.GONE:
                yield StoppedRow(
                    case_id=case.facts.id,
                    ref=case.facts.ref,
                    subject_id=case.facts.subject_id,
                    item_ids=(life.item.id,),
                    stopped_on=halt.on,
                    because=halt.because,
                    approved=halt.approved,
                )


def wrong_rows(case: CaseLife, as_at: date) -> Iterator[WrongRow]:
    """Each item of the case that was gone by ``as_at`` although more than its power covered it that day."""
    for life in case.items:
        gone = life.gone_on
        if gone is not None and gone <= as_at and _was_wrong(life, gone):
            yield WrongRow(
                case_id=case.facts.id,
                ref=case.facts.ref,
                subject_id=case.facts.subject_id,
                item_ids=(life.item.id,),
                gone_on=gone,
                last_lawful_day=life.last_lawful_day,
            )


def _was_wrong(life: Life, gone: date) -> bool:
    """To let go within the period of the power alone is a choice; what more than that covers is kept.

    A Stop-NSD and a refusal end the period of the power alone, as for the gate before destruction: they open
    no order for what a conviction or another NSD covers. Samples go once a profile is derived.
    """
    if life.item.kind == MaterialKind.DNA_SAMPLE or life.status == cover.Status.UNRESOLVED:
        return False
    first = life.first_unlawful_day
    if first is not None and first <= gone:
        return False
    return basis_of(life, gone) in KEPT_BY


PAST_COVER = Figure(
    number="F25",
    slug="past-cover",
    title="Material past its cover, step by step",
    unit="items",
    definition=(
        "Items held on or after their first unlawful day, whatever became of them since, with the days on "
        "which a place was first told, every database was evidenced not to search them, and they were gone. "
        "Days are those touched from the first unlawful day until the item was gone, else to the day; days "
        "searchable, until it was evidenced non-searchable or gone."
    ),
    source="Further report, paragraphs 16, 27 and 30; R-102, R-132, K2, K13",
    rows_of=past_rows,
    owner="SOFS",
    target="set by policy",
)
STOPPED = Figure(
    number="F26",
    slug="stopped-deletions",
    title="Deletions stopped by a check",
    unit="orders",
    definition=(
        "Deletion orders stopped on or before the day because lawful cover was found, an enactment forbids "
        "destruction, or the last lawful day was not settled; told apart where two people had approved them."
    ),
    source="Further report, paragraph 27; R-128, K14",
    rows_of=stopped_rows,
    owner="SOFS",
    none="No deletion was stopped by a check.",
)
WRONGLY_GONE = Figure(
    number="F27",
    slug="wrong-deletions",
    title="Wrong deletions",
    unit="items",
    definition=(
        "Items, samples apart, gone on or before the day although on the day they went an NSD was in force, "
        "or a conviction or other cover kept them, and their taking was not found unlawful; by what is known "
        "on the day of knowledge, also where it was recorded after they went. A Stop-NSD or a refusal ends "
        "no such cover. Letting go within the period of the power alone is a choice, and not counted."
    ),
    source="Further report, paragraph 27; R-128, K14",
    rows_of=wrong_rows,
    owner="SOFS",
    target="0",
    none="No item was deleted that might have been kept.",
)
