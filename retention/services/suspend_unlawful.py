"""The sweep that sees to it that what must go is ordered to go and made non-searchable in time.

For each item it works out what should stand (an order, instructions to the places that hold it) from its
lawful cover, recomputed from the facts there and then, and brings what stands into line. So it opens and
halts orders, instructs and cancels; run again it finds nothing to do. An unresolved item never gets an order:
a person must resolve it first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from accounts.models import Officer
from accounts.selectors import system_officer
from audit import clock
from audit.choices import Verb
from audit.record import Event, record_many
from cases.choices import CaseState, PositionStatus
from cases.models import Material
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
from retention.items import ItemNow, items_now
from retention.models import DeletionOrder, SuspensionInstruction, SweepRun
from retention.services.deletion_orders import open_order, step
from retention.services.sweeps import Sweep
from retention.working_days import next_working_day


@dataclass(frozen=True, slots=True)
class Wanted:
    """What should stand for an item: an order, for which reason and since when; instructions, from which day.

    ``halt_because`` and ``cancel_because`` say why neither should. Instructions from a day after
    ``lawful_until`` stay even then; without it all are cancelled.
    """

    order_because: OpenedBecause | None = None
    due_on: date | None = None
    suspend_from: date | None = None
    halt_because: HaltedBecause | None = None
    cancel_because: CancelledBecause | None = None
    lawful_until: date | None = None


def wanted(item: ItemNow, day: date, today: date) -> Wanted:
    """What should stand by the run for ``day``, made on ``today``, for an item, by its cover. Pure.

    Orders are opened and instructions given as at ``day``, on the last working day before the first unlawful
    day; but nothing is undone that is right today, so that a late run for an earlier day takes nothing back.
    """
    if item.is_gone:
        return Wanted(halt_because=HaltedBecause.GONE, cancel_because=CancelledBecause.GONE)
    if item.is_barred:
        return Wanted(halt_because=HaltedBecause.STATUTORY_BAR, cancel_because=CancelledBecause.SAVED)
    if item.status == PositionStatus.UNRESOLVED:
        return Wanted(halt_because=HaltedBecause.UNRESOLVED, cancel_because=CancelledBecause.UNRESOLVED)
    if item.status == PositionStatus.MUST_DESTROY:
        since = item.must_destroy_since or day
        return Wanted(OpenedBecause.MUST_DESTROY, since, since)
    last = item.last_lawful_day
    if last is not None and last < day:
        return Wanted(OpenedBecause.COVER_ENDED, first_unlawful_day(last), first_unlawful_day(last))
    if item.early_because and not item.has_another_basis:
        return Wanted(item.early_because, item.decided_on or day, item.decided_on or day)
    if last is not None and last < today:
        return Wanted(suspend_from=first_unlawful_day(last))
    is_near = last is not None and last < next_working_day(day)
    return Wanted(
        suspend_from=first_unlawful_day(last) if last and is_near else None,
        halt_because=HaltedBecause.LAWFUL_COVER,
        cancel_because=CancelledBecause.SAVED,
        lawful_until=last,
    )


def _ids_after(day: date, cursor: int, most: int) -> list[int]:
    """Items near or past the end, unlawfully taken, decided against, ordered or instructed."""
    near = Q(status=PositionStatus.TIME_LIMITED, last_lawful_day__lt=next_working_day(day))
    decided = Q(case__state__in=[CaseState.STOP_CONFIRMED, CaseState.NSD_REFUSED])
    open_orders = DeletionOrder.objects.exclude(state__in=orders.ENDED).filter(material=OuterRef("pk"))
    instructed = SuspensionInstruction.objects.filter(material=OuterRef("pk"), cancelled_at=None)
    must_go = Q(deleted_on=None) & (near | decided | Q(status=PositionStatus.MUST_DESTROY))
    rows = Material.objects.filter(must_go | Q(Exists(open_orders)) | Q(Exists(instructed)), pk__gt=cursor)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def _look(day: date, ids: list[int]) -> list[int]:
    today = clock.today()
    return [
        item.material_id for item in items_now(ids) if _needs_something(item, wanted(item, day, today), day)
    ]


def _needs_something(item: ItemNow, want: Wanted, day: date) -> bool:
    return bool(
        (want.order_because and item.order_state is None)
        or _must_halt(item, want)
        or (want.suspend_from and item.uninstructed)
        or _to_cancel(item, want)
        or _is_suspended(item, want, day)
    )


def _act(run: SweepRun, material_id: int) -> bool:
    return bring_up_to_date(material_id, run.day, by=system_officer())


def bring_up_to_date(material_id: int, day: date, *, by: Officer) -> bool:
    """Bring the order and the instructions of one item into line with its cover; whether anything changed.

    Runs in the caller's transaction. The item's row is locked and its cover recomputed first.
    """
    material = Material.objects.select_for_update(of=("self",)).get(pk=material_id)
    (item,) = items_now([material_id])
    want = wanted(item, day, clock.today())
    changed = False
    if _must_halt(item, want) and item.order_id:
        step(item.order_id, OrderEvent.HALT, by=by, halted_because=want.halt_because)
        changed = True
    if want.order_because and want.due_on and item.order_state is None:
        open_order(material, because=want.order_because, due_on=want.due_on, by=by)
        changed = True
    if _cancel(item, want):
        changed = True
    (item,) = items_now([material_id])
    if _instruct(item, want):
        changed = True
    (item,) = items_now([material_id])
    if _is_suspended(item, want, day) and item.order_id:
        step(item.order_id, OrderEvent.SUSPEND, by=by)
        changed = True
    return changed


def _must_halt(item: ItemNow, want: Wanted) -> bool:
    return bool(want.halt_because and item.order_state in orders.CAN_BE_HALTED)


def _to_cancel(item: ItemNow, want: Wanted) -> tuple[int, ...]:
    """Instructions to cancel: those from a day on which the item is lawfully held after all."""
    if want.cancel_because is None:
        return ()
    until = want.lawful_until
    return tuple(pk for pk, not_before in item.instructed if until is None or not_before <= until)


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


def _cancel(item: ItemNow, want: Wanted) -> bool:
    ids = _to_cancel(item, want)
    SuspensionInstruction.objects.filter(pk__in=ids).update(
        cancelled_at=clock.moment(), cancelled_because=want.cancel_because or ""
    )
    return bool(_tell(Verb.SUSPENSION_CANCELLED, ids, item, because=str(want.cancel_because)))


def _instruct(item: ItemNow, want: Wanted) -> bool:
    if want.suspend_from is None:
        return False
    moment = clock.moment()
    rows = SuspensionInstruction.objects.bulk_create(
        SuspensionInstruction(
            holding_id=holding,
            material_id=item.material_id,
            not_before=want.suspend_from,
            instructed_at=moment,
        )
        for holding in item.uninstructed
    )
    ids = tuple(row.pk for row in rows)
    return bool(_tell(Verb.SUSPENSION_INSTRUCTED, ids, item, not_before=want.suspend_from.isoformat()))


def _tell(verb: Verb, ids: tuple[int, ...], item: ItemNow, **more: str) -> int:
    payload = {"material": item.material_id, "case": item.case_id} | more
    return record_many([Event(verb, "suspension", pk, payload) for pk in ids])


SWEEP = Sweep(SweepName.SUSPEND_UNLAWFUL, Subject.MATERIAL, _ids_after, _look, _act)
