"""Reads of determinations signed on paper: those that wait to be compared, and for whom."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from accounts.selectors import roles_on
from cases.models import Case, PaperDecision
from cases.services.on_paper import KEYS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Officer


def papers_of(case: Case) -> list[PaperDecision]:
    """The papers of a case, the latest first, each with what a second person found of it."""
    rows = PaperDecision.objects.current().filter(case=case)
    return list(rows.select_related("maker", "recorded_by", "confirmation__recorded_by").order_by("-pk"))


def to_compare(officer: Officer, day: date) -> QuerySet[PaperDecision]:
    """The papers that wait for a second person whom ``officer`` may be; the first to lapse first."""
    rows: Any = PaperDecision.objects.current().filter(confirmation=None)
    if not roles_on(officer, day) & KEYS:
        return rows.none()
    visible = Case.objects.visible_to(officer, day).order_by()
    others = rows.filter(case__in=visible).exclude(recorded_by=officer).exclude(maker=officer)
    return others.select_related("case", "maker").order_by("case__last_lawful_day", "pk")
