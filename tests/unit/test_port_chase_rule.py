"""The rule of the port chase (further report of 22 April 2016, paragraphs 9A and 19), to the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from retention.choices import ChaseClosed, ChaseRule
from retention.models import ChaseTask
from retention.services.chase import NO_WORD, Awaited, Step, Talk, port_rule

EXAMINED = date(2016, 3, 1)
AWAITED = Awaited(
    material_id=1,
    case_id=1,
    taken_on=EXAMINED,
    place="Northport",
    received_on=None,
    is_wanted=True,
    is_with_fsp=False,
)
NOTHING = Step()


def rule(
    day: date,
    awaited: Awaited = AWAITED,
    *,
    task: ChaseTask | None = None,
    reminded_on: date | None = None,
    today: date | None = None,
    talk: Talk = NO_WORD,
) -> Step:
    return port_rule(awaited, task, reminded_on, day, today or day, 21, talk)


def open_task(raised_on: date = date(2016, 3, 23)) -> ChaseTask:
    return ChaseTask(rule=ChaseRule.PORT_PROFILE, dated_on=date(2016, 3, 23), raised_on=raised_on)


def test_day_21_is_22_march_and_must_have_ended() -> None:
    assert rule(date(2016, 3, 22)) == NOTHING
    assert rule(date(2016, 3, 23)) == Step(raise_dated=date(2016, 3, 23))


def test_a_profile_received_on_22_march_is_in_time() -> None:
    assert rule(date(2016, 3, 23), replace(AWAITED, received_on=date(2016, 3, 22))) == NOTHING


def test_after_two_missed_nights_the_task_is_still_dated_23_march() -> None:
    assert rule(date(2016, 3, 25)) == Step(raise_dated=date(2016, 3, 23))
    assert rule(date(2016, 3, 23), today=date(2016, 3, 25)) == Step(raise_dated=date(2016, 3, 23))


def test_a_profile_that_came_while_nights_were_missed_is_not_chased_any_more() -> None:
    come = replace(AWAITED, received_on=date(2016, 3, 24))
    assert rule(date(2016, 3, 23), come, today=date(2016, 3, 25)) == NOTHING


def test_an_open_task_is_not_raised_again_and_ends_with_the_profile() -> None:
    assert rule(date(2016, 3, 24), task=open_task()) == NOTHING
    come = replace(AWAITED, received_on=date(2016, 3, 25))
    assert rule(date(2016, 3, 25), come, task=open_task()) == Step(close_because=ChaseClosed.PROFILE_RECEIVED)


def test_nobody_is_chased_for_what_must_go_or_has_no_known_date() -> None:
    assert rule(date(2016, 3, 23), replace(AWAITED, is_wanted=False)) == NOTHING
    assert rule(date(2016, 3, 23), replace(AWAITED, taken_on=None)) == NOTHING
    assert rule(date(2016, 9, 1), replace(AWAITED, is_wanted=False), task=open_task()) == Step(
        close_because=ChaseClosed.NOT_WANTED
    )


@pytest.mark.parametrize(
    ("day", "reminders"),
    [(date(2016, 3, 29), 0), (date(2016, 3, 30), 1), (date(2016, 4, 5), 1), (date(2016, 4, 27), 5)],
)
def test_reminders_are_weekly_and_after_an_outage_one_stands_for_all(day: date, reminders: int) -> None:
    assert rule(day, task=open_task()).stands_for == reminders


def test_a_late_run_for_an_earlier_day_reminds_nobody_again() -> None:
    assert (
        rule(date(2016, 3, 31), task=open_task(), reminded_on=date(2016, 4, 6), today=date(2016, 4, 6))
        == NOTHING
    )


def test_a_contact_counts_as_a_reminder_and_a_promise_holds_them_off_until_its_day_has_passed() -> None:
    called = Talk(spoken_on=date(2016, 3, 29))
    assert rule(date(2016, 4, 4), task=open_task(), talk=called) == NOTHING
    assert rule(date(2016, 4, 5), task=open_task(), talk=called) == Step(stands_for=1)
    promised = Talk(spoken_on=date(2016, 3, 29), promised_for=date(2016, 4, 15))
    assert rule(date(2016, 4, 15), task=open_task(), talk=promised) == NOTHING
    assert rule(date(2016, 4, 16), task=open_task(), talk=promised) == Step(stands_for=1, escalate=True)


def test_a_broken_promise_goes_to_the_manager_once_and_another_broken_one_again() -> None:
    broken = Talk(spoken_on=date(2016, 4, 16), promised_for=date(2016, 4, 15), escalated_on=date(2016, 4, 16))
    assert rule(date(2016, 4, 17), task=open_task(), reminded_on=date(2016, 4, 16), talk=broken) == NOTHING
    another = replace(broken, spoken_on=date(2016, 4, 18), promised_for=date(2016, 4, 20))
    assert rule(date(2016, 4, 21), task=open_task(), reminded_on=date(2016, 4, 16), talk=another) == Step(
        stands_for=1, escalate=True
    )


@pytest.mark.parametrize(("reminders", "escalates"), [(1, False), (2, True)])
def test_the_third_reminder_goes_to_the_manager_too(reminders: int, escalates: bool) -> None:
    talk = Talk(reminders=reminders, escalate_after=3)
    step = rule(date(2016, 4, 20), task=open_task(), reminded_on=date(2016, 4, 13), talk=talk)
    assert step == Step(stands_for=1, escalate=escalates)


def test_what_the_manager_has_is_not_taken_there_again_for_its_reminders() -> None:
    talk = Talk(reminders=5, escalate_after=3, escalated_on=date(2016, 4, 13))
    assert rule(date(2016, 4, 27), task=open_task(), reminded_on=date(2016, 4, 20), talk=talk) == Step(
        stands_for=1
    )
