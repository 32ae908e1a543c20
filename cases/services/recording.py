"""Taking a step and storing it: what ``move`` and ``replay`` share. Permission is asked before, by them.

``take`` works in memory, on the papers of a case; ``store`` writes many steps with a fixed number of
statements, and the states edge by edge, so that the database's guard sees every step.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django_fsm import TransitionNotAllowed

from audit.choices import Verb
from audit.record import Event, digest_of, record_many
from cases import policy, positions
from cases.bulk import update_rows
from cases.choices import CaseEvent
from cases.errors import TransitionRefused
from cases.models import (
    Application,
    ApplicationItem,
    ApplicationSection,
    ApplicationTakenBack,
    Case,
    Determination,
    DeterminationItem,
    ErasableText,
    Movement,
    Preparation,
    Refusal,
    StopDecision,
    StopSignOff,
)
from cases.services import after_move, decisions
from cases.services.decisions import Rows, Step
from cases.services.papers import Papers

# What points to another comes after it.
ORDER: tuple[type[models.Model], ...] = (
    ErasableText,
    Application,
    ApplicationTakenBack,
    ApplicationSection,
    ApplicationItem,
    StopDecision,
    Preparation,
    Determination,
    DeterminationItem,
    Refusal,
    StopSignOff,
)
# What belongs to another row, which the audit names.
PARTS = (DeterminationItem, ApplicationItem, ApplicationSection, ErasableText)
BATCH = 1000


class Outcome(StrEnum):
    """What became of a step.

    ``moved``: the case moved. ``void``: recorded, for want of authority counts for nothing, the case stayed.
    ``late``: a determination was recorded that gives cover to no item, because it is late, too long or
    nothing could save them; the case stayed. ``refused``: nothing was recorded.
    """

    MOVED = "moved"
    VOID = "void"
    LATE = "late"
    REFUSED = "refused"


@dataclass(slots=True)
class Taken:
    """A step with its rows, not yet stored. Without a ``movement`` the case stays where it is."""

    case: Case
    step: Step
    rows: Rows
    movement: Movement | None = None

    @property
    def outcome(self) -> Outcome:
        """What became of it."""
        if self.movement is not None:
            return Outcome.MOVED
        return Outcome.VOID if self.step.void_because else Outcome.LATE


def take(papers: Papers, step: Step) -> Taken:
    """Take one step in memory: the rows that record it and, where it counts, the case in its next state.

    Raises TransitionRefused where ``Case`` declares no such step from here, a condition of it does not hold,
    or something that the event needs is missing.
    """
    case = papers.case
    rows = decisions.rows_of(papers, step)
    taken = Taken(case, step, rows)
    if step.void_because or not rows.gives_cover:
        return taken
    source = str(case.state)
    _transition(case, step)
    case.version += 1
    case.holder = step.details.holder
    case.held_since = step.actor.day
    case.known_came_by = step.event  # type: ignore[attr-defined]
    if rows.determination is not None:
        papers.add(rows.determination, rows.item_ids)
    taken.movement = Movement(
        case=case,
        sequence=case.version,
        event=step.event,
        from_state=source,
        to_state=str(case.state),
        moved_on=step.actor.day,
        moved_by=step.actor.officer,
        holder=step.details.holder,
        reason=step.reasons,
        **step.recorded,
    )
    return taken


def _transition(case: Case, step: Step) -> None:
    arguments: dict[str, Any] = {}
    if step.event == CaseEvent.STOP:
        arguments["inspectors_sign_off"] = policy.inspectors_sign_off(step.actor.day)
    try:
        getattr(case, step.event)(**arguments)
    except TransitionNotAllowed as problem:
        raise TransitionRefused(
            f"Case {case.ref} cannot take the step {CaseEvent(step.event).label} now: "
            f"it is {case.get_state_display()}, and something that the step asks for does not hold."
        ) from problem


def store(steps: Sequence[Taken], *, in_history: bool, also_refresh: Collection[int] = ()) -> None:
    """Write the steps: texts, facts, movements, states, positions, audit events; then what follows a move.

    Positions of the items that a determination lists are refreshed, and of those in ``also_refresh``.
    """
    if not steps:
        return
    _create(ErasableText, {id(t.step.reasons): t.step.reasons for t in steps if t.step.reasons}.values())
    of_class: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for taken in steps:
        for row in taken.rows.facts:
            of_class[type(row)].append(row)
    for model in ORDER:
        _create(model, of_class[model])
    movements = [taken.movement for taken in steps if taken.movement]
    _create(Movement, movements)
    _write_states(movements)
    listed = {pk for taken in steps for pk in taken.rows.item_ids}
    if listed or also_refresh:
        positions.refresh(sorted(listed.union(also_refresh)))
    record_many([_event(taken) for taken in steps])
    after_move.run(movements, in_history=in_history)


def _create(model: Any, rows: Any) -> None:
    new = [row for row in rows if row.pk is None]
    if new:
        model.objects.bulk_create(new, batch_size=BATCH)


def _write_states(movements: Sequence[Movement]) -> None:
    """Every case's steps in their order: all first steps by edge, then all second ones, and so on."""
    rounds: dict[int, int] = defaultdict(int)
    by_edge: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for movement in movements:
        by_edge[rounds[movement.case_id], movement.from_state, movement.to_state].append(movement.case_id)
        rounds[movement.case_id] += 1
    for (_, source, target), ids in sorted(by_edge.items()):
        changed = Case.objects.filter(pk__in=ids, state=source).update(state=target)
        if changed != len(ids):
            raise RuntimeError(f"{len(ids) - changed} cases were not {source} although they were locked.")
    cases = {movement.case_id: movement.case for movement in movements}
    update_rows(
        Case,
        {
            pk: {"version": case.version, "holder_id": case.holder_id, "held_since": case.held_since}
            for pk, case in cases.items()
        },
    )


def _event(taken: Taken) -> Event:
    step, case = taken.step, taken.case
    told: dict[str, Any] = {
        "event": step.event,
        "on": step.actor.day.isoformat(),
        "by": step.actor.officer.pk,
    }
    told["facts"] = {row._meta.model_name: row.pk for row in taken.rows.facts if not isinstance(row, PARTS)}
    if taken.rows.item_ids:
        told["items"] = list(taken.rows.item_ids)
    movement = taken.movement
    if movement is not None:
        told |= {"from": movement.from_state, "to": movement.to_state, "version": movement.sequence}
    else:
        told |= {"counts_for_nothing": step.void_because or Outcome.LATE.value}
    main = taken.rows.facts[0] if taken.rows.facts else movement
    recorder = step.recorded["recorded_by"]
    return Event(
        verb=Verb.CASE_MOVED if movement is not None else Verb.FACT_RECORDED,
        subject_type="case",
        subject_id=case.pk,
        payload=told,
        actor_id=recorder.pk,
        actor_name=recorder.display_name,
        at=step.recorded["recorded_at"],
        row_digest=digest_of(main) if main is not None else "",
    )
