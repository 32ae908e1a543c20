"""The one gate before destruction: every path passes it, at each stage, in the transaction that acts.

It locks the item, works its lawful cover out anew from the facts, and looks at everything else that speaks
against it. What is found lawful halts the order; what else is in the way refuses the step. Both are recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import transaction
from django.db.models import Q

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import roles_on, system_officer
from audit import clock
from audit.choices import Verb
from audit.record import record
from cases.choices import CheckResult
from cases.models import Material
from retention.choices import HaltedBecause, OrderEvent, OrderState
from retention.choices_deletion import HoldKind
from retention.errors import OrderStepRefused
from retention.items import items_now
from retention.models import DeletionHold, DeletionOrder
from retention.orders import CAN_BE_HALTED
from retention.pnc_checks import checks_by, oldest_that_counts
from retention.services.deletion_orders import step
from retention.services.suspend_unlawful import to_cancel, wanted


class Stage(StrEnum):
    """Where the gate stands."""

    ACKNOWLEDGE = "acknowledge"
    ASK = "ask"
    APPROVE = "approve"
    BEGIN = "begin"
    HAND_ON = "hand_on"
    SEND_AGAIN = "send_again"
    VERIFY = "verify"


FROM = {
    Stage.ACKNOWLEDGE: (OrderState.DUE, OrderState.SUSPENDED),
    Stage.ASK: (OrderState.SUSPENDED,),
    Stage.APPROVE: (OrderState.APPROVAL_ASKED,),
    Stage.BEGIN: (OrderState.APPROVED,),
    Stage.HAND_ON: (OrderState.EXECUTING,),
    Stage.SEND_AGAIN: (OrderState.EXECUTING,),
    Stage.VERIFY: (OrderState.EXECUTED,),
}
DESTROYS = frozenset({Stage.BEGIN, Stage.HAND_ON, Stage.SEND_AGAIN})
CARRIES_OUT = frozenset({Role.SOFS_OFFICER, Role.SOFS_MANAGER})
APPROVES = frozenset({Role.SOFS_MANAGER, Role.SENIOR_MANAGER})


@dataclass(frozen=True, slots=True)
class Passed:
    """What became of a step: done, or halted because the item was found to be lawfully held."""

    order: DeletionOrder
    halted: HaltedBecause | None = None


def pass_through(
    order_id: int, stage: Stage, *, by: Officer, act: Callable[[DeletionOrder], DeletionOrder]
) -> Passed:
    """Take a step with an order if nothing speaks against it, in one transaction with the check.

    Call it outside any transaction. Raises OrderStepRefused, once the refusal has been recorded.
    """
    try:
        with transaction.atomic(durable=True):
            order = _lock(order_id)
            found = _halt_if_lawful(order, stage, by)
            if found is not None:
                return Passed(order, found)
            reasons = [*why_not_person(order, stage, by), *why_not_now(order, stage)]
            if reasons:
                raise OrderStepRefused(f"Order {order.ref}: {' '.join(reasons)}")
            return Passed(act(order))
    except OrderStepRefused as refusal:
        with transaction.atomic(durable=True):
            _tell_refused(DeletionOrder.objects.get(pk=order_id), stage, by, str(refusal))
        raise


def look_again(order_id: int) -> HaltedBecause | None:
    """Halt an order that was begun, where its item is found lawful now; otherwise leave it as it is."""
    with transaction.atomic(durable=True):
        return _halt_if_lawful(_lock(order_id), Stage.SEND_AGAIN, system_officer())


def _halt_if_lawful(order: DeletionOrder, stage: Stage, by: Officer) -> HaltedBecause | None:
    found = found_lawful(order)
    if found is None or order.state not in CAN_BE_HALTED:
        return None
    step(order.pk, OrderEvent.HALT, by=system_officer(), halted_because=found)
    _tell_refused(order, stage, by, f"Halted: {found.label}")
    order.refresh_from_db()
    return found


def found_lawful(order: DeletionOrder) -> HaltedBecause | None:
    """Why the item may not be destroyed after all, by its cover worked out anew; None where it must go."""
    return each_found_lawful([order.material_id])[order.material_id]


def each_found_lawful(material_ids: Collection[int]) -> dict[int, HaltedBecause | None]:
    """The same of many items, by id; a fixed number of queries."""
    today = clock.today()
    return {item.material_id: wanted(item, today, today).halt_because for item in items_now(material_ids)}


def is_searchable(material_id: int) -> bool:
    """Whether the item may be searched against, by its cover worked out anew."""
    (item,) = items_now([material_id])
    today = clock.today()
    return wanted(item, today, today).searchable


def is_saved(material_id: int, suspension_id: int | None) -> bool:
    """Whether nothing asks for this suspension of the item any more, by its cover worked out anew."""
    (item,) = items_now([material_id])
    today = clock.today()
    return suspension_id in {row.pk for row in to_cancel(item, wanted(item, today, today))}


def why_not_person(order: DeletionOrder, stage: Stage, by: Officer) -> list[str]:
    """Why this person cannot take this step."""
    roles = roles_on(by, clock.today())
    if stage == Stage.APPROVE:
        if by.pk == order.asked_by_id:
            return ["Whoever asked for a deletion cannot approve it."]
        return [] if roles & APPROVES else ["A SOFS manager or a senior manager approves a deletion."]
    if stage in (Stage.HAND_ON, Stage.SEND_AGAIN) and by.pk == system_officer().pk:
        return []  # whoever had every place instructed was asked: what goes by file needs nobody else
    if not roles & CARRIES_OUT:
        return ["SOFS carries deletions out."]
    if stage == Stage.VERIFY and order.instructions.filter(receipts__taken_by=by).exists():
        return ["Somebody who recorded none of the evidence verifies that it is gone."]
    return []


def why_not_now(order: DeletionOrder, stage: Stage) -> list[str]:
    """What is in the way of this step today, whoever takes it."""
    reasons = []
    if order.state not in FROM[stage]:
        reasons.append(f"It is {order.get_state_display().lower()}, so this step is not its next.")
    if stage == Stage.ACKNOWLEDGE and order.acknowledged_at:
        reasons.append("The hand-over was acknowledged before.")
    if stage in DESTROYS:
        reasons += [*_why_not_checked(order), *_why_held_up(order)]
    return reasons


def _why_not_checked(order: DeletionOrder) -> list[str]:
    """The PNC must have been asked lately: what a conviction could save is not destroyed unasked."""
    today = clock.today()
    latest, oldest = checks_by(today).filter(case=order.case_id).first(), oldest_that_counts(today)
    most = (today - oldest).days
    if latest is None:
        return [f"The PNC was never checked. Check it: at most {most} days before destruction."]
    if latest.checked_on < oldest:
        on = f"{latest.checked_on:%-d %B %Y}"
        return [f"The PNC was last checked on {on}. Check it again: at most {most} days before destruction."]
    if latest.result == CheckResult.PENDING:
        return ["The PNC shows a trace without a result. Find out what came of it, then check again."]
    return []


def _why_held_up(order: DeletionOrder) -> list[str]:
    held_up = holds_now(order.material_id, clock.today())
    return [f"{hold.get_kind_display()} since {hold.placed_on:%-d %B %Y}." for hold in held_up]


def holds_now(material_id: int, day: date) -> list[DeletionHold]:
    """What holds the destruction of an item up on ``day``."""
    standing = Q(kind=HoldKind.ADVISORY) | Q(until__gte=day)
    found = DeletionHold.objects.current().filter(standing, material=material_id).order_by("pk")
    return list(found.select_related("reason", "recorded_by", "signed_by"))


def _lock(order_id: int) -> DeletionOrder:
    """The item first, as everybody who records a fact about it does, then the order."""
    material = DeletionOrder.objects.values_list("material_id", flat=True).get(pk=order_id)
    Material.objects.select_for_update(of=("self",)).get(pk=material)
    return DeletionOrder.objects.select_for_update(of=("self",)).get(pk=order_id)


def _tell_refused(order: DeletionOrder, stage: Stage, by: Officer, why: str) -> None:
    record(
        Verb.DELETION_REFUSED,
        subject_type="deletion_order",
        subject_id=order.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"stage": str(stage), "why": why, "material": order.material_id},
    )
