"""The columns of the lists of the Commissioner's desk. Columns compute nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from law.copies import copy_due_on
from oversight.choices import ReviewOutcome
from oversight.copies import how_due
from oversight.models import Enquiry, OversightItem
from oversight.tables_incidents import LINK


def words_of(template: str, **more: Any) -> tables.TemplateColumn:
    """A column that is a few words of a row."""
    return tables.TemplateColumn("{% load chips words %}" + template, empty_values=(), **more)


CASE = (
    '<a class="govuk-link govuk-link--no-visited-state" href="{% url "desk:case" record.case_id %}">'
    "{{ record.case.ref }}</a>"
)
MADE = '{{ record.made_on|day }}{% if record.void_because %} {% tag "Void" "grey" %}{% endif %}'
MAKER = "{{ record.maker.display_name }}<small>{{ record.maker_force.name }}</small>"


class DeterminationTable(tables.Table):
    """Determinations with the outcome of their review."""

    caption = "Determinations"
    noun = "determinations"
    row_header = "case"

    case = words_of(CASE, verbose_name="Case", order_by=("case__ref", "pk"))
    made_on = words_of(MADE, verbose_name="Made", order_by=("made_on", "pk"))
    maker = words_of(MAKER, verbose_name="By", orderable=False)
    outcome = tables.Column(verbose_name="Review", order_by=("outcome", "pk"), empty_values=())
    look = tables.Column(verbose_name="Next action", empty_values=(), orderable=False)

    class Meta:
        template_name = "tables/table.html"

    def render_outcome(self, record: Any) -> str:
        """What was found, and when."""
        if not record.outcome:
            return "Not yet reviewed"
        on = f"{record.reviewed_on:%-d %B %Y}"
        return format_html("{}<small>{}</small>", ReviewOutcome(record.outcome).label, on)

    def render_look(self, record: Any) -> str:
        """The way to the record and the review."""
        hidden = format_html('Review<span class="govuk-visually-hidden"> {}</span>', record.case.ref)
        return format_html(LINK, reverse("oversight:determination", args=[record.pk]), hidden)


class CopyTable(tables.Table):
    """Copies for the Commissioner."""

    caption = "Copies of determinations"
    noun = "copies"
    row_header = "case"
    today: date
    show = "unsent"
    may_send = False

    case = words_of(CASE, verbose_name="Case", order_by=("case__ref", "pk"))
    made_on = words_of(MADE, verbose_name="Made", order_by=("made_on", "pk"))
    maker = words_of(MAKER, verbose_name="By", orderable=False)
    due = tables.Column(verbose_name="Copy due", empty_values=(), order_by=("made_on", "pk"))
    act = tables.Column(verbose_name="Next action", empty_values=(), orderable=False)

    class Meta:
        template_name = "tables/table.html"

    def render_due(self, record: Any) -> str:
        """The last day on which it may be sent, and how near that is while it is to be sent."""
        due = f"{copy_due_on(record.made_on):%-d %B %Y}"
        if self.show != "unsent":
            return due
        return format_html("{}<small>{}</small>", due, how_due(record.made_on, self.today))

    def render_act(self, record: Any) -> str:
        """Record that it was sent; others look."""
        said = "Record that it was sent" if self.may_send and self.show != "sent" else "Look"
        hidden = format_html('{}<span class="govuk-visually-hidden"> {}</span>', said, record.case.ref)
        return format_html(LINK, reverse("oversight:copy", args=[record.pk]), hidden)


class EnquiryTable(tables.Table):
    """What the Commissioner asked."""

    caption = "Asked by the Commissioner"
    noun = "requests"
    row_header = "ref"
    today: date

    ref = tables.Column(verbose_name="Reference", accessor="pk", order_by=("pk",))
    kind = words_of(
        "{{ record.get_kind_display }}<small>{{ record.words.text|truncatechars:90 }}</small>",
        verbose_name="What", order_by=("kind", "pk"),
    )  # fmt: skip
    whom = words_of("{{ record.whom }}", verbose_name="Of whom", order_by=("asked_of", "pk"))
    asked = words_of(
        "{{ record.asked_on|day }}<small>{{ record.asked_by.display_name }}</small>",
        verbose_name="Asked", order_by=("asked_on", "pk"),
    )  # fmt: skip
    due = tables.Column(verbose_name="Answer due", accessor="due_on", order_by=("due_on", "pk"))
    status = words_of("{{ record.get_status_display }}", verbose_name="How far", order_by=("status", "pk"))

    class Meta:
        template_name = "tables/table.html"

    def render_ref(self, record: Enquiry) -> str:
        """The reference, as a link."""
        return format_html(LINK, reverse("oversight:enquiry", args=[record.pk]), record.ref)

    def render_due(self, record: Enquiry) -> str:
        """The day, and that it has passed without an answer."""
        late = record.status == "open" and record.due_on < self.today
        return format_html(
            "{}{}", f"{record.due_on:%-d %B %Y}", format_html("<small>{}</small>", "late") if late else ""
        )


class ItemTable(tables.Table):
    """Oversight items."""

    caption = "Oversight items"
    noun = "items"
    row_header = "title"
    today: date

    title = tables.Column(verbose_name="Under review", order_by=("title", "pk"))
    owner = words_of("{{ record.owner.display_name }}", verbose_name="Owner", orderable=False)
    opened = words_of(
        "{{ record.opened_on|day }}<small>{{ record.opened_by.display_name }}</small>",
        verbose_name="Opened", order_by=("opened_on", "pk"),
    )  # fmt: skip
    review = tables.Column(
        verbose_name="Next review", accessor="next_review_on", order_by=("next_review_on", "pk")
    )
    status = words_of("{{ record.get_status_display }}", verbose_name="How far", order_by=("status", "pk"))

    class Meta:
        template_name = "tables/table.html"

    def render_title(self, record: OversightItem) -> str:
        """The title, as a link."""
        return format_html(LINK, reverse("oversight:item", args=[record.pk]), record.title)

    def render_review(self, record: OversightItem) -> str:
        """The day, and that it has come."""
        if record.status == "closed":
            return "None"
        late = record.next_review_on < self.today
        day = f"{record.next_review_on:%-d %B %Y}"
        return format_html("{}{}", day, format_html("<small>{}</small>", "late") if late else "")
