"""Files handed in to be imported, what became of each row, and what people did about exceptions."""

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from audit.migrating import InstallTriggers


class Migration(migrations.Migration):
    """Makes the tables of uploads, their bytes and results, and of the steps of an exception."""

    dependencies = [
        ("cases", "0006_holders_notes_and_saved_filters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
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
                            ("register", "SOFS register"),
                            ("jfit_log", "JFIT log"),
                            ("security_service", "Security Service answers"),
                        ],
                        max_length=20,
                    ),
                ),
                ("is_historical", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("rehearsing", "Dry run under way"),
                            ("rehearsed", "Dry run done, waits for confirmation"),
                            ("importing", "Import under way"),
                            ("imported", "Imported"),
                            ("refused", "Refused"),
                            ("left", "Left without importing"),
                        ],
                        default="rehearsing",
                        max_length=20,
                    ),
                ),
                ("uploaded_at", models.DateTimeField()),
                ("rows_total", models.PositiveIntegerField(default=0)),
                ("rows_done", models.PositiveIntegerField(default=0)),
                ("file_now", models.PositiveIntegerField(default=0)),
                ("rehearsed", models.JSONField(blank=True, default=dict, help_text="Counts of the dry run")),
                (
                    "imported",
                    models.JSONField(blank=True, default=dict, help_text="Counts of the import so far"),
                ),
                ("refused_because", models.CharField(blank=True, max_length=600)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, help_text="Imported, refused or left", null=True),
                ),
                ("touched_at", models.DateTimeField()),
                (
                    "uploaded_by",
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
                        condition=models.Q(("state__in", ["rehearsing", "importing"])),
                        fields=["touched_at"],
                        name="upload_at_work",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["rehearsing", "rehearsed", "importing", "imported", "refused", "left"],
                            )
                        ),
                        name="upload_state_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UploadFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(help_text="From 0, in the order of import")),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField(help_text="Bytes")),
                ("rows_done", models.PositiveIntegerField(default=0, help_text="Rows of it imported so far")),
                (
                    "import_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uploads",
                        to="cases.importfile",
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="cases.upload"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("upload", "position"), name="one_file_a_position")
                ]
            },
        ),
        migrations.CreateModel(
            name="ErasableUpload",
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
                        to="cases.uploadfile",
                    ),
                ),
            ],
            options={"db_table": "erasable_upload"},
        ),
        migrations.CreateModel(
            name="UploadResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_rehearsal", models.BooleanField()),
                ("number", models.PositiveIntegerField(help_text="As a spreadsheet numbers it")),
                ("ref", models.CharField(blank=True, max_length=60)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("created", "Created"),
                            ("corrected", "Corrected"),
                            ("unchanged", "Unchanged"),
                            ("rejected", "Rejected"),
                        ],
                        max_length=20,
                    ),
                ),
                ("problems", models.JSONField(blank=True, default=list)),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="cases.uploadfile",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("file", "is_rehearsal", "number"), name="one_result_a_row_and_stage"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="ExceptionStep",
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
                        choices=[("given", "Given to somebody"), ("ended", "Ended")], max_length=10
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("corrected_in_source", "Mended by a later import"),
                            ("corrected_here", "Corrected on its page"),
                            ("decided_by_a_person", "A person decided who is whom"),
                            ("accepted", "The warning was accepted"),
                            ("settled", "Settled otherwise"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "exception",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="cases.importexception",
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
                        name="cases_exceptionstep_withdrawn_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", ""), ("owner__isnull", False), ("step", "given")),
                            models.Q(
                                ("owner", None), ("step", "ended"), models.Q(("how", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="exception_step_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how__in", ["accepted", "settled"]), _negated=True),
                            ("reason__isnull", False),
                            _connector="OR",
                        ),
                        name="exception_ended_by_hand_has_a_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("step", "ended"), ("withdrawn_at", None)),
                        fields=("exception",),
                        name="one_end_an_exception",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="ff74038669d4a65af02f342640db281e92111730",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_14a21",
                            table="cases_exceptionstep",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="290c656436236da8427988d5d65a16a61e4ed82c",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_f4ae7",
                            table="cases_exceptionstep",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        InstallTriggers("exceptionstep"),
    ]
