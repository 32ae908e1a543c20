"""Counter-Terrorism and Border Security Act 2019, Schedule 3: hostile activity port stops."""

from law.facts import Nation
from law.rules.common import conviction, five_year_determination, further_prints, restart, sample
from law.rules.declared import FIVE_YEAR_DAY, Clock, Confidence, Regime, Role, Rule

ACT = "Counter-Terrorism and Border Security Act 2019"
GREAT_BRITAIN = frozenset({Nation.EW, Nation.SC})

PORT_STOP = Rule(
    id="BORDER-S3",
    regime="BORDER",
    role=Role.POWER,
    provision=f"{ACT}, Sch 3 paras 44-45",
    cite="Sch 3 paras 44-45",
    asks="Detained under Schedule 3, with no conviction or one exempt conviction?",
    gives="Six months beginning with the day of taking",
    in_force_from=FIVE_YEAR_DAY,
    nations=GREAT_BRITAIN,
    clock=Clock.TAKING,
    months=6,
    sources=("SI 2020/792",),
)
PORT_STOP_NI = Rule(
    id="BORDER-S3",
    regime="BORDER",
    role=Role.POWER,
    provision=f"{ACT}, Sch 3 paras 44-45 (Northern Ireland)",
    cite="Sch 3 paras 44-45",
    asks="Detained under Schedule 3 in Northern Ireland?",
    gives="No period that we can state",
    in_force_from=FIVE_YEAR_DAY,
    nations=frozenset({Nation.NI}),
    clock=Clock.TAKING,
    months=6,
    confidence=Confidence.PART_VERIFIED,
    sources=("SI 2020/792",),
    questions=("From which day are Schedule 3 paras 44 and 45 in force in Northern Ireland?",),
    disabled_because="Schedule 3 paras 44 and 45 are not confirmed to be in force in Northern Ireland",
)

BORDER = Regime(
    key="BORDER",
    name="Border Security Act",
    act=ACT,
    destroy_cite="Sch 3 para 43(2)",
    destroy_asks="Does the taking appear unlawful to the responsible chief officer?",
    foreign_from=FIVE_YEAR_DAY,
    rules=(
        PORT_STOP,
        PORT_STOP_NI,
        conviction("BORDER", ACT, "Sch 3 paras 44(2), 45", FIVE_YEAR_DAY),
        five_year_determination("BORDER", ACT, "Sch 3 para 46", ("SI 2020/792",)),
        further_prints("BORDER", ACT, "Sch 3 para 47"),
        restart(
            "BORDER-45-9",
            "BORDER",
            ACT,
            "Sch 3 para 45(9)",
            "Detained again while the period was running, and recorded as restarting it?",
            "The period runs again from the new detention",
        ),
        sample("BORDER", ACT, "Sch 3 para 49", FIVE_YEAR_DAY, Confidence.INFERENCE),
    ),
)
