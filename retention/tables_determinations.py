"""The columns of the lists of determinations: holding ones to review, and those to renew."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from cases.choices import CaseState
from cases.durations import in_days
from cases.permissions import JFIT
from cases.renewals import Months, prompt_of
from cases.views.ends import ENDS
from retention.services.raise_at_risk import RENEWALS
from retention.tables import _cell, _words

BUTTON = (
    '<a class="govuk-button govuk-button--secondary app-btn app-btn--row" role="button" draggable="false" '
    'href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>'
)


class HoldingTable(tables.Table):
    """Holding NSDs by the day of their review."""

    caption = "Holding NSDs, the first to be reviewed first"
    noun = "holding NSDs"
    row_header = "case"
    today: date
    roles: Collection[str] = frozenset()

    case = _cell("case", order_by=("case__ref", "pk"))
    made_on = _words("{{ record.made_on|day }}", verbose_name="Made", order_by=("made_on", "pk"))
    maker = _words(
        "{{ record.maker.display_name }}<small>{{ record.maker_force.name }}</small>",
        verbose_name="By",
        orderable=False,
    )
    due_on = tables.Column(verbose_name="Review by", order_by=("due_on", "pk"))
    last = _words(
        "{% load chips %}{{ record.case.last_lawful_day|day }}<small>"
        "{% day_chip record.case.last_lawful_day record.case.status %}</small>",
        verbose_name="Last lawful day",
        orderable=False,
    )
    action = tables.Column(verbose_name="Next action", empty_values=(), orderable=False)

    class Meta:
        template_name = "tables/table.html"

    def render_due_on(self, value: date) -> str:
        """The day, and how near it is."""
        left = (value - self.today).days
        words = f"{in_days(-left)} late" if left < 0 else f"{in_days(left)} left" if left else "today"
        return format_html("{}<small>{}</small>", f"{value:%-d %B %Y}", words)

    def render_action(self, record: Any) -> str:
        """A Chief Officer reviews it; JFIT prepares the full one."""
        ref = record.case.ref
        if self.roles & ENDS:  # type: ignore[operator]
            page = reverse("cases:review_holding", args=[record.case_id, record.pk])
            return format_html(BUTTON, page, "Review", ref)
        return _take_up(record.case, self.roles) or "Waits for the Chief Officer"


class RenewalTable(tables.Table):
    """NSDs to renew, by last lawful day."""

    caption = "NSDs to renew, the nearest last lawful day first"
    noun = "cases"
    row_header = "case"
    today: date
    months: Months = ()
    roles: Collection[str] = frozenset()

    case = _cell("own_case", verbose_name="Case", order_by=("ref", "pk"))
    renew_by = _words(
        '{% load chips %}<strong class="app-nowrap">{{ record.renew_by|day_short }}</strong>'
        "<small>{% day_chip record.renew_by %}</small>",
        verbose_name="Last lawful day",
        order_by=("renew_by", "pk"),
    )
    prompt = tables.Column(verbose_name="Prompt", empty_values=(), orderable=False)
    state = _words("{{ record.get_state_display }}", verbose_name="Where it stands", order_by=("state", "pk"))
    action = tables.Column(verbose_name="Next action", empty_values=(), orderable=False)

    class Meta:
        template_name = "tables/table.html"

    def render_prompt(self, record: Any) -> str:
        """Which prompt it is time for."""
        due = prompt_of(record.renew_by, self.today, self.months)
        if due is None:
            return ""
        ahead = self.months[due]
        label = RENEWALS[due].label
        return format_html("{}<small>{} month{} ahead</small>", label, ahead, "" if ahead == 1 else "s")

    def render_action(self, record: Any) -> str:
        """JFIT takes it up; what is taken up already is under way."""
        return _take_up(record, self.roles) or (
            "Not taken up yet" if record.state == CaseState.NSD_IN_FORCE else "Under way"
        )


def _take_up(case: Any, roles: Collection[str]) -> str:
    """The way for JFIT to take up a case with an NSD in force; empty for others."""
    if case.state != CaseState.NSD_IN_FORCE or not JFIT & set(roles):
        return ""
    return format_html(BUTTON, reverse("cases:reopen", args=[case.pk]), "Take it up", case.ref)
