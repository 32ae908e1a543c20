"""Whose PNC check must be entered before what is approved, or waits for it, can be destroyed.

The gate asks for a check that is at most so many days old and has a result; these cases lack one.
Source: R-032, R-128; further report of 22 April 2016, paragraph 27.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery

from cases.choices import CheckKind, CheckResult, PolicyKey
from cases.models import Case, PncCheck
from cases.policy import policy_on
from retention.choices import OrderState
from retention.models import DeletionOrder, Instruction

if TYPE_CHECKING:
    from accounts.models import Officer
    from cases.querysets import CaseQuerySet


def oldest_that_counts(day: date) -> date:
    """The earliest day of a check by which something may be destroyed on ``day``, inclusive."""
    return day - timedelta(days=policy_on(PolicyKey.PNC_CHECK_DAYS, day))


def checks_by(day: date) -> QuerySet[PncCheck]:
    """The PNC checks that count on ``day``, the latest first."""
    found = PncCheck.objects.current().filter(kind=CheckKind.PNC, checked_on__lte=day)
    return found.order_by("-checked_on", "-pk")


def to_check(officer: Officer, day: date) -> CaseQuerySet:
    """Cases whose PNC check of late is missing while a deletion waits for it, the longest due first.

    ``due_on``: the earliest of those deletions; ``checked_on`` and ``result``: of the latest check, if any.
    """
    unsent = Instruction.objects.filter(order=OuterRef("pk"), sent_at=None, cancelled_at=None)
    waits = DeletionOrder.objects.filter(
        Q(state__in=[OrderState.APPROVAL_ASKED, OrderState.APPROVED])
        | Q(Exists(unsent), state=OrderState.EXECUTING),
        case=OuterRef("pk"),
    )
    first_due = waits.order_by().values("case").annotate(first=Min("due_on")).values("first")
    latest = checks_by(day).filter(case=OuterRef("pk"))
    cases: Any = Case.objects.visible_to(officer, day).annotate(
        due_on=Subquery(first_due),
        checked_on=Subquery(latest.values("checked_on")[:1]),
        result=Subquery(latest.values("result")[:1]),
    )
    lacks_one = Q(checked_on=None) | Q(checked_on__lt=oldest_that_counts(day)) | Q(result=CheckResult.PENDING)
    found: CaseQuerySet = cases.filter(lacks_one, due_on__isnull=False).order_by("due_on", "pk")
    return found
