"""What people find: causes of lapses, what lapsed and was worth keeping, and why some was kept too long.

Source: further report of 22 April 2016, paragraphs 9, 13 to 15; R-045, R-065, R-101, R-182.
"""

from django.db import models
from django.db.models import Q

from audit.facts import RecordedFact
from cases.models import Case, ErasableText
from oversight.choices import CauseStepKind, KeptBecause, PrimaryCause, YesNo


class CauseStep(RecordedFact):
    """What was found of the cause of a lapse: a supervisor's finding, or the dispute of the stage blamed.

    ``primary``: the cause found, or the one disputed. Words are needed for every dispute, and for a finding
    that is not what the rules propose or that answers a dispute.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="cause_steps")
    step = models.CharField(max_length=10, choices=CauseStepKind.choices)
    stepped_on = models.DateField()
    primary = models.CharField(max_length=20, choices=PrimaryCause.choices)
    words = models.ForeignKey(ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(step="disputed") | Q(words__isnull=False), name="a_dispute_has_its_reason"
            ),
            models.CheckConstraint(
                condition=Q(primary__in=PrimaryCause.values), name="a_primary_cause_is_known"
            ),
        ]


class LapseReview(RecordedFact):
    """Whether the lapsed material of a case could, and should, have been kept; the latest stands (R-101).

    Whether JFIT *would* have applied is ``cases.CounterfactualReview``, recorded at the same time.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="lapse_reviews")
    could = models.CharField(max_length=3, choices=YesNo.choices)
    should = models.CharField(max_length=3, choices=YesNo.choices)
    reviewed_on = models.DateField()
    words = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(could__in=YesNo.values, should__in=YesNo.values),
                name="a_lapse_review_says_yes_or_no",
            ),
            models.CheckConstraint(
                condition=Q(could="yes") | Q(should="no"), name="what_could_not_be_kept_should_not"
            ),
        ]


class RetentionCause(RecordedFact):
    """A contributory cause of keeping material of a case beyond its cover; any number a case (R-182)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="retention_causes")
    because = models.CharField(max_length=15, choices=KeptBecause.choices)
    found_on = models.DateField()
    words = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(because__in=KeptBecause.values), name="why_it_was_kept_is_known"
            ),
            models.UniqueConstraint(
                fields=["case", "because"], condition=Q(withdrawn_at=None), name="a_cause_of_keeping_once"
            ),
        ]
