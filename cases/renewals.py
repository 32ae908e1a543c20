"""Determinations that run out: which cases one keeps and until when, and which prompt to renew is due.

A renewal is a new application and a new determination, on the facts of its own day, made on or before the
last lawful day. The prompts are policy: so many calendar months ahead. Source: law.md, "Renewal".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Min, OuterRef, Subquery

from cases import policy
from cases.choices import MaterialKind, PolicyKey, PositionStatus
from cases.ends import DETERMINATIONS
from cases.models import Case, Material
from law.periods import last_day

if TYPE_CHECKING:
    from accounts.models import Officer
    from cases.querysets import MaterialQuerySet

PROMPTS = (
    PolicyKey.RENEWAL_FIRST_MONTHS,
    PolicyKey.RENEWAL_SECOND_MONTHS,
    PolicyKey.RENEWAL_LAST_MONTHS,
)
Months = Sequence[int]


def prompts_on(day: date) -> Months:
    """How many months ahead the first, second and last prompt are, by the policy of a day; one query."""
    values = policy.together(day, *PROMPTS)
    return [values[key][""] for key in PROMPTS]


def prompt_of(last: date, day: date, months: Months) -> int | None:
    """Which prompt it is time for on ``day``: 0 the first, 1 the second, 2 the last; None for none yet.

    ``day`` lies within so many months that end on the last lawful day, both days counted.

    >>> prompt_of(date(2027, 3, 9), date(2026, 3, 9), (12, 6, 3)) is None
    True
    >>> prompt_of(date(2027, 3, 9), date(2026, 3, 10), (12, 6, 3))
    0
    >>> prompt_of(date(2027, 3, 9), date(2026, 12, 10), (12, 6, 3))
    2
    """
    due = [number for number, ahead in enumerate(months) if ahead and last <= last_day(day, ahead)]
    return max(due, default=None)


def kept_by_one(day: date) -> MaterialQuerySet:
    """Items held that a determination is part of what keeps, whose last lawful day is ``day`` or later."""
    items: Any = Material.objects.held().filter(
        status=PositionStatus.TIME_LIMITED, last_lawful_day__gte=day, chain__overlap=DETERMINATIONS
    )
    return items.exclude(kind=MaterialKind.DNA_SAMPLE)


def to_renew(officer: Officer, day: date) -> Any:
    """Cases for whose renewal there is a prompt by ``day``; ``renew_by`` is its last day, the nearest first.

    Those that ``officer`` may know of, whether or not somebody has taken them up already.
    """
    ahead = max(prompts_on(day))
    until = last_day(day, ahead) if ahead else day
    first = kept_by_one(day).filter(case=OuterRef("pk"), last_lawful_day__lte=until).order_by().values("case")
    cases: Any = Case.objects.visible_to(officer, day).annotate(
        renew_by=Subquery(first.annotate(first=Min("last_lawful_day")).values("first"))
    )
    return cases.filter(renew_by__isnull=False).order_by("renew_by", "pk")
