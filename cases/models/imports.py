"""Imported files, their rows and their exceptions.

Cells that identify a person are in ``ErasableImportRow`` alone.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.choices import ExceptionCode, ImportKind, RowOutcome
from cases.models.case import Case


class ImportFile(models.Model):
    """One run of an import over one file."""

    kind = models.CharField(max_length=20, choices=ImportKind.choices)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    is_historical = models.BooleanField(default=False)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True)

    app_may = ("SELECT", "INSERT", "UPDATE")

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """A row of a file, by the number that a spreadsheet shows (the header is row 1)."""

    file = models.ForeignKey(ImportFile, on_delete=models.PROTECT, related_name="rows")
    sheet = models.CharField(max_length=60, blank=True)
    number = models.PositiveIntegerField()
    ref = models.CharField(max_length=60, blank=True)
    digest = models.CharField(
        max_length=64, help_text="Of the cells as understood; an unchanged row has the same"
    )
    outcome = models.CharField(max_length=20, choices=RowOutcome.choices)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="import_rows"
    )

    app_may = ("SELECT", "INSERT")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="one_record_an_import_row")]
        indexes = [models.Index(fields=["ref", "id"], name="import_row_ref")]

    def __str__(self) -> str:
        return f"Row {self.number} of file {self.file_id}"


class ErasableImportRow(models.Model):
    """The cells of a row as they stood in the file."""

    row = models.OneToOneField(ImportRow, on_delete=models.PROTECT, related_name="cells")
    cells = models.JSONField()

    app_may = ("SELECT", "INSERT")

    class Meta:
        db_table = "erasable_import_row"

    def __str__(self) -> str:
        return f"Cells of import row {self.row_id}"


class ImportException(models.Model):
    """Something in a file that a person must look at, with an owner until it is ended."""

    row = models.ForeignKey(ImportRow, on_delete=models.PROTECT, related_name="exceptions")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="exceptions")
    code = models.CharField(max_length=30, choices=ExceptionCode.choices)
    is_warning = models.BooleanField(default=False)
    column = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=400, help_text="What, where and how to mend it; no personal data")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_how = models.CharField(max_length=30, blank=True)

    app_may = ("SELECT", "INSERT", "UPDATE")

    class Meta:
        indexes = [models.Index(fields=["code"], condition=Q(ended_at=None), name="exception_open")]

    def __str__(self) -> str:
        return f"{self.get_code_display()}, import row {self.row_id}"
