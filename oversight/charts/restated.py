"""The waterfall of a restatement: what was published, what moved it and why, what it would be now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Officer
from oversight import figures
from oversight.charts.base import Cell, Chart, Key, Line
from oversight.charts.scopes import reading_lives
from oversight.choices import MovedBecause
from oversight.drawing import Step, waterfall
from oversight.figures import Answer, Figure
from oversight.frozen import unpacked
from oversight.models import Restatement
from oversight.restating import MovedRow
from oversight.selectors import Days, list_url

# The rows of a case, each as its subject and its items.
Rows = dict[int, list[tuple[int, tuple[int, ...]]]]
KEYS = (
    Key("As reported and as it would be", "c1"),
    Key("What moved it up", "c4"),
    Key("What moved it down", "c5"),
)


def restatements() -> QuerySet[Restatement]:
    """The latest restatement of each published figure that now has another value, in the order of figures."""
    latest = Restatement.objects.order_by("published", "-sequence").distinct("published").values("pk")
    rows = Restatement.objects.filter(pk__in=latest).select_related("published__pack")
    order = ("published__number", "published__as_at", "-published__pack", "pk")
    return rows.defer("published__content").order_by(*order)


def of_restatement(entry: Restatement, officer: Officer, today: date) -> Chart:
    """What a pack published, and what it would be as known on the day on which the difference was noticed."""
    published = entry.published
    moved = dict(entry.moved_rows.values_list("case_id", "because"))
    figure = figures.REGISTER.get(published.slug)
    now: Rows = {}
    if figure is not None and moved:
        now_days = Days(published.as_at, entry.known_at)
        with reading_lives(moved.keys(), now_days, officer, today) as lives:
            now = by_case(figures.answer([figure], lives, published.as_at)[figure.slug].rows)
    then = by_case(unpacked(published.content))
    page = reverse("oversight:restatement", args=[entry.pk])
    then_days, now_days = Days(published.as_at, published.known_at), Days(published.as_at, entry.known_at)
    return _chart(
        title=f"{published.title} at {published.as_at:%-d %B %Y}: restated",
        unit=published.unit,
        ends=(published.value, entry.value),
        days=(then_days, now_days),
        urls=(_list(figure, then_days), _list(figure, now_days)),
        deltas=deltas(published.unit, then, now, moved),
        moved=Counter(moved.values()),
        links={code: f"{page}?because={code}" for code in MovedBecause.values},
    )


def of_answers(then: Answer, now: Answer, moved: Iterable[MovedRow], days: tuple[Days, Days]) -> Chart:
    """The same between two days of knowledge, whether or not anything was published."""
    because = {row.case_id: row.because for row in moved}
    figure = now.figure
    return _chart(
        title=f"{figure.title} at {now.as_at:%-d %B %Y}: what moved",
        unit=figure.unit,
        ends=(then.number, now.number),
        days=days,
        urls=(_list(figure, days[0]), _list(figure, days[1])),
        deltas=deltas(figure.unit, by_case(then.rows), by_case(now.rows), because),
        moved=Counter(because.values()),
        links=dict.fromkeys(MovedBecause.values, "#moved"),
    )


def deltas(unit: str, then: Rows, now: Rows, because: Mapping[int, str]) -> dict[str, int]:
    """By how much each reason moved the number: its cases are put in place one reason after another."""
    standing, before, found = dict(then), count(unit, then), {}
    for code in MovedBecause.values:
        for case in (case for case, why in because.items() if why == code):
            standing.pop(case, None)
            if case in now:
                standing[case] = now[case]
        after = count(unit, standing)
        found[str(code)], before = after - before, after
    return found


def count(unit: str, rows: Rows) -> int:
    """The number of rows in the unit of their figure."""
    flat = [row for of_case in rows.values() for row in of_case]
    if unit == "individuals":
        return len({subject for subject, _ in flat})
    if unit == "items":
        return len({item for _, items in flat for item in items})
    return len(rows) if unit == "cases" else len(flat)


def by_case(rows: Iterable[Any]) -> Rows:
    """Rows of a figure, as they are or as they were frozen, by their case."""
    found: Rows = defaultdict(list)
    for row in rows:
        said = row if isinstance(row, dict) else asdict(row)
        found[said["case_id"]].append((said["subject_id"], tuple(said.get("item_ids") or ())))
    return dict(found)


def _list(figure: Figure | None, days: Days) -> str:
    return list_url(figure, days) if figure else ""


def _chart(
    *,
    title: str,
    unit: str,
    ends: tuple[int, int],
    days: tuple[Days, Days],
    urls: tuple[str, str],
    deltas: Mapping[str, int],
    moved: Mapping[str, int],
    links: Mapping[str, str],
) -> Chart:
    first, last = ends
    known = [f"known {day.known_at:%-d %b %Y}" for day in days]
    steps = [Step("First reported", first, known[0], urls[0], is_level=True)]
    lines = [Line(steps[0].label, (Cell(first, urls[0]), Cell("")), known[0])]
    for code, label in MovedBecause.choices:
        if moved.get(code):
            steps.append(Step(str(label), deltas[code], f"{moved[code]:,} cases", links[code]))
            lines.append(Line(str(label), (Cell(f"{deltas[code]:+,}"), Cell(moved[code], links[code]))))
    rest = last - first - sum(deltas.values())
    if rest:
        steps.append(Step("Remainder", rest, "not accounted for"))
        lines.append(Line("Remainder, not accounted for", (Cell(f"{rest:+,}"), Cell(""))))
    steps.append(Step("As known later", last, known[1], urls[1], is_level=True))
    lines.append(Line(steps[-1].label, (Cell(last, urls[1]), Cell("")), known[1]))
    return Chart(
        title=title,
        unit=unit,
        heads=("Step", unit.capitalize(), "Cases that moved"),
        lines=tuple(lines),
        drawing=waterfall(steps),
        key=KEYS,
        notes=("One individual may have several cases, and one case several items: the columns may differ.",),
    )
