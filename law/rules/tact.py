"""Terrorism Act 2000, Schedule 8, paras 20A to 20J: port stops, section 41 detention."""

from datetime import date

from law.rules.common import conviction, court, determinations, further_prints, restart, sample
from law.rules.declared import COMMENCEMENT, Clock, Confidence, Court, Extended, Regime, Role, Rule

ACT = "Terrorism Act 2000"
INSERTED = "Protection of Freedoms Act 2012 Sch 1 para 1"

S7 = Rule(
    id="TACT-S7",
    regime="TACT",
    role=Role.POWER,
    provision=f"{ACT}, Sch 8 para 20C(3)-(4)",
    cite="Sch 8 para 20C(3)-(4)",
    asks="Detained under Schedule 7, with no conviction or one exempt conviction?",
    gives="Six months beginning with the day of taking",
    in_force_from=COMMENCEMENT,
    clock=Clock.TAKING,
    months=6,
    extended=Extended.ALWAYS,
    sources=(INSERTED, "SI 2013/1814 art 2"),
    questions=("Month ends under 'beginning with' (a period from 31 August).",),
)
S41 = Rule(
    id="TACT-S41",
    regime="TACT",
    role=Role.POWER,
    provision=f"{ACT}, Sch 8 para 20B(3)-(4)",
    cite="Sch 8 para 20B(3)-(4)",
    asks="Detained under section 41, with no conviction or one exempt conviction?",
    gives="Three years beginning with the day of taking",
    in_force_from=COMMENCEMENT,
    clock=Clock.TAKING,
    months=36,
    court=Court(),
    extended=Extended.ALWAYS,
    sources=(INSERTED, "SI 2013/1814 art 2"),
)
S43B = Rule(
    id="TACT-S43B",
    regime="TACT",
    role=Role.POWER,
    provision=f"{ACT}, s.43B and Sch 8 Part 1",
    cite="s.43B",
    asks="Detained under section 43B?",
    gives="No period that we can state",
    in_force_from=date(2022, 6, 28),
    clock=Clock.NONE,
    confidence=Confidence.PART_VERIFIED,
    sources=("Terrorism Act 2000 Sch 8 Part 1 heading as amended 28 June 2022",),
    questions=("Which period, if any, applies to material of a person detained under section 43B?",),
    disabled_because="no retention period for section 43B material has been found; refer it to a lawyer",
)
COURT = court("TACT", ACT, "Sch 8 para 20B(5)-(7)")
CONV = conviction("TACT", ACT, "Sch 8 paras 20B(2), 20C(2)")
NSD = determinations("TACT", ACT, "Sch 8 para 20E", (INSERTED,))
FURTHER_PRINTS = further_prints("TACT", ACT, "Sch 8 para 20EA")
RESTART = restart(
    "TACT-20D7",
    "TACT",
    ACT,
    "Sch 8 para 20D(7)",
    "Detained again while the period was running, and recorded as restarting it?",
    "The period runs again from the new detention",
)
SAMPLE = sample("TACT", ACT, "Sch 8 para 20G")

TACT = Regime(
    key="TACT",
    name="Terrorism Act",
    act=ACT,
    destroy_cite="Sch 8 para 20A(2)",
    destroy_asks="Does the taking, or the arrest, appear unlawful to the responsible chief officer?",
    foreign_from=date(2017, 4, 3),
    cpia_powers=frozenset({"TACT-S41"}),
    cpia_cite="Sch 8 para 20I",
    rules=(S7, S41, S43B, RESTART, COURT, CONV, *NSD, FURTHER_PRINTS, SAMPLE),
)
