"""``/figures/sign-offs/``: provisional Stop-NSDs that wait, month by month, and what the reviews came to."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from accounts.exporting import Exporting
from accounts.sheets import Sheet
from cases.policy import inspectors_sign_off_from
from oversight import sign_offs
from oversight.changes import changes_between
from oversight.charts.base import Cell, Chart, Key, changes_in, column_lines, notes_of, spans_between
from oversight.drawing import Column, columns
from oversight.selectors import Days
from oversight.sign_offs import Backlog
from oversight.views.figures import WithDays

MOST_LISTED = 100
FILLS = ("c1", "c2")


class SignOffsFigurePage(Exporting, WithDays):
    """What waits with whom, with the drop when the policy changed; overturned of reviewed, with the list."""

    template_name = "oversight/sign_offs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The numbers, the chart and the two lists."""
        context = super().get_context_data(**kwargs)
        if self.days is None:
            return context
        found = sign_offs.stays(self.days, self.officer, self.today)
        reviews = sign_offs.reviews(self.days, self.officer, self.today)
        cases, stays = sign_offs.waiting(found, self.days.as_at)
        months = sign_offs.backlog(found, self.days.as_at)
        named: Any = cases.with_subject_name()
        rows = list(named if self.is_export else named[:MOST_LISTED])
        return context | {
            "chart": self._chart(months, self.days),
            "policy": inspectors_sign_off_from(self.days.as_at),
            "reviews": reviews,
            "waiting": [(case, stays[case.pk], sign_offs.WITH[stays[case.pk].state]) for case in rows],
            "count": len(stays),
            "sheet": Sheet(
                "Stop-NSDs that wait to be signed off",
                ("Case", "Name", "With", "Since"),
                [
                    (case.ref, case.subject_name or "", sign_offs.WITH[stay.state], stay.came_on)
                    for case, stay in ((case, stays[case.pk]) for case in rows)
                ],
                rows,
            ),
        }

    def _chart(self, months: list[Backlog], days: Days) -> Chart:
        url = reverse("oversight:sign_offs")
        hrefs = [
            f"{url}?as_at={each.day:%Y-%m-%d}&known_at={days.known_at:%Y-%m-%d}#waiting" for each in months
        ]
        bars = [
            Column(f"{each.day:%-d %b}", each.counts, f"{each.day:%Y}", href)
            for each, href in zip(months, hrefs, strict=True)
        ]
        words = list(sign_offs.WITH.values())
        spans = spans_between([each.day for each in months])
        changes = changes_between(spans[0].first, days)
        return Chart(
            title="Provisional Stop-NSDs that waited to be signed off as the day ended",
            unit="cases",
            heads=("Day", *words, "All", "Changes"),
            lines=column_lines(
                bars,
                [
                    [*map(Cell, each.counts), changes_in(changes, span)]
                    for each, span in zip(months, spans, strict=True)
                ],
                [f"{each.day:%-d %B %Y}" for each in months],
            ),
            drawing=columns(bars, FILLS, notes=notes_of(changes, spans)),
            key=tuple(Key(text, fill) for text, fill in zip(words, FILLS, strict=True)),
            changes=changes,
        )
