"""The bands in which people think of days: of those left, and of those a request has been open. Pure."""

from __future__ import annotations

from datetime import date

# Codes as addresses carry them, with their words; contiguous and without a gap.
DAYS_LEFT = (
    ("over", "Past the last lawful day, still held"),
    ("0-14", "0 to 14"),
    ("15-28", "15 to 28"),
    ("29-56", "29 to 56"),
    ("57", "57 or more"),
    ("none", "No end date"),
)
DAYS_OPEN = (
    ("0-14", "0 to 14 days"),
    ("15-28", "15 to 28 days"),
    ("29-56", "29 to 56 days"),
    ("57-112", "57 to 112 days"),
    ("113", "113 days or more"),
)


def left_of(last_lawful_day: date | None, as_at: date) -> str:
    """The band of the days left after a day; 0: the last lawful day is that day.

    >>> day = date(2016, 4, 6)
    >>> left_of(day, day), left_of(date(2016, 4, 5), day), left_of(date(2016, 4, 21), day), left_of(None, day)
    ('0-14', 'over', '15-28', 'none')
    """
    if last_lawful_day is None:
        return "none"
    left = (last_lawful_day - as_at).days
    return "over" if left < 0 else _band(left, (14, 28, 56), [code for code, _ in DAYS_LEFT[1:5]])


def open_for(days: int) -> str:
    """The band of the days for which something has been open.

    >>> open_for(0), open_for(28), open_for(29), open_for(500)
    ('0-14', '15-28', '29-56', '113')
    """
    return _band(days, (14, 28, 56, 112), [code for code, _ in DAYS_OPEN])


def _band(days: int, tops: tuple[int, ...], codes: list[str]) -> str:
    return next((code for top, code in zip(tops, codes, strict=False) if days <= top), codes[-1])
