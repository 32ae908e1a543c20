"""Holding NSDs: which are still to be reviewed, by when, and which determinations can be ended.

A holding NSD is made on what is known at the time, so that material is not lost, and is reviewed by a day:
it goes on to another day, is revoked, or a full one takes its place. Source: further report of 22 April 2016,
paragraph 26; R-120.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.choices import DeterminationKind, HoldingOutcome
from cases.models import Case, Determination, DeterminationItem, HoldingReview, Revocation

if TYPE_CHECKING:
    from accounts.models import Officer

ENDED = (HoldingOutcome.REVOKED, HoldingOutcome.REPLACED)


def standing(rows: QuerySet[Determination], day: date) -> QuerySet[Determination]:
    """Those of the determinations that are neither void nor revoked and may still keep something that is held
    on ``day``.
    """
    still_kept = DeterminationItem.objects.filter(
        Q(material__last_lawful_day__gte=day) | Q(material__last_lawful_day=None),
        determination=OuterRef("pk"),
        material__deleted_on=None,
    )
    revoked = Revocation.objects.current().filter(determination=OuterRef("pk"))
    return rows.filter(Exists(still_kept), ~Exists(revoked), withdrawn_at=None, void_because="")


def to_review(day: date, rows: QuerySet[Determination] | None = None) -> QuerySet[Any]:
    """Holding NSDs that are still to be reviewed, the first due first; ``due_on``: by when."""
    found = Determination.objects.all() if rows is None else rows
    reviews = HoldingReview.objects.current().filter(determination=OuterRef("pk"))
    latest = reviews.filter(outcome=HoldingOutcome.CONTINUED).order_by("-pk").values("next_review_by")
    return (
        standing(found.filter(kind=DeterminationKind.HOLDING), day)
        .filter(~Exists(reviews.filter(outcome__in=ENDED)))
        .annotate(due_on=Coalesce(Subquery(latest[:1]), "review_by"))
        .order_by("due_on", "pk")
    )


def holding_for(officer: Officer, day: date) -> QuerySet[Any]:
    """Those of them in cases that ``officer`` may know of."""
    visible = Case.objects.visible_to(officer, day).order_by()
    return to_review(day).filter(case__in=visible)


def due_of(determination: Determination, day: date) -> date | None:
    """By when a determination is to be reviewed; None where it is not, or not any more."""
    found = to_review(day, Determination.objects.filter(pk=determination.pk)).first()
    return found.due_on if found else None


def reviews_of(determination: Determination) -> list[HoldingReview]:
    """The reviews of a holding NSD so far, in order."""
    rows = HoldingReview.objects.current().filter(determination=determination)
    return list(rows.select_related("reviewed_by", "reasons").order_by("pk"))
