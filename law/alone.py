"""The period of the power alone: what a date notified by another system is compared with.

No act that gives cover beside the power, and none that takes it away, counts here.
"""

from datetime import date

from law.cover import position
from law.facts import (
    BorrowedCover,
    CommissionersOrder,
    Conviction,
    CourtExtension,
    Determination,
    Facts,
    NationalSecurityNotice,
    RetentionConsented,
    SampleOrder,
    StatutoryBar,
    UnlawfulTaking,
)

NOT_OF_THE_POWER = (
    BorrowedCover,
    CommissionersOrder,
    Conviction,
    CourtExtension,
    Determination,
    NationalSecurityNotice,
    RetentionConsented,
    SampleOrder,
    StatutoryBar,
    UnlawfulTaking,
)


def last_day_of_the_power(facts: Facts, known_at: date | None = None) -> date | None:
    """The last day, inclusive, that the power alone gives the item; None where it gives none.

    It gives none while it is open or indefinite, and where a needed fact is missing. ``known_at`` hides rules
    known only later.

    >>> from law.facts import Item
    >>> taken = Item("fingerprints", "TACT-S7", date(2015, 3, 10))
    >>> last_day_of_the_power(Facts(taken, (Determination("nsd", date(2015, 9, 9), 24),))).isoformat()
    '2015-09-09'
    """
    alone = tuple(act for act in facts.acts if not isinstance(act, NOT_OF_THE_POWER))
    return position(Facts(facts.item, alone), known_at=known_at).last_lawful_day
