"""Who sees and who works on incidents of wrong dates and suspected lapses."""

from accounts.choices import Role
from cases.querysets import SEES_ALL_CASES

SEES_INCIDENTS = SEES_ALL_CASES
WORKS_ON_INCIDENTS = frozenset(
    {Role.SOFS_MANAGER, Role.JFIT_MANAGER, Role.SENIOR_MANAGER, Role.SOFS_OFFICER, Role.JFIT_OFFICER}
)
SEES_SUSPECTED = SEES_ALL_CASES
# A supervisor verifies; nobody verifies a lapse by being concerned in it alone.
VERIFIES_LAPSES = frozenset({Role.SOFS_MANAGER, Role.JFIT_MANAGER, Role.SENIOR_MANAGER})
