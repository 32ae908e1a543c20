"""Working days in England and Wales, for process targets alone; a statutory day is never moved by them.

Source: requirements R-021. Bank holidays are those of the ``holidays`` package.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@lru_cache(maxsize=32)
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Whether ``day`` is neither at a weekend nor a bank holiday."""
    return day.weekday() < SATURDAY and day not in _bank_holidays(day.year)


def next_working_day(day: date) -> date:
    """The first working day after ``day``."""
    return add_working_days(day, 1)


def add_working_days(day: date, count: int) -> date:
    """The day on which ``count`` working days after ``day`` have been reached; ``day`` itself is not counted.

    >>> add_working_days(date(2016, 4, 4), 2).isoformat()
    '2016-04-06'
    >>> add_working_days(date(2016, 3, 24), 1).isoformat()  # before Good Friday and Easter Monday
    '2016-03-29'
    """
    found = day
    while count:
        found += ONE_DAY
        count -= is_working_day(found)
    return found


def latest_reached(day: date, count: int) -> date:
    """The latest day from which ``count`` working days have been reached by ``day``, inclusive.

    >>> latest_reached(date(2016, 4, 14), 5).isoformat()
    '2016-04-07'
    """
    found = day - count * ONE_DAY
    while add_working_days(found, count) > day:
        found -= ONE_DAY
    return found
