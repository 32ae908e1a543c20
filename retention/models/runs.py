"""Which sweep has done which business day, how far it came, and what went wrong in it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from retention.choices import Subject, SweepName


class SweepRun(models.Model):
    """A sweep's work for one business day: progress and completion. Who runs it is told by a lock, not here.

    The counts are those of the latest pass; ``seen`` is the sum of the other three once it has finished. A
    pass that broke off goes on from ``cursor``, the greatest id that it is done with. ``finished_at`` empty:
    not (yet) done.
    """

    sweep = models.CharField(max_length=30, choices=SweepName.choices)
    day = models.DateField()
    shard = models.PositiveSmallIntegerField(default=0)
    passes = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(help_text="When the latest pass began")
    last_progress_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    cursor = models.BigIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    acted = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    acted_in_all = models.PositiveIntegerField(default=0, help_text="Over every pass for this day")
    broke_off_because = models.CharField(
        max_length=60, blank=True, help_text="The kind of error, never its words"
    )

    app_may = ("SELECT", "INSERT", "UPDATE")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sweep", "day", "shard"], name="one_run_a_sweep_and_day"),
            models.CheckConstraint(condition=Q(sweep__in=SweepName.values), name="sweep_run_sweep_is_known"),
        ]
        indexes = [models.Index(fields=["-day", "sweep"], name="sweep_run_day")]

    def __str__(self) -> str:
        return f"{self.sweep} for {self.day}"

    @property
    def key(self) -> str:
        """What the audit's ``run_id`` holds for everything done in this run."""
        return f"{self.sweep}:{self.day}:{self.shard}"

    @property
    def is_good(self) -> bool:
        """Whether the latest pass finished with nothing failed."""
        return self.finished_at is not None and self.failed == 0


class SweepFailure(models.Model):
    """An item or a case that a run could not do. ``cleared_at``: a later pass no longer failed on it."""

    run = models.ForeignKey(SweepRun, on_delete=models.PROTECT, related_name="failures")
    subject_type = models.CharField(max_length=10, choices=Subject.choices)
    subject_id = models.BigIntegerField()
    error_code = models.CharField(max_length=60, help_text="The kind of error, never its words")
    failed_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)

    app_may = ("SELECT", "INSERT", "UPDATE(error_code,failed_at,cleared_at)")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "subject_type", "subject_id"], name="one_failure_a_run_and_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}: {self.error_code}"


class DefectAlarm(models.Model):
    """A stored answer that was not what its facts give, though neither they nor the law had changed; or a
    holding that a search or a list did not find.

    A stored answer was mended when it was found. ``stored`` and ``computed`` hold the columns that differed.
    """

    run = models.ForeignKey(SweepRun, on_delete=models.PROTECT, related_name="alarms")
    subject_type = models.CharField(max_length=10, choices=Subject.choices)
    subject_id = models.BigIntegerField()
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="defect_alarms")
    raised_on = models.DateField()
    stored = models.JSONField()
    computed = models.JSONField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    plan = models.ForeignKey(
        "cases.ErasableText", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    app_may = ("SELECT", "INSERT", "UPDATE(acknowledged_at,acknowledged_by_id,plan_id)")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None, plan=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False, plan__isnull=False),
                name="defect_alarm_acknowledged_whole",
            )
        ]
        indexes = [
            models.Index(fields=["raised_on"], condition=Q(acknowledged_at=None), name="defect_alarm_open")
        ]

    def __str__(self) -> str:
        return f"Defect in {self.subject_type} {self.subject_id}"
