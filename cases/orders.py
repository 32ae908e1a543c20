"""Where the Commissioner may order destruction under a determination, and where the law does not allow it.

Two things are needed: the Commissioner's conclusion that keeping the material is not necessary, and that it
is not otherwise capable of being lawfully kept. The first is the Commissioner's; the second is the law's, and
is asked here of the law itself: what would each item's last lawful day be, were it ordered today?
Source: Protection of Freedoms Act 2012 s. 20(4)-(5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases import positions
from cases.models import Determination, Material
from law import cover
from law.cover import Position, Status
from law.facts import CommissionersOrder, Facts


@dataclass(frozen=True, slots=True)
class Under:
    """An item that a determination lists: how it stands with it, and how it would stand once ordered gone.

    ``why_not`` is empty where the Commissioner may order it destroyed.
    """

    item: Material
    basis: str
    last_lawful_day: date | None
    otherwise: str
    why_not: str

    @property
    def why(self) -> str:
        """Why it may not be ordered destroyed, where the item is named beside it."""
        said = self.why_not.removeprefix(f"{self.item.get_kind_display()}: ")
        return f"{said[:1].upper()}{said[1:]}"

    @property
    def may_be_ordered(self) -> bool:
        """Whether nothing but the determination keeps it."""
        return not self.why_not


def items_under(determination: Determination, day: date) -> list[Under]:
    """The items that a determination lists, each with whether it could be ordered destroyed on ``day``."""
    items = {item.pk: item for item in determination.items.order_by("pk")}
    known = dict(positions.facts_for(list(items))) if items else {}
    return [_under(item, known[pk], determination, day) for pk, item in items.items()]


def why_no_order(under: list[Under]) -> str:
    """Why no item can be ordered destroyed; empty where one can."""
    if any(item.may_be_ordered for item in under):
        return ""
    return " ".join(item.why_not for item in under) or "The determination lists no item."


def _under(item: Material, facts: Facts, determination: Determination, day: date) -> Under:
    before = cover.position(facts)
    order = CommissionersOrder("this", day, determination=f"nsd:{determination.pk}")
    after = cover.position(Facts(item=facts.item, acts=(*facts.acts, order)))
    otherwise = _words(after) if _lasts_past(after, day) else ""
    return Under(
        item=item,
        basis=_words(before),
        last_lawful_day=before.last_lawful_day,
        otherwise=otherwise,
        why_not=_why_not(item, before, after, determination, day),
    )


def _why_not(
    item: Material, before: Position, after: Position, determination: Determination, day: date
) -> str:
    what = item.get_kind_display()
    if item.deleted_on is not None:
        return f"{what}: gone since {item.deleted_on:%-d %B %Y}."
    if determination.void_because:
        return f"{what}: the determination counts for nothing, so nothing is kept under it."
    if before.status == Status.MUST_DESTROY:
        return f"{what}: must be destroyed already, since it was taken unlawfully."
    if after.bars:
        return f"{what}: a statutory bar forbids its destruction."
    if before.status == Status.UNRESOLVED:
        return f"{what}: its last lawful day is not settled, so what else keeps it cannot be told."
    if _lasts_past(after, day):
        return f"{what}: it may lawfully be kept without this determination: {_words(after)}."
    if before.last_lawful_day is None or before.last_lawful_day <= day:
        return f"{what}: no cover under this determination is left to end."
    return ""


def _lasts_past(position: Position, day: date) -> bool:
    """Whether an item may be kept beyond a day."""
    if position.status in (Status.INDEFINITE, Status.OPEN):
        return True
    return position.last_lawful_day is not None and position.last_lawful_day > day


def _words(position: Position) -> str:
    working = position.working
    last = position.last_lawful_day
    until = f", to the end of {last:%-d %B %Y}" if last else ""
    return f"{working.basis}, {working.basis_words[:1].lower()}{working.basis_words[1:].rstrip('.')}{until}"
