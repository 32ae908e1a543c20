"""``/figures/holdings/``: what is held, by basis and by power, New and Legacy, never convicted apart."""

from __future__ import annotations

from typing import Any

from accounts.exporting import Exporting
from accounts.sheets import Sheet
from oversight import figures
from oversight.holdings import holdings
from oversight.selectors import answers
from oversight.views.figures import WithDays


class HoldingsPage(Exporting, WithDays):
    """Two tables whose every number opens its list."""

    template_name = "oversight/holdings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both, in one pass over the cases."""
        context = super().get_context_data(**kwargs)
        if self.days is None:
            return context
        asked = (figures.HELD, figures.NEVER_CONVICTED)
        found = holdings(answers(asked, self.days, self.officer, self.today), self.days)
        groups = (("By basis", found["by_basis"]), ("By power", found["by_power"]), ("All", [found["whole"]]))
        rows = [
            (group, row["label"], *(cell["count"] for cell in row["cells"]))
            for group, of_group in groups
            for row in of_group
        ]
        sheet = Sheet("Holdings by power and basis, in individuals", ("", "", *found["heads"]), rows)
        return context | found | {"sheet": sheet}
