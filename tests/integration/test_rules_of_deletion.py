"""The rules of deletion, one test a rule: what each forbids does not happen, and is said why.

Source: further report of 22 April 2016, paragraphs 13, 27 and 28; R-125 to R-131.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path

import pytest

from accounts.choices import Role
from audit import clock
from audit.facts import stamp
from cases.choices import CaseState, CheckKind, CheckResult
from cases.models import DeletionEvidence, Holding
from cases.services.checks import record_check
from cases.services.facts import record_conviction
from retention.choices import HaltedBecause, OrderState, SweepName
from retention.choices_deletion import HoldKind, NoticeAbout, ReceiptOutcome
from retention.errors import HoldRefused, OrderStepRefused, ReceiptRefused, ReconciliationRefused
from retention.gateways import files
from retention.models import DeletionHold, DeletionNotice, DeletionOrder, ExchangeFault, Instruction
from retention.services import deletion_steps as steps
from retention.services.deletion_holds import place_hold, release_hold
from retention.services.exchange import end_fault, exchange
from retention.services.nightly import run_sweep
from retention.services.receipts import take_receipt
from tests.casework import at, officer
from tests.deletions import (
    FIRST_UNLAWFUL,
    WHY,
    People,
    approved,
    begun,
    destroyed,
    done,
    lapsed,
    people,
    suspended,
)

pytestmark = pytest.mark.django_db
Committed = Callable[[], AbstractContextManager[object]]
FOURTEENTH = date(2016, 4, 14)


@pytest.fixture
def who() -> People:
    return people()


@pytest.fixture(autouse=True)
def first_unlawful_day() -> Iterator[None]:
    with at(FIRST_UNLAWFUL):
        yield


@pytest.fixture
def by_file(settings, tmp_path: Path) -> Path:
    """What goes to the databases goes by file; the folder."""
    settings.GATEWAY, settings.EXCHANGE_FOLDER, settings.EXCHANGE_KEY = "files", str(tmp_path), "a key"
    return tmp_path / "out"


@pytest.fixture
def committed(django_capture_on_commit_callbacks) -> Committed:
    """What waits for the end of a transaction happens at the end of the block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def state(order: DeletionOrder) -> str:
    order.refresh_from_db()
    return order.state


# The PNC


@pytest.mark.parametrize("kind", [kind for kind in CheckKind if kind != CheckKind.PNC])
def test_a_check_of_something_else_is_no_check_of_the_pnc(who: People, kind: str) -> None:
    (order,) = suspended(who.asks)
    steps.ask(order.pk, by=who.asks, why=WHY)
    steps.approve(order.pk, by=who.approves, why=WHY)
    about = {"by": who.asks, "on": clock.today(), "result": CheckResult.NO_TRACE, "evidence": "Print 1"}
    record_check(order.case, kind=kind, **about)
    with pytest.raises(OrderStepRefused, match="never checked"):
        steps.begin(order.pk, by=who.asks)
    record_check(order.case, **about)
    steps.begin(order.pk, by=who.asks)


def test_a_check_of_another_case_is_no_check_of_this_one(who: People) -> None:
    first, second = suspended(who.asks, count=2)
    approved(first, who)
    steps.ask(second.pk, by=who.asks, why=WHY)
    steps.approve(second.pk, by=who.approves, why=WHY)
    with pytest.raises(OrderStepRefused, match="never checked"):
        steps.begin(second.pk, by=who.asks)


def test_the_pnc_is_asked_once_more_before_the_second_of_two_places(who: People) -> None:
    (order,) = suspended(who.asks)
    Holding.objects.create(
        material_id=order.material_id, place="hard_copy", reference="Box 9", **stamp(who.asks)
    )
    first, second = begun(order, who)
    steps.hand_on(first.pk, by=who.asks)
    record_check(order.case, by=who.asks, on=clock.today(), result=CheckResult.PENDING, evidence="Message 2")
    with pytest.raises(OrderStepRefused, match="a trace without a result"):
        steps.hand_on(second.pk, by=who.asks)


# Holds


def test_time_for_a_search_ends_by_itself_after_its_last_day(who: People) -> None:
    (order,) = suspended(who.asks)
    chief = officer(Role.CHIEF_OFFICER)
    place_hold(
        order.pk,
        HoldKind.SEARCH_GRACE,
        by=who.approves,
        reason="A search.",
        until=FOURTEENTH,
        signed_by=chief,
    )
    for day, is_held_up in ((FOURTEENTH, True), (FOURTEENTH + timedelta(days=1), False)):
        with at(day):
            if is_held_up:
                approved(order, who)
                with pytest.raises(OrderStepRefused, match="Time for a search"):
                    steps.begin(order.pk, by=who.asks)
            else:
                assert steps.begin(order.pk, by=who.asks).order.state == OrderState.EXECUTING


def test_an_advisory_hold_stands_until_it_is_released_and_then_never_more(who: People) -> None:
    (order,) = suspended(who.asks)
    hold = place_hold(order.pk, HoldKind.ADVISORY, by=who.approves, reason="The inquiry wrote.")
    with at(FIRST_UNLAWFUL + timedelta(days=60)):
        approved(order, who)
        with pytest.raises(OrderStepRefused, match="Advisory hold since 7 April 2016"):
            steps.begin(order.pk, by=who.asks)
        release_hold(hold.pk, by=who.approves)
        steps.begin(order.pk, by=who.asks)


def test_a_hold_has_a_reason_stands_once_and_is_of_an_order_that_has_not_ended(who: People) -> None:
    (order,) = suspended(who.asks)
    with pytest.raises(HoldRefused, match="Say who asks"):
        place_hold(order.pk, HoldKind.ADVISORY, by=who.approves, reason="  ")
    place_hold(order.pk, HoldKind.ADVISORY, by=who.approves, reason="The inquiry wrote.")
    with pytest.raises(HoldRefused, match="stands already"):
        place_hold(order.pk, HoldKind.ADVISORY, by=who.approves, reason="It wrote again.")
    release_hold(DeletionHold.objects.get().pk, by=who.approves)
    record_conviction(order.case.subject, by=who.verifies, on=date(2015, 12, 1))
    assert steps.ask(order.pk, by=who.asks, why=WHY).halted
    with pytest.raises(HoldRefused, match="has ended"):
        place_hold(order.pk, HoldKind.ADVISORY, by=who.approves, reason="It wrote a third time.")


def test_time_for_a_search_is_signed_by_a_chief_officer_and_by_nobody_else(who: People) -> None:
    (order,) = suspended(who.asks)
    for signer in (None, who.approves):
        with pytest.raises(HoldRefused, match="Choose the chief officer"):
            place_hold(
                order.pk,
                HoldKind.SEARCH_GRACE,
                by=who.approves,
                reason="A search.",
                until=FOURTEENTH,
                signed_by=signer,
            )
    chief = officer(Role.CHIEF_OFFICER)
    for until in (None, FIRST_UNLAWFUL - timedelta(days=1), FIRST_UNLAWFUL + timedelta(days=15)):
        with pytest.raises(HoldRefused, match="Give the last day"):
            place_hold(
                order.pk,
                HoldKind.SEARCH_GRACE,
                by=who.approves,
                reason="A search.",
                until=until,
                signed_by=chief,
            )
    assert not DeletionHold.objects.exists()


# The hand-over, the places, the end


def test_a_hand_over_is_acknowledged_once_and_asking_acknowledges_it(who: People) -> None:
    first, second = suspended(who.asks, count=2)
    steps.acknowledge(first.pk, by=who.asks)
    with pytest.raises(OrderStepRefused, match="acknowledged before"):
        steps.acknowledge(first.pk, by=who.verifies)
    steps.ask(first.pk, by=who.verifies, why=WHY)
    steps.ask(second.pk, by=who.verifies, why=WHY)
    assert [DeletionOrder.objects.get(pk=one.pk).acknowledged_by for one in (first, second)] == [
        who.asks,
        who.verifies,
    ]


def test_where_no_place_is_recorded_nothing_is_begun(who: People) -> None:
    (order,) = suspended(who.asks)
    approved(order, who)
    Holding.objects.update(withdrawn_at=clock.moment(), withdrawn_by=who.asks, withdrawn_because="mistake")
    with pytest.raises(OrderStepRefused, match="no place that holds the item"):
        steps.begin(order.pk, by=who.asks)
    assert state(order) == OrderState.APPROVED


def test_a_place_that_came_to_light_after_the_others_were_done_keeps_it_from_being_verified(
    who: People,
) -> None:
    (order,) = suspended(who.asks)
    destroyed(order, who)
    Holding.objects.create(
        material_id=order.material_id, place="hard_copy", reference="Box 9", **stamp(who.asks)
    )
    with pytest.raises(OrderStepRefused, match="1 of its places still hold"):
        steps.verify(order.pk, by=who.verifies)


def test_a_case_closes_with_the_last_of_its_orders_and_not_before(who: People) -> None:
    made = lapsed(who.asks, kinds=("fingerprints", "dna_profile"))
    run_sweep(SweepName.SUSPEND_UNLAWFUL, clock.today())
    first, second = DeletionOrder.objects.filter(case=made).order_by("pk")
    destroyed(first, who)
    destroyed(second, who)
    steps.verify(first.pk, by=who.verifies)
    made.refresh_from_db()
    assert not made.is_held and made.state == CaseState.WITH_SOFS
    steps.verify(second.pk, by=who.verifies)
    made.refresh_from_db()
    assert made.state == CaseState.CLOSED


def test_nothing_is_said_to_have_been_done_in_the_future(who: People) -> None:
    (order,) = suspended(who.asks)
    (instruction,) = begun(order, who)
    steps.hand_on(instruction.pk, by=who.asks)
    with pytest.raises(ReceiptRefused, match="future"):
        take_receipt(done(instruction, at=clock.moment() + timedelta(minutes=1)), by=who.asks)
    assert not DeletionEvidence.objects.exists()


@pytest.mark.parametrize("outcome", [one for one in ReceiptOutcome if one != ReceiptOutcome.DONE])
def test_only_what_was_done_is_evidence(who: People, outcome: str) -> None:
    (order,) = suspended(who.asks)
    (instruction,) = begun(order, who)
    steps.hand_on(instruction.pk, by=who.asks)
    take_receipt(done(instruction, outcome=outcome), by=who.asks)
    assert not DeletionEvidence.objects.exists() and state(order) == OrderState.EXECUTING


# Found lawful in the meantime


def test_both_are_told_of_a_halt_and_its_open_instructions_are_cancelled(who: People) -> None:
    (order,) = suspended(who.asks)
    (instruction,) = begun(order, who)
    record_conviction(order.case.subject, by=who.verifies, on=date(2015, 12, 1))
    assert steps.hand_on(instruction.pk, by=who.asks).halted == HaltedBecause.LAWFUL_COVER
    told = DeletionNotice.objects.filter(order=order, about=NoticeAbout.HALTED)
    assert {notice.officer for notice in told} == {who.asks, who.approves}
    instruction.refresh_from_db()
    assert instruction.cancelled_at is not None and instruction.sent_at is None


def test_a_file_that_lies_there_unread_is_taken_back_where_its_item_is_found_lawful(
    who: People, by_file: Path, committed: Committed
) -> None:
    (order,) = suspended(who.asks)
    (instruction,) = begun(order, who)
    with committed():
        exchange()
    assert files.lies_there(Instruction.objects.get(pk=instruction.pk))
    record_conviction(order.case.subject, by=who.verifies, on=date(2015, 12, 1))
    with committed():
        exchange()
    assert state(order) == OrderState.HALTED
    assert not files.lies_there(instruction)


@pytest.mark.parametrize("in_the_way", ["hold", "conviction"])
def test_a_file_is_not_written_for_what_something_keeps(
    who: People, by_file: Path, committed: Committed, in_the_way: str
) -> None:
    (order,) = suspended(who.asks)
    (instruction,) = begun(order, who)
    if in_the_way == "hold":
        place_hold(order.pk, HoldKind.ADVISORY, by=who.approves, reason="The inquiry wrote.")
    else:
        record_conviction(order.case.subject, by=who.verifies, on=date(2015, 12, 1))
    with committed():
        exchange()
    assert not files.lies_there(instruction)
    instruction.refresh_from_db()
    assert instruction.sent_at is None
    assert state(order) == (OrderState.EXECUTING if in_the_way == "hold" else OrderState.HALTED)


def test_what_never_arrived_is_not_sent_again_while_something_holds_it_up(
    who: People, by_file: Path, committed: Committed
) -> None:
    (order,) = suspended(who.asks)
    (instruction,) = begun(order, who)
    with committed():
        exchange()
    files.FileExchange().recall(Instruction.objects.get(pk=instruction.pk))
    place_hold(order.pk, HoldKind.ADVISORY, by=who.approves, reason="The inquiry wrote.")
    with pytest.raises(OrderStepRefused, match="Advisory hold"):
        steps.send_again(instruction.pk)
    assert not files.lies_there(instruction)
    release_hold(DeletionHold.objects.get().pk, by=who.approves)
    with committed():
        steps.send_again(instruction.pk)
    assert files.lies_there(instruction)


def test_a_fault_of_the_exchange_is_ended_once_and_by_sofs(who: People, by_file: Path) -> None:
    inbox = by_file.parent / "in"
    inbox.mkdir()
    (inbox / "x.receipt").write_text("nothing of ours")
    exchange()
    fault = ExchangeFault.objects.get()
    with pytest.raises(ReconciliationRefused, match="worked on by SOFS"):
        end_fault(fault.pk, by=officer(Role.JFIT_MANAGER), reason="Looked.")
    end_fault(fault.pk, by=who.asks, reason="It came from elsewhere.")
    with pytest.raises(ReconciliationRefused, match="ended already"):
        end_fault(fault.pk, by=who.asks, reason="Again.")


def test_what_was_saved_since_the_sweep_is_not_made_non_searchable(who: People) -> None:
    (order,) = suspended(who.asks)
    told = Instruction.objects.get(kind="suspend", material=order.material)
    record_conviction(order.case.subject, by=who.asks, on=date(2015, 12, 1))
    with pytest.raises(OrderStepRefused, match="lawfully held after all"):
        steps.hand_on(told.pk, by=who.asks)
    told.refresh_from_db()
    assert told.sent_at is None
