"""Recording what was looked up about a person: the check with its evidence, and the conviction that it found.

The conviction bears on every item of the person at once. Source: R-032.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Officer
from audit import clock
from audit.choices import Verb
from audit.facts import stamp
from audit.record import record
from cases import people
from cases.choices import CheckKind, CheckResult
from cases.errors import FactRefused
from cases.models import Case, Conviction, PncCheck
from cases.services import after_check
from cases.services.facts import record_conviction
from cases.services.words import kept


@dataclass(frozen=True, slots=True)
class Found:
    """A conviction that a check found; ``is_excluded`` None means not known. See ``Conviction``."""

    convicted_on: date
    is_recordable: bool = True
    is_exempt: bool = False
    is_excluded: bool | None = None
    is_foreign: bool = False
    same_course_as: Conviction | None = None
    custodial_months: int | None = None
    sentenced_on: date | None = None
    arrested_on: date | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """Its columns but for the day."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "convicted_on"}


@transaction.atomic
def record_check(
    case: Case,
    *,
    by: Officer,
    on: date,
    result: str,
    evidence: str,
    kind: str = CheckKind.PNC,
    again_by: date | None = None,
    found: Found | None = None,
) -> PncCheck:
    """Record that the person of the case was looked up on ``on``, with the result, and where that is shown.

    Raises FactRefused without evidence, for a day that has not come, for a next check that is not later; for
    "Convicted" where no conviction is given or on record, and for a conviction that is on record already.
    """
    words = evidence.strip()
    if not words:
        raise FactRefused(f"Case {case.ref}: say where the result is shown, for example a print's number.")
    _check_days(case, on, again_by)
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if found is not None:
        _check_found(case, on, result, found)
        record_conviction(case.subject, by=by, on=found.convicted_on, **found.columns)
    elif result == CheckResult.CONVICTED and not convictions_of(case).exists():
        raise FactRefused(f"Case {case.ref}: no conviction is on record. Give the day of the one found.")
    recorded = stamp(by)
    check = PncCheck.objects.create(
        case=case,
        kind=CheckKind(kind),
        checked_on=on,
        result=CheckResult(result),
        again_by=again_by,
        evidence=kept(words, by, recorded["recorded_at"]),
        **recorded,
    )
    record(
        Verb.FACT_RECORDED,
        subject_type="pnccheck",
        subject_id=check.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"case": case.pk, "kind": str(check.kind), "result": str(check.result)},
        row=check,
    )
    after_check.run(check)
    return check


def convictions_of(case: Case) -> QuerySet[Conviction]:
    """The convictions on record of the person of the case, the latest first."""
    same = people.everyone_of([case.subject_id])
    return Conviction.objects.current().filter(subject__in=same).order_by("-convicted_on", "-pk")


def _check_days(case: Case, on: date, again_by: date | None) -> None:
    today = clock.today()
    if on > today:
        raise FactRefused(
            f"Case {case.ref}: {on:%-d %B %Y} has not come yet; today is {today:%-d %B %Y}. Check the date."
        )
    if again_by is not None and again_by <= on:
        raise FactRefused(
            f"Case {case.ref}: the next check comes after this one of {on:%-d %B %Y}. Check both dates."
        )


def _check_found(case: Case, on: date, result: str, found: Found) -> None:
    day = found.convicted_on
    if result != CheckResult.CONVICTED:
        raise FactRefused(f"Case {case.ref}: a conviction goes with the result Convicted. Choose that.")
    if day > on:
        raise FactRefused(
            f"Case {case.ref}: a check of {on:%-d %B %Y} cannot find a conviction of {day:%-d %B %Y}. "
            "Check both dates."
        )
    if convictions_of(case).filter(convicted_on=day).exists():
        raise FactRefused(
            f"Case {case.ref}: a conviction of {day:%-d %B %Y} is on record already. Leave its day empty; "
            "where what is recorded of it is wrong, withdraw it on the case's page first."
        )
