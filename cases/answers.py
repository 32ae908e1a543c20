"""The question and the answer of a permission: who acts on which day, and yes, or why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from accounts.models import SYSTEM, Officer
from accounts.selectors import Standing, consent_on, rank_on, roles_on, standing_on
from cases.choices import Capacity, VoidBecause
from law.authority import ACTS_FOR_ABSENT, Deputising

NO_DEPUTY = Standing(Deputising())


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and what they were on ``day``.

    ``roles`` and ``rank`` are those held on the day; ``forces`` the codes of the forces they held rank in;
    ``consent`` the evidence of a chief officer's consent, empty without one; ``standing`` how they stood as a
    deputy without it. ``is_system``: the night's work, which may close and hand over and decide nothing.
    ``in_history``: what already happened is being recorded.
    """

    officer: Any
    day: date
    roles: frozenset[str] = frozenset()
    rank: str = ""
    forces: frozenset[str] = frozenset()
    consent: str = ""
    standing: Standing = NO_DEPUTY
    is_system: bool = False
    in_history: bool = False

    def evidence_of(self, capacity: str) -> str:
        """The reference of what lets the actor decide in that capacity; empty for a chief officer."""
        return self.standing.evidence if capacity == Capacity.ACTING else self.consent


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody may not; false in a condition.

    ``void_because`` marks such an act where it already happened.
    """

    reason: str
    void_because: str = VoidBecause.NO_AUTHORITY

    def __bool__(self) -> Literal[False]:
        return False


Answer = Literal[True] | Refusal


def actor_on(officer: Officer, day: date) -> Actor:
    """The officer with the roles, rank, force, consent and standing held on ``day``, as recorded now."""
    rank = rank_on(officer, day)
    consent = consent_on(officer, day, rank.force) if rank else None
    may_stand_in = rank and rank.rank in ACTS_FOR_ABSENT
    return Actor(
        officer=officer,
        day=day,
        roles=roles_on(officer, day),
        rank=rank.rank if rank else "",
        forces=frozenset({rank.force.code} if rank else ()),
        consent=consent.evidence if consent else "",
        standing=standing_on(officer, day, rank.force) if rank and may_stand_in else NO_DEPUTY,
        is_system=officer.username == SYSTEM,
    )


def actor_of_row(
    officer: Officer,
    day: date,
    *,
    rank: str = "",
    force: str = "",
    consent: str = "",
    standing: Standing = NO_DEPUTY,
) -> Actor:
    """Somebody named in a log, with the rank, force and consent that the log gives them on ``day``.

    ``standing``: how they stood as a deputy, which no log says.
    """
    return Actor(
        officer=officer,
        day=day,
        rank=rank,
        forces=frozenset({force} if force else ()),
        consent=consent,
        standing=standing,
        in_history=True,
    )
