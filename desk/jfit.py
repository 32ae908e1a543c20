"""What the case page shows of JFIT's work, to those who may know of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from accounts.models import Officer
from accounts.selectors import roles_on
from cases import profiles
from cases.choices import CaseState
from cases.early_start import profiles_awaited
from cases.models import Case, Shelving
from cases.permissions import JFIT
from cases.requests import Clock
from cases.views.applications_read import READERS as READERS_OF_APPLICATIONS
from cases.views.profiles import READERS
from cases.views.requests import READERS as READERS_OF_REQUESTS


def work_on(case: Case, clocks: Sequence[Clock], officer: Officer, day: date) -> dict[str, object]:
    """The profile's parts, the requests in words, what is awaited, and what this officer may open."""
    roles = roles_on(officer, day)
    return {
        "awaited": profiles_awaited([case.pk]).get(case.pk),
        "may_read_profile": bool(roles & READERS),
        "may_read_requests": bool(roles & READERS_OF_REQUESTS),
        "has_application": bool(roles & READERS_OF_APPLICATIONS) and case.applications.exists(),
        "parts": profiles.parts_written([case.pk]).get(case.pk, 0),
        "needed": len(profiles.NEEDED),
        "lines": [clock.words(day) for clock in clocks],
        "may_shelve": bool(roles & JFIT) and case.state == CaseState.WITH_JFIT,
        "is_shelved": Shelving.objects.current().filter(case=case, verified_day__isnull=False).exists(),
    }
