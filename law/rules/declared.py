"""The shape of a rule: a small dated declaration, with its citation and how sure we are of it.

A rule is data. What is done with it is in ``law.cover``; the words it lends to an explanation are
its own (``asks``, ``gives``). A change of law adds a declaration with its own ``known_from``.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from law.facts import Kind, Nation
from law.periods import Counting

PRINTS_AND_PROFILES = frozenset({Kind.FINGERPRINTS, Kind.DNA_PROFILE})
EVERY_KIND = frozenset(Kind)
SAMPLES = frozenset({Kind.DNA_SAMPLE})
EVERYWHERE = frozenset(Nation)

COMMENCEMENT = date(2013, 10, 31)
"""The day on which the Protection of Freedoms Act 2012 regimes came into force."""
FIVE_YEAR_DAY = date(2020, 8, 13)
"""The day on which the Counter-Terrorism and Border Security Act 2019 changes came into force."""


class Role(StrEnum):
    """What a rule does in an answer."""

    POWER = "power"
    SAMPLE = "sample"
    TRANSITION = "transition"
    COURT = "court"
    EXTENSION = "extension"
    CONVICTION = "conviction"
    DETERMINATION = "determination"
    FURTHER_PRINTS = "further_prints"
    RESTART = "restart"
    BAR = "bar"


class Clock(StrEnum):
    """What a period is measured by."""

    TAKING = "taking"
    SINCE_EVENT = "since_event"
    UNTIL_EVENT = "until_event"
    NONE = "none"


class Confidence(StrEnum):
    """How sure the reading is."""

    VERIFIED = "verified"
    PART_VERIFIED = "part verified"
    RECALLED = "recalled, to be confirmed"
    INFERENCE = "inference"


class Extended(StrEnum):
    """Whether the coronavirus regulations reach a period, and what they test."""

    NEVER = "never"
    ALWAYS = "always"
    IF_NOTIFIED = "if notified"
    IF_NOTIFIED_FROM_DESTRUCTION_DAY = "if notified, from the destruction day"


@dataclass(frozen=True, slots=True, eq=False)
class Court:
    """A court's power to extend a period.

    ``window_months`` end on the period's last day; an application outside it is of no effect.
    ``legacy_from``: for material taken before 31 October 2013, the earliest last day that can be
    extended.
    """

    months: int = 24
    window_months: int = 3
    counting: Counting = Counting.BEGINNING_WITH
    repeatable: bool = False
    legacy_from: date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule of law, as in force between two days and as known from a day.

    ``in_force_from`` and ``in_force_to`` (inclusive; None: no limit asserted) are tested against
    the day that the law requires: of taking, of making, of a period's end. ``known_from`` defaults
    to the first. ``months`` and ``counting`` give the length; ``event`` names the fact whose day
    starts or ends an event-driven period, ``ends_day_before`` that the event's own day is outside.
    ``disabled_because`` is empty, or why the rule is not applied.
    """

    id: str
    regime: str
    role: Role
    provision: str
    cite: str
    asks: str
    gives: str
    in_force_from: date | None
    confidence: Confidence = Confidence.VERIFIED
    in_force_to: date | None = None
    known_from: date | None = None
    kinds: frozenset[str] = PRINTS_AND_PROFILES
    nations: frozenset[str] = EVERYWHERE
    clock: Clock = Clock.NONE
    months: int = 0
    counting: Counting = Counting.BEGINNING_WITH
    event: str = ""
    event_words: str = ""
    ends_day_before: bool = False
    ends_on: date | None = None
    court: Court | None = None
    extended: Extended = Extended.NEVER
    also: str = ""
    needs: str = ""
    reaches_back_to_held_on: date | None = None
    identified_only: bool = False
    regimes: frozenset[str] = frozenset()
    sources: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    disabled_because: str = ""

    @property
    def known(self) -> date | None:
        """The day from which the rule was known; None where no day is asserted."""
        return self.known_from or self.in_force_from

    def in_force_on(self, day: date) -> bool:
        """Whether the rule was in force on a day, both ends included."""
        return (self.in_force_from is None or self.in_force_from <= day) and (
            self.in_force_to is None or day <= self.in_force_to
        )


@dataclass(frozen=True, slots=True, eq=False)
class Regime:
    """One Act's scheme: its name, its duty to destroy, and which relief a conviction may have.

    ``key`` prefixes rule ids ("TACT"). ``relief``: "exempt" or "excluded". ``foreign_from``: the
    day from which convictions abroad count, None where they do not.
    """

    key: str
    name: str
    act: str
    destroy_cite: str
    destroy_asks: str
    relief: str = "exempt"
    foreign_from: date | None = None
    cpia_powers: frozenset[str] = frozenset()
    cpia_cite: str = ""
    rules: tuple[Rule, ...] = field(default=())
