"""Alerts about people: who left, or whose role ended, while they still had work."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.choices import Role


class LeaverAlert(models.Model):
    """Work of one person went back to the queues of one manager, who must see to it that somebody takes it.

    Which cases, and why each came back, is told by their movements.
    """

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    owner_role = models.CharField(max_length=30, choices=Role.choices)
    raised_on = models.DateField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    app_may = ("SELECT", "INSERT", "UPDATE(acknowledged_at,acknowledged_by_id)")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="leaver_alert_acknowledged_whole",
            ),
            models.UniqueConstraint(
                fields=["officer", "owner_role", "raised_on"],
                condition=Q(acknowledged_at=None),
                name="one_open_leaver_alert_a_person_role_and_day",
            ),
        ]
        indexes = [
            models.Index(fields=["owner_role"], condition=Q(acknowledged_at=None), name="leaver_alert_open")
        ]

    def __str__(self) -> str:
        return f"Work of officer {self.officer_id} came back"


class LeaverAlertCase(models.Model):
    """The movement by which a case of a leaver came back."""

    alert = models.ForeignKey(LeaverAlert, on_delete=models.PROTECT, related_name="returned")
    movement = models.OneToOneField("cases.Movement", on_delete=models.PROTECT, related_name="leaver_alert")

    app_may = ("SELECT", "INSERT")

    def __str__(self) -> str:
        return f"Movement {self.movement_id} in alert {self.alert_id}"
