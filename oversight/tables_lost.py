"""The columns of lost cases, of lapses with their remedies, and of matches. Columns compute nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from oversight.causes import LABELS
from oversight.models import MatchIncident
from oversight.tables_desk import words_of
from oversight.tables_incidents import LINK, _OfCases


class _OfLapses(_OfCases):
    """A list of lapses, which are no rows of a table."""

    case = tables.Column(verbose_name="Case", accessor="ref", order_by=("ref",))

    class Meta:
        template_name = "tables/table.html"

    row_header = "case"
    may_act = True

    def case_of(self, record: Any) -> tuple[int, str]:
        """The case of a lapse."""
        return record.case_id, record.ref

    def _link(self, name: str, said: str, record: Any) -> str:
        words = format_html('{}<span class="govuk-visually-hidden"> {}</span>', said, record.ref)
        return format_html(LINK, reverse(name, args=[record.case_id]), words)


class LostTable(_OfLapses):
    """Lost cases with their mitigation."""

    lapsed = tables.Column(
        verbose_name="Lapsed after", accessor="last_lawful_day", order_by=("last_lawful_day", "case_id")
    )
    status = tables.Column(verbose_name="How far", accessor="status_words", order_by=("status", "case_id"))
    who = tables.Column(
        verbose_name="Who decides or acts", accessor="mitigation", empty_values=(), orderable=False
    )
    replaced = tables.Column(
        verbose_name="Replaced by", accessor="replaced_by", empty_values=(), orderable=False
    )
    review = tables.Column(
        verbose_name="Next review", accessor="next_review_on", empty_values=(), orderable=False
    )
    act = tables.Column(verbose_name="Next action", empty_values=(), orderable=False)

    class Meta(_OfLapses.Meta):
        """As for every list of lapses."""

    noun = "lost cases"
    caption = "Lost cases"
    today: date

    def render_lapsed(self, value: date) -> str:
        """The day."""
        return f"{value:%-d %B %Y}"

    def render_who(self, record: Any) -> str:
        """The body, and who follows it up here."""
        found = record.mitigation
        if found is None:
            return "Nobody yet"
        body = found.body_name or found.get_body_display()
        return format_html("{}<small>followed up by {}</small>", body, found.owner.display_name)

    def render_replaced(self, value: str) -> str:
        """The new case."""
        return value or "-"

    def render_review(self, record: Any) -> str:
        """The day, and that it has passed."""
        day = record.next_review_on
        if day is None:
            return "-"
        late = format_html("<small>{}</small>", "late") if record.is_late(self.today) else ""
        return format_html("{}{}", f"{day:%-d %B %Y}", late)

    def render_act(self, record: Any) -> str:
        """Its record."""
        said = "Review" if record.mitigation else "Consider"
        return self._link("oversight:mitigate", said if self.may_act else "Look at", record)


class RemedyTable(_OfLapses):
    """Lapses with their remedies."""

    lapsed = tables.Column(
        verbose_name="Lapsed after",
        accessor="row__last_lawful_day",
        order_by=("row__last_lawful_day", "case_id"),
    )
    cause = tables.Column(verbose_name="Primary cause", accessor="row", orderable=False)
    harm = tables.Column(verbose_name="What was lost", accessor="harm", order_by=("harm", "case_id"))
    severity = tables.Column(verbose_name="How grave", accessor="remedy", empty_values=(), orderable=False)
    act = tables.Column(verbose_name="Next action", empty_values=(), orderable=False)

    class Meta(_OfLapses.Meta):
        """As for every list of lapses."""

    noun = "lapses"
    caption = "Lapses"

    def render_lapsed(self, value: date) -> str:
        """The day."""
        return f"{value:%-d %B %Y}"

    def render_cause(self, value: Any) -> str:
        """In words."""
        return LABELS[value.causes.primary]

    def render_severity(self, record: Any) -> str:
        """On both axes."""
        found = record.remedy
        if found is None:
            return "Not yet judged"
        law, security = found.get_legal_display(), found.get_security_display()
        return format_html("In law: {}<small>national security: {}</small>", law.lower(), security.lower())

    def render_act(self, record: Any) -> str:
        """Its record."""
        said = "Look at" if record.remedy or not self.may_act else "Record"
        return self._link("oversight:remedy", said, record)


class MatchTable(tables.Table):
    """Matches against material without cover."""

    ref = tables.Column(verbose_name="Incident", accessor="pk", order_by=("pk",))
    case = words_of(
        '<a class="govuk-link govuk-link--no-visited-state" href="{% url "desk:case" record.case_id %}">'
        "{{ record.case.ref }}</a><small>{{ record.material.get_kind_display }}</small>",
        verbose_name="Case", order_by=("case__ref", "pk"),
    )  # fmt: skip
    matched_on = words_of(
        "{{ record.matched_on|day }}", verbose_name="Matched", order_by=("matched_on", "pk")
    )
    status = words_of("{{ record.get_status_display }}", verbose_name="How far", order_by=("status", "pk"))
    disclosure = words_of(
        "{% if record.disclosure_blocked %}{% tag 'Blocked' 'red' %}{% else %}As reviewed{% endif %}",
        verbose_name="Disclosure", orderable=False,
    )  # fmt: skip

    class Meta:
        template_name = "tables/table.html"

    row_header = "ref"
    noun = "matches"
    caption = "Matches against material without cover"

    def render_ref(self, record: MatchIncident) -> str:
        """The reference, as a link."""
        return format_html(LINK, reverse("oversight:match", args=[record.pk]), record.ref)
