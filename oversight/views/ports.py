"""``/figures/ports/``: the league table of ports."""

from __future__ import annotations

from typing import Any

from oversight.ports import ports_table
from oversight.views.figures import WithDays


class PortsFigurePage(WithDays):
    """How long each port takes, with the bars of the whole way and the table beside them."""

    template_name = "oversight/ports.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One row a port."""
        context = super().get_context_data(**kwargs)
        if self.days is None:
            return context
        rows = ports_table(self.days, self.officer, self.today)
        bars = [{"label": row.place, "value": row.whole.median or 0} for row in rows]
        return context | {"rows": list(zip(rows, bars, strict=True)), "bars": bars}
