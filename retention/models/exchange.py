"""What went wrong in the exchange of files with the databases, each to be worked by a person."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from retention.choices_reconciliation import FaultKind


class ExchangeFault(models.Model):
    """A file that could not be taken for what it should be; one a file, however often it is met."""

    kind = models.CharField(max_length=20, choices=FaultKind.choices)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    instruction = models.ForeignKey(
        "retention.Instruction", on_delete=models.PROTECT, null=True, blank=True, related_name="faults"
    )
    found_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.ForeignKey(
        "cases.ErasableText", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    app_may = ("SELECT", "INSERT", "UPDATE(ended_at,ended_by_id,reason_id)")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=FaultKind.values), name="exchange_fault_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, reason=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False, reason__isnull=False),
                name="exchange_fault_ended_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["found_at"], condition=Q(ended_at=None), name="exchange_fault_open"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"
