"""National Security Act 2023: arrest under section 27, and Part 2 prevention notices."""

from datetime import date

from law.rules.common import conviction, court, five_year_determination, further_prints, sample
from law.rules.declared import SAMPLES, Clock, Confidence, Court, Regime, Role, Rule

ACT = "National Security Act 2023"
IN_FORCE = date(2023, 12, 20)

ARREST = Rule(
    id="NSA-S27",
    regime="NSA",
    role=Role.POWER,
    provision=f"{ACT}, Sch 6 para 20",
    cite="Sch 6 para 20",
    asks="Arrested under section 27, with no conviction or one exempt conviction?",
    gives="Three years beginning with the day of taking",
    in_force_from=IN_FORCE,
    clock=Clock.TAKING,
    months=36,
    court=Court(),
    sources=(f"{ACT} Sch 6 Part 4",),
    questions=("The day on which Schedule 6 Part 4 came into force (20 December 2023 is recalled).",),
)
PREVENTION_NOTICE = Rule(
    id="NSA-PREV",
    regime="NSA",
    role=Role.POWER,
    provision=f"{ACT}, Sch 12 Part 2",
    cite="Sch 12",
    asks="Taken while a prevention notice was in force?",
    gives="No period that we can state",
    in_force_from=IN_FORCE,
    clock=Clock.SINCE_EVENT,
    months=6,
    event="NoticeCeased",
    event_words="the notice ceased to be in force",
    confidence=Confidence.RECALLED,
    sources=(f"{ACT} Sch 12",),
    questions=("Is the period under Schedule 12 six months from the notice ceasing, as for TPIM notices?",),
    disabled_because="the period of Schedule 12 has not been read",
)
PREVENTION_SAMPLE = Rule(
    id="NSA-PREV-SAMPLE",
    regime="NSA",
    role=Role.SAMPLE,
    provision=f"{ACT}, Sch 12 para 13",
    cite="Sch 12 para 13",
    asks="A DNA sample: was a profile derived, or have six months run?",
    gives="Until a profile is derived, and at most six months beginning with the day of taking",
    in_force_from=IN_FORCE,
    kinds=SAMPLES,
    clock=Clock.TAKING,
    months=6,
    sources=(f"{ACT} Sch 12 para 13",),
    disabled_because="samples of Schedule 12 wait for the rest of that Schedule to be confirmed",
)

NSA = Regime(
    key="NSA",
    name="National Security Act",
    act=ACT,
    destroy_cite="Sch 6 para 19(2)",
    destroy_asks="Does the taking, or the arrest, appear unlawful to the responsible chief officer?",
    foreign_from=IN_FORCE,
    rules=(
        ARREST,
        PREVENTION_NOTICE,
        PREVENTION_SAMPLE,
        court("NSA", ACT, "Sch 6 para 20(6)-(8)", IN_FORCE),
        conviction("NSA", ACT, "Sch 6 para 20(2)", IN_FORCE),
        five_year_determination("NSA", ACT, "Sch 6 para 22", (f"{ACT} Sch 6 para 22",), IN_FORCE),
        further_prints("NSA", ACT, "Sch 6 para 23", IN_FORCE),
        sample("NSA", ACT, "Sch 6 para 24", IN_FORCE, Confidence.INFERENCE),
    ),
)
