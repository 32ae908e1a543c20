"""JFIT's papers: the intelligence profile and its drafts, and the batches that go to the Security Service.

Source: further report of 22 April 2016, paragraph 6 iii and its fifth footnote; R-034, R-035, R-064.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.facts import RecordedFact
from cases.choices import ProfilePart
from cases.models.case import Case
from cases.models.subjects import ErasableText
from cases.models.work import Request


class ProfileSection(RecordedFact):
    """A part of a case's intelligence profile, completed. Every version is kept; the highest stands."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="profile_sections")
    part = models.CharField(max_length=20, choices=ProfilePart.choices)
    version = models.PositiveIntegerField(help_text="From 1 on, within the part")
    completed_on = models.DateField()
    text = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(fields=["case", "part", "version"], name="one_profile_section_a_version"),
            models.CheckConstraint(condition=Q(part__in=ProfilePart.values), name="profile_part_is_known"),
        ]


class ProfileDraft(models.Model):
    """What somebody wrote for a part of a profile and has not completed: theirs alone, until they do."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="profile_drafts")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=ProfilePart.choices)
    text = models.TextField()
    saved_at = models.DateTimeField()

    app_may = ("SELECT", "INSERT", "UPDATE(text,saved_at)", "DELETE")

    class Meta:
        db_table = "erasable_profile_draft"
        constraints = [
            models.UniqueConstraint(fields=["case", "officer", "part"], name="one_draft_a_person_and_part")
        ]

    def __str__(self) -> str:
        return f"Draft of {self.get_part_display()}, case {self.case_id}"


class CtuNotAsked(RecordedFact):
    """JFIT allocated the case to no CTU, which is its choice; the reason is always recorded (R-035)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ctu_not_asked")
    decided_on = models.DateField()
    reason = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["case"], condition=Q(withdrawn_at=None), name="one_reason_for_no_ctu"
            ),
        ]


class RequestBatch(RecordedFact):
    """Requests to the Security Service that went out in one file; ``sha256`` is of the file's bytes."""

    number = models.PositiveIntegerField(unique=True, help_text="From 1 on")
    made_on = models.DateField()
    sha256 = models.CharField(max_length=64)
    count = models.PositiveIntegerField(help_text="How many requests it holds")

    class Meta(RecordedFact.Meta):
        verbose_name_plural = "request batches"


class BatchLine(RecordedFact):
    """A request in a batch. A request goes out in one batch alone."""

    batch = models.ForeignKey(RequestBatch, on_delete=models.PROTECT, related_name="lines")
    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="batch_line")


class ErasableBatchFile(models.Model):
    """The file of a batch, as it went out. It names people, so it can be erased; its digest stays."""

    batch = models.OneToOneField(RequestBatch, on_delete=models.PROTECT, related_name="file")
    content = models.TextField()

    app_may = ("SELECT", "INSERT")

    class Meta:
        db_table = "erasable_batch_file"

    def __str__(self) -> str:
        return f"File of batch {self.batch_id}"
