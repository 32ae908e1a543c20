"""Recording what the law depends on, and withdrawing it: fact, audit event and positions in one transaction.

Nothing recorded is edited. A correction withdraws one row and records another, so that what was known on
any day can be shown again.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models, transaction

from accounts.models import Officer
from audit import clock
from audit.choices import Verb, WithdrawnBecause
from audit.facts import RecordedFact, stamp, withdraw
from audit.record import record
from cases import people, positions
from cases.errors import FactRefused
from cases.models import (
    Case,
    Conviction,
    CourtExtension,
    InvestigationConclusion,
    Material,
    Subject,
    Taking,
    UnlawfulTakingDecision,
)
from cases.services.words import kept_if

# The columns of a taking that a correction may give; what it leaves out stays as it was.
OF_A_TAKING = ("taken_on", "taken_time", "power", "power_as_written", "place", "force", "nation")


@transaction.atomic
def record_conviction(
    subject: Subject,
    *,
    by: Officer,
    on: date,
    is_recordable: bool = True,
    is_exempt: bool = False,
    is_excluded: bool | None = None,
    **more: Any,
) -> Conviction:
    """Record that the subject was convicted on ``on``. It bears on every item of theirs, in all their cases.

    ``is_exempt`` is the Terrorism Act's relief, ``is_excluded`` PACE's (None: not recorded); ``more`` are
    the other columns of ``Conviction``. Raises FactRefused for a day that has not come.
    """
    _check_day(on, f"Subject {subject.pk}")
    conviction = Conviction.objects.create(
        subject=subject,
        convicted_on=on,
        is_recordable=is_recordable,
        is_exempt=is_exempt,
        is_excluded=is_excluded,
        **more,
        **stamp(by),
    )
    fact_recorded(conviction, by, _items_of_subject(subject.pk))
    return conviction


@transaction.atomic
def record_conclusion(case: Case, *, by: Officer, on: date) -> InvestigationConclusion:
    """Record the day on which the investigation behind the case's PACE material concluded.

    Raises FactRefused for a day that has not come or is before a taking, or where a conclusion is recorded
    already: correct that instead.
    """
    _lock(case)
    _check_conclusion(case, on)
    if InvestigationConclusion.objects.current().filter(case=case).exists():
        raise FactRefused(f"Case {case.ref} has a conclusion already. Withdraw it, then record another.")
    return _conclude(case, by, on)


@transaction.atomic
def correct_conclusion(case: Case, *, by: Officer, on: date) -> InvestigationConclusion:
    """Withdraw the conclusion on record and record another day in its place.

    Raises FactRefused as ``record_conclusion`` does, where none is on record, or where nothing would change.
    """
    _lock(case)
    _check_conclusion(case, on)
    old = InvestigationConclusion.objects.current().filter(case=case).first()
    if old is None:
        raise FactRefused(f"Case {case.ref} has no conclusion to correct. Record one.")
    if old.concluded_on == on:
        raise FactRefused(f"Case {case.ref}: {on:%-d %B %Y} is the day on record already.")
    _withdraw(old, by, WithdrawnBecause.CORRECTED)
    return _conclude(case, by, on)


def _conclude(case: Case, by: Officer, on: date) -> InvestigationConclusion:
    conclusion = InvestigationConclusion.objects.create(case=case, concluded_on=on, **stamp(by))
    fact_recorded(conclusion, by, _items_of_case(case.pk))
    return conclusion


@transaction.atomic
def record_court_extension(
    material: Material, *, by: Officer, applied_on: date, ordered_on: date, months: int = 24
) -> CourtExtension:
    """Record a court's order that the item be kept longer.

    ``months`` may be fewer than two years only where the Act lets a court choose (Scotland). Raises
    FactRefused where the days are out of order.
    """
    what = f"Case {material.case.ref}"
    _check_day(ordered_on, what)
    if applied_on > ordered_on:
        raise FactRefused(f"{what}: a court orders on or after the day of the application. Check both dates.")
    extension = CourtExtension.objects.create(
        material=material, applied_on=applied_on, ordered_on=ordered_on, months=months, **stamp(by)
    )
    fact_recorded(extension, by, [material.pk])
    return extension


@transaction.atomic
def record_unlawful_taking(
    material: Material, *, by: Officer, on: date, reasons: str = ""
) -> UnlawfulTakingDecision:
    """Record that on ``on`` it was decided that the item had been taken unlawfully: nothing saves it.

    ``reasons`` say who decided it and why. Raises FactRefused for a day that has not come or is before the
    taking, and where such a decision stands already.
    """
    what = f"Case {material.case.ref}"
    _check_day(on, what)
    taking = Taking.objects.current().filter(material=material).first()
    if taking and taking.taken_on and on < taking.taken_on:
        raise FactRefused(
            f"{what}: the item was taken on {taking.taken_on}, after the decision. Check both dates."
        )
    if UnlawfulTakingDecision.objects.current().filter(material=material).exists():
        raise FactRefused(f"{what}: such a decision about this item is on record already.")
    words = kept_if(reasons, by)
    decision = UnlawfulTakingDecision.objects.create(
        material=material, decided_on=on, reasons=words, **stamp(by)
    )
    fact_recorded(decision, by, [material.pk])
    return decision


@transaction.atomic
def correct_taking(
    material: Material, *, by: Officer, because: str = WithdrawnBecause.CORRECTED, **to: Any
) -> Taking:
    """Withdraw the item's taking and record another with the columns given; the rest stays as it was.

    ``because`` is an ``audit.choices.WithdrawnBecause``. Raises FactRefused for a column that a taking has
    not, a day that has not come, or where nothing would change.
    """
    what = f"Case {material.case.ref}"
    unknown = sorted(set(to) - set(OF_A_TAKING))
    if unknown:
        raise FactRefused(f"{what}: a taking has no {unknown[0]}. It has {', '.join(OF_A_TAKING)}.")
    if to.get("taken_on"):
        _check_day(to["taken_on"], what)
    _lock(material.case)
    old = Taking.objects.current().filter(material=material).first()
    before = {name: getattr(old, name) for name in OF_A_TAKING} if old else {}
    if old and before == before | to:
        raise FactRefused(f"{what}: this is what is recorded already, so there is nothing to correct.")
    if old:
        _withdraw(old, by, because)
    taking = Taking.objects.create(material=material, **(before | to), **stamp(by))
    fact_recorded(taking, by, [material.pk])
    return taking


@transaction.atomic
def withdraw_fact(fact: RecordedFact, *, by: Officer, because: str) -> None:
    """Let a recorded fact count no longer, and refresh the items that it bore on.

    ``because`` is an ``audit.choices.WithdrawnBecause``. Raises FactRefused where it is withdrawn already.
    """
    _withdraw(fact, by, because)
    positions.refresh(_items_touched(fact))


def _withdraw(fact: RecordedFact, by: Officer, because: str) -> None:
    rows = type(fact).objects.filter(pk=fact.pk)
    if not withdraw(rows, by=by, because=WithdrawnBecause(because)):
        raise FactRefused(f"This {fact._meta.verbose_name} is withdrawn already.")
    _tell(Verb.FACT_WITHDRAWN, fact, by, because=str(because))


def fact_recorded(fact: RecordedFact, by: Officer, items: list[int]) -> None:
    """Tell the audit of a fact just written, and refresh the items on which it bears; in the caller's
    transaction.
    """
    _tell(Verb.FACT_RECORDED, fact, by)
    positions.refresh(items)


def _tell(verb: Verb, fact: RecordedFact, by: Officer, **told: Any) -> None:
    record(
        verb,
        subject_type=fact._meta.model_name or "",
        subject_id=fact.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={**_about(fact), **told},
        row=fact,
    )


def _about(fact: models.Model) -> dict[str, int]:
    """The ids of what the fact is about, for whoever reads the audit of a case."""
    names = ("subject_id", "case_id", "material_id")
    return {name.removesuffix("_id"): getattr(fact, name) for name in names if hasattr(fact, name)}


def _items_touched(fact: models.Model) -> list[int]:
    listed = getattr(fact, "listed", None)
    if listed is not None:
        return list(listed.values_list("material_id", flat=True))
    if hasattr(fact, "material_id"):
        return [fact.material_id]
    if hasattr(fact, "case_id"):
        return _items_of_case(fact.case_id)
    if hasattr(fact, "subject_id"):
        return _items_of_subject(fact.subject_id)
    return []


def _items_of_case(case_id: int) -> list[int]:
    return list(Material.objects.filter(case=case_id).values_list("pk", flat=True))


def _items_of_subject(subject_id: int) -> list[int]:
    same = people.everyone_of([subject_id])
    return list(Material.objects.filter(case__subject__in=same).values_list("pk", flat=True))


def _lock(case: Case) -> None:
    """Two people correcting the same case do so one after the other."""
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def _check_conclusion(case: Case, on: date) -> None:
    what = f"Case {case.ref}"
    _check_day(on, what)
    taken = Taking.objects.current().filter(material__case=case, taken_on__gt=on).first()
    if taken is not None and taken.taken_on is not None:
        raise FactRefused(
            f"{what}: an item was taken on {taken.taken_on:%-d %B %Y}, after {on:%-d %B %Y}. "
            "Check both dates."
        )


def _check_day(day: date, what: str) -> None:
    today = clock.today()
    if day > today:
        raise FactRefused(
            f"{what}: {day:%-d %B %Y} has not come yet; today is {today:%-d %B %Y}. Check the date."
        )
