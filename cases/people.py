"""Who is whom: subjects that people decided are one person, now or as known at a past moment.

A subject that was joined to no other is a person of its own. ``SubjectJoin`` leads from any other subject to
the lowest numbered of its person in one step, and from there to all that are that person.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.models import SubjectJoin


def joins(known_at: datetime | None = None) -> QuerySet[SubjectJoin]:
    """The joins that count now, or that counted at a moment (inclusive)."""
    return SubjectJoin.objects.known_at(known_at) if known_at else SubjectJoin.objects.current()


def person_of(path: str, known_at: datetime | None = None) -> Coalesce:
    """For counting distinct individuals in a query: the person of the subject at ``path``, by its number."""
    joined = joins(known_at).filter(subject=OuterRef(path)).values("person")[:1]
    return Coalesce(Subquery(joined), F(path))


def everyone_of(subject_ids: Collection[int]) -> set[int]:
    """These subjects and every other that is the same person as one of them, as known now."""
    ids = set(subject_ids)
    of = set(joins().filter(subject__in=ids).values_list("person_id", flat=True)) | ids
    joined = joins().filter(person__in=of).values_list("subject_id", flat=True)
    return of | set(joined)
