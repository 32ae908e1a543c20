"""What people do with a deletion order, from the hand-over to verified gone; each step passes the gate.

Each is one short transaction and harmless when repeated: an order that is past a step refuses it. What takes
long happens at the place, between an instruction and its receipt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import Officer
from accounts.selectors import system_officer
from audit import clock
from audit.choices import Verb
from audit.record import Event, record, record_many
from cases.choices import CaseEvent, CaseState
from cases.models import Case, DeletionEvidence, Holding, Material
from cases.services.transition import move
from cases.services.words import kept
from retention.choices import OrderEvent, OrderState
from retention.choices_deletion import InstructionKind
from retention.deletion_policy import version_on
from retention.errors import OrderStepRefused
from retention.gateways import gateway_for, new_key
from retention.models import DeletionOrder, Instruction
from retention.services.deletion_gate import Passed, Stage, is_saved, is_searchable, pass_through
from retention.services.deletion_orders import step


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one order among many: ``why`` is empty where the step was taken."""

    order_id: int
    ref: str
    why: str = ""


def acknowledge(order_id: int, *, by: Officer) -> Passed:
    """SOFS takes the hand-over of a deletion. Raises OrderStepRefused."""

    def act(order: DeletionOrder) -> DeletionOrder:
        order.acknowledged_by, order.acknowledged_at = by, clock.moment()
        order.save(update_fields=["acknowledged_by", "acknowledged_at"])
        _tell(Verb.DELETION_ACKNOWLEDGED, order, by)
        return order

    return pass_through(order_id, Stage.ACKNOWLEDGE, by=by, act=act)


def ask(order_id: int, *, by: Officer, why: str) -> Passed:
    """Ask that a deletion be approved, under the policy of the day. Raises OrderStepRefused."""

    def act(order: DeletionOrder) -> DeletionOrder:
        if order.acknowledged_at is None:
            order.acknowledged_by, order.acknowledged_at = by, clock.moment()
        order.policy_version, order.asked_why = version_on(clock.today()).name, kept(why, by)
        order.save()
        return step(order.pk, OrderEvent.ASK_APPROVAL, by=by)

    return pass_through(order_id, Stage.ASK, by=by, act=act)


def approve(order_id: int, *, by: Officer, why: str) -> Passed:
    """Approve what somebody else asked for. Raises OrderStepRefused."""

    def act(order: DeletionOrder) -> DeletionOrder:
        order.approved_why = kept(why, by)
        order.save()
        return step(order.pk, OrderEvent.APPROVE, by=by)

    return pass_through(order_id, Stage.APPROVE, by=by, act=act)


def begin(order_id: int, *, by: Officer) -> Passed:
    """Instruct every place that holds the item, each on its own. Raises OrderStepRefused."""
    return pass_through(order_id, Stage.BEGIN, by=by, act=lambda order: _instruct(order, by))


def hand_on(instruction_id: int, *, by: Officer) -> Passed:
    """Hand one instruction to its place, after the last check, in this transaction. Once only; again does
    nothing.

    Raises OrderStepRefused: from then on the instruction waits until nothing is in the way.
    """
    instruction = Instruction.objects.select_related("order").get(pk=instruction_id)
    if instruction.order is None:
        return _hand_on_suspension(instruction, by)

    def act(order: DeletionOrder) -> DeletionOrder:
        open_ = Instruction.objects.select_for_update().filter(pk=instruction_id, cancelled_at=None)
        if open_.filter(sent_at=None).update(sent_at=clock.moment(), sent_by=by):
            _tell(Verb.DELETION_HANDED_ON, order, by, holding=instruction.holding_id)
            sent = Instruction.objects.get(pk=instruction_id)
            transaction.on_commit(lambda: gateway_for(sent.gateway).instruct(sent))
        return order

    return pass_through(instruction.order.pk, Stage.HAND_ON, by=by, act=act)


def send_again(instruction_id: int) -> Passed:
    """Send an instruction that its place never had once more, under its key, after the last check anew.

    Raises OrderStepRefused: it then waits until nothing is in the way.
    """
    instruction = Instruction.objects.select_related("order").get(pk=instruction_id)
    gateway = gateway_for(instruction.gateway)
    if instruction.order is None:
        gateway.instruct(instruction)
        return Passed(DeletionOrder(material_id=instruction.material_id))

    def act(order: DeletionOrder) -> DeletionOrder:
        transaction.on_commit(lambda: gateway.instruct(instruction))
        return order

    return pass_through(instruction.order.pk, Stage.SEND_AGAIN, by=system_officer(), act=act)


def verify(order_id: int, *, by: Officer) -> Passed:
    """Somebody else looked, and it is gone from every place; the case closes when nothing of it is held."""

    def act(order: DeletionOrder) -> DeletionOrder:
        held = _still_held(order)
        if held:
            raise OrderStepRefused(f"Order {order.ref}: {len(held)} of its places still hold the item.")
        # Locked first: of two who verify the last two items at once, the second sees what the first did.
        case = Case.objects.select_for_update(of=("self",)).get(pk=order.case_id)
        done = step(order.pk, OrderEvent.VERIFY, by=by)
        _close(case)
        return done

    return pass_through(order_id, Stage.VERIFY, by=by, act=act)


def for_each(order_ids: Iterable[int], do: Callable[[int], Passed]) -> list[Done]:
    """A step taken with many orders, each a transaction of its own that looks at the facts anew."""
    found = []
    for order_id in order_ids:
        ref = DeletionOrder(pk=order_id).ref
        try:
            passed = do(order_id)
        except OrderStepRefused as refusal:
            found.append(Done(order_id, ref, str(refusal)))
            continue
        why = f"Halted: {passed.halted.label}." if passed.halted else ""
        found.append(Done(order_id, ref, why))
    return found


def _instruct(order: DeletionOrder, by: Officer) -> DeletionOrder:
    places = _still_held(order)
    if not places:
        raise OrderStepRefused(f"Order {order.ref}: no place that holds the item is recorded.")
    moment = clock.moment()
    rows = Instruction.objects.bulk_create(
        Instruction(
            key=new_key("delete", order.pk, holding.pk),
            kind=InstructionKind.DELETE,
            gateway=gateway_for(None).name,
            order=order,
            holding=holding,
            material_id=order.material_id,
            not_before=clock.today(),
            decided_at=moment,
            decided_by=by,
        )
        for holding in places
    )
    record_many(
        [
            Event(
                Verb.DELETION_INSTRUCTED,
                "instruction",
                row.pk,
                {"order": order.pk, "holding": row.holding_id},
                at=moment,
                actor_id=by.pk,
                actor_name=by.display_name,
            )
            for row in rows
        ]
    )
    return step(order.pk, OrderEvent.BEGIN, by=by, at=moment)


def _still_held(order: DeletionOrder) -> list[Holding]:
    gone = DeletionEvidence.objects.current().filter(holding=OuterRef("pk"))
    held = Holding.objects.current().filter(~Exists(gone), material=order.material_id)
    return list(held.order_by("pk"))


@transaction.atomic
def _hand_on_suspension(instruction: Instruction, by: Officer) -> Passed:
    """What only makes a place non-searchable can be undone, so that no more is asked than that it stands.

    It stands while nothing keeps the item: its cover is read anew. To be searched again the item must be
    lawfully held at this moment. Raises OrderStepRefused.
    """
    Material.objects.select_for_update(of=("self",)).get(pk=instruction.material_id)
    if instruction.kind == InstructionKind.RESTORE and not is_searchable(instruction.material_id):
        raise OrderStepRefused(
            "It is not lawfully held any more: leave it as it is. The next sweep cancels this instruction."
        )
    if instruction.kind == InstructionKind.SUSPEND and _is_taken_back(instruction):
        raise OrderStepRefused(
            "It is lawfully held after all: leave it as it is. The next sweep cancels this instruction."
        )
    if instruction.not_before > clock.today() and not gateway_for(instruction.gateway).waits(instruction):
        raise OrderStepRefused(
            f"It is lawfully searched until the end of the day before {instruction.not_before:%-d %B %Y}. "
            "Begin on that day."
        )
    open_ = Instruction.objects.filter(pk=instruction.pk, cancelled_at=None, sent_at=None)
    if open_.update(sent_at=clock.moment(), sent_by=by):
        sent = Instruction.objects.get(pk=instruction.pk)
        transaction.on_commit(lambda: gateway_for(sent.gateway).instruct(sent))
    order = DeletionOrder.objects.filter(material=instruction.material_id).order_by("-pk").first()
    return Passed(order or DeletionOrder(material_id=instruction.material_id))


def _is_taken_back(instruction: Instruction) -> bool:
    """Whether the instruction was cancelled, or the sweep would cancel it now."""
    stands = Instruction.objects.filter(pk=instruction.pk, cancelled_at=None).exists()
    return not stands or is_saved(instruction.material_id, instruction.suspension_id)


def _close(case: Case) -> None:
    if case.is_held or case.state == CaseState.CLOSED:
        return
    open_orders = DeletionOrder.objects.filter(case=case).exclude(
        state__in=[OrderState.VERIFIED, OrderState.HALTED]
    )
    if not open_orders.exists():
        move(case.pk, CaseEvent.CLOSE, by=system_officer(), on=clock.today(), seen_version=case.version)


def _tell(verb: Verb, order: DeletionOrder, by: Officer, **more: int) -> None:
    record(
        verb,
        subject_type="deletion_order",
        subject_id=order.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"material": order.material_id, **more},
    )
