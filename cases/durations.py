"""Counts of days in words, for whoever reads them."""

from __future__ import annotations


def in_days(count: int) -> str:
    """A count of days.

    >>> in_days(1), in_days(1830)
    ('1 day', '1,830 days')
    """
    return f"{count:,} day{'' if count == 1 else 's'}"


def off_by(days: int) -> str:
    """A difference of two dates, the first minus the second.

    >>> off_by(-31), off_by(1)
    ('31 days early', '1 day late')
    """
    return f"{in_days(abs(days))} {'early' if days < 0 else 'late'}"
