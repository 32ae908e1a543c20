"""History through the one door: moves that already happened, in batches, with their faults recorded as they
were.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import transaction

from accounts.selectors import standing_on
from audit.choices import Source
from audit.facts import stamp
from cases import workflow
from cases.answers import NO_DEPUTY, Actor, actor_of_row
from cases.authority import normal_rank
from cases.choices import CaseEvent
from cases.errors import TransitionRefused
from cases.models import Case, ErasableText
from cases.services import recording
from cases.services.decisions import NEEDS_REASONS, Details, Step
from cases.services.papers import Papers, lay_out
from cases.services.recording import Outcome, Taken
from law.authority import ACTS_FOR_ABSENT

NOT_IN_THE_LOG = "Not in the log."
CASES_A_BATCH = 1000
# Acts whose record can say that they are void; a lack of authority for any other is no step at all.
CAN_BE_VOID = frozenset(
    {
        CaseEvent.DETERMINE,
        CaseEvent.REFUSE,
        CaseEvent.CONFIRM_STOP,
        CaseEvent.REFER_UP,
        CaseEvent.OVERRULE_STOP,
    }
)
HAS_REASONS_OF_ITS_OWN = (NEEDS_REASONS & CAN_BE_VOID) | {CaseEvent.APPLY, CaseEvent.STOP}


@dataclass(frozen=True, slots=True)
class HistoricalMove:
    """A move that already happened, for ``replay``.

    ``event`` is a ``CaseEvent``; ``on`` the day it happened; ``by`` the officer who did it; ``recorded_at``
    the moment from which it is known; ``source_row_id`` the ``ImportRow`` that told of it. ``details`` by
    event, all optional unless said:

    - every event: ``reasons`` (text; without it, "Not in the log."), ``holder`` (the officer who then has the
      case)
    - apply: ``to_force`` (a Force; needed), ``to_officer``, ``months``, ``kind``, ``prepared_by``
    - determine: ``months`` (needed), ``rank`` and ``force`` (the maker's on that day; needed),
      ``consent_evidence``, ``kind``, ``item_ids`` (without it, every item of the case but samples),
      ``review_by``, ``signed_at``
    - refuse: ``rank`` and ``force`` (needed), ``consent_evidence``
    - confirm_stop, refer_up, overrule_stop: ``rank`` (needed)

    Ranks may be written as in a log ("Chief Superintendent"). Whether a stop goes to an Inspector or a
    Superintendent follows the policy of the day ``on``.
    """

    case_id: int
    event: str
    on: date
    by: Any
    recorded_at: datetime
    source_row_id: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Replayed:
    """A historical move with its outcome; ``why`` says so in words where it did not move the case."""

    move: HistoricalMove
    outcome: Outcome
    why: str = ""


def replay(moves: Iterable[HistoricalMove], *, recorded_by: Any, rehearse: bool = False) -> list[Replayed]:
    """Take cases through moves that already happened; each case's in the order given; one result a move, in
    order.

    Edges hold: a step that the case could not take is ``refused``, and with it the moves of the same case and
    the same ``source_row_id`` that stand beside it. Nobody is refused for rank or role: such an act is
    recorded void. Movements, facts and audit events carry ``recorded_at`` of their move and ``recorded_by``
    (the migration officer). Positions of the cases that were determined are refreshed. Runs in batches, each
    a transaction or, inside the caller's, a savepoint; with ``rehearse`` nothing is written and the results
    are the same.

    Cases must exist in their first state before, with their positions refreshed; facts that bear on lateness
    (takings, convictions, conclusions) must be recorded before too.
    """
    listed = list(moves)
    results: dict[int, Replayed] = {}
    for batch in _batches(listed):
        with transaction.atomic():
            steps = _plan(batch, recorded_by, results, lock=not rehearse)
            if not rehearse:
                recording.store(steps, in_history=True)
    return [results[place] for place in range(len(listed))]


Placed = tuple[int, HistoricalMove]


def _batches(listed: Sequence[HistoricalMove]) -> Iterator[dict[int, list[Placed]]]:
    """The moves by case, some cases at a time, each with its place in the list."""
    by_case: dict[int, list[Placed]] = defaultdict(list)
    for place, move in enumerate(listed):
        by_case[move.case_id].append((place, move))
    ids = sorted(by_case)
    for start in range(0, len(ids), CASES_A_BATCH):
        yield {pk: by_case[pk] for pk in ids[start : start + CASES_A_BATCH]}


def _plan(
    batch: dict[int, list[Placed]], recorded_by: Any, results: dict[int, Replayed], *, lock: bool
) -> list[Taken]:
    """The steps of a batch, taken in memory; fills in the results."""
    cases = Case.objects.select_related("force").order_by("pk")
    if lock:
        cases = cases.select_for_update(of=("self",))
    determined = [
        pk for pk, placed in batch.items() if any(m.event == CaseEvent.DETERMINE for _, m in placed)
    ]
    papers = lay_out(cases.filter(pk__in=batch), with_facts_of=determined)
    no_reasons = ErasableText(text=NOT_IN_THE_LOG, written_by=recorded_by)
    steps: list[Taken] = []
    for case_id, placed in batch.items():
        for _, run in groupby(placed, key=_row_of):
            moves = list(run)
            try:
                if case_id not in papers:
                    raise TransitionRefused(f"There is no case with the number {case_id}.")
                taken = _take_run(papers[case_id], [move for _, move in moves], recorded_by, no_reasons)
            except TransitionRefused as refusal:
                results |= {place: Replayed(move, Outcome.REFUSED, str(refusal)) for place, move in moves}
                continue
            for (place, move), (step, why) in zip(moves, taken, strict=True):
                results[place] = Replayed(move, step.outcome, why)
                steps.append(step)
    return steps


def _row_of(placed: Placed) -> object:
    """Moves of one row stand or fall together; without a row, each by itself."""
    place, move = placed
    return ("row", move.source_row_id) if move.source_row_id is not None else ("move", place)


def _take_run(
    papers: Papers, moves: Sequence[HistoricalMove], recorded_by: Any, no_reasons: ErasableText
) -> list[tuple[Taken, str]]:
    """All of these moves, or none: what was taken in memory is put back where one of them is refused."""
    before = papers.remember()
    try:
        return [_take(papers, move, recorded_by, no_reasons) for move in moves]
    except TransitionRefused:
        papers.go_back(before)
        raise


def _take(
    papers: Papers, move: HistoricalMove, recorded_by: Any, no_reasons: ErasableText
) -> tuple[Taken, str]:
    case = papers.case
    details = Details(**move.details)
    if move.event not in workflow.events_from(case.state):
        raise TransitionRefused(
            f"Case {case.ref} was {case.get_state_display()} and could not take the step "
            f"{CaseEvent(move.event).label} on {move.on:%-d %B %Y}."
        )
    if case.held_since and move.on < case.held_since:
        raise TransitionRefused(
            f"Case {case.ref} took a step on {case.held_since:%-d %B %Y}, so "
            f"{CaseEvent(move.event).label} on {move.on:%-d %B %Y} cannot have followed it. Check both dates."
        )
    actor = _actor(move, details)
    answer = workflow.permission_of(move.event, case.state)(case, actor)
    void_because, why = ("", "") if answer else (answer.void_because, answer.reason)
    if not answer and (not void_because or move.event not in CAN_BE_VOID):
        raise TransitionRefused(why)
    taken = recording.take(papers, _step(move, details, actor, recorded_by, no_reasons, void_because))
    if taken.outcome is Outcome.LATE:
        why = f"Case {case.ref}: the determination of {move.on:%-d %B %Y} gives cover to none of its items."
    return taken, why


def _actor(move: HistoricalMove, details: Details) -> Actor:
    if move.event in CAN_BE_VOID and not details.rank:
        raise TransitionRefused(f"{CaseEvent(move.event).label} needs the rank of the officer on that day.")
    if move.event in (CaseEvent.DETERMINE, CaseEvent.REFUSE) and details.force is None:
        raise TransitionRefused(f"{CaseEvent(move.event).label} needs the force of the officer on that day.")
    rank = normal_rank(details.rank)
    # Few are asked about: a log says whose consent there was, and seldom is somebody else than a chief named.
    is_deputy = details.force is not None and rank in ACTS_FOR_ABSENT and not details.consent_evidence
    return actor_of_row(
        move.by,
        move.on,
        rank=rank,
        force=details.force.code if details.force else "",
        consent=details.consent_evidence,
        standing=standing_on(move.by, move.on, details.force) if is_deputy else NO_DEPUTY,
    )


def _step(
    move: HistoricalMove,
    details: Details,
    actor: Actor,
    recorded_by: Any,
    no_reasons: ErasableText,
    void_because: str,
) -> Step:
    reasons: ErasableText | None
    if details.reasons:
        reasons = ErasableText(text=details.reasons, written_at=move.recorded_at, written_by=move.by)
    else:
        no_reasons.written_at = no_reasons.written_at or move.recorded_at
        reasons = no_reasons if move.event in HAS_REASONS_OF_ITS_OWN else None
    return Step(
        event=move.event,
        actor=actor,
        details=details,
        recorded=stamp(
            recorded_by, source=Source.FILE, source_row_id=move.source_row_id, at=move.recorded_at
        ),
        reasons=reasons,
        void_because=void_because,
    )
