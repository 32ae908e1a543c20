"""Who may do what to a case on a day: role, rank held that day, force, and never their own work.

Each function named as an event is the ``permission`` of the transition that ``Case`` declares under that
name. It is given the case and an ``Actor`` and answers with True, or with a ``Refusal`` (which is false) that
says why not and what is needed. Nobody passes by being a superuser; there is none.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from accounts.choices import Role
from cases import authority
from cases.answers import Actor, Answer, Refusal
from cases.choices import CaseEvent, CaseState, HolderEvent, VoidBecause

if TYPE_CHECKING:
    from cases.models import Case

SOFS = frozenset({Role.SOFS_OFFICER, Role.SOFS_MANAGER})
JFIT = frozenset({Role.JFIT_OFFICER, Role.JFIT_MANAGER})
STAFF = frozenset({Role.CHIEF_OFFICER_STAFF})
# Who says that an enactment forbids destruction, or that something else holds it up.
RECORDS_BARS = frozenset({Role.SOFS_MANAGER, Role.JFIT_MANAGER, Role.LEGAL_REVIEWER})
# Who records a chief officer's decision that a taking was unlawful.
DECIDES_UNLAWFUL = RECORDS_BARS
# Who learns of one event or another that the law asks about; which of them, ``cases.law_events`` says.
RECORDS_LAW = SOFS | JFIT | frozenset({Role.LEGAL_REVIEWER})


# SOFS
# -----------------------------------------------------------------------------------------------------------


def retain(case: Case, actor: Actor) -> Answer:
    """SOFS retains on another basis."""
    return _has_role(actor, SOFS, "SOFS retains a case on another basis")


def refer(case: Case, actor: Actor) -> Answer:
    """SOFS refers to JFIT."""
    return _has_role(actor, SOFS, "SOFS refers a case to JFIT")


def resume(case: Case, actor: Actor) -> Answer:
    """SOFS returns a case whose other basis fell away."""
    return _has_role(actor, SOFS, "SOFS returns a case to JFIT when its other basis has fallen away")


# JFIT
# -----------------------------------------------------------------------------------------------------------


def send_back(case: Case, actor: Actor) -> Answer:
    """JFIT sends back to SOFS; a person does it, never the system."""
    return _has_role(actor, JFIT, "A named person of JFIT sends a case back to SOFS")


def apply(case: Case, actor: Actor) -> Answer:
    """JFIT applies for a determination."""
    return _has_role(actor, JFIT, "JFIT applies for a determination")


def stop(case: Case, actor: Actor) -> Answer:
    """JFIT makes a provisional Stop-NSD."""
    return _has_role(actor, JFIT, "JFIT makes a provisional Stop-NSD")


def withdraw_application(case: Case, actor: Actor) -> Answer:
    """JFIT withdraws its application."""
    return _has_role(actor, JFIT, "JFIT withdraws an application")


def reallocate(case: Case, actor: Actor) -> Answer:
    """JFIT allocates its application to another force."""
    return _has_role(actor, JFIT, "JFIT allocates an application to another force")


def reopen(case: Case, actor: Actor) -> Answer:
    """JFIT takes a case up again for renewal or revocation; the system, upon the Commissioner's order."""
    if actor.is_system:
        return True
    return _has_role(actor, JFIT, "JFIT takes up a case with an NSD in force")


# Chief Officers
# -------------------------------------------------------------------------------------------------


def determine(case: Case, actor: Actor) -> Answer:
    """A chief officer with authority on the day, who did not prepare it."""
    return _decides(case, actor)


def refuse(case: Case, actor: Actor) -> Answer:
    """The same authority as to determine: a refusal is a decision too."""
    return _decides(case, actor)


def end(case: Case, actor: Actor) -> Answer:
    """The same authority as to determine: to revoke a determination, or to let a holding NSD go on."""
    return _decides(case, actor)


def recommend(case: Case, actor: Actor) -> Answer:
    """A Chief Officer's staff prepare and never decide."""
    return _has_role(actor, STAFF, "A Chief Officer's staff recommend to them")


# Sign-off
# -------------------------------------------------------------------------------------------------------


def confirm_stop(case: Case, actor: Actor) -> Answer:
    """An Inspector or a Superintendent, by the policy of the day and by who has the case."""
    return _signs_off(case, actor)


def refer_up(case: Case, actor: Actor) -> Answer:
    """An Inspector with a doubt or a concern."""
    return _signs_off(case, actor)


def overrule_stop(case: Case, actor: Actor) -> Answer:
    """A Superintendent."""
    return _signs_off(case, actor)


def hand_over(case: Case, actor: Actor) -> Answer:
    """The system, or JFIT's manager, once Inspectors sign off; never what an Inspector referred up."""
    from cases import policy  # as in _signs_off

    if not policy.inspectors_sign_off(actor.day):
        return Refusal(
            f"On {actor.day:%-d %B %Y} Superintendents alone sign off, so there is nobody to hand over to."
        )
    if _came_by(case) == CaseEvent.REFER_UP:
        return Refusal(f"Case {case.ref}: an Inspector referred it up, so a Superintendent decides it.")
    if actor.is_system:
        return True
    return _has_role(
        actor, frozenset({Role.JFIT_MANAGER}), "The system or a JFIT manager hands over a sign-off"
    )


def close(case: Case, actor: Actor) -> Answer:
    """The system or SOFS, once nothing is held."""
    if actor.is_system:
        return True
    return _has_role(actor, SOFS, "The system or SOFS closes a case")


# What they share
# ------------------------------------------------------------------------------------------------


def _has_role(actor: Actor, needed: Collection[str], rule: str) -> Answer:
    if actor.in_history or actor.roles & frozenset(needed):
        return True
    words = " or ".join(str(Role(role).label) for role in sorted(needed))
    return Refusal(f"{rule}. On {actor.day:%-d %B %Y} you did not have the role {words}.")


def _decides(case: Case, actor: Actor) -> Answer:
    if actor.is_system:
        return Refusal("A chief officer decides in person; the system decides nothing.")
    if not actor.in_history and Role.CHIEF_OFFICER not in actor.roles:
        return Refusal(
            "A chief officer decides in person; staff prepare and never decide. "
            f"On {actor.day:%-d %B %Y} you did not have the role Chief Officer."
        )
    return _not_own_work(case, actor) and authority.may_decide(case, actor)


def _signs_off(case: Case, actor: Actor) -> Answer:
    from cases import (
        policy,
    )  # policy reads a table of this room, which is not loaded when Case declares itself

    if actor.is_system:
        return Refusal("A person signs off a Stop-NSD; the system signs off nothing.")
    needs_superintendent = case.state == CaseState.STOP_WITH_SUPERINTENDENT
    roles = {Role.SUPERINTENDENT} if needs_superintendent else {Role.INSPECTOR, Role.SUPERINTENDENT}
    has_role = _has_role(actor, roles, "A provisional Stop-NSD is signed off by another's review")
    return (
        has_role
        and _not_own_work(case, actor)
        and authority.may_sign_off(
            actor,
            inspectors_from=policy.inspectors_sign_off_from(actor.day),
            needs_superintendent=needs_superintendent,
        )
    )


def _not_own_work(case: Case, actor: Actor) -> Answer:
    if actor.officer.pk in preparers_of(case):
        return Refusal(
            f"Case {case.ref}: whoever applied, stopped or prepared can neither decide nor sign off, "
            "whatever they have become since. Somebody else must.",
            VoidBecause.OWN_WORK,
        )
    return True


def _came_by(case: Case) -> str:
    """The event by which the case came to where it is; whoever knows it sets ``known_came_by``."""
    known = getattr(case, "known_came_by", None)
    if known is not None:
        return known
    steps = case.movements.exclude(event__in=HolderEvent.values).order_by("-sequence")
    latest = steps.values_list("event", flat=True).first()
    return latest or ""


def preparers_of(case: Case) -> frozenset[int]:
    """The ids of all who applied, stopped or prepared in this case. Withdrawing a record does not undo having
    done it.

    A caller that judges many cases sets ``case.known_preparers`` and saves the queries.
    """
    known = getattr(case, "known_preparers", None)
    if known is not None:
        return frozenset(known)
    return frozenset(
        case.applications.values_list("applied_by_id", flat=True).union(
            case.stops.values_list("stopped_by_id", flat=True),
            case.preparations.values_list("prepared_by_id", flat=True),
        )
    )
