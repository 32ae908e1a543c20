"""Within which days the Commissioner must have a copy of a determination, and the reasons for it."""

from __future__ import annotations

from datetime import date

from law.periods import within_days

COPY_WITHIN = 28


def copy_due_on(made_on: date) -> date:
    """The last day on which the copy and the reasons may be sent, that day included.

    28 plain days after the making or the renewal; the day of making is not counted.
    Source: Protection of Freedoms Act 2012 s. 20(3)(a).

    >>> copy_due_on(date(2016, 2, 1)).isoformat()
    '2016-02-29'
    """
    return within_days(made_on, COPY_WITHIN)
