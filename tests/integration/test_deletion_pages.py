"""The pages of deletion work: from what waits, through the last check, to the evidence of each place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from accounts.choices import Rank, Role
from audit import clock
from audit.facts import stamp
from cases.models import Holding
from cases.services.facts import record_conviction
from retention import deletion_work
from retention.choices import OrderState, SweepName
from retention.choices_deletion import HoldKind
from retention.deletion_targets import late_on
from retention.models import DeletionHold, DeletionNotice, DeletionOrder, Instruction
from retention.services import deletion_steps as steps
from retention.services.deletion_holds import place_hold
from retention.services.deletion_late import tell_late
from retention.services.nightly import run_sweep
from retention.services.receipts import take_receipt
from tests.casework import WORDS, at, officer
from tests.casework import step as move
from tests.deletions import (
    FIRST_UNLAWFUL,
    LAST,
    WHY,
    People,
    begun,
    check_pnc,
    destroyed,
    done,
    lapsed,
    people,
    suspended,
)
from tests.integration.night import moment_of
from tests.people import signed_in

pytestmark = pytest.mark.django_db
TICKED = ["0", "1", "2", "3"]


@pytest.fixture
def who() -> People:
    return people()


@pytest.fixture(autouse=True)
def first_unlawful_day() -> Iterator[None]:
    with at(FIRST_UNLAWFUL):
        yield


def text(client: Client, url: str) -> str:
    """The page."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def step(client: Client, stage: str, *orders: DeletionOrder, do: str = "do") -> str:
    """What the page of a step answers to these orders."""
    said = {"order": [order.pk for order in orders], "do": do, "checklist": TICKED, "why": WHY}
    answer = client.post(f"/deletions/work/{stage}/", said)
    assert answer.status_code == 200
    return answer.content.decode()


def state(order: DeletionOrder) -> str:
    """Where the order stands now."""
    order.refresh_from_db()
    return order.state


def test_two_people_take_many_orders_to_verified_on_pages(who: People) -> None:
    first, second = suspended(who.asks, count=2)
    asks, approves, verifies = (signed_in(one) for one in (who.asks, who.approves, who.verifies))
    for order in (first, second):
        check_pnc(order, who.asks)
    assert first.ref in text(asks, "/deletions/work/ask/")
    assert "Nothing" in step(asks, "ask", first, second, do="check")
    assert state(first) == OrderState.SUSPENDED
    assert step(asks, "ask", first, second).count("Done") == 2
    step(approves, "approve", first, second)
    step(asks, "begin", first, second)
    for instruction in Instruction.objects.filter(kind="delete"):
        page = f"/deletions/instructions/{instruction.pk}/"
        assert page in text(asks, "/deletions/worklist/")
        assert "I begin now" in text(asks, page)
        asks.post(page, {"do": "hand_on"})
        said = {
            "outcome": "done",
            "on_day": "7",
            "on_month": "4",
            "on_year": "2016",
            "once": str(instruction.pk),
        }
        assert "Enter the reference of the evidence" in asks.post(page, said).content.decode()
        for _ in range(2):
            asks.post(page, said | {"reference": "LOG-1", "minutes": "100"})
    assert "none of the evidence" in step(asks, "verify", first, do="check")
    assert "Nothing" in step(verifies, "verify", first, do="check")
    step(verifies, "verify", first, second)
    assert (state(first), state(second)) == (OrderState.VERIFIED, OrderState.VERIFIED)
    page = text(verifies, f"/deletions/{first.pk}/")
    assert "LOG-1" in page and "100 minutes" in page and "Deletions 1" in page


def test_one_is_found_ticked_however_far_down_it_stands_and_all_shown_are_checked_at_once(
    who: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retention.views.deletion_work.MOST", 2)
    orders, client = suspended(who.asks, count=3), signed_in(who.asks)
    page = text(client, f"/deletions/work/ask/?order={orders[-1].pk}")
    assert f'value="{orders[-1].pk}" checked' in page and "the 2 longest due are shown" in page
    said = {"shown": [order.pk for order in orders[:2]], "do": "check_all"}
    page = client.post("/deletions/work/ask/", said).content.decode()
    assert [order.ref in page for order in orders] == [True, True, False]


def test_what_has_moved_on_since_the_page_was_opened_is_shown_with_the_reason(who: People) -> None:
    (order,) = suspended(who.asks)
    steps.ask(order.pk, by=who.asks, why=WHY)
    assert "this step is not its next" in step(signed_in(who.asks), "ask", order, do="check")


def test_an_order_halted_after_a_place_had_destroyed_it_says_so(who: People) -> None:
    (order,) = suspended(who.asks)
    Holding.objects.create(
        material_id=order.material_id, place="hard_copy", reference="Box 9", **stamp(who.asks)
    )
    first, second = begun(order, who)
    steps.hand_on(first.pk, by=who.asks)
    take_receipt(done(first), by=who.asks)
    record_conviction(order.case.subject, by=who.verifies, on=date(2015, 12, 1))
    assert steps.hand_on(second.pk, by=who.asks).halted
    page = text(signed_in(who.asks), f"/deletions/{order.pk}/")
    assert "1 place had destroyed it before" in page and "Nothing was deleted" not in page


def test_the_worklist_shows_in_working_time_what_must_not_be_searched_from_midnight_on(who: People) -> None:
    with at(LAST):
        made = lapsed(who.asks, kinds=("fingerprints",))
        run_sweep(SweepName.SUSPEND_UNLAWFUL, LAST)
        client, told = signed_in(who.asks), Instruction.objects.get()
        assert made.ref in text(client, "/deletions/worklist/")
        assert "Not before 00:00 of 7 April 2016" in text(client, "/deletions/worklist/")
        page = f"/deletions/instructions/{told.pk}/"
        said = client.post(page, {"do": "hand_on"}, follow=True).content.decode()
        assert "Begin on that day" in said
    client = signed_in(who.asks)
    assert "Not before" not in text(client, "/deletions/worklist/")
    client.post(page, {"do": "hand_on"})
    told.refresh_from_db()
    assert told.sent_at is not None


def test_what_is_gone_from_a_place_is_no_work_there_any_more(who: People) -> None:
    (order,) = suspended(who.asks)
    client = signed_in(who.asks)
    assert order.case.ref in text(client, "/deletions/worklist/")
    destroyed(order, who)
    assert order.case.ref not in text(client, "/deletions/worklist/")
    assert Instruction.objects.get(kind="suspend").cancelled_at is not None


def test_the_page_of_an_order_says_who_holds_it_up_since_when_and_why(who: People) -> None:
    (order,) = suspended(who.asks)
    place_hold(order.pk, HoldKind.ADVISORY, by=who.approves, reason="The inquiry wrote on 5 April.")
    page = text(signed_in(officer(Role.COMMISSIONER)), f"/deletions/{order.pk}/")
    assert "recorded by Ada Approver: The inquiry wrote on 5 April." in page


def test_the_checklist_and_the_reasons_are_asked_for(who: People) -> None:
    (order,) = suspended(who.asks)
    said = {"order": [order.pk], "do": "do", "checklist": ["0"], "why": ""}
    page = signed_in(who.asks).post("/deletions/work/ask/", said).content.decode()
    assert "Tick each point of the checklist" in page and "Enter your reasons" in page
    assert state(order) == OrderState.SUSPENDED


def test_a_page_left_open_halts_what_was_saved_in_the_meantime_and_both_are_told(who: People) -> None:
    (order,) = suspended(who.asks)
    steps.ask(order.pk, by=who.asks, why=WHY)
    record_conviction(order.case.subject, by=who.verifies, on=date(2015, 12, 1))
    assert "Halted: Lawful cover was found" in step(signed_in(who.approves), "approve", order)
    assert state(order) == OrderState.HALTED
    client = signed_in(who.asks)
    assert "Halted: it may not be destroyed: lawful cover was found" in text(client, "/")
    client.post(f"/deletions/notices/{DeletionNotice.objects.get().pk}/seen/")
    assert "Told about deletions" not in text(client, "/")


def test_an_advisory_hold_stops_destruction_is_escalated_and_makes_nothing_lawful(who: People) -> None:
    (order,) = suspended(who.asks)
    (instruction,) = begun(order, who)
    reviewer = officer(Role.LEGAL_REVIEWER)
    page = f"/deletions/{order.pk}/holds/"
    signed_in(who.approves).post(page, {"kind": "advisory", "reason": "The inquiry wrote."})
    signed_in(who.asks).post(f"/deletions/instructions/{instruction.pk}/", {"do": "hand_on"})
    instruction.refresh_from_db()
    assert instruction.sent_at is None
    assert "Held up by an advisory hold" in text(signed_in(reviewer), "/")
    assert order.case.ref in text(signed_in(reviewer), "/unlawful/")
    signed_in(who.approves).post(page, {"release": DeletionHold.objects.get().pk})
    steps.hand_on(instruction.pk, by=who.asks)


def test_time_for_a_search_is_signed_by_a_chief_officer_and_short(who: People) -> None:
    (order,) = suspended(who.asks)
    chief, client = officer(Role.CHIEF_OFFICER), signed_in(who.approves)
    page, said = f"/deletions/{order.pk}/holds/", {"kind": "search_grace", "reason": "A search is wanted."}
    day = {"until_day": "14", "until_month": "4", "until_year": "2016"}
    assert "Choose the chief officer" in client.post(page, said | day).content.decode()
    late = said | day | {"until_day": "30", "signed_by": chief.pk}
    assert "Give the last day of the search" in client.post(page, late).content.decode()
    assert client.post(page, said | day | {"signed_by": chief.pk}).status_code == 302
    assert DeletionHold.objects.get().until == date(2016, 4, 14)


def test_an_order_waiting_for_approval_stands_on_home_and_is_told_when_late(who: People) -> None:
    (order,) = suspended(who.asks)
    steps.ask(order.pk, by=who.asks, why=WHY)
    approves = signed_in(who.approves)
    home = approves.get("/")
    tiles = {tile["label"]: tile["number"] for tile in home.context["deletion_work"]}
    assert (tiles["deletions to approve"], tiles["deletions late"]) == (1, 0)
    for day, late in ((date(2016, 4, 14), 0), (date(2016, 4, 15), 1)):
        with at(day):
            run_sweep(SweepName.SUSPEND_UNLAWFUL, day)
            run_sweep(SweepName.SUSPEND_UNLAWFUL, day)
            home = signed_in(who.approves).get("/")
            tiles = {tile["label"]: tile["number"] for tile in home.context["deletion_work"]}
            assert tiles["deletions late"] == late
            told = DeletionNotice.objects.filter(order=order, about="not_approved")
            assert told.count() == late
    with at(date(2016, 4, 15)):
        assert order.ref in text(signed_in(who.approves), "/deletions/?show=late")


def test_lawful_at_23_59_and_in_the_queue_at_00_01_though_no_sweep_has_run(who: People) -> None:
    made = lapsed(who.asks, kinds=("fingerprints",))
    with at(LAST):
        Holding.objects.create(
            material=made.material.get(), place="hard_copy", reference="FP-2015-88", **stamp(who.asks)
        )
    for moment, stands in ((moment_of(LAST, 23, 59), False), (moment_of(FIRST_UNLAWFUL, 0, 1), True)):
        with moment:
            client = signed_in(who.asks)
            assert (made.ref in text(client, "/deletions/")) is stands
            assert (made.ref in text(client, "/unlawful/")) is stands
            page, reference = f"/cases/{made.pk}/", "FP-2015-88"
            assert (reference in text(signed_in(officer(Role.JFIT_OFFICER)), page)) is not stands
            assert reference in text(client, page), "those who delete go on seeing what to delete"
    assert not DeletionOrder.objects.exists()


def test_a_stop_confirmed_early_is_lawful_and_after_ten_working_days_longer_than_normal(who: People) -> None:
    day = date(2016, 1, 4)
    jfit, inspector = officer(Role.JFIT_OFFICER), officer(Role.INSPECTOR, rank=Rank.INSPECTOR)
    made = lapsed(who.asks, kinds=("fingerprints",))
    move(made, "refer", who.asks, on=day)
    move(made, "stop", jfit, on=day, reasons=WORDS)
    move(made, "confirm_stop", inspector, on=day)
    order = DeletionOrder.objects.get()
    viewer, head = officer(Role.SENIOR_MANAGER), officer(Role.JFIT_MANAGER)
    for on, figure in ((date(2016, 1, 15), 0), (date(2016, 1, 18), 1)):
        with at(on):
            run_sweep(SweepName.SUSPEND_UNLAWFUL, on)
            client = signed_in(viewer)
            tiles = {t["label"]: t["number"] for t in client.get("/").context["deletion_work"]}
            assert tiles["lawful, longer than normal practice"] == figure
            assert made.ref not in text(client, "/unlawful/")
            assert (order.ref in text(client, "/deletions/?show=longer")) is bool(figure)
    told = DeletionNotice.objects.filter(order=order, about="not_acknowledged")
    assert {notice.officer for notice in told} == {who.approves, head}
    with at(date(2016, 1, 18)):
        steps.acknowledge(order.pk, by=who.asks)
        assert deletion_work.late_orders(viewer, clock.today()).count() == 1
    assert state(order) == OrderState.SUSPENDED


def test_to_find_an_order_late_with_nothing_takes_one_query_however_many_ways_there_are(
    who: People, django_assert_num_queries
) -> None:
    (order,) = suspended(who.asks)
    day = date(2016, 4, 8)
    with at(day):
        late = late_on(day)
        with django_assert_num_queries(1):
            assert not tell_late(order.material_id, day, late)
    day = date(2016, 4, 30)
    with at(day):
        assert tell_late(order.material_id, day, late_on(day))
        assert not tell_late(order.material_id, day, late_on(day)), "once each"
    told = DeletionNotice.objects.filter(order=order).values_list("about", flat=True)
    assert set(told) == {"not_approved", "not_verified"}


def test_a_hundred_deletions_of_two_hours_and_three_people_of_six_hours_end_on_a_day() -> None:
    found = deletion_work.forecast(100, date(2016, 4, 1), staff=3, hours=6)
    # 200 hours at 18 a working day are 12 working days.
    assert found.finished_on == date(2016, 4, 19)
