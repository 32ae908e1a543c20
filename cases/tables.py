"""The columns of the lists of casework: missing items, people who may be one. Columns compute nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from audit import clock
from cases.choices import WhoHasIt
from cases.durations import in_days
from cases.models import ErasableIdentity, Material, SamePersonDecision
from cases.whereabouts import LOST

LINK = '<a class="govuk-link govuk-link--no-visited-state" href="{}">{}</a>'


class MissingTable(tables.Table):
    """Items whose whereabouts are unknown, with how long."""

    case = tables.Column(verbose_name="Case", accessor="case__ref", order_by=("case__ref", "pk"))
    kind = tables.Column(verbose_name="Item", order_by=("kind", "pk"))
    missing_why = tables.Column(verbose_name="What is missing", order_by=("missing_why", "pk"))
    missing_since = tables.Column(
        verbose_name="Unknown since", order_by=("missing_since", "pk"), empty_values=()
    )
    age = tables.Column(verbose_name="For", empty_values=(), orderable=False)

    class Meta:
        model = Material
        fields = ("case", "kind", "missing_why", "missing_since", "age")
        template_name = "tables/table.html"

    row_header = "case"
    noun = "items"
    caption = "Items whose whereabouts are unknown"

    def render_case(self, record: Any) -> str:
        """The case, as a link."""
        return format_html(LINK, reverse("desk:case", args=[record.case_id]), record.case.ref)

    def render_missing_why(self, record: Any) -> str:
        """The missing link."""
        if record.missing_why == LOST:
            return f"Sent to {WhoHasIt(record.sent_to).label}; nobody recorded that it came"
        return "Nobody recorded who has it"

    def render_missing_since(self, record: Any) -> str:
        """The day since when nobody is known to have it."""
        return _day(record.missing_since) or "The taking: its day is not known"

    def render_age(self, record: Any) -> str:
        """In days."""
        if record.missing_since is None:
            return "Not known"
        days = (clock.today() - record.missing_since).days
        return in_days(days)


class TwoPeopleTable(tables.Table):
    """Rows about two people, whom ``people`` and ``refs`` hold by number for the page shown."""

    people: dict[int, ErasableIdentity]
    refs: dict[int, list[str]]
    row_header = "first"

    def person(self, subject: int) -> str:
        """The person with birth date, PNC ID and cases."""
        identity = self.people.get(subject)
        born = f"born {_day(identity.date_of_birth)}" if identity and identity.date_of_birth else ""
        number = f"PNC ID {identity.pnc_id}" if identity and identity.pnc_id else "no PNC ID"
        refs = ", ".join(self.refs.get(subject, [])) or "no case"
        lines = [line for line in (born, number, refs) if line]
        return format_html(
            "{}{}",
            str(identity) if identity else "Identity erased",
            format_html_join("", "<small>{}</small>", ((line,) for line in lines)),
        )


class PairTable(TwoPeopleTable):
    """Two people who may be one, and why."""

    first = tables.Column(verbose_name="This person", accessor="one", orderable=False)
    second = tables.Column(verbose_name="And this one", accessor="other", orderable=False)
    why = tables.Column(verbose_name="Why they may be the same", orderable=False)
    action = tables.Column(verbose_name="Next action", empty_values=(), orderable=False)

    noun = "suggestions"
    caption = "Perhaps the same person"

    def render_first(self, value: int) -> str:
        """The first."""
        return self.person(value)

    def render_second(self, value: int) -> str:
        """The second."""
        return self.person(value)

    def render_why(self, value: tuple[str, ...]) -> str:
        """The reasons in words."""
        text = "; ".join(value)
        return text[:1].upper() + text[1:]

    def render_action(self, record: Any) -> str:
        """The page of the decision."""
        return format_html(LINK, _decide_url(record.one, record.other), "Decide")


class DecidedTable(TwoPeopleTable):
    """What people decided."""

    first = tables.Column(verbose_name="This person", accessor="one_id", orderable=False)
    second = tables.Column(verbose_name="And this one", accessor="other_id", orderable=False)
    answer = tables.Column(verbose_name="Decided", orderable=False)
    action = tables.Column(verbose_name="Next action", empty_values=(), orderable=False)

    noun = "decisions"
    caption = "Decided"

    def render_first(self, value: int) -> str:
        """The first."""
        return self.person(value)

    def render_second(self, value: int) -> str:
        """The second."""
        return self.person(value)

    def render_answer(self, record: SamePersonDecision) -> str:
        """The answer, who gave it and when."""
        by = f"{record.recorded_by.display_name}, {_day(record.decided_on)}"
        return format_html("{}<small>{}</small>", record.get_answer_display(), by)

    def render_action(self, record: SamePersonDecision) -> str:
        """To decide again."""
        return format_html(LINK, _decide_url(record.one_id, record.other_id), "Decide again")


def _decide_url(one: int, other: int) -> str:
    return f"{reverse('cases:same_person')}?one={one}&other={other}"


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else ""
