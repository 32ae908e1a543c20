"""Decisions that were signed on paper: keyed by one person, compared and confirmed by a second.

What is keyed gives no cover and moves no case; a confirmation makes the determination or the refusal that the
paper is, as of the moment of signature. Source: R-071, R-074.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from audit.facts import RecordedFact
from cases.choices import DeterminationKind, PaperOutcome
from cases.models.case import Case
from cases.models.decisions import Application, Determination, Refusal
from cases.models.subjects import ErasableText


class PaperDecision(RecordedFact):
    """A decision signed on paper, as it was keyed: a claim until a second person has compared it.

    A refusal lists nothing and has no length.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="paper_decisions")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(help_text="The day and the time on the paper, UK time")
    is_refusal = models.BooleanField(default=False)
    kind = models.CharField(max_length=20, choices=DeterminationKind.choices, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    review_by = models.DateField(null=True, blank=True)
    item_ids = ArrayField(models.BigIntegerField(), blank=True)
    reasons = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, help_text="Of the signed record as it was scanned")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(is_refusal=False, months__isnull=False, item_ids__len__gte=1) & ~Q(kind="")
                | Q(is_refusal=True, months=None, kind="", review_by=None, item_ids=[]),
                name="a_refusal_on_paper_lists_nothing",
            ),
        ]

    @property
    def words(self) -> str:
        """What it is, in words: "Holding NSD", "Refusal"."""
        if self.is_refusal:
            return "Refusal"
        words = {DeterminationKind.FULL: "Determination", DeterminationKind.HOLDING: "Holding NSD"}
        return words.get(DeterminationKind(self.kind), str(self.get_kind_display()))


class ErasableSignedPaper(models.Model):
    """The signed record, as it was scanned."""

    paper = models.OneToOneField(PaperDecision, on_delete=models.PROTECT, related_name="scan")
    name = models.CharField(max_length=200)
    content = models.BinaryField()

    app_may = ("SELECT", "INSERT")

    class Meta:
        db_table = "erasable_signed_paper"

    def __str__(self) -> str:
        return f"Scan of {self.paper_id}"


class PaperConfirmation(RecordedFact):
    """A second person compared what was keyed with the signed record, and confirmed it or turned it away."""

    paper = models.OneToOneField(PaperDecision, on_delete=models.PROTECT, related_name="confirmation")
    outcome = models.CharField(max_length=20, choices=PaperOutcome.choices)
    determination = models.OneToOneField(
        Determination, on_delete=models.PROTECT, null=True, blank=True, related_name="on_paper"
    )
    refusal = models.OneToOneField(
        Refusal, on_delete=models.PROTECT, null=True, blank=True, related_name="on_paper"
    )
    reasons = models.ForeignKey(
        ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(outcome="confirmed", determination__isnull=False, refusal=None)
                | Q(outcome="confirmed", determination=None, refusal__isnull=False)
                | Q(outcome="turned_away", determination=None, refusal=None, reasons__isnull=False),
                name="a_confirmed_paper_is_one_decision",
            ),
        ]
