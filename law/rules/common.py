"""Declarations that several Acts word alike, made once with each Act's own citation."""

from datetime import date

from law.facts import Kind
from law.rules.declared import (
    COMMENCEMENT,
    EVERYWHERE,
    FIVE_YEAR_DAY,
    PRINTS_AND_PROFILES,
    SAMPLES,
    Clock,
    Confidence,
    Extended,
    Role,
    Rule,
)

_ASKS_NSD = "Is there a determination in writing, made in time by an officer with authority?"
_ACT_2019 = "Counter-Terrorism and Border Security Act 2019 s.25 and Sch 2"


def determinations(
    regime: str,
    act: str,
    cite: str,
    sources: tuple[str, ...],
    kinds: frozenset[str] = PRINTS_AND_PROFILES,
) -> tuple[Rule, Rule]:
    """The determination rules of an Act: two years until 12 August 2020, five from the next day."""
    two = Rule(
        id=f"{regime}-NSD",
        regime=regime,
        role=Role.DETERMINATION,
        provision=f"{act}, {cite}",
        cite=cite,
        asks=_ASKS_NSD,
        gives="Up to two years beginning with the day it was made",
        in_force_from=COMMENCEMENT,
        in_force_to=date(2020, 8, 12),
        kinds=kinds,
        months=24,
        extended=Extended.ALWAYS,
        sources=sources,
        questions=("Does a renewal run from the day it is made, or from the end of the one before?",),
    )
    return two, five_year_determination(regime, act, cite, (_ACT_2019, "SI 2020/792"), kinds=kinds)


def five_year_determination(
    regime: str,
    act: str,
    cite: str,
    sources: tuple[str, ...],
    in_force_from: date = FIVE_YEAR_DAY,
    kinds: frozenset[str] = PRINTS_AND_PROFILES,
) -> Rule:
    """A determination of up to five years, from a day."""
    return Rule(
        id=f"{regime}-NSD",
        regime=regime,
        role=Role.DETERMINATION,
        provision=f"{act}, {cite}",
        cite=cite,
        asks=_ASKS_NSD,
        gives="Up to five years beginning with the day it was made",
        in_force_from=in_force_from,
        kinds=kinds,
        months=60,
        extended=Extended.ALWAYS,
        sources=sources,
    )


def further_prints(regime: str, act: str, cite: str, in_force_from: date = FIVE_YEAR_DAY) -> Rule:
    """Further fingerprints held as long as an original set, by a constable's determination."""
    return Rule(
        id=f"{regime}-FFP",
        regime=regime,
        role=Role.FURTHER_PRINTS,
        provision=f"{act}, {cite}",
        cite=cite,
        asks="Did a constable determine in writing that these fingerprints be held with an original set?",
        gives="As long as the original set is held",
        in_force_from=in_force_from,
        kinds=frozenset({Kind.FINGERPRINTS}),
        sources=(_ACT_2019,) if in_force_from == FIVE_YEAR_DAY else (act,),
    )


def sample(
    regime: str,
    act: str,
    cite: str,
    in_force_from: date = COMMENCEMENT,
    confidence: Confidence = Confidence.VERIFIED,
    nations: frozenset[str] = EVERYWHERE,
) -> Rule:
    """A DNA sample: until a profile is derived, at most six months beginning with the taking."""
    return Rule(
        id=f"{regime}-SAMPLE",
        regime=regime,
        role=Role.SAMPLE,
        provision=f"{act}, {cite}",
        cite=cite,
        asks="A DNA sample: was a profile derived, or have six months run?",
        gives="Until a profile is derived, and at most six months beginning with the day of taking",
        in_force_from=in_force_from,
        confidence=confidence,
        kinds=SAMPLES,
        nations=nations,
        clock=Clock.TAKING,
        months=6,
        sources=(f"{act} {cite}",),
    )


def conviction(regime: str, act: str, cite: str, in_force_from: date | None = COMMENCEMENT) -> Rule:
    """A conviction before or within the period: held indefinitely."""
    return Rule(
        id=f"{regime}-CONV",
        regime=regime,
        role=Role.CONVICTION,
        provision=f"{act}, {cite}",
        cite=cite,
        asks="Convicted of a recordable offence, before or within the period?",
        gives="Held indefinitely",
        in_force_from=in_force_from,
        sources=(f"{act} {cite}",),
    )


def court(
    regime: str,
    act: str,
    cite: str,
    in_force_from: date = COMMENCEMENT,
    confidence: Confidence = Confidence.VERIFIED,
) -> Rule:
    """A court's extension by two years, on an application made in the period's last three months."""
    return Rule(
        id=f"{regime}-COURT",
        regime=regime,
        role=Role.COURT,
        provision=f"{act}, {cite}",
        cite=cite,
        asks="Did a court extend the period, on an application made in its last three months?",
        gives="Two years beginning with the first day on which it would otherwise be destroyed",
        in_force_from=in_force_from,
        confidence=confidence,
        months=24,
        sources=(f"{act} {cite}",),
        questions=("May it be kept while an application made in time is pending past the last lawful day?",),
    )


def restart(rule_id: str, regime: str, act: str, cite: str, asks: str, gives: str) -> Rule:
    """A new detention or arrest that starts a period again; a legal reviewer records it."""
    return Rule(
        id=rule_id,
        regime=regime,
        role=Role.RESTART,
        provision=f"{act}, {cite}",
        cite=cite,
        asks=asks,
        gives=gives,
        in_force_from=COMMENCEMENT if regime != "BORDER" else FIVE_YEAR_DAY,
        confidence=Confidence.INFERENCE,
        sources=(f"{act} {cite}",),
        questions=("What does a new detention or arrest do to items already held?",),
    )
