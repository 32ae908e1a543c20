"""One scenario's answer as plain JSON values, for the command that explains cover."""

from typing import Any

from law.cover import position
from law.facts import Facts


def as_json(id: str, facts: Facts) -> dict[str, Any]:
    """The answer with its working: dates as YYYY-MM-DD, the working a list of short sentences.

    >>> from datetime import date
    >>> from law.facts import Item
    >>> answer = as_json("c1", Facts(Item("fingerprints", "TACT-S7", date(2015, 3, 10), "EW")))
    >>> answer["last_lawful_day"], answer["chain"], answer["ineffective"]
    ('2015-09-09', ['TACT-S7'], [])
    """
    answer = position(facts)
    last = answer.last_lawful_day
    return {
        "id": id,
        "status": answer.status.value,
        "last_lawful_day": last.isoformat() if last else None,
        "chain": list(answer.chain),
        "ineffective": list(answer.ineffective),
        "working": list(answer.working.lines),
    }
