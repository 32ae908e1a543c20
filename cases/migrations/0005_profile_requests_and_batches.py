"""JFIT's papers: intelligence profiles and drafts, requests to a CTU's unit, batches, verified shelving."""

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from audit.migrating import InstallTriggers


class Migration(migrations.Migration):
    """Makes the tables of profiles and batches; requests, answers and shelving say more."""

    dependencies = [
        ("accounts", "0002_forces_and_the_system"),
        ("cases", "0004_queues_begin_with_what_is_held"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CtuNotAsked",
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
                ("decided_on", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ctu_not_asked",
                        to="cases.case",
                    ),
                ),
                (
                    "reason",
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
                        name="cases_ctunotasked_withdrawn_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("case",),
                        name="one_reason_for_no_ctu",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="a6eed7b685fa1d60e5636e685fcf15a6ad022184",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_7a9cd",
                            table="cases_ctunotasked",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="57d2eb8a4b9d2c2aeb4d80a75ba1a94e6c925689",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_a6c64",
                            table="cases_ctunotasked",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProfileDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("identity", "Identity and aliases"),
                            ("taking", "Circumstances of the taking"),
                            ("travel", "Travel and associates"),
                            ("intelligence", "Intelligence case"),
                            ("sources", "Sources and handling"),
                            ("risk", "Risk"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text", models.TextField()),
                ("saved_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="profile_drafts",
                        to="cases.case",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "erasable_profile_draft",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "officer", "part"), name="one_draft_a_person_and_part"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProfileSection",
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
                    "part",
                    models.CharField(
                        choices=[
                            ("identity", "Identity and aliases"),
                            ("taking", "Circumstances of the taking"),
                            ("travel", "Travel and associates"),
                            ("intelligence", "Intelligence case"),
                            ("sources", "Sources and handling"),
                            ("risk", "Risk"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveIntegerField(help_text="From 1 on, within the part")),
                ("completed_on", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="profile_sections",
                        to="cases.case",
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
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.erasabletext"
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
                        name="cases_profilesection_withdrawn_whole",
                    ),
                    models.UniqueConstraint(
                        fields=("case", "part", "version"), name="one_profile_section_a_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "part__in",
                                ["identity", "taking", "travel", "intelligence", "sources", "risk", "other"],
                            )
                        ),
                        name="profile_part_is_known",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="4b7ac70c0c0b9f079943d3ea1e95e6d2f30bd52c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_5a486",
                            table="cases_profilesection",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="3f23d3b982a3b8ea96e4a9d71ef36d0650b46d92",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_66839",
                            table="cases_profilesection",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestBatch",
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
                ("number", models.PositiveIntegerField(help_text="From 1 on", unique=True)),
                ("made_on", models.DateField()),
                ("sha256", models.CharField(max_length=64)),
                ("count", models.PositiveIntegerField(help_text="How many requests it holds")),
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
                "verbose_name_plural": "request batches",
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
                        name="cases_requestbatch_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="e1073011ad8973e671a7f6a25b2aa1db41ca154a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_26c91",
                            table="cases_requestbatch",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="78be9d8b4bcd68e26fe7c1c554ace6bc0df0405a",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_76d8e",
                            table="cases_requestbatch",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchLine",
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
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batch_line",
                        to="cases.request",
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
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="cases.requestbatch",
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
                        name="cases_batchline_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="8b537ac252a5f75b494280dd9f06ffd12dcd86cb",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_59e75",
                            table="cases_batchline",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="4b38c015802b81d613f273451cc696d9861dc5ab",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_69a1a",
                            table="cases_batchline",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ErasableBatchFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.TextField()),
                (
                    "batch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="file",
                        to="cases.requestbatch",
                    ),
                ),
            ],
            options={"db_table": "erasable_batch_file"},
        ),
        migrations.AddField(
            model_name="request",
            name="question",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.erasabletext",
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                help_text="The CTU that it is allocated to",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
            ),
        ),
        migrations.AddField(
            model_name="requestevent",
            name="checking",
            field=models.CharField(
                blank=True,
                choices=[("limited", "Limited checking"), ("none", "Not checked"), ("full", "Fully checked")],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="requestevent",
            name="provenance",
            field=models.CharField(
                blank=True,
                choices=[("automated", "Automated"), ("written", "Written by an analyst")],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="requestevent",
            name="quality",
            field=models.CharField(
                blank=True,
                choices=[
                    ("sufficient", "Sufficient"),
                    ("partial", "Partly sufficient"),
                    ("insufficient", "Insufficient"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="shelving",
            name="other_bases",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.erasabletext",
            ),
        ),
        migrations.AddField(
            model_name="shelving",
            name="verified_day",
            field=models.DateField(blank=True, help_text="The last lawful day, as verified", null=True),
        ),
        migrations.AlterField(
            model_name="importexception",
            name="code",
            field=models.CharField(
                choices=[
                    ("impossible_date", "Impossible date"),
                    ("missing_date", "Missing date"),
                    ("contradictory_dates", "Contradictory dates"),
                    ("unknown_power", "Unknown power"),
                    ("unknown_value", "Unknown value"),
                    ("no_ref", "No reference"),
                    ("no_identity", "Neither a name nor a PNC ID"),
                    ("ref_twice", "Reference twice in one file"),
                    ("no_case", "No case with this reference"),
                    ("check_letter", "Wrong check letter"),
                    ("possible_duplicate", "Perhaps the same person"),
                    ("impossible_step", "A step that the case could not take"),
                    ("no_request", "No request with this reference"),
                    ("contradictory_answer", "Another answer than the one on record"),
                ],
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="importfile",
            name="kind",
            field=models.CharField(
                choices=[
                    ("register", "SOFS register"),
                    ("jfit_log", "JFIT log"),
                    ("security_service", "Security Service answers"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="requestevent",
            name="step",
            field=models.CharField(
                choices=[
                    ("acknowledged", "Acknowledged"),
                    ("chased", "Chased"),
                    ("promised", "Answer promised"),
                    ("escalated", "Escalated"),
                    ("answered", "Answered"),
                    ("judged", "Answer judged"),
                    ("closed", "Closed unanswered"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="requestevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("step", "answered"), ("withdrawn_at", None)),
                fields=("request",),
                name="one_answer_a_request",
            ),
        ),
        migrations.AddConstraint(
            model_name="shelving",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", "screen"), _negated=True),
                    models.Q(("other_bases__isnull", False), ("verified_day__isnull", False)),
                    _connector="OR",
                ),
                name="shelved_on_a_page_only_when_verified",
            ),
        ),
        InstallTriggers("ctunotasked", "profilesection", "requestbatch", "batchline"),
    ]
