"""Alerts: cases whose remaining stages do not fit into the days left."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.choices import Role
from retention.choices import AlertClosed, AlertLevel


class Alert(models.Model):
    """A case at risk, at one level, for one last lawful day; never raised twice.

    ``owner`` is who has the case; where nobody has it, or once it was passed on, whoever holds ``owner_role``
    owns the alert. ``days_left`` and ``days_needed`` are those on which it was raised.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="alerts")
    level = models.CharField(max_length=10, choices=AlertLevel.choices)
    last_lawful_day = models.DateField()
    days_left = models.PositiveIntegerField()
    days_needed = models.PositiveIntegerField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner_role = models.CharField(max_length=30, choices=Role.choices)
    raised_on = models.DateField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    plan = models.ForeignKey(
        "cases.ErasableText", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    escalated_on = models.DateField(null=True, blank=True, help_text="Passed to the owner's manager")
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.CharField(max_length=20, choices=AlertClosed.choices, blank=True)

    app_may = ("SELECT", "INSERT", "UPDATE")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "level", "last_lawful_day"], name="one_alert_a_case_level_and_day"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(closed_on=None), name="one_open_alert_a_case"
            ),
            models.CheckConstraint(condition=Q(level__in=AlertLevel.values), name="alert_level_is_known"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None, plan=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False, plan__isnull=False),
                name="alert_is_acknowledged_with_a_plan",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_because="")
                | Q(closed_on__isnull=False) & ~Q(closed_because=""),
                name="alert_closed_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["last_lawful_day", "id"], condition=Q(closed_on=None), name="alert_open"),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}, case {self.case_id}"


class AlertPlan(models.Model):
    """A plan made for an alert: the first with which it was acknowledged, and each that took its place.

    The latest is the alert's ``plan``.
    """

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="plans")
    plan = models.OneToOneField("cases.ErasableText", on_delete=models.PROTECT, related_name="+")

    app_may = ("SELECT", "INSERT")

    def __str__(self) -> str:
        return f"Plan {self.plan_id} of alert {self.alert_id}"
