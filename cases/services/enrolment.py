"""Recording that items were loaded onto the counter-terrorism databases, with the references they got there.

Source: further report of 22 April 2016, paragraph 6 ii; R-003, R-031.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import Officer
from audit import clock
from audit.choices import Verb
from audit.facts import stamp
from audit.record import Event, digest_of, record_many
from cases import positions
from cases.choices import HoldingPlace, WhoHasIt
from cases.errors import EnrolmentRefused
from cases.models import Case, Holding, Material, ProfileReceipt, Taking
from cases.services.whereabouts import record_received
from cases.sofs import DATABASE_OF


@dataclass(frozen=True, slots=True)
class Enrolled:
    """An item with its reference in the database of its kind, and the day it was loaded.

    ``received_on`` is the day on which SOFS received a profile whose receipt is not recorded yet.
    """

    material: Material
    reference: str
    on: date
    received_on: date | None = None


@transaction.atomic
def enrol(case: Case, entries: Sequence[Enrolled], *, by: Officer) -> list[Holding]:
    """Record the enrolment of these items of the case, all or none.

    A profile that nobody recorded as received is recorded as received on the day given. Raises
    EnrolmentRefused, naming the item: without a reference, for one that another item has, for an item that
    is enrolled already or is in no database, and for days that cannot be.
    """
    if not entries:
        raise EnrolmentRefused(f"Case {case.ref}: give the reference of at least one item.")
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    holdings = [_enrol(case, entry, by) for entry in entries]
    record_many(
        [
            Event(
                Verb.FACT_RECORDED,
                "holding",
                holding.pk,
                {"case": case.pk, "material": holding.material_id, "place": str(holding.place)},
                actor_id=by.pk,
                actor_name=by.display_name,
                row_digest=digest_of(holding),
            )
            for holding in holdings
        ]
    )
    positions.refresh([entry.material.pk for entry in entries])
    return holdings


def _enrol(case: Case, entry: Enrolled, by: Officer) -> Holding:
    item = entry.material
    place = DATABASE_OF.get(item.kind)  # type: ignore[call-overload]
    if item.case_id != case.pk or item.deleted_on is not None or place is None:
        raise EnrolmentRefused(f"Case {case.ref}: this item is in no database.", material_id=item.pk)
    reference = " ".join(entry.reference.split())
    _check_reference(case, item, place, reference)
    _check_days(case, entry)
    _receive(case, entry, by)
    return Holding.objects.create(
        material=item, place=place, reference=reference, held_since=entry.on, **stamp(by)
    )


def _check_reference(case: Case, item: Material, place: HoldingPlace, reference: str) -> None:
    what = f"Case {case.ref}, {item.get_kind_display()}"
    if not reference:
        raise EnrolmentRefused(f"{what}: give the reference in the {place.label}.", material_id=item.pk)
    held = Holding.objects.current().filter(place=place)
    own = held.filter(material=item).exclude(reference="").first()
    if own is not None:
        raise EnrolmentRefused(
            f"{what}: it is enrolled already, as {own.reference}. Nothing more is needed.",
            material_id=item.pk,
        )
    other = held.filter(reference__iexact=reference).select_related("material__case").first()
    if other is not None:
        raise EnrolmentRefused(
            f"{what}: {reference} in the {place.label} is {other.material.get_kind_display()} of case "
            f"{other.material.case.ref}. Check the reference; if it is right, the other one is wrong.",
            material_id=item.pk,
        )


def _check_days(case: Case, entry: Enrolled) -> None:
    item, today = entry.material, clock.today()
    what = f"Case {case.ref}, {item.get_kind_display()}"
    taken_on = Taking.objects.current().filter(material=item).values_list("taken_on", flat=True).first()
    for day in (entry.on, entry.received_on):
        if day and day > today:
            raise EnrolmentRefused(
                f"{what}: {day:%-d %B %Y} has not come yet; today is {today:%-d %B %Y}. Check the date.",
                material_id=item.pk,
            )
        if day and taken_on and day < taken_on:
            raise EnrolmentRefused(
                f"{what}: it was taken on {taken_on:%-d %B %Y}, after {day:%-d %B %Y}. Check the date.",
                material_id=item.pk,
            )


def _receive(case: Case, entry: Enrolled, by: Officer) -> None:
    """A profile in the database has come: its receipt is recorded, and what waits for it is told."""
    item, what = entry.material, f"Case {case.ref}, {entry.material.get_kind_display()}"
    if DATABASE_OF[item.kind] != HoldingPlace.CT_DNA:  # type: ignore[index]
        return
    received_on = (
        ProfileReceipt.objects.current().filter(material=item).values_list("received_on", flat=True).first()
    )
    came_on = received_on or entry.received_on
    if came_on is None:
        raise EnrolmentRefused(f"{what}: give the day on which SOFS received it.", material_id=item.pk)
    if came_on > entry.on:
        raise EnrolmentRefused(
            f"{what}: SOFS received it on {came_on:%-d %B %Y}, after it was loaded. Check both dates.",
            material_id=item.pk,
        )
    if received_on is None:
        record_received([item], by=by, holder=WhoHasIt.SOFS, on=came_on)
