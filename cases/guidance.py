"""What an application must say on a day: its sections, by the version of the guidance; dated, declared here.

The words of the published guidance could not be had; the list is the practice of the time as requirements and
law.md have it. Statutory guidance is in force from 4 February 2014 (SI 2014/198), revised with effect
from 13 August 2020, when the powers changed. An application records the version that
it was written by, so that a later list never judges it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.application_choices import Section
from cases.choices import ProfilePart

FEW_WORDS = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """What is asked of a section.

    ``by_kind``: written for each kind of material asked for. ``is_reasoned``: reasons, of as many words as
    the dated policy asks and of its own; others need a few. ``in_holding``: asked of an application for a
    holding NSD too. ``from_profile``: it is a part of the intelligence profile and written there.
    """

    section: Section
    hint: str = ""
    by_kind: bool = False
    is_reasoned: bool = False
    in_holding: bool = False
    is_optional: bool = False
    from_profile: ProfilePart | None = None


@dataclass(frozen=True, slots=True)
class Guidance:
    """A version of the guidance: from which day, and the sections that it asks for, in their order."""

    version: str
    name: str
    from_on: date
    rules: tuple[Rule, ...]

    def rule(self, section: str) -> Rule | None:
        """The rule of a section; None where this version does not have it."""
        return next((rule for rule in self.rules if rule.section == section), None)


S, P = Section, ProfilePart
_RULES = (
    Rule(S.IDENTITY, from_profile=P.IDENTITY),
    Rule(S.CIRCUMSTANCES, from_profile=P.TAKING),
    Rule(S.OUTCOME, "For example no further action, charged, or still open, with the day"),
    Rule(S.INTELLIGENCE, from_profile=P.INTELLIGENCE),
    Rule(S.SOURCES, from_profile=P.SOURCES),
    Rule(S.ASSESSMENT, "How it was made and checked, how old it is, and what weight you give it"),
    Rule(
        S.NATIONAL_SECURITY,
        "What the threat is, and how keeping this person's material helps to meet it",
        is_reasoned=True,
        in_holding=True,
    ),
    Rule(
        S.NECESSITY,
        "What this kind of material does that nothing else does: what it has matched, or could",
        by_kind=True,
        is_reasoned=True,
        in_holding=True,
    ),
    Rule(
        S.PROPORTIONALITY,
        "The interference with this person's private life, weighed against the benefit, for the length asked",
        by_kind=True,
        is_reasoned=True,
        in_holding=True,
    ),
    Rule(
        S.ALTERNATIVES,
        "What else was considered (a shorter time, fewer items, other sources) and why it does not do",
        is_reasoned=True,
    ),
    Rule(
        S.CARE,
        "Age on the day of taking, what is known of vulnerability, and the care taken. "
        "For a child, why it is right all the same",
        in_holding=True,
    ),
    Rule(S.CONDITIONS, "Conditions that you propose, if any", is_optional=True, in_holding=True),
)
GUIDANCE = (
    Guidance("2013", "Practice before there was statutory guidance", date.min, _RULES),
    Guidance("2014", "Guidance in force from 4 February 2014", date(2014, 2, 4), _RULES),
    Guidance("2020", "Guidance in force from 13 August 2020", date(2020, 8, 13), _RULES),
)


def guidance_on(day: date) -> Guidance:
    """The version in force on ``day``."""
    return [each for each in GUIDANCE if each.from_on <= day][-1]


def guidance_of(version: str) -> Guidance | None:
    """The version of that key; None for one that is not known, as of an application in a log."""
    return next((each for each in GUIDANCE if each.version == version), None)
