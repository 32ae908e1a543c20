"""Subjects, and the only two tables of casework that identify them or hold free text.

A ``Subject`` is a number that stays for counting. Names, birth dates and PNC IDs are in ``ErasableIdentity``,
words that people wrote are in ``ErasableText``; facts point to them by id, so that erasing them leaves the
facts whole.
"""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from audit.facts import RecordedFact
from cases.name_keys import NameKeys


class Subject(models.Model):
    """A person whose biometrics are held, known here by a number alone."""

    first_recorded_on = models.DateField(help_text="The business day on which the subject was first recorded")

    app_may = ("SELECT", "INSERT")

    def __str__(self) -> str:
        return f"Subject {self.pk}"


class ErasableIdentity(RecordedFact):
    """What identifies a subject: one current row each; a correction withdraws it and records another."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="identities")
    surname = models.CharField(max_length=200, blank=True)
    forenames = models.CharField(max_length=200, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    pnc_id = models.CharField(max_length=20, blank=True, help_text="As supplied, spaces trimmed")
    cro_number = models.CharField(max_length=20, blank=True)
    search_name = models.CharField(max_length=400, blank=True, help_text="Folded for tolerant search")

    class Meta(RecordedFact.Meta):
        db_table = "erasable_identity"
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["subject"], condition=models.Q(withdrawn_at=None), name="one_current_identity"
            ),
        ]
        indexes = [
            models.Index(fields=["pnc_id"], name="identity_pnc_id"),
            models.Index(fields=["search_name"], name="identity_search_name"),
            models.Index(fields=["date_of_birth"], name="identity_date_of_birth"),
            GinIndex(NameKeys("search_name"), name="identity_name_keys"),
            GinIndex(OpClass("search_name", name="gin_trgm_ops"), name="identity_name_trigrams"),
        ]

    def __str__(self) -> str:
        return f"{self.surname}, {self.forenames}" if self.surname or self.forenames else "Name not known"


class ErasableText(models.Model):
    """Words that a person wrote: a reason, a note, a justification. Facts point here by id."""

    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    erased_at = models.DateTimeField(null=True, blank=True)

    app_may = ("SELECT", "INSERT")

    class Meta:
        db_table = "erasable_text"

    def __str__(self) -> str:
        return self.text[:60]
