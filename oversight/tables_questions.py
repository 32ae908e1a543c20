"""The columns of kept questions and of what moved between two answers."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from oversight.models import KeptQuestion
from oversight.tables import DayColumn


class QuestionTable(tables.Table):
    """Questions kept: each with its list and its latest answer."""

    ref = tables.Column(verbose_name="Question", order_by=("pk",))
    kept_on = DayColumn(verbose_name="Kept", order_by=("kept_on", "pk"))
    by = tables.Column(verbose_name="By", accessor="kept_by__display_name", orderable=False)
    title = tables.Column(verbose_name="List", accessor="last_title", orderable=False)
    rows_now = tables.Column(
        verbose_name="Rows", accessor="last_rows", orderable=False, attrs={"td": {"numeric": True}}
    )
    asked = DayColumn(verbose_name="Last asked", accessor="last_asked", orderable=False)

    row_header = "ref"
    noun = "questions"
    caption = "Questions kept"

    class Meta:
        template_name = "tables/table.html"

    def render_ref(self, record: KeptQuestion) -> str:
        """The reference, as a link, and the words."""
        return format_html(
            '<a class="govuk-link govuk-link--no-visited-state" href="{}">{}</a><small>{}</small>',
            reverse("oversight:question", args=[record.pk]),
            record.ref,
            record.words.text,
        )


class MovedRowTable(tables.Table):
    """Rows that moved between two answers."""

    ref = tables.Column(verbose_name="Row", orderable=False)
    moved = tables.Column(verbose_name="How", orderable=False)

    row_header = "ref"
    noun = "rows"
    caption = "Rows that moved since the answer before"

    class Meta:
        template_name = "tables/table.html"

    def render_ref(self, record: Any) -> str:
        """The reference, as a link where it is of a case."""
        kind, _, number = record.about.partition(" ")
        if kind == "case" and number.isdecimal():
            url = reverse("desk:case", args=[number])
            return format_html(
                '<a class="govuk-link govuk-link--no-visited-state" href="{}">{}</a>',
                url,
                record.ref or record.about,
            )
        return str(record.ref or record.about)
