"""The version of a case that a person saw: carried by their page, and signed."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

from accounts.models import Officer
from cases.models import Case

SALT = "cases.seen"


@dataclass(frozen=True, slots=True)
class Seen:
    """A case as an officer saw it."""

    case_id: int
    version: int


def seen(case: Case, officer: Officer) -> str:
    """What the page carries."""
    return signing.dumps([case.pk, case.version, officer.pk], salt=SALT)


def read_seen(text: str, officer: Officer) -> Seen | None:
    """What a page carried; None where it was not ours or not this officer's."""
    try:
        case_id, version, officer_id = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Seen(case_id, version) if officer_id == officer.pk else None
