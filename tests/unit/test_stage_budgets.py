"""How many days the remaining stages need, and the level of the alert that follows."""

from __future__ import annotations

from datetime import date

import pytest

from cases.choices import CaseState
from retention.budgets import Asked, Budgets, Stand, days_needed, level_of

TODAY = date(2016, 4, 6)
BUDGETS = Budgets(sofs=14, profile=14, third_parties=28, decision=14, chief_officer=21, sign_off=10)


def needed(state: str, since: date = TODAY, *asked: Asked, budgets: Budgets = BUDGETS) -> int | None:
    return days_needed(Stand(state, since, asked), TODAY, budgets)


def test_a_case_that_jfit_has_not_started_needs_every_stage_but_sofs() -> None:
    assert needed(CaseState.WITH_JFIT, date(2015, 10, 14)) == 14 + 28 + 14 + 21


@pytest.mark.parametrize(
    ("due_on", "days"), [(date(2016, 4, 30), 59), (date(2016, 5, 1), 60), (date(2016, 4, 14), 43)]
)
def test_an_open_request_needs_the_days_to_its_target_day(due_on: date, days: int) -> None:
    assert needed(CaseState.WITH_JFIT, date(2015, 10, 14), Asked(due_on, False)) == days


def test_of_requests_in_parallel_the_later_answer_counts_and_an_answered_one_takes_nothing() -> None:
    late, soon, done = Asked(date(2016, 4, 26), False), Asked(date(2016, 4, 8), False), Asked(TODAY, True)
    assert needed(CaseState.WITH_JFIT, TODAY, soon, late, done) == 20 + 35
    assert needed(CaseState.WITH_JFIT, TODAY, done) == 35


def test_an_answer_that_is_overdue_takes_a_day_and_what_follows_it() -> None:
    assert needed(CaseState.WITH_JFIT, TODAY, Asked(date(2016, 3, 20), False)) == 1 + 35


def test_the_longer_of_applying_and_stopping_counts_while_both_are_open() -> None:
    slow_sign_off = Budgets(14, 14, 28, 14, chief_officer=21, sign_off=40)
    assert needed(CaseState.WITH_JFIT, TODAY, Asked(TODAY, True), budgets=slow_sign_off) == 14 + 40
    assert needed(CaseState.WITH_CHIEF_OFFICER, TODAY, budgets=slow_sign_off) == 21


@pytest.mark.parametrize(
    ("state", "since", "days"),
    [
        (CaseState.WITH_CHIEF_OFFICER, date(2016, 4, 4), 19),
        (CaseState.WITH_CHIEF_OFFICER, date(2016, 3, 29), 13),
        (CaseState.STOP_WITH_INSPECTOR, date(2016, 4, 1), 5),
        (CaseState.STOP_WITH_SUPERINTENDENT, TODAY, 10),
        (CaseState.WITH_SOFS, date(2016, 3, 30), 7 + 77),
    ],
)
def test_a_stage_that_runs_needs_what_is_left_of_its_budget(state: str, since: date, days: int) -> None:
    assert needed(state, since) == days


def test_a_stage_that_has_overrun_needs_its_whole_budget_again() -> None:
    assert needed(CaseState.WITH_CHIEF_OFFICER, date(2016, 2, 1)) == 21
    assert needed(CaseState.STOP_WITH_INSPECTOR, date(2016, 3, 25)) == 10


def test_a_stage_on_its_target_day_still_needs_that_day() -> None:
    assert needed(CaseState.WITH_CHIEF_OFFICER, date(2016, 3, 16)) == 1


def test_a_renewal_needs_the_whole_course_at_jfit() -> None:
    assert needed(CaseState.NSD_IN_FORCE, date(2014, 5, 1)) == 77


@pytest.mark.parametrize("state", [CaseState.STOP_CONFIRMED, CaseState.NSD_REFUSED, CaseState.CLOSED])
def test_nothing_is_at_risk_where_it_was_decided_not_to_keep_it(state: str) -> None:
    assert needed(state) is None


@pytest.mark.parametrize(
    ("left", "level"),
    [
        (0, "7"),
        (7, "7"),
        (8, "14"),
        (14, "14"),
        (15, "28"),
        (28, "28"),
        (29, "56"),
        (56, "56"),
        (57, "early"),
    ],
)
def test_the_level_is_the_smallest_that_is_not_below_the_days_left(left: int, level: str) -> None:
    assert level_of(left) == level
