"""An enactment that forbids destruction saves what it reaches, and nothing that it does not.

Source: Terrorism Act 2000 Sch. 8 para. 20I; SI 2024/556; further report of 22 April 2016, paragraph 27.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.choices import Role
from accounts.models import Officer
from cases.choices import BarKind
from cases.errors import FactRefused
from cases.models import StatutoryBar
from cases.services.bars import lift_bar, record_bar
from retention.choices import HaltedBecause, OrderState, SweepName
from retention.models import DeletionOrder, Instruction
from retention.services import deletion_steps as steps
from retention.services import journal
from retention.services.nightly import run_sweep
from tests.casework import at, case, officer
from tests.deletions import People, begun, people
from tests.people import signed_in

pytestmark = pytest.mark.django_db
# Arrested under section 41 on 8 November 2013, held for three years.
TAKEN, TODAY = date(2013, 11, 8), date(2016, 11, 10)
WHY = "Disclosable in the trial of another; counsel advised on 1 November."


@pytest.fixture
def who() -> People:
    with at(TAKEN):
        return people()


@pytest.fixture
def legal() -> Officer:
    return officer(Role.LEGAL_REVIEWER)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with at(TODAY):
        yield


def lapsed(who: People, count: int = 1, power: str = "TACT-S41") -> list[DeletionOrder]:
    """The orders of so many items whose cover has ended."""
    with at(TAKEN):
        for _ in range(count):
            case(by=who.asks, taken_on=TAKEN, power=power, kinds=("fingerprints",))
    run_sweep(SweepName.SUSPEND_UNLAWFUL, TODAY)
    return list(DeletionOrder.objects.order_by("pk"))


def recorded(client: Client, order: DeletionOrder, **more: str) -> str:
    """The page after a bar from today was recorded on it."""
    said = {"item": order.material_id, "bar": "CPIA", "reason": WHY}
    day = {"from_on_day": "10", "from_on_month": "11", "from_on_year": "2016"}
    answer = client.post(f"/cases/{order.case_id}/bar/", said | day | more, follow=True)
    return answer.content.decode()


def test_a_bar_recorded_while_one_of_a_batch_is_destroyed_saves_the_next(who: People, legal: Officer) -> None:
    first, second = lapsed(who, 2)
    for order in (first, second):
        begun(order, who)

    def hand_on(order_id: int) -> steps.Passed:
        passed = steps.hand_on(Instruction.objects.get(order=order_id).pk, by=who.asks)
        if order_id == first.pk:
            assert "must not be destroyed" in recorded(signed_in(legal), second)
        return passed

    results = steps.for_each([first.pk, second.pk], hand_on)
    assert [result.why for result in results] == ["", "Halted: An enactment forbids destruction."]
    second.refresh_from_db()
    assert (second.state, second.halted_because) == (OrderState.HALTED, HaltedBecause.STATUTORY_BAR)
    assert Instruction.objects.get(order=second).sent_at is None


def test_a_bar_stands_until_it_is_lifted_and_then_the_item_must_go(who: People, legal: Officer) -> None:
    (order,) = lapsed(who)
    bar = record_bar(order.material, BarKind.CPIA, by=legal, from_on=TODAY, reason=WHY)
    run_sweep(SweepName.SUSPEND_UNLAWFUL, TODAY)
    order.refresh_from_db()
    assert order.state == OrderState.HALTED
    page = signed_in(legal).get(f"/cases/{order.case_id}/bar/").content.decode()
    assert WHY in page and "Lift it" in page
    with at(TODAY + timedelta(days=5)):
        run_sweep(SweepName.SUSPEND_UNLAWFUL, TODAY + timedelta(days=5))
        assert not DeletionOrder.objects.exclude(pk=order.pk).exists()
        said = {"on_day": "14", "on_month": "11", "on_year": "2016"}
        url, client = f"/cases/{order.case_id}/bar/{bar.pk}/", signed_in(legal)
        assert "Last day on which it applies" in client.post(url, said).content.decode()
        client.post(url, said | {"do": "do"})
        run_sweep(SweepName.SUSPEND_UNLAWFUL, TODAY + timedelta(days=5))
        assert DeletionOrder.objects.exclude(pk=order.pk).get().material_id == order.material_id


def test_an_enactment_that_does_not_reach_an_item_is_refused_and_nothing_is_recorded(
    who: People, legal: Officer
) -> None:
    (order,) = lapsed(who, power="TACT-S7")
    assert "does not reach this item" in recorded(signed_in(legal), order)
    with pytest.raises(FactRefused, match="say who decided it"):
        record_bar(order.material, BarKind.CPIA, by=legal, from_on=TODAY, reason=" ")
    assert not StatutoryBar.objects.exists()


def test_a_bar_is_named_by_the_journal_so_that_a_restore_without_it_destroys_nothing(
    who: People, legal: Officer, settings, tmp_path
) -> None:
    settings.JOURNAL = str(tmp_path / "journal.jsonl")
    (order,) = lapsed(who)
    bar = record_bar(order.material, BarKind.CPIA, by=legal, from_on=TODAY, reason=WHY)
    journal.keep()
    facts = [(line["fact"], line["id"]) for line in journal.lines() if line["kind"] == "covered"]
    assert facts == [("cases.StatutoryBar", bar.pk)]
    with pytest.raises(FactRefused, match="Give the last day"):
        lift_bar(bar, by=legal, on=TODAY + timedelta(days=1))
