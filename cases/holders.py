"""Who may have a case, who gives it to whom, and why not: asked before anybody becomes its holder.

A case is held while somebody works on it in a state that has a queue. Whoever could not take the step that
the queue waits for cannot have the case either, since it would then wait on nobody.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import officers_with_role, roles_on
from cases import workflow
from cases.answers import Actor, Answer, Refusal, actor_on
from cases.choices import CaseEvent, CaseState, HolderEvent
from cases.models import Case

if TYPE_CHECKING:
    from collections.abc import Collection

# What the queue of a state waits for: who may do it may have the case.
WAITS_FOR = {
    CaseState.WITH_SOFS: CaseEvent.REFER,
    CaseState.WITH_JFIT: CaseEvent.APPLY,
    CaseState.WITH_CHIEF_OFFICER: CaseEvent.DETERMINE,
    CaseState.STOP_WITH_INSPECTOR: CaseEvent.CONFIRM_STOP,
    CaseState.STOP_WITH_SUPERINTENDENT: CaseEvent.CONFIRM_STOP,
}
HOLDERS: dict[str, frozenset[str]] = {
    CaseState.WITH_SOFS: frozenset({Role.SOFS_OFFICER, Role.SOFS_MANAGER}),
    CaseState.WITH_JFIT: frozenset({Role.JFIT_OFFICER, Role.JFIT_MANAGER}),
    CaseState.WITH_CHIEF_OFFICER: frozenset({Role.CHIEF_OFFICER}),
    CaseState.STOP_WITH_INSPECTOR: frozenset({Role.INSPECTOR, Role.SUPERINTENDENT}),
    CaseState.STOP_WITH_SUPERINTENDENT: frozenset({Role.SUPERINTENDENT}),
}
# A Chief Officer's staff allocate among the Chief Officers of their force, whose applications alone they see.
GIVERS: dict[str, frozenset[str]] = {
    CaseState.WITH_SOFS: frozenset({Role.SOFS_MANAGER}),
    CaseState.WITH_JFIT: frozenset({Role.JFIT_MANAGER}),
    CaseState.WITH_CHIEF_OFFICER: frozenset({Role.JFIT_MANAGER, Role.CHIEF_OFFICER_STAFF}),
    CaseState.STOP_WITH_INSPECTOR: frozenset({Role.JFIT_MANAGER}),
    CaseState.STOP_WITH_SUPERINTENDENT: frozenset({Role.JFIT_MANAGER}),
}
MAY_TAKE = frozenset().union(*HOLDERS.values())
MAY_GIVE = frozenset().union(*GIVERS.values())
MAY_HAND_BACK = MAY_TAKE | MAY_GIVE


def is_held(case: Case) -> bool:
    """Whether somebody has the case; one held by a person who left reads as held by nobody."""
    return case.holder is not None and case.holder.is_active


def may_have(case: Case, actor: Actor) -> Answer:
    """Whether the actor could do what the case's queue waits for. The case has been found visible to them."""
    if case.state not in WAITS_FOR:
        return Refusal(f"Case {case.ref} is {case.get_state_display()}: it waits on nobody.")
    if not actor.roles & HOLDERS[case.state]:
        return Refusal(f"A case that is {case.get_state_display()} is for {_words(HOLDERS[case.state])}.")
    return workflow.permission_of(WAITS_FOR[CaseState(case.state)], case.state)(case, actor)


def may_take(case: Case, actor: Actor) -> Answer:
    """Whether the actor may take the case: nobody has it, and it is for them."""
    if case.holder_id == actor.officer.pk:
        return Refusal(f"You have case {case.ref} already.")
    if is_held(case):
        return Refusal(f"{case.holder} has case {case.ref}. They, or a manager, can hand it back or give it.")
    return may_have(case, actor)


def may_give(case: Case, actor: Actor) -> Answer:
    """Whether the actor may give the case to somebody; to whom is asked by ``may_be_given``."""
    if case.state not in GIVERS:
        return Refusal(f"Case {case.ref} is {case.get_state_display()}: it waits on nobody.")
    if not actor.roles & GIVERS[case.state]:
        return Refusal(f"A case that is {case.get_state_display()} is given by {_words(GIVERS[case.state])}.")
    return True


def may_be_given(case: Case, to: Officer, day: date) -> Answer:
    """Whether ``to`` may be given the case on ``day``: never somebody who left, or who could not do it."""
    if not to.is_active:
        return Refusal(f"{to} has left, so nothing can be given to them.")
    if case.holder_id == to.pk:
        return Refusal(f"{to} has case {case.ref} already.")
    if not Case.objects.visible_to(to, day).filter(pk=case.pk).exists():
        return Refusal(f"{to} may not know of case {case.ref}.")
    answer = may_have(case, actor_on(to, day))
    return answer or Refusal(f"{to} cannot have it. {answer.reason}")


def may_hand_back(case: Case, actor: Actor) -> Answer:
    """Whether the actor may put the case back into the queue: it is theirs, or they could give it."""
    if not is_held(case):
        return Refusal(f"Nobody has case {case.ref}: it is in the queue already.")
    if case.holder_id == actor.officer.pk or actor.roles & GIVERS.get(case.state, frozenset()):
        return True
    return Refusal(f"{case.holder} has case {case.ref}. They hand it back, or a manager does.")


_MAY = {HolderEvent.TAKE: may_take, HolderEvent.GIVE: may_give, HolderEvent.HAND_BACK: may_hand_back}


def why_not(case: Case, event: str, officer: Officer, day: date) -> str:
    """Why ``officer`` could not do this to the case on ``day``, for pages; empty where they could."""
    answer = _MAY[HolderEvent(event)](case, actor_on(officer, day))
    return "" if answer else answer.reason


def may_still_have(case: Case, officer: Officer, day: date) -> bool:
    """Whether somebody who has the case may go on having it: they are here, and in a role for it."""
    if not officer.is_active:
        return False
    return case.state not in HOLDERS or bool(roles_on(officer, day) & HOLDERS[case.state])


def officers_for(states: Collection[str], day: date) -> list[Officer]:
    """Everybody who could be given a case in one of these states, by name; the case itself is asked later."""
    roles = {role for state in states for role in HOLDERS.get(state, ())}
    found = {officer.pk: officer for role in roles for officer in officers_with_role(Role(role), day)}
    return sorted(found.values(), key=lambda officer: (officer.display_name, officer.pk))


def _words(roles: Collection[str]) -> str:
    return " or ".join(str(Role(role).label) for role in sorted(roles))
