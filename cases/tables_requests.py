"""The columns of the list of open requests. Columns compute nothing but days between dates."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from audit import clock
from cases.durations import in_days
from cases.models import Request

LINK = '<a class="govuk-link govuk-link--no-visited-state" href="{}">{}</a><small>{}</small>'


class AwaitedTable(tables.Table):
    """Open requests, by the last lawful day of the case."""

    last_lawful_day = tables.TemplateColumn(
        '{% load chips words %}{% if record.case.last_lawful_day %}<strong class="app-nowrap">'
        "{{ record.case.last_lawful_day|day_short }}</strong>{% endif %}"
        "{% day_chip record.case.last_lawful_day record.case.status %}",
        verbose_name="Last lawful day",
        order_by=("case__urgency", "case__sort_day", "pk"),
        empty_values=(),
    )
    case = tables.Column(verbose_name="Case", accessor="case__ref", order_by=("case__ref", "pk"))
    to = tables.Column(verbose_name="Asked of", order_by=("to", "unit_name", "pk"))
    sent_on = tables.Column(verbose_name="Asked", order_by=("sent_on", "pk"))
    due_on = tables.Column(verbose_name="Answer due", order_by=("due_on", "pk"))
    chased_on = tables.Column(verbose_name="Chased", empty_values=(), orderable=False)
    action = tables.Column(verbose_name="Next action", empty_values=(), orderable=False)

    class Meta:
        model = Request
        fields = ("last_lawful_day", "case", "to", "sent_on", "due_on", "chased_on", "action")
        template_name = "tables/table.html"

    row_header = "case"
    noun = "requests"
    caption = "Open requests, by last lawful day of the case"
    may_chase = False

    def render_case(self, record: Any) -> str:
        """The case, as a link, and the name."""
        href = reverse("cases:requests", args=[record.case_id])
        return format_html(LINK, href, record.case.ref, record.subject_name or "Name not known")

    def render_to(self, record: Any) -> str:
        """Who was asked."""
        return record.unit_name or record.get_to_display()

    def render_sent_on(self, value: Any) -> str:
        """The day it was sent."""
        return f"{value:%-d %B %Y}"

    def render_due_on(self, value: Any, record: Any) -> str:
        """The target day; days late are against whoever was asked."""
        late = (clock.today() - value).days
        over = f"{in_days(late)} late" if late > 0 else ""
        promised = f"promised for {record.promised_for:%-d %B}" if record.promised_for else ""
        notes = ", ".join(note for note in (over, promised) if note)
        return format_html("{}<small>{}</small>", f"{value:%-d %B %Y}", notes)

    def render_chased_on(self, record: Any) -> str:
        """The latest chase, and whether the manager has it."""
        if record.escalated_on:
            return f"Escalated {record.escalated_on:%-d %B}"
        return f"{record.chased_on:%-d %B}" if record.chased_on else "Not chased"

    def render_action(self, record: Any) -> str:
        """Chase what is late, for who may; look at the others."""
        if self.may_chase and record.due_on < clock.today():
            words, href = "Chase", reverse("cases:request_step", args=[record.pk, "chased"])
        else:
            words, href = "See the request", reverse("cases:request", args=[record.pk])
        return format_html(
            '<a class="govuk-button govuk-button--secondary app-btn app-btn--row" role="button" '
            'draggable="false" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>',
            href,
            words,
            record.case.ref,
        )
