"""Criminal Procedure (Scotland) Act 1995 ss.18 to 18G.

A Scots determination (s.18G) covers samples too; one made under the Terrorism Act does not.
"""

from law.facts import Nation
from law.periods import Counting
from law.rules.common import conviction, determinations, further_prints
from law.rules.declared import EVERY_KIND, Clock, Confidence, Court, Extended, Regime, Role, Rule

ACT = "Criminal Procedure (Scotland) Act 1995"
SCOTLAND_ONLY = frozenset({Nation.SC})

PROSECUTION = Rule(
    id="SCOT-S18",
    regime="SCOT",
    role=Role.POWER,
    provision=f"{ACT}, s.18(3)",
    cite="s.18(3)",
    asks="Taken on arrest in Scotland, while a prosecution is open?",
    gives="Until it is decided not to prosecute, or proceedings end without a conviction",
    in_force_from=None,
    kinds=EVERY_KIND,
    nations=SCOTLAND_ONLY,
    clock=Clock.UNTIL_EVENT,
    event="InvestigationConcluded",
    event_words="it was decided not to prosecute, or the proceedings ended",
    extended=Extended.IF_NOTIFIED_FROM_DESTRUCTION_DAY,
    sources=(f"{ACT} s.18",),
)
SERIOUS = Rule(
    id="SCOT-S18A",
    regime="SCOT",
    role=Role.POWER,
    provision=f"{ACT}, s.18A",
    cite="s.18A",
    asks="Proceedings for a sexual or violent offence, without a conviction?",
    gives="Three years following the conclusion of the proceedings",
    in_force_from=None,
    kinds=EVERY_KIND,
    nations=SCOTLAND_ONLY,
    clock=Clock.SINCE_EVENT,
    months=36,
    counting=Counting.AFTER,
    event="InvestigationConcluded",
    event_words="the proceedings concluded",
    court=Court(counting=Counting.AFTER, repeatable=True),
    sources=(f"{ACT} s.18A",),
)
SHERIFF = Rule(
    id="SCOT-COURT",
    regime="SCOT",
    role=Role.COURT,
    provision=f"{ACT}, s.18A",
    cite="s.18A",
    asks="Did a sheriff extend the period, on an application made in its last three months?",
    gives="Up to two years after the day on which it would otherwise be destroyed; repeatable",
    in_force_from=None,
    kinds=EVERY_KIND,
    nations=SCOTLAND_ONLY,
    months=24,
    counting=Counting.AFTER,
    confidence=Confidence.PART_VERIFIED,
    sources=(f"{ACT} s.18A",),
)

SCOTLAND = Regime(
    key="SCOT",
    name="Scots criminal procedure",
    act=ACT,
    destroy_cite="s.18(3)",
    destroy_asks="Was it decided that the taking was unlawful?",
    rules=(
        PROSECUTION,
        SERIOUS,
        SHERIFF,
        conviction("SCOT", ACT, "s.18(3)", None),
        *determinations(
            "SCOT", ACT, "s.18G", ("Protection of Freedoms Act 2012 Sch 1 Part 5",), kinds=EVERY_KIND
        ),
        further_prints("SCOT", ACT, "s.18GA"),
    ),
)
