"""Reconciliation: extracts of the databases, what they and the cases disagree about, and certificates.

The records of an extract identify people: they are in tables named erasable, and kept only while an extract
is read, and for as long as a difference is worked.
"""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.choices import Role
from audit.facts import RecordedFact
from audit.triggers import WrittenOnce
from retention.choices_reconciliation import (
    CameBy,
    DifferenceEnd,
    DifferenceKind,
    DifferenceStepKind,
    ReconciliationState,
)


class Reconciliation(models.Model):
    """One extract, of one or several files, against the cases both ways.

    ``is_whole``: the files hold everything that their databases hold, so that what is missing in them is
    missing there. ``rows_done`` of ``rows_total`` have been read. ``touched_at`` is the machine's moment of
    the last progress, by which work that its worker dropped is found.
    """

    state = models.CharField(
        max_length=20, choices=ReconciliationState.choices, default=ReconciliationState.READING
    )
    came_by = models.CharField(max_length=10, choices=CameBy.choices)
    is_whole = models.BooleanField()
    handed_in_at = models.DateTimeField()
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    file_now = models.PositiveIntegerField(default=0)
    databases = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    extracted_on = models.DateField(null=True, blank=True, help_text="The latest day that a row names")
    counts = models.JSONField(default=dict, blank=True)
    problems = models.JSONField(default=list, blank=True, help_text="Row, column and why; no personal data")
    problems_count = models.PositiveIntegerField(default=0)
    refused_because = models.CharField(max_length=600, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    touched_at = models.DateTimeField()

    app_may = ("SELECT", "INSERT", "UPDATE")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ReconciliationState.values), name="reconciliation_state_is_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["touched_at"],
                condition=Q(state__in=["reading", "comparing"]),
                name="reconciliation_at_work",
            )
        ]

    def __str__(self) -> str:
        return f"Reconciliation {self.pk}"


class ExtractFile(models.Model):
    """One file of an extract."""

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="files")
    position = models.PositiveIntegerField(help_text="From 0, in the order of reading")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField(help_text="Bytes")
    rows_done = models.PositiveIntegerField(default=0)

    app_may = ("SELECT", "INSERT", "UPDATE(rows_done)")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reconciliation", "position"], name="one_extract_file_a_position")
        ]

    def __str__(self) -> str:
        return self.name


class ErasableExtract(models.Model):
    """The bytes of a file as they came; kept until they are reviewed, at ``review_on``."""

    file = models.OneToOneField(ExtractFile, on_delete=models.PROTECT, related_name="bytes")
    content = models.BinaryField()
    review_on = models.DateField(help_text="The day on which somebody asks whether it is still needed")

    app_may = ("SELECT", "INSERT")

    class Meta:
        db_table = "erasable_extract"

    def __str__(self) -> str:
        return f"Bytes of extract file {self.file_id}"


class ErasableExtractRecord(models.Model):
    """A record while its extract is being read; gone once it was compared."""

    file = models.ForeignKey(ExtractFile, on_delete=models.PROTECT, related_name="records")
    number = models.PositiveIntegerField(help_text="As a spreadsheet numbers it")
    place = models.CharField(max_length=20)
    reference = models.CharField(max_length=60)
    name = models.CharField(max_length=420, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    pnc_id = models.CharField(max_length=20, blank=True)
    taken_on = models.DateField(null=True, blank=True)
    is_searchable = models.BooleanField()
    extracted_on = models.DateField()
    cells = models.JSONField()

    app_may = ("SELECT", "INSERT", "DELETE")

    class Meta:
        db_table = "erasable_extract_record"
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="one_extract_record_a_row"),
        ]

    def __str__(self) -> str:
        return f"Row {self.number} of extract file {self.file_id}"


class Difference(models.Model):
    """Something that an extract and the cases disagree about; found once, however often it is seen.

    ``key`` is the record as "place:reference", or "case:id". ``owner`` works on it; where nobody has it,
    whoever holds ``owner_role`` does. ``what``: the names of what differs.
    """

    kind = models.CharField(max_length=20, choices=DifferenceKind.choices)
    key = models.CharField(max_length=90)
    case = models.ForeignKey(
        "cases.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="differences"
    )
    holding = models.ForeignKey(
        "cases.Holding", on_delete=models.PROTECT, null=True, blank=True, related_name="differences"
    )
    what = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner_role = models.CharField(max_length=30, choices=Role.choices, default=Role.SOFS_MANAGER)
    found_in = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="found")
    seen_in = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="seen")
    opened_at = models.DateTimeField(help_text="When it was found, or found again")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_how = models.CharField(max_length=20, choices=DifferenceEnd.choices, blank=True)

    app_may = ("SELECT", "INSERT", "UPDATE")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="one_difference_a_kind_and_key"),
            models.CheckConstraint(
                condition=Q(kind__in=DifferenceKind.values), name="difference_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ended_how="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_how=""),
                name="difference_ended_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "id"], condition=Q(ended_at=None), name="difference_open"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.pk}"


class DifferenceRecord(models.Model):
    """A record of an individual without a case; by its records the individual is known again."""

    difference = models.ForeignKey(Difference, on_delete=models.PROTECT, related_name="records")
    place = models.CharField(max_length=20)
    reference = models.CharField(max_length=60)

    app_may = ("SELECT", "INSERT")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["difference", "place", "reference"], name="one_record_a_difference_and_reference"
            )
        ]
        indexes = [models.Index(fields=["place", "reference"], name="difference_record")]

    def __str__(self) -> str:
        return f"{self.place} {self.reference}"


class ErasableDifference(models.Model):
    """The rows of the extract that a difference is about, as they stood in the latest that showed it."""

    difference = models.OneToOneField(Difference, on_delete=models.PROTECT, related_name="rows")
    cells = models.JSONField()

    app_may = ("SELECT", "INSERT", "UPDATE(cells)")

    class Meta:
        db_table = "erasable_difference"

    def __str__(self) -> str:
        return f"Rows of difference {self.difference_id}"


class DifferenceStep(RecordedFact):
    """What became of a difference: given to somebody, ended and how, or opened again by an extract."""

    difference = models.ForeignKey(Difference, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=DifferenceStepKind.choices)
    how = models.CharField(max_length=20, choices=DifferenceEnd.choices, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.ForeignKey(
        "cases.ErasableText", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reconciliation = models.ForeignKey(
        Reconciliation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(step="given", owner__isnull=False, how="")
                | Q(step="ended") & ~Q(how="")
                | Q(step="reopened", reconciliation__isnull=False, how=""),
                name="difference_step_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(how__in=["", "gone"]) | Q(reason__isnull=False),
                name="difference_ended_by_hand_has_a_reason",
            ),
        ]


class Certificate(RecordedFact):
    """The statement that the databases and the cases are complete against one another, as one run found them.

    ``method`` says how it was established; ``counts`` what was compared and what is excepted. A later run
    that contradicts it withdraws it.
    """

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="certificates")
    certified_on = models.DateField()
    method = models.ForeignKey("cases.ErasableText", on_delete=models.PROTECT, related_name="+")
    counts = models.JSONField()

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["reconciliation"],
                condition=Q(withdrawn_at=None),
                name="one_certificate_a_reconciliation",
            ),
        ]


class CertificateVoid(models.Model):
    """Which run contradicted a certificate, and by what; written once."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="void")
    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="+")
    differences = models.PositiveIntegerField(help_text="How many differences contradict it")
    voided_at = models.DateTimeField()

    app_may = ("SELECT", "INSERT")

    class Meta:
        triggers: list[Any] = [WrittenOnce()]

    def __str__(self) -> str:
        return f"Certificate {self.certificate_id}, contradicted"
