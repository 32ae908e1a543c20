"""What should stand for an item on a day: an order, instructions, or neither; from its cover alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from retention.choices import CancelledBecause, HaltedBecause, OpenedBecause
from retention.items import ItemNow, has_another_basis
from retention.services.suspend_unlawful import Wanted, wanted

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2016, 4, day) for day in (8, 9, 10, 11))


def item(**columns: Any) -> ItemNow:
    plain: dict[str, Any] = {
        "material_id": 1,
        "case_id": 1,
        "status": "time_limited",
        "last_lawful_day": None,
        "is_gone": False,
        "is_barred": False,
        "has_another_basis": False,
        "must_destroy_since": None,
        "early_because": None,
        "decided_on": None,
        "revoked_on": None,
        "order_id": None,
        "order_state": None,
        "has_holdings": True,
        "uninstructed": (1,),
        "instructed": (),
    }
    return ItemNow(**plain | columns)


def on(day: date, what: ItemNow, today: date | None = None) -> Wanted:
    return wanted(what, day, today or day)


def test_on_its_last_lawful_day_an_item_is_instructed_for_the_next_and_not_ordered() -> None:
    want = on(FRIDAY, item(last_lawful_day=FRIDAY))
    assert want.order_because is None and want.suspend_from == SATURDAY


def test_on_its_first_unlawful_day_an_item_is_ordered() -> None:
    want = on(SATURDAY, item(last_lawful_day=FRIDAY))
    assert (want.order_because, want.due_on, want.suspend_from) == (
        OpenedBecause.COVER_ENDED,
        SATURDAY,
        SATURDAY,
    )


@pytest.mark.parametrize("last", [FRIDAY, SATURDAY, SUNDAY])
def test_what_ends_before_the_next_working_day_is_instructed_on_the_friday(last: date) -> None:
    assert on(FRIDAY, item(last_lawful_day=last)).suspend_from is not None


def test_what_ends_on_a_working_day_is_instructed_on_that_day_and_not_before() -> None:
    assert on(FRIDAY, item(last_lawful_day=MONDAY)).suspend_from is None
    assert on(MONDAY, item(last_lawful_day=MONDAY)).suspend_from == date(2016, 4, 12)


def test_what_must_be_destroyed_is_ordered_from_the_day_that_was_decided() -> None:
    want = on(FRIDAY, item(status="must_destroy", must_destroy_since=date(2016, 4, 5)))
    assert (want.order_because, want.due_on) == (OpenedBecause.MUST_DESTROY, date(2016, 4, 5))


def test_an_unresolved_item_never_gets_an_order_and_loses_the_one_it_had() -> None:
    want = on(FRIDAY, item(status="unresolved"))
    assert want.order_because is None and want.suspend_from is None
    assert want.halt_because == HaltedBecause.UNRESOLVED


def test_a_barred_item_is_left_alone_even_where_its_cover_has_ended() -> None:
    want = on(MONDAY, item(last_lawful_day=FRIDAY, is_barred=True))
    assert want.order_because is None and want.halt_because == HaltedBecause.STATUTORY_BAR


def test_a_confirmed_stop_orders_at_once_although_cover_still_runs() -> None:
    stopped = item(
        last_lawful_day=date(2016, 8, 2),
        early_because=OpenedBecause.STOP_CONFIRMED,
        decided_on=date(2016, 4, 7),
    )
    want = on(FRIDAY, stopped)
    assert (want.order_because, want.due_on) == (OpenedBecause.STOP_CONFIRMED, date(2016, 4, 7))


def test_a_refusal_orders_nothing_that_another_basis_keeps() -> None:
    refused = item(
        last_lawful_day=date(2017, 8, 2), early_because=OpenedBecause.NSD_REFUSED, has_another_basis=True
    )
    want = on(FRIDAY, refused)
    assert want.order_because is None and want.halt_because == HaltedBecause.LAWFUL_COVER


def test_what_is_lawful_again_has_its_order_halted_and_its_instructions_cancelled() -> None:
    want = on(FRIDAY, item(last_lawful_day=date(2018, 4, 6)))
    assert (want.halt_because, want.cancel_because) == (HaltedBecause.LAWFUL_COVER, CancelledBecause.SAVED)


@pytest.mark.parametrize(
    ("status", "last", "searchable"),
    [
        ("indefinite", None, True),
        ("time_limited", date(2018, 4, 6), True),
        ("time_limited", FRIDAY, False),
        ("time_limited", date(2016, 4, 7), False),
        ("unresolved", None, False),
        ("must_destroy", None, False),
    ],
)
def test_only_what_is_lawfully_held_and_stays_so_is_made_searchable_again(
    status: str, last: date | None, searchable: bool
) -> None:
    assert on(FRIDAY, item(status=status, last_lawful_day=last)).searchable is searchable


def test_a_late_run_for_an_earlier_day_takes_back_nothing_that_is_right_today() -> None:
    want = on(FRIDAY, item(last_lawful_day=SATURDAY), today=MONDAY)
    assert want.halt_because is None and want.cancel_because is None


@pytest.mark.parametrize(
    ("status", "chain", "other"),
    [
        ("time_limited", ("TACT-S7",), False),
        ("time_limited", ("TACT-S41", "TACT-COURT", "COVID-391"), False),
        ("time_limited", ("TACT-S7", "TACT-NSD"), True),
        ("indefinite", ("TACT-S7", "TACT-CONV"), True),
        ("open", ("PACE-INV",), False),
    ],
)
def test_a_longer_period_of_the_power_is_no_other_basis(
    status: str, chain: tuple[str, ...], other: bool
) -> None:
    assert has_another_basis(status, chain) is other
