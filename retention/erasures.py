"""Whose identity comes up for review: persons of whom nothing is left, with the day and by which policy.

Reads only; ``services.erasing`` decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, Count, Max, Q, QuerySet
from django.db.models.functions import Cast, Coalesce, TruncDate

from audit.clock import LONDON
from cases.choices import PolicyKey
from cases.models import Case, Material
from cases.people import everyone_of, person_of
from cases.policy import policy_on
from retention.choices import OrderState
from retention.models import DeletionHold, DeletionOrder, Erasure, ErasureKept


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person with nothing left: their cases, the last day something went, and the day of the review."""

    person_id: int
    gone_on: date
    days: int
    review_on: date
    kept: ErasureKept | None
    cases: tuple[Case, ...] = ()
    items: int = 0

    @property
    def refs(self) -> str:
        """The references of the cases."""
        return ", ".join(case.ref for case in self.cases)

    def is_due(self, day: date) -> bool:
        """Whether the day has come."""
        return self.review_on <= day


def candidates(day: date, person_ids: Collection[int] | None = None) -> list[Candidate]:
    """Persons not yet erased of whom nothing is held and no order is open, the earliest review first."""
    days = policy_on(PolicyKey.ERASURE_REVIEW_DAYS, day)
    found = _gone(person_ids)
    kept = _kept([row["person"] for row in found])
    cases = _cases([row["person"] for row in found])
    rows = []
    for row in found:
        put_off = kept.get(row["person"])
        gone_on = row["gone_on"]
        by_policy = gone_on + timedelta(days=days)
        review_on = max(by_policy, put_off.until) if put_off else by_policy
        rows.append(
            Candidate(
                row["person"], gone_on, days, review_on, put_off, tuple(cases[row["person"]]), row["items"]
            )
        )
    return sorted(rows, key=lambda each: (each.review_on, each.person_id))


def due(day: date) -> list[Candidate]:
    """Those whose day of review has come."""
    return [each for each in candidates(day) if each.is_due(day)]


def candidate(person_id: int, day: date) -> Candidate | None:
    """One person, where nothing of theirs is left and they are not erased."""
    return next(iter(candidates(day, [person_id])), None)


def why_not(person_id: int, day: date) -> str:
    """Empty where a person may be erased on a day; otherwise what stands in the way."""
    one = candidate(person_id, day)
    if one is None:
        return "Something of this person is still held, an order is open, or they are erased already."
    if not one.is_due(day):
        return f"The review is due on {one.review_on:%-d %B %Y}, not before."
    holds = DeletionHold.objects.current().filter(material__case__in=[case.pk for case in one.cases])
    if holds.filter(Q(until=None) | Q(until__gte=day)).exists():
        return "A hold stands on an item of this person. Release it first, or keep the data longer."
    return ""


def erasures() -> QuerySet[Erasure]:
    """Every erasure, the latest first."""
    return Erasure.objects.select_related("erased_by").order_by("-erased_at", "-pk")


def erasure_of(case: Case) -> Erasure | None:
    """The erasure of the person of a case."""
    of = Erasure.objects.filter(subject_ids__contains=[case.subject_id])
    return of.select_related("erased_by").first()


def subjects_of(person_id: int) -> list[int]:
    """All subjects that are the person, in order."""
    return sorted(everyone_of([person_id]))


def _person(path: str) -> Cast:
    return Cast(person_of(path), BigIntegerField())


def _gone(person_ids: Collection[int] | None) -> list[Any]:
    """Persons with items, all gone, none with an open order; the last day is when verified, if it was."""
    items = Material.objects.annotate(person=_person("case__subject"))
    if person_ids is not None:
        items = items.filter(person__in=person_ids)
    verified = Coalesce(Max(TruncDate("deletion_orders__verified_at", tzinfo=LONDON)), Max("deleted_on"))
    closed = [OrderState.VERIFIED, OrderState.HALTED]
    open_ = DeletionOrder.objects.exclude(state__in=closed).annotate(person=_person("case__subject"))
    return list(
        items.values("person")
        .annotate(
            items=Count("pk", distinct=True),
            held=Count("pk", filter=Q(deleted_on=None)),
            gone_on=verified,
        )
        .filter(held=0)
        .exclude(person__in=Erasure.objects.values("person"))
        .exclude(person__in=open_.values("person"))
        .order_by("person")
    )


def _kept(person_ids: Collection[int]) -> dict[int, ErasureKept]:
    rows = (
        ErasureKept.objects.current().filter(subject__in=person_ids).select_related("reason", "recorded_by")
    )
    return {row.subject_id: row for row in rows}


def _cases(person_ids: Collection[int]) -> dict[int, list[Case]]:
    found: dict[int, list[Case]] = defaultdict(list)
    rows = Case.objects.with_subject_name().annotate(person=_person("subject"))
    for case in rows.filter(person__in=person_ids).order_by("pk"):
        found[case.person].append(case)
    return found
