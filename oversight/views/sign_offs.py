"""``/figures/sign-offs/``: provisional Stop-NSDs that wait, month by month, and what the reviews came to."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cases.policy import inspectors_sign_off_from
from oversight import sign_offs
from oversight.selectors import Days
from oversight.sign_offs import Backlog
from oversight.views.figures import WithDays

MOST_LISTED = 100
FILLS = ("c1", "c2")


class SignOffsFigurePage(WithDays):
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
        rows = list(cases.with_subject_name()[:MOST_LISTED])
        return context | {
            "chart": self._chart(months, self.days),
            "policy": inspectors_sign_off_from(self.days.as_at),
            "reviews": reviews,
            "waiting": [(case, stays[case.pk], sign_offs.WITH[stays[case.pk].state]) for case in rows],
            "count": len(stays),
        }

    def _chart(self, months: list[Backlog], days: Days) -> dict[str, Any]:
        url, policy = reverse("oversight:sign_offs"), inspectors_sign_off_from(days.as_at)
        columns = [
            {
                "label": f"{each.day:%-d %b}",
                "under": f"{each.day:%Y}",
                "values": each.counts,
                "href": f"{url}?as_at={each.day:%Y-%m-%d}&known_at={days.known_at:%Y-%m-%d}#waiting",
            }
            for each in months
        ]
        at = next((place for place, each in enumerate(months) if each.day == policy), None)
        note = {"at": at, "text": "Inspectors sign off"} if at is not None else None
        series = [
            {"label": words, "fill": fill} for words, fill in zip(sign_offs.WITH.values(), FILLS, strict=True)
        ]
        return {
            "caption": "Provisional Stop-NSDs that waited to be signed off as the day ended",
            "first": "Day",
            "series": series,
            "columns": columns,
            "note": note,
        }
