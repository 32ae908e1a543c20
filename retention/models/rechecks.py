"""Re-checks that have fallen due: what the night's work asks SOFS to look up again."""

from django.db import models
from django.db.models import Q

from retention.choices import RecheckClosed


class RecheckTask(models.Model):
    """The checks of a case are to be done again; one open task a case.

    ``dated_on`` is the day by the policy, on which it should have been raised; ``raised_on`` the business day
    on which it was.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="recheck_tasks")
    dated_on = models.DateField()
    raised_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.CharField(max_length=20, choices=RecheckClosed.choices, blank=True)

    app_may = ("SELECT", "INSERT", "UPDATE(closed_on,closed_because)")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(closed_on=None), name="one_open_recheck_a_case"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_because="")
                | Q(closed_on__isnull=False) & ~Q(closed_because=""),
                name="recheck_closed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Re-check of case {self.case_id}, due {self.dated_on}"
