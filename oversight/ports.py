"""Reads what the league table of ports is made of, as known at the end of a day."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db.models import Min, QuerySet

from audit import clock
from audit.reading import in_parts
from cases.acts import known
from cases.choices import MaterialKind, WhereaboutsStep
from cases.models import Case, ProfileReceipt, Taking, Whereabouts
from oversight.figures.ports import Journey, PortRow, league
from oversight.selectors import Days
from retention.models import Port

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Officer


def ports_table(days: Days, officer: Officer, today: date) -> list[PortRow]:
    """The league table over the cases that ``officer`` may see; four queries."""
    return ports_over(days, Case.objects.visible_to(officer, today))


def ports_over(days: Days, cases: QuerySet[Case]) -> list[PortRow]:
    """The league table over some cases."""
    on_record = Port.objects.filter(first_recorded_on__lte=days.known_at).order_by("name", "pk")
    places = list(on_record.values_list("name", flat=True))
    return league(_journeys(days, cases), places, days.as_at)


def _journeys(days: Days, cases: QuerySet[Case]) -> list[Journey]:
    moment = datetime.combine(days.known_at, time.max, clock.LONDON)
    received = known(Whereabouts, moment).filter(
        step=WhereaboutsStep.RECEIVED, material__kind=MaterialKind.DNA_SAMPLE
    )
    samples = dict(
        received.order_by()
        .values("material__case")
        .annotate(first=Min("happened_on"))
        .values_list("material__case", "first")
    )
    receipts = known(ProfileReceipt, moment).order_by().values("material").annotate(first=Min("received_on"))
    profiles = dict(receipts.values_list("material", "first"))
    takings = known(Taking, moment).filter(
        material__kind=MaterialKind.DNA_PROFILE,
        material__case__in=cases,
        taken_on__isnull=False,
    )
    rows = takings.values_list("material_id", "material__case_id", "place", "taken_on")
    with in_parts(rows, 5000) as read:
        return [
            Journey(place, taken_on, samples.get(case), profiles.get(material))
            for material, case, place, taken_on in read
        ]
