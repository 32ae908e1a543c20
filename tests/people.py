"""People for tests, and their way in: by the door for tests of signing in, past it for all others."""

from __future__ import annotations

from datetime import date
from itertools import count

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.test import Client

from accounts.models import Officer
from accounts.services import officers
from accounts.session import HAS_SECOND_FACTOR, SEEN, SIGNED_IN
from audit import clock

PASSWORD = "a password for tests"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_numbers = count(1)


class QuickHasher(PBKDF2PasswordHasher):
    """The product's hashing with fewer rounds: what takes a second in earnest would take minutes of tests."""

    algorithm = "pbkdf2_sha256_quick"
    iterations = 100


def person(
    *roles: str, from_on: date = date(2013, 1, 1), name: str = "", password: str | None = None
) -> Officer:
    """An officer with these roles from a day until further notice, with a password where one is given."""
    number = next(_numbers)
    officer = officers.create_officer(f"officer{number}", name or f"Officer {number}", password=password)
    for role in roles:
        officers.give_role(officer, role, from_on=from_on)
    return officer


def enrol(officer: Officer) -> None:
    """Give an officer an authenticator app that has SECRET."""
    Authenticator.objects.create(
        user=officer, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(SECRET)}
    )


def present_code(secret: str = SECRET) -> str:
    """What an authenticator app with the secret shows now."""
    return format_hotp_value(hotp_value(secret, int(clock.machine_moment().timestamp()) // 30))


def signed_in(officer: Officer, client: Client | None = None) -> Client:
    """A browser in which the officer is signed in with both factors."""
    client = client or Client()
    client.force_login(officer)
    session = client.session
    session[HAS_SECOND_FACTOR] = True
    session[SIGNED_IN] = session[SEEN] = clock.machine_moment().timestamp()
    session.save()
    return client


def sign(officer: Officer) -> dict[str, str]:
    """What the officer types to say again who they are, at an act that is signed: a present, unused code."""
    if not Authenticator.objects.filter(user=officer).exists():
        enrol(officer)
    cache.clear()  # a code serves once, and tests decide more than once within its half minute
    return {"code": present_code()}
