"""The sweep that sees to it that what must go is ordered to go and made non-searchable in time.

For each item it works out what should stand (an order, instructions to the places that hold it) from its
lawful cover, recomputed from the facts there and then, and brings what stands into line. So it opens and
halts orders, instructs and cancels, and has what was saved made searchable again; run again it finds nothing
to do. An unresolved item never gets an order:
a person must resolve it first.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q

from accounts.models import Officer
from accounts.selectors import system_officer
from audit import clock
from audit.choices import Verb
from audit.record import Event, record_many
from cases.choices import CaseState, PositionStatus
from cases.models import Material, NonSearchableEvidence
from law.periods import first_unlawful_day
from retention import orders
from retention.choices import (
    CancelledBecause,
    HaltedBecause,
    OpenedBecause,
    OrderEvent,
    OrderState,
    Subject,
    SweepName,
)
from retention.choices_deletion import InstructionKind, NoticeAbout
from retention.deletion_targets import late_on
from retention.gateways import gateway_for, new_key
from retention.items import Instructed, ItemNow, items_now
from retention.models import DeletionOrder, Instruction, SuspensionInstruction, SweepRun
from retention.services import deletion_late, searching
from retention.services.cancelling import cancel_instructions
from retention.services.deletion_orders import open_order, step
from retention.services.sweeps import Sweep
from retention.working_days import next_working_day


@dataclass(frozen=True, slots=True)
class Wanted:
    """What should stand for an item: an order, for which reason and since when; instructions, from which day.

    ``halt_because`` and ``cancel_because`` say why neither should. Instructions from a day after
    ``lawful_until`` stay even then; without it all are cancelled. ``searchable``: what was made
    non-searchable is to be searched again.
    """

    order_because: OpenedBecause | None = None
    due_on: date | None = None
    suspend_from: date | None = None
    halt_because: HaltedBecause | None = None
    cancel_because: CancelledBecause | None = None
    lawful_until: date | None = None
    searchable: bool = False


def wanted(item: ItemNow, day: date, today: date) -> Wanted:
    """What should stand by the run for ``day``, made on ``today``, for an item, by its cover. Pure.

    Orders are opened and instructions given as at ``day``, on the last working day before the first unlawful
    day; but nothing is undone that is right today, so that a late run for an earlier day takes nothing back.
    Nor is anything undone of what was not searched before a restore until somebody has looked.
    """
    if item.is_gone:
        return Wanted(halt_because=HaltedBecause.GONE, cancel_because=CancelledBecause.GONE)
    if item.is_barred:
        return Wanted(halt_because=HaltedBecause.STATUTORY_BAR, cancel_because=CancelledBecause.SAVED)
    if item.status == PositionStatus.UNRESOLVED:
        if item.awaits_a_look:
            return Wanted()
        return Wanted(halt_because=HaltedBecause.UNRESOLVED, cancel_because=CancelledBecause.UNRESOLVED)
    if item.status == PositionStatus.MUST_DESTROY:
        since = item.must_destroy_since or day
        return Wanted(OpenedBecause.MUST_DESTROY, since, since)
    last = item.last_lawful_day
    if last is not None and last < day:
        return Wanted(OpenedBecause.COVER_ENDED, first_unlawful_day(last), first_unlawful_day(last))
    if last is not None and last == item.revoked_on:
        return Wanted(OpenedBecause.REVOKED, first_unlawful_day(last), first_unlawful_day(last))
    if item.early_because and not item.has_another_basis:
        return Wanted(item.early_because, item.decided_on or day, item.decided_on or day)
    if last is not None and last < today:
        return Wanted(suspend_from=first_unlawful_day(last))
    if item.awaits_a_look:
        return Wanted()
    is_near = last is not None and last < next_working_day(day)
    return Wanted(
        suspend_from=first_unlawful_day(last) if last and is_near else None,
        halt_because=HaltedBecause.LAWFUL_COVER,
        cancel_because=CancelledBecause.SAVED,
        lawful_until=last,
        searchable=not is_near,
    )


def _ids_after(day: date, cursor: int, most: int) -> list[int]:
    """Items near or past the end, unlawfully taken, decided against, ordered or instructed."""
    near = Q(status=PositionStatus.TIME_LIMITED, last_lawful_day__lt=next_working_day(day))
    decided = Q(case__state__in=[CaseState.STOP_CONFIRMED, CaseState.NSD_REFUSED])
    open_orders = DeletionOrder.objects.exclude(state__in=orders.ENDED).filter(material=OuterRef("pk"))
    instructed = SuspensionInstruction.objects.filter(material=OuterRef("pk"), cancelled_at=None)
    evidence = NonSearchableEvidence.objects.current().filter(holding__material=OuterRef("pk"))
    hidden = Q(Exists(evidence)) & ~Q(status=PositionStatus.UNRESOLVED)
    must_go = Q(deleted_on=None) & (hidden | near | decided | Q(status=PositionStatus.MUST_DESTROY))
    rows = Material.objects.filter(must_go | Q(Exists(open_orders)) | Q(Exists(instructed)), pk__gt=cursor)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def _look(day: date, ids: list[int]) -> list[int]:
    today = clock.today()
    late = DeletionOrder.objects.filter(deletion_late.untold(day), material__in=ids)
    are_late = set(late.values_list("material_id", flat=True))
    return [
        item.material_id
        for item in items_now(ids)
        if item.material_id in are_late or _needs_something(item, wanted(item, day, today), day)
    ]


def _needs_something(item: ItemNow, want: Wanted, day: date) -> bool:
    return bool(
        (want.order_because and item.order_state is None)
        or _must_halt(item, want)
        or (want.suspend_from and item.uninstructed)
        or to_cancel(item, want)
        or (item.not_searchable if want.searchable else item.restoring)
        or _is_suspended(item, want, day)
    )


def _act(run: SweepRun, material_id: int) -> bool:
    changed = bring_up_to_date(material_id, run.day, by=system_officer())
    return deletion_late.tell_late(material_id, run.day, _late_on(run.day, run.pk, run.passes)) or changed


@lru_cache(maxsize=1)
def _late_on(day: date, run_id: int, passes: int) -> dict[NoticeAbout, Q]:
    """By the policies of ``day``: asked once a pass, not once an item."""
    return late_on(day)


def bring_up_to_date(material_id: int, day: date, *, by: Officer) -> bool:
    """Bring the order and the instructions of one item into line with its cover; whether anything changed.

    Runs in the caller's transaction. The item's row is locked and its cover recomputed first.
    """
    material = Material.objects.select_for_update(of=("self",)).get(pk=material_id)
    (item,) = items_now([material_id])
    want = wanted(item, day, clock.today())
    if not _needs_something(item, want, day):
        return False
    at = clock.moment()
    if _must_halt(item, want) and item.order_id:
        step(item.order_id, OrderEvent.HALT, by=by, halted_because=want.halt_because, at=at)
        item = replace(item, order_id=None, order_state=None)
    if want.order_because and want.due_on and item.order_state is None:
        order = open_order(material, because=want.order_because, due_on=want.due_on, by=by, at=at)
        item = replace(item, order_id=order.pk, order_state=order.state)
    item = _instruct(_cancel(item, want, at), want, at)
    if want.searchable:
        searching.restore(item.material_id, item.not_searchable, at)
    elif item.restoring:
        searching.stop_restoring(item.material_id, at)
    if _is_suspended(item, want, day) and item.order_id:
        step(item.order_id, OrderEvent.SUSPEND, by=by, at=at)
    return True


def _must_halt(item: ItemNow, want: Wanted) -> bool:
    return bool(want.halt_because and item.order_state in orders.CAN_BE_HALTED)


def to_cancel(item: ItemNow, want: Wanted) -> tuple[Instructed, ...]:
    """Instructions to cancel: those from a day on which the item is lawfully held after all."""
    if want.cancel_because is None:
        return ()
    until = want.lawful_until
    return tuple(row for row in item.instructed if until is None or row.not_before <= until)


def _is_suspended(item: ItemNow, want: Wanted, day: date) -> bool:
    """An order is suspended once its day has come and every place that holds the item is instructed."""
    return bool(
        item.order_state == OrderState.DUE
        and want.order_because
        and want.suspend_from
        and want.suspend_from <= day
        and item.has_holdings
        and not item.uninstructed
    )


def _cancel(item: ItemNow, want: Wanted, at: datetime) -> ItemNow:
    """Cancel what should not stand; the item as it is then."""
    rows = to_cancel(item, want)
    if not rows:
        return item
    ids = [row.pk for row in rows]
    SuspensionInstruction.objects.filter(pk__in=ids).update(
        cancelled_at=at, cancelled_because=want.cancel_because or ""
    )
    cancel_instructions(Instruction.objects.filter(suspension__in=ids), at)
    _tell(Verb.SUSPENSION_CANCELLED, ids, item, at, because=str(want.cancel_because))
    return replace(
        item,
        instructed=tuple(row for row in item.instructed if row not in rows),
        uninstructed=(*item.uninstructed, *(row.holding_id for row in rows)),
    )


def _instruct(item: ItemNow, want: Wanted, at: datetime) -> ItemNow:
    """Instruct every place that should be and is not; the item as it is then."""
    if want.suspend_from is None or not item.uninstructed:
        return item
    given = instruct(item, item.uninstructed, want.suspend_from, at)
    return replace(item, uninstructed=(), instructed=(*item.instructed, *given))


def instruct(
    item: ItemNow, holdings: Collection[int], not_before: date, at: datetime
) -> tuple[Instructed, ...]:
    """Instruct these places that they make an item non-searchable from a day on; what was given."""
    rows = SuspensionInstruction.objects.bulk_create(
        SuspensionInstruction(
            holding_id=holding, material_id=item.material_id, not_before=not_before, instructed_at=at
        )
        for holding in holdings
    )
    Instruction.objects.bulk_create(
        Instruction(
            key=new_key("suspend", row.pk),
            kind=InstructionKind.SUSPEND,
            gateway=gateway_for(None).name,
            suspension=row,
            holding_id=row.holding_id,
            material_id=row.material_id,
            not_before=not_before,
            decided_at=at,
        )
        for row in rows
    )
    _tell(Verb.SUSPENSION_INSTRUCTED, [row.pk for row in rows], item, at, not_before=not_before.isoformat())
    return tuple(Instructed(row.pk, row.holding_id, not_before) for row in rows)


def _tell(verb: Verb, ids: list[int], item: ItemNow, at: datetime, **more: str) -> None:
    payload = {"material": item.material_id, "case": item.case_id} | more
    record_many([Event(verb, "suspension", pk, payload, at=at) for pk in ids])


SWEEP = Sweep(SweepName.SUSPEND_UNLAWFUL, Subject.MATERIAL, _ids_after, _look, _act)
