"""Who sees and who works on what oversight keeps: incidents, lapses, the Commissioner's desk, lost cases."""

from accounts.choices import Role
from cases.permissions import JFIT, SOFS
from cases.querysets import SEES_ALL_CASES
from oversight.choices import AskedOf

SEES_INCIDENTS = SEES_ALL_CASES
WORKS_ON_INCIDENTS = frozenset(
    {Role.SOFS_MANAGER, Role.JFIT_MANAGER, Role.SENIOR_MANAGER, Role.SOFS_OFFICER, Role.JFIT_OFFICER}
)
CONFIRMS_CAUSES = frozenset({Role.SOFS_MANAGER, Role.JFIT_MANAGER, Role.SENIOR_MANAGER})
SEES_SUSPECTED = SEES_ALL_CASES
# A supervisor verifies; nobody verifies a lapse by being concerned in it alone.
VERIFIES_LAPSES = frozenset({Role.SOFS_MANAGER, Role.JFIT_MANAGER, Role.SENIOR_MANAGER})

# The Commissioner's desk. Whoever sees all cases reads it; those who answer see what they are asked as well.
SEES_OVERSIGHT = SEES_ALL_CASES
OFFICE = frozenset({Role.COMMISSIONER, Role.COMMISSIONER_OFFICE})
SENDS_COPIES = JFIT | SOFS
ANSWERS = {
    AskedOf.JFIT: JFIT,
    AskedOf.SOFS: SOFS,
    AskedOf.CHIEF_OFFICER: frozenset({Role.CHIEF_OFFICER, Role.CHIEF_OFFICER_STAFF}),
    AskedOf.SENIOR_MANAGER: frozenset({Role.SENIOR_MANAGER}),
    AskedOf.CTU: frozenset({Role.CTU_OFFICER}),
}
SEES_ENQUIRIES = SEES_OVERSIGHT.union(*ANSWERS.values())
# A CTU reads what was assured of CTUs, measured by its own answers.
SEES_ASSURANCES = SEES_OVERSIGHT | {Role.CTU_OFFICER}
WORKS_ON_ITEMS = OFFICE | VERIFIES_LAPSES
RECORDS_ASSURANCES = OFFICE | JFIT | {Role.SENIOR_MANAGER}
# Who may read what everybody did and looked at: those who answer for the work, and those who oversee it.
SEES_AUDIT = OFFICE | VERIFIES_LAPSES
# Lost cases: JFIT collects and shares; managers answer for remedies.
SEES_LOST_CASES = SEES_ALL_CASES
MITIGATES = JFIT | {Role.SENIOR_MANAGER}
REMEDIES = VERIFIES_LAPSES
# Matches: whoever works at the databases or with the cases reports them; a legal reviewer says what follows.
SEES_MATCHES = SEES_ALL_CASES
RECORDS_MATCHES = JFIT | SOFS | {Role.SENIOR_MANAGER}
REVIEWS_MATCHES = frozenset({Role.LEGAL_REVIEWER})

# Packs: the monthly one has counts alone, and its readers may read it; the fortnightly one lists cases.
SEES_PACKS = SEES_ALL_CASES | {Role.PACK_READER}
SEES_CASES_IN_PACKS = SEES_ALL_CASES
FREEZES_PACKS = VERIFIES_LAPSES | {Role.COMMISSIONER_OFFICE}
KEEPS_MEETINGS = FREEZES_PACKS
# Changes of staffing and practice: those who answer for the work record them; all who see figures read them.
RECORDS_STAFFING = VERIFIES_LAPSES
# What was found of a lapse is JFIT's to say; of what was kept too long, whoever answers for it.
REVIEWS_LAPSES = JFIT
FINDS_WHY_KEPT = FREEZES_PACKS
# Questions of figures are kept, and asked again, by whoever may see all cases.
KEEPS_QUESTIONS = SEES_ALL_CASES
