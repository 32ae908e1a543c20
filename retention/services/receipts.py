"""Takes what a place answered: once, however often it is delivered; evidence follows from what is done.

A receipt that contradicts an earlier one, or tells of what was never handed on, is kept as an exception and
overwrites nothing. What a place did that had begun before it was told to stop is evidence like any other.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import officers_with_any_role
from audit import clock
from audit.choices import Verb, WithdrawnBecause
from audit.facts import stamp, withdraw
from audit.record import record
from cases import positions
from cases.models import Case, DeletionEvidence, Material, NonSearchableEvidence
from cases.services.words import kept_if
from retention.choices import OrderEvent, OrderState
from retention.choices_deletion import InstructionKind, NoticeAbout, ReceiptOutcome
from retention.errors import ReceiptRefused
from retention.gateways.base import Receipt
from retention.models import DeletionOrder, Instruction, InstructionReceipt
from retention.services.cancelling import cancel_instructions
from retention.services.deletion_notices import tell
from retention.services.deletion_orders import step

LOOK_INTO_IT = (Role.SOFS_MANAGER, Role.SENIOR_MANAGER)


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
    begun_on = instruction.sent_at and clock.local_day(instruction.sent_at)
    if begun_on and clock.local_day(receipt.at) < begun_on:
        raise ReceiptRefused(
            f"It was begun on {begun_on:%-d %B %Y}, so that it cannot have been done before. "
            "Give the day on which it was done."
        )
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

    row = InstructionReceipt.objects.create(
        key=key,
        instruction=instruction,
        outcome=receipt.outcome,
        happened_at=receipt.at,
        reference=receipt.reference,
        evidence=kept_if(receipt.evidence, by, moment),
        witness=kept_if(receipt.witness, by, moment),
        minutes=receipt.minutes,
        contradicts=differs or instruction.settled_at is not None or instruction.sent_at is None,
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
    # Cancelled too late: it was done, and that is the truth to be kept.
    Instruction.objects.filter(pk=instruction.pk).update(settled_at=row.taken_at, cancelled_at=None)
    if instruction.kind == InstructionKind.SUSPEND:
        NonSearchableEvidence.objects.create(holding=instruction.holding, evidenced_on=day, **stamp(by))
        return
    if instruction.kind == InstructionKind.RESTORE:
        before = NonSearchableEvidence.objects.filter(
            holding=instruction.holding, recorded_at__lte=instruction.decided_at
        )
        withdraw(before, by=by, because=WithdrawnBecause.SUPERSEDED)
        return
    DeletionEvidence.objects.create(
        material_id=instruction.material_id, holding=instruction.holding, deleted_on=day, **stamp(by)
    )
    # Whether a place searches what it no longer has is nobody's work any more.
    of_place = Instruction.objects.filter(holding=instruction.holding_id)
    cancel_instructions(of_place.exclude(kind=InstructionKind.DELETE), row.taken_at)
    Case.objects.select_for_update(of=("self",)).get(material=instruction.material_id)
    positions.refresh([instruction.material_id])
    order = DeletionOrder.objects.get(instructions=instruction)
    waiting = Instruction.objects.filter(order=order, settled_at=None, cancelled_at=None)
    if order.state == OrderState.EXECUTING and not waiting.exists():
        step(order.pk, OrderEvent.EXECUTE, by=by, at=row.taken_at)
    if order.state == OrderState.HALTED:
        both = [officer for officer in (order.asked_by, order.approved_by) if officer is not None]
        heads = officers_with_any_role(LOOK_INTO_IT, clock.today())
        tell(order, NoticeAbout.GONE_AFTER_HALT, [*both, *heads])
