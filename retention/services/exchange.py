"""Takes in what the databases answered, and asks after what they did not answer. Any number of times.

A file is moved away once what it says is kept; killed in between, it is met again and changes nothing. What
cannot be taken for what it should be is a fault for a person, and overwrites nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Officer
from accounts.selectors import roles_on, system_officer
from audit import clock
from audit.choices import Verb
from audit.record import record
from cases.permissions import SOFS
from cases.services.words import kept
from retention.choices_deletion import InstructionKind
from retention.choices_reconciliation import FaultKind
from retention.errors import OrderStepRefused, ReceiptRefused, ReconciliationRefused
from retention.gateways import files, signed
from retention.models import DeletionOrder, ExchangeFault, Instruction, InstructionReceipt
from retention.services import locks
from retention.services.deletion_gate import Stage, look_again, why_not_now
from retention.services.deletion_steps import hand_on, send_again
from retention.services.receipts import take_receipt

ASK_AFTER = timedelta(hours=1)
TAKEN, REFUSED = "taken", "refused"
LOCK = "exchange"


@dataclass(slots=True)
class Exchanged:
    """What one pass did."""

    taken: int = 0
    faults: int = 0
    asked: int = 0
    sent_again: int = 0
    sent: int = 0


def exchange() -> Exchanged:
    """Say what day it is, take every receipt in, hand on what is decided, ask after what is not answered.
    One at a time.
    """
    done = Exchanged()
    with locks.held(LOCK) as is_ours:
        if not is_ours:
            return done
        files.tell_the_moment()
        for path in files.incoming():
            _take(path, done)
        for order_id in unread():
            look_again(order_id)
        for pk in to_hand_on():
            done.sent += _hand_on(pk)
        for instruction in unanswered():
            files.FileExchange().ask_after(instruction)
            Instruction.objects.filter(pk=instruction.pk).update(asked_after_at=clock.moment())
            done.asked += 1
    return done


def unread() -> list[int]:
    """Orders of which an instruction to delete lies there and was not fetched: what was saved since is taken
    back while it can be.
    """
    rows = _of_the_databases().filter(kind=InstructionKind.DELETE, sent_at__isnull=False)
    lying = [row.order_id for row in rows.order_by("pk") if files.lies_there(row)]
    return sorted({order_id for order_id in lying if order_id is not None})


def to_hand_on() -> list[int]:
    """What is decided and lies here. What only changes whether a database is searched waits for nobody, and
    goes out in working time before its day; the file says from which day it holds. What two people decided to
    destroy passes the gate once more, at this moment.
    """
    rows = _of_the_databases().filter(sent_at=None)
    return list(rows.order_by("-kind", "pk").values_list("pk", flat=True))


def _of_the_databases() -> QuerySet[Instruction]:
    return Instruction.objects.filter(
        gateway=files.FileExchange.name,
        holding__place__in=files.DATABASES,
        settled_at=None,
        cancelled_at=None,
    )


def _hand_on(instruction_id: int) -> int:
    """One, handed on by the system; 0 where something is in the way, or it stands no more."""
    order = DeletionOrder.objects.filter(instructions=instruction_id).first()
    if order is not None and (look_again(order.pk) or why_not_now(order, Stage.HAND_ON)):
        return 0
    try:
        hand_on(instruction_id, by=system_officer())
    except OrderStepRefused:
        return 0
    return 1


def unanswered() -> list[Instruction]:
    """Instructions of files that were handed on an hour ago or more, and neither answered nor asked after."""
    since = clock.moment() - ASK_AFTER
    rows = _of_the_databases().filter(
        Q(asked_after_at=None) | Q(asked_after_at__lte=since),
        sent_at__lte=since,
        not_before__lte=clock.today(),
        receipts=None,
    )
    return list(rows.select_related("holding").order_by("pk"))


@transaction.atomic
def end_fault(fault_id: int, *, by: Officer, reason: str) -> ExchangeFault:
    """A person looked into it. Raises ReconciliationRefused: not theirs, no reason, or ended already."""
    if not roles_on(by, clock.today()) & SOFS:
        raise ReconciliationRefused("Faults of the exchange are worked on by SOFS.")
    if not reason.strip():
        raise ReconciliationRefused("Enter what was found and done.")
    fault = ExchangeFault.objects.select_for_update(of=("self",)).get(pk=fault_id)
    if fault.ended_at:
        raise ReconciliationRefused("It was ended already. Nothing was changed.")
    moment = clock.moment()
    fault.ended_at, fault.ended_by = moment, by
    fault.reason = kept(reason, by, moment)
    fault.save(update_fields=["ended_at", "ended_by", "reason"])
    record(
        Verb.EXCEPTION_ENDED,
        subject_type="exchange_fault",
        subject_id=fault.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"kind": fault.kind},
    )
    return fault


def _take(path: Path, done: Exchanged) -> None:
    """Keep what one file says, then move it away."""
    try:
        receipt = files.receipt_in(path)
        if receipt is None:
            done.sent_again += _send_again(files.never_received(path))
            _move(path, TAKEN)
            return
        row = take_receipt(receipt, by=system_officer())
    except signed.Damaged:
        _fault(path, FaultKind.DAMAGED, None, done)
        return
    except ReceiptRefused:
        _fault(path, FaultKind.NOT_OURS, None, done)
        return
    if row.contradicts:
        _fault(path, FaultKind.CONTRADICTS, row, done)
        return
    done.taken += 1
    _move(path, TAKEN)


def _send_again(key: str) -> int:
    """The database never had it: the same instruction, under the same key."""
    instruction = _of_the_databases().filter(key=key, sent_at__isnull=False).first()
    if instruction is None:
        return 0
    try:
        return int(send_again(instruction.pk).halted is None)
    except OrderStepRefused:
        return 0  # asked after again in an hour


def _fault(path: Path, kind: FaultKind, row: InstructionReceipt | None, done: Exchanged) -> None:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    with transaction.atomic():
        fault, is_new = ExchangeFault.objects.get_or_create(
            sha256=digest,
            defaults={
                "kind": kind,
                "name": path.name[:200],
                "instruction": row.instruction if row else None,
                "found_at": clock.moment(),
            },
        )
        if is_new:
            done.faults += 1
            record(
                Verb.EXCEPTION_RAISED,
                subject_type="exchange_fault",
                subject_id=fault.pk,
                payload={"kind": str(kind), "instruction": fault.instruction_id},
            )
    _move(path, REFUSED)


def _move(path: Path, where: str) -> None:
    to = path.parent / where
    to.mkdir(exist_ok=True)
    path.replace(to / path.name)
