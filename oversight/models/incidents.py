"""What oversight keeps of its own: incidents of wrong notified dates, and verified lapses."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.facts import RecordedFact
from cases.models import Case, ErasableText
from oversight.choices import IncidentStatus, IncidentStepKind, LapseAnswer


class DateIncident(models.Model):
    """Many dates of other systems that are off by the same number of days: one incident, not many (R-061).

    ``days`` is notified minus computed: -31 is 31 days early. ``status`` and ``owner`` are those of the
    latest step.
    """

    days = models.IntegerField()
    opened_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=IncidentStatus.choices, default=IncidentStatus.OPEN)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    app_may = ("SELECT", "INSERT", "UPDATE(status,owner_id)")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=IncidentStatus.values), name="incident_status_is_known"
            ),
            models.UniqueConstraint(
                fields=["days"], condition=~Q(status="ended"), name="one_incident_an_offset_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Incident of dates off by {self.days} days"


class IncidentCase(RecordedFact):
    """A date that belongs to an incident; withdrawn once the date is no longer wrong by that offset.

    ``first_on`` is the first day on which a source recorded it.
    """

    incident = models.ForeignKey(DateIncident, on_delete=models.PROTECT, related_name="members")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="date_incidents")
    notified_day = models.DateField()
    computed_day = models.DateField()
    first_on = models.DateField()

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(notified_day=F("computed_day")), name="incident_dates_differ"
            ),
            models.UniqueConstraint(
                fields=["case", "notified_day"],
                condition=Q(withdrawn_at=None),
                name="one_incident_a_wrong_date",
            ),
        ]


class IncidentStep(RecordedFact):
    """What somebody did about an incident; opening it is the first step."""

    incident = models.ForeignKey(DateIncident, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=IncidentStepKind.choices)
    stepped_on = models.DateField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.ForeignKey(ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(step__in=["noted", "told", "ended"]) | Q(note__isnull=False),
                name="incident_step_says_what_was_done",
            ),
        ]


class LapseVerification(RecordedFact):
    """What a supervisor found of a case that appeared to have lapsed (further report, footnote 11; R-121).

    ``last_day`` is the day that appeared to be the last lawful one when it was verified; where a corrected
    fact gives another day, the case is suspected anew.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="lapse_verifications")
    last_day = models.DateField()
    answer = models.CharField(max_length=20, choices=LapseAnswer.choices)
    verified_on = models.DateField()
    reason = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "last_day"], condition=Q(withdrawn_at=None), name="one_current_verification"
            ),
        ]
