"""How many days the remaining stages of a case need, by the budgets of the day. Pure.

What is done takes nothing; a stage not begun takes its whole budget. A request that was sent takes the days
to its target day, and one whose target day has passed takes a day, since the next stage may begin as soon as
it is answered. The other stages take what is left of their budget; one that has overrun takes its whole
budget anew, because nothing tells any more when it will end. Where two branches are open (apply, or stop),
the longer counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cases.choices import CaseState

# Nobody works on these to keep the material: decided against, or ended.
NOTHING_TO_SAVE = frozenset({CaseState.NSD_REFUSED, CaseState.STOP_CONFIRMED, CaseState.CLOSED})
LEVELS = (7, 14, 28, 56)
EARLY = "early"


@dataclass(frozen=True, slots=True)
class Budgets:
    """Days by stage, by the policy of a day."""

    sofs: int
    profile: int
    third_parties: int
    decision: int
    chief_officer: int
    sign_off: int

    @property
    def after_answers(self) -> int:
        """From the last answer to the decision, along the longer branch."""
        return self.decision + max(self.chief_officer, self.sign_off)

    @property
    def at_jfit(self) -> int:
        """From the start of JFIT's assessment to the decision."""
        return self.profile + self.third_parties + self.after_answers


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to the Security Service or a CTU: its target day, and whether it is answered or closed."""

    due_on: date
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a case stands: its state, since which day, and what JFIT asked since the case came to it."""

    state: str
    since: date
    asked: Sequence[Asked] = ()


def days_needed(stand: Stand, day: date, budgets: Budgets) -> int | None:
    """The days that the remaining stages need on ``day``; None where no work to keep the material is open."""
    if stand.state in NOTHING_TO_SAVE:
        return None
    if stand.state == CaseState.WITH_SOFS:
        return _rest(budgets.sofs, stand.since, day) + budgets.at_jfit
    if stand.state == CaseState.WITH_CHIEF_OFFICER:
        return _rest(budgets.chief_officer, stand.since, day)
    if stand.state in (CaseState.STOP_WITH_INSPECTOR, CaseState.STOP_WITH_SUPERINTENDENT):
        return _rest(budgets.sign_off, stand.since, day)
    if stand.state == CaseState.WITH_JFIT and stand.asked:
        waits = [max((asked.due_on - day).days, 1) for asked in stand.asked if not asked.is_answered]
        return max(waits, default=0) + budgets.after_answers
    # With JFIT and nobody asked; or lawfully held for a time, and what keeps it must be renewed.
    return budgets.at_jfit


def level_of(days_left: int) -> str:
    """The smallest of 7, 14, 28 and 56 that is not below ``days_left``; above 56, early.

    >>> [level_of(days) for days in (0, 7, 8, 56, 57)]
    ['7', '7', '14', '56', 'early']
    """
    return next((str(level) for level in LEVELS if days_left <= level), EARLY)


def _rest(budget: int, since: date, day: date) -> int:
    rest = budget - max((day - since).days, 0)
    return max(rest, 1) if rest >= 0 else budget
