"""Enters the PNC checks of many cases at once: each is a record of its own, in a transaction of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import Officer
from audit import clock
from cases.choices import CheckResult
from cases.errors import FactRefused
from cases.models import Case
from cases.services.checks import record_check
from retention.pnc_checks import to_check


@dataclass(frozen=True, slots=True)
class Looked:
    """What the PNC said of the person of one case, and where that is shown."""

    case_id: int
    result: CheckResult
    evidence: str


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of one: ``why`` is empty where the check was recorded."""

    case: Case
    result: str
    why: str = ""


def enter(looked: Iterable[Looked], *, by: Officer, on: date) -> list[Entered]:
    """Record each check of ``on``; one that is refused holds up none of the others.

    A case that lacks no check any more, or that ``by`` may not see, is left as it is and says so.
    """
    return [_enter(one, by, on) for one in looked]


@transaction.atomic
def _enter(one: Looked, by: Officer, on: date) -> Entered:
    # Locked before it is asked: of two who enter the same list, the second finds it done.
    case = Case.objects.select_for_update(of=("self",)).get(pk=one.case_id)
    if not to_check(by, clock.today()).filter(pk=case.pk).exists():
        return Entered(case, one.result.label, "No check of it is wanted any more. Nothing was recorded.")
    try:
        record_check(case, by=by, on=on, result=one.result, evidence=one.evidence)
    except FactRefused as refused:
        return Entered(case, one.result.label, str(refused))
    return Entered(case, one.result.label)
