"""Who has a case, and what this person can do about it: take it, give it, hand it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.models import Officer
from accounts.selectors import roles_on
from cases import holders
from cases.choices import HolderEvent
from cases.models import Case, Movement
from cases.services.notes import MAY_NOTE

PAGES = {
    HolderEvent.TAKE: ("Take it", "cases:take", holders.MAY_TAKE),
    HolderEvent.GIVE: ("Give it to somebody", "cases:give", holders.MAY_GIVE),
    HolderEvent.HAND_BACK: ("Hand it back", "cases:hand_back", holders.MAY_HAND_BACK),
}


def holder_panel(case: Case, movements: Sequence[Movement], officer: Officer, day: date) -> dict[str, Any]:
    """The holder, since when, and the pages open to ``officer``; ``movements`` are the latest first."""
    has_it = case.holder if holders.is_held(case) else None
    latest = movements[0] if movements else None
    roles = roles_on(officer, day)
    return {
        "name": has_it,
        "is_mine": has_it == officer,
        "since": latest.moved_on if has_it and latest and latest.holder_id == has_it.pk else None,
        "waits": case.state in holders.WAITS_FOR,
        "may_note": bool(roles & MAY_NOTE),
        "actions": [
            {"text": text, "href": reverse(name, args=[case.pk])}
            for event, (text, name, allowed) in PAGES.items()
            if roles & allowed and not holders.why_not(case, event, officer, day)
        ],
    }
