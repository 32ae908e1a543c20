# ruff: noqa: E501
"""The tables of the clock at work: runs of sweeps, alerts, chases, deletion orders, instructions to suspend.

``retention_guard_order`` refuses a step of a deletion order that ``retention.orders`` does not declare, and
an order that begins in another state than the first; the steps are arguments of the trigger, made from the
declarations.
"""

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from audit.migrating import InstallTriggers

GUARD = """
CREATE FUNCTION retention_guard_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> TG_ARGV[0] THEN
            RAISE EXCEPTION 'deletion order: it begins as %, not as %', TG_ARGV[0], NEW.state
                USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF OLD.material_id <> NEW.material_id THEN
        RAISE EXCEPTION 'deletion order %: it is about one item for ever', OLD.id
            USING ERRCODE = 'restrict_violation';
    ELSIF OLD.state IS DISTINCT FROM NEW.state
        AND OLD.state || '>' || NEW.state <> ALL (string_to_array(TG_ARGV[1], ','))
    THEN
        RAISE EXCEPTION 'deletion order %: from % to % is no step', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
NO_GUARD = "DROP FUNCTION retention_guard_order();"


class Migration(migrations.Migration):
    """Makes the tables and guards of the clock at work."""

    initial = True

    dependencies = [
        ("cases", "0001_casework"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(GUARD, NO_GUARD),
        migrations.CreateModel(
            name="ChaseTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        choices=[("port_profile", "No profile at SOFS when day 21 had ended")], max_length=20
                    ),
                ),
                ("dated_on", models.DateField()),
                ("raised_on", models.DateField()),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "closed_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("profile_received", "The profile arrived"),
                            ("not_wanted", "The material must go, or is gone"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chase_tasks",
                        to="cases.case",
                    ),
                ),
                (
                    "material",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chase_tasks",
                        to="cases.material",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chase_task",
                        to="cases.request",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_on", None)), fields=["dated_on", "id"], name="chase_open"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on", None)),
                        fields=("rule", "material"),
                        name="one_open_chase_a_rule_and_item",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_because", ""), ("closed_on", None)),
                            models.Q(
                                ("closed_on__isnull", False), models.Q(("closed_because", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="chase_closed_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChaseReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reminded_on", models.DateField()),
                (
                    "stands_for",
                    models.PositiveIntegerField(default=1, help_text="How many reminders had fallen due"),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="retention.chasetask",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("task", "reminded_on"), name="one_reminder_a_day")
                ]
            },
        ),
        migrations.CreateModel(
            name="DeletionOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "Due"),
                            ("suspended", "Suspended"),
                            ("approval_asked", "Approval asked"),
                            ("approved", "Approved"),
                            ("executing", "Executing"),
                            ("executed", "Executed"),
                            ("verified", "Verified gone"),
                            ("halted", "Halted"),
                        ],
                        default="due",
                        max_length=20,
                    ),
                ),
                (
                    "opened_because",
                    models.CharField(
                        choices=[
                            ("cover_ended", "Lawful cover ended"),
                            ("must_destroy", "Taken unlawfully: must be destroyed"),
                            ("stop_confirmed", "Stop-NSD confirmed"),
                            ("nsd_refused", "NSD refused"),
                        ],
                        max_length=20,
                    ),
                ),
                ("due_on", models.DateField()),
                ("opened_on", models.DateField()),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("executed_at", models.DateTimeField(blank=True, null=True)),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                ("halted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "halted_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("lawful_cover", "Lawful cover was found"),
                            ("statutory_bar", "An enactment forbids destruction"),
                            ("unresolved", "The last lawful day is not settled; a person must resolve it"),
                            ("gone", "The item is evidenced gone"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deletion_orders",
                        to="cases.case",
                    ),
                ),
                (
                    "material",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deletion_orders",
                        to="cases.material",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "due_on", "id"], name="deletion_order_queue"),
                    models.Index(fields=["due_on", "id"], name="deletion_order_due"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["verified", "halted"]), _negated=True),
                        fields=("material",),
                        name="one_open_deletion_order_an_item",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "due",
                                    "suspended",
                                    "approval_asked",
                                    "approved",
                                    "executing",
                                    "executed",
                                    "verified",
                                    "halted",
                                ],
                            )
                        ),
                        name="deletion_order_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="deletion_approver_is_not_the_requester",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["approved", "executing", "executed", "verified"]),
                                _negated=True,
                            ),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("asked_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="deletion_has_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["executed", "verified"]), _negated=True),
                            ("executed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="deletion_executed_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("halted_at__isnull", False),
                                ("state", "halted"),
                                models.Q(("halted_because", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "halted"), _negated=True),
                                ("halted_at", None),
                                ("halted_because", ""),
                            ),
                            _connector="OR",
                        ),
                        name="deletion_halted_has_its_reason",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="only_declared_steps",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="retention_guard_order('due', 'approval_asked>approved,approval_asked>halted,approved>executing,approved>halted,due>halted,due>suspended,executed>verified,executing>executed,suspended>approval_asked,suspended>halted')",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="7d50baa49eaace769d3177f3c8f5a7e320c092d5",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_only_declared_steps_505f7",
                            table="retention_deletionorder",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeletionOrderStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("suspend", "Suspended at every place"),
                            ("ask_approval", "Approval asked"),
                            ("approve", "Approved"),
                            ("begin", "Execution began"),
                            ("execute", "Executed at every place"),
                            ("verify", "Verified gone from every place"),
                            ("halt", "Halted"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("due", "Due"),
                            ("suspended", "Suspended"),
                            ("approval_asked", "Approval asked"),
                            ("approved", "Approved"),
                            ("executing", "Executing"),
                            ("executed", "Executed"),
                            ("verified", "Verified gone"),
                            ("halted", "Halted"),
                        ],
                        max_length=20,
                    ),
                ),
                ("stepped_at", models.DateTimeField()),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="retention.deletionorder",
                    ),
                ),
                (
                    "stepped_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("order", "to_state"), name="an_order_is_in_a_state_once")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="written_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="bd3d39c21bd3baf07c927049b616a5a62d7afe49",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_written_once_4cadc",
                            table="retention_deletionorderstep",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SuspensionInstruction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("not_before", models.DateField()),
                ("instructed_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cancelled_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("saved", "The item is lawfully held on that day after all"),
                            ("unresolved", "The last lawful day is not settled"),
                            ("gone", "The item is evidenced gone"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "holding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suspensions",
                        to="cases.holding",
                    ),
                ),
                (
                    "material",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suspensions",
                        to="cases.material",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("cancelled_at", None)),
                        fields=["material"],
                        name="suspension_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None)),
                        fields=("holding",),
                        name="one_open_suspension_a_holding",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at", None), ("cancelled_because", "")),
                            models.Q(
                                ("cancelled_at__isnull", False),
                                models.Q(("cancelled_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="suspension_cancelled_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SweepRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sweep",
                    models.CharField(
                        choices=[
                            ("verify_positions", "Verify positions"),
                            ("suspend_unlawful", "Suspend what is unlawful"),
                            ("raise_at_risk", "Raise what is at risk"),
                            ("chase", "Chase ports for profiles"),
                        ],
                        max_length=30,
                    ),
                ),
                ("day", models.DateField()),
                ("shard", models.PositiveSmallIntegerField(default=0)),
                ("passes", models.PositiveIntegerField(default=0)),
                ("started_at", models.DateTimeField(help_text="When the latest pass began")),
                ("last_progress_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("cursor", models.BigIntegerField(default=0)),
                ("seen", models.PositiveIntegerField(default=0)),
                ("acted", models.PositiveIntegerField(default=0)),
                ("unchanged", models.PositiveIntegerField(default=0)),
                ("failed", models.PositiveIntegerField(default=0)),
                (
                    "acted_in_all",
                    models.PositiveIntegerField(default=0, help_text="Over every pass for this day"),
                ),
                (
                    "broke_off_because",
                    models.CharField(
                        blank=True, help_text="The kind of error, never its words", max_length=60
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-day", "sweep"], name="sweep_run_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("sweep", "day", "shard"), name="one_run_a_sweep_and_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sweep__in", ["verify_positions", "suspend_unlawful", "raise_at_risk", "chase"])
                        ),
                        name="sweep_run_sweep_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SweepFailure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject_type",
                    models.CharField(choices=[("material", "Item"), ("case", "Case")], max_length=10),
                ),
                ("subject_id", models.BigIntegerField()),
                (
                    "error_code",
                    models.CharField(help_text="The kind of error, never its words", max_length=60),
                ),
                ("failed_at", models.DateTimeField()),
                ("cleared_at", models.DateTimeField(blank=True, null=True)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="failures",
                        to="retention.sweeprun",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "subject_type", "subject_id"), name="one_failure_a_run_and_subject"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="DefectAlarm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject_type",
                    models.CharField(choices=[("material", "Item"), ("case", "Case")], max_length=10),
                ),
                ("subject_id", models.BigIntegerField()),
                ("raised_on", models.DateField()),
                ("stored", models.JSONField()),
                ("computed", models.JSONField()),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="defect_alarms",
                        to="cases.case",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alarms",
                        to="retention.sweeprun",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("acknowledged_at", None)),
                        fields=["raised_on"],
                        name="defect_alarm_open",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("7", "7-day level"),
                            ("14", "14-day level"),
                            ("28", "28-day level"),
                            ("56", "56-day level"),
                            ("early", "Early"),
                        ],
                        max_length=10,
                    ),
                ),
                ("last_lawful_day", models.DateField()),
                ("days_left", models.PositiveIntegerField()),
                ("days_needed", models.PositiveIntegerField()),
                (
                    "owner_role",
                    models.CharField(
                        choices=[
                            ("sofs_officer", "SOFS officer"),
                            ("sofs_manager", "SOFS manager"),
                            ("jfit_officer", "JFIT officer"),
                            ("jfit_manager", "JFIT manager"),
                            ("ctu_officer", "CTU officer"),
                            ("chief_officer", "Chief Officer"),
                            ("chief_officer_staff", "Chief Officer's staff"),
                            ("inspector", "Inspector"),
                            ("superintendent", "Superintendent"),
                            ("legal_reviewer", "Legal reviewer"),
                            ("commissioner", "Biometrics Commissioner"),
                            ("commissioner_office", "Commissioner's office"),
                            ("senior_manager", "Senior manager"),
                            ("pack_reader", "Pack reader"),
                            ("migration_officer", "Migration officer"),
                            ("system_administrator", "System administrator"),
                        ],
                        max_length=30,
                    ),
                ),
                ("raised_on", models.DateField()),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "escalated_on",
                    models.DateField(blank=True, help_text="Passed to the owner's manager", null=True),
                ),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "closed_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("superseded", "A nearer level was raised"),
                            ("no_longer_at_risk", "What remains fits into the days left, or no work is open"),
                            ("day_changed", "The last lawful day changed"),
                            ("day_passed", "The last lawful day has passed: see held unlawfully"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="cases.case"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.erasabletext",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_on", None)),
                        fields=["last_lawful_day", "id"],
                        name="alert_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "level", "last_lawful_day"), name="one_alert_a_case_level_and_day"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on", None)),
                        fields=("case",),
                        name="one_open_alert_a_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["7", "14", "28", "56", "early"])),
                        name="alert_level_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("acknowledged_at", None), ("acknowledged_by", None), ("plan", None)),
                            models.Q(
                                ("acknowledged_at__isnull", False),
                                ("acknowledged_by__isnull", False),
                                ("plan__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="alert_is_acknowledged_with_a_plan",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_because", ""), ("closed_on", None)),
                            models.Q(
                                ("closed_on__isnull", False), models.Q(("closed_because", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="alert_closed_whole",
                    ),
                ],
            },
        ),
        InstallTriggers("deletionorder", "deletionorderstep"),
    ]
