"""Pictures of numbers: bars drawn in tables, the budget of a case, stacked bars over time.

Each tag only turns numbers it is given into places on a drawing; the same numbers stand in a table beside it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from desk.templatetags.words import MONTHS, day, day_brief, days
from oversight.charts.base import Cell, Chart, Line
from oversight.drawing import Area, Bar, Drawing, Rule, Shape, Words

register = template.Library()

WIDTH, LEFT, RIGHT = 800.0, 6.0, 764.0
LETTER = 7.2  # the room one letter of a 13 px label takes, generously
TOO_MANY_MONTHS = 14
LOOKS = {"quiet": "q", "bold": "b", "plain": "p"}
# White lines over a fill, in a square of 8: what tells the fills apart without colour. The first is plain.
WEAVES = {
    "c2": "M-2 2 2-2M0 8 8 0M6 10 10 6",
    "c3": "M2 1v2M6 5v2",
    "c4": "M0 2h8M0 6h8",
    "c5": "M2 0v8M6 0v8",
    "c6": "M0 0 8 8M0 8 8 0",
    "c7": "M-2 6 2 10M0 0 8 8M6-2 10 2",
    "red": "M0 0 8 8M0 8 8 0",
}


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
def level_bar(value: int, most: int, fill: str = "") -> SafeString:
    """The same of a chart's line, its length the value's share of the largest."""
    return bar(value, [{"value": most}], fill)


@register.simple_tag
def cells(chart: Chart, line: Line) -> SafeString:
    """The cells of a line of a chart's table, each labelled for narrow screens."""
    return format_html_join(
        "", "{}", ((_cell(*pair),) for pair in zip(chart.heads[1:], line.cells, strict=True))
    )


def _cell(head: str, cell: Cell) -> SafeString:
    is_number = isinstance(cell.value, int)
    words = f"{cell.value:,}" if is_number else str(cell.value)
    if cell.href:
        link = '<a class="govuk-link govuk-link--no-visited-state" href="{}">{}</a>'
        words = format_html(link, cell.href, words)
    look = " govuk-table__cell--numeric" if head != "Changes" else ""
    return format_html(
        '<td role="cell" class="govuk-table__cell{}" data-label="{}"><div>{}</div></td>',
        look if cell.value != "" else f"{look} app-blank",
        head,
        words,
    )


@register.simple_tag
def swatch(fill: str) -> SafeString:
    """The little square of a legend, with the pattern of its fill."""
    return format_html(
        '<svg class="app-sw" viewBox="0 0 8 8" aria-hidden="true" focusable="false">'
        '<rect class="f-{}" width="8" height="8"/>{}</svg>',
        fill,
        mark_safe(f'<path class="s-weave" d="{WEAVES[fill]}"/>') if fill in WEAVES else "",
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


@register.inclusion_tag("components/chart.html")
def picture(chart: Chart) -> dict[str, Any]:
    """A chart with its key, what is dated on it, and the table of the same numbers."""
    return {"chart": chart, "svg": drawn(chart.drawing, chart.caption) if chart.drawing else ""}


def drawn(drawing: Drawing, caption: str) -> SafeString:
    """The SVG of a drawing; where anything of it is a link it is a group of things, otherwise one picture."""
    role = "group" if any(getattr(shape, "href", "") for shape in drawing.shapes) else "img"
    return format_html(
        '<svg viewBox="0 0 {} {}" role="{}" aria-label="{}"><defs>{}</defs>{}</svg>',
        f"{drawing.width:g}",
        f"{drawing.height:g}",
        role,
        caption,
        format_html_join("", "{}", ((_pattern(fill),) for fill in drawing.fills)),
        format_html_join("\n", "{}", ((_shape(shape),) for shape in drawing.shapes)),
    )


def _pattern(fill: str) -> SafeString:
    """A fill with a pattern of its own, so that it is told from others in grey too."""
    return format_html(
        '<pattern id="p-{0}" width="8" height="8" patternUnits="userSpaceOnUse">'
        '<rect class="f-{0}" width="8" height="8"/>{1}</pattern>',
        fill,
        mark_safe(f'<path class="s-weave" d="{WEAVES[fill]}"/>') if fill in WEAVES else "",
    )


def _shape(shape: Shape) -> SafeString:
    match shape:
        case Bar(x, y, width, height, fill):
            return format_html(
                '<rect fill="url(#p-{})" x="{}" y="{}" width="{}" height="{}"/>',
                fill, *(f"{number:g}" for number in (x, y, width, height)),
            )  # fmt: skip
        case Rule(x1, y1, x2, y2, look):
            return format_html(
                '<line class="s-{}" x1="{}" y1="{}" x2="{}" y2="{}"/>',
                look, *(f"{number:g}" for number in (x1, y1, x2, y2)),
            )  # fmt: skip
        case Area(points, fill):
            path = " ".join(f"{x:g},{y:g}" for x, y in points)
            return format_html('<polygon class="s-edge" fill="url(#p-{})" points="{}"/>', fill, path)
    return _text(shape)


def _text(words: Words) -> SafeString:
    text = format_html(
        '<text class="t-{}" x="{}" y="{}" text-anchor="{}">{}</text>',
        LOOKS[words.look], f"{words.x:g}", f"{words.y:g}", words.anchor, words.text,
    )  # fmt: skip
    if not words.href:
        return text
    return format_html('<a href="{}" aria-label="{}">{}</a>', words.href, words.label or words.text, text)
