"""Where a period ends: month ends, leap days, and what is refused."""

from datetime import date, timedelta

import pytest

from law.periods import (
    Counting,
    PeriodOutOfRange,
    corresponding_day,
    days_inclusive,
    first_unlawful_day,
    last_day,
    safe_window_ending_on,
    window_ending_on,
)
from tests.law.building import day


@pytest.mark.parametrize(
    ("last", "first", "safe"),
    [
        ("28 Feb 2019", "29 Nov 2018", "1 Dec 2018"),
        ("29 Feb 2020", "30 Nov 2019", "1 Dec 2019"),
        ("30 Nov 2018", "31 Aug 2018", "1 Sep 2018"),
        ("31 Aug 2018", "1 Jun 2018", "1 Jun 2018"),
        ("14 Jun 2017", "15 Mar 2017", "15 Mar 2017"),
        ("31 May 2018", "1 Mar 2018", "1 Mar 2018"),
    ],
)
def test_the_last_three_months_start_at_the_earliest_day_with_a_claim(last, first, safe):
    assert window_ending_on(day(last), 3) == (day(first), day(last))
    assert safe_window_ending_on(day(last), 3) == day(safe)


@pytest.mark.parametrize("months", [0, -6, 1.5, True, "6"])
def test_a_length_that_is_not_whole_months_is_refused(months):
    with pytest.raises(PeriodOutOfRange, match="whole months"):
        last_day(date(2015, 1, 1), months)


def test_a_period_that_leaves_the_calendar_is_refused_with_the_day_named():
    with pytest.raises(PeriodOutOfRange, match="9999-12-01"):
        last_day(date(9999, 12, 1), 6)
    with pytest.raises(PeriodOutOfRange):
        window_ending_on(date(1, 1, 1), 3)


def test_a_later_start_never_ends_earlier_and_no_period_ends_before_it_starts():
    for counting in Counting:
        start = date(2014, 1, 1)
        ends = [last_day(start + timedelta(days=n), 6, counting) for n in range(1500)]
        assert ends == sorted(ends)
        assert all(end >= start for end in ends)


def test_after_does_not_count_the_first_day_and_beginning_with_does():
    assert last_day(day("30 Jun 2016"), 36, Counting.AFTER) == day("30 Jun 2019")
    assert last_day(day("30 Jun 2016"), 36) == day("29 Jun 2019")
    assert last_day(day("31 Aug 2014"), 6, Counting.AFTER) == day("28 Feb 2015")


def test_small_counts_used_in_explanations():
    assert corresponding_day(day("30 Nov 2015"), 3) is None
    assert corresponding_day(day("29 Nov 2015"), 3) == day("29 Feb 2016")
    assert days_inclusive(day("1 Jan 2016"), day("1 Jan 2016")) == 1
    assert first_unlawful_day(day("28 Feb 2016")) == day("29 Feb 2016")
