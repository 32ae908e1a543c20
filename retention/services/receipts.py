"""Takes what a place answered: once, however often it is delivered; evidence follows from what is done.

A receipt that contradicts an earlier one, or tells of what was never handed on, is kept as an exception and
overwrites nothing.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from accounts.models import Officer
from audit import clock
from audit.choices import Verb
from audit.facts import stamp
from audit.record import record
from cases import positions
from cases.models import Case, DeletionEvidence, ErasableText, Material, NonSearchableEvidence
from retention.choices import OrderEvent, OrderState
from retention.choices_deletion import InstructionKind, ReceiptOutcome
from retention.errors import ReceiptRefused
from retention.gateways.base import Receipt
from retention.models import DeletionOrder, Instruction, InstructionReceipt
from retention.services.deletion_orders import step


@transaction.atomic
def take_receipt(receipt: Receipt, *, by: Officer) -> InstructionReceipt:
    """The receipt as it is kept; evidence is recorded and the order moved on where it says that it is done.

    The same receipt again is answered with the row that is there. Raises ReceiptRefused where it names no
    instruction, or a moment that has not come.
    """
    found = Instruction.objects.filter(key=receipt.instruction).values_list("material_id", flat=True).first()
    if found is None:
        raise ReceiptRefused(f"No instruction has the key {receipt.instruction}. Give the key of one.")
    if receipt.at > clock.moment():
        raise ReceiptRefused(
            "What was done cannot be dated in the future. Give the day on which it was done."
        )
    # In the order in which every deletion locks: the item, then what belongs to it.
    Material.objects.select_for_update(of=("self",)).get(pk=found)
    instruction = Instruction.objects.select_for_update(of=("self",)).get(key=receipt.instruction)
    before = InstructionReceipt.objects.filter(instruction=instruction).order_by("pk")
    same = before.filter(Q(key=receipt.key) | Q(key__startswith=f"{receipt.key}#"))
    again = same.filter(outcome=receipt.outcome, happened_at=receipt.at, reference=receipt.reference).first()
    if again is not None:
        return again
    number = same.count()
    row = _keep(instruction, receipt, f"{receipt.key}#{number}" if number else receipt.key, by, bool(number))
    if row.outcome == ReceiptOutcome.DONE and not row.contradicts:
        _evidence(instruction, row, by)
    return row


def _keep(
    instruction: Instruction, receipt: Receipt, key: str, by: Officer, differs: bool
) -> InstructionReceipt:
    """The receipt's row; it contradicts where it changes its mind or answers what was not asked."""
    moment = clock.moment()

    def text(words: str) -> ErasableText | None:
        kept = words.strip()
        return ErasableText.objects.create(text=kept, written_at=moment, written_by=by) if kept else None

    is_open = instruction.settled_at is None and instruction.cancelled_at is None
    row = InstructionReceipt.objects.create(
        key=key,
        instruction=instruction,
        outcome=receipt.outcome,
        happened_at=receipt.at,
        reference=receipt.reference,
        evidence=text(receipt.evidence),
        witness=text(receipt.witness),
        minutes=receipt.minutes,
        contradicts=differs or not is_open or instruction.sent_at is None,
        taken_at=moment,
        taken_by=by,
    )
    record(
        Verb.RECEIPT_TAKEN,
        subject_type="instruction",
        subject_id=instruction.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={
            "outcome": str(receipt.outcome),
            "kind": instruction.kind,
            "order": instruction.order_id,
            "holding": instruction.holding_id,
            "minutes": receipt.minutes,
            "contradicts": row.contradicts,
        },
    )
    return row


def _evidence(instruction: Instruction, row: InstructionReceipt, by: Officer) -> None:
    """What the receipt proves: the holding is not searchable, or gone; and the order moves when all are."""
    day = clock.local_day(row.happened_at)
    Instruction.objects.filter(pk=instruction.pk).update(settled_at=row.taken_at)
    if instruction.kind == InstructionKind.SUSPEND:
        NonSearchableEvidence.objects.create(holding=instruction.holding, evidenced_on=day, **stamp(by))
        return
    DeletionEvidence.objects.create(
        material_id=instruction.material_id, holding=instruction.holding, deleted_on=day, **stamp(by)
    )
    Case.objects.select_for_update(of=("self",)).get(material=instruction.material_id)
    positions.refresh([instruction.material_id])
    order = DeletionOrder.objects.get(instructions=instruction)
    waiting = Instruction.objects.filter(order=order, settled_at=None, cancelled_at=None)
    if order.state == OrderState.EXECUTING and not waiting.exists():
        step(order.pk, OrderEvent.EXECUTE, by=by, at=row.taken_at)
