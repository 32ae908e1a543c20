"""Where every fact of a case is from."""

from __future__ import annotations

from typing import Any

from cases import provenance
from desk.views.case import OneCase


class FactsPage(OneCase):
    """``/cases/<pk>/facts/``: each fact with its file, sheet and row, or who entered it; and when."""

    template_name = "desk/facts.html"
    page_name = "desk:facts"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The facts, withdrawn ones too."""
        context = super().get_context_data(**kwargs)
        return context | {"facts": provenance.facts_of_case(context["case"])}
