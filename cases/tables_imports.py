"""The columns of the lists of imports. Columns compute nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from cases.choices import ExceptionCode
from cases.models import ImportFile, Upload, UploadResult

LINK = '<a class="govuk-link govuk-link--no-visited-state" href="{}">{}</a>'
COUNTS = ("created", "corrected", "unchanged", "rejected", "exceptions")
NUMERIC = {"td": {"numeric": True}}


class _Counted(tables.Table):
    """The counts of an import, where it has any."""

    created = tables.Column(empty_values=(), orderable=False, attrs=NUMERIC)
    corrected = tables.Column(empty_values=(), orderable=False, attrs=NUMERIC)
    unchanged = tables.Column(empty_values=(), orderable=False, attrs=NUMERIC)
    rejected = tables.Column(empty_values=(), orderable=False, attrs=NUMERIC)
    exceptions = tables.Column(empty_values=(), orderable=False, attrs=NUMERIC)

    def counts(self, record: Any) -> dict[str, int]:
        """The counts to show."""
        return record.counts

    def render_created(self, record: Any) -> str:
        """Rows that were new."""
        return self._count(record, "created")

    def render_corrected(self, record: Any) -> str:
        """Rows that changed something."""
        return self._count(record, "corrected")

    def render_unchanged(self, record: Any) -> str:
        """Rows that changed nothing."""
        return self._count(record, "unchanged")

    def render_rejected(self, record: Any) -> str:
        """Rows that could not go in."""
        return self._count(record, "rejected")

    def render_exceptions(self, record: Any) -> str:
        """What a person must look at, of rows that went in."""
        return self._count(record, "exceptions")

    def _count(self, record: Any, name: str) -> str:
        counts = self.counts(record)
        return f"{counts[name]:,}" if name in counts else "-"


class UploadTable(_Counted):
    """What was handed in. Until it is imported the counts are those of the dry run."""

    files = tables.Column(verbose_name="Files", empty_values=(), orderable=False)
    kind = tables.Column(verbose_name="What", order_by=("kind", "pk"))
    state = tables.Column(verbose_name="How far", order_by=("state", "pk"))
    uploaded_at = tables.Column(verbose_name="Handed in", order_by=("uploaded_at", "pk"))
    uploaded_by = tables.Column(
        verbose_name="By", accessor="uploaded_by__display_name", order_by=("uploaded_by__display_name", "pk")
    )

    class Meta:
        model = Upload
        fields = ("files", "kind", "state", *COUNTS, "uploaded_at", "uploaded_by")
        sequence = fields
        template_name = "tables/table.html"

    row_header = "files"
    noun = "uploads"
    caption = "Handed in"

    def counts(self, record: Upload) -> dict[str, int]:
        """Of the import, or of the dry run before it."""
        return record.imported or record.rehearsed

    def render_files(self, record: Upload) -> str:
        """The files, as one link."""
        names = ", ".join(file.name for file in sorted(record.files.all(), key=lambda file: file.position))
        return format_html(LINK, reverse("cases:upload", args=[record.pk]), names)

    def render_state(self, record: Upload) -> str:
        """The state, and that it is history."""
        note = "<small>as history</small>" if record.is_historical else ""
        return format_html("{}" + note, record.get_state_display())

    def render_uploaded_at(self, value: datetime) -> str:
        """The day."""
        return f"{value:%-d %B %Y}"


class FileTable(_Counted):
    """Every file of which something went in."""

    name = tables.Column(verbose_name="File", order_by=("name", "pk"))
    kind = tables.Column(verbose_name="What", order_by=("kind", "pk"))
    imported_at = tables.Column(verbose_name="Imported", order_by=("imported_at", "pk"))
    imported_by = tables.Column(
        verbose_name="By", accessor="imported_by__display_name", order_by=("imported_by__display_name", "pk")
    )

    class Meta:
        model = ImportFile
        fields = ("name", "kind", *COUNTS, "imported_at", "imported_by")
        sequence = fields
        template_name = "tables/table.html"

    row_header = "name"
    noun = "files"
    caption = "All imported files"

    def render_name(self, record: ImportFile) -> str:
        """The name, and whether it counts as history or broke off."""
        notes = ["as history"] if record.is_historical else []
        notes += [] if record.finished_at else ["not finished"]
        return format_html("{}<small>{}</small>", record.name, ", ".join(notes))

    def render_imported_at(self, value: datetime) -> str:
        """The day."""
        return f"{value:%-d %B %Y}"


class ResultTable(tables.Table):
    """What became of each row. ``visible``: the ids of the cases on this page that the viewer may see."""

    number = tables.Column(verbose_name="Row", order_by=("file__position", "number", "pk"))
    ref = tables.Column(verbose_name="Reference", empty_values=(), order_by=("ref", "pk"))
    outcome = tables.Column(verbose_name="Outcome", order_by=("outcome", "file__position", "number", "pk"))
    problems = tables.Column(verbose_name="What to look at, and how to mend it", orderable=False)

    class Meta:
        model = UploadResult
        fields = ("number", "ref", "outcome", "problems")
        template_name = "tables/table.html"

    row_header = "number"
    noun = "rows"
    caption = "What became of each row"
    visible: frozenset[int] | set[int] = frozenset()

    def render_number(self, record: UploadResult) -> str:
        """The row as the spreadsheet numbers it, and the file."""
        return format_html("{}<small>{}</small>", record.number, record.file.name)

    def render_ref(self, record: UploadResult) -> str:
        """The reference; a link to the case, where the viewer may see it."""
        if record.case_id in self.visible:
            return format_html(LINK, reverse("desk:case", args=[record.case_id]), record.ref)
        return record.ref or "(none)"

    def render_problems(self, value: list[dict[str, Any]]) -> str:
        """Each problem: what, in which column, why."""
        if not value:
            return "-"
        told = (
            (
                str(ExceptionCode(each["code"]).label),
                f"{each['column']}: " if each["column"] else "",
                each["why"],
            )
            for each in value
        )
        return format_html_join("", '<p class="app-p"><strong>{}</strong>. {}{}</p>', told)
