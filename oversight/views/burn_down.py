"""``/figures/legacy/``: Legacy Material still to be finished, week by week, against its line."""

from __future__ import annotations

from typing import Any

from oversight.burn_down import legacy_burn_down
from oversight.figures.legacy import LAST_DAY, LEGACY_TO_FINISH
from oversight.selectors import list_url
from oversight.views.figures import WithDays


class BurnDownPage(WithDays):
    """What is left, the rate a week that is needed and the one achieved; red where it is behind."""

    template_name = "oversight/burn_down.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rates and the chart."""
        context = super().get_context_data(**kwargs) | {"last_day": LAST_DAY, "figure": LEGACY_TO_FINISH}
        if self.days is None:
            return context
        found = legacy_burn_down(self.days, self.officer, self.today)
        chart = {
            "caption": "Legacy Material still to be finished as each week ended, in individuals",
            "last_day": LAST_DAY,
            "weeks": found.weeks,
            "known_at": self.days.known_at,
        }
        return context | {"found": found, "chart": chart, "list_url": list_url(LEGACY_TO_FINISH, self.days)}
