"""The columns of the desk's lists. Columns show cached dates; they compute nothing."""

from __future__ import annotations

from datetime import date, datetime

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from audit import clock
from cases.models import Case, ImportException
from desk.templatetags.chips import chip_for
from desk.templatetags.words import day, day_short, days


class CaseTable(tables.Table):
    """Cases in queue order, or by a column that the person chose; the id breaks every tie."""

    last_lawful_day = tables.Column(
        verbose_name="Last lawful day", order_by=("-is_held", "urgency", "sort_day", "pk"), empty_values=()
    )
    days_left = tables.Column(verbose_name="Days left", empty_values=(), orderable=False)
    ref = tables.Column(verbose_name="Case", empty_values=())
    state = tables.Column(verbose_name="Where it stands", order_by=("state", "pk"))
    power = tables.Column(verbose_name="Power", order_by=("power", "pk"))
    taken_on = tables.Column(verbose_name="Taken", order_by=("taken_on", "pk"))
    force = tables.Column(
        verbose_name="Force", accessor="force__code", order_by=("force__code", "pk"), empty_values=(None,)
    )

    class Meta:
        model = Case
        fields = ("last_lawful_day", "days_left", "ref", "state", "power", "taken_on", "force")
        template_name = "tables/table.html"
        row_header = "ref"

    row_header = "ref"
    noun = "cases"
    caption = "Cases"

    def render_last_lawful_day(self, record: Case) -> str:
        """The day; for an unresolved case the shortest candidate."""
        if record.last_lawful_day:
            return format_html('<strong class="app-nowrap">{}</strong>', day_short(record.last_lawful_day))
        if record.candidate_day:
            return format_html("Perhaps {}", day_short(record.candidate_day))
        return format_html('<span class="app-quiet">{}</span>', "None")

    def render_days_left(self, record: Case) -> str:
        """How near the day is, or that nothing is held any more."""
        if not record.is_held:
            return _chip(None, "destroyed")
        return _chip(record.last_lawful_day, record.status)

    def render_ref(self, record: Case) -> str:
        """The reference, as a link, and the name."""
        return format_html(
            '<a class="govuk-link govuk-link--no-visited-state" href="{}">{}</a><small>{}</small>',
            reverse("desk:case", args=[record.pk]),
            record.ref,
            getattr(record, "subject_name", "") or "Name not known",
        )

    def render_taken_on(self, value: date) -> str:
        """The earliest taking, in words."""
        return format_html('<span class="app-nowrap">{}</span>', day(value))

    def render_power(self, value: str) -> str:
        """The power's short name, in one piece."""
        return format_html('<span class="app-nowrap">{}</span>', value)


class WorkTable(CaseTable):
    """The same with a box to tick, and who has each case."""

    pick = tables.Column(verbose_name="Tick", empty_values=(), orderable=False)
    holder = tables.Column(
        verbose_name="Who has it", accessor="holder__display_name", order_by=("holder__display_name", "pk")
    )

    class Meta(CaseTable.Meta):
        sequence = ("pick", "...")
        exclude = ("force", "taken_on")

    def render_pick(self, record: Case) -> str:
        """The box; it is named after its case."""
        return format_html(
            '<div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item">'
            '<input class="govuk-checkboxes__input" type="checkbox" name="case" value="{0}" id="case-{0}">'
            '<label class="govuk-label govuk-checkboxes__label" for="case-{0}">'
            '<span class="govuk-visually-hidden">{1}</span></label></div></div>',
            record.pk,
            record.ref,
        )


class ExceptionTable(tables.Table):
    """Import exceptions that nobody has ended yet, what rejects or leaves something open first."""

    code = tables.Column(verbose_name="What is wrong", order_by=("code", "pk"))
    where = tables.Column(verbose_name="Where", empty_values=(), orderable=False)
    why = tables.Column(verbose_name="Why, and how to mend it", orderable=False)
    case = tables.Column(
        verbose_name="Case", accessor="case__ref", order_by=("case__ref", "pk"), empty_values=()
    )
    owner = tables.Column(
        verbose_name="Owner", accessor="owner__display_name", order_by=("owner__display_name", "pk")
    )
    opened_at = tables.Column(verbose_name="Since", order_by=("opened_at", "pk"))
    age = tables.Column(verbose_name="Age", empty_values=(), order_by=("-opened_at", "pk"))

    class Meta:
        model = ImportException
        fields = ("code", "where", "why", "case", "owner", "opened_at", "age")
        template_name = "tables/table.html"

    row_header = "code"
    noun = "exceptions"
    caption = "Open exceptions"

    def render_code(self, record: ImportException) -> str:
        """What is wrong, as a link to where it is worked on."""
        return format_html(
            '<a class="govuk-link govuk-link--no-visited-state" href="{}">{}'
            '<span class="govuk-visually-hidden"> in row {}</span></a><small>{}</small>',
            reverse("cases:exception", args=[record.pk]),
            record.get_code_display(),
            record.row.number,
            "warning" if record.is_warning else "",
        )

    def render_age(self, record: ImportException) -> str:
        """How many days it has been open."""
        return days((clock.today() - clock.local_day(record.opened_at)).days)

    def render_where(self, record: ImportException) -> str:
        """The file, the row as the spreadsheet numbers it, and the column."""
        column = f", column {record.column}" if record.column else ""
        return format_html("{}<small>row {}{}</small>", record.row.file.name, record.row.number, column)

    def render_case(self, record: ImportException) -> str:
        """The case, as a link; a rejected row has none."""
        if record.case is None:
            return format_html('<span class="app-quiet">{}</span>', "None: the row is rejected")
        href = reverse("desk:case", args=[record.case_id])
        return format_html(
            '<a class="govuk-link govuk-link--no-visited-state" href="{}">{}</a>', href, record.case.ref
        )

    def render_opened_at(self, value: datetime) -> str:
        """The day on which the import found it."""
        return day(value)


def _chip(day: date | None, status: str) -> str:
    chip = chip_for(day, clock.today(), status)
    return format_html('<strong class="govuk-tag app-chip {}">{}</strong>', chip.css, chip.text)
