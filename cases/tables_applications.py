"""The columns of the applications that wait for a decision."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html

from audit import clock
from cases.choices import DeterminationKind, PolicyKey
from cases.models import Case
from cases.policy import by_nation
from cases.selectors.pending import MPS, decide_by

LINK = '<a class="govuk-link govuk-link--no-visited-state" href="{}">{}</a><small>{}</small>'


class PendingTable(tables.Table):
    """Applications in the order of the law."""

    last_lawful_day = tables.Column(verbose_name="Last lawful day", orderable=False, empty_values=())
    left = tables.TemplateColumn(
        "{% load chips %}{% day_chip record.last_lawful_day record.status %}",
        verbose_name="Days left",
        orderable=False,
    )
    ref = tables.Column(verbose_name="Case", orderable=False)
    decide_by = tables.Column(verbose_name="Decide by", orderable=False, empty_values=())
    to_force = tables.Column(verbose_name="Force", orderable=False)
    since = tables.Column(verbose_name="Waits since", accessor="held_since", orderable=False)
    asked = tables.Column(verbose_name="Asked for", orderable=False)

    class Meta:
        model = Case
        fields = ("last_lawful_day", "left", "ref", "decide_by", "to_force", "since", "asked")
        template_name = "tables/table.html"

    row_header = "ref"
    noun = "applications"
    caption = "Applications that wait for a decision"
    empty_text = "No application waits here."

    @cached_property
    def budgets(self) -> dict[str, int]:
        """The days of the policy, by nation."""
        return by_nation(PolicyKey.CHIEF_OFFICER_DAYS, clock.today())

    def render_last_lawful_day(self, record: Case) -> str:
        """The day, or what there is instead."""
        day = record.last_lawful_day
        words = f"{day:%a %-d %B %Y}" if day else record.get_status_display()
        return format_html('<strong class="app-nowrap">{}</strong>', words)

    def render_ref(self, record: Any) -> str:
        """The case, with its name."""
        href = reverse("desk:case", args=[record.pk])
        return format_html(LINK, href, record.ref, record.subject_name or "Name not known")

    def render_decide_by(self, record: Case) -> str:
        """The recommended day."""
        found = decide_by(record, clock.today(), self.budgets)
        if found is None:
            return ""
        late = format_html("<small>{}</small>", "late") if found.is_late else ""
        return format_html('<span class="app-nowrap">{}</span>{}', f"{found.on:%a %-d %B %Y}", late)

    def render_to_force(self, value: str, record: Any) -> str:
        """The force; the Metropolitan Police's come first of one day."""
        first = format_html("<small>{}</small>", "first of its day") if record.to_code == MPS else ""
        return format_html("{}{}", value, first)

    def render_since(self, value: date) -> str:
        """Since when it has it."""
        return f"{value:%-d %B %Y}"

    def render_asked(self, value: str) -> str:
        """A holding NSD is told apart."""
        label = DeterminationKind(value).label
        return format_html("<strong>{}</strong>", label) if value == DeterminationKind.HOLDING else str(label)
