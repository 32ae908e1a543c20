"""``/figures/ports/``: the league table of ports."""

from __future__ import annotations

from typing import Any

from accounts.exporting import Exporting
from accounts.sheets import Sheet
from oversight.figures.ports import PortRow
from oversight.ports import ports_table
from oversight.views.figures import WithDays


class PortsFigurePage(Exporting, WithDays):
    """How long each port takes, with the bars of the whole way and the table beside them."""

    template_name = "oversight/ports.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One row a port."""
        context = super().get_context_data(**kwargs)
        if self.days is None:
            return context
        rows = ports_table(self.days, self.officer, self.today)
        bars = [{"label": row.place, "value": row.whole.median or 0} for row in rows]
        return context | {"rows": list(zip(rows, bars, strict=True)), "bars": bars, "sheet": _sheet(rows)}


def _sheet(rows: list[PortRow]) -> Sheet:
    """A row a port: of each measure how many, the median and the 90th percentile."""
    measures = ("taking to sample received", "sample received to profile", "taking to profile")
    heads = ["Port", "Profiles"]
    heads += [f"{what}: {measure}" for measure in measures for what in ("n", "median", "90th percentile")]
    lines = [
        [row.place, row.n]
        + [
            cell
            for spread in (row.to_sample, row.to_profile, row.whole)
            for cell in (spread.n, spread.median, spread.ninetieth)
        ]
        for row in rows
    ]
    return Sheet("Ports: days to the profile", heads, lines)
