"""The question and the answer of a permission: who acts on which day, and yes, or why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from accounts.models import SYSTEM, Officer
from accounts.selectors import consent_on, rank_on, roles_on
from cases.choices import VoidBecause


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and what they were on ``day``.

    ``roles`` and ``rank`` are those held on the day; ``forces`` the codes of the forces they held rank in;
    ``consent`` the evidence of a chief officer's consent, empty without one. ``is_system``: the night's work,
    which may close and hand over and decide nothing. ``in_history``: what already happened is being recorded.
    """

    officer: Any
    day: date
    roles: frozenset[str] = frozenset()
    rank: str = ""
    forces: frozenset[str] = frozenset()
    consent: str = ""
    is_system: bool = False
    in_history: bool = False


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
    """The officer with the roles, rank, force and consent held on ``day``, as recorded now."""
    rank = rank_on(officer, day)
    consent = consent_on(officer, day, rank.force) if rank else None
    return Actor(
        officer=officer,
        day=day,
        roles=roles_on(officer, day),
        rank=rank.rank if rank else "",
        forces=frozenset({rank.force.code} if rank else ()),
        consent=consent.evidence if consent else "",
        is_system=officer.username == SYSTEM,
    )


def actor_of_row(officer: Officer, day: date, *, rank: str = "", force: str = "", consent: str = "") -> Actor:
    """Somebody named in a log, with the rank, force and consent that the log gives them on ``day``."""
    return Actor(
        officer=officer,
        day=day,
        rank=rank,
        forces=frozenset({force} if force else ()),
        consent=consent,
        in_history=True,
    )
