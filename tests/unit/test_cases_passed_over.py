"""Days on which a case with little time sat idle while one with more was worked on: each edge, by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from oversight.figures.idle import CaseAtWork, Stood, fortnights, idle_rows

FIRST = date(2016, 3, 21)
LAST = date(2016, 4, 3)
LONG_BEFORE = date(2016, 1, 1)
TUESDAY = date(2016, 3, 22)
# The day with fewest left to it that still is one of the fortnight.
URGENT = CaseAtWork(1, "S/1", 1, date(2016, 4, 10), (Stood("jfit", LONG_BEFORE),))
CALM = CaseAtWork(
    2, "S/2", 2, date(2016, 9, 1), (Stood("jfit", LONG_BEFORE),), frozenset({("jfit", TUESDAY)})
)


def days_of(*cases: CaseAtWork, within: int = 28) -> dict[str, int]:
    return {row.ref: row.days for row in idle_rows(cases, FIRST, within)}


def test_a_case_passed_over_on_one_day_counts_one_day() -> None:
    (row,) = idle_rows([URGENT, CALM], FIRST)
    assert (row.team, row.ref, row.days, row.fewest_left) == ("jfit", "S/1", 1, 19)


def test_a_day_on_which_nobody_worked_passes_nobody_over() -> None:
    assert days_of(URGENT, replace(CALM, worked=frozenset())) == {}


def test_a_case_that_was_worked_on_itself_was_not_idle() -> None:
    assert days_of(replace(URGENT, worked=frozenset({("jfit", TUESDAY)})), CALM) == {}


def test_a_case_that_awaited_an_answer_was_not_idle_until_it_came() -> None:
    assert days_of(replace(URGENT, waited=[(LONG_BEFORE, None)]), CALM) == {}
    assert days_of(replace(URGENT, waited=[(LONG_BEFORE, date(2016, 3, 23))]), CALM) == {}
    assert days_of(replace(URGENT, waited=[(LONG_BEFORE, TUESDAY)]), CALM) == {"S/1": 1}
    assert days_of(replace(URGENT, waited=[(date(2016, 3, 23), None)]), CALM) == {"S/1": 1}


def test_the_day_a_case_came_and_the_day_it_went_on_are_not_idle() -> None:
    for stood in (Stood("jfit", TUESDAY), Stood("jfit", LONG_BEFORE, TUESDAY), Stood("sofs", LONG_BEFORE)):
        assert days_of(replace(URGENT, stood=(stood,)), CALM) == {}
    monday, wednesday = date(2016, 3, 21), date(2016, 3, 23)
    assert days_of(replace(URGENT, stood=(Stood("jfit", monday, wednesday),)), CALM) == {"S/1": 1}


def test_work_on_what_was_as_near_or_nearer_passes_nobody_over() -> None:
    assert days_of(URGENT, replace(CALM, last_lawful_day=URGENT.last_lawful_day)) == {}
    assert days_of(URGENT, replace(CALM, last_lawful_day=date(2016, 4, 11))) == {"S/1": 1}


def test_work_on_what_has_no_end_passes_over_what_has_one() -> None:
    assert days_of(URGENT, replace(CALM, last_lawful_day=None)) == {"S/1": 1}
    assert days_of(replace(URGENT, last_lawful_day=None), CALM) == {}


def test_only_what_can_still_be_saved_within_the_days_counts() -> None:
    assert days_of(replace(URGENT, last_lawful_day=TUESDAY), CALM) == {"S/1": 1}
    assert days_of(replace(URGENT, last_lawful_day=TUESDAY - timedelta(days=1)), CALM) == {}
    assert days_of(URGENT, CALM, within=19) == {} and days_of(URGENT, CALM, within=20) == {"S/1": 1}


def test_work_of_another_team_passes_nobody_over() -> None:
    assert days_of(URGENT, replace(CALM, worked=frozenset({("sofs", TUESDAY)}))) == {}


def test_every_day_of_the_fortnight_counts_and_no_other() -> None:
    every = frozenset(("jfit", FIRST + timedelta(days=number)) for number in range(-3, 20))
    urgent = replace(URGENT, last_lawful_day=date(2016, 4, 17))
    assert days_of(urgent, replace(CALM, worked=every)) == {"S/1": 14}


def test_fortnights_end_with_the_day_asked_for_and_leave_no_day_out() -> None:
    assert list(fortnights(LAST, 2)) == [(FIRST, LAST), (date(2016, 3, 7), date(2016, 3, 20))]
