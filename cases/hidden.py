"""What is hidden of an item from 00:00 of its first unlawful day: its references, from all but who deletes.

Read from the dates at the moment of asking, whether or not a sweep has run. The case, its dates and its
banner stay visible to those who must act.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet

from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from cases.choices import PositionStatus
from cases.models import Holding, Material, PaperConfirmation, PaperDecision
from cases.permissions import SOFS

HIDDEN = "hidden"


def is_hidden(item: Material, day: date) -> bool:
    """Whether the item is held on ``day`` without lawful cover, or past the shortest day of any reading.

    What has been destroyed stays hidden: what is left of it names nothing.
    """
    if item.deleted_on is not None:
        return True
    if item.status == PositionStatus.MUST_DESTROY:
        return True
    last = item.candidate_day if item.status == PositionStatus.UNRESOLVED else item.last_lawful_day
    return last is not None and last < day


def shown_reference(holding: Holding) -> str:
    """The reference of a holding as anybody may read it now: hidden where its item is."""
    if holding.reference and is_hidden(holding.material, clock.today()):
        return HIDDEN
    return holding.reference


def hidden_references(case_id: int) -> frozenset[str]:
    """The references of a case's items that are hidden now; what was written before may still have them."""
    held = Holding.objects.current().filter(material__case=case_id).exclude(reference="")
    return _hidden_among(held)


def _hidden_among(held: QuerySet[Holding]) -> frozenset[str]:
    today = clock.today()
    return frozenset(
        each.reference for each in held.select_related("material") if is_hidden(each.material, today)
    )


def shown_cells(cells: Mapping[str, str], officer: Officer) -> dict[str, str]:
    """The cells of an imported row as this officer may read them now.

    References of what is hidden, of whichever case, only those read who carry out deletions.
    """
    if roles_on(officer, clock.today()) & SOFS:
        return dict(cells)
    written = {key: " ".join(str(value).split()) for key, value in cells.items()}
    wanted = {each for value in written.values() if value for each in (value, value.upper())}
    hidden = _hidden_among(Holding.objects.current().filter(reference__in=wanted))
    return {
        key: HIDDEN if {written[key], written[key].upper()} & hidden else value
        for key, value in cells.items()
    }


def may_read_scan(paper: PaperDecision, officer: Officer) -> bool:
    """Whether this officer may read a signed record, as it was scanned, now.

    Nothing on it can be blotted out: from the first unlawful day of an item that it is about only those read
    it who carry out deletions, and whoever has to compare it until it is compared.
    """
    today = clock.today()
    if roles_on(officer, today) & SOFS or not PaperConfirmation.objects.filter(paper=paper).exists():
        return True
    items = Material.objects.filter(case=paper.case_id)
    listed = items.filter(pk__in=paper.item_ids) if paper.item_ids else items
    return not any(is_hidden(item, today) for item in listed)
