"""The way of an item, told from its recorded steps: who has it, and which link is missing."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import Whereabouts
from cases.whereabouts import Leg, chain

TODAY = date(2016, 4, 6)


def step(what: str, day: date, holder: str, to: str = "", pk: int = 0) -> Whereabouts:
    """A step that is not stored."""
    return Whereabouts(pk=pk, step=what, happened_on=day, holder=holder, to=to)


def way(*steps: Whereabouts, in_database_since: date | None = None) -> tuple[Leg, ...]:
    """The way told by these steps, five days being allowed for a way."""
    return chain(steps, in_database_since=in_database_since, today=TODAY, transit_days=5)


TAKEN = step("taken", date(2016, 3, 14), "port")


@pytest.mark.parametrize("provider_first", [True, False])
def test_either_route_of_a_sample_is_a_chain_without_a_gap(provider_first: bool) -> None:
    to = "fsp" if provider_first else "sofs"
    steps = [
        TAKEN,
        step("sent", date(2016, 3, 15), "port", to),
        step("received", date(2016, 3, 17), to),
    ]
    if provider_first:
        steps += [
            step("profiled", date(2016, 3, 24), "fsp"),
            step("sent", date(2016, 3, 24), "fsp", "sofs", pk=1),
            step("received", date(2016, 3, 29), "sofs"),
        ]
    legs = way(*steps)
    assert all(leg.is_known for leg in legs)
    assert [leg.until for leg in legs[:-1]] == [leg.since for leg in legs[1:]]
    assert legs[0] == Leg("The port or station", date(2016, 3, 14), date(2016, 3, 15))
    assert legs[-1].who == "SOFS" and legs[-1].until is None


def test_what_was_never_sent_is_with_the_port() -> None:
    assert way(TAKEN) == (Leg("The port or station", date(2016, 3, 14)),)


def test_what_is_on_the_way_is_missing_once_the_days_allowed_have_passed() -> None:
    (_, leg) = way(TAKEN, step("sent", date(2016, 4, 1), "port", "sofs"))
    assert leg == Leg("On the way to SOFS", date(2016, 4, 1))
    (_, leg) = way(TAKEN, step("sent", date(2016, 3, 31), "port", "sofs"))
    assert leg == Leg("Sent to SOFS", date(2016, 3, 31), None, is_known=False)


def test_a_receipt_by_somebody_to_whom_nothing_was_sent_shows_the_missing_link() -> None:
    legs = way(TAKEN, step("received", date(2016, 3, 20), "sofs"))
    assert legs[1] == Leg("How it came to SOFS", date(2016, 3, 14), date(2016, 3, 20), is_known=False)
    assert legs[2] == Leg("SOFS", date(2016, 3, 20))


def test_a_database_that_holds_it_ends_the_search() -> None:
    legs = way(TAKEN, step("sent", date(2016, 3, 15), "port", "sofs"), in_database_since=date(2016, 3, 21))
    assert legs[-1] == Leg("SOFS", date(2016, 3, 21))


def test_without_any_record_nobody_is_known_to_have_it() -> None:
    assert way() == (Leg("Nothing is recorded", None, is_known=False),)
