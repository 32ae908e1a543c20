"""On what basis a case is held on a day, for the parts of F01. Pure. Source: R-096; requirements K1, N-04."""

from __future__ import annotations

from datetime import date

import law.facts
from law import cover, periods
from law.periods import Counting
from oversight.lives import CaseLife, Life

BASES = {
    "statutory": "Within the period of the power",
    "nsd": "Under an NSD",
    "conviction": "By a conviction, without end",
    "other": "By other cover, such as that of earlier fingerprints",
    "open": "While an investigation or notice runs",
    "none": "Without cover: held unlawfully",
    "unresolved": "Last lawful day not settled",
}


def bases_of(case: CaseLife, as_at: date) -> tuple[str, ...]:
    """The bases on which the items held of the case are held on ``as_at``, each once, in their order."""
    found = {basis_of(life, as_at) for life in case.items if life.is_held_on(as_at)}
    return tuple(basis for basis in BASES if basis in found)


def basis_of(life: Life, as_at: date) -> str:
    """Of one item: what is dated after ``as_at`` had not come, and is no basis on it."""
    if life.is_unlawful_on(as_at):
        return "none"
    if life.status == cover.Status.UNRESOLVED:
        return "unresolved"
    acts = life.item.law.acts
    if any(_in_force(act, as_at) for act in acts if isinstance(act, law.facts.Determination)):
        return "nsd"
    borrowed = [act.made_on for act in acts if isinstance(act, law.facts.BorrowedCover)]
    if any(made_on <= as_at for made_on in borrowed):
        return "other"
    convictions = [act.on for act in acts if isinstance(act, law.facts.Conviction)]
    if life.status == cover.Status.INDEFINITE:
        return "conviction" if any(on <= as_at for on in convictions) else _until_then(convictions + borrowed)
    return "open" if life.status == cover.Status.OPEN else "statutory"


def _until_then(to_come: list[date]) -> str:
    """What has no end by an act still to come is, until then, held within its period."""
    return "statutory" if to_come else "other"


def _in_force(made: law.facts.Determination, as_at: date) -> bool:
    if made.void or made.made_on > as_at or (made.revoked_on is not None and made.revoked_on < as_at):
        return False
    return as_at <= periods.last_day(made.made_on, made.months, Counting.BEGINNING_WITH)
