"""Counter-Terrorism Act 2008 ss.18 to 18E: covert, foreign-supplied and other holdings."""

from law.facts import Nation
from law.rules.common import conviction, determinations, further_prints, sample
from law.rules.declared import COMMENCEMENT, Clock, Confidence, Extended, Regime, Role, Rule

ACT = "Counter-Terrorism Act 2008"
INSERTED = "Protection of Freedoms Act 2012 Sch 1 para 4"
NOT_SCOTLAND = frozenset({Nation.EW, Nation.NI})

GENERAL = Rule(
    id="CTA-GEN",
    regime="CTA",
    role=Role.POWER,
    provision=f"{ACT}, s.18A(1)-(2)",
    cite="s.18A(1)-(2)",
    asks="Held for national security under section 18, identified, no conviction or one exempt?",
    gives="Three years beginning with the day of taking",
    in_force_from=COMMENCEMENT,
    nations=NOT_SCOTLAND,
    clock=Clock.TAKING,
    months=36,
    extended=Extended.ALWAYS,
    sources=(INSERTED,),
)
UNIDENTIFIED = Rule(
    id="CTA-UNID",
    regime="CTA",
    role=Role.POWER,
    provision=f"{ACT}, s.18A(4)-(6)",
    cite="s.18A(4)-(6)",
    asks="Held under section 18 and never identified?",
    gives="While unidentified; then three years beginning with the day the identity became known",
    in_force_from=COMMENCEMENT,
    nations=NOT_SCOTLAND,
    clock=Clock.SINCE_EVENT,
    months=36,
    event="IdentityKnown",
    event_words="the identity became known",
    sources=(INSERTED,),
)
PSEUDONYMISED = Rule(
    id="CTA-PSEUD",
    regime="CTA",
    role=Role.POWER,
    provision=f"{ACT}, s.18A(7)-(9)",
    cite="s.18A(7)-(9)",
    asks="Supplied from overseas and promptly pseudonymised?",
    gives="While pseudonymised",
    in_force_from=None,
    nations=NOT_SCOTLAND,
    confidence=Confidence.PART_VERIFIED,
    sources=("Data (Use and Access) Act 2025 s.127",),
    questions=("From which day is the Data (Use and Access) Act 2025 s.127 in force?",),
    disabled_because="the Data (Use and Access) Act 2025 s.127 is not confirmed to be in force",
)
FOREIGN_CONVICTION = Rule(
    id="CTA-FCONV",
    regime="CTA",
    role=Role.CONVICTION,
    provision=f"{ACT}, s.18A",
    cite="s.18A",
    asks="Convicted abroad of an offence equivalent to a recordable one?",
    gives="Held indefinitely",
    in_force_from=None,
    nations=NOT_SCOTLAND,
    confidence=Confidence.PART_VERIFIED,
    sources=("Data (Use and Access) Act 2025 s.126",),
    questions=("From which day is the Data (Use and Access) Act 2025 s.126 in force?",),
    disabled_because="the Data (Use and Access) Act 2025 s.126 is not confirmed to be in force",
)

CTA = Regime(
    key="CTA",
    name="Counter-Terrorism Act",
    act=ACT,
    destroy_cite="s.18(3)",
    destroy_asks="Was it obtained otherwise than as section 18(3) allows?",
    rules=(
        GENERAL,
        UNIDENTIFIED,
        PSEUDONYMISED,
        FOREIGN_CONVICTION,
        conviction("CTA", ACT, "s.18A(1)"),
        *determinations("CTA", ACT, "s.18B", (INSERTED,)),
        further_prints("CTA", ACT, "s.18BA"),
        sample("CTA", ACT, "s.18(3A)", nations=NOT_SCOTLAND),
    ),
)
