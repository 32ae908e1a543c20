"""Applications to a court that a period be extended, and what the court decided.

An application gives no cover by itself: where the order comes after the last lawful day, it is too late.
Source: Terrorism Act 2000, Sch. 8 para. 20B(5)-(7) and its like.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import WithdrawnBecause
from audit.facts import stamp
from cases import selectors
from cases.choices_law import CourtAnswer
from cases.court import can_be_extended
from cases.errors import AuthorityRefused, FactRefused
from cases.models import Case, CourtApplication, CourtOutcome, Material, Taking
from cases.permissions import RECORDS_BARS
from cases.services.facts import fact_recorded, record_court_extension, withdraw_fact
from cases.services.words import needed


@transaction.atomic
def record_application(
    case: Case, items: Collection[int], *, by: Officer, on: date, shown: str
) -> list[CourtApplication]:
    """Record that a court was asked on ``on`` to extend the period of items of a case, a row each.

    It is recorded also where it was made outside its window, and then has no effect. Raises AuthorityRefused;
    FactRefused without where it is shown, for a day to come or before the taking, for an item whose power no
    court extends, and for one recorded already.
    """
    check_role(by)
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    extendable = {item.material.pk for item in can_be_extended(selectors.items_on_file(case))}
    if not items or not set(items) <= extendable:
        raise FactRefused(f"Case {case.ref}: choose items whose period a court can extend.")
    if on > clock.today():
        raise FactRefused(f"Case {case.ref}: {on:%-d %B %Y} has not come yet. Check the date.")
    late = Taking.objects.current().filter(material__in=items, taken_on__gt=on).first()
    if late is not None:
        raise FactRefused(f"Case {case.ref}: {on:%-d %B %Y} is before the taking. Check both dates.")
    if CourtApplication.objects.current().filter(material__in=items, applied_on=on).exists():
        raise FactRefused(f"Case {case.ref}: an application of that day is on record already.")
    missing = f"Case {case.ref}: say to which court, and where the application is shown."
    made = []
    for material in Material.objects.filter(pk__in=items).order_by("pk"):
        words = needed(shown, by, missing)
        one = CourtApplication.objects.create(material=material, applied_on=on, shown=words, **stamp(by))
        fact_recorded(one, by, [material.pk])
        made.append(one)
    return made


@transaction.atomic
def record_outcome(
    application: CourtApplication, *, by: Officer, answer: str, on: date, months: int = 24
) -> CourtOutcome:
    """Record what the court decided; an order extends the period where it was made in time.

    Raises AuthorityRefused; FactRefused for a day before the application or to come, and for a second
    outcome.
    """
    check_role(by)
    material = application.material
    Case.objects.select_for_update(of=("self",)).get(pk=material.case_id)
    what = f"Case {material.case.ref}"
    if application.outcomes.filter(withdrawn_at=None).exists():
        raise FactRefused(f"{what}: an outcome of this application is on record. Withdraw it first.")
    if not application.applied_on <= on <= clock.today():
        raise FactRefused(
            f"{what}: a court decides from the day of the application, {application.applied_on:%-d %B %Y}, "
            "to today. Check the date."
        )
    extension = None
    if answer == CourtAnswer.ORDERED:
        extension = record_court_extension(
            material, by=by, applied_on=application.applied_on, ordered_on=on, months=months
        )
    outcome = CourtOutcome.objects.create(
        application=application,
        answer=CourtAnswer(answer),
        decided_on=on,
        extension=extension,
        **stamp(by),
    )
    fact_recorded(outcome, by, [material.pk])
    return outcome


@transaction.atomic
def withdraw_outcome(outcome: CourtOutcome, *, by: Officer, because: str = WithdrawnBecause.MISTAKE) -> None:
    """Let an outcome count no longer, and the order with it. Raises AuthorityRefused, FactRefused."""
    check_role(by)
    withdraw_fact(outcome, by=by, because=because)
    if outcome.extension is not None:
        withdraw_fact(outcome.extension, by=by, because=because)


@transaction.atomic
def withdraw_application(application: CourtApplication, *, by: Officer, because: str) -> None:
    """Let an application count no longer. Raises FactRefused while an outcome of it stands."""
    check_role(by)
    if application.outcomes.filter(withdrawn_at=None).exists():
        raise FactRefused("Withdraw the outcome of this application first.")
    withdraw_fact(application, by=by, because=because)


def check_role(by: Officer) -> None:
    """Raises AuthorityRefused for somebody who does not record applications to a court."""
    if not roles_on(by, clock.today()) & RECORDS_BARS:
        raise AuthorityRefused(
            "A legal reviewer or a manager of SOFS or JFIT records an application to a court."
        )
