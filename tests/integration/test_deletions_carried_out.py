"""A deletion is carried out place by place, by two people, and never of what may be kept.

Source: further report of 22 April 2016, paragraphs 13, 16 and 27; R-125 to R-131.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from accounts.choices import Role
from audit import clock
from audit.facts import stamp
from audit.models import AuditEvent
from cases.choices import CaseState
from cases.models import DeletionEvidence, Holding, Material
from cases.services.facts import record_conviction, withdraw_fact
from retention.choices import HaltedBecause, OrderState, SweepName
from retention.choices_deletion import NoticeAbout, ReceiptOutcome
from retention.errors import OrderStepRefused, ReceiptRefused
from retention.models import DeletionNotice, DeletionOrder, Instruction, InstructionReceipt
from retention.services import deletion_steps as steps
from retention.services.nightly import run_sweep
from retention.services.receipts import take_receipt
from tests.casework import at, officer
from tests.deletions import (
    FIRST_UNLAWFUL,
    WHY,
    People,
    approved,
    begun,
    check_pnc,
    destroyed,
    done,
    people,
    suspended,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> People:
    return people()


@pytest.fixture(autouse=True)
def first_unlawful_day() -> Iterator[None]:
    with at(FIRST_UNLAWFUL):
        yield


def state(order: DeletionOrder) -> str:
    """Where the order stands now."""
    order.refresh_from_db()
    return order.state


def refusals() -> list[str]:
    """The stages at which a deletion was refused."""
    return [
        event.payload["stage"] for event in AuditEvent.objects.filter(verb="deletion_refused").order_by("pk")
    ]


def test_an_order_goes_from_due_to_verified_and_the_case_closes(who: People) -> None:
    (order,) = suspended(who.asks)
    destroyed(order, who)
    assert state(order) == OrderState.EXECUTED and order.policy_version == "Deletions 1"
    assert steps.verify(order.pk, by=who.verifies).order.state == OrderState.VERIFIED
    order.case.refresh_from_db()
    assert order.case.state == CaseState.CLOSED
    assert Material.objects.get(pk=order.material_id).deleted_on == FIRST_UNLAWFUL


def test_every_place_is_instructed_and_evidenced_on_its_own(who: People) -> None:
    (order,) = suspended(who.asks)
    Holding.objects.create(
        material_id=order.material_id, place="hard_copy", reference="Box 9", **stamp(who.asks)
    )
    first, second = begun(order, who)
    steps.hand_on(first.pk, by=who.asks)
    take_receipt(done(first), by=who.asks)
    assert state(order) == OrderState.EXECUTING
    assert Material.objects.get(pk=order.material_id).deleted_on is None
    with pytest.raises(OrderStepRefused, match="executing"):
        steps.verify(order.pk, by=who.verifies)
    steps.hand_on(second.pk, by=who.asks)
    take_receipt(done(second, witness="Wyn Witness", reference="CERT-7"), by=who.asks)
    assert state(order) == OrderState.EXECUTED
    kept = InstructionReceipt.objects.get(instruction=second)
    assert (str(kept.witness), kept.reference, kept.minutes) == ("Wyn Witness", "CERT-7", 90)


def test_whoever_asked_cannot_approve_and_whoever_evidenced_cannot_verify(who: People) -> None:
    (order,) = suspended(who.asks)
    steps.ask(order.pk, by=who.approves, why=WHY)
    with pytest.raises(OrderStepRefused, match="cannot approve"):
        steps.approve(order.pk, by=who.approves, why=WHY)
    with pytest.raises(OrderStepRefused, match="manager approves"):
        steps.approve(order.pk, by=who.verifies, why=WHY)
    steps.approve(order.pk, by=officer(Role.SENIOR_MANAGER), why=WHY)
    check_pnc(order, who.asks)
    steps.begin(order.pk, by=who.asks)
    for instruction in order.instructions.all():
        steps.hand_on(instruction.pk, by=who.asks)
        take_receipt(done(instruction), by=who.asks)
    with pytest.raises(OrderStepRefused, match="none of the evidence"):
        steps.verify(order.pk, by=who.asks)
    with pytest.raises(OrderStepRefused, match="SOFS carries"):
        steps.verify(order.pk, by=officer(Role.JFIT_MANAGER))
    assert refusals() == ["approve", "approve", "verify", "verify"]


def test_nothing_is_destroyed_on_an_old_pnc_check(who: People) -> None:
    (order,) = suspended(who.asks)
    approved(order, who)
    with at(FIRST_UNLAWFUL + timedelta(days=4)):
        with pytest.raises(OrderStepRefused, match="Check it again: at most 3 days"):
            steps.begin(order.pk, by=who.asks)
        assert not Instruction.objects.filter(order=order).exists()
        check_pnc(order, who.asks)
        steps.begin(order.pk, by=who.asks)
    with at(FIRST_UNLAWFUL + timedelta(days=9)), pytest.raises(OrderStepRefused, match="Check it again"):
        steps.hand_on(order.instructions.get().pk, by=who.asks)


def test_a_conviction_recorded_while_one_of_a_batch_is_destroyed_saves_the_next(who: People) -> None:
    first, second = suspended(who.asks, count=2)
    for order in (first, second):
        begun(order, who)

    def hand_on(order_id: int) -> steps.Passed:
        passed = steps.hand_on(Instruction.objects.get(order=order_id).pk, by=who.asks)
        record_conviction(second.case.subject, by=who.verifies, on=date(2015, 12, 1))
        return passed

    results = steps.for_each([first.pk, second.pk], hand_on)
    assert [result.why for result in results] == ["", "Halted: Lawful cover was found."]
    assert state(second) == OrderState.HALTED and second.halted_because == HaltedBecause.LAWFUL_COVER
    told = Instruction.objects.get(order=second)
    assert told.sent_at is None and told.cancelled_at is not None
    notices = DeletionNotice.objects.filter(order=second, about=NoticeAbout.HALTED)
    assert set(notices.values_list("officer", flat=True)) == {who.asks.pk, who.approves.pk}
    assert Material.objects.get(pk=second.material_id).status == "indefinite"
    assert state(first) == OrderState.EXECUTING


@pytest.mark.parametrize("stage", ["ask", "approve", "begin"])
def test_what_is_found_lawful_is_halted_at_whatever_stage_it_is_found(who: People, stage: str) -> None:
    (order,) = suspended(who.asks)
    check_pnc(order, who.asks)
    if stage != "ask":
        steps.ask(order.pk, by=who.asks, why=WHY)
    if stage == "begin":
        steps.approve(order.pk, by=who.approves, why=WHY)
    record_conviction(order.case.subject, by=who.asks, on=date(2015, 12, 1))
    by = who.approves if stage == "approve" else who.asks
    take = getattr(steps, stage)
    passed = take(order.pk, by=by) if stage == "begin" else take(order.pk, by=by, why=WHY)
    assert passed.halted == HaltedBecause.LAWFUL_COVER and state(order) == OrderState.HALTED
    assert refusals() == [stage]


def test_a_receipt_delivered_twice_is_taken_once_and_one_that_contradicts_is_kept_apart(who: People) -> None:
    (order,) = suspended(who.asks)
    (instruction,) = begun(order, who)
    steps.hand_on(instruction.pk, by=who.asks)
    steps.hand_on(instruction.pk, by=who.asks)
    receipt = done(instruction)
    assert take_receipt(receipt, by=who.asks) == take_receipt(receipt, by=who.asks)
    other = done(instruction, outcome=ReceiptOutcome.REFUSED)
    kept = take_receipt(other, by=who.asks)
    assert take_receipt(other, by=who.asks) == kept
    assert kept.contradicts and DeletionEvidence.objects.count() == 1
    assert state(order) == OrderState.EXECUTED
    handed = AuditEvent.objects.filter(verb="deletion_handed_on")
    assert handed.count() == 1 and InstructionReceipt.objects.count() == 2


def test_a_receipt_of_what_was_never_handed_on_proves_nothing(who: People) -> None:
    (order,) = suspended(who.asks)
    (instruction,) = begun(order, who)
    assert take_receipt(done(instruction), by=who.asks).contradicts
    assert not DeletionEvidence.objects.exists() and state(order) == OrderState.EXECUTING


def test_evidence_that_a_place_is_not_searchable_ends_the_exposure(who: People) -> None:
    (order,) = suspended(who.asks)
    instruction = Instruction.objects.get(material=order.material_id, kind="suspend")
    steps.hand_on(instruction.pk, by=who.asks)
    take_receipt(done(instruction), by=who.asks)
    assert instruction.holding.non_searchable.get().evidenced_on == clock.today()


def test_what_a_place_had_begun_before_the_halt_is_evidence_like_any_other_and_the_heads_are_told(
    who: People,
) -> None:
    (order,) = suspended(who.asks)
    (instruction,) = begun(order, who)
    steps.hand_on(instruction.pk, by=who.asks)
    record_conviction(order.case.subject, by=who.verifies, on=date(2015, 12, 1))
    run_sweep(SweepName.SUSPEND_UNLAWFUL, clock.today())
    instruction.refresh_from_db()
    assert state(order) == OrderState.HALTED and instruction.cancelled_at is not None
    assert not take_receipt(done(instruction), by=who.asks).contradicts
    assert Material.objects.get(pk=order.material_id).deleted_on == FIRST_UNLAWFUL
    told = DeletionNotice.objects.filter(order=order, about=NoticeAbout.GONE_AFTER_HALT)
    assert set(told.values_list("officer", flat=True)) == {who.asks.pk, who.approves.pk}


def test_what_was_done_is_not_dated_before_it_was_begun(who: People) -> None:
    (order,) = suspended(who.asks)
    (instruction,) = begun(order, who)
    steps.hand_on(instruction.pk, by=who.asks)
    early = done(instruction, at=clock.moment() - timedelta(days=1))
    with pytest.raises(ReceiptRefused, match="It was begun on 7 April 2016"):
        take_receipt(early, by=who.asks)
    assert not DeletionEvidence.objects.exists()


def test_what_is_saved_after_it_was_made_non_searchable_is_made_searchable_again(who: People) -> None:
    (order,) = suspended(who.asks)
    told = Instruction.objects.get(material=order.material_id, kind="suspend")
    steps.hand_on(told.pk, by=who.asks)
    take_receipt(done(told), by=who.asks)
    conviction = record_conviction(order.case.subject, by=who.verifies, on=date(2015, 12, 1))
    for _ in range(2):
        run_sweep(SweepName.SUSPEND_UNLAWFUL, clock.today())
    restore = Instruction.objects.get(kind="restore")
    assert state(order) == OrderState.HALTED
    with at(FIRST_UNLAWFUL + timedelta(days=1)):
        withdraw_fact(conviction, by=who.asks, because="mistake")
        with pytest.raises(OrderStepRefused, match="not lawfully held any more"):
            steps.hand_on(restore.pk, by=who.asks)
        run_sweep(SweepName.SUSPEND_UNLAWFUL, clock.today())
        restore.refresh_from_db()
        assert restore.cancelled_at is not None and told.holding.non_searchable.current().exists()
    with at(FIRST_UNLAWFUL + timedelta(days=2)):
        record_conviction(order.case.subject, by=who.verifies, on=date(2015, 12, 1))
        run_sweep(SweepName.SUSPEND_UNLAWFUL, clock.today())
        again = Instruction.objects.get(kind="restore", cancelled_at=None)
        steps.hand_on(again.pk, by=who.asks)
        take_receipt(done(again), by=who.asks)
        assert not told.holding.non_searchable.current().exists()
        run_sweep(SweepName.SUSPEND_UNLAWFUL, clock.today())
        assert Instruction.objects.filter(kind="restore", cancelled_at=None).count() == 1


def test_what_loses_its_cover_while_it_is_made_searchable_again_is_suspended_anew(who: People) -> None:
    (order,) = suspended(who.asks)
    told = Instruction.objects.get(material=order.material_id, kind="suspend")
    steps.hand_on(told.pk, by=who.asks)
    take_receipt(done(told), by=who.asks)
    conviction = record_conviction(order.case.subject, by=who.verifies, on=date(2015, 12, 1))
    run_sweep(SweepName.SUSPEND_UNLAWFUL, clock.today())
    restore = Instruction.objects.get(kind="restore")
    steps.hand_on(restore.pk, by=who.asks)
    with at(FIRST_UNLAWFUL + timedelta(days=1)):
        withdraw_fact(conviction, by=who.asks, because="mistake")
        run_sweep(SweepName.SUSPEND_UNLAWFUL, clock.today())
        take_receipt(done(restore), by=who.asks)
        run_sweep(SweepName.SUSPEND_UNLAWFUL, clock.today())
        open_ = Instruction.objects.filter(kind="suspend", settled_at=None, cancelled_at=None)
        assert [one.holding_id for one in open_] == [told.holding_id]


def test_a_late_answer_that_it_is_searched_again_leaves_newer_evidence_that_it_is_not(who: People) -> None:
    (order,) = suspended(who.asks)
    told = Instruction.objects.get(material=order.material_id, kind="suspend")
    steps.hand_on(told.pk, by=who.asks)
    take_receipt(done(told), by=who.asks)
    conviction = record_conviction(order.case.subject, by=who.verifies, on=date(2015, 12, 1))
    run_sweep(SweepName.SUSPEND_UNLAWFUL, clock.today())
    restore = Instruction.objects.get(kind="restore")
    steps.hand_on(restore.pk, by=who.asks)
    older = told.holding.non_searchable.get()
    with at(FIRST_UNLAWFUL + timedelta(days=1)):
        withdraw_fact(conviction, by=who.asks, because="mistake")
        run_sweep(SweepName.SUSPEND_UNLAWFUL, clock.today())
        anew = Instruction.objects.get(kind="suspend", settled_at=None, cancelled_at=None)
        steps.hand_on(anew.pk, by=who.asks)
        take_receipt(done(anew), by=who.asks)
        take_receipt(done(restore), by=who.asks)
    standing = told.holding.non_searchable.current()
    assert standing.exists() and older not in standing
