"""How long a sign-in lasts (12 hours, 30 minutes without a click), and whether it has a second factor."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import Officer
from audit import clock

LONGEST = timedelta(hours=12)
IDLE = timedelta(minutes=30)
JUST_NOW = timedelta(minutes=5)
# How often a click is noted; more often would write to the database on every page.
NOTED_EVERY = timedelta(minutes=1)
SIGNED_IN, SEEN, HAS_SECOND_FACTOR = "signed_in_at", "seen_at", "has_second_factor"
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def begin(request: HttpRequest) -> None:
    """Start the session's clock, at sign-in."""
    request.session[SIGNED_IN] = request.session[SEEN] = clock.machine_moment().timestamp()


def limit_reached(request: HttpRequest) -> str:
    """``longest`` or ``idle`` where the session must end; else nothing, and the click is noted."""
    now = clock.machine_moment().timestamp()
    if SIGNED_IN not in request.session:
        begin(request)
    if now - request.session[SIGNED_IN] >= LONGEST.total_seconds():
        return "longest"
    if now - request.session[SEEN] >= IDLE.total_seconds():
        return "idle"
    if now - request.session[SEEN] >= NOTED_EVERY.total_seconds():
        request.session[SEEN] = now
    return ""


def just_signed_in(request: HttpRequest) -> bool:
    """Whether the sign-in was minutes ago, so that nobody else can have come to this browser since."""
    since = clock.machine_moment().timestamp() - request.session.get(SIGNED_IN, 0)
    return since < JUST_NOW.total_seconds()


def has_second_factor(request: HttpRequest, officer: Officer) -> bool:
    """Whether the officer has a second factor; asked until it is yes, then kept in the session."""
    if not request.session.get(HAS_SECOND_FACTOR):
        if not second_factors(officer).exists():
            return False
        request.session[HAS_SECOND_FACTOR] = True
    return True


def second_factors(officer: Officer) -> QuerySet[Authenticator]:
    """The second factors of an officer; recovery codes are none."""
    return Authenticator.objects.filter(user=officer, type__in=SECOND_FACTORS)
