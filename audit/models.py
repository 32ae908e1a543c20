"""Tables of the audit room: what happened, in order, and the demonstration's business days."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from audit.triggers import Guard, NeverEmptied, WrittenOnce


class AuditEvent(models.Model):
    """One thing that happened. Appended, never changed; the table is partitioned by month of ``machine_at``.

    ``at`` is the business moment, ``machine_at`` the machine's. Actor and subject are bare ids, since this
    room knows neither officers nor cases. ``payload`` holds ids and codes only, nothing that identifies a
    person a case is about. ``row_digest`` is the SHA-256 of the row that the event records, as it then was.
    The table itself is made by SQL in the first migration, with primary key (id, machine_at).
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    machine_at = models.DateTimeField()
    verb = models.CharField(max_length=40)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150, blank=True, default="")
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(null=True)
    payload = models.JSONField(default=dict)
    row_digest = models.CharField(max_length=64, blank=True, default="")
    request_id = models.CharField(max_length=36, blank=True, default="")
    run_id = models.CharField(max_length=64, blank=True, default="")

    app_may = ("SELECT", "INSERT")

    class Meta:
        db_table = "audit_event"
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="audit_event_subject"),
            models.Index(fields=["at"], name="audit_event_at"),
            models.Index(fields=["actor_id", "id"], name="audit_event_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject_type} {self.subject_id}"


class DemoDay(models.Model):
    """A business day that a demonstration was moved to. The latest counts; days only go forward."""

    day = models.DateField()
    set_at = models.DateTimeField(help_text="The machine's moment")

    app_may = ("SELECT", "INSERT")

    class Meta:
        db_table = "demo_day"

    def __str__(self) -> str:
        return self.day.isoformat()


class Seal(models.Model):
    """A link of the sealed chain: the running SHA-256 over all events sealed so far.

    It covers the events and the stamps of facts (``FactStamp``) with ids from ``first_id`` to ``last_id``
    (both included), without the ids then ``missing`` (``[[from, to], …]``: of transactions unfinished or
    undone), and with those that came ``late`` into earlier seals' gaps. Appended, never changed.
    """

    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    missing = models.JSONField(default=list)
    late = models.JSONField(default=list)
    events = models.IntegerField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(help_text="The machine's moment")

    app_may = ("SELECT", "INSERT")

    class Meta:
        db_table = "audit_seal"
        constraints = [models.UniqueConstraint(fields=["previous"], name="audit_seal_chain_never_forks")]
        triggers = [
            Guard(
                name="is_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
                calls="audit_refuse_change",
            ),
            NeverEmptied(),
        ]

    def __str__(self) -> str:
        return f"Seal {self.pk}, to event {self.last_id}: {self.digest}"


class FactShape(models.Model):
    """The columns of a table of facts that its rows were stamped by; a new one when the table changes."""

    table = models.CharField(max_length=63)
    columns = ArrayField(models.CharField(max_length=63))

    app_may = ("SELECT",)

    class Meta:
        db_table = "audit_fact_shape"
        triggers = [WrittenOnce()]

    def __str__(self) -> str:
        return f"{self.table}: {', '.join(self.columns)}"


class FactStamp(models.Model):
    """That one statement recorded or withdrew these rows of a table of facts, each with its SHA-256.

    Written by the database itself, by triggers on every such table (``audit.stamping``), and by nobody else;
    numbered together with the events, so that one chain seals both. ``by_role`` is the role of the database
    that was joined.
    """

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(help_text="The machine's moment")
    shape = models.ForeignKey(FactShape, on_delete=models.PROTECT, related_name="stamps")
    act = models.CharField(max_length=10)
    ids = ArrayField(models.BigIntegerField())
    digests = ArrayField(models.BinaryField())
    by_role = models.CharField(max_length=63)

    app_may = ("SELECT",)

    class Meta:
        db_table = "audit_fact_stamp"
        triggers = [
            WrittenOnce(),
            NeverEmptied(),
        ]

    def __str__(self) -> str:
        return f"{len(self.ids)} rows {self.act}, {self.at:%Y-%m-%d %H:%M}"
