"""What people write, kept where it can be erased."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Officer
from audit import clock
from cases.errors import FactRefused
from cases.models import ErasableText

LONGEST = 20_000


def kept(text: str, by: Officer, at: datetime | None = None) -> ErasableText:
    """The words without the space around them, stored; ``at`` is when they were written, now by default."""
    return ErasableText.objects.create(text=text.strip(), written_at=at or clock.moment(), written_by=by)


def kept_if(text: str, by: Officer, at: datetime | None = None) -> ErasableText | None:
    """The same; None where there are no words."""
    return kept(text, by, at) if text.strip() else None


def needed(text: str, by: Officer, missing: str, refused: type[Exception] = FactRefused) -> ErasableText:
    """The words, stored. Raises ``refused``: with ``missing`` for none, or for too many."""
    words = text.strip()
    if not words:
        raise refused(missing)
    if len(words) > LONGEST:
        raise refused(f"At most {LONGEST:,} characters can be kept; these are {len(words):,}.")
    return kept(words, by)
