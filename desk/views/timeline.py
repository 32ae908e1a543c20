"""The whole timeline of a case."""

from __future__ import annotations

from typing import Any

from accounts.permissions import officer_of
from cases import requests
from desk.timeline import timeline_of
from desk.views.case import OneCase


class TimelinePage(OneCase):
    """``/cases/<pk>/timeline/``: everything that happened, the latest first."""

    template_name = "desk/timeline.html"
    page_name = "desk:timeline"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every entry that the viewer may know of."""
        context = super().get_context_data(**kwargs)
        case, today, officer = context["case"], context["today"], officer_of(self.request)
        clocks = requests.clocks_seen_by(officer, today, case)
        return context | {"entries": timeline_of(case, clocks, officer, today)}
