"""What somebody begins from home or from the cases list, and the lists that are theirs to clear; by role."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from accounts.choices import Role
from cases.permissions import JFIT, SOFS
from cases.querysets import SEES_ALL_CASES
from cases.services.uploads import HANDS_IN
from cases.views.applications_read import READERS
from oversight.permissions import MITIGATES, OFFICE, VERIFIES_LAPSES
from retention.permissions import CHASES, MANAGERS, REVIEWS_ERASURES


@dataclass(frozen=True, slots=True)
class Begin:
    """A way in: its words, its address, and whether it is drawn as a button."""

    text: str
    href: str
    is_button: bool = False


# text, name of the address, the roles that have it, whether it is a button
READS_HOLDING = frozenset({Role.CHIEF_OFFICER, Role.CHIEF_OFFICER_STAFF})
_BEGIN = (
    ("Record a taking", "cases:intake", SOFS, True),
    ("Security Service: files out and in", "cases:batches", JFIT, False),
    ("Whereabouts unknown", "cases:whereabouts", SOFS, False),
    ("Applications that wait for a decision", "cases:applications", READERS, False),
    ("Holding NSDs", "retention:holding", JFIT | READS_HOLDING, False),
    ("NSDs to renew", "retention:renewals", JFIT | {Role.SENIOR_MANAGER}, False),
    ("Chase ports and third parties", "retention:chases", CHASES, False),
    ("Perhaps the same person", "cases:suggestions", SOFS, False),
    ("Import a spreadsheet", "cases:hand_in", HANDS_IN, False),
    ("Policies", "cases:policies", MANAGERS, False),
    ("Charts", "oversight:charts", SEES_ALL_CASES, False),
    ("The law as it is applied", "cases:law", MANAGERS | {Role.LEGAL_REVIEWER}, False),
    ("Identities to review", "retention:erasures", REVIEWS_ERASURES, False),
    ("Suspected lapses", "oversight:suspected", VERIFIES_LAPSES, False),
    ("Determinations to review", "oversight:determinations", OFFICE, True),
    ("Mitigation of lost cases", "oversight:mitigation", MITIGATES, False),
    ("Asked by the Commissioner", "oversight:enquiries", frozenset({Role.CTU_OFFICER}), False),
    ("Assurances to the Commissioner", "oversight:assurances", frozenset({Role.CTU_OFFICER}), False),
)


def begin(roles: Collection[str], *, to_go_out: int = 0) -> list[Begin]:
    """What these roles can begin. ``to_go_out``: how many requests wait to go out in a file."""
    waits = {"cases:batches": f" ({to_go_out:,} to go out)"} if to_go_out else {}
    return [
        Begin(text + waits.get(name, ""), reverse(name), is_button)
        for text, name, allowed, is_button in _BEGIN
        if allowed & set(roles)
    ]
