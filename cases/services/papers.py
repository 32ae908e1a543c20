"""What the next step of a case depends on, read for many cases at once in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cases import positions
from cases.choices import HolderEvent, MaterialKind
from cases.models import (
    Application,
    ApplicationItem,
    Case,
    Material,
    Movement,
    Preparation,
    StopDecision,
    Taking,
)
from law import cover
from law import facts as law_facts


@dataclass(frozen=True, slots=True)
class Item:
    """An item with what decides who may determine about it.

    ``force`` is the code of the force that took it.
    """

    pk: int
    kind: str
    power: str = ""
    nation: str = ""
    force: str = ""
    is_gone: bool = False


# What a step changes of a case in memory.
OF_CASE = ("state", "version", "holder", "held_since", "known_came_by")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the papers of a case stood in memory before some steps."""

    of_case: dict[str, Any]
    application: Application | None
    stop: StopDecision | None
    preparers: set[int]
    facts: dict[int, law_facts.Facts]


@dataclass(slots=True)
class Papers:
    """A case with its latest application and Stop-NSD, its items, and all who prepared something in it.

    ``facts`` are the law's facts of its items, where they were asked for.
    """

    case: Case
    application: Application | None = None
    stop: StopDecision | None = None
    preparers: set[int] = field(default_factory=set)
    items: list[Item] = field(default_factory=list)
    facts: dict[int, law_facts.Facts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # The permissions read these, and so need no query of their own.
        self.case.known_preparers = self.preparers  # type: ignore[attr-defined]
        self.case.known_items = self.items  # type: ignore[attr-defined]
        self.case.known_came_by = ""  # type: ignore[attr-defined]

    def remember(self) -> Standing:
        """Where the case and its papers stand in memory, for ``go_back``."""
        case = self.case
        of_case = {name: getattr(case, name) for name in OF_CASE}
        return Standing(of_case, self.application, self.stop, set(self.preparers), dict(self.facts))

    def go_back(self, before: Standing) -> None:
        """Forget, in memory, every step taken since ``remember``."""
        for name, value in before.of_case.items():
            setattr(self.case, name, value)
        self.application, self.stop, self.facts = before.application, before.stop, before.facts
        self.preparers.intersection_update(before.preparers)

    def coverable(self) -> list[Item]:
        """The items that a determination could cover: those not gone, samples only under the Scots power of
        its own.
        """
        return [item for item in self.items if not item.is_gone and can_be_determined(item)]

    def not_covered_by(self, act: law_facts.Determination, item_ids: Collection[int]) -> list[int]:
        """Which of these items ``act`` gives nothing: it is late, too long, or nothing could save them."""
        return [pk for pk in item_ids if not _covers(act, self.facts[pk])]

    def add(self, act: law_facts.Determination, item_ids: Collection[int]) -> None:
        """Let a determination just recorded count for what is asked next."""
        for pk in item_ids:
            known = self.facts[pk]
            self.facts[pk] = law_facts.Facts(item=known.item, acts=(*known.acts, act))


def asked_for(application: Application | None) -> frozenset[int] | None:
    """The ids of the items that an application asks for; None where that is not known, as of one of a log."""
    if application is None or not application.guidance:
        return None
    return frozenset(
        ApplicationItem.objects.filter(application=application).values_list("material_id", flat=True)
    )


def can_be_determined(item: Item) -> bool:
    """Whether the law lets any determination cover the item: a sample only under Scots s. 18G."""
    return item.kind != MaterialKind.DNA_SAMPLE or item.power.startswith("SCOT")


def _covers(act: law_facts.Determination, known: law_facts.Facts) -> bool:
    facts = law_facts.Facts(item=known.item, acts=(*known.acts, act))
    found = cover.position(facts, on=act.made_on)
    return act.id not in found.ineffective and found.status != cover.Status.MUST_DESTROY


def lay_out(cases: Iterable[Case], *, with_facts_of: Collection[int] = ()) -> dict[int, Papers]:
    """The papers of these cases, by case id; with the law's facts for the cases named."""
    papers = {case.pk: Papers(case=case) for case in cases}
    ids = list(papers)
    for application in Application.objects.filter(case__in=ids).order_by("pk"):
        paper = papers[application.case_id]
        paper.preparers.add(application.applied_by_id)
        if application.withdrawn_at is None:
            paper.application = application
    for stop in StopDecision.objects.filter(case__in=ids).order_by("pk"):
        paper = papers[stop.case_id]
        paper.preparers.add(stop.stopped_by_id)
        if stop.withdrawn_at is None:
            paper.stop = stop
    for case_id, prepared_by in Preparation.objects.filter(case__in=ids).values_list(
        "case_id", "prepared_by_id"
    ):
        papers[case_id].preparers.add(prepared_by)
    for case_id, event in _latest_events(ids):
        papers[case_id].case.known_came_by = event  # type: ignore[attr-defined]
    for case_id, item in _items(ids):
        papers[case_id].items.append(item)
    _add_facts(papers, with_facts_of)
    return papers


def _latest_events(case_ids: Collection[int]) -> Iterable[tuple[int, str]]:
    """By what each case came to its state; taking and giving it leave that as it was."""
    steps = Movement.objects.filter(case__in=case_ids).exclude(event__in=HolderEvent.values)
    rows = steps.order_by("case_id", "-sequence").distinct("case_id")
    return rows.values_list("case_id", "event")


def _items(case_ids: Collection[int]) -> list[tuple[int, Item]]:
    takings = {
        row[0]: row[1:]
        for row in Taking.objects.current()
        .filter(material__case__in=case_ids)
        .values_list("material_id", "power", "nation", "force__code")
    }
    rows = (
        Material.objects.filter(case__in=case_ids)
        .order_by("pk")
        .values_list("pk", "case_id", "kind", "deleted_on")
    )
    found = []
    for pk, case_id, kind, deleted_on in rows:
        power, nation, force = takings.get(pk, ("", "", None))
        found.append((case_id, Item(pk, kind, power, nation, force or "", _is_gone(deleted_on))))
    return found


def _is_gone(deleted_on: date | None) -> bool:
    return deleted_on is not None


def _add_facts(papers: dict[int, Papers], case_ids: Collection[int]) -> None:
    of_case = {
        item.pk: case_id for case_id in case_ids if case_id in papers for item in papers[case_id].items
    }
    if of_case:
        for material_id, known in positions.facts_for(list(of_case)):
            papers[of_case[material_id]].facts[material_id] = known
