"""Police and Criminal Evidence (Northern Ireland) Order 1989 art 64.

A determination here runs from the day on which the material would first become liable for
destruction, not from the day it was made, and is still of two years at most.
"""

from law.facts import Nation
from law.rules.common import conviction
from law.rules.declared import (
    COMMENCEMENT,
    EVERY_KIND,
    Clock,
    Confidence,
    Extended,
    Regime,
    Role,
    Rule,
)

ACT = "Police and Criminal Evidence (Northern Ireland) Order 1989"
NI_ONLY = frozenset({Nation.NI})

ARTICLE_64 = Rule(
    id="NI-ART64",
    regime="NI",
    role=Role.POWER,
    provision=f"{ACT}, art 64",
    cite="art 64",
    asks="Held under article 64, and not yet liable for destruction?",
    gives="Until the day before it becomes liable for destruction",
    in_force_from=None,
    kinds=EVERY_KIND,
    nations=NI_ONLY,
    clock=Clock.UNTIL_EVENT,
    event="LiableForDestruction",
    event_words="it would first become liable for destruction",
    ends_day_before=True,
    extended=Extended.IF_NOTIFIED_FROM_DESTRUCTION_DAY,
    confidence=Confidence.PART_VERIFIED,
    sources=(ACT,),
    questions=("Have articles 63B and following replaced article 64?",),
)
DETERMINATION = Rule(
    id="NI-NSD",
    regime="NI",
    role=Role.DETERMINATION,
    provision="Protection of Freedoms Act 2012, Sch 1 para 7",
    cite="PoFA Sch 1 para 7",
    asks="Is there a determination in writing, made in time by the Chief Constable?",
    gives="Up to two years beginning with the day it would first become liable for destruction",
    in_force_from=COMMENCEMENT,
    nations=NI_ONLY,
    months=24,
    extended=Extended.ALWAYS,
    sources=("Protection of Freedoms Act 2012 Sch 1 Part 6",),
    questions=("Is the five-year amendment (2019 Act Sch 2 para 19) in force?",),
)

NORTHERN_IRELAND = Regime(
    key="NI",
    name="Northern Ireland PACE Order",
    act=ACT,
    destroy_cite="art 64",
    destroy_asks="Was it decided that the taking was unlawful?",
    rules=(ARTICLE_64, DETERMINATION, conviction("NI", ACT, "art 64", None)),
)
