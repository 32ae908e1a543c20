"""Deletion orders: opened, and taken from step to step, here alone.

Nothing is destroyed here. Who approves and what is carried out at each place builds on ``step``, which keeps
the order of steps and the two people; the database refuses whatever would pass it by.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models import Officer
from accounts.selectors import system_officer
from audit import clock
from audit.choices import Verb
from audit.record import record
from cases.choices import CaseEvent
from cases.models import Material, Movement
from retention import orders
from retention.choices import HaltedBecause, OpenedBecause, OrderEvent
from retention.choices_deletion import NoticeAbout
from retention.errors import OrderStepRefused
from retention.models import DeletionOrder, DeletionOrderStep, Instruction
from retention.services.cancelling import cancel_instructions
from retention.services.deletion_notices import tell

EARLY = {CaseEvent.CONFIRM_STOP: OpenedBecause.STOP_CONFIRMED, CaseEvent.REFUSE: OpenedBecause.NSD_REFUSED}


def open_order(
    material: Material, *, because: OpenedBecause, due_on: date, by: Officer, at: datetime | None = None
) -> DeletionOrder:
    """Opens an order for an item whose row the caller's transaction has locked; returns the one that is open.

    ``due_on`` is the first unlawful day, or for an early order the day of the decision.
    """
    found = DeletionOrder.objects.exclude(state__in=orders.ENDED).filter(material=material).first()
    if found:
        return found
    order = DeletionOrder.objects.create(
        material=material,
        case_id=material.case_id,
        opened_because=because,
        due_on=due_on,
        opened_on=clock.today(),
    )
    _write_step(order, "", by, at)
    record(
        Verb.DELETION_ORDER_OPENED,
        subject_type="deletion_order",
        subject_id=order.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"material": material.pk, "case": material.case_id, "because": because, "due_on": due_on},
        at=at,
    )
    return order


@transaction.atomic
def step(
    order_id: int,
    event: OrderEvent,
    *,
    by: Officer,
    halted_because: HaltedBecause | None = None,
    at: datetime | None = None,
) -> DeletionOrder:
    """Takes one step with an order.

    Raises OrderStepRefused where it cannot take it, or where whoever asked would approve. A halt says why.
    Executing is more than this step: the caller recomputes cover in the same transaction.
    """
    order = DeletionOrder.objects.select_for_update(of=("self",)).get(pk=order_id)
    declared = orders.STEPS[OrderEvent(event)]
    if order.state not in declared.sources:
        raise OrderStepRefused(
            f"Order {order.ref} is {order.get_state_display().lower()}, so it cannot take the step "
            f"“{OrderEvent(event).label}”."
        )
    moment = at or clock.moment()
    _note(order, event, by, halted_because, moment)
    was, order.state = order.state, declared.target
    order.save()
    _write_step(order, event, by, moment)
    record(
        Verb.DELETION_HALTED if event == OrderEvent.HALT else Verb.DELETION_ORDER_MOVED,
        subject_type="deletion_order",
        subject_id=order.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"event": event, "was": was, "is": order.state, "because": halted_because or ""},
        at=moment,
    )
    return order


def _note(
    order: DeletionOrder, event: OrderEvent, by: Officer, because: HaltedBecause | None, moment: datetime
) -> None:
    """What the step itself puts on the order: who, when, why."""
    if event == OrderEvent.ASK_APPROVAL:
        order.asked_by, order.asked_at = by, moment
    elif event == OrderEvent.APPROVE:
        if by.pk == order.asked_by_id:
            raise OrderStepRefused(f"Order {order.ref}: whoever asked for a deletion cannot approve it.")
        order.approved_by, order.approved_at = by, moment
    elif event == OrderEvent.EXECUTE:
        order.executed_at = moment
    elif event == OrderEvent.VERIFY:
        order.verified_at = moment
    elif event == OrderEvent.HALT:
        if because is None:
            raise OrderStepRefused(f"Order {order.ref}: say why it is halted.")
        order.halted_at, order.halted_because = moment, because
        cancel_instructions(Instruction.objects.filter(order=order), moment)
        both = [officer for officer in (order.asked_by, order.approved_by) if officer is not None]
        tell(order, NoticeAbout.HALTED, both)


def _write_step(order: DeletionOrder, event: str, by: Officer, at: datetime | None) -> None:
    DeletionOrderStep.objects.create(
        order=order, event=event, to_state=order.state, stepped_at=at or clock.moment(), stepped_by=by
    )


def after_move(movements: Sequence[Movement], *, in_history: bool) -> None:
    """A confirmed Stop-NSD or a refusal opens the orders of its items at once, with the move.

    A determination that was signed on paper and keyed later halts at once what was opened in the meantime.
    History is left to the nightly sweep: its facts come in any order, and whatever still has to go is found
    there.
    """
    today = clock.today()
    decided = [
        movement
        for movement in movements
        if movement.event in EARLY or (movement.event == CaseEvent.DETERMINE and movement.moved_on < today)
    ]
    if in_history or not decided:
        return
    for movement in decided:
        items = Material.objects.filter(case=movement.case_id).order_by("pk").values_list("pk", flat=True)
        after_end(items)


def after_end(material_ids: Collection[int]) -> None:
    """What has no cover any more, since a determination was void or revoked, is ordered to go at once."""
    # Imported here, since it asks this module to open what it finds.
    from retention.services.suspend_unlawful import bring_up_to_date

    for material_id in material_ids:
        bring_up_to_date(material_id, clock.today(), by=system_officer())
