"""Matches reported against material without cover: incidents with legal handling (R-103).

Source: further report of 22 April 2016, paragraph 16, by which none was reported at any stage.
"""

from django.db import models
from django.db.models import Q

from audit.facts import RecordedFact
from cases.models import Case, ErasableText, Material
from oversight.choices import MatchStatus, MatchStepKind


class MatchIncident(models.Model):
    """A match against an item that had no cover on the day; its result is quarantined from the first.

    Nothing of it may be disclosed until a legal reviewer has said that it may: ``disclosure_blocked``.
    ``last_lawful_day`` is the item's as it was known when the match was recorded.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="matches")
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="matches")
    matched_on = models.DateField()
    reported_on = models.DateField()
    reported_by = models.CharField(max_length=100, help_text="Which body reported it, under which reference")
    last_lawful_day = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=15, choices=MatchStatus.choices, default=MatchStatus.QUARANTINED)
    disclosure_blocked = models.BooleanField(default=True)

    app_may = ("SELECT", "INSERT", "UPDATE(status,disclosure_blocked)")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=MatchStatus.values), name="match_status_is_known"),
            models.CheckConstraint(
                condition=~Q(status="quarantined") | Q(disclosure_blocked=True),
                name="disclosure_is_blocked_until_legal_review",
            ),
            models.UniqueConstraint(
                fields=["material", "matched_on", "reported_by"], name="a_match_is_recorded_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Match M/{self.pk:05}"

    @property
    def ref(self) -> str:
        """Its reference for people."""
        return f"M/{self.pk:05}"


class MatchStep(RecordedFact):
    """What was done about a match; recording it, by which it is quarantined, is the first step."""

    match = models.ForeignKey(MatchIncident, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=15, choices=MatchStepKind.choices)
    stepped_on = models.DateField()
    words = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")
