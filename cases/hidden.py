"""What is hidden of an item from 00:00 of its first unlawful day: its references, from all but who deletes.

Read from the dates at the moment of asking, whether or not a sweep has run. The case, its dates and its
banner stay visible to those who must act.
"""

from __future__ import annotations

from datetime import date

from audit import clock
from cases.choices import PositionStatus
from cases.models import Holding, Material

HIDDEN = "hidden"


def is_hidden(item: Material, day: date) -> bool:
    """Whether the item is held on ``day`` without lawful cover, or past the shortest day of any reading."""
    if item.deleted_on is not None:
        return False
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
    today = clock.today()
    return frozenset(
        each.reference for each in held.select_related("material") if is_hidden(each.material, today)
    )
