"""Figures: numbered, documented functions from (as at, known at, scope) to rows that carry ids.

Each module states its definition once; the register below is what pages, the command and packs read.
"""

from oversight.figures.base import Answer, Figure, Row, answer
from oversight.figures.headline import HEADLINE, by_cause, headline
from oversight.figures.held import HELD, NEVER_CONVICTED
from oversight.figures.lapses import LAPSES, WOULD_HAVE_APPLIED
from oversight.figures.matches import MATCHES
from oversight.figures.saved import SAVED
from oversight.figures.unlawful import HELD_UNLAWFULLY, UNRESOLVED
from oversight.figures.void import VOID
from oversight.figures.wrong_dates import WRONG_DATES

REGISTER = {
    figure.slug: figure
    for figure in (
        HELD,
        NEVER_CONVICTED,
        LAPSES,
        WOULD_HAVE_APPLIED,
        SAVED,
        HELD_UNLAWFULLY,
        UNRESOLVED,
        VOID,
        WRONG_DATES,
        MATCHES,
    )
}

__all__ = [
    "HEADLINE",
    "HELD",
    "HELD_UNLAWFULLY",
    "LAPSES",
    "MATCHES",
    "NEVER_CONVICTED",
    "REGISTER",
    "SAVED",
    "UNRESOLVED",
    "VOID",
    "WOULD_HAVE_APPLIED",
    "WRONG_DATES",
    "Answer",
    "Figure",
    "Row",
    "answer",
    "by_cause",
    "headline",
]
