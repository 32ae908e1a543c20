"""The Acts that take material outside the duty to destroy, and orders to keep a sample.

Only an Act can do this. A letter from an inquiry, a complaint or litigation cannot.
"""

from datetime import date

from law.rules.declared import COMMENCEMENT, EVERY_KIND, SAMPLES, Role, Rule

CPIA = Rule(
    id="CPIA",
    regime="BARS",
    role=Role.BAR,
    provision="Terrorism Act 2000 Sch 8 para 20I; Police and Criminal Evidence Act 1984 s.63U(5)",
    cite="TACT Sch 8 para 20I; PACE s.63U(5)",
    asks="May it become disclosable, being section 41 or PACE material?",
    gives="Outside the duty to destroy while it may be disclosable",
    in_force_from=COMMENCEMENT,
    kinds=EVERY_KIND,
    regimes=frozenset({"TACT", "PACE"}),
    sources=(
        "Criminal Procedure and Investigations Act 1996",
        "Anti-social Behaviour, Crime and Policing Act 2014 s.146 (samples)",
    ),
)
ICRIR = Rule(
    id="ICRIR",
    regime="BARS",
    role=Role.BAR,
    provision="SI 2024/556 reg 3",
    cite="SI 2024/556 reg 3",
    asks="Taken before 31 October 2013 in Northern Ireland, or for a listed offence?",
    gives="Outside the duty to destroy, for the Commission's functions alone",
    in_force_from=date(2024, 5, 1),
    sources=("Northern Ireland Troubles (Legacy and Reconciliation) Act 2023 s.35", "SI 2024/556"),
)
SAMPLE_ORDER = Rule(
    id="SAMPLE-ORDER",
    regime="BARS",
    role=Role.COURT,
    provision="Terrorism Act 2000 Sch 8 para 20G; Police and Criminal Evidence Act 1984 s.63R",
    cite="TACT Sch 8 para 20G; PACE s.63R",
    asks="Did a court order the sample kept for proceedings, on an application in time?",
    gives="Up to twelve months beginning with the day it would otherwise be destroyed; renewable",
    in_force_from=COMMENCEMENT,
    kinds=SAMPLES,
    months=12,
    regimes=frozenset({"TACT", "PACE"}),
    sources=("Protection of Freedoms Act 2012 Sch 1 and s.14",),
)
SAMPLE_ORDER_POWERS = frozenset({"TACT-S41"})

RULES = (CPIA, ICRIR, SAMPLE_ORDER)
