"""Legacy Material, taken before 31 October 2013: when the duty to destroy first bites.

"From" and "until 31 October 2016" leave 30 October as the last lawful day. Each amending order is a
declaration of its own with the day from which it was known, so that an answer given before it can
be given again.
"""

from datetime import date
from typing import Any

from law.facts import Kind, Nation
from law.rules.declared import COMMENCEMENT, EVERY_KIND, EVERYWHERE, Confidence, Role, Rule

NATIONAL_SECURITY_ACTS = frozenset({"TACT", "CTA", "TPIM"})
PACE_ONLY = frozenset({"PACE"})
_QUESTION_30 = "Is 30 or 31 October the last lawful day under 'from' and 'until 31 October'?"


def _transition(
    instrument: str, ends_on: date, known_from: date, regimes: frozenset[str], asks: str, **more: Any
) -> Rule:
    """Material that the duty to destroy did not reach until the day after ``ends_on``."""
    return Rule(
        id="LEGACY",
        regime="LEGACY",
        role=Role.TRANSITION,
        provision=instrument,
        cite=instrument,
        asks=asks,
        gives="The duty to destroy does not apply before then",
        in_force_from=None,
        known_from=known_from,
        ends_on=ends_on,
        regimes=regimes,
        confidence=Confidence.INFERENCE,
        sources=(instrument,),
        **more,
    )


_TAKEN_BEFORE = "Taken before 31 October 2013?"
_IN_NI = "Taken before 31 October 2013 in Northern Ireland?"
_NAMED = "Taken before 31 October 2013 and named as needing a national security decision?"
_NI = frozenset({Nation.NI})
_PRINTS = frozenset({Kind.FINGERPRINTS, Kind.DNA_PROFILE})

RULES = (
    _transition(
        "SI 2013/1813 art 7",
        date(2015, 10, 30),
        COMMENCEMENT,
        NATIONAL_SECURITY_ACTS,
        _TAKEN_BEFORE,
        kinds=EVERY_KIND,
    ),
    _transition(
        "SI 2013/1813 art 7, amended by SI 2015/1739",
        date(2016, 10, 30),
        date(2015, 10, 31),
        NATIONAL_SECURITY_ACTS,
        _TAKEN_BEFORE,
        kinds=EVERY_KIND,
        nations=EVERYWHERE,
        questions=(_QUESTION_30,),
    ),
    _transition(
        "SI 2013/1813 art 7A, inserted by SI 2016/682",
        date(2018, 10, 30),
        date(2016, 10, 30),
        NATIONAL_SECURITY_ACTS,
        _IN_NI,
        kinds=EVERY_KIND,
        nations=_NI,
    ),
    _transition(
        "SI 2013/1813 art 7A, amended by SI 2018/657",
        date(2020, 10, 30),
        date(2018, 10, 30),
        NATIONAL_SECURITY_ACTS,
        _IN_NI,
        kinds=EVERY_KIND,
        nations=_NI,
        questions=("Was the Northern Ireland transition extended beyond 31 October 2020?",),
    ),
    _transition(
        "SI 2013/1813 art 2",
        date(2013, 10, 30),
        COMMENCEMENT,
        PACE_ONLY,
        _TAKEN_BEFORE,
        kinds=EVERY_KIND,
    ),
    _transition(
        "SI 2013/1813 art 6",
        date(2015, 10, 30),
        COMMENCEMENT,
        PACE_ONLY,
        _NAMED,
        kinds=_PRINTS,
        identified_only=True,
    ),
    _transition(
        "SI 2013/1813 art 6, amended by SI 2015/1739",
        date(2016, 10, 30),
        date(2015, 10, 31),
        PACE_ONLY,
        _NAMED,
        kinds=_PRINTS,
        identified_only=True,
        questions=(_QUESTION_30,),
    ),
)
