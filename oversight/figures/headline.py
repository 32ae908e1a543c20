"""The headline figures of a day, in the shape in which other programs read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from oversight.causes import PRIMARY
from oversight.figures.base import Answer, answer
from oversight.figures.held import HELD, NEVER_CONVICTED
from oversight.figures.lapses import LAPSES, YES
from oversight.figures.saved import SAVED
from oversight.figures.unlawful import HELD_UNLAWFULLY
from oversight.figures.void import VOID
from oversight.lives import CaseLife

HEADLINE = (HELD, NEVER_CONVICTED, LAPSES, SAVED, HELD_UNLAWFULLY, VOID)


def headline(cases: Iterable[CaseLife], as_at: date, known_at: date) -> dict[str, Any]:
    """The headline figures over ``cases``, in individuals; void determinations are counted themselves."""
    found = answer(HEADLINE, cases, as_at)
    return {
        "as_at": as_at.isoformat(),
        "known_at": known_at.isoformat(),
        "held": {
            "individuals": found[HELD.slug].individuals,
            "never_convicted": found[NEVER_CONVICTED.slug].individuals,
        },
        "lapses": {
            "individuals": found[LAPSES.slug].individuals,
            "by_cause": by_cause(found[LAPSES.slug]),
            "would_have_applied_yes": _individuals(
                row for row in found[LAPSES.slug].rows if row.would_have_applied == YES
            ),
        },
        "saved_by_another_basis": found[SAVED.slug].individuals,
        "held_unlawfully": found[HELD_UNLAWFULLY.slug].individuals,
        "void_determinations": len(found[VOID.slug].rows),
    }


def by_cause(lapses: Answer) -> dict[str, int]:
    """Individuals by the primary cause of their lapses; every cause is named, also those with none.

    Somebody with two lapsed cases of different causes is counted under both, so the sum may exceed the total.
    """
    return {
        str(cause): _individuals(row for row in lapses.rows if row.causes.primary == cause)
        for cause in PRIMARY
    }


def _individuals(rows: Iterable[Any]) -> int:
    return len({row.subject_id for row in rows})
