"""The base of every recorded fact: recorded once, withdrawn at most once, never edited.

A fact table is declared so::

    class Taking(RecordedFact):
        material = models.ForeignKey(...)
        taken_on = models.DateField()

        class Meta(RecordedFact.Meta):          # keeps the triggers and the check
            constraints = [*RecordedFact.Meta.constraints, ...]   # when it has constraints of its own

and its app's first migration depends on ``("audit", "0001_events_partitioned_by_month")``, which makes the
functions that the triggers call. The database, not this module, keeps the rule: the application's role may
insert, and update the three withdrawn columns; the triggers refuse the rest even to the owner.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from audit import clock
from audit.choices import Source, WithdrawnBecause
from audit.triggers import Guard, NeverEmptied

WITHDRAWN = ("withdrawn_at", "withdrawn_by_id", "withdrawn_because")


class RecordedFactQuerySet(models.QuerySet):
    """Recorded facts, asked for by when they were known."""

    def current(self) -> RecordedFactQuerySet:
        """Those that count now: not withdrawn."""
        return self.filter(withdrawn_at=None)

    def known_at(self, moment: datetime) -> RecordedFactQuerySet:
        """Those that counted at ``moment``: recorded by then and not withdrawn by then (both inclusive)."""
        return self.filter(recorded_at__lte=moment).exclude(withdrawn_at__lte=moment)


class RecordedFact(models.Model):
    """A fact with who recorded it when and from what, and who withdrew it when and why."""

    recorded_at = models.DateTimeField(help_text="The business moment from which it is known")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.SCREEN)
    source_row_id = models.BigIntegerField(
        null=True, blank=True, help_text="The provenance row, for a file's"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    # One of WithdrawnBecause; not declared here, or a new reason would alter every fact table.
    withdrawn_because = models.CharField(max_length=30, blank=True, default="")

    objects = RecordedFactQuerySet.as_manager()

    app_may = ("SELECT", "INSERT", f"UPDATE({','.join(WITHDRAWN)})")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because=""),
                name="%(app_label)s_%(class)s_withdrawn_whole",
            )
        ]
        triggers = [
            Guard(
                name="recorded_never_edited",
                operation=pgtrigger.Update | pgtrigger.Delete,
                calls="audit_guard_fact",
            ),
            NeverEmptied(),
        ]


def stamp(
    by: models.Model,
    *,
    source: Source = Source.SCREEN,
    source_row_id: int | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Who records a fact, when (now, unless ``at``) and from what; for ``Model(**stamp(by), …)``."""
    return {
        "recorded_at": at or clock.moment(),
        "recorded_by": by,
        "source": source,
        "source_row_id": source_row_id,
    }


def withdraw(
    facts: RecordedFactQuerySet, *, by: models.Model, because: WithdrawnBecause, at: datetime | None = None
) -> int:
    """Withdraw those of ``facts`` not yet withdrawn; returns how many. The caller records the event."""
    return facts.current().update(
        withdrawn_at=at or clock.moment(), withdrawn_by=by, withdrawn_because=WithdrawnBecause(because)
    )
