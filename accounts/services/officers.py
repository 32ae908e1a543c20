"""Changes to people and to what they hold. Each is one transaction with its audit event.

Nothing held is edited: what ends is withdrawn and recorded again with its last day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.choices import DeputyGround, Rank, Role, UnitKind
from accounts.errors import AccountRefused, AlreadyHeld, NotOwnAccount, RolesConflict
from accounts.models import SYSTEM, ConsentHeld, DeputyHeld, Force, Officer, RankHeld, RoleHeld, Unit
from accounts.selectors import officer_by_username, system_officer
from accounts.services import after_ending
from audit.choices import Source, Verb, WithdrawnBecause
from audit.context import forget
from audit.facts import RecordedFact, stamp, withdraw
from audit.record import record

# The administrator of accounts sees no case; a person with both roles would.
ALONE = Role.SYSTEM_ADMINISTRATOR
Held = TypeVar("Held", RoleHeld, RankHeld, ConsentHeld, DeputyHeld)


@transaction.atomic
def create_officer(
    username: str, display_name: str, *, by: Officer | None = None, password: str | None = None
) -> Officer:
    """Add an officer; without a password they cannot sign in. ``by`` None means the system.

    Raises AccountRefused for an empty or taken username, ValidationError for a weak password.
    """
    name = " ".join(username.split()).lower()
    if not name or not display_name.strip():
        raise AccountRefused("An officer needs a username and a name.")
    if officer_by_username(name):
        raise AccountRefused(f"There is an officer with the username {name} already.")
    officer = Officer(username=name, display_name=" ".join(display_name.split()))
    if password is not None:
        validate_password(password, officer)
    officer.set_password(password)
    officer.save(force_insert=True)
    _tell(Verb.OFFICER_CREATED, officer, by or system_officer())
    return officer


@transaction.atomic
def set_password(officer: Officer, password: str, *, by: Officer) -> None:
    """Give ``officer`` a password to sign in with. Raises ValidationError for a weak one."""
    _refuse_own(officer, by)
    validate_password(password, officer)
    officer.set_password(password)
    officer.save(update_fields=["password"])
    _tell(Verb.PASSWORD_SET, officer, by)


@transaction.atomic
def give_role(
    officer: Officer,
    role: str,
    *,
    by: Officer | None = None,
    from_on: date,
    to_on: date | None = None,
    unit: Unit | None = None,
) -> RoleHeld:
    """Let ``officer`` hold ``role`` from ``from_on`` to ``to_on``, both included.

    Raises AlreadyHeld where held on one of those days, RolesConflict, and NotOwnAccount.
    """
    giver = by or system_officer()
    _refuse_own(officer, giver)
    given = Role(role)
    _refuse_conflict(officer, given, from_on, to_on)
    held = _insert(
        lambda: RoleHeld.objects.create(
            officer=officer, role=given, unit=unit, from_on=from_on, to_on=to_on, **_stamp(giver)
        ),
        f"{officer} holds the role {given.label} on one of these days already.",
        from_on,
        to_on,
    )
    _tell(Verb.ROLE_GIVEN, officer, giver, held, role=given.value, unit=unit.pk if unit else None)
    return held


@transaction.atomic
def record_rank(
    officer: Officer,
    rank: str,
    *,
    force: Force,
    by: Officer | None = None,
    from_on: date,
    to_on: date | None = None,
) -> RankHeld:
    """Record that ``officer`` holds ``rank`` in ``force``. Raises AlreadyHeld where another overlaps."""
    recorder = by or system_officer()
    _refuse_own(officer, recorder)
    held = _insert(
        lambda: RankHeld.objects.create(
            officer=officer, rank=Rank(rank), force=force, from_on=from_on, to_on=to_on, **_stamp(recorder)
        ),
        f"{officer} holds a rank on one of these days already; end that one first.",
        from_on,
        to_on,
    )
    _tell(Verb.RANK_RECORDED, officer, recorder, held, rank=held.rank, force=force.pk)
    return held


@transaction.atomic
def record_consent(
    officer: Officer,
    evidence: str,
    *,
    force: Force,
    by: Officer | None = None,
    from_on: date,
    to_on: date | None = None,
) -> ConsentHeld:
    """Record the consent of ``force``'s chief officer to determinations by ``officer``, by its reference."""
    recorder = by or system_officer()
    _refuse_own(officer, recorder)
    reference = " ".join(evidence.split())
    if not reference:
        raise AccountRefused("A consent needs a reference to its evidence.")
    held = _insert(
        lambda: ConsentHeld.objects.create(
            officer=officer, evidence=reference, force=force, from_on=from_on, to_on=to_on, **_stamp(recorder)
        ),
        "",
        from_on,
        to_on,
    )
    _tell(Verb.CONSENT_RECORDED, officer, recorder, held, force=force.pk)
    return held


@transaction.atomic
def record_standing(
    officer: Officer,
    ground: str,
    evidence: str,
    *,
    force: Force,
    by: Officer | None = None,
    from_on: date,
    to_on: date | None = None,
) -> DeputyHeld:
    """Record what lets ``officer`` act for the chief officer of ``force``, or bars them, by its reference.

    Raises AccountRefused without evidence, AlreadyHeld where the same is on record for one of the days.
    """
    recorder = by or system_officer()
    _refuse_own(officer, recorder)
    reference = " ".join(evidence.split())
    if not reference:
        raise AccountRefused("How a deputy stands needs a reference to what shows it.")
    known = DeputyGround(ground)
    held = _insert(
        lambda: DeputyHeld.objects.create(
            officer=officer,
            ground=known,
            evidence=reference,
            force=force,
            from_on=from_on,
            to_on=to_on,
            **_stamp(recorder),
        ),
        f"This is on record of {officer} in {force} for one of these days already; end that one first.",
        from_on,
        to_on,
    )
    _tell(Verb.DEPUTY_RECORDED, officer, recorder, held, ground=held.ground, force=force.pk)
    return held


@transaction.atomic
def end_role(held: RoleHeld, *, last_day: date, by: Officer) -> RoleHeld:
    """End a role: ``last_day`` is the last on which it is held."""
    ended = _end(held, last_day, by, Verb.ROLE_ENDED)
    after_ending.run(held.officer)
    return ended


def end_rank(held: RankHeld, *, last_day: date, by: Officer) -> RankHeld:
    """End a rank: ``last_day`` is the last on which it is held."""
    return _end(held, last_day, by, Verb.RANK_ENDED)


def end_consent(held: ConsentHeld, *, last_day: date, by: Officer) -> ConsentHeld:
    """End a consent: ``last_day`` is the last on which it counts."""
    return _end(held, last_day, by, Verb.CONSENT_ENDED)


def end_standing(held: DeputyHeld, *, last_day: date, by: Officer) -> DeputyHeld:
    """End a deputy's standing: ``last_day`` is the last on which it was so."""
    return _end(held, last_day, by, Verb.DEPUTY_ENDED)


@transaction.atomic
def withdraw_held(held: RoleHeld | RankHeld | ConsentHeld | DeputyHeld, *, by: Officer) -> None:
    """Withdraw what was recorded by mistake: from now on it was never held."""
    _refuse_own(held.officer, by)
    if not withdraw(type(held).objects.filter(pk=held.pk), by=by, because=WithdrawnBecause.MISTAKE):
        raise AccountRefused("This record is withdrawn already.")
    _tell(Verb.FACT_WITHDRAWN, held.officer, by, held, table=held._meta.db_table)
    if isinstance(held, RoleHeld):
        after_ending.run(held.officer)


@transaction.atomic
def leave(officer: Officer, *, by: Officer) -> None:
    """The officer has left: no sign-in and no role from now on; what they did stays theirs.

    What they had to do goes to others at once, by what joined ``after_ending``.
    """
    _refuse_own(officer, by)
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    _tell(Verb.OFFICER_LEFT, officer, by)
    after_ending.run(officer)


@transaction.atomic
def return_to_work(officer: Officer, *, by: Officer) -> None:
    """The officer is back: they may sign in, and what they hold counts again."""
    _refuse_own(officer, by)
    officer.is_active = True
    officer.save(update_fields=["is_active"])
    _tell(Verb.OFFICER_RETURNED, officer, by)


def ensure_unit(name: str, kind: UnitKind, force: Force | None = None) -> Unit:
    """The unit of that name, added if there is none."""
    unit, _ = Unit.objects.get_or_create(name=name, defaults={"kind": kind, "force": force})
    return unit


@transaction.atomic
def _end(held: Held, last_day: date, by: Officer, verb: Verb) -> Held:
    _refuse_own(held.officer, by)
    _check_days(held.from_on, last_day)
    if held.to_on and last_day > held.to_on:
        raise AccountRefused(f"It ends on {held.to_on} already; record another from the day after.")
    if not withdraw(type(held).objects.filter(pk=held.pk), by=by, because=WithdrawnBecause.ENDED):
        raise AccountRefused("This record was ended or withdrawn by someone else; look at the page again.")
    ended = type(held).objects.create(**(_what_is_held(held) | {"to_on": last_day}), **_stamp(by))
    _tell(verb, held.officer, by, ended, was=held.pk)
    return ended


def _what_is_held(held: RoleHeld | RankHeld | ConsentHeld | DeputyHeld) -> dict[str, Any]:
    of_recording = {"id", *(field.attname for field in RecordedFact._meta.fields)}
    columns = [field.attname for field in held._meta.concrete_fields]
    return {name: getattr(held, name) for name in columns if name not in of_recording}


def _refuse_conflict(officer: Officer, role: Role, from_on: date, to_on: date | None) -> None:
    meanwhile = RoleHeld.objects.current().filter(Q(to_on=None) | Q(to_on__gte=from_on), officer=officer)
    if to_on:
        meanwhile = meanwhile.filter(from_on__lte=to_on)
    others = set(meanwhile.values_list("role", flat=True)) - {role.value}
    if others and (role == ALONE or ALONE.value in others):
        raise RolesConflict(
            f"{ALONE.label} is held alone, since it sees no case; {officer} holds another role on some "
            "of these days. End that one first, or use two people."
        )


def _insert(create: Callable[[], Held], otherwise: str, from_on: date, to_on: date | None) -> Held:
    """Create, and turn the database's refusal of an overlap into words; it alone sees two people at once."""
    _check_days(from_on, to_on)
    try:
        with transaction.atomic():
            return create()
    except IntegrityError as refused:
        if "_at_a_time" not in str(refused):
            raise
        raise AlreadyHeld(otherwise) from refused


def _check_days(from_on: date, to_on: date | None) -> None:
    if to_on and to_on < from_on:
        raise AccountRefused(f"The last day, {to_on}, is before the first, {from_on}.")


def _refuse_own(officer: Officer, by: Officer) -> None:
    if officer.pk == by.pk:
        raise NotOwnAccount("Nobody changes their own roles, ranks or account; ask another administrator.")


def _stamp(by: Officer) -> dict[str, Any]:
    return stamp(by, source=Source.SYSTEM if by.username == SYSTEM else Source.SCREEN)


def _tell(verb: Verb, officer: Officer, by: Officer, row: Any = None, **payload: str | int | None) -> None:
    forget()
    if row is not None:
        payload["record"] = row.pk
    record(
        verb,
        actor_id=by.pk,
        actor_name=str(by),
        subject_type="officer",
        subject_id=officer.pk,
        payload=payload,
        row=row,
    )
