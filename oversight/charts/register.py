"""The charts that there are: what pages and their navigation read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from accounts.models import Officer
from oversight.charts import base, lapses, legacy, queues, times
from oversight.selectors import Days


@dataclass(frozen=True, slots=True)
class Kind:
    """A chart: its address, its name in the navigation, what it is for, and what draws it."""

    slug: str
    name: str
    lede: str
    draw: Callable[[Days, Officer, date], base.Chart]


CHARTS = {
    kind.slug: kind
    for kind in (
        Kind(
            "days-left",
            "Days left",
            "How much in work is near its last lawful day.",
            queues.ageing,
        ),
        Kind(
            "lapses",
            "Lapses",
            "When cover was lost with the process unfinished, and why.",
            lapses.lapses,
        ),
        Kind("flow", "Flow", "Where work stands, and at which stage it piles up.", queues.flow),
        Kind(
            "hand-overs",
            "Hand-overs",
            "How much time each stage leaves to those after it.",
            times.hand_overs,
        ),
        Kind(
            "requests", "Requests", "How long the Security Service and CTUs have been asked.", queues.requests
        ),
        Kind(
            "deletion",
            "Deletion",
            "How far what is past its cover has come to its end, and what waits longest.",
            times.deletions,
        ),
        Kind(
            "legacy",
            "Legacy",
            "Legacy Material still to be finished, week by week, against the line that ends in nothing.",
            legacy.burn_down,
        ),
    )
}
