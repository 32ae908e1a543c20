"""Whether a measure rose so much that a named senior person must look: the rule, and the numbers. Pure rule.

A rise is alarming where the value is at least ``LEAST`` and 30 per cent or more above that of four weeks ago.
Source: R-093; further report of 22 April 2016, paragraphs 10B and 11.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from oversight import figures
from oversight.choices import Trend
from oversight.figures import Answer
from oversight.lives import lives_of
from oversight.reader import reading_cases

BACK = timedelta(days=28)
PER_CENT = 30
LEAST = 5
WATCHED = (figures.LAPSES, figures.ENDING, figures.HELD_UNLAWFULLY, figures.WRONG_DATES)


def is_alarming(before: int, value: int) -> bool:
    """Whether a rise from ``before`` to ``value`` is one that a senior person must hear of.

    >>> is_alarming(10, 13), is_alarming(10, 12), is_alarming(0, 4), is_alarming(0, 5), is_alarming(20, 10)
    (True, False, False, True, False)
    """
    return value >= LEAST and value > before and value * 100 >= before * (100 + PER_CENT)


def measured(day: date) -> dict[Trend, tuple[int, int]]:
    """Each measure four weeks before ``day`` and on it, both as known on ``day``; one pass over the cases."""
    dates = [day - 2 * BACK, day - BACK, day]
    with reading_cases(day) as cases:
        by_day = figures.answer_at(WATCHED, lives_of(cases, day), dates)
    earlier, then, now = (by_day[on] for on in dates)
    return {
        Trend.LAPSES: (_lapses(then) - _lapses(earlier), _lapses(now) - _lapses(then)),
        Trend.ENDING: (then["ending"].individuals, now["ending"].individuals),
        Trend.UNLAWFUL: (then["held-unlawfully"].individuals, now["held-unlawfully"].individuals),
        Trend.WRONG_DATES: (then["wrong-dates"].number, now["wrong-dates"].number),
    }


def _lapses(found: Mapping[str, Answer]) -> int:
    return found["lapses"].individuals
