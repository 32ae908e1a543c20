"""The steps a deletion order may take, told once: for the service, the database's guard and the pages."""

from __future__ import annotations

from dataclasses import dataclass

from retention.choices import OrderEvent, OrderState

FIRST_STATE = OrderState.DUE
ENDED = (OrderState.VERIFIED, OrderState.HALTED)
# While a place still holds the item an order can be halted; after that there is nothing left to save.
CAN_BE_HALTED = (
    OrderState.DUE,
    OrderState.SUSPENDED,
    OrderState.APPROVAL_ASKED,
    OrderState.APPROVED,
    OrderState.EXECUTING,
)
OPEN = tuple(state for state in OrderState if state not in ENDED)


@dataclass(frozen=True, slots=True)
class Step:
    """From which states an event leads to which."""

    sources: tuple[OrderState, ...]
    target: OrderState


STEPS = {
    OrderEvent.SUSPEND: Step((OrderState.DUE,), OrderState.SUSPENDED),
    OrderEvent.ASK_APPROVAL: Step((OrderState.SUSPENDED,), OrderState.APPROVAL_ASKED),
    OrderEvent.APPROVE: Step((OrderState.APPROVAL_ASKED,), OrderState.APPROVED),
    OrderEvent.BEGIN: Step((OrderState.APPROVED,), OrderState.EXECUTING),
    OrderEvent.EXECUTE: Step((OrderState.EXECUTING,), OrderState.EXECUTED),
    OrderEvent.VERIFY: Step((OrderState.EXECUTED,), OrderState.VERIFIED),
    OrderEvent.HALT: Step(CAN_BE_HALTED, OrderState.HALTED),
}


def pairs() -> tuple[tuple[str, str], ...]:
    """Every (source, target) that a step joins, sorted."""
    return tuple(
        sorted({(str(source), str(step.target)) for step in STEPS.values() for source in step.sources})
    )
