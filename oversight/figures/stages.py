"""F19 Hand-overs and the days left at each, F20 stays with a stage, F21 turns of a person.

Source: R-038, R-054; K7, K8.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import law.facts
from cases.choices import MaterialKind
from law import cover
from oversight.causes import AWAITING_SIGN_OFF, NOT_REFERRED
from oversight.facts import Movement
from oversight.figures.base import Figure
from oversight.figures.idle import TEAM_OF_STATE
from oversight.lives import CaseLife, Life

HAND_OVERS = {
    "jfit": "SOFS to JFIT",
    "chief_officer": "To a Chief Officer",
    "sign_off": "To be signed off",
}


@dataclass(frozen=True, slots=True)
class HandOverRow:
    """A case was handed on, with so many days left of the cover that it then had; negative: past it."""

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    hand_over: str
    on: date
    last_lawful_day: date
    days: int


@dataclass(frozen=True, slots=True)
class StayRow:
    """A case stood with a stage from ``came_on`` to ``went_on``; ``holder`` where it is of one person."""

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    stage: str
    holder: int | None
    came_on: date
    went_on: date
    days: int


def hand_over_rows(case: CaseLife, as_at: date) -> Iterator[HandOverRow]:
    """Each hand-over of the case by ``as_at`` at which its cover had an end."""
    before: str | None = None
    for movement in _in_order(case, as_at):
        kind = _hand_over(before, movement.to_state)
        before = movement.to_state
        ends = _ends_on(case, movement.on) if kind else {}
        if kind and ends:
            first = min(ends.values())
            yield HandOverRow(
                case_id=case.facts.id,
                ref=case.facts.ref,
                subject_id=case.facts.subject_id,
                item_ids=tuple(sorted(ends)),
                hand_over=kind,
                on=movement.on,
                last_lawful_day=first,
                days=(first - movement.on).days,
            )


def _hand_over(before: str | None, to: str) -> str:
    if to == "with_jfit" and before in NOT_REFERRED and before is not None:
        return "jfit"
    if to == "with_chief_officer" and before != to:
        return "chief_officer"
    if to in AWAITING_SIGN_OFF and before not in AWAITING_SIGN_OFF:
        return "sign_off"
    return ""


def _ends_on(case: CaseLife, day: date) -> dict[int, date]:
    """The last lawful day of each item then held, samples apart, by what was dated by that day alone."""
    found = {}
    for life in case.items:
        if life.is_held_on(day) and life.item.kind != MaterialKind.DNA_SAMPLE:
            last = _end_on(life, day, case.law_on)
            if last is not None:
                found[life.item.id] = last
    return found


def _end_on(life: Life, day: date, law_on: date) -> date | None:
    if all(isinstance(act, law.facts.ProfileDerived) for act in life.item.law.acts):
        return life.last_lawful_day  # nothing was dated later that could move it
    return cover.position(life.item.law, on=day, known_at=law_on).last_lawful_day


def stay_rows(case: CaseLife, as_at: date) -> Iterator[StayRow]:
    """Each stay of the case with a stage that had ended by ``as_at``; a change of person does not end one."""
    return _stays(case, as_at, by_person=False)


def turn_rows(case: CaseLife, as_at: date) -> Iterator[StayRow]:
    """Each time that one person had the case, within a stage, that had ended by ``as_at``."""
    return (row for row in _stays(case, as_at, by_person=True) if row.holder is not None)


def _stays(case: CaseLife, as_at: date, *, by_person: bool) -> Iterator[StayRow]:
    began: tuple[str, int | None, date] | None = None
    for movement in _in_order(case, as_at):
        holder = movement.holder if by_person else None
        stage = TEAM_OF_STATE.get(movement.to_state, "")
        if began and began[:2] == (stage, holder):
            continue
        if began and began[0]:
            yield _stay(case, began, movement.on)
        began = (stage, holder, movement.on)


def _stay(case: CaseLife, began: tuple[str, int | None, date], went_on: date) -> StayRow:
    stage, holder, came_on = began
    return StayRow(
        case_id=case.facts.id,
        ref=case.facts.ref,
        subject_id=case.facts.subject_id,
        item_ids=(),
        stage=stage,
        holder=holder,
        came_on=came_on,
        went_on=went_on,
        days=(went_on - came_on).days,
    )


def _in_order(case: CaseLife, as_at: date) -> list[Movement]:
    made = (movement for movement in case.facts.movements if movement.on <= as_at)
    return sorted(made, key=lambda movement: movement.sequence)


HANDED_OVER = Figure(
    number="F19",
    slug="hand-overs",
    title="Hand-overs, with the days left",
    unit="hand-overs",
    definition=(
        "A case went on or before the day from SOFS to JFIT, to a Chief Officer, or to be signed off, and "
        "its cover, by what was dated by then, had an end. Days left are from the hand-over to the earliest "
        "last lawful day of what was held, samples apart; they are negative where that had passed."
    ),
    source="R-038, R-054, K7",
    rows_of=hand_over_rows,
    owner="JFIT",
    target="the 10th percentile above the budget of what remains",
)
STAYS = Figure(
    number="F20",
    slug="stays",
    title="Stays with a stage",
    unit="stays",
    definition=(
        "A case stood with SOFS, JFIT, a Chief Officer, or an Inspector or Superintendent, and had gone on "
        "by the day. Days are from the one to the other; a change of person within a stage ends no stay."
    ),
    source="R-038, K8",
    rows_of=stay_rows,
    owner="JFIT",
    target="budgets sum to 4 months",
)
TURNS = Figure(
    number="F21",
    slug="turns",
    title="Stays with one person",
    unit="stays",
    definition=(
        "One person had a case within a stage, and had handed it on by the day. Days are from the one to the "
        "other."
    ),
    source="R-038, K8",
    rows_of=turn_rows,
    owner="JFIT",
)
