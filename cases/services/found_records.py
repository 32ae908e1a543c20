"""Recording that a record found in a database belongs to a case, as a person decided.

The item that the record is of may be one that nobody here knew: it is added with what the database says of
it, and stays unresolved until a person settles the power that it was taken under.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import Officer
from audit.choices import Verb
from audit.facts import stamp
from audit.record import Event, digest_of, record_many
from cases import positions
from cases.errors import EnrolmentRefused
from cases.models import Case, Holding, Material, Taking
from cases.sofs import DATABASE_OF

KIND_IN = {str(place): kind for kind, place in DATABASE_OF.items()}


@transaction.atomic
def record_found(
    case: Case, *, place: str, reference: str, taken_on: date | None, by: Officer
) -> Holding | None:
    """Record a holding of the case under its reference; None where it is recorded there already.

    Raises EnrolmentRefused where another case has the reference.
    """
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    found = (
        Holding.objects.current().filter(place=place, reference=reference).select_related("material__case")
    )
    there = found.first()
    if there is not None and there.material.case_id == case.pk:
        return None
    if there is not None:
        raise EnrolmentRefused(
            f"{reference} is recorded in case {there.material.case.ref} already. Decide there whose it is.",
            material_id=there.material_id,
        )
    item, events = _item(case, place, taken_on, by)
    holding = Holding.objects.create(material=item, place=place, reference=reference, **stamp(by))
    events.append(
        Event(
            Verb.FACT_RECORDED,
            "holding",
            holding.pk,
            {"case": case.pk, "material": item.pk, "place": str(place)},
            actor_id=by.pk,
            actor_name=by.display_name,
            row_digest=digest_of(holding),
        )
    )
    record_many(events)
    positions.refresh([item.pk])
    return holding


def _item(case: Case, place: str, taken_on: date | None, by: Officer) -> tuple[Material, list[Event]]:
    """The item of the case that a record in this database is of: one that fits, or else one that is added.

    What fits best is an item taken on that day; then one whose day is not known; then one of which no record
    is known in that database, whose day then shows as a difference for a person to settle.
    """
    items = list(Material.objects.filter(case=case, kind=KIND_IN[place], deleted_on=None).order_by("pk"))
    takings = Taking.objects.current().filter(material__in=items)
    days = dict(takings.values_list("material_id", "taken_on"))
    known = set(
        Holding.objects.current()
        .filter(material__in=items, place=place)
        .exclude(reference="")
        .values_list("material_id", flat=True)
    )
    fits = [item for item in items if taken_on and days.get(item.pk) == taken_on]
    fits += [item for item in items if days.get(item.pk) is None]
    fits += [item for item in items if item.pk not in known]
    if fits:
        return fits[0], []
    return _added(case, place, taken_on, by)


def _added(case: Case, place: str, taken_on: date | None, by: Officer) -> tuple[Material, list[Event]]:
    item = Material.objects.create(case=case, kind=KIND_IN[place])
    taking = Taking.objects.create(
        material=item, taken_on=taken_on, force=case.force, nation=case.nation, **stamp(by)
    )
    return item, [
        Event(
            Verb.MATERIAL_ADDED,
            "material",
            item.pk,
            {"case": case.pk},
            actor_id=by.pk,
            actor_name=by.display_name,
        ),
        Event(
            Verb.FACT_RECORDED,
            "taking",
            taking.pk,
            {"case": case.pk, "material": item.pk},
            actor_id=by.pk,
            actor_name=by.display_name,
            row_digest=digest_of(taking),
        ),
    ]
