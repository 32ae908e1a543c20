"""Who has an item, and since when: the chain from the taking to SOFS, and the items whose chain is broken.

An item's whereabouts are known while somebody is recorded to have it: who took it, who received it, or a
database that holds it. They are unknown where nobody ever recorded anything, and where it was sent, the days
allowed for the way have passed, and nobody recorded that it came. Source: R-002, R-030.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case as Either
from django.db.models import CharField, DateField, Exists, F, OuterRef, Q, Subquery, Value, When

from cases.choices import MaterialKind, PolicyKey, WhereaboutsStep, WhoHasIt
from cases.models import Case, Holding, Material, ProfileReceipt, Taking, Whereabouts
from cases.policy import policy_on

if TYPE_CHECKING:
    from accounts.models import Officer
    from cases.querysets import MaterialQuerySet

NEVER, LOST = "never", "lost"


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of an item's way. ``until`` is None for the last; a missing link is not ``is_known``."""

    who: str
    since: date | None
    until: date | None = None
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Way:
    """The way of one item so far; ``missing_since`` is the day since when nobody is known to have it."""

    material: Material
    legs: tuple[Leg, ...]
    missing_since: date | None

    @property
    def now(self) -> Leg:
        """Where it is now."""
        return self.legs[-1]


def chain(
    steps: Iterable[Whereabouts], *, in_database_since: date | None = None, today: date, transit_days: int
) -> tuple[Leg, ...]:
    """The legs of an item's way from its steps, in order. Pure.

    A step by somebody who is not known to have had the item leaves a missing link before it.
    """
    legs: list[Leg] = []
    has, coming_to, since = "", "", None
    for step in sorted(steps, key=_order):
        if step.step == WhereaboutsStep.PROFILED and step.holder == has:
            continue
        if since is not None:
            legs.append(Leg(_at(has, coming_to), since, step.happened_on))
        if step.step != WhereaboutsStep.TAKEN and step.holder not in (has, coming_to):
            legs.append(Leg(f"How it came to {_name(step.holder)}", since, step.happened_on, is_known=False))
        sent = step.step == WhereaboutsStep.SENT
        has, coming_to = ("", str(step.to)) if sent else (str(step.holder), "")
        since = step.happened_on
    if in_database_since is not None and has != WhoHasIt.SOFS:
        if since is not None:
            legs.append(Leg(_at(has, coming_to), since, in_database_since))
        return (*legs, Leg("SOFS", in_database_since))
    if since is None:
        return (Leg("Nothing is recorded", None, is_known=False),)
    late = bool(coming_to) and since + timedelta(days=transit_days) < today
    return (*legs, Leg(f"Sent to {_name(coming_to)}" if late else _at(has, coming_to), since, None, not late))


def _at(has: str, coming_to: str) -> str:
    """Who has it, as the words of a leg."""
    name = _name(has) if has else f"on the way to {_name(coming_to)}"
    return f"{name[:1].upper()}{name[1:]}"


def _name(who: str) -> str:
    """Somebody, inside a sentence."""
    label = str(WhoHasIt(who).label)
    return label if who == WhoHasIt.SOFS else f"the {label[:1].lower()}{label[1:]}"


def _order(step: Whereabouts) -> tuple[date, bool, int]:
    return step.happened_on, step.step != WhereaboutsStep.TAKEN, step.pk or 0


# Reads ------------------------------------------------------------------------------------------------------


def ways_of(case: Case, today: date) -> list[Way]:
    """The way of each item of a case that is still held; a profile not yet made has none of its own."""
    items = list(Material.objects.filter(case=case, deleted_on=None).order_by("pk"))
    steps: dict[int, list[Whereabouts]] = defaultdict(list)
    for step in Whereabouts.objects.current().filter(material__case=case):
        steps[step.material_id].append(step)
    known = _known_since(items)
    unknown_now: Any = unknown(today, of_case=case)
    missing: dict[int, date] = {item.pk: item.missing_since for item in unknown_now}
    has_sample = any(item.kind == MaterialKind.DNA_SAMPLE for item in items)
    days = policy_on(PolicyKey.TRANSIT_DAYS, today)
    return [
        Way(
            item,
            chain(steps[item.pk], in_database_since=known.get(item.pk), today=today, transit_days=days),
            missing.get(item.pk),
        )
        for item in items
        if steps[item.pk] or item.pk in known or not (item.kind == MaterialKind.DNA_PROFILE and has_sample)
    ]


def _known_since(items: Collection[Material]) -> dict[int, date]:
    """Since when a database, or SOFS by the profile's receipt, is known to have each of these items."""
    ids = [item.pk for item in items]
    opened = {item.pk: item.case.opened_on for item in items}
    found: dict[int, date] = {}
    places = Holding.objects.current().filter(material__in=ids).exclude(place="sample")
    for material, since in places.values_list("material_id", "held_since"):
        day = since or opened[material]
        found[material] = min(day, found.get(material, day))
    receipts = ProfileReceipt.objects.current().filter(material__in=ids)
    for material, received_on in receipts.values_list("material_id", "received_on"):
        found[material] = min(received_on, found.get(material, received_on))
    return found


def unknown(day: date, *, of_case: Case | None = None) -> MaterialQuerySet:
    """Items held on ``day`` whose whereabouts are unknown, the longest missing first.

    Adds ``missing_since`` (the day it was sent, or of its taking; None where neither is known),
    ``missing_why`` and ``sent_to``.
    """
    items: MaterialQuerySet = Material.objects.held()
    if of_case is not None:
        items = items.filter(case=of_case)
    steps = Whereabouts.objects.current().filter(material=OuterRef("pk")).order_by("-happened_on", "-pk")
    taken = Taking.objects.current().filter(material=OuterRef("pk"))
    samples = Material.objects.held().filter(case=OuterRef("case"), kind=MaterialKind.DNA_SAMPLE)
    lost = Q(
        latest=WhereaboutsStep.SENT,
        latest_on__lt=day - timedelta(days=policy_on(PolicyKey.TRANSIT_DAYS, day)),
    )
    never = Q(latest=None) & ~(Q(kind=MaterialKind.DNA_PROFILE) & Q(Exists(samples)))
    return (
        items.exclude(
            Exists(Holding.objects.current().filter(material=OuterRef("pk")).exclude(place="sample"))
        )
        .exclude(Exists(ProfileReceipt.objects.current().filter(material=OuterRef("pk"))))
        .annotate(
            latest=Subquery(steps.values("step")[:1]),
            latest_on=Subquery(steps.values("happened_on")[:1]),
            sent_to=Subquery(steps.values("to")[:1]),
        )
        .filter(lost | never)
        .annotate(
            missing_why=Either(
                When(latest=None, then=Value(NEVER)), default=Value(LOST), output_field=CharField()
            ),
            missing_since=Either(
                When(latest=None, then=Subquery(taken.values("taken_on")[:1])),
                default=F("latest_on"),
                output_field=DateField(),
            ),
        )
        .order_by(F("missing_since").asc(nulls_first=True), "pk")
    )


def unknown_to(officer: Officer, day: date) -> MaterialQuerySet:
    """The same, of the cases that ``officer`` may see, each with its case."""
    return unknown(day).filter(case__in=Case.objects.visible_to(officer, day)).select_related("case")


def sample_is_with(case_ids: Collection[int]) -> dict[int, str]:
    """By case, who has its DNA sample or to whom it is on its way (``WhoHasIt``): whom a chase asks."""
    steps = Whereabouts.objects.current().filter(
        material__case__in=case_ids, material__kind=MaterialKind.DNA_SAMPLE
    )
    latest: dict[int, Whereabouts] = {}
    for step in sorted(steps.select_related("material"), key=_order):
        latest[step.material.case_id] = step
    return {case: str(step.to or step.holder) for case, step in latest.items()}
