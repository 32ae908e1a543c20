"""The league table of ports: what is measured, over how many, and what stands for a port without anything."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from oversight.figures.ports import NOT_RECORDED, Journey, Spread, league, spread

TAKEN = date(2016, 3, 1)
LATER = date(2016, 12, 31)


def journey(place: str, sample: int | None = None, profile: int | None = None) -> Journey:
    """A profile whose sample and profile came so many days after the taking."""
    on = [None if days is None else TAKEN + timedelta(days=days) for days in (sample, profile)]
    return Journey(place, TAKEN, *on)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], Spread(0)),
        ([7], Spread(1, 7, 7)),
        ([4, 1], Spread(2, 2.5, 4)),
        (range(1, 11), Spread(10, 5.5, 9)),
        (range(1, 12), Spread(11, 6, 10)),
    ],
)
def test_the_median_and_the_90th_percentile(days: list[int], expected: Spread) -> None:
    assert spread(days) == expected


def test_each_measure_counts_only_profiles_of_which_both_days_are_known() -> None:
    (row,) = league([journey("A", 3, 20), journey("A", 5), journey("A", None, 30), journey("A")], [], LATER)
    assert (row.n, row.to_sample, row.to_profile, row.whole) == (
        4,
        Spread(2, 4, 5),
        Spread(1, 17, 17),
        Spread(2, 25, 30),
    )


def test_a_port_with_nothing_shows_0_and_comes_last_and_the_slowest_first() -> None:
    rows = league([journey("Quick", 1, 5), journey("Slow", 9, 50), journey("Owing")], ["Empty"], LATER)
    assert [(row.place, row.n, row.whole.n) for row in rows] == [
        ("Slow", 1, 1),
        ("Quick", 1, 1),
        ("Owing", 1, 0),
        ("Empty", 0, 0),
    ]


def test_what_had_not_happened_by_the_day_is_not_counted() -> None:
    (row,) = league([journey("A", 3, 20)], [], TAKEN + timedelta(days=19))
    assert (row.to_sample.n, row.to_profile.n, row.whole.n) == (1, 0, 0)
    assert league([journey("A", 3, 20)], [], TAKEN - timedelta(days=1)) == []


def test_capitals_make_no_second_port_and_a_taking_without_a_place_has_a_row_of_its_own() -> None:
    rows = league([journey("DOVER ", 1, 5), journey("Dover", 1, 7), journey("")], ["Dover"], LATER)
    assert [(row.place, row.n) for row in rows] == [("Dover", 2), (NOT_RECORDED, 1)]
