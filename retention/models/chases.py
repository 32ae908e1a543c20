"""Chases: what the night's work asks for when something should have come and has not."""

from django.db import models
from django.db.models import Q

from retention.choices import ChaseClosed, ChaseRule


class ChaseTask(models.Model):
    """Somebody is to be chased about an item, a request or a case by a rule; one open task each.

    ``dated_on`` is the day by the rule, on which it should have been raised; ``raised_on`` the business day
    on which it was. The question itself is ``request``, beside the case's other requests; a decision, a
    review and a sign-off were not asked for by one. ``material`` is the item of a profile that is awaited.
    """

    rule = models.CharField(max_length=20, choices=ChaseRule.choices)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="chase_tasks")
    material = models.ForeignKey(
        "cases.Material", on_delete=models.PROTECT, related_name="chase_tasks", null=True, blank=True
    )
    request = models.OneToOneField(
        "cases.Request", on_delete=models.PROTECT, related_name="chase_task", null=True, blank=True
    )
    dated_on = models.DateField()
    raised_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.CharField(max_length=20, choices=ChaseClosed.choices, blank=True)

    app_may = ("SELECT", "INSERT", "UPDATE(closed_on,closed_because)")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "material"],
                condition=Q(closed_on=None),
                name="one_open_chase_a_rule_and_item",
            ),
            models.UniqueConstraint(
                fields=["rule", "case"],
                condition=Q(closed_on=None, request=None),
                name="one_open_chase_a_rule_and_case",
            ),
            models.CheckConstraint(
                condition=Q(rule__in=[ChaseRule.CHIEF_OFFICER, ChaseRule.SIGN_OFF, ChaseRule.HOLDING_REVIEW])
                | Q(rule=ChaseRule.THIRD_PARTY, request__isnull=False)
                | Q(rule=ChaseRule.PORT_PROFILE, request__isnull=False, material__isnull=False),
                name="chase_is_about_what_its_rule_says",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_because="")
                | Q(closed_on__isnull=False) & ~Q(closed_because=""),
                name="chase_closed_whole",
            ),
        ]
        indexes = [models.Index(fields=["dated_on", "id"], condition=Q(closed_on=None), name="chase_open")]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}, case {self.case_id}"

    @property
    def days_late(self) -> int:
        """By how many days it was raised after the day of the rule; 0 in time."""
        return (self.raised_on - self.dated_on).days


class ChaseReminder(models.Model):
    """A reminder of an open chase. After an outage there is one, which says how many it stands for."""

    task = models.ForeignKey(ChaseTask, on_delete=models.PROTECT, related_name="reminders")
    reminded_on = models.DateField()
    stands_for = models.PositiveIntegerField(default=1, help_text="How many reminders had fallen due")

    app_may = ("SELECT", "INSERT")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "reminded_on"], name="one_reminder_a_day")]

    def __str__(self) -> str:
        return f"Reminder of {self.task_id} on {self.reminded_on}"
