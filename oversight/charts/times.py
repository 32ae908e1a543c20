"""Charts of time: the days left at each hand-over, and how far what is past its cover has come to its end."""

from __future__ import annotations

from datetime import date

from accounts.models import Officer
from cases.choices import PolicyKey
from cases.policy import together
from oversight import figures
from oversight.charts import scopes
from oversight.charts.base import Beside, Cell, Chart, Key, Line
from oversight.drawing import Spread, spreads
from oversight.figures.deletion import STEPS
from oversight.figures.stages import HAND_OVERS
from oversight.selectors import Days, answers, list_url
from oversight.spreads import Times, times

# What remains to be done after each hand-over, by the budgets of the stages.
REMAINS = {
    "jfit": (PolicyKey.THIRD_PARTY_DAYS, PolicyKey.JFIT_DECISION_DAYS, PolicyKey.CHIEF_OFFICER_DAYS),
    "chief_officer": (PolicyKey.CHIEF_OFFICER_DAYS,),
    "sign_off": (PolicyKey.SIGN_OFF_DAYS,),
}
REACHED = {
    "waiting": "Past its cover, hidden here from that day",
    "instructed": "A place was told",
    "non_searchable": "Evidenced non-searchable",
    "gone": "Gone from every place",
}
FILLS = ("dark", "work", "c2", "spent")


def hand_overs(days: Days, officer: Officer, today: date) -> Chart:
    """How many days were left at each hand-over, against the budget of what then remained."""
    with scopes.reading_lives(scopes.handed_over(days), days, officer, today) as lives:
        found = figures.answer([figures.HANDED_OVER], lives, days.as_at)[figures.HANDED_OVER.slug]
    policies = together(days.as_at, *{key for keys in REMAINS.values() for key in keys})
    drawn, lines, short = [], [], 0
    for kind, words in HAND_OVERS.items():
        rows = [row for row in found.rows if row.hand_over == kind]
        limit = sum(policies[key][""] for key in REMAINS[kind])
        measured = times(words, list_url(figures.HANDED_OVER, days, hand_over=kind), rows)
        row = _drawn(measured, [row.days for row in rows], limit)
        drawn.append(row)
        short += sum(each.days < limit for each in rows)
        said: list[int | str] = [row.lowest, row.tenth, f"{row.middle:g}", row.ninetieth, row.highest]
        cells = [Cell(value if rows else "") for value in said]
        lines.append(Line(words, (Cell(len(rows), measured.href), *cells, Cell(limit))))
    return Chart(
        title="Days left at hand-over",
        unit="days",
        heads=(
            *("Hand-over", "Hand-overs", "Fewest", "10th percentile", "Median", "90th percentile", "Most"),
            "Budget of what remains",
        ),
        lines=tuple(lines),
        drawing=spreads(drawn),
        key=(
            Key("From the 10th to the 90th percentile", "c2"),
            Key("Thin line: from the fewest to the most. Thick: the median"),
            Key("Dashed: the budget of what then remained"),
        ),
        beside=(
            Beside(found.number, "hand-overs with an end of cover", list_url(figures.HANDED_OVER, days)),
            Beside(short, "with fewer days left than the budget of what remained"),
            Beside(sum(row.days < 0 for row in found.rows), "after the last lawful day had passed"),
        ),
        notes=("Percentiles are by nearest rank. Days below nought are those past the last lawful day.",),
        empty="" if found.rows else "Nothing had been handed over at these two dates.",
    )


def _drawn(measured: Times, left: list[int], limit: int) -> Spread:
    """A row of the drawing; of nothing, one without a bar."""
    spread, tenth = measured.spread, measured.tenth
    if not left or spread.median is None or spread.ninetieth is None or tenth is None:
        return Spread(measured.label, 0, 0, 0, 0, 0, limit, measured.href)
    return Spread(
        measured.label,
        min(left),
        tenth,
        spread.median,
        spread.ninetieth,
        max(left),
        limit,
        measured.href,
        len(left),
    )


def deletions(days: Days, officer: Officer, today: date) -> Chart:
    """Items past their cover by the furthest step reached, and how long the oldest has waited at each."""
    among = scopes.may_have_lapsed(days, today)
    found = answers([figures.PAST_COVER], days, officer, today, among=among)[figures.PAST_COVER.slug]
    steps = list(STEPS)
    lines = []
    for place, (step, fill) in enumerate(zip(steps, FILLS, strict=True)):
        reached = [row for row in found.rows if steps.index(row.step) >= place]
        waits = [row.days for row in found.rows if row.step == step and step != steps[-1]]
        lines.append(
            Line(
                REACHED[step],
                (
                    Cell(len(reached), list_url(figures.PAST_COVER, days, reached=step)),
                    Cell(len(waits), list_url(figures.PAST_COVER, days, step=step)) if waits else Cell(""),
                    Cell(max(waits) if waits else ""),
                ),
                fill=fill,
            )
        )
    still = [row for row in found.rows if row.step != steps[-1]]
    searched = sum(row.step in steps[:2] for row in found.rows)
    return Chart(
        title="Deletion, from the first unlawful day to gone",
        unit="items",
        heads=("Step reached", "Items", "Wait for the next", "Oldest, in days over"),
        lines=tuple(lines),
        bars=0,
        beside=(
            Beside(len(still), "past their cover and not yet gone"),
            Beside(searched, "not yet evidenced non-searchable"),
            Beside(max((row.days for row in still), default=0), "days over: the oldest"),
        ),
        notes=(
            "An item counts at every step up to the furthest that it reached. Non-searchable is still held.",
            "What was approved and executed stands among the deletion orders.",
        ),
        empty="" if found.rows else "Nothing was past its cover at these two dates.",
    )
