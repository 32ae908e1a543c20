"""What a determination that is made early gives up: its period begins with the day it is made."""

from __future__ import annotations

from datetime import date

WARN_AFTER = 30


def days_given_up(made_on: date, last_lawful_day: date | None) -> int:
    """How many days of the cover that there is already a determination made on ``made_on`` runs beside.

    0 where that is 30 days or fewer, where the day has passed, and where there is no last lawful day.
    The period begins with the date on which the determination is made, however much of the last is left.
    Source: Terrorism Act 2000, Sch. 8 para. 20E(2)(b).

    >>> days_given_up(date(2016, 3, 1), date(2016, 8, 31)), days_given_up(date(2016, 8, 1), date(2016, 8, 31))
    (183, 0)
    """
    left = (last_lawful_day - made_on).days if last_lawful_day else 0
    return left if left > WARN_AFTER else 0
