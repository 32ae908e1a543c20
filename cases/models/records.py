"""Records of decisions: made once, at the act, and kept byte for byte with their digest.

Source: R-074; Terrorism Act 2000, Sch. 8 para. 20E(2) (in writing).
"""

from django.db import models
from django.db.models import Q

from audit.triggers import WrittenOnce
from cases.choices import RecordSeries
from cases.models.decisions import Determination, Refusal


class DecisionRecord(models.Model):
    """The record of a determination or of a refusal: its reference, unique for ever, and its digest.

    References of a year run from 1 without a gap, determinations and refusals each by themselves.
    """

    series = models.CharField(max_length=5, choices=RecordSeries.choices)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=24, unique=True)
    determination = models.OneToOneField(
        Determination, on_delete=models.PROTECT, null=True, blank=True, related_name="record"
    )
    refusal = models.OneToOneField(
        Refusal, on_delete=models.PROTECT, null=True, blank=True, related_name="record"
    )
    made_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, help_text="Of the PDF")

    app_may = ("SELECT", "INSERT")

    class Meta:
        triggers = [WrittenOnce()]
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "number"], name="one_decision_a_number"),
            models.CheckConstraint(
                condition=Q(determination__isnull=False, refusal=None, series="NSD")
                | Q(determination=None, refusal__isnull=False, series="NSD-R"),
                name="a_record_is_of_one_decision",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ErasableDecisionRecord(models.Model):
    """What a record says, and the PDF/A itself, as made at the act."""

    record = models.OneToOneField(DecisionRecord, on_delete=models.PROTECT, related_name="file")
    said = models.JSONField(help_text="Titles, keys and values, in order")
    content = models.BinaryField()

    app_may = ("SELECT", "INSERT")

    class Meta:
        db_table = "erasable_decision_record"

    def __str__(self) -> str:
        return f"File of {self.record}"
