"""How a period was spent by stage, and whether what remains fits: the case of the drawings, to the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.choices import CaseState
from retention.budgets import Asked, Budgets, Stand, days_needed, stages_needed
from retention.spending import Came, Question, Spending, Story, spending

BUDGETS = Budgets(sofs=14, profile=14, third_parties=28, decision=14, chief_officer=21, sign_off=10)
TAKEN, LAST, TODAY = date(2015, 10, 12), date(2016, 4, 11), date(2016, 4, 6)
REFERRED, STARTED = date(2015, 10, 14), date(2016, 3, 14)
ORRELL = Story(
    came=(Came(TAKEN, CaseState.WITH_SOFS), Came(REFERRED, CaseState.WITH_JFIT)),
    begun_on=(STARTED,),
    questions=(Question(STARTED, ended_on=date(2016, 3, 29)), Question(STARTED)),
)
ASKED = (Asked(LAST, True, "CTU"), Asked(LAST, False, "Security Service"))


def of(story: Story, today: date = TODAY, *asked: Asked, last: date = LAST) -> Spending:
    latest = story.came[-1]
    needs = stages_needed(Stand(latest.state, latest.on, asked), today, BUDGETS)
    return spending(story, TAKEN, last, today, needs=needs, budgets=BUDGETS)


def said(found: Spending) -> list[tuple[str, int]]:
    return [(stage.label, stage.days) for stage in found.spent]


def test_183_days_are_2_at_sofs_152_waiting_23_assessing_today_and_5_left() -> None:
    found = of(ORRELL, TODAY, *ASKED)
    assert found.whole == 183 and found.left == 5
    assert said(found) == [
        ("SOFS: checks and referral", 2),
        ("JFIT: waited, not started", 152),
        ("JFIT: assessing, requests out", 23),
    ]
    assert [(stage.first, stage.last) for stage in found.spent] == [
        (date(2015, 10, 12), date(2015, 10, 13)),
        (date(2015, 10, 14), date(2016, 3, 13)),
        (date(2016, 3, 14), date(2016, 4, 5)),
    ]
    assert sum(stage.days for stage in found.spent) == 177
    assert [stage.budget for stage in found.spent] == [14, 0, 28]


def test_what_remains_is_5_14_and_21_days_until_16_may_35_too_late() -> None:
    found = of(ORRELL, TODAY, *ASKED)
    assert [(c.need.stage, c.need.who, c.need.days, c.ends_on) for c in found.coming] == [
        ("third_parties", "Security Service", 5, date(2016, 4, 11)),
        ("decision", "", 14, date(2016, 4, 25)),
        ("chief_officer", "", 21, date(2016, 5, 16)),
    ]
    assert (found.needed, found.short_by, found.ends_on) == (40, 35, date(2016, 5, 16))


def test_what_fits_to_the_day_is_short_by_nothing() -> None:
    found = of(ORRELL, TODAY, *ASKED, last=date(2016, 5, 16))
    assert (found.left, found.needed, found.short_by) == (40, 40, 0)
    assert of(ORRELL, TODAY, *ASKED, last=date(2016, 5, 15)).short_by == 1


def test_on_the_first_day_nothing_is_spent_and_on_the_last_nothing_is_left() -> None:
    story = Story((Came(TAKEN, CaseState.WITH_SOFS),))
    first = of(story, TAKEN)
    assert first.spent == () and first.left == 182 and first.short_by == 0
    last = of(story, LAST)
    assert last.left == 0 and said(last) == [("SOFS: checks and referral", 182)]


def test_days_over_are_not_spent_and_nothing_remains_to_be_done() -> None:
    found = of(ORRELL, LAST + timedelta(days=6), *ASKED)
    assert found.left == -6 and found.coming == () and found.short_by == 0
    assert sum(stage.days for stage in found.spent) == 183


def test_the_whole_course_is_told_in_order() -> None:
    day = TAKEN + timedelta(days=10)
    week = timedelta(days=7)
    story = Story(
        came=(
            Came(TAKEN + timedelta(days=3), CaseState.WITH_SOFS),
            Came(day, CaseState.WITH_JFIT),
            Came(day + 4 * week, CaseState.WITH_CHIEF_OFFICER),
        ),
        begun_on=(day + week,),
        questions=(Question(day + 2 * week, ended_on=day + 3 * week),),
    )
    assert said(of(story, day + 5 * week)) == [
        ("Before SOFS had it", 3),
        ("SOFS: checks and referral", 7),
        ("JFIT: waited, not started", 7),
        ("JFIT: intelligence profile", 7),
        ("JFIT: assessing, requests out", 7),
        ("JFIT: deciding", 7),
        ("Chief Officer: decision", 7),
    ]


def test_a_case_sent_back_is_not_begun_when_it_comes_again() -> None:
    back, again = STARTED + timedelta(days=5), STARTED + timedelta(days=9)
    came = (*ORRELL.came, Came(back, CaseState.WITH_SOFS), Came(again, CaseState.WITH_JFIT))
    found = of(Story(came, ORRELL.begun_on, ORRELL.questions))
    assert said(found)[-2:] == [("SOFS: checks and referral", 4), ("JFIT: waited, not started", 14)]


@pytest.mark.parametrize("state", [state for state in CaseState.values])
@pytest.mark.parametrize("days", [0, 3, 40])
def test_the_stages_to_come_add_up_to_the_days_needed(state: str, days: int) -> None:
    stand = Stand(state, TODAY - timedelta(days=days), ASKED)
    stages = stages_needed(stand, TODAY, BUDGETS)
    assert days_needed(stand, TODAY, BUDGETS) == (None if stages is None else sum(n.days for n in stages))
    if state in (CaseState.NSD_REFUSED, CaseState.STOP_CONFIRMED, CaseState.CLOSED):
        assert stages is None
