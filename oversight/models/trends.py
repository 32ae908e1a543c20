"""Trend alarms: a measure that rose so much that a named senior person must say what is done about it.

Source: further report of 22 April 2016, paragraphs 10B and 11; R-093.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models import ErasableText
from oversight.choices import Trend


class TrendAlarm(models.Model):
    """A measure had risen from ``before`` to ``value`` on a day; its owner acknowledges it with a plan."""

    trend = models.CharField(max_length=20, choices=Trend.choices)
    raised_on = models.DateField()
    compared_with = models.DateField(help_text="The day of the value before")
    before = models.PositiveIntegerField()
    value = models.PositiveIntegerField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    plan = models.ForeignKey(ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    app_may = ("SELECT", "INSERT", "UPDATE(acknowledged_at,plan_id)")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["trend"], condition=Q(acknowledged_at=None), name="one_open_alarm_a_trend"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, plan=None)
                | Q(acknowledged_at__isnull=False, plan__isnull=False),
                name="an_alarm_is_acknowledged_with_a_plan",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_trend_display()}: {self.before} to {self.value}"
