"""Figures: numbered, documented functions from (as at, known at, scope) to rows that carry ids.

Each module states its definition once; the register below is what pages, the command and packs read.
"""

from oversight.figures.answered import ANSWERED, CHASES, DECIDED, PENDING
from oversight.figures.base import Answer, Figure, Precision, Row, answer, answer_at
from oversight.figures.deletion import PAST_COVER, STOPPED, WRONGLY_GONE
from oversight.figures.determinations import DETERMINATIONS
from oversight.figures.headline import HEADLINE, by_cause, headline
from oversight.figures.held import HELD, NEVER_CONVICTED
from oversight.figures.lapses import LAPSES, WOULD_HAVE_APPLIED
from oversight.figures.legacy import LEGACY_TO_FINISH
from oversight.figures.longer import LONGER_THAN_NORMAL
from oversight.figures.matches import MATCHES
from oversight.figures.quality import AT_RISK, LACKING_FACTS
from oversight.figures.saved import SAVED
from oversight.figures.stages import HANDED_OVER, STAYS, TURNS
from oversight.figures.taken import TAKEN
from oversight.figures.unlawful import HELD_UNLAWFULLY, UNRESOLVED
from oversight.figures.void import VOID
from oversight.figures.work import DNA_ALONE, ENDING, GONE, QUEUES, REQUESTS
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
        QUEUES,
        REQUESTS,
        ENDING,
        DNA_ALONE,
        GONE,
        TAKEN,
        LEGACY_TO_FINISH,
        LONGER_THAN_NORMAL,
        HANDED_OVER,
        STAYS,
        TURNS,
        ANSWERED,
        DECIDED,
        CHASES,
        PAST_COVER,
        STOPPED,
        WRONGLY_GONE,
        AT_RISK,
        LACKING_FACTS,
        PENDING,
        DETERMINATIONS,
    )
}

__all__ = [
    "ANSWERED",
    "AT_RISK",
    "CHASES",
    "DECIDED",
    "DETERMINATIONS",
    "DNA_ALONE",
    "ENDING",
    "GONE",
    "HANDED_OVER",
    "HEADLINE",
    "HELD",
    "HELD_UNLAWFULLY",
    "LACKING_FACTS",
    "LAPSES",
    "LEGACY_TO_FINISH",
    "LONGER_THAN_NORMAL",
    "MATCHES",
    "NEVER_CONVICTED",
    "PAST_COVER",
    "PENDING",
    "QUEUES",
    "REGISTER",
    "REQUESTS",
    "SAVED",
    "STAYS",
    "STOPPED",
    "TAKEN",
    "TURNS",
    "UNRESOLVED",
    "VOID",
    "WOULD_HAVE_APPLIED",
    "WRONGLY_GONE",
    "WRONG_DATES",
    "Answer",
    "Figure",
    "Precision",
    "Row",
    "answer",
    "answer_at",
    "by_cause",
    "headline",
]
