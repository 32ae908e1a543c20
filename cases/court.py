"""A court's window: until when it may be asked to extend a period, and what it was asked, item by item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from cases import positions
from cases.choices import MaterialKind
from cases.models import Case, CourtApplication, CourtOutcome, Material
from cases.selectors import ItemOnFile
from law import court
from law.rules import INSTALLED


@dataclass(frozen=True, slots=True)
class ItemWindow:
    """An item whose period a court may extend, and the days on which it may be asked."""

    item: Material
    window: court.Window

    def stands(self, today: date) -> str:
        """Where the window stands on a day: ``ahead``, ``open`` or ``closed``."""
        if today < self.window.first:
            return "ahead"
        return "open" if today <= self.window.last else "closed"


def can_be_extended(items: Iterable[ItemOnFile]) -> list[ItemOnFile]:
    """The items that are still held and whose power a court can extend, by their takings alone."""
    return [item for item in items if item.material.deleted_on is None and _has_court(item)]


def _has_court(item: ItemOnFile) -> bool:
    if item.taking is None or item.material.kind == MaterialKind.DNA_SAMPLE:
        return False
    rule = INSTALLED.power(item.taking.power, item.taking.nation)
    return rule is not None and rule.court is not None


def windows_of(items: Iterable[ItemOnFile]) -> list[ItemWindow]:
    """The window of each item that has one; a fixed number of queries, none where there are no items."""
    by_id = {item.material.pk: item.material for item in items}
    if not by_id:
        return []
    found = ((pk, court.window_of(known)) for pk, known in positions.facts_for(list(by_id)))
    return [ItemWindow(by_id[pk], window) for pk, window in found if window is not None]


def applications_of(case: Case) -> list[CourtApplication]:
    """What courts were asked about items of a case, the latest first, each with ``answered``: its outcome."""
    outcomes = Prefetch("outcomes", CourtOutcome.objects.current(), to_attr="answered")
    rows = CourtApplication.objects.current().filter(material__case=case)
    return list(
        rows.select_related("material", "shown", "recorded_by")
        .prefetch_related(outcomes)
        .order_by("-applied_on", "-pk")
    )
