"""Whether a case's DNA profile is still awaited, and whether JFIT can work before it comes.

Where fingerprints were taken JFIT starts within days of the examination; where only DNA was, there is nothing
yet to assess (further report of 22 April 2016, paragraph 19 and its ninth footnote; R-052, R-053).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from cases.choices import MaterialKind
from cases.models import Holding, Material, ProfileReceipt


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


def profiles_awaited(case_ids: Collection[int]) -> dict[int, Awaited]:
    """Those of the cases with a DNA profile that nobody received and no database holds; two queries."""
    received = ProfileReceipt.objects.current().filter(material=OuterRef("pk"))
    enrolled = Holding.objects.current().filter(material=OuterRef("pk"))
    items = Material.objects.held().filter(case__in=list(case_ids))
    without = (
        items.filter(~Exists(received), ~Exists(enrolled), kind=MaterialKind.DNA_PROFILE)
        .values_list("case_id", flat=True)
        .distinct()
    )
    missing = set(without)
    with_prints = set(
        items.filter(case__in=missing, kind=MaterialKind.FINGERPRINTS).values_list("case_id", flat=True)
    )
    return {case: Awaited(case in with_prints) for case in missing}
