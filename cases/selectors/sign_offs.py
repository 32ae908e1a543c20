"""What waits to be signed off by somebody: how many, and which comes next after one that they look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import Officer
from cases.choices import CaseEvent, CaseState
from cases.models import Case
from cases.querysets import CaseQuerySet
from cases.selectors import cover_ended, still_to_save, work_of
from cases.services.papers import lay_out
from cases.services.transition import why_not

AWAITING = (CaseState.STOP_WITH_INSPECTOR, CaseState.STOP_WITH_SUPERINTENDENT)
# Of so many is the next one sought: more of one's own work in a row is left to the list.
LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """The others that wait: how many can still be saved and how many cannot, and the next to be decided."""

    to_save: int
    over: int
    next_case: Case | None

    @property
    def count(self) -> int:
        """All of them."""
        return self.to_save + self.over


def waiting_besides(case_id: int, officer: Officer, day: date) -> Waiting:
    """What waits on ``officer`` besides this case: what can still be saved first, by last lawful day.

    The next is one that they may sign off: never their own work, which they pass by.
    """
    mine = work_of(officer, day).filter(state__in=AWAITING).exclude(pk=case_id).select_related("force")
    to_save, over = still_to_save(mine, day), cover_ended(mine, day)
    return Waiting(
        to_save.count(), over.count(), _first_for(to_save, officer, day) or _first_for(over, officer, day)
    )


def _first_for(cases: CaseQuerySet, officer: Officer, day: date) -> Case | None:
    first = list(cases[:LOOKED_AT])
    lay_out(first)  # so that the permissions need no queries of their own
    return next((case for case in first if not why_not(case, CaseEvent.CONFIRM_STOP, officer, day)), None)
