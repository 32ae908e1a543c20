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


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to the Security Service or a CTU: its target day, and whether it is answered or closed."""

    due_on: date
    is_answered: bool
    who: str = ""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a case of a nation stands: its state, since which day, what JFIT asked since it came to JFIT."""

    state: str
    since: date
    asked: Sequence[Asked] = ()
    nation: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """A stage still to come: its key (a field of ``Budgets``), the days it needs, and its whole budget.

    ``who`` is asked, where the stage is an answer that is awaited.
    """

    stage: str
    days: int
    budget: int
    who: str = ""


def days_needed(stand: Stand, day: date, budgets: Budgets) -> int | None:
    """The days that the remaining stages need on ``day``; None where no work to keep the material is open."""
    stages = stages_needed(stand, day, budgets)
    return None if stages is None else sum(need.days for need in stages)


def stages_needed(stand: Stand, day: date, budgets: Budgets) -> tuple[Need, ...] | None:
    """The stages still to come, in order; None where no work to keep the material is open.

    Of two open branches the longer; of requests in parallel the one whose answer comes last.
    """
    if stand.state in NOTHING_TO_SAVE:
        return None
    if stand.state == CaseState.WITH_SOFS:
        return Need("sofs", _rest(budgets.sofs, stand.since, day), budgets.sofs), *_at_jfit(budgets)
    if stand.state == CaseState.WITH_CHIEF_OFFICER:
        rest = _rest(budgets.chief_officer, stand.since, day)
        return (Need("chief_officer", rest, budgets.chief_officer),)
    if stand.state in (CaseState.STOP_WITH_INSPECTOR, CaseState.STOP_WITH_SUPERINTENDENT):
        return (Need("sign_off", _rest(budgets.sign_off, stand.since, day), budgets.sign_off),)
    if stand.state == CaseState.WITH_JFIT and stand.asked:
        return *_answers(stand.asked, day, budgets), *_after_answers(budgets)
    # With JFIT and nobody asked; or lawfully held for a time, and what keeps it must be renewed.
    return _at_jfit(budgets)


def _at_jfit(budgets: Budgets) -> tuple[Need, ...]:
    return (
        Need("profile", budgets.profile, budgets.profile),
        Need("third_parties", budgets.third_parties, budgets.third_parties),
        *_after_answers(budgets),
    )


def _answers(asked: Sequence[Asked], day: date, budgets: Budgets) -> tuple[Need, ...]:
    """The answer that comes last of those awaited; one that is overdue takes a day."""
    waits = [(max((one.due_on - day).days, 1), one.who) for one in asked if not one.is_answered]
    if not waits:
        return ()
    days, who = max(waits)
    return (Need("third_parties", days, budgets.third_parties, who),)


def _after_answers(budgets: Budgets) -> tuple[Need, ...]:
    last = (
        Need("chief_officer", budgets.chief_officer, budgets.chief_officer)
        if budgets.chief_officer >= budgets.sign_off
        else Need("sign_off", budgets.sign_off, budgets.sign_off)
    )
    return Need("decision", budgets.decision, budgets.decision), last


def level_of(days_left: int) -> str:
    """The smallest of 7, 14, 28 and 56 that is not below ``days_left``; above 56, early.

    >>> [level_of(days) for days in (0, 7, 8, 56, 57)]
    ['7', '7', '14', '56', 'early']
    """
    return next((str(level) for level in LEVELS if days_left <= level), EARLY)


def _rest(budget: int, since: date, day: date) -> int:
    rest = budget - max((day - since).days, 0)
    return max(rest, 1) if rest >= 0 else budget
