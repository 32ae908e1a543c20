"""Reads of chases as lists and pages show them: who is chased, whom to contact, what was promised."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from cases.choices import RequestStep, RequestTo
from cases.models import Case, RequestEvent, Taking
from cases.permissions import JFIT, SOFS
from retention.choices import ChaseRule
from retention.models import ChaseTask, Port, PortContact

if TYPE_CHECKING:
    from accounts.models import Officer

# What the list of chases can be asked for.
SHOWN = {
    "all": Q(),
    "port": Q(request__to=RequestTo.PORT),
    "fsp": Q(request__to=RequestTo.FSP),
    "third": Q(rule=ChaseRule.THIRD_PARTY),
    "manager": Q(escalated_on__isnull=False),
}


def chases_of(officer: Officer, day: date) -> QuerySet[ChaseTask]:
    """Chases for a profile or an answer about cases that ``officer`` may see, nearest last lawful day first.

    Each with ``spoken_on``, ``promised_for`` and ``escalated_on``, the latest of its kind.
    """
    return (
        ChaseTask.objects.filter(
            case__in=Case.objects.visible_to(officer, day),
            rule__in=(ChaseRule.PORT_PROFILE, ChaseRule.THIRD_PARTY),
        )
        .select_related("case", "request")
        .annotate(
            spoken_on=_latest(RequestStep.CHASED, "happened_on"),
            promised_for=_latest(RequestStep.PROMISED, "promised_for"),
            escalated_on=_latest(RequestStep.ESCALATED, "happened_on"),
        )
        .order_by("case__urgency", F("case__sort_day").asc(nulls_last=True), "pk")
    )


def _latest(step: str, column: str) -> Subquery:
    events = RequestEvent.objects.current().filter(request=OuterRef("request"), step=step)
    return Subquery(events.order_by("-happened_on", "-pk").values(column)[:1])


def mark(tasks: Iterable[ChaseTask], roles: Collection[str]) -> None:
    """Give each chase ``may_chase``: whether these roles press whoever is late; SOFS presses for profiles,
    JFIT for answers.
    """
    held = frozenset(roles)
    for task in tasks:
        presses = SOFS if task.rule == ChaseRule.PORT_PROFILE else JFIT
        task.may_chase = bool(held & presses)  # type: ignore[attr-defined]


def counts(found: QuerySet[ChaseTask]) -> dict[str, int]:
    """How many chases each way of showing them has; one query."""
    return found.order_by().aggregate(**{name: Count("pk", filter=which) for name, which in SHOWN.items()})


def with_the_manager(officer: Officer, day: date) -> QuerySet[ChaseTask]:
    """The open chases for profiles that were taken to the manager of SOFS."""
    chases: Any = chases_of(officer, day)
    return chases.filter(closed_on=None, rule=ChaseRule.PORT_PROFILE, escalated_on__isnull=False)


def contacts_on(day: date) -> QuerySet[PortContact]:
    """Whom to call on ``day``, in order of name."""
    return (
        PortContact.objects.current()
        .filter(Q(to_on=None) | Q(to_on__gte=day), from_on__lte=day)
        .select_related("who", "port")
        .order_by("who__name", "pk")
    )


def contacts_by_port(day: date) -> dict[str, list[PortContact]]:
    """Whom to call on ``day``, by the name of the port in small letters; one query."""
    found: dict[str, list[PortContact]] = {}
    for contact in contacts_on(day):
        found.setdefault(contact.port.name.lower(), []).append(contact)
    return found


def place_of(task: ChaseTask) -> str:
    """The port of a chase: the one asked, or, where the provider is asked, the one that took the sample."""
    if task.request and task.request.unit_name:
        return str(task.request.unit_name)
    takings = Taking.objects.current().filter(material=task.material_id).values_list("place", flat=True)
    return takings.first() or ""


def port_of(task: ChaseTask) -> Port | None:
    """The port on record of a chase."""
    place = place_of(task)
    return Port.objects.filter(name__iexact=place).first() if place else None


def ports(day: date) -> QuerySet[Port]:
    """Every port on record by name, with ``has_contact``, ``open_chases`` and ``all_chases``."""
    asked = ChaseTask.objects.filter(request__unit_name__iexact=OuterRef("name"), rule=ChaseRule.PORT_PROFILE)
    return (
        Port.objects.select_related("force")
        .annotate(
            has_contact=Exists(contacts_on(day).filter(port=OuterRef("pk"))),
            open_chases=_number(asked.filter(closed_on=None)),
            all_chases=_number(asked),
        )
        .order_by("name", "pk")
    )


def _number(tasks: QuerySet[ChaseTask]) -> Subquery:
    return Subquery(tasks.order_by().values("rule").annotate(n=Count("pk")).values("n"))
