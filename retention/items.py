"""What stands for an item now, with its lawful cover recomputed from the facts; read for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, Max, Min, OuterRef

from cases import positions
from cases.choices import CaseEvent, CaseState, PositionStatus
from cases.models import (
    DeletionEvidence,
    Holding,
    Material,
    Movement,
    NonSearchableEvidence,
    Revocation,
    UnlawfulTakingDecision,
)
from law import cover
from retention import orders
from retention.choices import OpenedBecause
from retention.choices_deletion import HoldKind, InstructionKind
from retention.models import DeletionHold, DeletionOrder, Instruction, SuspensionInstruction

EARLY = {
    CaseState.STOP_CONFIRMED: OpenedBecause.STOP_CONFIRMED,
    CaseState.NSD_REFUSED: OpenedBecause.NSD_REFUSED,
}
# What only lengthens the period of the power itself.
LENGTHENS = ("COVID-", "-COURT")


@dataclass(frozen=True, slots=True)
class Instructed:
    """An open instruction: its id, the holding that it is about, and the day from which it holds."""

    pk: int
    holding_id: int
    not_before: date


@dataclass(frozen=True, slots=True)
class ItemNow:
    """An item's cover, its open order, and what its holdings were instructed.

    ``early_because`` and ``decided_on``: a Stop-NSD was confirmed or an NSD refused. ``revoked_on``: the last
    day of a determination that was revoked. ``has_another_basis``:
    something other than the period of the power covers it. ``uninstructed``: holdings with neither an open
    instruction nor evidence; ``instructed``: open instructions without evidence, each with the day from which
    it holds; ``not_searchable``: holdings with evidence, which nobody was told to make searchable again;
    ``restoring``: those told to whose answer is to come. ``awaits_a_look``: it was not searched before a
    restore, and nobody has looked since whether it may be.
    """

    material_id: int
    case_id: int
    status: str
    last_lawful_day: date | None
    is_gone: bool
    is_barred: bool
    has_another_basis: bool
    must_destroy_since: date | None
    early_because: OpenedBecause | None
    decided_on: date | None
    revoked_on: date | None
    order_id: int | None
    order_state: str | None
    has_holdings: bool
    uninstructed: tuple[int, ...]
    instructed: tuple[Instructed, ...]
    not_searchable: tuple[int, ...] = ()
    restoring: tuple[int, ...] = ()
    awaits_a_look: bool = False


def items_now(material_ids: Collection[int]) -> list[ItemNow]:
    """Each of these items as it stands now, by id; a fixed number of queries."""
    rows = list(
        Material.objects.filter(pk__in=material_ids)
        .order_by("pk")
        .values_list("pk", "case_id", "case__state", "deleted_on")
    )
    covers = {pk: cover.position(facts) for pk, facts in positions.facts_for(material_ids)}
    must_destroy = _must_destroy_since([pk for pk, found in covers.items() if found.status == "must_destroy"])
    decided = _decided_on([case_id for _, case_id, state, _ in rows if state in EARLY])
    revoked = _revoked_on(material_ids)
    open_orders = _open_orders(material_ids)
    held = _places(material_ids)
    found = []
    for pk, case_id, state, deleted_on in rows:
        position = covers[pk]
        order_id, order_state, awaits_a_look = open_orders.get(pk, (None, None, False))
        places = held[pk]
        found.append(
            ItemNow(
                material_id=pk,
                case_id=case_id,
                status=str(position.status),
                last_lawful_day=position.last_lawful_day,
                is_gone=deleted_on is not None,
                is_barred=bool(position.bars),
                has_another_basis=has_another_basis(str(position.status), position.chain),
                must_destroy_since=must_destroy.get(pk),
                early_because=EARLY.get(state),
                decided_on=decided.get(case_id),
                revoked_on=revoked.get(pk),
                order_id=order_id,
                order_state=order_state,
                has_holdings=places.has_any,
                uninstructed=tuple(places.uninstructed),
                instructed=tuple(places.instructed),
                not_searchable=tuple(places.not_searchable),
                restoring=tuple(places.restoring),
                awaits_a_look=awaits_a_look,
            )
        )
    return found


def has_another_basis(status: str, chain: Collection[str]) -> bool:
    """Whether something other than the period of the power (as lengthened) covers the item.

    >>> has_another_basis("time_limited", ("TACT-S41", "TACT-COURT"))
    False
    >>> has_another_basis("time_limited", ("TACT-S7", "TACT-NSD"))
    True
    """
    if status == PositionStatus.INDEFINITE:
        return True
    return any(not any(part in rule for part in LENGTHENS) for rule in list(chain)[1:])


def _must_destroy_since(material_ids: list[int]) -> dict[int, date]:
    rows = UnlawfulTakingDecision.objects.current().filter(material__in=material_ids).order_by("material_id")
    return dict(
        rows.values("material_id").annotate(first=Min("decided_on")).values_list("material_id", "first")
    )


def _decided_on(case_ids: list[int]) -> dict[int, date]:
    """The day of each case's latest confirmed Stop-NSD or refusal."""
    rows = Movement.objects.current().filter(
        case__in=case_ids, event__in=[CaseEvent.CONFIRM_STOP, CaseEvent.REFUSE]
    )
    return dict(
        rows.order_by("case_id").values("case_id").annotate(day=Max("moved_on")).values_list("case_id", "day")
    )


def _open_orders(material_ids: Collection[int]) -> dict[int, tuple[int, str, bool]]:
    """The open order of each item, its state, and whether it waits for somebody to look after a restore."""
    held_up = DeletionHold.objects.current().filter(kind=HoldKind.ADVISORY, material=OuterRef("material"))
    rows = DeletionOrder.objects.filter(material__in=material_ids).exclude(state__in=orders.ENDED)
    found = rows.annotate(is_held_up=Exists(held_up)).values_list(
        "pk", "material_id", "state", "opened_because", "is_held_up"
    )
    return {
        material: (pk, state, is_held_up and because == OpenedBecause.RESTORED)
        for pk, material, state, because, is_held_up in found
    }


def _revoked_on(material_ids: Collection[int]) -> dict[int, date]:
    """The last day of the latest revoked determination of each item."""
    rows = Revocation.objects.current().filter(determination__listed__material__in=material_ids)
    found = rows.order_by("revoked_on", "pk").values_list("determination__listed__material_id", "revoked_on")
    return dict(found)


@dataclass(slots=True)
class _Places:
    """The places that still hold an item, and what each was told."""

    has_any: bool = False
    uninstructed: list[int] = field(default_factory=list)
    instructed: list[Instructed] = field(default_factory=list)
    not_searchable: list[int] = field(default_factory=list)
    restoring: list[int] = field(default_factory=list)


def _places(material_ids: Collection[int]) -> dict[int, _Places]:
    evidenced = NonSearchableEvidence.objects.current().filter(holding=OuterRef("pk"))
    gone = DeletionEvidence.objects.current().filter(holding=OuterRef("pk"))
    instructions = {
        holding: Instructed(pk, holding, not_before)
        for pk, holding, not_before in SuspensionInstruction.objects.filter(
            material__in=material_ids, cancelled_at=None
        ).values_list("pk", "holding_id", "not_before")
    }
    # What was told to make it searchable again may have done so: it is instructed anew where it must be.
    restoring = {
        holding: sent_at is not None
        for holding, sent_at in Instruction.objects.filter(
            kind=InstructionKind.RESTORE, material__in=material_ids, settled_at=None, cancelled_at=None
        ).values_list("holding_id", "sent_at")
    }
    found: dict[int, _Places] = defaultdict(_Places)
    rows = Holding.objects.current().filter(~Exists(gone), material__in=material_ids)
    for pk, material, is_evidenced in (
        rows.annotate(is_evidenced=Exists(evidenced))
        .order_by("pk")
        .values_list("pk", "material_id", "is_evidenced")
    ):
        places = found[material]
        places.has_any = True
        if is_evidenced:
            (places.restoring if pk in restoring else places.not_searchable).append(pk)
        if is_evidenced and not restoring.get(pk):
            continue
        if pk in instructions:
            places.instructed.append(instructions[pk])
        else:
            places.uninstructed.append(pk)
    return found
