"""F05 Saved by another basis: past the period of the power, yet lawfully held by a later conviction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import law.facts
from law import cover
from law.alone import last_day_of_the_power
from law.facts import Facts
from oversight.figures.base import Figure
from oversight.lives import CaseLife, Life, position_of


@dataclass(frozen=True, slots=True)
class SavedRow:
    """A saved case: the day on which the power alone ended, and the conviction that saved it."""

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    power_ended_on: date
    convicted_on: date
    conviction: str


def saved_rows(case: CaseLife, as_at: date) -> Iterator[SavedRow]:
    """The case, where the power alone ran out before ``as_at`` but a later conviction keeps an item."""
    saved = [(life, found) for life in case.items if (found := _saving(life, case.law_on, as_at))]
    if saved:
        ended_on, conviction = min((found for _, found in saved), key=lambda found: (found[0], found[1].on))
        yield SavedRow(
            case_id=case.facts.id,
            ref=case.facts.ref,
            subject_id=case.facts.subject_id,
            item_ids=tuple(life.item.id for life, _ in saved),
            power_ended_on=ended_on,
            convicted_on=conviction.on,
            conviction=conviction.id,
        )


def _saving(life: Life, law_on: date, as_at: date) -> tuple[date, law.facts.Conviction] | None:
    """The end of the power alone, and the earliest conviction after the taking that outlives it."""
    taken_on = life.item.law.item.taken_on
    if taken_on is None or life.status != cover.Status.INDEFINITE or not life.is_held_on(as_at):
        return None
    later = [act for act in _convictions(life) if act.on > taken_on]
    if not later or _earlier_ones_suffice(life, taken_on, law_on):
        return None
    ended_on = last_day_of_the_power(life.item.law, law_on)
    if ended_on is None or ended_on >= as_at:
        return None
    within = [act for act in later if act.on <= ended_on]
    return (ended_on, min(within, key=lambda act: (act.on, act.id))) if within else None


def _convictions(life: Life) -> list[law.facts.Conviction]:
    return [act for act in life.item.law.acts if isinstance(act, law.facts.Conviction)]


def _earlier_ones_suffice(life: Life, taken_on: date, law_on: date) -> bool:
    """Whether it would be held indefinitely without any conviction dated after the taking."""
    facts = life.item.law
    earlier = tuple(
        act for act in facts.acts if not isinstance(act, law.facts.Conviction) or act.on <= taken_on
    )
    return position_of(Facts(facts.item, earlier), law_on).status == cover.Status.INDEFINITE


SAVED = Figure(
    number="F05",
    slug="saved",
    title="Saved by another basis",
    unit="individuals",
    definition=(
        "The period of the power alone has run out before the day, but a conviction dated after the taking "
        "and within that period keeps holding lawful. A determination or an earlier conviction is no saving."
    ),
    source="Further report, footnote 3; N-04",
    rows_of=saved_rows,
)
