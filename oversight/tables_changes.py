"""The columns of the list of changes of staffing and practice."""

from __future__ import annotations

import django_tables2 as tables

from oversight.changes import words_of_change
from oversight.models import StaffingChange
from oversight.tables import DayColumn


class StaffingTable(tables.Table):
    """From which day, whose, what, and who recorded it."""

    caption = "Changes of staffing and practice, the latest first"
    noun = "changes"
    row_header = "changed_on"

    changed_on = DayColumn(verbose_name="From", order_by=("changed_on", "pk"))
    what = tables.Column(verbose_name="Change", empty_values=(), order_by=("team", "kind", "pk"))
    people = tables.Column(verbose_name="People", attrs={"td": {"numeric": True}}, order_by=("people", "pk"))
    note = tables.Column(verbose_name="Note", accessor="note__text", orderable=False)
    recorded_by = tables.TemplateColumn(
        "{% load words %}{{ record.recorded_by.display_name }}<small>{{ record.recorded_at|moment }}</small>",
        verbose_name="Recorded by",
        orderable=False,
    )

    class Meta:
        template_name = "tables/table.html"

    def render_what(self, record: StaffingChange) -> str:
        """In words."""
        return words_of_change(record)
