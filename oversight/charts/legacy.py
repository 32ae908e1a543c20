"""The burn-down of Legacy Material: what is left week by week, against the line that ends in nothing."""

from __future__ import annotations

from datetime import date

from accounts.models import Officer
from oversight.burn_down import legacy_burn_down
from oversight.changes import changes_between
from oversight.charts.base import (
    Beside,
    Cell,
    Change,
    Chart,
    Key,
    Line,
    changes_in,
    months_under,
    notes_of,
    spans_between,
)
from oversight.drawing import Column, Drawing, columns
from oversight.figures.legacy import LAST_DAY, LEGACY_TO_FINISH, WEEK, Week
from oversight.selectors import Days, list_url


def burn_down(days: Days, officer: Officer, today: date) -> Chart:
    """Individuals still to be finished as each week ended, and how many the line allows."""
    found = legacy_burn_down(days, officer, today)
    weeks = found.weeks
    spans = spans_between([week.day for week in weeks])
    changes = changes_between(spans[0].first, days)
    bars = [
        Column(str(week.day.day), (week.left - week.behind, week.behind), under, _url(week, days))
        for week, under in zip(weeks, months_under([week.day for week in weeks]), strict=True)
    ]
    lines = tuple(
        Line(
            f"{week.day:%-d %B %Y}",
            (
                Cell(week.left, _url(week, days)),
                Cell(week.allowed),
                Cell(week.behind),
                changes_in(changes, span),
            ),
        )
        for week, span in zip(weeks, spans, strict=True)
    )
    achieved = "not yet" if found.achieved is None else f"{found.achieved:,}"
    return Chart(
        title="Legacy Material still to be finished, week by week",
        unit="individuals",
        heads=("As the day ended", "Still to be finished", "The line", "Above it", "Changes"),
        lines=lines,
        drawing=_drawing(weeks, bars, changes),
        key=(
            Key("Still to be finished, on or below the line", "c1"),
            Key("Above the line", "red"),
            Key(f"Dashed: the line that ends in nothing on {LAST_DAY:%-d %B %Y}"),
        ),
        changes=changes,
        beside=(
            Beside(found.now.left, "still to be finished", list_url(LEGACY_TO_FINISH, days)),
            Beside(found.now.behind, "above the line"),
            Beside(found.weeks_left, "whole weeks left"),
            Beside(found.needed, "a week needed"),
            Beside(achieved, "a week achieved"),
        ),
        notes=(
            LEGACY_TO_FINISH.definition,
            "What JFIT assured about the last day stands among the assurances, tested against later facts.",
        ),
        empty="" if any(week.left for week in weeks) else "No Legacy Material was still to be finished.",
    )


def _drawing(weeks: tuple[Week, ...], bars: list[Column], changes: tuple[Change, ...]) -> Drawing:
    """The weeks so far, and the line to the last day over those to come."""
    days = [week.day for week in weeks]
    while days[-1] < LAST_DAY:
        days.append(min(days[-1] + WEEK, LAST_DAY))
    months = months_under(days)
    line: list[float] = [week.allowed for week in weeks]
    first, start = days[0], line[0]
    span = (LAST_DAY - first).days or 1
    line += [max(start * (LAST_DAY - day).days / span, 0) for day in days[len(line) :]]
    to_come = [
        Column(str(day.day), (0, 0), under)
        for day, under in zip(days[len(bars) :], months[len(bars) :], strict=True)
    ]
    spans = spans_between(days)
    return columns([*bars, *to_come], ("c1", "red"), line=line, notes=notes_of(changes, spans))


def _url(week: Week, days: Days) -> str:
    return list_url(LEGACY_TO_FINISH, Days(week.day, days.known_at))
