"""All month arithmetic of the product: where a statutory period ends.

Months are calendar months (Interpretation Act 1978, Sch 1). Dates are whole days in UK local time.
A statutory period is never moved by a weekend or a bank holiday. No other module adds months.
"""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)


class Counting(StrEnum):
    """Whether the first day itself counts.

    ``BEGINNING_WITH``: "beginning with" or "starting with" a day; that day is day one.
    ``AFTER``: "after", "from", "within ... of" or "following" a day; the next day is day one.
    """

    BEGINNING_WITH = "beginning_with"
    AFTER = "after"


class PeriodOutOfRange(ValueError):
    """A period's end falls outside the calendar, or its length is not a whole number of months."""


def _shifted(day: date, months: int) -> tuple[int, int, int]:
    """The year, month and number of days of the month that lies ``months`` from ``day``."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise PeriodOutOfRange(
            f"{months} months from {day.isoformat()} is outside the calendar. Check the date and the length."
        )
    return year, month + 1, monthrange(year, month + 1)[1]


def _whole(months: int) -> int:
    if isinstance(months, bool) or not isinstance(months, int) or months < 1:
        raise PeriodOutOfRange(f"A period is one or more whole months, not {months!r}.")
    return months


def last_day(start: date, months: int, counting: Counting = Counting.BEGINNING_WITH) -> date:
    """The last day, inclusive, of a period of calendar months counted from ``start``.

    ``start`` is the day material was taken, a determination made, a notice ceased. Years are
    twelve months each. Where the end month has no corresponding day the period ends with that
    month.

    Raises PeriodOutOfRange for a length that is not a whole number of months from 1, and for an
    end after the year 9999.

    Source: Dodds v Walker [1981] 1 WLR 1027 (corresponding date); Hare v Gocher [1962] 2 QB 641
    and Trow v Ind Coope [1967] 2 QB 899 ("beginning with" counts the first day).

    >>> last_day(date(2015, 3, 10), 6).isoformat()
    '2015-09-09'
    >>> last_day(date(2014, 8, 31), 6).isoformat()
    '2015-02-28'
    >>> last_day(date(2016, 6, 30), 36, Counting.AFTER).isoformat()
    '2019-06-30'
    """
    year, month, days = _shifted(start, _whole(months))
    if counting is Counting.AFTER:
        return date(year, month, min(start.day, days))
    if start.day > days:
        return date(year, month, days)
    return date(year, month, start.day) - ONE_DAY


def corresponding_day(start: date, months: int) -> date | None:
    """The same-numbered day that many calendar months on; None where that month has no such day.

    >>> corresponding_day(date(2015, 10, 12), 6).isoformat()
    '2016-04-12'
    >>> corresponding_day(date(2014, 8, 31), 6) is None
    True
    """
    year, month, days = _shifted(start, _whole(months))
    return date(year, month, start.day) if start.day <= days else None


def first_unlawful_day(last: date) -> date:
    """The day after the last lawful day: unlawful from 00:00 UK time.

    >>> first_unlawful_day(date(2016, 2, 28)).isoformat()
    '2016-02-29'
    """
    return last + ONE_DAY


def window_ending_on(last: date, months: int) -> tuple[date, date]:
    """The first and last day, inclusive, of "the period of N months ending on" ``last``.

    Where ``last`` ends a month shorter than the one ``months`` before, the earliest day with a
    claim is taken; the days up to the next month's first are arguable (``safe_window``).

    Source: Terrorism Act 2000, Sch 8 para 20B(6) ("3 months ending on the last day").

    >>> [day.isoformat() for day in window_ending_on(date(2017, 6, 14), 3)]
    ['2017-03-15', '2017-06-14']
    """
    year, month, days = _shifted(last, -_whole(months))
    return date(year, month, min(last.day, days)) + ONE_DAY, last


def safe_window_ending_on(last: date, months: int) -> date:
    """The earliest day that no one can call too early for "the period of N months ending on" ``last``.

    It differs from the window's first day only where ``last`` ends a shorter month.

    >>> safe_window_ending_on(date(2019, 2, 28), 3).isoformat()
    '2018-12-01'
    >>> safe_window_ending_on(date(2017, 6, 14), 3).isoformat()
    '2017-03-15'
    """
    first, _ = window_ending_on(last, months)
    next_day = last + ONE_DAY
    if next_day.day != 1:
        return first
    # The window ends with a month, so the whole months before it certainly lie inside it.
    year, month, _ = _shifted(next_day, -months)
    return date(year, month, 1)


def within_days(event: date, days: int, counting: Counting = Counting.AFTER) -> date:
    """The last day, inclusive, of a period of ``days`` days.

    Source: Protection of Freedoms Act 2012 s.20(3)(a) (copy to the Commissioner within 28 days);
    PACE s.63G (28 days beginning with the day on which notice is given).

    >>> within_days(date(2021, 1, 4), 28).isoformat()
    '2021-02-01'
    >>> within_days(date(2021, 1, 4), 28, Counting.BEGINNING_WITH).isoformat()
    '2021-01-31'
    """
    whole = days if counting is Counting.AFTER else days - 1
    return event + timedelta(days=whole)


def days_inclusive(first: date, last: date) -> int:
    """How many days lie between two days, both included.

    >>> days_inclusive(date(2015, 10, 12), date(2016, 4, 11))
    183
    """
    return (last - first).days + 1
