"""Terrorism Prevention and Investigation Measures Act 2011, Schedule 6: notices."""

from law.rules.common import conviction, determinations, further_prints, sample
from law.rules.declared import COMMENCEMENT, Clock, Confidence, Extended, Regime, Role, Rule

ACT = "Terrorism Prevention and Investigation Measures Act 2011"

NOTICE = Rule(
    id="TPIM",
    regime="TPIM",
    role=Role.POWER,
    provision=f"{ACT}, Sch 6 para 8",
    cite="Sch 6 para 8",
    asks="Taken while a notice was in force, with no conviction or one exempt conviction?",
    gives="While the notice is in force, and six months beginning with the day it ceased",
    in_force_from=COMMENCEMENT,
    clock=Clock.SINCE_EVENT,
    months=6,
    event="NoticeCeased",
    event_words="the notice ceased to be in force",
    extended=Extended.ALWAYS,
    sources=(f"{ACT} Sch 6 paras 5-14",),
)

TPIM = Regime(
    key="TPIM",
    name="TPIM Act",
    act=ACT,
    destroy_cite="Sch 6 para 6(2)",
    destroy_asks="Does the taking appear unlawful to the responsible chief officer?",
    rules=(
        NOTICE,
        conviction("TPIM", ACT, "Sch 6 para 8(1)"),
        *determinations("TPIM", ACT, "Sch 6 para 11", (f"{ACT} Sch 6 para 11",)),
        further_prints("TPIM", ACT, "Sch 6 para 11A"),
        sample("TPIM", ACT, "Sch 6 para 12", confidence=Confidence.INFERENCE),
    ),
)
