"""The demonstration's people: one for each role, and those of the 2016 log who still have work.

Their password and the secrets of their one-time codes are known to everybody: production refuses them.
"""

from __future__ import annotations

import base64
import hashlib
import time
from dataclasses import dataclass
from datetime import date, timedelta

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts import selectors
from accounts.choices import Rank, Role, UnitKind
from accounts.errors import AccountRefused
from accounts.models import Force, Officer
from accounts.services import officers
from audit import clock

PASSWORD = "demonstration only"
FROM_ON = date(2013, 1, 1)
PERIOD = 30
# Less than this many seconds is too short to type a code in.
TOO_SHORT = 4


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person; ``unit`` is a name and a kind."""

    username: str
    name: str
    role: Role
    rank: Rank | None = None
    force: str = "01"
    consent: str = ""
    unit: tuple[str, UnitKind] | None = None


SOFS, JFIT = ("SOFS", UnitKind.SOFS), ("JFIT", UnitKind.JFIT)
CTU_NORTH = ("CTU North", UnitKind.CTU)
MET_CHIEFS = ("Chief Officers, Metropolitan Police", UnitKind.CHIEF_OFFICERS)
SIGN_OFF = ("Sign-off, Metropolitan Police", UnitKind.SIGN_OFF)
OFFICE = ("Office of the Biometrics Commissioner", UnitKind.COMMISSIONER)
PEOPLE = (
    Person("sofs.officer", "T. Hollowell", Role.SOFS_OFFICER, unit=SOFS),
    Person("sofs.manager", "B. Marchbank", Role.SOFS_MANAGER, unit=SOFS),
    Person("jfit.officer", "L. Fenwright", Role.JFIT_OFFICER, unit=JFIT),
    Person("jfit.manager", "K. Stanbury", Role.JFIT_MANAGER, unit=JFIT),
    Person("ctu.officer", "N. Ardley", Role.CTU_OFFICER, unit=CTU_NORTH),
    Person("chief.officer", "C. Ravenstone", Role.CHIEF_OFFICER, Rank.COMMISSIONER, unit=MET_CHIEFS),
    Person("chief.officer.staff", "E. Tolworth", Role.CHIEF_OFFICER_STAFF, unit=MET_CHIEFS),
    Person("inspector", "G. Pennard", Role.INSPECTOR, Rank.INSPECTOR, unit=SIGN_OFF),
    Person("superintendent", "H. Coldmere", Role.SUPERINTENDENT, Rank.SUPERINTENDENT, unit=SIGN_OFF),
    Person("legal.reviewer", "O. Wraxall", Role.LEGAL_REVIEWER),
    Person("commissioner", "V. Elmstead", Role.COMMISSIONER, unit=OFFICE),
    Person("commissioner.office", "J. Thornbury", Role.COMMISSIONER_OFFICE, unit=OFFICE),
    Person("senior.manager", "U. Bexwell", Role.SENIOR_MANAGER),
    Person("pack.reader", "Y. Calderstone", Role.PACK_READER),
    Person("migration.officer", "F. Inglewhite", Role.MIGRATION_OFFICER),
    Person("system.administrator", "X. Dunnock", Role.SYSTEM_ADMINISTRATOR),
    # Those of the log, under the names that it uses.
    Person("jfit.a", "jfit.a", Role.JFIT_OFFICER, unit=JFIT),
    Person("jfit.b", "jfit.b", Role.JFIT_OFFICER, unit=JFIT),
    Person(
        "a.carnforth",
        "A. Carnforth",
        Role.CHIEF_OFFICER,
        Rank.ASSISTANT_COMMISSIONER,
        consent="Commissioner's consent C/2013/01",
        unit=MET_CHIEFS,
    ),
    Person("p.whinfell", "P. Whinfell", Role.CHIEF_OFFICER, Rank.CHIEF_CONSTABLE, "20"),
    Person("r.oakhanger", "R. Oakhanger", Role.CHIEF_OFFICER, Rank.CHIEF_CONSTABLE, "06"),
    Person("m.lindale", "M. Lindale", Role.CHIEF_OFFICER, Rank.CHIEF_CONSTABLE, "13"),
)


class NotInProduction(AccountRefused):
    """The demonstration's people exist in demonstrations alone."""


@transaction.atomic
def make_people() -> list[Person]:
    """Add the people who are missing, with what they hold and how they sign in; a second time, nothing."""
    _refuse_production()
    # Hashing is slow on purpose; the word is one, so one hash serves.
    password = make_password(PASSWORD)
    for person in PEOPLE:
        officer = selectors.officer_by_username(person.username)
        if officer is None:
            officer = officers.create_officer(person.username, person.name)
        if not officer.has_usable_password():
            officer.password = password
            officer.save(update_fields=["password"])
        Authenticator.objects.get_or_create(
            user=officer,
            type=Authenticator.Type.TOTP,
            defaults={"data": {"secret": get_adapter().encrypt(secret_of(person.username))}},
        )
        _give(officer, person)
    return list(PEOPLE)


def secret_of(username: str) -> str:
    """The known secret of a demonstration person's one-time codes."""
    known = hashlib.sha1(f"retention casework demonstration {username}".encode()).digest()
    return base64.b32encode(known).decode()


def present_code(who: str) -> str:
    """The present one-time code of the person with that username or role, valid for some seconds yet.

    Raises AccountRefused where there is none, NotInProduction in production.
    """
    _refuse_production()
    wanted = who.strip().lower()
    username = next((person.username for person in PEOPLE if person.role == wanted), wanted)
    officer = selectors.officer_by_username(username)
    held = (
        Authenticator.objects.filter(user=officer, type=Authenticator.Type.TOTP).first() if officer else None
    )
    if held is None:
        roles = ", ".join(Role.values)
        raise AccountRefused(f"Nobody with the role or username {who!r} has one-time codes. Roles: {roles}.")
    left = PERIOD - clock.machine_moment().timestamp() % PERIOD
    if left < TOO_SHORT:
        time.sleep(left)
    counter = int(clock.machine_moment().timestamp()) // PERIOD
    return format_hotp_value(hotp_value(get_adapter().decrypt(held.data["secret"]), counter))


def _give(officer: Officer, person: Person) -> None:
    """What the person holds from the beginning on, where nothing of the kind is on record."""
    force = Force.objects.get(code=person.force)
    if not officer.roles_held.filter(withdrawn_at=None, to_on=None, role=person.role).exists():
        unit = None
        if person.unit:
            name, kind = person.unit
            unit = officers.ensure_unit(name, kind, force if kind == UnitKind.CHIEF_OFFICERS else None)
        officers.give_role(officer, person.role, from_on=_from_on(officer.roles_held), unit=unit)
    if person.rank and not officer.ranks_held.filter(withdrawn_at=None, to_on=None).exists():
        officers.record_rank(officer, person.rank, force=force, from_on=_from_on(officer.ranks_held))
    if person.consent and not officer.consents_held.filter(withdrawn_at=None, to_on=None).exists():
        officers.record_consent(officer, person.consent, force=force, from_on=_from_on(officer.consents_held))


def _from_on(held) -> date:
    """The first day after all that is on record."""
    days = [day for day in held.filter(withdrawn_at=None).values_list("to_on", flat=True) if day]
    return max(days) + timedelta(days=1) if days else FROM_ON


def _refuse_production() -> None:
    if settings.PRODUCTION:
        raise NotInProduction(
            "This is a production installation; the demonstration's people have no place in it."
        )
