"""Files that people hand in on a page to be imported: rehearsed, confirmed, imported in pieces by a worker.

What became of each row is kept as a result; the bytes are in a table that can be erased, with a review day.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.facts import RecordedFact
from cases.choices import ExceptionEnd, ExceptionStepKind, ImportKind, RowOutcome, UploadState
from cases.models.case import Case
from cases.models.imports import ImportException, ImportFile
from cases.models.subjects import ErasableText


class Upload(models.Model):
    """One or several files of one kind, handed in together and imported in this order.

    ``rows_done`` of ``rows_total`` is how far the present stage is; ``file_now`` is the position of the file
    that is being imported. ``touched_at`` is the machine's moment of the last progress, by which a stage that
    its worker dropped is found and taken up again.
    """

    kind = models.CharField(max_length=20, choices=ImportKind.choices)
    is_historical = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=UploadState.choices, default=UploadState.REHEARSING)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    file_now = models.PositiveIntegerField(default=0)
    rehearsed = models.JSONField(default=dict, blank=True, help_text="Counts of the dry run")
    imported = models.JSONField(default=dict, blank=True, help_text="Counts of the import so far")
    refused_because = models.CharField(max_length=600, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Imported, refused or left")
    touched_at = models.DateTimeField()

    app_may = ("SELECT", "INSERT", "UPDATE")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=UploadState.values), name="upload_state_is_known"),
        ]
        indexes = [
            models.Index(
                fields=["touched_at"],
                condition=Q(state__in=["rehearsing", "importing"]),
                name="upload_at_work",
            )
        ]

    def __str__(self) -> str:
        return f"Upload {self.pk}"


class UploadFile(models.Model):
    """One file of an upload. ``import_file`` is its import, once something of it went in."""

    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="files")
    position = models.PositiveIntegerField(help_text="From 0, in the order of import")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="Bytes")
    rows_done = models.PositiveIntegerField(default=0, help_text="Rows of it imported so far")
    import_file = models.ForeignKey(
        ImportFile, on_delete=models.PROTECT, null=True, blank=True, related_name="uploads"
    )

    app_may = ("SELECT", "INSERT", "UPDATE(rows_done,import_file_id)")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "position"], name="one_file_a_position"),
        ]

    def __str__(self) -> str:
        return self.name


class ErasableUpload(models.Model):
    """The bytes of a file, as they were handed in; kept until they are reviewed, at ``review_on``."""

    file = models.OneToOneField(UploadFile, on_delete=models.PROTECT, related_name="bytes")
    content = models.BinaryField()
    review_on = models.DateField(help_text="The day on which somebody asks whether it is still needed")

    app_may = ("SELECT", "INSERT")

    class Meta:
        db_table = "erasable_upload"

    def __str__(self) -> str:
        return f"Bytes of file {self.file_id}"


class UploadResult(models.Model):
    """What became of one row, in the dry run or in the import. ``problems`` hold no personal data."""

    file = models.ForeignKey(UploadFile, on_delete=models.PROTECT, related_name="results")
    is_rehearsal = models.BooleanField()
    number = models.PositiveIntegerField(help_text="As a spreadsheet numbers it")
    ref = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=20, choices=RowOutcome.choices)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    problems = models.JSONField(default=list, blank=True)

    app_may = ("SELECT", "INSERT")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "is_rehearsal", "number"], name="one_result_a_row_and_stage"
            ),
        ]

    def __str__(self) -> str:
        return f"Row {self.number} of file {self.file_id}: {self.get_outcome_display()}"


class ExceptionStep(RecordedFact):
    """What a person did about an import exception: gave it to somebody, or ended it, and how."""

    exception = models.ForeignKey(ImportException, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=ExceptionStepKind.choices)
    how = models.CharField(max_length=30, choices=ExceptionEnd.choices, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.ForeignKey(
        ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(step="given", owner__isnull=False, how="")
                | Q(step="ended", owner=None) & ~Q(how=""),
                name="exception_step_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(how__in=["accepted", "settled"]) | Q(reason__isnull=False),
                name="exception_ended_by_hand_has_a_reason",
            ),
            models.UniqueConstraint(
                fields=["exception"],
                condition=Q(step="ended", withdrawn_at=None),
                name="one_end_an_exception",
            ),
        ]
