"""``/figures/idle/``: days on which cases with little time were passed over, by team and fortnight."""

from __future__ import annotations

from typing import Any

from accounts.exporting import Exporting
from accounts.sheets import Sheet
from oversight.figures.idle import TEAMS, WITHIN
from oversight.idle import by_team, idle_by_fortnight
from oversight.selectors import names_of_cases
from oversight.views.figures import WithDays

MOST_LISTED = 100


class IdleFigurePage(Exporting, WithDays):
    """A number a team and fortnight, and the cases of the latest fortnight that make it."""

    template_name = "oversight/idle.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The table, and the list of the fortnight that the address names (the latest, without one)."""
        context = super().get_context_data(**kwargs) | {"within": WITHIN}
        if self.days is None:
            return context
        found = idle_by_fortnight(self.days, self.officer, self.today)
        spans = list(found)
        asked = self.request.GET.get("of", "")
        chosen = next((span for span in spans if span[1].isoformat() == asked), spans[0])
        team = self.request.GET.get("team", "")
        rows = [row for row in found[chosen] if not team or row.team == team]
        names = names_of_cases([row.case_id for row in rows[:MOST_LISTED]], self.officer, self.today)
        return context | {
            "spans": spans,
            "chosen": chosen,
            "team": TEAMS.get(team, ""),
            "teams": [
                {"key": key, "label": TEAMS[key], "cells": list(zip(spans, counts, strict=True))}
                for key, counts in by_team(found.values()).items()
            ],
            "rows": [(row, TEAMS[row.team], names.get(row.case_id, "")) for row in rows[:MOST_LISTED]],
            "count": len(rows),
            "sheet": Sheet(
                f"Cases passed over, {chosen[0]:%-d %B} to {chosen[1]:%-d %B %Y}",
                ("Case", "Team", "Days passed over", "Fewest days left"),
                [(row.ref, TEAMS[row.team], row.days, row.fewest_left) for row in rows],
                rows,
            ),
        }
