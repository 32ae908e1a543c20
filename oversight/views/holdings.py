"""``/figures/holdings/``: what is held, by basis and by power, New and Legacy, never convicted apart."""

from __future__ import annotations

from typing import Any

from oversight import figures
from oversight.holdings import holdings
from oversight.selectors import answers
from oversight.views.figures import WithDays


class HoldingsPage(WithDays):
    """Two tables whose every number opens its list."""

    template_name = "oversight/holdings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both, in one pass over the cases."""
        context = super().get_context_data(**kwargs)
        if self.days is None:
            return context
        asked = (figures.HELD, figures.NEVER_CONVICTED)
        return context | holdings(answers(asked, self.days, self.officer, self.today), self.days)
