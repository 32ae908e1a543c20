"""The filters of the cases list. A filter only narrows what ``visible_to`` already allows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Officer
from audit import clock
from cases.choices import CaseState, ExceptionCode, MaterialKind, PositionStatus
from cases.models import Case, ImportException, Material
from cases.querysets import CaseQuerySet
from cases.search import find

# The case at risk: taken under Schedule 7, and nothing keeps it beyond the six months.
SCHEDULE_7, SIX_MONTHS = "TACT-S7", "six_months"
# Days left, both ends inclusive; a band of the list is a level of the alerts.
BANDS = {
    "today": (0, 0),
    "1-7": (1, 7),
    "8-14": (8, 14),
    "15-28": (15, 28),
    "29-56": (29, 56),
}
BAND_CHOICES = (
    ("over", "Past the last lawful day, still held"),
    ("today", "Last lawful day is today"),
    ("1-7", "1 to 7 days left"),
    ("8-14", "8 to 14 days left"),
    ("15-28", "15 to 28 days left"),
    ("29-56", "29 to 56 days left"),
    ("57+", "57 days or more left"),
    ("open", "No end date yet"),
    ("indefinite", "Indefinite"),
    ("unresolved", "Date not settled"),
)


def in_band(cases: CaseQuerySet, band: str, today: date) -> CaseQuerySet:
    """The cases whose earliest held item stands in a band of days left, counted from ``today``."""
    if band == "over":
        return cases.held_unlawfully_on(today)
    held = cases.filter(is_held=True)
    if band in BANDS:
        first, last = (today + timedelta(days=days) for days in BANDS[band])
        return held.filter(last_lawful_day__range=(first, last))
    if band == "57+":
        return held.filter(last_lawful_day__gt=today + timedelta(days=BANDS["29-56"][1]))
    return held.filter(status=band)


class CaseFilter(django_filters.FilterSet):
    """By days left, state, New or Legacy, power, nation, basis, holder; and by name, PNC ID or reference."""

    q = django_filters.CharFilter(method="search", label="Name, PNC ID or reference")
    band = django_filters.ChoiceFilter(
        choices=BAND_CHOICES, method="by_band", label="Days left", empty_label="Any"
    )
    state = django_filters.ChoiceFilter(
        choices=CaseState.choices, label="Where it stands", empty_label="Anywhere"
    )
    material = django_filters.ChoiceFilter(
        choices=(("new", "New Material"), ("legacy", "Legacy Material")),
        method="by_material",
        label="Material",
        empty_label="New and Legacy",
    )
    power = django_filters.ChoiceFilter(
        choices=(("TACT-S7", "Schedule 7, TACT"), ("TACT-S41", "Section 41, TACT"), ("PACE-INV", "PACE")),
        label="Power",
        empty_label="Any",
    )
    nation = django_filters.ChoiceFilter(
        choices=(("EW", "England and Wales"), ("SC", "Scotland"), ("NI", "Northern Ireland")),
        label="Nation",
        empty_label="Any",
    )
    risk = django_filters.ChoiceFilter(
        choices=((SIX_MONTHS, "Schedule 7, 6 months only"),),
        method="by_risk",
        label="Basis",
        empty_label="Any",
    )
    held = django_filters.ChoiceFilter(
        choices=(("me", "Me"), ("nobody", "Nobody")),
        method="by_holder",
        label="Who has it",
        empty_label="Anyone",
    )

    class Meta:
        model = Case
        fields = ["q", "band", "state", "material", "power", "nation", "risk", "held"]

    def search(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        """By the start of a reference or PNC ID, or any part of a name, accents and apostrophes apart."""
        return find(cases, value)

    def by_band(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        """By days left, from today."""
        return in_band(cases, value, clock.today())

    def by_material(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        """New or Legacy."""
        return cases.filter(is_legacy=value == "legacy")

    def by_risk(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        """Of which an item is held on the six months of Schedule 7 alone, over or not; samples apart."""
        items = Material.objects.held().exclude(kind=MaterialKind.DNA_SAMPLE)
        alone = items.filter(status=PositionStatus.TIME_LIMITED, chain=[SCHEDULE_7])
        return cases.filter(Exists(alone.filter(case=OuterRef("pk"))))

    def by_holder(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        """Held by the person looking, or by nobody who is still here."""
        if value == "me":
            return cases.filter(holder=self.request.user)
        return cases.filter(Q(holder=None) | Q(holder__is_active=False))


class ExceptionFilter(django_filters.FilterSet):
    """Import exceptions by owner and by what is wrong."""

    owner = django_filters.ChoiceFilter(method="by_owner", label="Owner", empty_label="Anybody")
    code = django_filters.ChoiceFilter(
        choices=ExceptionCode.choices, label="What is wrong", empty_label="Anything"
    )

    class Meta:
        model = ImportException
        fields = ["owner", "code"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = Officer.objects.filter(pk__in=ImportException.objects.filter(ended_at=None).values("owner"))
        named = [
            (str(pk), name) for pk, name in owners.order_by("display_name").values_list("pk", "display_name")
        ]
        self.filters["owner"].extra["choices"] = [("me", "Me"), *named]

    def by_owner(self, found: QuerySet[ImportException], name: str, value: str) -> QuerySet[ImportException]:
        """Those that one officer owns."""
        return found.filter(owner=self.request.user if value == "me" else int(value))
