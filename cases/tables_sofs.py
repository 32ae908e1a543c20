"""The columns of SOFS's lists. Columns compute nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from audit import clock
from cases.durations import in_days
from cases.models import Case, Material
from cases.sofs import Next
from cases.tables import LINK

CHIP = "{% load chips %}{% day_chip record.last_lawful_day record.status %}"


class SofsTable(tables.Table):
    """Cases of a list of SOFS, each with its next action; ``nexts`` holds those of the page shown."""

    nexts: dict[int, Next]

    last_lawful_day = tables.Column(
        verbose_name="Last lawful day", order_by=("urgency", "sort_day", "pk"), empty_values=()
    )
    chip = tables.TemplateColumn(CHIP, verbose_name="Days left", orderable=False, empty_values=())
    ref = tables.Column(verbose_name="Case", order_by=("ref", "pk"))
    taken_on = tables.Column(verbose_name="Taken", order_by=("taken_on", "pk"), empty_values=())
    since = tables.Column(verbose_name="With SOFS since", empty_values=(), orderable=False)
    action = tables.Column(verbose_name="Next action", empty_values=(), orderable=False)

    class Meta:
        model = Case
        fields = ("last_lawful_day", "chip", "ref", "taken_on", "since", "action")
        template_name = "tables/table.html"

    row_header = "ref"
    noun = "cases"
    caption = "Cases"

    def render_last_lawful_day(self, record: Any) -> str:
        """The day; for an unresolved case the shortest candidate."""
        if record.last_lawful_day:
            day = f"{record.last_lawful_day:%a %-d %B %Y}"
            return format_html('<strong class="app-nowrap">{}</strong>', day)
        return f"Perhaps {words(record.candidate_day)}" if record.candidate_day else "None yet"

    def render_ref(self, record: Any) -> str:
        """The case, as a link, with the name."""
        name = getattr(record, "subject_name", "") or "Name not known"
        return format_html(
            LINK + "<small>{}</small>", reverse("desk:case", args=[record.pk]), record.ref, name
        )

    def render_taken_on(self, record: Any) -> str:
        """The day and the place."""
        return format_html("{}<small>{}</small>", words(record.taken_on) or "Not known", record.place)

    def render_since(self, record: Any) -> str:
        """Since when, and for how long."""
        since = getattr(record, "waiting_since", None) or record.held_since or record.opened_on
        return format_html("{}<small>{}</small>", words(since), age(since))

    def render_action(self, record: Any) -> str:
        """What somebody of SOFS does next; nobody else does."""
        return button(self.nexts.get(record.pk), record.ref)


class UndecidedTable(SofsTable):
    """Cases past the days that SOFS has."""

    decide_by = tables.Column(verbose_name="To be decided by", order_by=("waiting_since", "pk"))

    class Meta(SofsTable.Meta):
        fields = ("last_lawful_day", "chip", "ref", "since", "decide_by", "action")
        exclude = ("taken_on",)

    caption = "Neither retained nor referred in time"

    def render_decide_by(self, value: date) -> str:
        """The last of the days, and how long ago that is."""
        return format_html("{}<small>{} late</small>", words(value), age(value))


class RecheckTable(SofsTable):
    """Cases whose checks are due."""

    checked_on = tables.Column(
        verbose_name="PNC last checked", order_by=("checked_on", "pk"), empty_values=()
    )
    check_due = tables.Column(verbose_name="Due", order_by=("check_due", "pk"))

    class Meta(SofsTable.Meta):
        fields = ("check_due", "checked_on", "ref", "last_lawful_day", "chip", "action")
        exclude = ("taken_on", "since")

    caption = "Checks that are due"

    def render_checked_on(self, record: Any) -> str:
        """The day of the latest check."""
        return words(record.checked_on) or "Never"

    def render_check_due(self, value: date) -> str:
        """The day, and how long ago."""
        return format_html(
            "{}<small>{}</small>", words(value), f"{age(value)} ago" if value < clock.today() else ""
        )

    def render_action(self, record: Any) -> str:
        """To check; whoever may not sees none."""
        has = record.pk in self.nexts
        return button(
            Next("Record a check", reverse("cases:check", args=[record.pk])) if has else None, record.ref
        )


class UnenrolledTable(tables.Table):
    """Items that no database has; ``nexts`` says of which cases somebody may record it."""

    nexts: dict[int, Next]

    case = tables.Column(verbose_name="Case", accessor="case__ref", order_by=("case__ref", "pk"))
    kind = tables.Column(verbose_name="Item", order_by=("kind", "pk"))
    since = tables.Column(verbose_name="With SOFS since", empty_values=(), order_by=("since", "pk"))
    last_lawful_day = tables.Column(
        verbose_name="Last lawful day", order_by=("last_lawful_day", "pk"), empty_values=()
    )
    action = tables.Column(verbose_name="Next action", empty_values=(), orderable=False)

    class Meta:
        model = Material
        fields = ("case", "kind", "since", "last_lawful_day", "action")
        template_name = "tables/table.html"

    row_header = "case"
    noun = "items"
    caption = "Items that no database has"

    def render_case(self, record: Any) -> str:
        """The case, as a link."""
        return format_html(LINK, reverse("desk:case", args=[record.case_id]), record.case.ref)

    def render_since(self, record: Any) -> str:
        """Since when, and for how long."""
        if record.since is None:
            return "Not known"
        return format_html("{}<small>{}</small>", words(record.since), age(record.since))

    def render_last_lawful_day(self, record: Any) -> str:
        """The item's own."""
        return words(record.last_lawful_day) or str(record.get_status_display())

    def render_action(self, record: Any) -> str:
        """To record its enrolment; whoever may not sees none."""
        has = record.case_id in self.nexts
        href = reverse("cases:enrol", args=[record.case_id])
        return button(Next("Record enrolment", href) if has else None, record.case.ref)


def button(next_step: Next | None, ref: str) -> str:
    """The button of a row."""
    if next_step is None:
        return ""
    return format_html(
        '<a class="govuk-button app-btn app-btn--row" role="button" draggable="false" href="{}">{}'
        '<span class="govuk-visually-hidden"> {}</span></a>',
        next_step.href,
        next_step.text,
        ref,
    )


def words(day: date | None) -> str:
    """A day in words; nothing of none."""
    return f"{day:%-d %B %Y}" if day else ""


def age(since: date) -> str:
    """How many days ago."""
    return in_days((clock.today() - since).days)
