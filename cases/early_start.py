"""Whether a case's DNA profile is still awaited, and whether JFIT can work before it comes.

Where fingerprints were taken JFIT starts within days of the examination; where only DNA was, there is nothing
yet to assess, and the case goes to JFIT once the profile has come, unless the dated policy says otherwise
(further report of 22 April 2016, paragraph 19 and its ninth footnote; R-052, R-053).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from cases.choices import MaterialKind, PolicyKey
from cases.models import Case, Holding, Material, ProfileReceipt
from cases.policy import policy_on

if TYPE_CHECKING:
    from cases.querysets import CaseQuerySet, MaterialQuerySet


@dataclass(frozen=True, slots=True)
class Awaited:
    """A case whose DNA profile has not come; ``has_prints`` tells whether JFIT can start without it."""

    has_prints: bool

    @property
    def words(self) -> str:
        """The same, for a page."""
        if self.has_prints:
            return "DNA profile awaited. Fingerprints were taken, so JFIT works without it."
        return "DNA profile awaited, and nothing else was taken."


def awaited_items() -> MaterialQuerySet:
    """DNA profiles that nobody received and no database holds, of material that is held."""
    received = ProfileReceipt.objects.current().filter(material=OuterRef("pk"))
    enrolled = Holding.objects.current().filter(material=OuterRef("pk"))
    return Material.objects.held().filter(~Exists(received), ~Exists(enrolled), kind=MaterialKind.DNA_PROFILE)


def profiles_awaited(case_ids: Collection[int]) -> dict[int, Awaited]:
    """Those of the cases whose DNA profile is awaited; two queries."""
    ids = list(case_ids)
    missing = set(awaited_items().filter(case__in=ids).values_list("case_id", flat=True))
    prints = Material.objects.held().filter(case__in=missing, kind=MaterialKind.FINGERPRINTS)
    with_prints = set(prints.values_list("case_id", flat=True))
    return {case: Awaited(case in with_prints) for case in missing}


def with_profile(cases: CaseQuerySet) -> CaseQuerySet:
    """Adds ``is_on_dna_alone``: whether the profile is awaited and no fingerprints are held."""
    prints = Material.objects.held().filter(case=OuterRef("pk"), kind=MaterialKind.FINGERPRINTS)
    awaited = awaited_items().filter(case=OuterRef("pk"))
    return cases.annotate(is_on_dna_alone=Q(Exists(awaited)) & ~Exists(prints))


def on_dna_alone(cases: CaseQuerySet) -> CaseQuerySet:
    """Those of the cases whose profile is awaited and of which no fingerprints are held."""
    found: Any = with_profile(cases)
    return found.filter(is_on_dna_alone=True)


def why_not_yet(case: Case, day: date) -> str:
    """Why the case cannot go to JFIT on ``day`` for want of its profile, and what is needed; empty where it
    can.
    """
    awaited = profiles_awaited([case.pk]).get(case.pk)
    if awaited is None or awaited.has_prints or policy_on(PolicyKey.DNA_ONLY_EARLY, day, case.nation):
        return ""
    return (
        "only DNA was taken and its profile has not come, so JFIT has nothing to assess yet. Record the "
        "receipt of the profile, then refer the case. The policy by which JFIT starts on DNA alone is off."
    )
