"""Reads of incidents of wrong dates, for pages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Case as Choice
from django.db.models import Count, Min, Q, QuerySet, When

from cases.models import Case
from oversight.choices import IncidentStatus
from oversight.models import DateIncident, IncidentCase, IncidentStep

if TYPE_CHECKING:
    from accounts.models import Officer

_COUNTS = Q(members__withdrawn_at=None)


def incidents() -> QuerySet[DateIncident]:
    """Every incident, those not ended first, then the largest.

    Each with ``count`` of the dates that still are wrong by its offset, their ``cases`` and ``first_on``.
    """
    return (
        DateIncident.objects.select_related("owner")
        .annotate(
            count=Count("members", filter=_COUNTS),
            cases=Count("members__case", filter=_COUNTS, distinct=True),
            first_on=Min("members__first_on", filter=_COUNTS),
        )
        .order_by(Choice(When(status=IncidentStatus.ENDED, then=1), default=0), "-count", "pk")
    )


def open_of(officer: Officer) -> int:
    """How many incidents that have not ended are the officer's."""
    return DateIncident.objects.filter(owner=officer).exclude(status=IncidentStatus.ENDED).count()


def dates_of(incident: DateIncident, officer: Officer, day: date) -> QuerySet[IncidentCase]:
    """The dates of an incident, of the cases that ``officer`` may see, as they came."""
    rows = IncidentCase.objects.current().filter(
        incident=incident, case__in=Case.objects.visible_to(officer, day)
    )
    return rows.select_related("case").order_by("first_on", "pk")


def steps_of(incident: DateIncident) -> list[IncidentStep]:
    """What was done about it, in order."""
    return list(incident.steps.select_related("recorded_by", "owner", "note").order_by("pk"))
