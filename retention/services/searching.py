"""Has what was made non-searchable searched again, once it is lawfully held after all.

Until something is destroyed it can be undone: it is decided here, done at the place, and its answer withdraws
the evidence. Source: further report of 22 April 2016, paragraph 27; R-126, R-129.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from audit import clock
from audit.choices import Verb
from audit.record import Event, record_many
from retention.choices import CancelledBecause
from retention.choices_deletion import InstructionKind
from retention.gateways import gateway_for, new_key
from retention.models import Instruction, SuspensionInstruction
from retention.services.cancelling import cancel_instructions


def restore(material_id: int, holdings: Collection[int], at: datetime) -> None:
    """Instruct these places to make the item searchable again; for each in the caller's transaction."""
    if not holdings:
        return
    before = SuspensionInstruction.objects.filter(holding__in=holdings, cancelled_at=None)
    before.update(cancelled_at=at, cancelled_because=CancelledBecause.SAVED)
    rows = Instruction.objects.bulk_create(
        Instruction(
            key=new_key("restore", holding),
            kind=InstructionKind.RESTORE,
            gateway=gateway_for(None).name,
            holding_id=holding,
            material_id=material_id,
            not_before=clock.today(),
            decided_at=at,
        )
        for holding in holdings
    )
    told = [
        Event(Verb.RESTORE_INSTRUCTED, "instruction", row.pk, {"holding": row.holding_id}, at=at)
        for row in rows
    ]
    record_many(told)


def stop_restoring(material_id: int, at: datetime) -> None:
    """Cancel what was to make the item searchable again: it may not be searched after all."""
    cancel_instructions(Instruction.objects.filter(kind=InstructionKind.RESTORE, material=material_id), at)
