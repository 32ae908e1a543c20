"""Working an import exception to its end: corrected here, accepted, settled, or given to somebody else.

A later import that mends a row ends its exceptions by itself (``imports.records``), and so does a decision
who is whom (``same_person``). What a person does is recorded as a step and audited.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.facts import stamp
from audit.record import record
from cases.choices import ExceptionCode, ExceptionEnd, ExceptionStepKind, ImportKind, MaterialKind
from cases.errors import AuthorityRefused, FactRefused
from cases.models import ErasableText, ExceptionStep, ImportException, Material, Taking
from cases.permissions import JFIT, SOFS
from cases.services.facts import correct_taking
from cases.services.words import kept_if

WORKS_ON: dict[str, frozenset[str]] = {
    ImportKind.REGISTER: SOFS | {Role.MIGRATION_OFFICER},
    ImportKind.JFIT_LOG: JFIT | {Role.MIGRATION_OFFICER},
    ImportKind.SECURITY_SERVICE: JFIT,
}
# What may leave the law without an answer until the taking is corrected.
ABOUT_A_TAKING = frozenset(
    {
        ExceptionCode.IMPOSSIBLE_DATE,
        ExceptionCode.MISSING_DATE,
        ExceptionCode.CONTRADICTORY_DATES,
        ExceptionCode.UNKNOWN_POWER,
    }
)
KIND_OF_COLUMN = {
    "Fingerprints taken": MaterialKind.FINGERPRINTS,
    "DNA sample taken": MaterialKind.DNA_PROFILE,
    "Profile received": MaterialKind.DNA_PROFILE,
}
# Columns that say nothing of when, or under which power, something was taken.
NOT_THE_TAKING = frozenset(
    {"Recorded on", "PNC checked", "Date of birth", "HAILOH expiry", "Notified expiry"}
)


@transaction.atomic
def correct(
    exception_id: int,
    *,
    by: Officer,
    days: Mapping[int, date | None],
    power: str = "",
    reason: str = "",
) -> list[ImportException]:
    """Correct when items of the case were taken (by item id), or under which power; end what this mends.

    Returns the exceptions of the case that ended by it. Raises FactRefused where nothing changes or the
    exception is not about a taking; AuthorityRefused.
    """
    exception = _open(exception_id, by)
    if not can_correct(exception):
        raise FactRefused("Nothing about a taking is open here. Mend the row and import it again.")
    items = list(Material.objects.filter(case=exception.case).select_related("case").order_by("pk"))
    takings = takings_of(items)
    changed = False
    for item in items:
        to = _changes(takings.get(item.pk), days.get(item.pk), power)
        if to:
            correct_taking(item, by=by, **to)
            changed = True
    if not changed:
        raise FactRefused("Nothing was changed: enter the day, or choose the power, that is right.")
    assert exception.case is not None
    ended = [
        each
        for each in _of_case(exception.case_id)
        if each.code in ABOUT_A_TAKING and not leaves_open(each, items)
    ]
    words = kept_if(reason, by)
    for each in ended:
        _end(each, ExceptionEnd.CORRECTED_HERE, by, words)
    return ended


@transaction.atomic
def accept(exception_id: int, *, by: Officer, reason: str) -> ImportException:
    """Accept a warning as it is. Raises FactRefused without a reason or for what is no warning."""
    exception = _open(exception_id, by)
    if not exception.is_warning:
        raise FactRefused("Only a warning can be accepted; this must be mended.")
    _end(exception, ExceptionEnd.ACCEPTED, by, _needed(reason, by))
    return exception


@transaction.atomic
def settle(exception_id: int, *, by: Officer, reason: str) -> ImportException:
    """End it because it was settled otherwise, as the reason says.

    Raises FactRefused without a reason, or while it still leaves open when or under which power an item was
    taken: that alone settles it.
    """
    exception = _open(exception_id, by)
    if exception.code in ABOUT_A_TAKING and leaves_open(exception):
        raise FactRefused(
            "The law has no answer for this item until its day and power are known. Correct them, or mend "
            "the row and import it again."
        )
    _end(exception, ExceptionEnd.SETTLED, by, _needed(reason, by))
    return exception


@transaction.atomic
def give(exception_id: int, *, to: Officer, by: Officer) -> ImportException:
    """Give it to another owner. Raises FactRefused for somebody who could not work on it."""
    exception = _open(exception_id, by)
    if not roles_on(to, clock.today()) & WORKS_ON[exception.row.file.kind]:
        raise FactRefused(f"{to.display_name} does not work on these exceptions. Choose somebody who does.")
    if exception.owner_id == to.pk:
        raise FactRefused(f"{to.display_name} has it already.")
    exception.owner = to
    exception.save(update_fields=["owner"])
    ExceptionStep.objects.create(exception=exception, step=ExceptionStepKind.GIVEN, owner=to, **stamp(by))
    _tell(Verb.EXCEPTION_GIVEN, exception, by, to=to.pk)
    return exception


def may_work_on(exception: ImportException, officer: Officer) -> bool:
    """Whether ``officer`` may end it or give it away."""
    return bool(roles_on(officer, clock.today()) & WORKS_ON[exception.row.file.kind])


def can_correct(exception: ImportException) -> bool:
    """Whether correcting a taking is a way to end it."""
    if exception.case_id is None or exception.code not in ABOUT_A_TAKING:
        return False
    return exception.column not in NOT_THE_TAKING


def leaves_open(exception: ImportException, items: Collection[Material] | None = None) -> bool:
    """Whether the case still lacks the day or the power that the exception is about."""
    if not can_correct(exception):
        return False
    found = Material.objects.filter(case=exception.case) if items is None else items
    kind = KIND_OF_COLUMN.get(exception.column)
    about = [item for item in found if kind is None or item.kind == kind]
    takings = takings_of(about)
    if exception.code == ExceptionCode.UNKNOWN_POWER:
        return any(not taking.power for taking in takings.values())
    return any(taking.taken_on is None for taking in takings.values())


def takings_of(items: Collection[Material]) -> dict[int, Taking]:
    """The taking of each item that counts now."""
    rows = Taking.objects.current().filter(material__in=[item.pk for item in items])
    return {taking.material_id: taking for taking in rows}


def _changes(taking: Taking | None, day: date | None, power: str) -> dict[str, Any]:
    to: dict[str, Any] = {}
    if day and (taking is None or taking.taken_on != day):
        to["taken_on"] = day
    if power and (taking is None or taking.power != power):
        to["power"] = power
    return to


def _open(exception_id: int, by: Officer) -> ImportException:
    exception = (
        ImportException.objects.select_for_update(of=("self",))
        .select_related("row", "row__file", "case", "ended_by")
        .get(pk=exception_id)
    )
    if not may_work_on(exception, by):
        needed = sorted(str(Role(role).label) for role in WORKS_ON[exception.row.file.kind])
        raise AuthorityRefused(f"These exceptions are worked on by: {', '.join(needed)}.")
    if exception.ended_at is not None:
        who = exception.ended_by.display_name if exception.ended_by else "the system"
        raise FactRefused(f"{who} ended this exception already.")
    return exception


def _of_case(case_id: int | None) -> list[ImportException]:
    rows = ImportException.objects.select_for_update(of=("self",)).select_related("row", "row__file", "case")
    return list(rows.filter(case=case_id, ended_at=None).order_by("pk"))


def _end(exception: ImportException, how: ExceptionEnd, by: Officer, reason: ErasableText | None) -> None:
    exception.ended_at, exception.ended_by, exception.ended_how = clock.moment(), by, how
    exception.save(update_fields=["ended_at", "ended_by", "ended_how"])
    ExceptionStep.objects.create(
        exception=exception, step=ExceptionStepKind.ENDED, how=how, reason=reason, **stamp(by)
    )
    _tell(Verb.EXCEPTION_ENDED, exception, by, how=str(how))


def _needed(reason: str, by: Officer) -> ErasableText:
    words = kept_if(reason, by)
    if words is None:
        raise FactRefused("Enter the reason.")
    return words


def _tell(verb: Verb, exception: ImportException, by: Officer, **told: object) -> None:
    record(
        verb,
        subject_type="import_exception",
        subject_id=exception.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"case": exception.case_id, **told},
    )
