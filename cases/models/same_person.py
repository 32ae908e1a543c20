"""What people decided of subjects that may be one person, and what follows for counting and for the law.

A case stays with the subject under whom it was recorded, so that what was counted on any past day can be
counted again. Who is whom is read through ``cases.people``.
"""

from django.db import models
from django.db.models import F, Q

from audit.facts import RecordedFact
from cases.choices import SamePerson
from cases.models.subjects import ErasableText, Subject


class SamePersonDecision(RecordedFact):
    """A decision whether two subjects are one person; ``one`` has the lower number of the two."""

    one = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=SamePerson.choices)
    decided_on = models.DateField()
    reasons = models.ForeignKey(
        ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="same_person_pair_in_order"),
            models.UniqueConstraint(
                fields=["one", "other"], condition=Q(withdrawn_at=None), name="one_current_same_person_answer"
            ),
        ]


class SubjectJoin(RecordedFact):
    """A subject counts as ``person``, by decisions that they are the same. Written from the decisions alone.

    ``person`` is the lowest numbered of all that are one, so that one step leads there; it has a row that
    leads to itself, so that one step back leads to all of them.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="joins")
    person = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="joined")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(condition=Q(person__lte=F("subject")), name="subject_join_to_the_lowest"),
            models.UniqueConstraint(
                fields=["subject"], condition=Q(withdrawn_at=None), name="one_current_subject_join"
            ),
        ]
