"""A year of daily headline figures over made-up cases, in seconds and in memory above that of the start.

Twice as many cases take about twice as long; the memory above the start grows with the persons counted, by
one small number a figure and person, and not with the days.
"""

import resource
import time
from collections.abc import Iterator
from datetime import date, timedelta

from law.facts import Conviction, Determination, Facts, Item
from oversight import facts
from oversight.figures.daily import daily
from oversight.lives import lives_of

PERSONS = 10_000
FIRST, LAST = date(2015, 4, 1), date(2016, 3, 31)
KNOWN = date(2016, 4, 22)


def cases(many: int) -> Iterator[facts.CaseFacts]:
    """So many cases of as many persons, two items each: some convicted, some under an NSD, some gone."""
    for number in range(many):
        taken_on = date(2013, 11, 1) + timedelta(days=number * 7 % 850)
        acts: tuple[Conviction | Determination, ...] = ()
        if number % 5 == 0:
            acts = (Conviction(f"c{number}", taken_on + timedelta(days=90), False, True, False),)
        elif number % 5 == 1:
            acts = (Determination(f"d{number}", taken_on + timedelta(days=150), 24),)
        gone = taken_on + timedelta(days=240) if number % 3 == 0 else None
        items = tuple(
            facts.Item(
                id=2 * number + place,
                law=Facts(Item(kind, "TACT-S7", taken_on, "EW"), acts),
                recorded_on=taken_on,
                deleted_on=gone,
            )
            for place, kind in enumerate(("fingerprints", "dna_profile"))
        )
        moved = tuple(
            facts.Movement(place, taken_on + timedelta(days=20 * place), state)
            for place, state in enumerate(("with_sofs", "with_jfit"))
        )
        yield facts.CaseFacts(number, f"S/{number}", number, items, movements=moved)


def measure(many: int = PERSONS) -> str:
    """One line: how long, over how many days and persons, and how much memory above the start."""
    before, start = _peak(), time.perf_counter()
    days = sum(1 for _ in daily(lives_of(cases(many), KNOWN), FIRST, LAST, KNOWN))
    spent = time.perf_counter() - start
    return f"{days} days, {many:,} persons: {spent:.1f} s, {_peak() - before:.0f} MB above the start"


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
