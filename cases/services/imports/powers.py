"""The powers that the registers name, in their several spellings.

Only these three: the registers of 2016 hold nothing else, and a power that is not among them is a question
for a person, never a guess.
"""

from __future__ import annotations

import re

_ACT = r"(?:tact|terrorismact)?(?:2000)?"
_SPELLINGS = (
    (re.compile(rf"(?:{_ACT})(?:sch|sched|schedule)7{_ACT}"), "TACT-S7"),
    (re.compile(rf"(?:{_ACT})(?:s|sec|section)41{_ACT}"), "TACT-S41"),
    (re.compile(r"pace(?:1984|inv)?"), "PACE-INV"),
)


def power_named(words: str) -> str | None:
    """The rule id that a spelling stands for, or None: case, spaces and full stops do not matter.

    >>> power_named("Sch.7  TACT"), power_named("s.41 TACT"), power_named("Sch 9 TACT")
    ('TACT-S7', 'TACT-S41', None)
    """
    folded = re.sub(r"[\s.,()\-]", "", words).casefold()
    for spelling, rule in _SPELLINGS:
        if spelling.fullmatch(folded):
            return rule
    return None
