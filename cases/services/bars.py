"""Recording that an enactment forbids an item's destruction, and lifting it.

Only an Act can: a letter from an inquiry or a complaint holds a destruction up and makes nothing lawful.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import Officer
from audit import clock
from audit.choices import WithdrawnBecause
from audit.facts import stamp
from cases import positions
from cases.choices import BarKind
from cases.errors import FactRefused
from cases.models import Material, StatutoryBar
from cases.services.facts import fact_recorded, withdraw_fact
from cases.services.words import kept


@transaction.atomic
def record_bar(
    material: Material,
    bar: BarKind,
    *,
    by: Officer,
    from_on: date,
    reason: str,
    listed_offence: bool = False,
) -> StatutoryBar:
    """Record that an enactment forbids destruction from a day.

    Raises FactRefused without a reason, for a day to come, for a second of the kind, and where the enactment
    does not reach the item.
    """
    what = f"{material.case.ref}, {material.get_kind_display().lower()}"
    if not reason.strip():
        raise FactRefused(f"{what}: say who decided it and why.")
    if from_on > clock.today():
        raise FactRefused(f"{what}: {from_on:%-d %B %Y} has not come yet. Check the date.")
    if StatutoryBar.objects.current().filter(material=material, bar=bar, lifted_on=None).exists():
        raise FactRefused(f"{what}: {bar.label} stands already.")
    recorded = stamp(by)
    words = kept(reason, by, recorded["recorded_at"])
    made = StatutoryBar.objects.create(
        material=material,
        bar=bar,
        from_on=from_on,
        listed_offence=listed_offence,
        reason=words,
        **recorded,
    )
    fact_recorded(made, by, [material.pk])
    if f"bar:{made.pk}" not in positions.position_of(material).bars:
        raise FactRefused(f"{what}: {bar.label} does not reach this item. Nothing was recorded.")
    return made


@transaction.atomic
def lift_bar(bar: StatutoryBar, *, by: Officer, on: date) -> StatutoryBar:
    """Record the last day on which a bar applies. Raises FactRefused for a day before it or to come."""
    if not bar.from_on <= on <= clock.today():
        raise FactRefused(f"Give the last day on which it applies, from {bar.from_on:%-d %B %Y} to today.")
    withdraw_fact(bar, by=by, because=WithdrawnBecause.ENDED)
    made = StatutoryBar.objects.create(
        material=bar.material,
        bar=bar.bar,
        from_on=bar.from_on,
        lifted_on=on,
        listed_offence=bar.listed_offence,
        reason=bar.reason,
        **stamp(by),
    )
    fact_recorded(made, by, [bar.material_id])
    return made
