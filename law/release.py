"""Which release of the law this is.

The version is stored with every computed position. Raise it whenever a declaration or its reading
changes: ``RULES_DIGEST`` is compared with the declarations, so that nobody can forget to.
"""

import hashlib
from dataclasses import fields

from law.rules import REGIMES, RULES
from law.rules.declared import Court, Rule

LAW_VERSION = "2026.1"
RULES_DIGEST = "03d2ed6e622d0d59"

_WORDS_ALONE = frozenset({"asks", "gives", "sources", "questions", "cite", "provision", "event_words"})


def rules_digest() -> str:
    """A digest of every declaration, without the fields that are words for people alone."""
    text = "\n".join(_plain(rule) for rule in RULES) + repr(
        [(each.key, each.relief, each.foreign_from, sorted(each.cpia_powers)) for each in REGIMES.values()]
    )
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _plain(rule: Rule | Court) -> str:
    parts = []
    for each in fields(rule):
        value = getattr(rule, each.name)
        if isinstance(value, frozenset):
            value = sorted(value)
        elif isinstance(value, Court):
            value = _plain(value)
        if each.name not in _WORDS_ALONE:
            parts.append(f"{each.name}={value!s}")
    return ";".join(parts)
