"""``/unlawful/``: what is held although its first unlawful day has come, and what may be."""

from __future__ import annotations

from cases.models import Material
from cases.querysets import CaseQuerySet
from retention import selectors
from retention.permissions import SEES_WHAT_MUST_GO
from retention.tables import UnlawfulTable, UnresolvedTable
from retention.views.lists import ListPage


class UnlawfulPage(ListPage):
    """Read from the dates at this moment, whether or not a sweep has run."""

    allowed_roles = SEES_WHAT_MUST_GO
    template_name = "retention/unlawful.html"
    table_class = UnlawfulTable
    title = "Held unlawfully"
    empty_text = "Nothing is held past its last lawful day."

    def items(self):
        """The items that the list is about."""
        return Material.objects.unlawful_on(self.today)

    def cases(self) -> CaseQuerySet:
        """Their cases."""
        return selectors.held_unlawfully(self.officer, self.today)

    def get_queryset(self) -> CaseQuerySet:
        """The cases, with an exact count of individuals, cases and items."""
        self.counts = selectors.count_items(self.items(), self.officer, self.today)
        self.total = self.counts.cases
        return self.cases()

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The counts, in each unit."""
        return super().get_context_data(**kwargs) | {"counts": self.counts}


class UnresolvedPage(UnlawfulPage):
    """``/unlawful/unresolved/``: counted apart; a person must settle the day first."""

    template_name = "retention/unresolved.html"
    table_class = UnresolvedTable
    title = "Not settled, perhaps unlawful"
    empty_text = "No unsettled item is past the shortest day that any reading gives."

    def items(self):
        """Unresolved items past their shortest candidate day."""
        return Material.objects.unresolved_past(self.today)

    def cases(self) -> CaseQuerySet:
        """Their cases."""
        return selectors.unresolved_past_candidate(self.officer, self.today)
