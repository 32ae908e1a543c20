"""Reconciliation with the databases: extracts, differences and certificates of completeness."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from audit.migrating import InstallTriggers


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_what_an_application_says"),
        ("retention", "0006_reminders_and_training_and_plans_of_defects"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reconciliation",
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
                            ("reading", "Reading the extract"),
                            ("comparing", "Comparing with the cases"),
                            ("done", "Reconciled"),
                            ("refused", "Refused: nothing was compared"),
                        ],
                        default="reading",
                        max_length=20,
                    ),
                ),
                (
                    "came_by",
                    models.CharField(
                        choices=[
                            ("upload", "Handed in on a page"),
                            ("folder", "Dropped for the night's work"),
                        ],
                        max_length=10,
                    ),
                ),
                ("is_whole", models.BooleanField()),
                ("handed_in_at", models.DateTimeField()),
                ("rows_total", models.PositiveIntegerField(default=0)),
                ("rows_done", models.PositiveIntegerField(default=0)),
                ("file_now", models.PositiveIntegerField(default=0)),
                (
                    "databases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                (
                    "extracted_on",
                    models.DateField(blank=True, help_text="The latest day that a row names", null=True),
                ),
                ("counts", models.JSONField(blank=True, default=dict)),
                (
                    "problems",
                    models.JSONField(
                        blank=True, default=list, help_text="Row, column and why; no personal data"
                    ),
                ),
                ("problems_count", models.PositiveIntegerField(default=0)),
                ("refused_because", models.CharField(blank=True, max_length=600)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("touched_at", models.DateTimeField()),
                (
                    "handed_in_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["reading", "comparing"])),
                        fields=["touched_at"],
                        name="reconciliation_at_work",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["reading", "comparing", "done", "refused"])),
                        name="reconciliation_state_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(help_text="The business moment from which it is known")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("screen", "Entered on a page"),
                            ("file", "A row of a file"),
                            ("system", "The system itself"),
                        ],
                        default="screen",
                        max_length=10,
                    ),
                ),
                (
                    "source_row_id",
                    models.BigIntegerField(
                        blank=True, help_text="The provenance row, for a file's", null=True
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_because", models.CharField(blank=True, default="", max_length=30)),
                ("certified_on", models.DateField()),
                ("counts", models.JSONField()),
                (
                    "method",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.erasabletext"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reconciliation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="retention.reconciliation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at", None), ("withdrawn_because", ""), ("withdrawn_by", None)
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="retention_certificate_withdrawn_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("reconciliation",),
                        name="one_certificate_a_reconciliation",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="d5b70220eae1f9319c841ca5c8d5c5560a3214a0",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_98610",
                            table="retention_certificate",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="c3e6b1ceb6c5e93379f6e8a8f2695dc6000d356e",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_a36ad",
                            table="retention_certificate",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CertificateVoid",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("differences", models.PositiveIntegerField(help_text="How many differences contradict it")),
                ("voided_at", models.DateTimeField()),
                (
                    "certificate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="void",
                        to="retention.certificate",
                    ),
                ),
                (
                    "reconciliation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="retention.reconciliation",
                    ),
                ),
            ],
            options={
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="written_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="a63dd6095b2c875da66e74b9bfce5d7eddf6daa2",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_written_once_7bb0f",
                            table="retention_certificatevoid",
                            when="BEFORE",
                        ),
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("without_case", "Held, and no case here"),
                            ("without_holding", "Case here, and nothing held"),
                            ("missing_record", "Recorded here, and not in the database"),
                            ("searchable_unlawful", "Searched although unlawful"),
                            ("deleted_present", "Recorded as deleted, and still there"),
                            ("mismatched", "Another person or date"),
                        ],
                        max_length=20,
                    ),
                ),
                ("key", models.CharField(max_length=90)),
                (
                    "what",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
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
                        default="sofs_manager",
                        max_length=30,
                    ),
                ),
                ("opened_at", models.DateTimeField(help_text="When it was found, or found again")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("gone", "A later extract no longer shows it"),
                            ("matched", "Decided whose it is, and recorded in that case"),
                            ("corrected_here", "Corrected here"),
                            ("database_corrected", "Corrected at the database"),
                            ("accepted", "Decided that it may stand"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="cases.case",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "holding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="cases.holding",
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
                    "found_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="found",
                        to="retention.reconciliation",
                    ),
                ),
                (
                    "seen_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seen",
                        to="retention.reconciliation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["kind", "id"], name="difference_open"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key"), name="one_difference_a_kind_and_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "without_case",
                                    "without_holding",
                                    "missing_record",
                                    "searchable_unlawful",
                                    "deleted_present",
                                    "mismatched",
                                ],
                            )
                        ),
                        name="difference_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None), ("ended_how", "")),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                models.Q(("ended_how", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="difference_ended_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DifferenceRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=20)),
                ("reference", models.CharField(max_length=60)),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="retention.difference",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place", "reference"], name="difference_record")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("difference", "place", "reference"),
                        name="one_record_a_difference_and_reference",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DifferenceStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(help_text="The business moment from which it is known")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("screen", "Entered on a page"),
                            ("file", "A row of a file"),
                            ("system", "The system itself"),
                        ],
                        default="screen",
                        max_length=10,
                    ),
                ),
                (
                    "source_row_id",
                    models.BigIntegerField(
                        blank=True, help_text="The provenance row, for a file's", null=True
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_because", models.CharField(blank=True, default="", max_length=30)),
                (
                    "step",
                    models.CharField(
                        choices=[("given", "Given"), ("ended", "Ended"), ("reopened", "Opened again")],
                        max_length=10,
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("gone", "A later extract no longer shows it"),
                            ("matched", "Decided whose it is, and recorded in that case"),
                            ("corrected_here", "Corrected here"),
                            ("database_corrected", "Corrected at the database"),
                            ("accepted", "Decided that it may stand"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="retention.difference",
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
                    "reason",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.erasabletext",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reconciliation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="retention.reconciliation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at", None), ("withdrawn_because", ""), ("withdrawn_by", None)
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="retention_differencestep_withdrawn_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", ""), ("owner__isnull", False), ("step", "given")),
                            models.Q(("step", "ended"), models.Q(("how", ""), _negated=True)),
                            models.Q(("how", ""), ("reconciliation__isnull", False), ("step", "reopened")),
                            _connector="OR",
                        ),
                        name="difference_step_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("how__in", ["", "gone"]), ("reason__isnull", False), _connector="OR"
                        ),
                        name="difference_ended_by_hand_has_a_reason",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="58b79a81a789b94b9310529d2fb43a4da05c8eb7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_e51e9",
                            table="retention_differencestep",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="36da172abce9c104f84901a8b790fae280174f2b",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_7c1b8",
                            table="retention_differencestep",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ErasableDifference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cells", models.JSONField()),
                (
                    "difference",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="retention.difference",
                    ),
                ),
            ],
            options={"db_table": "erasable_difference"},
        ),
        migrations.CreateModel(
            name="ExtractFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(help_text="From 0, in the order of reading")),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("size", models.PositiveIntegerField(help_text="Bytes")),
                ("rows_done", models.PositiveIntegerField(default=0)),
                (
                    "reconciliation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="retention.reconciliation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reconciliation", "position"), name="one_extract_file_a_position"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="ErasableExtract",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.BinaryField()),
                (
                    "review_on",
                    models.DateField(help_text="The day on which somebody asks whether it is still needed"),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bytes",
                        to="retention.extractfile",
                    ),
                ),
            ],
            options={"db_table": "erasable_extract"},
        ),
        migrations.CreateModel(
            name="ErasableExtractRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(help_text="As a spreadsheet numbers it")),
                ("place", models.CharField(max_length=20)),
                ("reference", models.CharField(max_length=60)),
                ("name", models.CharField(blank=True, max_length=420)),
                ("date_of_birth", models.DateField(blank=True, null=True)),
                ("pnc_id", models.CharField(blank=True, max_length=20)),
                ("taken_on", models.DateField(blank=True, null=True)),
                ("is_searchable", models.BooleanField()),
                ("extracted_on", models.DateField()),
                ("cells", models.JSONField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="retention.extractfile",
                    ),
                ),
            ],
            options={
                "db_table": "erasable_extract_record",
                "constraints": [
                    models.UniqueConstraint(fields=("file", "number"), name="one_extract_record_a_row")
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="sweeprun",
            name="sweep_run_sweep_is_known",
        ),
        migrations.AlterField(
            model_name="sweeprun",
            name="sweep",
            field=models.CharField(
                choices=[
                    ("verify_positions", "Verify positions"),
                    ("suspend_unlawful", "Suspend what is unlawful"),
                    ("raise_at_risk", "Raise what is at risk"),
                    ("chase", "Chase ports for profiles"),
                    ("recheck_pnc", "Raise checks to be done again"),
                    ("reconcile", "Reconcile with the databases"),
                    ("digest", "Tell everybody what waits"),
                ],
                max_length=30,
            ),
        ),
        migrations.AddConstraint(
            model_name="sweeprun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "sweep__in",
                        [
                            "verify_positions",
                            "suspend_unlawful",
                            "raise_at_risk",
                            "chase",
                            "recheck_pnc",
                            "reconcile",
                            "digest",
                        ],
                    )
                ),
                name="sweep_run_sweep_is_known",
            ),
        ),
        InstallTriggers("differencestep", "certificatevoid", "certificate"),
    ]
