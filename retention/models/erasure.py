"""Erasures of what identifies a person, and reviews that kept it longer."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from audit.facts import RecordedFact
from audit.triggers import WrittenOnce
from retention.choices_erasure import KeptBecause

OFFICER = settings.AUTH_USER_MODEL


class Erasure(models.Model):
    """The identity of a person was erased; written once, and never undone.

    ``person`` is the lowest number of their subjects, ``subject_ids`` all of them; ``gone_on`` the day
    on which the last item was verified gone, ``days`` the policy by which ``review_on`` follows.
    """

    person = models.ForeignKey("cases.Subject", on_delete=models.PROTECT, related_name="erasures")
    subject_ids = ArrayField(models.BigIntegerField())
    gone_on = models.DateField()
    days = models.PositiveIntegerField()
    review_on = models.DateField()
    erased_at = models.DateTimeField()
    erased_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, related_name="+")

    app_may = ("SELECT", "INSERT")

    class Meta:
        triggers = [WrittenOnce()]
        constraints = [models.UniqueConstraint(fields=["person"], name="erased_once")]
        indexes = [models.Index(fields=["-erased_at", "id"], name="erasure_latest")]

    def __str__(self) -> str:
        return f"Erasure of subject {self.person_id}"


class ErasureKept(RecordedFact):
    """A review decided to keep what identifies a person; it is reviewed again on the day ``until``."""

    subject = models.ForeignKey("cases.Subject", on_delete=models.PROTECT, related_name="erasures_put_off")
    because = models.CharField(max_length=20, choices=KeptBecause.choices)
    until = models.DateField()
    reason = models.ForeignKey("cases.ErasableText", on_delete=models.PROTECT, related_name="+")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["subject"], condition=Q(withdrawn_at=None), name="one_current_keeping"
            ),
        ]
