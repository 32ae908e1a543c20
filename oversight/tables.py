"""The columns of the lists that make figures: one table a figure, over rows that the figure gave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from cases.choices import CaseState, NotifiedBy, RequestTo, VoidBecause
from cases.durations import off_by
from oversight.causes import LABELS, Causes
from oversight.choices import KeptBecause
from oversight.filters import KINDS, REVIEWED, STANDINGS


class DayColumn(tables.TemplateColumn):
    """A day in words, sorted as a day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            '{% load words %}<span class="app-nowrap">{{ value|day_short }}</span>',
            **kwargs,
        )


class FigureTable(tables.Table):
    """One row a case, or a part of it; ``names`` are those of the cases on the page shown."""

    names: Mapping[int, str] = {}
    row_header = "ref"
    noun = "rows"
    ref = tables.Column(verbose_name="Case", order_by=("ref", "case_id"))
    items = tables.Column(
        verbose_name="Items", accessor="item_ids", orderable=False, attrs={"td": {"numeric": True}}
    )

    class Meta:
        template_name = "tables/table.html"
        sequence: tuple[str, ...] = ("ref", "...", "items")

    def render_ref(self, record: Any) -> str:
        """The reference, as a link to the case, and the name."""
        return format_html(
            '<a class="govuk-link govuk-link--no-visited-state" href="{}">{}</a><small>{}</small>',
            reverse("desk:case", args=[record.case_id]),
            record.ref,
            self.names.get(record.case_id) or "Name not known",
        )

    def render_items(self, value: tuple[int, ...]) -> int:
        """How many items."""
        return len(value)


class LapseTable(FigureTable):
    """Lapses: the day that passed, why, and whether JFIT would have applied."""

    last_lawful_day = DayColumn(verbose_name="Last lawful day")
    causes = tables.Column(verbose_name="Primary cause", order_by=("causes__primary", "last_lawful_day"))
    kind = tables.Column(verbose_name="Lapse")
    would_have_applied = tables.Column(verbose_name="Would have applied")

    class Meta(FigureTable.Meta):
        """As for every figure."""

    def render_causes(self, value: Causes, record: Any) -> str:
        """The primary cause, and under it the contributory ones."""
        also = ", ".join(LABELS[cause] for cause in value.contributory)
        small = format_html("<small>also {}</small>", also) if also else ""
        url = reverse("oversight:cause", args=[record.case_id])
        return format_html(
            '<a class="govuk-link govuk-link--no-visited-state" href="{}">{}</a><small>{}</small>{}',
            url,
            LABELS[value.primary],
            STANDINGS[value.standing],
            small,
        )

    def render_kind(self, value: str) -> str:
        """First, or at renewal."""
        return KINDS[value]

    def render_would_have_applied(self, value: str) -> str:
        """The reviewed answer."""
        return REVIEWED[value]


class UnlawfulTable(FigureTable):
    """Held unlawfully: since when, and for how many days."""

    first_unlawful_day = DayColumn(verbose_name="First unlawful day")
    days_over = tables.Column(verbose_name="Days over", attrs={"td": {"numeric": True}})
    why = tables.Column(verbose_name="Why it is kept", accessor="case_id", orderable=False)
    kept: Mapping[int, tuple[str, ...]] = {}

    class Meta(FigureTable.Meta):
        sequence = ("ref", "...", "items", "why")

    def render_why(self, value: int) -> str:
        """Why it was kept, as found, as a link to what was found."""
        found = "; ".join(KeptBecause(code).label for code in self.kept.get(value, ()))
        return format_html(
            '<a class="govuk-link govuk-link--no-visited-state" href="{}">{}</a>',
            reverse("oversight:why_kept", args=[value]),
            found or "Not yet recorded",
        )


class SavedTable(FigureTable):
    """Saved by another basis: when the power alone ended, and the conviction that saved."""

    power_ended_on = DayColumn(verbose_name="Period of the power ended")
    convicted_on = DayColumn(verbose_name="Convicted")

    class Meta(FigureTable.Meta):
        """As for every figure."""


class VoidTable(FigureTable):
    """Void determinations: when made, and why void."""

    noun = "determinations"
    made_on = DayColumn(verbose_name="Made")
    because = tables.Column(verbose_name="Why void")

    class Meta(FigureTable.Meta):
        exclude = ("items",)
        sequence = ("ref", "...")

    def render_because(self, value: str) -> str:
        """In words."""
        return VoidBecause(value).label


class MatchFigureTable(FigureTable):
    """Matches against material without cover: the incident of each, and its day."""

    noun = "matches"
    match_id = tables.Column(verbose_name="Incident", order_by=("match_id",))
    matched_on = DayColumn(verbose_name="Matched")

    class Meta(FigureTable.Meta):
        """As for every figure."""

    def render_match_id(self, value: int) -> str:
        """The incident, as a link."""
        return format_html(
            '<a class="govuk-link govuk-link--no-visited-state" href="{}">{}</a>',
            reverse("oversight:match", args=[value]),
            f"M/{value:05}",
        )


class WrongDateTable(FigureTable):
    """Wrong notified dates: what was notified, what the power gives, and how far off it is."""

    noun = "dates"
    notified_day = DayColumn(verbose_name="Notified")
    computed_day = DayColumn(verbose_name="By the power alone")
    days = tables.Column(verbose_name="Off by")
    first_on = DayColumn(verbose_name="First recorded")
    by = tables.Column(verbose_name="From", orderable=False)

    class Meta(FigureTable.Meta):
        exclude = ("items",)
        sequence = ("ref", "...")

    def render_days(self, value: int) -> str:
        """How many days early or late."""
        return off_by(value)

    def render_by(self, value: tuple[str, ...]) -> str:
        """The systems that gave it."""
        return "; ".join(NotifiedBy(system).label for system in value)


class QueueTable(FigureTable):
    """In work: with whom, since when, and the earliest last lawful day of what is held."""

    noun = "cases"
    state = tables.Column(verbose_name="Stands")
    since = DayColumn(verbose_name="Since")
    last_lawful_day = DayColumn(verbose_name="Last lawful day")

    class Meta(FigureTable.Meta):
        """As for every figure."""

    def render_state(self, value: str) -> str:
        """In words."""
        return CaseState(value).label


class RequestTable(FigureTable):
    """Requests open with third parties: whom, since when, how long."""

    noun = "requests"
    to = tables.Column(verbose_name="Asked")
    sent_on = DayColumn(verbose_name="Sent")
    days_open = tables.Column(verbose_name="Days open", attrs={"td": {"numeric": True}})

    class Meta(FigureTable.Meta):
        exclude = ("items",)
        sequence = ("ref", "...")

    def render_to(self, value: str) -> str:
        """In words."""
        return RequestTo(value).label


class EndingTable(FigureTable):
    """Cover that ends soon: the day, the days left, and where the case stands."""

    last_lawful_day = DayColumn(verbose_name="Last lawful day")
    days_left = tables.Column(verbose_name="Days left", attrs={"td": {"numeric": True}})
    state = tables.Column(verbose_name="Stands")

    class Meta(FigureTable.Meta):
        """As for every figure."""

    def render_state(self, value: str) -> str:
        """In words."""
        return CaseState(value).label


class GoneTable(FigureTable):
    """Gone: when the last of it went."""

    gone_on = DayColumn(verbose_name="Gone")

    class Meta(FigureTable.Meta):
        """As for every figure."""


TABLES: dict[str, type[FigureTable]] = {
    "queues": QueueTable,
    "requests": RequestTable,
    "ending": EndingTable,
    "gone": GoneTable,
    "lapses": LapseTable,
    "would-have-applied": LapseTable,
    "held-unlawfully": UnlawfulTable,
    "saved": SavedTable,
    "void": VoidTable,
    "matches": MatchFigureTable,
    "wrong-dates": WrongDateTable,
}


def first_day(row: Any) -> tuple[date, int]:
    """The order of every list before anybody sorts it: by its own day, then by case."""
    for name in (
        "last_lawful_day",
        "first_unlawful_day",
        "power_ended_on",
        "made_on",
        "first_on",
        "matched_on",
        "gone_on",
        "sent_on",
        "came_on",
        "on",
        "applied_on",
        "dated_on",
        "stopped_on",
        "raised_on",
    ):
        day = getattr(row, name, None)
        if day is not None:
            return day, row.case_id
    return date.min, row.case_id
