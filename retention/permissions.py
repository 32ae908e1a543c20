"""Who may see the pages of the clock at work, and who may acknowledge an alert."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from accounts.choices import Role
from cases.permissions import JFIT, SOFS
from cases.querysets import SEES_ALL_CASES

if TYPE_CHECKING:
    from accounts.models import Officer
    from retention.models import Alert

# Alerts reach whoever has a case; the lists of what must go, those who see all cases.
MAY_HAVE_ALERTS = SEES_ALL_CASES | {
    Role.CHIEF_OFFICER,
    Role.CHIEF_OFFICER_STAFF,
    Role.INSPECTOR,
    Role.SUPERINTENDENT,
}
SEES_WHAT_MUST_GO = SEES_ALL_CASES
SEES_RUNS = SEES_ALL_CASES | {Role.SYSTEM_ADMINISTRATOR}
# References of what is hidden are shown to those who carry out deletions.
DELETES = frozenset({Role.SOFS_OFFICER, Role.SOFS_MANAGER})
# Who decides whether what identifies a person is still needed once nothing of theirs is left.
REVIEWS_ERASURES = frozenset({Role.SOFS_MANAGER, Role.SENIOR_MANAGER})
# Who sees the chases and the ports; ports are chased by SOFS, and their contacts kept by the managers.
CHASES = SOFS | JFIT
KEEPS_PORTS = frozenset({Role.SOFS_MANAGER, Role.JFIT_MANAGER})
# Who records what third parties and Chief Officers were told as bodies, apart from any case.
TELLS_PARTIES = JFIT | {Role.SENIOR_MANAGER}
# Holding NSDs are reviewed by Chief Officers, whose staff prepare; JFIT applies for full ones and renewals.
SEES_HOLDING = SEES_ALL_CASES | {Role.CHIEF_OFFICER, Role.CHIEF_OFFICER_STAFF}
SEES_RENEWALS = SEES_ALL_CASES
MANAGERS = frozenset({Role.SOFS_MANAGER, Role.JFIT_MANAGER, Role.SENIOR_MANAGER})


def why_not_acknowledge(alert: Alert, officer: Officer, roles: Collection[str]) -> str:
    """Empty where ``officer`` may acknowledge the alert; otherwise why not, and who may."""
    held = frozenset(roles)
    if alert.owner_id == officer.pk or alert.owner_role in held or held & MANAGERS:
        return ""
    owner = (
        alert.owner.display_name if alert.owner else f"whoever has the role {Role(alert.owner_role).label}"
    )
    return f"This alert is for {owner}, or a manager, to acknowledge."
