"""Suspected lapses apart from confirmed ones: what appears to have lapsed, and what a supervisor found.

Suspected is a case that by its computed date lapsed, or whose date is not settled and whose shortest reading
has passed, until somebody verifies it for that day. Further report, footnote 11; R-121.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from cases.choices import PositionStatus
from cases.models import Case, Material
from law.periods import first_unlawful_day
from oversight.choices import LapseAnswer
from oversight.figures import LAPSES, UNRESOLVED
from oversight.models import LapseVerification
from oversight.selectors import Days, answers

if TYPE_CHECKING:
    from accounts.models import Officer

COMPUTED = "By its computed last lawful day"
NOT_SETTLED = "Its day is not settled; by the shortest reading"


@dataclass(frozen=True, slots=True)
class Suspected:
    """A case that appears to have lapsed after ``last_day``, and why; ``since`` is the day after it."""

    case_id: int
    ref: str
    last_day: date
    why: str

    @property
    def since(self) -> date:
        """The day from which it appears to be unlawful."""
        return first_unlawful_day(self.last_day)


def suspected(officer: Officer, day: date, case_id: int | None = None) -> list[Suspected]:
    """The cases to verify that ``officer`` may see, the longest suspected first; or one of them."""
    return _unverified(appears(officer, day, case_id), _current().values_list("case_id", "last_day"))


def with_counts(officer: Officer, day: date) -> tuple[list[Suspected], dict[str, int]]:
    """``suspected`` and ``counts`` from one reading of what was verified."""
    seen = _current().filter(case__in=Case.objects.visible_to(officer, day))
    rows = list(seen.values_list("case_id", "last_day", "answer"))
    told = Counter(answer for _, _, answer in rows)
    to_verify = _unverified(appears(officer, day), ((case, last) for case, last, _ in rows))
    return to_verify, {answer: told[answer] for answer in LapseAnswer.values}


def _unverified(found: list[Suspected], verified: Iterable[tuple[int, date]]) -> list[Suspected]:
    known = set(verified)
    return [each for each in found if (each.case_id, each.last_day) not in known]


def appears(officer: Officer, day: date, case_id: int | None = None) -> list[Suspected]:
    """Every case that appears to have lapsed, verified or not."""
    scope = can_have_lapsed(day)
    if case_id is not None:
        scope = scope.filter(pk=case_id)
    found = answers([LAPSES, UNRESOLVED], Days(day, day), officer, day, among=scope)
    lapses = [
        Suspected(row.case_id, row.ref, row.last_lawful_day, COMPUTED) for row in found[LAPSES.slug].rows
    ]
    lapsed = {each.case_id for each in lapses}
    open_ones = [row for row in found[UNRESOLVED.slug].rows if row.case_id not in lapsed]
    candidates = _candidate_days(row.case_id for row in open_ones)
    unsettled = [
        Suspected(row.case_id, row.ref, candidates[row.case_id], NOT_SETTLED)
        for row in open_ones
        if row.case_id in candidates
    ]
    return sorted([*lapses, *unsettled], key=lambda each: (each.last_day, each.case_id))


def verified(officer: Officer, day: date, answer: str) -> QuerySet[LapseVerification]:
    """What was verified of the cases that ``officer`` may see, latest first."""
    rows = _current().filter(answer=answer, case__in=Case.objects.visible_to(officer, day))
    return rows.select_related("case", "recorded_by", "reason").order_by("-verified_on", "-pk")


def counts(officer: Officer, day: date) -> dict[str, int]:
    """How many of each answer there are, in one query."""
    seen = _current().filter(case__in=Case.objects.visible_to(officer, day))
    found = dict(seen.order_by().values_list("answer").annotate(many=Count("pk")))
    return {answer: found.get(answer, 0) for answer in LapseAnswer.values}


def verifications_of(case: Case) -> list[LapseVerification]:
    """What was verified of one case, latest first."""
    return list(_current().filter(case=case).select_related("recorded_by", "reason").order_by("-pk"))


def _current() -> QuerySet[LapseVerification]:
    return LapseVerification.objects.current()


def can_have_lapsed(day: date) -> QuerySet[Case]:
    """By the stored positions, the cases that can be in either figure as known today."""
    items = Material.objects.filter(
        Q(last_lawful_day__lt=day)
        | Q(status=PositionStatus.UNRESOLVED, candidate_day__lt=day)
        | Q(computed_at=None)
    )
    return Case.objects.filter(pk__in=items.values("case"))


def _candidate_days(case_ids: Iterable[int]) -> dict[int, date]:
    """The shortest day that any reading gives an unresolved item of each case."""
    asked = list(case_ids)
    if not asked:
        return {}
    rows = Material.objects.held().filter(
        case__in=asked, status=PositionStatus.UNRESOLVED, candidate_day__isnull=False
    )
    days = rows.order_by("-candidate_day").values_list("case_id", "candidate_day")
    return {case_id: day for case_id, day in days if day}
