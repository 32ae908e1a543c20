"""Pictures of numbers: bars drawn in tables, the budget of a case, stacked bars over time.

Each tag only turns numbers it is given into places on a drawing; the same numbers stand in a table beside it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from desk.templatetags.words import MONTHS, day, day_brief, days

register = template.Library()

WIDTH, LEFT, RIGHT = 800.0, 6.0, 764.0
LETTER = 7.2  # the room one letter of a 13 px label takes, generously
TOO_MANY_MONTHS = 14


@register.simple_tag
def bar(value: int, rows: Sequence[Mapping[str, Any]], fill: str = "") -> SafeString:
    """One bar on its track, its length the value's share of the largest value of ``rows``."""
    most = max((row["value"] for row in rows), default=0) or 1
    return format_html(
        '<svg class="app-bar" viewBox="0 0 300 16" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false">'
        '<rect class="f-track" width="300" height="16"/><rect class="f-{}" width="{}" height="16"/></svg>',
        fill or "work",
        f"{300 * value / most:.1f}",
    )


@register.simple_tag
def swatch(fill: str) -> SafeString:
    """The little square of a legend."""
    return format_html(
        '<svg class="app-sw" viewBox="0 0 13 13" aria-hidden="true" focusable="false">'
        '<rect class="f-{}" x="1" y="1" width="11" height="11"/></svg>',
        fill,
    )


class _Scale:
    """Where a number of days from the start stands across the drawing."""

    def __init__(self, total_days: int) -> None:
        self.per_day = (RIGHT - LEFT) / max(total_days, 1)

    def x(self, days_in: int) -> float:
        return round(LEFT + days_in * self.per_day, 1)


def _pieces(
    stages: Sequence[Mapping[str, Any]], first: int, scale: _Scale, otherwise: str
) -> list[dict[str, Any]]:
    """The stages laid end to end from day ``first``; a label stands in a piece only where it has room."""
    pieces, at = [], first
    for stage in stages:
        x, wide = scale.x(at), scale.x(at + stage["days"]) - scale.x(at)
        choices = (f"{stage['label']}: {days(stage['days'])}", days(stage["days"]), str(stage["days"]))
        words = next((text for text in choices if len(text) * LETTER + 14 < wide), "")
        fill = stage.get("kind") or otherwise
        pieces.append(
            {
                "x": x,
                "width": max(round(wide - 1, 1), 1),
                "fill": fill,
                "words": words,
                "light": fill == "work",
                "middle": round(x + wide / 2, 1),
            }
        )
        at += stage["days"]
    return pieces


def _month_marks(start: date, total_days: int, scale: _Scale) -> list[dict[str, Any]]:
    """The first day of each month in the drawing; of every third month where there are many."""
    marks: list[dict[str, Any]] = []
    for number in range(1, total_days + 1):
        on = start + timedelta(days=number)
        if on.day == 1:
            marks.append(
                {
                    "x": scale.x(number),
                    "words": MONTHS[on.month - 1][:3] + (f" {on.year}" if on.month == 1 else ""),
                }
            )
    step = 3 if len(marks) > TOO_MANY_MONTHS else 1
    return [mark for mark in marks[::step] if mark["x"] < RIGHT - 20]


def _label(x: float, words: str, width: float = WIDTH) -> dict[str, Any]:
    """A label beside an upright line, on the side that has room."""
    ends = x > width / 2
    at = round(x - 6 if ends else x + 6, 1)
    return {"line": round(x, 1), "x": at, "anchor": "end" if ends else "start", "words": words}


@register.inclusion_tag("components/budget_bar.html")
def budget_bar(budget: Mapping[str, Any]) -> dict[str, Any]:
    """How the days of a period were spent, how many are left and how many the remaining stages need.

    ``budget``: ``start``, ``today``, ``last_lawful_day`` (inclusive days); ``spent``, each with ``label``,
    ``days``, ``kind`` (spent, idle or work), ``dates``, ``budget``; ``needed``, the same without ``kind``.
    """
    start, today, last = budget["start"], budget["today"], budget["last_lawful_day"]
    whole, gone = (last - start).days + 1, (today - start).days
    left = (last - today).days
    needed = sum(stage["days"] for stage in budget["needed"])
    total = max(whole, gone + max(needed, 1))
    scale = _Scale(total)
    drawing = {
        "spent": _pieces(budget["spent"], 0, scale, "spent"),
        "needed": _pieces(budget["needed"], gone, scale, "need"),
        "months": _month_marks(start, total, scale),
        "today_x": scale.x(gone),
        "last_x": scale.x(whole),
        "today_label": _label(scale.x(gone), f"Today, {day_brief(today)}"),
        "last_label": _label(scale.x(whole), f"Last lawful day, {day_brief(last)}"),
        "start": f"{start.day} {MONTHS[start.month - 1][:3]}",
    }
    if left >= 0:
        drawing["left"] = {
            "x": scale.x(gone) + 0.8,
            "width": max(round(scale.x(whole) - scale.x(gone) - 1.5, 1), 1),
        }
    else:
        drawing["over"] = {"x": scale.x(whole), "width": round(scale.x(gone) - scale.x(whole), 1)}
    words = _budget_words(whole, min(gone, whole), left, needed)
    drawing["needed_label"] = _needed_label(scale, gone, needed, words["needed"])
    return {"budget": budget, "drawing": drawing, "words": words, "left": left, "last": day(last)}


def _budget_words(whole: int, gone: int, left: int, needed: int) -> dict[str, str]:
    after = f"{days(left)} left after today" if left >= 0 else f"{days(-left)} over"
    short = needed - max(left, 0)
    need = f"Still needed: {days(needed)}" + (f", {short:,} more than are left" if short > 0 else "")
    spent = f"Spent: {gone:,} of {days(whole)}"
    return {
        "spent": spent, "left": after, "needed": need if needed else "",
        "all": f"{spent}. {after}." + (f" {need}." if needed else ""),
    }  # fmt: skip


def _needed_label(scale: _Scale, gone: int, needed: int, words: str) -> dict[str, Any]:
    """The words about what is needed stand before its bar where they fit, otherwise above it."""
    if scale.x(gone) - LEFT > len(words) * LETTER:
        return {"x": scale.x(gone) - 8, "y": 114, "anchor": "end"}
    return {"x": scale.x(gone) + 6, "y": 94, "anchor": "start"}


@register.inclusion_tag("components/stacked_bars.html")
def stacked_bars(chart: Mapping[str, Any]) -> dict[str, Any]:
    """Upright bars in series, with linked totals and the same numbers as a table.

    ``chart``: ``caption``, ``first`` (heading of the first column), ``series`` (``label``, ``fill``),
    ``columns`` (``label``, ``under``, ``values`` in the order of the series, ``href``), ``note`` (``at`` the
    number of a column, ``text``).
    """
    columns = chart["columns"]
    totals = [sum(column["values"]) for column in columns]
    top = _round_up(max(totals, default=0))
    slot = 532 / max(len(columns), 1)
    drawn = []
    for number, (column, total) in enumerate(zip(columns, totals, strict=True)):
        x, y, rects = 38 + number * slot, 230.0, []
        for value, series in zip(column["values"], chart["series"], strict=True):
            height = 210 * value / top
            y -= height
            if value:
                rects.append(
                    {"y": round(y, 1), "height": round(max(height - 1, 0.5), 1), "fill": series["fill"]}
                )
        drawn.append(
            {
                "x": round(x + slot * 0.13, 1), "width": round(slot * 0.74, 1),
                "middle": round(x + slot / 2, 1), "rects": rects,
                "total": total, "total_y": round(y - 6, 1), "column": column,
                "cells": list(zip(chart["series"], column["values"], strict=True)),
            }
        )  # fmt: skip
    marks = [{"value": top * part // 4, "y": round(230 - 210 * part / 4, 1)} for part in range(5)]
    note = chart.get("note")
    line = _label(38 + note["at"] * slot, note["text"], 570) if note else None
    return {"chart": chart, "drawn": drawn, "marks": marks, "note": line, "sum": sum(totals)}


def _round_up(most: int) -> int:
    """The top of the axis: four times 1, 2, 5, 10 and so on, so that each of its marks is a whole number."""
    step = 1
    while True:
        for times in (1, 2, 5):
            if most <= 4 * times * step:
                return 4 * times * step
        step *= 10


@register.inclusion_tag("components/burn_down.html")
def burn_down(chart: Mapping[str, Any]) -> dict[str, Any]:
    """What is left week by week against the line that ends in nothing, and the same numbers as a table.

    ``chart``: ``caption``, ``last_day``, and ``weeks``, each with ``day``, ``left``, ``allowed``, ``behind``.
    What stands above the line is drawn apart.
    """
    weeks, last = chart["weeks"], chart["last_day"]
    start, top = weeks[0].day, _round_up(max(week.left for week in weeks))
    per_day = 532 / max((last - start).days + 7, 1)
    drawn = []
    for week in weeks:
        x, height = 38 + (week.day - start).days * per_day, 210 * week.left / top
        over = 210 * week.behind / top
        drawn.append(
            {
                "x": round(x, 1), "width": round(per_day * 5, 1), "week": week,
                "y": round(230 - height, 1), "over": round(over, 1),
                "under_y": round(230 - height + over, 1), "under": round(height - over, 1),
            }
        )  # fmt: skip
    from_y = round(230 - 210 * weeks[0].left / top, 1)
    line = {"x1": 38.0, "y1": from_y, "x2": round(38 + (last - start).days * per_day, 1), "y2": 230.0}
    marks = [{"value": top * part // 4, "y": round(230 - 210 * part / 4, 1)} for part in range(5)]
    return {"chart": chart, "drawn": drawn, "marks": marks, "line": line}
