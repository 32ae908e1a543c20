"""The columns of incidents and of suspected lapses. Columns compute nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from cases.durations import off_by
from oversight.models import DateIncident

LINK = '<a class="govuk-link govuk-link--no-visited-state" href="{}">{}</a>'
NUMERIC = {"td": {"numeric": True}}


def _shown(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else "-"


class IncidentTable(tables.Table):
    """Incidents of wrong dates."""

    days = tables.Column(verbose_name="Off by", order_by=("days", "pk"))
    count = tables.Column(verbose_name="Dates", order_by=("-count", "pk"), attrs=NUMERIC)
    cases = tables.Column(verbose_name="Cases", order_by=("-cases", "pk"), attrs=NUMERIC)
    first_on = tables.Column(verbose_name="First recorded", order_by=("first_on", "pk"))
    status = tables.Column(verbose_name="How far", order_by=("status", "pk"))
    owner = tables.Column(
        verbose_name="Owner", accessor="owner__display_name", empty_values=(), orderable=False
    )

    class Meta:
        model = DateIncident
        fields = ("days", "count", "cases", "first_on", "status", "owner")
        template_name = "tables/table.html"

    row_header = "days"
    noun = "incidents"
    caption = "Incidents of wrong dates"

    def render_days(self, record: DateIncident) -> str:
        """The offset in words, as a link."""
        return format_html(LINK, reverse("oversight:incident", args=[record.pk]), off_by(record.days))

    def render_first_on(self, value: date) -> str:
        """The day."""
        return _shown(value)

    def render_owner(self, record: DateIncident) -> str:
        """Who follows it up."""
        return record.owner.display_name if record.owner else "Nobody yet"


class _OfCases(tables.Table):
    """A list about cases. ``names``: the subjects' names on this page, by case."""

    names: dict[int, str] = {}

    def case_of(self, record: Any) -> tuple[int, str]:
        """The id and the reference of the case of a row."""
        return record.case_id, record.case.ref

    def render_case(self, record: Any) -> str:
        """The reference, as a link, and the name."""
        pk, ref = self.case_of(record)
        name = self.names.get(pk) or "Name not known"
        return format_html(LINK + "<small>{}</small>", reverse("desk:case", args=[pk]), ref, name)


class IncidentCaseTable(_OfCases):
    """The dates of an incident."""

    case = tables.Column(verbose_name="Case", order_by=("case__ref", "pk"))
    notified_day = tables.Column(verbose_name="Notified", order_by=("notified_day", "pk"))
    computed_day = tables.Column(verbose_name="The law gives", order_by=("computed_day", "pk"))
    first_on = tables.Column(verbose_name="First recorded", order_by=("first_on", "pk"))

    class Meta:
        template_name = "tables/table.html"

    row_header = "case"
    noun = "dates"
    caption = "Dates of this incident"

    def render_notified_day(self, value: date) -> str:
        """The day."""
        return _shown(value)

    def render_computed_day(self, value: date) -> str:
        """The day."""
        return _shown(value)

    def render_first_on(self, value: date) -> str:
        """The day."""
        return _shown(value)


class SuspectedTable(_OfCases):
    """Cases that appear to have lapsed and of which nobody has verified it."""

    case = tables.Column(verbose_name="Case", accessor="ref", order_by=("ref",))
    since = tables.Column(verbose_name="Appears unlawful from", order_by=("last_day", "case_id"))
    why = tables.Column(verbose_name="Why", orderable=False)
    verify = tables.Column(verbose_name="Verify", empty_values=(), orderable=False)

    class Meta:
        template_name = "tables/table.html"

    row_header = "case"
    noun = "cases"
    caption = "Suspected lapses, to be verified"
    may_verify = False

    def case_of(self, record: Any) -> tuple[int, str]:
        """These rows are about a case and are no rows of a table."""
        return record.case_id, record.ref

    def render_since(self, value: date) -> str:
        """The day."""
        return _shown(value)

    def render_verify(self, record: Any) -> str:
        """The way to say what was found; the same page tells others what is known."""
        words = "Verify" if self.may_verify else "Look"
        return format_html(
            LINK, reverse("oversight:verify_lapse", args=[record.case_id]),
            format_html('{}<span class="govuk-visually-hidden"> {}</span>', words, record.ref),
        )  # fmt: skip


class VerifiedTable(_OfCases):
    """What supervisors found."""

    case = tables.Column(verbose_name="Case", order_by=("case__ref", "pk"))
    last_day = tables.Column(verbose_name="Lapsed after", order_by=("last_day", "pk"))
    verified_on = tables.Column(verbose_name="Verified", order_by=("-verified_on", "pk"))
    recorded_by = tables.Column(verbose_name="By", accessor="recorded_by__display_name", orderable=False)
    reason = tables.Column(verbose_name="How", accessor="reason__text", orderable=False)

    class Meta:
        template_name = "tables/table.html"

    row_header = "case"
    noun = "cases"
    caption = "Verified"

    def render_last_day(self, value: date) -> str:
        """The day."""
        return _shown(value)

    def render_verified_on(self, value: date) -> str:
        """The day."""
        return _shown(value)
