"""The headline figures of every day of a span, in one pass over the cases, each worked out once.

A case changes its part in a figure on few days: it is asked on those alone, and what it then is holds until
the next. What is kept meanwhile is one whole number a figure and person, with a bit for each day, so that a
person with several cases is counted once and memory does not grow with the days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from law import periods
from law.alone import last_day_of_the_power
from oversight.causes import PRIMARY
from oversight.figures.headline import HEADLINE
from oversight.figures.held import HELD, NEVER_CONVICTED
from oversight.figures.lapses import LAPSES, YES
from oversight.figures.saved import SAVED
from oversight.figures.unlawful import HELD_UNLAWFULLY
from oversight.figures.void import VOID
from oversight.lives import CaseLife

ONE_DAY = timedelta(days=1)
CAUSE, WOULD = "cause:", "would"


def daily(cases: Iterable[CaseLife], first: date, last: date, known_at: date) -> Iterator[dict[str, Any]]:
    """``headline`` for each day from ``first`` to ``last``, both included, in order of the day."""
    span = (last - first).days + 1
    persons: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    voids = [0] * (span + 1)
    for case in cases:
        subject = case.facts.subject_id
        for key, days in _parts(case, first, last, voids).items():
            persons[key][subject] |= days
    counts = {key: _by_day(found.values(), span) for key, found in persons.items()}
    counts[VOID.slug] = _added_up(voids, span)
    for number in range(span):
        of_day = {key: found[number] for key, found in counts.items()}
        yield _as_headline(first + number * ONE_DAY, known_at, of_day)


def _parts(case: CaseLife, first: date, last: date, voids: list[int]) -> dict[str, int]:
    """The days on which a case is in each figure, a bit a day; void determinations are added up apart."""
    days = [day for day in sorted(_changes(case)) if first < day <= last]
    found: dict[str, int] = defaultdict(int)
    for start, end in zip([first, *days], [*days, last + ONE_DAY], strict=True):
        begins, ends = (start - first).days, (end - first).days
        mask = (1 << ends) - (1 << begins)
        for figure in HEADLINE:
            rows = list(figure.rows_of(case, start))
            if rows and figure is not VOID:
                found[figure.slug] |= mask
            if figure is VOID:
                voids[begins] += len(rows)
                voids[ends] -= len(rows)
            if figure is LAPSES:
                for row in rows:
                    found[f"{CAUSE}{row.causes.primary}"] |= mask
                    if row.would_have_applied == YES:
                        found[WOULD] |= mask
    return found


def _changes(case: CaseLife) -> set[date]:
    """The days on which a case can come into a headline figure, or go from it."""
    found: set[date | None] = set()
    for life in case.items:
        found |= {life.held_from, life.gone_on, life.first_unlawful_day, life.must_destroy_from}
        for end in (life.last_lawful_day, last_day_of_the_power(life.item.law, case.law_on)):
            found.add(periods.first_unlawful_day(end) if end else None)
    found |= {conviction.on for conviction in case.facts.convictions}
    found |= {made.made_on for made in case.facts.determinations}
    return {day for day in found if day is not None}


def _by_day(masks: Iterable[int], span: int) -> list[int]:
    """How many have each day's bit: by their runs of days."""
    steps = [0] * (span + 1)
    for mask in masks:
        while mask:
            begins = (mask & -mask).bit_length() - 1
            run = mask >> begins
            ends = begins + ((run + 1) & -(run + 1)).bit_length() - 1
            steps[begins] += 1
            steps[ends] -= 1
            mask = mask >> ends << ends
    return _added_up(steps, span)


def _added_up(steps: list[int], span: int) -> list[int]:
    total, counts = 0, []
    for step in steps[:span]:
        total += step
        counts.append(total)
    return counts


def _as_headline(day: date, known_at: date, of_day: dict[str, int]) -> dict[str, Any]:
    """In the shape of ``headline``."""
    return {
        "as_at": day.isoformat(),
        "known_at": known_at.isoformat(),
        "held": {
            "individuals": of_day.get(HELD.slug, 0),
            "never_convicted": of_day.get(NEVER_CONVICTED.slug, 0),
        },
        "lapses": {
            "individuals": of_day.get(LAPSES.slug, 0),
            "by_cause": {str(cause): of_day.get(f"{CAUSE}{cause}", 0) for cause in PRIMARY},
            "would_have_applied_yes": of_day.get(WOULD, 0),
        },
        "saved_by_another_basis": of_day.get(SAVED.slug, 0),
        "held_unlawfully": of_day.get(HELD_UNLAWFULLY.slug, 0),
        "void_determinations": of_day.get(VOID.slug, 0),
    }
