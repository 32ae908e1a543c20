"""How long things took: the spread of a figure whose rows have days, whole and by its parts.

Source: K7 to K11, K13; R-051, R-063, R-132.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil
from typing import Any

from accounts.models import Officer
from oversight.figures import Answer
from oversight.figures.ports import Spread, spread
from oversight.filters import FILTERS
from oversight.selectors import Days, list_url

# Of each figure of times, the filters by whose values it is told apart.
APART = {
    "hand-overs": ("hand_over",),
    "stays": ("stage",),
    "turns": ("holder",),
    "answered": ("of", "name"),
    "decided": ("force", "outcome"),
    "pending": ("force",),
    "chases": (),
    "past-cover": ("step",),
}
FEW_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Times:
    """A part of a figure, its list, and its days; ``tenth``: the least number that 1 in 10 do not exceed."""

    label: str
    href: str
    spread: Spread
    tenth: int | None


def has_times(slug: str) -> bool:
    """Whether the rows of a figure have days to measure."""
    return slug in APART


def times_of(whole: Answer, days: Days) -> list[Times]:
    """The whole, then each part by each filter that tells it apart."""
    figure = whole.figure
    found = [times("All", list_url(figure, days), whole.rows)]
    for name in APART[figure.slug]:
        part = FILTERS[name]
        values = sorted({value for row in whole.rows if (value := part.value_of(row, whole))}, key=str)
        words = _words(name, part.words, [str(value) for value in values])
        for value in values:
            rows = [row for row in whole.rows if part.value_of(row, whole) == value]
            label = f"{part.label}: {words[str(value)]}"
            found.append(times(label, list_url(figure, days, **{name: value}), rows))
    return found


def times(label: str, href: str, rows: Iterable[Any]) -> Times:
    """The spread of some rows."""
    counted = sorted(row.days for row in rows)
    return Times(label, href, spread(counted), tenth(counted))


def tenth(ordered: list[int]) -> int | None:
    """The 10th percentile by nearest rank; None of nothing.

    >>> tenth([]), tenth([7]), tenth(list(range(1, 11))), tenth(list(range(1, 12)))
    (None, 7, 1, 2)
    """
    return ordered[max(ceil(FEW_SHARE * len(ordered)), 1) - 1] if ordered else None


def said(found: Times) -> str:
    """In words, for a page that has one line for it."""
    if not found.spread.n:
        return "nothing to measure"
    return (
        f"median {found.spread.median:g} days, 1 in 10 at most {found.tenth:,}, "
        f"9 in 10 at most {found.spread.ninetieth:,}"
    )


def _words(name: str, words: Callable[[str], str | None], values: list[str]) -> dict[str, str]:
    """The words of each value; of persons, their names."""
    if name == "holder":
        named = Officer.objects.filter(pk__in=[int(value) for value in values])
        return {str(pk): display for pk, display in named.values_list("pk", "display_name")}
    return {value: words(value) or value for value in values}
