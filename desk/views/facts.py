"""Where every fact of a case is from."""

from __future__ import annotations

from typing import Any

from accounts.permissions import officer_of
from accounts.selectors import roles_on
from cases import provenance
from cases.uploads import SEES_ROWS
from desk.views.case import OneCase


class FactsPage(OneCase):
    """``/cases/<pk>/facts/``: each fact with its file, sheet and row, or who entered it; and when."""

    template_name = "desk/facts.html"
    page_name = "desk:facts"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The facts, withdrawn ones too."""
        context = super().get_context_data(**kwargs)
        return context | {
            "facts": provenance.facts_of_case(context["case"]),
            "sees_rows": bool(roles_on(officer_of(self.request), context["today"]) & SEES_ROWS),
        }
