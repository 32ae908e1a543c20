"""What stands around every page: who is signed in, where they can go, and which day it is.

A context processor, so that pages of every room have the same frame. The navigation shows only
places that the person's roles open; the places themselves refuse whoever should not be there.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from accounts.choices import Role
from accounts.selectors import roles_on
from audit import clock
from audit.marking import marking
from cases.uploads import SEES_IMPORTS
from oversight.permissions import KEEPS_QUESTIONS, SEES_PACKS
from retention.permissions import CHASES

CASEWORK = frozenset(
    {
        Role.SOFS_OFFICER,
        Role.SOFS_MANAGER,
        Role.JFIT_OFFICER,
        Role.JFIT_MANAGER,
        Role.CTU_OFFICER,
        Role.CHIEF_OFFICER,
        Role.CHIEF_OFFICER_STAFF,
        Role.INSPECTOR,
        Role.SUPERINTENDENT,
        Role.LEGAL_REVIEWER,
        Role.COMMISSIONER,
        Role.COMMISSIONER_OFFICE,
        Role.SENIOR_MANAGER,
        Role.MIGRATION_OFFICER,
    }
)
SEES_ALL = frozenset(
    {
        Role.SOFS_OFFICER,
        Role.SOFS_MANAGER,
        Role.JFIT_OFFICER,
        Role.JFIT_MANAGER,
        Role.LEGAL_REVIEWER,
        Role.COMMISSIONER,
        Role.COMMISSIONER_OFFICE,
        Role.SENIOR_MANAGER,
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the navigation."""

    text: str
    href: str
    current: bool


# text, name of the address, the roles that have it, and the beginnings of the addresses under it
PLACES = (
    ("My work", "desk:home", frozenset(Role), ()),
    ("Cases", "desk:cases", CASEWORK, ("/cases/",)),
    ("Requests", "cases:awaited", SEES_ALL, ("/requests/",)),
    ("Alerts", "retention:alerts", SEES_ALL, ("/alerts/",)),
    ("Chases", "retention:chases", CHASES, ("/chases/", "/ports/")),
    ("Held unlawfully", "retention:unlawful", SEES_ALL, ("/unlawful/",)),
    ("Deletions", "retention:deletions", SEES_ALL, ("/deletions/",)),
    ("Reconciliation", "retention:reconciliation", SEES_ALL, ("/reconcile/",)),
    ("Exceptions", "desk:exceptions", SEES_ALL | {Role.MIGRATION_OFFICER}, ("/exceptions/",)),
    ("Imports", "cases:imports", SEES_IMPORTS, ("/imports/",)),
    ("Figures", "oversight:figures", SEES_ALL, ("/figures/",)),
    ("Packs", "oversight:packs", SEES_PACKS, ("/packs/",)),
    ("Oversight", "oversight:desk", SEES_ALL, ("/oversight/",)),
    ("Sweeps", "retention:sweeps", SEES_ALL | {Role.SYSTEM_ADMINISTRATOR}, ("/sweeps/",)),
    ("Officers", "accounts:officers", frozenset({Role.SYSTEM_ADMINISTRATOR}), ("/accounts/officers",)),
)


def frame(request: HttpRequest) -> dict[str, object]:
    """The frame of a page; for somebody not signed in, only the day and the marking.

    A request that no middleware has seen (a page drawn outside the website) has no frame.
    """
    if not hasattr(request, "user"):
        return {}
    demo_day = clock.demo_day()
    about: dict[str, object] = {
        "marking": marking(),
        "demo_day": demo_day,
        "glossary_url": "",
    }
    officer = request.user
    if not officer.is_authenticated:
        return {"frame": about}
    today = clock.today()
    roles = roles_on(officer, today)
    about |= {
        "person": {"name": officer.display_name, "role": ", ".join(sorted(Role(r).label for r in roles))},
        "navigation": _navigation(request.path, roles),
        "keeps_questions": bool(roles & KEEPS_QUESTIONS),
        "account_url": reverse("accounts:me"),
        "sign_out_url": reverse("account_logout"),
        "glossary_url": reverse("desk:glossary"),
        "printed_at": today,
    }
    if roles & CASEWORK:
        about["search_url"] = reverse("desk:cases")
    return {"frame": about, "today": today}


def _navigation(path: str, roles: frozenset[str]) -> list[Place]:
    return [
        Place(text, reverse(name), path == reverse(name) or any(path.startswith(start) for start in starts))
        for text, name, allowed, starts in PLACES
        if roles & allowed
    ]
