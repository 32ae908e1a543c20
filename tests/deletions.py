"""Deletion orders for tests, brought as far as a test wants through the steps that people take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.choices import Role
from accounts.models import Officer
from audit import clock
from cases.choices import CheckResult
from cases.models import Case
from cases.services.checks import record_check
from retention.choices import SweepName
from retention.choices_deletion import ReceiptOutcome
from retention.gateways.base import Receipt
from retention.models import DeletionOrder, Instruction
from retention.services import deletion_steps as steps
from retention.services.nightly import run_sweep
from retention.services.receipts import take_receipt
from tests.casework import at, case, officer

TAKEN, LAST, FIRST_UNLAWFUL = date(2015, 10, 7), date(2016, 4, 6), date(2016, 4, 7)
WHY = "Nothing keeps it."


@dataclass(frozen=True, slots=True)
class People:
    """Who carries a deletion out: one asks and begins, one approves, one verifies."""

    asks: Officer
    approves: Officer
    verifies: Officer


def people() -> People:
    """Three people of SOFS."""
    return People(
        officer(Role.SOFS_OFFICER, name="Asa Asker"),
        officer(Role.SOFS_MANAGER, name="Ada Approver"),
        officer(Role.SOFS_OFFICER, name="Vera Verifier"),
    )


def lapsed(by: Officer, **more: object) -> Case:
    """A case whose cover ended with 6 April 2016."""
    with at(TAKEN):
        return case(by=by, taken_on=TAKEN, **more)


def suspended(by: Officer, count: int = 1, **more: object) -> list[DeletionOrder]:
    """The orders of so many cases of one item each, with instructions that it be made non-searchable."""
    made = [lapsed(by, **{"kinds": ("fingerprints",)} | more) for _ in range(count)]
    run_sweep(SweepName.SUSPEND_UNLAWFUL, clock.today())
    return list(DeletionOrder.objects.filter(case__in=made).order_by("pk"))


def check_pnc(order: DeletionOrder, by: Officer) -> None:
    """The PNC was asked today and knows nothing."""
    record_check(order.case, by=by, on=clock.today(), result=CheckResult.NO_TRACE, evidence="Print 1")


def approved(order: DeletionOrder, who: People) -> None:
    """Asked for by one, approved by another, the PNC asked today."""
    check_pnc(order, who.asks)
    steps.ask(order.pk, by=who.asks, why=WHY)
    steps.approve(order.pk, by=who.approves, why=WHY)


def begun(order: DeletionOrder, who: People) -> list[Instruction]:
    """Approved, and every place instructed; the instructions."""
    approved(order, who)
    steps.begin(order.pk, by=who.asks)
    return list(order.instructions.order_by("pk"))


def done(instruction: Instruction, **more: object) -> Receipt:
    """What a place answers that did it just now."""
    said = {"reference": "C-1", "minutes": 90, "outcome": ReceiptOutcome.DONE, "at": clock.moment()} | more
    return Receipt(key=f"r:{instruction.key}", instruction=instruction.key, **said)  # type: ignore[arg-type]


def destroyed(order: DeletionOrder, who: People) -> None:
    """Done and evidenced at every place."""
    for instruction in begun(order, who):
        steps.hand_on(instruction.pk, by=who.asks)
        take_receipt(done(instruction), by=who.asks)
