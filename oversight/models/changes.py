"""Dated changes of how teams are staffed and work, so that trends show their effect (R-183)."""

from django.db import models
from django.db.models import Q

from audit.facts import RecordedFact
from cases.models import ErasableText
from oversight.choices import ChangedTeam, StaffingKind


class StaffingChange(RecordedFact):
    """From a day on a team had more or fewer people, or worked otherwise; ``people`` is 0 for the latter."""

    team = models.CharField(max_length=20, choices=ChangedTeam.choices)
    kind = models.CharField(max_length=20, choices=StaffingKind.choices)
    changed_on = models.DateField(help_text="The first day on which it was so")
    people = models.SmallIntegerField(help_text="How many more, or fewer")
    note = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(condition=Q(team__in=ChangedTeam.values), name="staffing_team_is_known"),
            models.CheckConstraint(condition=Q(kind__in=StaffingKind.values), name="staffing_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_team_display()}, {self.changed_on}"
