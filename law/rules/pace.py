"""PACE 1984 ss.63D to 63U: England and Wales, arrest and charge.

Section 63E has no date of its own: it ends with the investigation or the proceedings. "Excluded
offence" is PACE's own relief and is not the Terrorism Act's "exempt conviction".
"""

from datetime import date
from typing import Any

from law.facts import Nation
from law.rules.common import conviction, court, determinations, further_prints, restart, sample
from law.rules.declared import (
    COMMENCEMENT,
    FIVE_YEAR_DAY,
    Clock,
    Confidence,
    Court,
    Extended,
    Regime,
    Role,
    Rule,
)

ACT = "Police and Criminal Evidence Act 1984"
INSERTED = "Protection of Freedoms Act 2012 ss.1-18"
ENGLAND_AND_WALES = frozenset({Nation.EW})
LEGACY_COURT_FROM = date(2014, 1, 31)
STATE_THREATS_DAY = date(2023, 12, 20)


def _until(rule_id: str, section: str, asks: str, gives: str, event: str, words: str) -> Rule:
    """A power that lasts until an event and has no date before it."""
    return Rule(
        id=rule_id,
        regime="PACE",
        role=Role.POWER,
        provision=f"{ACT}, {section}",
        cite=section,
        asks=asks,
        gives=gives,
        in_force_from=COMMENCEMENT,
        nations=ENGLAND_AND_WALES,
        clock=Clock.UNTIL_EVENT,
        event=event,
        event_words=words,
        sources=(INSERTED,),
    )


def _three_years(
    rule_id: str, section: str, asks: str, in_force_from: date = COMMENCEMENT, **more: Any
) -> Rule:
    """A power of three years beginning with the taking, which a court may extend by two."""
    return Rule(
        id=rule_id,
        regime="PACE",
        role=Role.POWER,
        provision=f"{ACT}, {section}",
        cite=section,
        asks=asks,
        gives="Three years beginning with the day of taking",
        in_force_from=in_force_from,
        nations=ENGLAND_AND_WALES,
        clock=Clock.TAKING,
        months=36,
        court=Court(legacy_from=LEGACY_COURT_FROM),
        extended=Extended.IF_NOTIFIED,
        also="PACE-INV",
        **more,
    )


INV = _until(
    "PACE-INV",
    "s.63E",
    "Taken on arrest or charge, while the investigation or proceedings last?",
    "Until the investigation or the proceedings conclude",
    "InvestigationConcluded",
    "the investigation or the proceedings concluded",
)
MINOR = _until(
    "PACE-MINOR",
    "ss.63E, 63H",
    "Arrested for or charged with a minor recordable offence, while the investigation lasts?",
    "Until the investigation or the proceedings conclude",
    "InvestigationConcluded",
    "the investigation or the proceedings concluded",
)
VOLUNTARY = _until(
    "PACE-VOL",
    "s.63N",
    "Given voluntarily, while the purpose lasts?",
    "Until the purpose for which it was given is fulfilled",
    "PurposeFulfilled",
    "the purpose was fulfilled",
)
CONSENT = _until(
    "PACE-CONS",
    "s.63O",
    "Held with written consent that has not been withdrawn?",
    "While the consent lasts",
    "ConsentWithdrawn",
    "the consent was withdrawn",
)
CHARGED = _three_years(
    "PACE-QCHG",
    "s.63F(4), (6)",
    "Charged with a qualifying offence and not convicted?",
    sources=(INSERTED,),
)
ARRESTED = _three_years(
    "PACE-QARR",
    "ss.63F(5)-(6), 63G",
    "Arrested for a qualifying offence, not charged, and the Commissioner consented?",
    needs="RetentionConsented",
    sources=(INSERTED,),
)
TERRORISM_ARREST = _three_years(
    "PACE-TARR",
    "s.63F(5A), (6)",
    "Arrested for a terrorism-related qualifying offence, not charged?",
    in_force_from=FIVE_YEAR_DAY,
    reaches_back_to_held_on=FIVE_YEAR_DAY,
    sources=("Counter-Terrorism and Border Security Act 2019 s.25",),
    questions=("Does s.63F(5A) reach material taken before 13 August 2020 and lawfully held that day?",),
)
STATE_THREAT_ARREST = _three_years(
    "PACE-TARR-NS",
    "s.63F(5A), (6)",
    "Arrested for a qualifying offence related to national security, not charged?",
    in_force_from=STATE_THREATS_DAY,
    reaches_back_to_held_on=STATE_THREATS_DAY,
    confidence=Confidence.RECALLED,
    sources=("National Security Act 2023",),
    questions=("The day from which s.63F(5A) covers arrests related to national security.",),
)
PENALTY_NOTICE = Rule(
    id="PACE-PND",
    regime="PACE",
    role=Role.POWER,
    provision=f"{ACT}, s.63L",
    cite="s.63L",
    asks="Given a penalty notice, with no proceedings?",
    gives="Two years beginning with the day of taking",
    in_force_from=COMMENCEMENT,
    nations=ENGLAND_AND_WALES,
    clock=Clock.TAKING,
    months=24,
    sources=(INSERTED,),
)
CONVICTED = Rule(
    id="PACE-CONV",
    regime="PACE",
    role=Role.POWER,
    provision=f"{ACT}, ss.63I, 63IA, 63J",
    cite="ss.63I, 63IA, 63J",
    asks="Taken from a person convicted of a recordable offence?",
    gives="Indefinitely, on the conviction",
    in_force_from=COMMENCEMENT,
    nations=ENGLAND_AND_WALES,
    clock=Clock.NONE,
    needs="Conviction",
    sources=(INSERTED, "Policing and Crime Act 2017"),
)
UNDER_18 = Rule(
    id="PACE-U18",
    regime="PACE",
    role=Role.EXTENSION,
    provision=f"{ACT}, ss.63K, 63KA",
    cite="ss.63K, 63KA",
    asks="A first conviction, under 18, of an offence that is not qualifying?",
    gives="Five years beginning with the day of taking, or the term of the sentence plus five years",
    in_force_from=COMMENCEMENT,
    nations=ENGLAND_AND_WALES,
    months=60,
    confidence=Confidence.INFERENCE,
    sources=(INSERTED,),
    questions=("From which day does 'the term of the sentence plus 5 years' run in s.63K?",),
)
LATER_ARREST = restart(
    "PACE-63P",
    "PACE",
    ACT,
    "s.63P",
    "Arrested later for a different offence, while it was lawfully held?",
    "The periods run again as if it had been taken that day for that offence",
)
COURT = court("PACE", ACT, "s.63F(7)-(10)")
CONV = conviction("PACE", ACT, "s.63I")
NSD = determinations("PACE", ACT, "s.63M", (INSERTED,))
FURTHER_PRINTS = further_prints("PACE", ACT, "s.63PA")
SAMPLE = sample("PACE", ACT, "s.63R")

PACE = Regime(
    key="PACE",
    name="PACE",
    act=ACT,
    destroy_cite="s.63D(2)",
    destroy_asks="Does the taking, or the arrest, appear unlawful to the responsible chief officer?",
    relief="excluded",
    foreign_from=COMMENCEMENT,
    cpia_powers=frozenset(
        {
            "PACE-INV",
            "PACE-MINOR",
            "PACE-VOL",
            "PACE-CONS",
            "PACE-QCHG",
            "PACE-QARR",
            "PACE-TARR",
            "PACE-TARR-NS",
            "PACE-PND",
            "PACE-CONV",
        }
    ),
    cpia_cite="s.63U(5)",
    rules=(
        INV,
        MINOR,
        VOLUNTARY,
        CONSENT,
        CHARGED,
        ARRESTED,
        TERRORISM_ARREST,
        STATE_THREAT_ARREST,
        PENALTY_NOTICE,
        CONVICTED,
        UNDER_18,
        LATER_ARREST,
        COURT,
        CONV,
        *NSD,
        FURTHER_PRINTS,
        SAMPLE,
    ),
)
