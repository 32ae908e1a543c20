"""Working days: for process targets alone."""

from __future__ import annotations

from datetime import date

from retention.working_days import add_working_days, is_working_day, latest_reached, next_working_day


def test_weekends_and_bank_holidays_are_no_working_days() -> None:
    assert is_working_day(date(2016, 3, 24))
    assert not any(is_working_day(date(2016, 3, day)) for day in (25, 26, 27, 28))
    assert next_working_day(date(2016, 3, 24)) == date(2016, 3, 29)


def test_two_working_days_from_a_thursday_end_on_the_monday() -> None:
    assert add_working_days(date(2016, 4, 7), 2) == date(2016, 4, 11)


def test_five_working_days_are_reached_from_a_thursday_and_from_no_later_day() -> None:
    assert latest_reached(date(2016, 4, 14), 5) == date(2016, 4, 7)
    assert add_working_days(date(2016, 4, 7), 5) == date(2016, 4, 14)
    assert add_working_days(date(2016, 4, 8), 5) > date(2016, 4, 14)
