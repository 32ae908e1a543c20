"""Who has a case: taken, given, handed back, and returned to the queue when somebody leaves.

The second part of the one door. Each is a movement with the same state and another holder: lock, compare the
version that the person saw, ask permission, record, audit, what follows, commit. The person who comes to have
the case is locked before the case is, so that nothing is given to somebody who is leaving at this moment.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import Officer
from accounts.selectors import system_officer
from audit import clock, context
from audit.choices import Source, Verb
from audit.facts import stamp
from audit.record import record
from cases import holders
from cases.answers import Actor, Answer, actor_on
from cases.choices import HolderEvent
from cases.errors import AuthorityRefused, TransitionRefused
from cases.models import Case, Movement
from cases.services import after_move
from cases.services.transition import audit_refusal, check_day, moved_since


def take(case_id: int, *, by: Officer, on: date, seen_version: int) -> Movement:
    """``by`` takes a case of their queue that nobody has.

    Call it, like the others, outside any transaction. Raises StaleCase where the case has changed since;
    TransitionRefused where somebody has it; AuthorityRefused where it is not for them; Case.DoesNotExist.
    """
    return _hold(case_id, HolderEvent.TAKE, by, by, on, seen_version)


def give(case_id: int, *, to: Officer, by: Officer, on: date, seen_version: int) -> Movement:
    """A manager gives the case to ``to``, whoever has it. Raises as ``take``."""
    return _hold(case_id, HolderEvent.GIVE, by, to, on, seen_version)


def hand_back(case_id: int, *, by: Officer, on: date, seen_version: int) -> Movement:
    """Whoever has the case, or a manager, puts it back into the queue. Raises as ``take``."""
    return _hold(case_id, HolderEvent.HAND_BACK, by, None, on, seen_version)


@transaction.atomic
def return_work(officer: Officer) -> list[Movement]:
    """What ``officer`` has and may no longer have goes back to its queues, by the system; all in one.

    For somebody who left everything; for whose role ended what that role was for. What may stay, stays.
    """
    today, system = clock.today(), system_officer()
    officer = _lock(officer)
    cases = Case.objects.select_for_update(of=("self",)).select_related("holder").order_by("pk")
    actor = actor_on(system, today)
    event = HolderEvent.ROLE_ENDED if officer.is_active else HolderEvent.HOLDER_LEFT
    movements = [
        _record(case, event, None, actor)
        for case in cases.filter(holder=officer)
        if not holders.may_still_have(case, officer, today)
    ]
    after_move.run(movements, in_history=False)
    return movements


def after_ending(officer: Officer) -> None:
    """What ``accounts`` calls when somebody leaves or a role of theirs ends."""
    return_work(officer)


def _hold(
    case_id: int, event: HolderEvent, by: Officer, to: Officer | None, on: date, seen_version: int
) -> Movement:
    actor = actor_on(by, on)
    try:
        with transaction.atomic(durable=True):
            if to is not None:
                to = _lock(to)
            movement = _held(case_id, event, actor, to, seen_version)
            after_move.run([movement], in_history=False)
            return movement
    except AuthorityRefused:
        with transaction.atomic(durable=True):
            audit_refusal(case_id, event, actor)
        raise


def _held(case_id: int, event: HolderEvent, actor: Actor, to: Officer | None, seen_version: int) -> Movement:
    case = Case.objects.select_for_update(of=("self",)).select_related("holder").get(pk=case_id)
    stale = moved_since(case_id, seen_version)
    if stale is not None:
        raise stale
    if case.state not in holders.HOLDERS:
        raise TransitionRefused(f"Case {case.ref} is {case.get_state_display()}: it waits on nobody.")
    answer: Answer
    if event == HolderEvent.TAKE:
        answer = holders.may_take(case, actor)
    elif event == HolderEvent.GIVE:
        assert to is not None
        answer = holders.may_give(case, actor) and holders.may_be_given(case, to, actor.day)
    else:
        answer = holders.may_hand_back(case, actor)
    if not answer:
        raise AuthorityRefused(answer.reason)
    check_day(case, event, actor)
    return _record(case, event, to, actor)


def _lock(officer: Officer) -> Officer:
    """The officer as they stand, whose leaving, or the end of a role, waits until this is done; or the
    other way about.
    """
    locked = Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)
    context.forget()
    return locked


def _record(case: Case, event: HolderEvent, to: Officer | None, actor: Actor) -> Movement:
    """The movement and the holder of a locked case, with the audit event."""
    was = case.holder_id
    case.version += 1
    case.holder = to
    source = Source.SYSTEM if actor.is_system else Source.SCREEN
    movement = Movement.objects.create(
        case=case,
        sequence=case.version,
        event=event,
        from_state=case.state,
        to_state=case.state,
        moved_on=actor.day,
        moved_by=actor.officer,
        holder=to,
        **stamp(actor.officer, source=source),
    )
    case.save(update_fields=["version", "holder"])
    record(
        Verb.CASE_ASSIGNED,
        subject_type="case",
        subject_id=case.pk,
        actor_id=actor.officer.pk,
        actor_name=actor.officer.display_name,
        payload={
            "event": event.value,
            "on": actor.day.isoformat(),
            "was": was,
            "to": to.pk if to else None,
            "version": case.version,
        },
        row=movement,
    )
    return movement
