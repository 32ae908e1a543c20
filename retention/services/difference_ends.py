"""Working a difference to its end: whose a record is, what was mended and where, what may stand, who has it.

What a person does is recorded as a step with its reason, and audited.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.facts import stamp
from audit.record import record
from cases.choices import CaseState
from cases.errors import CaseworkError
from cases.models import Case
from cases.permissions import SOFS
from cases.services import found_records
from cases.services.imports.extracts import Record, understood
from cases.services.words import kept
from retention.choices_reconciliation import WAYS, DifferenceEnd, DifferenceStepKind
from retention.errors import ReconciliationRefused
from retention.models import Difference, DifferenceStep


def may_work(officer: Officer, day: date) -> bool:
    """Whether ``officer`` works on differences."""
    return bool(roles_on(officer, day) & SOFS)


def ways_of(difference: Difference, officer: Officer) -> tuple[DifferenceEnd, ...]:
    """The ways in which ``officer`` may end it now, the usual one first."""
    roles = roles_on(officer, clock.today())
    if difference.ended_at or not roles & SOFS:
        return ()
    is_manager = Role.SOFS_MANAGER in roles
    return tuple(how for how in WAYS[difference.kind] if how != DifferenceEnd.ACCEPTED or is_manager)


@transaction.atomic
def end(
    difference_id: int, how: DifferenceEnd, *, by: Officer, reason: str, case_ref: str = ""
) -> Difference:
    """End a difference. ``case_ref``: whose the record is, where that is decided.

    Raises ReconciliationRefused: already ended, not this person's to end, no such way, no reason, no case.
    """
    difference = _locked(difference_id, by)
    if how not in ways_of(difference, by):
        who = "SOFS's manager decides that" if how == DifferenceEnd.ACCEPTED else "That is no way to end this"
        raise ReconciliationRefused(f"{who}. Choose another way.")
    if not reason.strip():
        raise ReconciliationRefused("Enter the reason, so that others can follow it.")
    if how == DifferenceEnd.MATCHED:
        difference.case = _give_to_case(difference, case_ref, by)
    moment = clock.moment()
    words = kept(reason, by, moment)
    difference.ended_at, difference.ended_by, difference.ended_how = moment, by, how
    difference.save(update_fields=["ended_at", "ended_by", "ended_how", "case"])
    DifferenceStep.objects.create(
        difference=difference, step=DifferenceStepKind.ENDED, how=how, reason=words, **stamp(by)
    )
    _tell(Verb.EXCEPTION_ENDED, difference, by, how=str(how))
    return difference


@transaction.atomic
def give(difference_id: int, *, to: Officer, by: Officer) -> Difference:
    """Give it to another owner. Raises ReconciliationRefused for somebody who could not work on it."""
    difference = _locked(difference_id, by)
    if not may_work(to, clock.today()):
        raise ReconciliationRefused(f"{to.display_name} does not work on these. Choose somebody of SOFS.")
    if difference.owner_id == to.pk:
        raise ReconciliationRefused(f"{to.display_name} has it already.")
    difference.owner = to
    difference.save(update_fields=["owner"])
    DifferenceStep.objects.create(difference=difference, step=DifferenceStepKind.GIVEN, owner=to, **stamp(by))
    _tell(Verb.EXCEPTION_GIVEN, difference, by, to=to.pk)
    return difference


def records_of(difference: Difference) -> list[Record]:
    """The records that a difference is about, as the latest extract had them."""
    rows = understood(list(enumerate(difference.rows.cells, start=1)))
    return [row.record for row in rows if row.record]


def _locked(difference_id: int, by: Officer) -> Difference:
    difference = Difference.objects.select_for_update(of=("self",)).get(pk=difference_id)
    if not may_work(by, clock.today()):
        needed = " or ".join(sorted(str(Role(role).label) for role in SOFS))
        raise ReconciliationRefused(f"This is worked on by: {needed}.")
    if difference.ended_at is not None:
        who = difference.ended_by.display_name if difference.ended_by else "The system"
        raise ReconciliationRefused(
            f"{who} ended this already: {difference.get_ended_how_display().lower()}. Nothing was changed."
        )
    return difference


def _give_to_case(difference: Difference, case_ref: str, by: Officer) -> Case:
    """Record the records as holdings of a case: from then on they are found there by their references."""
    ref = case_ref.strip()
    if not ref:
        raise ReconciliationRefused("Enter the reference of the case that the record belongs to.")
    case = Case.objects.filter(ref__iexact=ref).first()
    if case is None:
        raise ReconciliationRefused(
            f"There is no case {ref}. Check the reference; where there is none yet, record the taking first."
        )
    if case.state == CaseState.CLOSED:
        raise ReconciliationRefused(
            f"{case.ref} is closed: nothing of it is held any more. Record the taking as a case of its own."
        )
    try:
        for each in records_of(difference):
            found_records.record_found(
                case, place=each.place, reference=each.reference, taken_on=each.taken_on, by=by
            )
    except CaseworkError as refused:
        raise ReconciliationRefused(str(refused)) from refused
    return case


def _tell(verb: Verb, difference: Difference, by: Officer, **told: object) -> None:
    record(
        verb,
        subject_type="difference",
        subject_id=difference.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"kind": str(difference.kind), "case": difference.case_id} | told,
    )
