"""The one door: every change of a case's state goes through ``move``, and all of history through ``replay``.

``move`` is for people and for the night's work, one case at a time. ``replay`` is for what already happened:
it takes many moves, holds to the same declared edges, and records a lack of authority as a void act instead
of refusing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import Officer
from audit import clock
from audit.choices import Source, Verb
from audit.facts import stamp
from audit.record import record
from cases import workflow
from cases.answers import Actor, Refusal, actor_on
from cases.choices import CaseEvent, DeterminationKind, HolderEvent
from cases.errors import AuthorityRefused, StaleCase, TransitionRefused
from cases.models import Case, ErasableText, Movement, PaperDecision
from cases.services import recording, records
from cases.services.decisions import Details, Step
from cases.services.papers import lay_out
from cases.services.recording import Outcome
from cases.services.replaying import HistoricalMove, Replayed, replay

__all__ = ["HistoricalMove", "Moved", "Outcome", "Replayed", "move", "moved_since", "replay", "why_not"]

DECIDED_IN_PERSON = frozenset({CaseEvent.DETERMINE, CaseEvent.REFUSE})
# What may happen to an application between the day a decision was signed on paper and the day it is keyed.
WHILE_PAPER_WAITS = frozenset({*HolderEvent.values, CaseEvent.REALLOCATE})


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did. Without a ``movement`` a determination was recorded that counts for nothing."""

    case: Case
    outcome: Outcome
    movement: Movement | None = None


def move(case_id: int, event: str, *, by: Officer, on: date, seen_version: int, **details: Any) -> Moved:
    """Take one step with a case, in one transaction: state, movement, facts, positions, audit, what follows.

    ``on`` is the day of the act, not after the business day; ``seen_version`` the version of the case that
    the person saw; ``details`` are the fields of ``decisions.Details``. A determination that is made too late
    to give cover is recorded and counts for nothing (``Outcome.LATE``); the case stays where it is.

    Call it outside any transaction when a person acts: a refusal for want of authority is audited in a
    transaction of its own, after everything else was undone.

    Raises StaleCase where the case has moved since; TransitionRefused where it cannot take this step, or
    something needed is missing; AuthorityRefused for role, rank, force or own work; Case.DoesNotExist.
    """
    actor = actor_on(by, on)
    said = Details(**details)
    try:
        with transaction.atomic(durable=not actor.is_system):
            return _move(case_id, event, actor, said, seen_version)
    except AuthorityRefused:
        with transaction.atomic(durable=not actor.is_system):
            audit_refusal(case_id, event, actor)
        raise


def move_from_file(
    case_id: int,
    event: str,
    *,
    by: Officer,
    on: date,
    recorded_by: Officer,
    source_row_id: int,
    **details: Any,
) -> Moved:
    """Take one step that a row of a file tells of as done by ``by``: held to all that ``move`` is held to.

    It is one of many in the import's transaction, a savepoint each; the case is locked and as it stands. A
    refusal for want of authority is audited in that transaction. Raises as ``move``.
    """
    actor = actor_on(by, on)
    recorded = stamp(recorded_by, source=Source.FILE, source_row_id=source_row_id)
    version = Case.objects.values_list("version", flat=True).get(pk=case_id)
    try:
        with transaction.atomic():
            return _move(case_id, event, actor, Details(**details), version, recorded)
    except AuthorityRefused:
        audit_refusal(case_id, event, actor)
        raise


def move_signed(paper: PaperDecision, *, by: Officer, seen_version: int) -> Moved:
    """Let a decision that was signed on paper be made, as of its signature; ``by`` confirms that it was.

    In the caller's transaction. It happened, so that want of authority on that day is recorded rather than
    refused: void, as a late one it counts for nothing (``Outcome``) and the case stays. Raises as ``move``.
    """
    actor = actor_on(paper.maker, clock.local_day(paper.signed_at))
    said = Details(
        reasons=paper.reasons.text,
        months=paper.months,
        kind=paper.kind or DeterminationKind.FULL,
        item_ids=tuple(paper.item_ids),
        review_by=paper.review_by,
        signed_at=paper.signed_at,
        paper=paper,
    )
    event = CaseEvent.REFUSE if paper.is_refusal else CaseEvent.DETERMINE
    return _move(paper.case_id, event, actor, said, seen_version, stamp(by))


def why_not(case: Case, event: str, officer: Officer, day: date) -> str:
    """Why ``officer`` could not take this step with ``case`` on ``day``; empty where they could.

    For pages, before anybody has said anything: it reads nothing that a person would still fill in.
    """
    try:
        _check_edge(case, event)
        _check_permission(case, event, actor_on(officer, day))
    except (TransitionRefused, AuthorityRefused) as refusal:
        return str(refusal)
    return ""


def moved_since(case_id: int, version: int) -> StaleCase | None:
    """What a person who saw ``version`` of a case is told where it has moved since; None where it has not."""
    case = Case.objects.filter(pk=case_id).first()
    return _stale(case) if case is not None and case.version != version else None


def _move(
    case_id: int,
    event: str,
    actor: Actor,
    details: Details,
    seen_version: int,
    recorded: dict[str, Any] | None = None,
) -> Moved:
    case = Case.objects.select_for_update(of=("self",)).select_related("force", "holder").get(pk=case_id)
    if case.version != seen_version:
        raise _stale(case)
    if details.holder is not None and not details.holder.is_active:
        raise TransitionRefused(f"{details.holder} has left, so nothing can be given to them.")
    facts_of = [case_id] if event == CaseEvent.DETERMINE else []
    papers = lay_out([case], with_facts_of=facts_of)[case_id]
    _check_edge(case, event)
    void_because = _why_void(case, event, actor) if details.paper else ""
    if not details.paper:
        _check_permission(case, event, actor)
    check_day(case, event, actor, is_keyed_later=bool(details.paper))
    step = _step(event, actor, details, recorded)
    step.void_because = void_because
    taken = recording.take(papers, step)
    recording.store([taken], in_history=False, also_refresh=[item.pk for item in papers.items])
    records.records_of_step(taken.rows.facts, paper=details.paper)
    case.refresh_from_db()
    return Moved(case, taken.outcome, taken.movement)


def _stale(case: Case) -> StaleCase:
    """Who moved the case since, how and when, for the person whose page is out of date."""
    movements = Movement.objects.filter(case=case).select_related("moved_by", "holder")
    latest = movements.order_by("-sequence").first()
    if latest is None:
        return StaleCase(f"Case {case.ref} has changed since you opened the page.", version=case.version)
    label = str(latest.get_event_display()) if latest.event else "Opened"
    has_it = f", and {latest.holder} has it" if latest.holder else ""
    return StaleCase(
        f"Case {case.ref} has moved since you opened the page: {label}, by {latest.moved_by.display_name} "
        f"on {latest.moved_on:%-d %B %Y}. It is now {case.get_state_display()}{has_it}. "
        "Look at it again before you decide.",
        who=latest.moved_by.display_name,
        event=label,
        on=latest.moved_on,
        version=case.version,
    )


def _check_edge(case: Case, event: str) -> None:
    if event not in CaseEvent.values:
        raise TransitionRefused(f"There is no step called {event}.")
    possible = workflow.events_from(case.state)
    if event not in possible:
        words = "; ".join(str(CaseEvent(name).label) for name in possible) or "none"
        raise TransitionRefused(
            f"Case {case.ref} is {case.get_state_display()} and cannot take the step "
            f"{CaseEvent(event).label}. Steps from here: {words}."
        )


def _check_permission(case: Case, event: str, actor: Actor) -> None:
    answer = workflow.permission_of(event, case.state)(case, actor)
    if not answer:
        raise AuthorityRefused(answer.reason)


def _why_void(case: Case, event: str, actor: Actor) -> str:
    """Why an act that happened on the actor's day was void; empty where it was not."""
    answer = workflow.permission_of(event, case.state)(case, actor)
    return answer.void_because if isinstance(answer, Refusal) else ""


def check_day(case: Case, event: str, actor: Actor, *, is_keyed_later: bool = False) -> None:
    """Whether a step can be dated the actor's day: not later than today, not before the latest step.

    A decision is of today, unless it was signed on paper and ``is_keyed_later``: then who had the application
    in the meantime does not unmake what was signed before.

    Raises TransitionRefused.
    """
    today = clock.today()
    if actor.day > today:
        raise TransitionRefused(
            f"Case {case.ref}: {actor.day:%-d %B %Y} has not come yet. A step is dated today or earlier."
        )
    if event in DECIDED_IN_PERSON and actor.day < today and not is_keyed_later:
        raise TransitionRefused(
            f"Case {case.ref}: a decision is dated the day it is signed: today, {today:%-d %B %Y}."
        )
    steps = Movement.objects.filter(case=case).order_by("-sequence")
    if is_keyed_later:
        steps = steps.exclude(event__in=WHILE_PAPER_WAITS)
    latest, sequence = steps.values_list("moved_on", "sequence").first() or (None, 0)
    if latest and actor.day < latest:
        was = "took its latest step" if sequence else "was opened"
        raise TransitionRefused(
            f"Case {case.ref} {was} on {latest:%-d %B %Y}. The next step cannot be dated before it."
        )


def _step(event: str, actor: Actor, details: Details, recorded: dict[str, Any] | None) -> Step:
    recorded = recorded or stamp(actor.officer, source=Source.SYSTEM if actor.is_system else Source.SCREEN)
    words = details.reasons.strip()
    at = recorded["recorded_at"]
    return Step(
        event=event,
        actor=actor,
        details=details,
        recorded=recorded,
        reasons=ErasableText(text=words, written_at=at, written_by=actor.officer) if words else None,
    )


def audit_refusal(case_id: int, event: str, actor: Actor) -> None:
    """Record that somebody was refused a step for want of authority; in a transaction of its own."""
    record(
        Verb.MOVE_REFUSED,
        subject_type="case",
        subject_id=case_id,
        actor_id=actor.officer.pk,
        actor_name=actor.officer.display_name,
        payload={
            "event": event,
            "on": actor.day.isoformat(),
            "roles": sorted(actor.roles),
            "rank": actor.rank,
        },
    )
