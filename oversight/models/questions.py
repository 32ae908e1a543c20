"""Questions that are kept: a list as it was filtered, what it answered, and what moved since (R-094).

Source: further report of 22 April 2016, paragraphs 11 and 12.
"""

from typing import Any

from django.conf import settings
from django.db import models

from audit.triggers import WrittenOnce
from cases.models import ErasableText


class KeptQuestion(models.Model):
    """A question of figures: what is asked in words, and the list, as filtered, that answers it.

    ``address`` may name somebody who was searched for, and is erased like every other text. ``of_list`` is
    the name of the list's address.
    """

    of_list = models.CharField(max_length=60)
    words = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")
    address = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")
    kept_on = models.DateField()
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    app_may = ("SELECT", "INSERT")

    class Meta:
        triggers: list[Any] = [WrittenOnce()]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """Its reference for people."""
        return f"Q/{self.pk:05}"


class KeptAnswer(models.Model):
    """What a kept question answered at a moment: how many rows, their digest, and what each was.

    ``definition``: what the list lists, in our words. ``as_at`` and ``known_at``: of a list with dates.
    ``content``: of each row its id, its reference and the digest of what it said; no name. ``rows_sha256`` is
    that of all rows as they would be taken out.
    """

    question = models.ForeignKey(KeptQuestion, on_delete=models.PROTECT, related_name="answers")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=100)
    definition = models.TextField()
    as_at = models.DateField(null=True, blank=True)
    known_at = models.DateField(null=True, blank=True)
    rows = models.PositiveIntegerField()
    rows_sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    app_may = ("SELECT", "INSERT")

    class Meta:
        triggers: list[Any] = [WrittenOnce()]
        indexes = [models.Index(fields=["question", "-id"], name="answers_of_a_question")]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.rows} rows"
