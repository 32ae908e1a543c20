"""The chart of lapses per fortnight by primary cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from accounts.models import Officer
from oversight import figures
from oversight.causes import LABELS
from oversight.changes import changes_between
from oversight.charts import scopes
from oversight.charts.base import (
    ONE_DAY,
    Beside,
    Cell,
    Chart,
    Key,
    Line,
    Span,
    changes_in,
    column_lines,
    fortnights,
    months_under,
    notes_of,
)
from oversight.drawing import Column, columns
from oversight.overview import FILLS
from oversight.selectors import Days, answers, list_url


def lapses(days: Days, officer: Officer, today: date) -> Chart:
    """Individuals who lapsed in each fortnight, by primary cause; a lapse falls on its first unlawful day."""
    among = scopes.may_have_lapsed(days, today)
    found = answers([figures.LAPSES], days, officer, today, among=among)[figures.LAPSES.slug]
    spans = fortnights(days.as_at)
    changes = changes_between(spans[0].first, days)
    by_span = {span: [row for row in found.rows if _falls_in(row, span)] for span in spans}
    bars, cells = [], []
    for span, under in zip(spans, months_under([span.last for span in spans]), strict=True):
        by_cause = defaultdict(list)
        for row in by_span[span]:
            by_cause[str(row.causes.primary)].append(row)
        ends = span.last.isoformat()
        counts = [_individuals(by_cause[cause]) for cause in FILLS]
        url = list_url(figures.LAPSES, days, fortnight=ends)
        bars.append(Column(span.label, tuple(counts), under, url, _individuals(by_span[span])))
        cells.append(
            [
                *(
                    Cell(count, list_url(figures.LAPSES, days, fortnight=ends, cause=cause))
                    for count, cause in zip(counts, FILLS, strict=True)
                ),
                changes_in(changes, span),
            ]
        )
    shown = [row for rows in by_span.values() for row in rows]
    return Chart(
        title="Lapses per fortnight, by primary cause",
        unit="individuals",
        heads=("Fortnight to", *(LABELS[_cause(code)] for code in FILLS), "All", "Changes"),
        lines=column_lines(bars, cells, [f"{span.last:%-d %B %Y}" for span in spans]),
        drawing=columns(bars, list(FILLS.values()), notes=notes_of(changes, spans)),
        key=tuple(Key(LABELS[_cause(code)], fill) for code, fill in FILLS.items()),
        total=_total(bars, shown),
        changes=changes,
        beside=(
            Beside(_individuals(shown), f"lapsed since {spans[0].first:%-d %B %Y}"),
            Beside(bars[-1].number, "in the last fortnight", bars[-1].href),
            Beside(found.individuals, "in all", list_url(figures.LAPSES, days)),
        ),
        notes=(
            "A lapse falls on its first unlawful day. Causes are proposed by rule until one is confirmed.",
        ),
        empty="" if shown else "Nobody lapsed in these 26 weeks.",
    )


def _cause(code: str) -> Any:
    return next(cause for cause in LABELS if str(cause) == code)


def _falls_in(row: Any, span: Span) -> bool:
    return span.first <= row.last_lawful_day + ONE_DAY <= span.last


def _individuals(rows: Iterable[Any]) -> int:
    return len({row.subject_id for row in rows})


def _total(bars: list[Column], shown: list[Any]) -> Line:
    """What each cause comes to over the time shown. Somebody in two fortnights is one individual in all."""
    causes = [Cell(sum(bar.values[place] for bar in bars)) for place in range(len(FILLS))]
    return Line("All of these", (*causes, Cell(_individuals(shown)), Cell("")))
