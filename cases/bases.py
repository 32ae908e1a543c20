"""On what basis the law keeps the items of a case now, and whether that is another basis than a time limit.

Material is retained on another basis where the law gives each item that is held no end, because of a
conviction for one. Samples do not count, whose time no basis prolongs, nor what must be destroyed.
Source: further report of 22 April 2016, paragraph 6 ii; R-033, R-096.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from cases import positions
from cases.choices import CaseState, MaterialKind, PositionStatus
from cases.models import Case, Material
from law import cover
from law.facts import Act, Facts
from law.rules import INSTALLED

if TYPE_CHECKING:
    from cases.querysets import CaseQuerySet, MaterialQuerySet

LASTS = PositionStatus.INDEFINITE


@dataclass(frozen=True, slots=True)
class Basis:
    """An item with the basis on which it is held; ``words`` say what gives it, ``refused`` which acts (by id)
    are of no effect and why.
    """

    item: Material
    status: str
    name: str
    words: str
    last_lawful_day: date | None
    refused: tuple[tuple[str, str], ...] = ()

    @property
    def until(self) -> str:
        """How long, in words."""
        if self.last_lawful_day:
            return f"to the end of {self.last_lawful_day:%-d %B %Y}"
        return str(PositionStatus(self.status).label).lower()


def _counted(items: MaterialQuerySet) -> MaterialQuerySet:
    return items.held().exclude(kind=MaterialKind.DNA_SAMPLE).exclude(status=PositionStatus.MUST_DESTROY)


def bases_of(
    case: Case, more: Iterable[Act] = (), less: Iterable[str] = (), of: Collection[int] | None = None
) -> list[Basis]:
    """The basis of each held item of the case now, or of those ``of`` which it is asked; with ``more`` acts
    and without those whose id is in ``less``, what it would be.
    """
    held = Material.objects.held().filter(case=case)
    asked = held if of is None else held.filter(pk__in=of)
    items = {item.pk: item for item in asked.order_by("pk")}
    added, removed = tuple(more), frozenset(less)
    found = []
    for pk, known in positions.facts_for(list(items)):
        acts = tuple(act for act in known.acts if act.id not in removed)
        position = cover.position(Facts(item=known.item, acts=(*acts, *added)))
        working = position.working
        found.append(
            Basis(
                items[pk],
                str(position.status),
                working.basis,
                working.basis_words,
                position.last_lawful_day,
                tuple((each.id, each.why) for each in working.ineffective),
            )
        )
    return found


def why_no_other(case: Case) -> str:
    """Why the case cannot be retained on another basis; empty where every item is held without an end."""
    items = list(_counted(Material.objects.filter(case=case)).order_by("pk"))
    if not items:
        return "nothing is held that another basis could keep."
    limited = next((item for item in items if item.status != LASTS), None)
    if limited is None:
        return ""
    day = limited.last_lawful_day
    until = f"may be held to {day:%-d %B %Y}" if day else str(limited.get_status_display()).lower()
    return (
        f"no other basis is on record. {limited.get_kind_display()}: {until}. Record the check that found "
        "a conviction, and the law's answer changes; or refer the case to JFIT."
    )


def with_basis(cases: CaseQuerySet) -> CaseQuerySet:
    """Adds ``has_other_basis``: whether the case could be retained on another basis. See ``why_no_other``."""
    counted = _counted(Material.objects.filter(case=OuterRef("pk")))
    return cases.annotate(has_other_basis=Q(Exists(counted)) & ~Exists(counted.exclude(status=LASTS)))


def fell_away(cases: CaseQuerySet) -> CaseQuerySet:
    """Those retained on another basis of which an item is held that has no basis without an end any more."""
    limited = _counted(Material.objects.filter(case=OuterRef("pk"))).exclude(status=LASTS)
    return cases.filter(Q(Exists(limited)), state=CaseState.RETAINED_ON_OTHER_BASIS)


def ended_by_event(case: Case) -> list[Material]:
    """The items held whose power lasts until the investigation or the proceedings conclude (PACE s. 63E)."""
    found = []
    items = {item.pk: item for item in Material.objects.held().filter(case=case).order_by("pk")}
    for pk, known in positions.facts_for(list(items)):
        if lasts_until_concluded(known.item.power, known.item.nation):
            found.append(items[pk])
    return found


def lasts_until_concluded(power: str, nation: str) -> bool:
    """Whether a power lasts until the investigation or the proceedings conclude."""
    rule = INSTALLED.power(power, nation)
    return rule is not None and rule.event == "InvestigationConcluded"
