"""Causes of lapses as people find them: confirmed by a supervisor, disputed by the stage blamed.

Source: further report of 22 April 2016, paragraph 9; R-045, R-065.
"""

from django.db import models
from django.db.models import Q

from audit.facts import RecordedFact
from cases.models import Case, ErasableText
from oversight.choices import CauseStepKind, PrimaryCause


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
