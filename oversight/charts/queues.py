"""Charts of what is in work: by days left, by stage over time; and requests by how long they are open."""

from __future__ import annotations

from collections import Counter
from datetime import date

from accounts.models import Officer
from cases.choices import RequestTo
from oversight import figures
from oversight.bands import DAYS_LEFT, DAYS_OPEN, left_of, open_for
from oversight.changes import changes_between
from oversight.charts import scopes
from oversight.charts.base import (
    Beside,
    Cell,
    Chart,
    Key,
    Line,
    changes_in,
    column_lines,
    fortnights,
    months_under,
    notes_of,
)
from oversight.drawing import Column, areas, columns
from oversight.figures.idle import TEAM_OF_STATE, TEAMS
from oversight.selectors import Days, list_url

# The stage nearest the end lies lowest, so that what flows on sinks.
STAGES = (("sign_off", "c4"), ("chief_officers", "c3"), ("jfit", "c2"), ("sofs", "c1"))
ASKED = ((RequestTo.SECURITY_SERVICE, "c1"), (RequestTo.CTU, "c2"))


# What is drawn: those near the edge. The many with 57 days or more, and those without an end, are told.
NEAR = ("over", "0-14", "15-28", "29-56")
SHORT = {"over": "Past its day"}


def ageing(days: Days, officer: Officer, today: date) -> Chart:
    """Cases in work by the days left to the earliest last lawful day of what is held, and by stage."""
    ids = scopes.with_a_team(days, days.as_at, days.as_at)
    with scopes.reading_lives(ids, days, officer, today) as lives:
        found = figures.answer([figures.QUEUES], lives, days.as_at)[figures.QUEUES.slug]
    counts = Counter(
        (left_of(row.last_lawful_day, days.as_at), TEAM_OF_STATE[row.state]) for row in found.rows
    )
    words, stages = dict(DAYS_LEFT), tuple(reversed(STAGES))
    bars = {
        code: Column(
            SHORT.get(code, words[code]),
            tuple(counts[code, stage] for stage, _ in stages),
            "" if code in SHORT else "days left",
            list_url(figures.QUEUES, days, left=code),
        )
        for code in words
    }
    cells = [
        [
            Cell(counts[code, stage], list_url(figures.QUEUES, days, left=code, team=stage))
            for stage, _ in stages
        ]
        for code in bars
    ]
    totals = [
        Cell(sum(bar.values[place] for bar in bars.values()), list_url(figures.QUEUES, days, team=stage))
        for place, (stage, _) in enumerate(stages)
    ]
    return Chart(
        title="Cases in work by days left",
        unit="cases",
        heads=("Days left", *(TEAMS[stage] for stage, _ in stages), "All"),
        lines=column_lines(list(bars.values()), cells, list(words.values())),
        drawing=columns([bars[code] for code in NEAR], [fill for _, fill in stages]),
        key=tuple(Key(TEAMS[stage], fill) for stage, fill in stages),
        total=Line("All in work", (*totals, Cell(found.number, list_url(figures.QUEUES, days)))),
        beside=(
            Beside(bars["over"].number, "past the last lawful day and still held", bars["over"].href),
            Beside(sum(bars[code].number for code in NEAR[1:]), "with 0 to 56 days left"),
            Beside(bars["57"].number, "with 57 days or more, not drawn", bars["57"].href),
            Beside(bars["none"].number, "with no end date, not drawn", bars["none"].href),
            Beside(found.number, "in work in all", list_url(figures.QUEUES, days)),
        ),
        notes=("Days left are to the earliest last lawful day of what is held of a case.",),
        empty="" if found.rows else "No case was in work at these two dates.",
    )


def flow(days: Days, officer: Officer, today: date) -> Chart:
    """Cases with each stage as each fortnight ended."""
    spans = fortnights(days.as_at)
    ends = [span.last for span in spans]
    ids = scopes.with_a_team(days, ends[0], ends[-1])
    counts = {day: Counter[str]() for day in ends}
    with scopes.reading_lives(ids, days, officer, today) as lives:
        for life in lives:
            for day, counted in counts.items():
                counted.update(TEAM_OF_STATE[row.state] for row in figures.QUEUES.rows_of(life, day))
    found = []
    for day, under in zip(ends, months_under(ends), strict=True):
        then = Days(day, days.known_at)
        values = tuple(counts[day][stage] for stage, _ in STAGES)
        found.append(Column(str(day.day), values, under, list_url(figures.QUEUES, then)))
    changes = changes_between(spans[0].first, days)
    cells = [
        [
            *(
                Cell(value, list_url(figures.QUEUES, Days(span.last, days.known_at), team=stage))
                for value, (stage, _) in zip(column.values, STAGES, strict=True)
            ),
            changes_in(changes, span),
        ]
        for column, span in zip(found, spans, strict=True)
    ]
    first, last = found[0], found[-1]
    return Chart(
        title="Cases in work by stage, fortnight by fortnight",
        unit="cases",
        heads=("As the day ended", *(TEAMS[stage] for stage, _ in STAGES), "All", "Changes"),
        lines=column_lines(found, cells, [f"{day:%-d %B %Y}" for day in ends]),
        drawing=areas(found, [fill for _, fill in STAGES], notes=notes_of(changes, spans)),
        key=tuple(Key(TEAMS[stage], fill) for stage, fill in reversed(STAGES)),
        changes=changes,
        beside=(
            Beside(last.number, "in work now", last.href),
            Beside(f"{last.number - first.number:+,}", f"since {ends[0]:%-d %B %Y}"),
        ),
        notes=("A band that widens is a stage to which more comes than it finishes.",),
        empty="" if any(column.total for column in found) else "No case was in work on any of these days.",
    )


def requests(days: Days, officer: Officer, today: date) -> Chart:
    """Requests open with third parties, by how long they have been open and with whom."""
    with scopes.reading_lives(scopes.asked_of_others(days), days, officer, today) as lives:
        found = figures.answer([figures.REQUESTS], lives, days.as_at)[figures.REQUESTS.slug]
    counts = Counter((open_for(row.days_open), row.to) for row in found.rows)
    bars, cells = [], []
    for code, _ in DAYS_OPEN:
        values = tuple(counts[code, str(to)] for to, _ in ASKED)
        label = code.replace("-", " to ") + ("+" if code == DAYS_OPEN[-1][0] else "")
        bars.append(Column(label, values, "", list_url(figures.REQUESTS, days, open_for=code)))
        cells.append(
            [
                Cell(value, list_url(figures.REQUESTS, days, open_for=code, asked=str(to)))
                for value, (to, _) in zip(values, ASKED, strict=True)
            ]
        )
    oldest = max((row.days_open for row in found.rows), default=0)
    late = [row for row in found.rows if row.days_open > 28]
    return Chart(
        title="Requests open with third parties, by days open",
        unit="requests",
        heads=("Open for", *(str(to.label) for to, _ in ASKED), "All"),
        lines=column_lines(bars, cells, [words for _, words in DAYS_OPEN]),
        drawing=columns(bars, [fill for _, fill in ASKED]),
        key=tuple(Key(str(to.label), fill) for to, fill in ASKED),
        total=Line(
            "All",
            (
                *(
                    Cell(sum(bar.values[place] for bar in bars), _asked_url(days, to))
                    for place, (to, _) in enumerate(ASKED)
                ),
                Cell(found.number, list_url(figures.REQUESTS, days)),
            ),
        ),
        beside=(
            Beside(len(late), "open for more than 28 days"),
            Beside(oldest, "days: the longest"),
        ),
        empty="" if found.rows else "No request was open with a third party at these two dates.",
    )


def _asked_url(days: Days, to: RequestTo) -> str:
    return list_url(figures.REQUESTS, days, asked=str(to))
