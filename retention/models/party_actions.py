"""What was done with those who answer or decide late: reminders and training, with audience and day."""

from django.db import models
from django.db.models import Q

from audit.facts import RecordedFact
from retention.choices import PartyActionKind, PartyTold


class PartyAction(RecordedFact):
    """A reminder or training that somebody was given as a body, apart from any one case.

    ``unit`` narrows it to one CTU, ``force`` to the Chief Officers of one force; without, it was for all of
    them. ``words``: who was there or was written to, and what about.
    """

    kind = models.CharField(max_length=10, choices=PartyActionKind.choices)
    told = models.CharField(max_length=20, choices=PartyTold.choices)
    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    force = models.ForeignKey(
        "accounts.Force", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    happened_on = models.DateField()
    words = models.ForeignKey("cases.ErasableText", on_delete=models.PROTECT, related_name="+")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=PartyActionKind.values, told__in=PartyTold.values),
                name="party_action_is_known",
            ),
            models.CheckConstraint(
                condition=Q(unit=None) | Q(told=PartyTold.CTU), name="party_action_unit_is_of_a_ctu"
            ),
            models.CheckConstraint(
                condition=Q(force=None) | Q(told=PartyTold.CHIEF_OFFICER),
                name="party_action_force_is_of_chief_officers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.audience}"

    @property
    def audience(self) -> str:
        """Who was told."""
        if self.told == PartyTold.CTU:
            return self.unit.name if self.unit else "All CTUs"
        if self.told == PartyTold.CHIEF_OFFICER:
            return f"Chief Officers of {self.force.name}" if self.force else "All Chief Officers"
        return str(self.get_told_display())
