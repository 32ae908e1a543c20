"""``/digest/``: what waited on the viewer this morning, and on the days before."""

from __future__ import annotations

from typing import Any

from accounts.permissions import EVERYONE
from retention.views.lists import Page
from retention.waiting import digests_of, read_digest

DAYS_SHOWN = 14


class DigestPage(Page):
    """Today's digest with its most urgent cases, and the counts of those before."""

    allowed_roles = EVERYONE
    template_name = "retention/digest.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The viewer's own digests, never another's."""
        before = digests_of(self.officer).exclude(day=self.today)
        return super().get_context_data(**kwargs) | {
            "read": read_digest(self.officer, self.today),
            "before": before[:DAYS_SHOWN],
            "today": self.today,
        }
