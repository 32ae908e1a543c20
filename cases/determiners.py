"""Who could decide an application in a case on a day, and why the others could not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.choices import Rank, Role
from accounts.models import Force, Officer
from accounts.selectors import officers_with_role, rank_on
from cases import permissions
from cases.answers import actor_on
from cases.models import Case


@dataclass(frozen=True, slots=True)
class Determiner:
    """A chief officer known to the system; ``why_not`` is empty for one who could decide."""

    officer: Officer
    rank: str
    force: Force
    why_not: str

    @property
    def may(self) -> bool:
        """Whether they could decide."""
        return not self.why_not


def determiners(case: Case, day: date) -> list[Determiner]:
    """Every chief officer who holds a rank in a force on ``day``, those who could decide first.

    Asks what the one door will ask again at the act; consent, rank and force count as held on ``day``.
    """
    found = []
    for officer in officers_with_role(Role.CHIEF_OFFICER, day):
        held = rank_on(officer, day)
        if held is None:
            continue
        answer = permissions.determine(case, actor_on(officer, day))
        why_not = "" if answer else answer.reason
        found.append(Determiner(officer, Rank(held.rank).label, held.force, why_not))
    return sorted(found, key=lambda each: (bool(each.why_not), each.force.name, each.officer.display_name))


def eligible_forces(case: Case, day: date) -> list[Force]:
    """The forces in which somebody could decide on ``day``, each once, by name."""
    return list({each.force.pk: each.force for each in determiners(case, day) if each.may}.values())
