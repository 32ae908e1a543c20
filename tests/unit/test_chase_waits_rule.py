"""The rule of chasing third parties, Chief Officers and sign-offs, to the day; runs missed, doubled, late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from retention.choices import ChaseClosed, ChaseRule
from retention.models import ChaseTask
from retention.services.chase_waits import Wait, wait_rule

DUE = date(2016, 3, 29)
DAY_AFTER = DUE + timedelta(1)
WAIT = Wait(1, ChaseRule.THIRD_PARTY, DUE, request_id=7)


def task(raised_on: date = DAY_AFTER) -> ChaseTask:
    return ChaseTask(rule=ChaseRule.THIRD_PARTY, dated_on=DAY_AFTER, raised_on=raised_on)


def rule(wait=WAIT, open_task=None, reminded_on=None, day=DAY_AFTER, today=None, reminders=0):
    return wait_rule(wait, open_task, reminded_on, day, today or day, reminders)


def test_nothing_is_raised_on_the_day_on_which_the_answer_is_due():
    assert not rule(day=DUE)


def test_the_task_is_dated_the_day_after_however_late_the_run():
    assert rule().raise_dated == DAY_AFTER
    assert rule(day=DUE + timedelta(30)).raise_dated == DAY_AFTER


def test_a_second_run_of_the_same_day_does_nothing():
    assert not rule(open_task=task())


def test_an_answer_or_a_decision_ends_the_task_and_what_must_go_is_not_pressed_for():
    assert rule(replace(WAIT, ended_on=DUE), task()).close_because == ChaseClosed.ANSWERED
    assert rule(None, task()).close_because == ChaseClosed.DECIDED
    assert rule(replace(WAIT, is_wanted=False), task()).close_because == ChaseClosed.NOT_WANTED
    assert not rule(replace(WAIT, is_wanted=False)) and not rule(replace(WAIT, ended_on=DUE))


def test_a_reminder_follows_every_seven_days_and_one_stands_for_all_that_were_missed():
    assert not rule(open_task=task(), day=DAY_AFTER + timedelta(6))
    assert rule(open_task=task(), day=DAY_AFTER + timedelta(7)).stands_for == 1
    late = DAY_AFTER + timedelta(36)
    assert rule(open_task=task(), day=DAY_AFTER + timedelta(7), today=late).stands_for == 5
    assert not rule(open_task=task(), reminded_on=late, day=DAY_AFTER + timedelta(14), today=late)


def test_a_chase_by_a_person_and_a_promise_hold_reminders_off():
    chased = replace(WAIT, quiet_until=DAY_AFTER + timedelta(5))
    assert not rule(chased, task(), day=DAY_AFTER + timedelta(11))
    assert rule(chased, task(), day=DAY_AFTER + timedelta(12)).stands_for == 1
    promised = replace(WAIT, quiet_until=DAY_AFTER + timedelta(20), is_promised=True)
    assert not rule(promised, task(), day=DAY_AFTER + timedelta(20))
    assert rule(promised, task(), day=DAY_AFTER + timedelta(21)).stands_for == 1


LADDER = replace(WAIT, escalate_after=2)
WEEK, FORTNIGHT = DAY_AFTER + timedelta(7), DAY_AFTER + timedelta(14)


def test_the_second_reminder_takes_it_to_the_manager_and_the_fourth_to_the_next_above():
    assert not rule(LADDER, task(), day=WEEK).escalate
    assert rule(LADDER, task(), WEEK, FORTNIGHT, reminders=1).escalate == 1
    told = replace(LADDER, told=1, told_on=FORTNIGHT)
    assert not rule(told, task(), FORTNIGHT, FORTNIGHT, reminders=2)
    assert not rule(told, task(), FORTNIGHT, FORTNIGHT + timedelta(7), reminders=2).escalate
    assert rule(told, task(), FORTNIGHT + timedelta(7), FORTNIGHT + timedelta(14), reminders=3).escalate == 1
    above = replace(told, told=2)
    assert not rule(above, task(), FORTNIGHT, FORTNIGHT + timedelta(70), reminders=30).escalate


def test_nights_that_were_missed_climb_as_far_as_nights_that_were_not():
    late = DAY_AFTER + timedelta(29)
    assert rule(LADDER, task(), day=late).escalate == 2
    assert rule(replace(LADDER, told=1, told_on=WEEK), task(), day=late).escalate == 1
    assert not rule(replace(LADDER, escalate_after=0), task(), day=late).escalate


def test_a_broken_promise_tells_the_next_manager_once():
    last = DAY_AFTER + timedelta(3)
    promised = replace(LADDER, quiet_until=last, is_promised=True, promised_for=last)
    assert not rule(promised, task(), day=last)
    assert rule(promised, task(), day=last + timedelta(1)).escalate == 1
    told = replace(promised, told=1, told_on=last + timedelta(1))
    assert not rule(told, task(), last + timedelta(1), last + timedelta(1), reminders=1)
    again = replace(told, quiet_until=last + timedelta(5), promised_for=last + timedelta(5))
    assert rule(again, task(), last + timedelta(1), last + timedelta(6), reminders=1).escalate == 1
