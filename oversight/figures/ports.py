"""The league table of ports: how long a sample and its profile take, port by port (R-051).

Source: further report of 22 April 2016, paragraph 9A.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil
from statistics import median

NOT_RECORDED = "Port not recorded"
SLOW_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Journey:
    """One DNA profile: where and when its sample was taken, when the sample and when the profile came."""

    place: str
    taken_on: date
    sample_on: date | None = None
    profile_on: date | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """So many calendar days, measured ``n`` times: their median and 90th percentile; None where n is 0."""

    n: int
    median: float | None = None
    ninetieth: int | None = None


@dataclass(frozen=True, slots=True)
class PortRow:
    """A port: the profiles it owes or has given, and its three measures."""

    place: str
    n: int
    to_sample: Spread
    to_profile: Spread
    whole: Spread


def spread(days: Iterable[int]) -> Spread:
    """The median, and the 90th percentile by nearest rank: the least number that 9 in 10 do not exceed."""
    ordered = sorted(days)
    if not ordered:
        return Spread(0)
    return Spread(len(ordered), median(ordered), ordered[ceil(SLOW_SHARE * len(ordered)) - 1])


def league(journeys: Iterable[Journey], places: Iterable[str], as_at: date) -> list[PortRow]:
    """The ports by what had happened by the end of ``as_at``, the slowest first; those of ``places`` without
    anything come last, with 0. Names that differ by capitals alone are one port.
    """
    names: dict[str, str] = {}
    grouped: dict[str, list[Journey]] = defaultdict(list)
    for place in places:
        names.setdefault(_key(place), place.strip())
    for journey in journeys:
        if journey.taken_on <= as_at:
            names.setdefault(_key(journey.place), journey.place.strip() or NOT_RECORDED)
            grouped[_key(journey.place)].append(journey)
    return sorted((_row(name, grouped[key], as_at) for key, name in names.items()), key=_slowest)


def _key(place: str) -> str:
    return place.strip().casefold()


def _row(place: str, journeys: list[Journey], as_at: date) -> PortRow:
    def between(start: str, end: str) -> Spread:
        pairs = ((getattr(each, start), getattr(each, end)) for each in journeys)
        return spread((last - first).days for first, last in pairs if first and last and last <= as_at)

    return PortRow(
        place,
        len(journeys),
        to_sample=between("taken_on", "sample_on"),
        to_profile=between("sample_on", "profile_on"),
        whole=between("taken_on", "profile_on"),
    )


def _slowest(row: PortRow) -> tuple[bool, bool, float, str]:
    return row.n == 0, row.whole.median is None, -(row.whole.median or 0), row.place
