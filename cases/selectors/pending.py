"""Applications that wait for a decision: by last lawful day, and those whose cover ended undecided.

Of one last lawful day those of the Metropolitan Police come first (further report of 22 April 2016, paragraph
22). R-070, R-073, R-113.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case as Choice
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, When

from accounts.models import Officer
from cases.choices import CaseState, PolicyKey, PositionStatus
from cases.models import Application, Case, Material
from cases.policy import by_nation
from cases.querysets import CaseQuerySet

MPS = "01"


@dataclass(frozen=True, slots=True)
class Pending:
    """The cases with the Chief Officer: those that can still be decided, and those whose cover ended."""

    to_decide: Any
    past: Any


def _over(day: date) -> Q:
    """Cover of everything ended before ``day``; of what has no end that is known, false and never null.

    A case shows the day of its earliest item: while another can be kept, a decision still counts.
    """
    ended = Q(last_lawful_day__isnull=False, last_lawful_day__lt=day)
    can_be_kept = Material.objects.to_save_on(day).filter(case=OuterRef("pk"))
    return (ended | Q(status=PositionStatus.MUST_DESTROY)) & ~Q(Exists(can_be_kept))


def _waiting(officer: Officer, day: date) -> Any:
    """What is held and with a Chief Officer, of the cases that ``officer`` may know of."""
    latest = Application.objects.current().filter(case=OuterRef("pk")).order_by("-pk")
    visible: CaseQuerySet = Case.objects.visible_to(officer, day)
    cases: Any = visible.filter(state=CaseState.WITH_CHIEF_OFFICER, is_held=True).with_subject_name()
    return cases.annotate(
        to_force=Subquery(latest.values("to_force__name")[:1]),
        to_code=Subquery(latest.values("to_force__code")[:1]),
        asked=Subquery(latest.values("kind")[:1]),
    ).annotate(is_mps=Choice(When(to_code=MPS, then=0), default=1, output_field=IntegerField()))


def pending(officer: Officer, day: date) -> Pending:
    """The applications that wait, of the cases that ``officer`` may know of."""
    cases = _waiting(officer, day).select_related("holder")
    order = ("urgency", F("sort_day").asc(nulls_last=True), "is_mps", "pk")
    return Pending(cases.exclude(_over(day)).order_by(*order), cases.filter(_over(day)).order_by(*order))


def by_force(officer: Officer, day: date) -> list[dict[str, Any]]:
    """How many can still be decided in each force (``number``) and how many are ``past``; one query."""
    rows = _waiting(officer, day).order_by().values("to_force")
    counted = rows.annotate(number=Count("pk", filter=~_over(day)), past=Count("pk", filter=_over(day)))
    return list(counted.order_by("-number", "to_force"))


@dataclass(frozen=True, slots=True)
class DecideBy:
    """The day by which a decision is recommended; ``is_late`` once it has passed."""

    on: date
    is_late: bool


def decide_by_days(cases: Iterable[Case], day: date) -> dict[int, date]:
    """By when each of the cases that wait for a Chief Officer is to be decided; one query."""
    waiting = [case for case in cases if case.state == CaseState.WITH_CHIEF_OFFICER]
    budgets = by_nation(PolicyKey.CHIEF_OFFICER_DAYS, day) if waiting else {}
    found = {case.pk: decide_by(case, day, budgets) for case in waiting}
    return {pk: by.on for pk, by in found.items() if by}


def decide_by(case: Case, day: date, budgets: dict[str, int] | None = None) -> DecideBy | None:
    """By when a Chief Officer is to decide: within the days of the policy, and before the last lawful day.

    At a weekend, the Friday before: a last lawful day is never moved, what is recommended is. None where the
    case does not wait for one. ``budgets`` are the days of the policy by nation.
    """
    if case.state != CaseState.WITH_CHIEF_OFFICER or case.held_since is None:
        return None
    budgets = budgets if budgets is not None else by_nation(PolicyKey.CHIEF_OFFICER_DAYS, day)
    days = budgets.get(case.nation, budgets[""])
    found = case.held_since + timedelta(days=days)
    if case.last_lawful_day is not None:
        found = min(found, case.last_lawful_day)
    while found.weekday() > 4 and found > case.held_since:
        found -= timedelta(days=1)
    return DecideBy(found, found < day)
