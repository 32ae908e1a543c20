"""The pieces of an answer: links of cover, acts of no effect, and what could not be resolved."""

from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from law.facts import Act
from law.rules.declared import Rule


class Link(NamedTuple):
    """One stretch of lawful cover, both days included; ``last`` None while it has no end.

    ``first`` is the day from which the rule's own words count it, ``months`` the length counted (0
    where an event or an order gives the end). ``act``: the fact behind it.
    """

    rule: Rule
    first: date | None
    last: date | None
    act: Act | None = None
    months: int = 0


class Why(StrEnum):
    """Why an act is of no effect, in words that can stand alone."""

    VOID = "the maker had no authority, so it is void"
    TOO_LATE = "made after the cover had already ended; a gap of one day cannot be mended"
    BEFORE_TAKING = "dated before the material was taken"
    OVER_MAXIMUM = "longer than the maximum on the day it was made"
    NO_POWER = "no Act gave that power over this item on that day"
    NOT_FOR_SAMPLES = "it cannot cover a DNA sample"
    NO_COURT_POWER = "no application to a court exists for this power"
    OUTSIDE_WINDOW = "the application was made outside the last three months of the period"
    APPLIED_LATE = "the application was made after the sample had to be destroyed"
    ORDERED_LATE = "ordered after the period had ended"
    ORDERED_BEFORE_APPLIED = "ordered before it was applied for"
    CONVICTED_LATE = "dated after the period of the power as extended"
    NOT_RECORDABLE = "the offence is not recordable"
    NOT_FOREIGN = "a conviction outside the United Kingdom does not count under this Act"
    OTHER_BASIS = "the material can otherwise lawfully be retained, so no order can be made"
    NOTHING_TO_END = "no determination was in force to be ended"
    ORIGINAL_NOT_HELD = "the original set was not lawfully held on that day"
    OTHER_PART = "the two sets are not from the same part of the United Kingdom"
    NOT_FINGERPRINTS = "only fingerprints can be held with an original set"
    NO_TERRORIST_INVESTIGATION = "neither PACE set came from a terrorist investigation"
    NOT_BARRED = "that Act does not reach this material"
    RESTARTED_LATE = "the new period began after the cover had ended"
    CONSENTED_LATE = "consented to after the cover had ended"


class Refused(NamedTuple):
    """An act of no effect, and why."""

    act: Any
    why: Why


class Unresolved(Exception):
    """A needed fact is missing, or no rule covers the item: no date may be given.

    ``because`` says what is missing and what would mend it; ``candidate`` is the shortest last day
    that the item could have, None when none can be worked out.
    """

    def __init__(self, because: str, candidate: date | None = None) -> None:
        super().__init__(because)
        self.because = because
        self.candidate = candidate


class Base(NamedTuple):
    """The period of the power itself, with court and coronavirus extensions.

    ``last`` None: it has no end yet. ``rule`` is the power's own. ``standing`` is a period that
    begins by itself on a later day if the item is then lawfully held (PACE s.63F(5A)), with its extensions.
    """

    rule: Rule
    links: tuple[Link, ...]
    last: date | None
    refused: tuple[Refused, ...] = ()
    standing: tuple[Link, ...] = ()
    is_sample: bool = False
