"""Copies of determinations for the Commissioner: by when each is due, which are unsent, which are late.

Each determination, new or renewed, is to be sent with its reasons within 28 days of its making: the day of
making is not counted (``law.copies``). Of those that came out of files of the past nobody knows whether they
were sent; they are listed apart until somebody says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from audit.choices import Source
from cases.models import Case, Determination
from law.copies import COPY_WITHIN, copy_due_on
from oversight.models import CopySent

if TYPE_CHECKING:
    from accounts.models import Officer

WARN = timedelta(days=7)
SHOWN = {
    "unsent": Q(is_sent=False) & ~Q(source=Source.FILE),
    "unknown": Q(is_sent=False, source=Source.FILE),
    "sent": Q(is_sent=True),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many copies are unsent, of them due within a week and late; and of how many nobody knows."""

    unsent: int
    soon: int
    late: int
    unknown: int
    sent: int

    @property
    def words(self) -> str:
        """How pressing it is, in words; empty where nothing is due within a week."""
        late = f"{self.late:,} late" if self.late else ""
        soon = f"{self.soon:,} due within 7 days" if self.soon else ""
        return ", ".join(filter(None, (late, soon)))


def copies(officer: Officer, day: date, show: str = "") -> QuerySet[Determination]:
    """The determinations that ``officer`` may know of, the first due first; ``show`` is a key of SHOWN."""
    sent = CopySent.objects.current().filter(determination=OuterRef("pk"))
    rows: Any = (
        Determination.objects.current()
        .filter(case__in=Case.objects.visible_to(officer, day).order_by())
        .annotate(is_sent=Exists(sent))
        .order_by("made_on", "pk")
    )
    return rows.filter(SHOWN[show]) if show else rows


def counts(officer: Officer, day: date) -> Counts:
    """What is unsent and how pressing it is, in two queries."""
    unsent = list(copies(officer, day, "unsent").values_list("made_on", flat=True))
    due = [copy_due_on(made_on) for made_on in unsent]
    late = sum(each < day for each in due)
    soon = sum(day <= each <= day + WARN for each in due)
    known: Any = copies(officer, day).filter(~SHOWN["unsent"])
    rest = known.values_list("is_sent", flat=True)
    sent = sum(rest)
    return Counts(len(due), soon, late, len(rest) - sent, sent)


def late_before(day: date) -> date:
    """The day of making before which an unsent copy is late on ``day``."""
    return day - timedelta(days=COPY_WITHIN)


def how_due(made_on: date, day: date) -> str:
    """By how much a copy is late or when it is due, in words."""
    due = copy_due_on(made_on)
    left = (due - day).days
    if left < 0:
        return f"{-left:,} day{'' if left == -1 else 's'} late"
    return "Last day today" if left == 0 else f"{left} day{'' if left == 1 else 's'} left"
