"""The columns of packs, of meetings, and of what was restated. Columns compute nothing."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from oversight.choices import Moved, MovedBecause
from oversight.models import Meeting, Pack, Restatement, RestatementRow
from oversight.restating import MovedRow
from oversight.tables import DayColumn
from oversight.tables_incidents import LINK, NUMERIC


class PackTable(tables.Table):
    """Packs, the latest first."""

    ref = tables.Column(verbose_name="Pack", accessor="pk", order_by=("pk",))
    kind = tables.Column(verbose_name="Kind", order_by=("kind", "pk"))
    as_at = DayColumn(verbose_name="As at", order_by=("as_at", "pk"))
    known_at = DayColumn(verbose_name="As known at", order_by=("known_at", "pk"))
    frozen_at = tables.TemplateColumn(
        "{% load words %}{{ record.frozen_at|moment }}", verbose_name="Frozen", order_by=("frozen_at", "pk")
    )

    class Meta:
        template_name = "tables/table.html"

    row_header = "ref"
    noun = "packs"
    caption = "Packs"

    def render_ref(self, record: Pack) -> str:
        """The reference, as a link."""
        return format_html(LINK, reverse("oversight:pack", args=[record.pk]), record.ref)

    def render_kind(self, record: Pack) -> str:
        """In words."""
        return record.get_kind_display()


class MeetingTable(tables.Table):
    """Meetings, the latest first."""

    held_on = tables.Column(verbose_name="Held on", order_by=("held_on", "pk"))
    kind = tables.Column(verbose_name="About the", order_by=("kind", "pk"))
    pack = tables.Column(verbose_name="Pack", accessor="pack__ref", order_by=("pack", "pk"))
    closed_on = tables.Column(verbose_name="Closed", empty_values=(), order_by=("closed_on", "pk"))

    class Meta:
        template_name = "tables/table.html"

    row_header = "held_on"
    noun = "meetings"
    caption = "Meetings"

    def render_held_on(self, record: Meeting) -> str:
        """The day, as a link to the meeting."""
        url = reverse("oversight:meeting", args=[record.pk])
        return format_html(LINK, url, f"{record.held_on:%-d %B %Y}")

    def render_kind(self, record: Meeting) -> str:
        """In words."""
        return record.get_kind_display()

    def render_closed_on(self, record: Meeting) -> str:
        """When it was closed."""
        return f"{record.closed_on:%-d %B %Y}" if record.closed_on else "Not yet closed"


class RestatementTable(tables.Table):
    """The restatement log."""

    title = tables.Column(
        verbose_name="Figure", accessor="published__title", order_by=("published__title", "pk")
    )
    as_at = DayColumn(verbose_name="As at", accessor="published__as_at", order_by=("published__as_at", "pk"))
    pack = tables.Column(
        verbose_name="Published in", accessor="published__pack__ref", order_by=("published__pack", "pk")
    )
    was = tables.Column(
        verbose_name="Published",
        accessor="published__value",
        attrs=NUMERIC,
        order_by=("published__value", "pk"),
    )
    value = tables.Column(verbose_name="Would be", attrs=NUMERIC, order_by=("value", "pk"))
    difference = tables.Column(verbose_name="Difference", attrs=NUMERIC, orderable=False)
    because = tables.Column(verbose_name="Why", empty_values=(), orderable=False)
    known_at = DayColumn(verbose_name="Known at", order_by=("known_at", "pk"))
    told = tables.Column(verbose_name="Told", accessor="is_told", empty_values=(), orderable=False)

    class Meta:
        template_name = "tables/table.html"

    row_header = "title"
    noun = "restatements"
    caption = "Published figures that would now be different"

    def render_title(self, record: Restatement) -> str:
        """The figure, as a link to the rows that moved."""
        url = reverse("oversight:restatement", args=[record.pk])
        return format_html(LINK, url, f"{record.published.title}")

    def render_pack(self, record: Restatement) -> str:
        """The pack, as a link."""
        pack = record.published.pack
        return format_html(LINK, reverse("oversight:pack", args=[pack.pk]), pack.ref)

    def render_was(self, value: int) -> str:
        """With its thousands."""
        return f"{value:,}"

    def render_value(self, value: int) -> str:
        """With its thousands."""
        return f"{value:,}"

    def render_difference(self, record: Restatement) -> str:
        """With its sign."""
        return f"{record.difference:+,}" if record.difference else "0"

    def render_told(self, value: bool) -> str:
        """Whether anybody was told and it was explained."""
        return "Yes" if value else "Not yet"

    def render_because(self, record: Restatement) -> str:
        """How many rows moved by what."""
        by = (("fact", record.by_fact), ("law", record.by_law), ("definition", record.by_definition))
        said = ", ".join(f"{count:,} by {what}" for what, count in by if count)
        return f"Rows: {said}" if said else "As published again"


class MovedTable(tables.Table):
    """The rows that moved, as the restatement log keeps them."""

    ref = tables.Column(verbose_name="Case", accessor="case__ref", order_by=("case__ref", "pk"))
    moved = tables.Column(verbose_name="In the figure", order_by=("moved", "pk"))
    because = tables.Column(verbose_name="By", order_by=("because", "pk"))
    why = tables.Column(verbose_name="What changed", orderable=False)

    class Meta:
        template_name = "tables/table.html"

    row_header = "ref"
    noun = "rows"
    caption = "The rows that moved"

    def render_ref(self, value: str, record: RestatementRow | MovedRow) -> str:
        """The case, as a link."""
        return format_html(LINK, reverse("desk:case", args=[record.case_id]), value)

    def render_moved(self, record: RestatementRow | MovedRow) -> str:
        """In words."""
        return str(Moved(record.moved).label)

    def render_because(self, record: RestatementRow | MovedRow) -> str:
        """In words."""
        return str(MovedBecause(record.because).label)

    def render_why(self, value: Any) -> str:
        """With a capital."""
        return str(value)[:1].upper() + str(value)[1:]


class ComparedTable(MovedTable):
    """The same between two days of knowledge, worked out at the moment of asking."""

    ref = tables.Column(verbose_name="Case", order_by=("ref", "case_id"))
    moved = tables.Column(verbose_name="In the figure", order_by=("moved", "case_id"))
    because = tables.Column(verbose_name="By", order_by=("because", "case_id"))

    class Meta(MovedTable.Meta):
        pass
