"""Packs, frozen for ever with the figures they publish, and what has changed in those since.

Source: further report of 22 April 2016, paragraphs 25 and 34; R-013, R-115, R-116, R-150 to R-152.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.facts import RecordedFact
from audit.triggers import WrittenOnce
from cases.models import ErasableText
from oversight.choices import Moved, MovedBecause, PackKind


class Pack(models.Model):
    """A pack of figures as at a day, as known at another. Its files are kept byte for byte.

    ``sha256`` is that of its manifest, which has the digests of its files and of every figure in it.
    """

    kind = models.CharField(max_length=12, choices=PackKind.choices)
    as_at = models.DateField()
    known_at = models.DateField()
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)

    app_may = ("SELECT", "INSERT")

    class Meta:
        triggers: list[Any] = [WrittenOnce()]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PackKind.values), name="pack_kind_is_known"),
            models.CheckConstraint(condition=Q(as_at__lte=F("known_at")), name="a_pack_tells_no_future"),
        ]
        indexes = [models.Index(fields=["kind", "-as_at"], name="packs_by_kind")]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """Its reference for people."""
        return f"P/{self.pk:05}"


class PackFile(models.Model):
    """A file of a pack as it was made: the page, the PDF, the workbook, the manifest."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=60)
    media_type = models.CharField(max_length=80)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    app_may = ("SELECT", "INSERT")

    class Meta:
        triggers: list[Any] = [WrittenOnce()]
        constraints = [
            models.UniqueConstraint(fields=["pack", "name"], name="a_pack_has_each_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.pack}"


class PublishedFigure(models.Model):
    """A figure as a pack published it: words, dates, precision, reliability, value, and the rows behind it.

    ``content`` holds the rows, packed. ``rows_sha256`` is of the rows, ``sha256`` of all of it.
    """

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="figures")
    slug = models.CharField(max_length=40)
    number = models.CharField(max_length=10)
    title = models.CharField(max_length=100)
    unit = models.CharField(max_length=40)
    definition = models.TextField()
    version = models.PositiveSmallIntegerField(help_text="Of the definition")
    precision = models.CharField(max_length=12)
    reliability = models.TextField()
    as_at = models.DateField()
    known_at = models.DateField()
    value = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    rows_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    app_may = ("SELECT", "INSERT")

    class Meta:
        triggers: list[Any] = [WrittenOnce()]
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "slug", "as_at"], name="a_pack_publishes_a_figure_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} as at {self.as_at} in {self.pack}"


class Restatement(models.Model):
    """A published figure would now be different: its value as known at ``known_at``, and how many rows moved.

    ``sequence``: the first change of a published figure is 1; each is told against what was published.
    """

    published = models.ForeignKey(PublishedFigure, on_delete=models.PROTECT, related_name="restatements")
    sequence = models.PositiveIntegerField()
    noticed_at = models.DateTimeField()
    known_at = models.DateField()
    value = models.PositiveIntegerField()
    rows = models.PositiveIntegerField(help_text="Of the figure as it would be now")
    rows_sha256 = models.CharField(max_length=64)
    version = models.PositiveSmallIntegerField(help_text="Of the definition it was recomputed by")
    by_fact = models.PositiveIntegerField()
    by_law = models.PositiveIntegerField()
    by_definition = models.PositiveIntegerField()

    app_may = ("SELECT", "INSERT")

    class Meta:
        triggers: list[Any] = [WrittenOnce()]
        constraints = [
            models.UniqueConstraint(fields=["published", "sequence"], name="restatements_in_sequence"),
        ]

    def __str__(self) -> str:
        return f"{self.published}: {self.published.value} would be {self.value}"

    @property
    def difference(self) -> int:
        """By how much the value has changed since it was published."""
        return self.value - self.published.value


class RestatementRow(models.Model):
    """A row that moved: added, gone or changed, and why."""

    restatement = models.ForeignKey(Restatement, on_delete=models.PROTECT, related_name="moved_rows")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    moved = models.CharField(max_length=10, choices=Moved.choices)
    because = models.CharField(max_length=12, choices=MovedBecause.choices)
    why = models.CharField(max_length=200, help_text="What changed, in words of our own")

    app_may = ("SELECT", "INSERT")

    class Meta:
        triggers: list[Any] = [WrittenOnce()]
        constraints = [
            models.CheckConstraint(condition=Q(moved__in=Moved.values), name="how_a_row_moved_is_known"),
            models.CheckConstraint(
                condition=Q(because__in=MovedBecause.values), name="why_a_row_moved_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Case {self.case_id}, {self.moved}"


class RestatementTold(RecordedFact):
    """Somebody was told of a restatement: which office, on which day, and how it was explained."""

    restatement = models.ForeignKey(Restatement, on_delete=models.PROTECT, related_name="told")
    office = models.CharField(max_length=100, help_text="The office, not the name")
    told_on = models.DateField()
    words = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")
