"""Copies of determinations for the Commissioner: by when each is due, which are unsent, which are late.

Each determination, new or renewed, is to be sent with its reasons within 28 days of its making: the day of
making is not counted (``law.copies``). Of those that came out of files of the past nobody knows whether they
were sent; they are listed apart until somebody says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from audit.choices import Source
from cases.durations import in_days
from cases.models import Case, Determination
from law.copies import COPY_WITHIN, copy_due_on
from oversight.models import CopySent

if TYPE_CHECKING:
    from accounts.models import Officer

WARN = timedelta(days=7)
# One that a file tells of as made in the past has no record; one made today and told by a file has one.
OF_THE_PAST = Q(source=Source.FILE, record=None)
SHOWN = {
    # Of one found void later nothing is owed any more: that it was found void is told.
    "unsent": Q(is_sent=False, was_found_void=None) & ~OF_THE_PAST,
    "unknown": Q(is_sent=False) & OF_THE_PAST,
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
    sent = CopySent.objects.current().filter(_of(OuterRef("pk")))
    rows: Any = (
        Determination.objects.current()
        .filter(case__in=Case.objects.visible_to(officer, day).order_by())
        .annotate(is_sent=Exists(sent))
        .order_by("made_on", "pk")
    )
    return rows.filter(SHOWN[show]) if show else rows


def _of(determination: Any) -> Q:
    """The copies of a determination; of one found void, those sent before it was found too."""
    return Q(determination=determination) | Q(determination__found_void__stands_as=determination)


def sent_of(determination: Determination) -> CopySent | None:
    """The copy that was recorded as sent."""
    return CopySent.objects.current().filter(_of(determination)).select_related("recorded_by").first()


def counts(officer: Officer, day: date) -> Counts:
    """What is unsent and how pressing it is, in one query."""
    first, last = _made_when_due_on(day), _made_when_due_on(day + WARN)
    pressing = {"soon": Q(made_on__range=(first, last)), "late": Q(made_on__lt=first)}
    shown = SHOWN | {name: SHOWN["unsent"] & when for name, when in pressing.items()}
    numbers = {name: Count("pk", filter=which) for name, which in shown.items()}
    return Counts(**copies(officer, day).aggregate(**numbers))


def _made_when_due_on(day: date) -> date:
    """The day of making whose copy is due on ``day``."""
    return day - timedelta(days=COPY_WITHIN)


def how_due(made_on: date, day: date) -> str:
    """By how much a copy is late or when it is due, in words."""
    due = copy_due_on(made_on)
    left = (due - day).days
    if left < 0:
        return f"{in_days(-left)} late"
    return f"{in_days(left)} left" if left else "Last day today"
