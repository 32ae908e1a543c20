"""Cases made by hand for tests of the figures: no database, one plain Schedule 7 case to vary."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import law.facts
from oversight.facts import CaseFacts, Determination, Ending, Item, Movement, Request, Shelving
from oversight.lives import CaseLife, lives_of

TAKEN = date(2015, 3, 10)
LAST = date(2015, 9, 9)  # six months beginning with TAKEN
FIRST_UNLAWFUL = date(2015, 9, 10)
LATER = date(2016, 3, 31)
KNOWN = date(2016, 4, 22)
ONE_DAY = timedelta(days=1)


def item(
    *acts: law.facts.Act,
    id: int = 1,
    kind: str = "fingerprints",
    power: str = "TACT-S7",
    taken_on: date | None = TAKEN,
    **more: Any,
) -> Item:
    """An item taken on TAKEN under Schedule 7 unless told otherwise."""
    facts = law.facts.Facts(law.facts.Item(kind, power, taken_on, "EW"), acts)
    return Item(id=id, law=facts, recorded_on=more.pop("recorded_on", taken_on or TAKEN), **more)


def conviction(on: date, *, recordable: bool = True, exempt: bool = False) -> law.facts.Conviction:
    """A conviction on a day."""
    return law.facts.Conviction(f"conviction:{on}", on, exempt, recordable, False)


def nsd(made_on: date, months: int = 24, *, void: bool = False) -> law.facts.Determination:
    """A determination, as the law sees it."""
    return law.facts.Determination(f"nsd:{made_on}", made_on, months, void)


def case(*items: Item, id: int = 1, subject: int = 1, states: tuple[tuple[date, str], ...] = (), **more: Any):
    """A case with these items, or with one plain item; with JFIT from a month after the taking."""
    states = states or ((TAKEN, "with_sofs"), (date(2015, 4, 10), "with_jfit"))
    movements = tuple(Movement(n, on, state) for n, (on, state) in enumerate(states))
    return CaseFacts(
        id=id, ref=f"S/{id:05}", subject_id=subject, items=items or (item(),), movements=movements, **more
    )


def life(*items: Item, known_on: date = KNOWN, **more: Any) -> CaseLife:
    """The same case with the lives of its items."""
    return next(lives_of([case(*items, **more)], known_on))


__all__ = [
    "FIRST_UNLAWFUL",
    "KNOWN",
    "LAST",
    "LATER",
    "ONE_DAY",
    "TAKEN",
    "Determination",
    "Ending",
    "Request",
    "Shelving",
    "case",
    "conviction",
    "item",
    "life",
    "nsd",
]
