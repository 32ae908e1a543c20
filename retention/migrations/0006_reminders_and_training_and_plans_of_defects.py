"""Reminders and training of those who are late, and the plan of a defect alarm."""

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from audit.migrating import InstallTriggers


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_forces_and_the_system"),
        ("cases", "0010_late_answers_escalate"),
        ("retention", "0005_ports_contacts_and_plans"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PartyAction",
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
                    "kind",
                    models.CharField(
                        choices=[("reminder", "Reminder"), ("training", "Training")], max_length=10
                    ),
                ),
                (
                    "told",
                    models.CharField(
                        choices=[
                            ("security_service", "Security Service"),
                            ("ctu", "A CTU, or all of them"),
                            ("chief_officer", "Chief Officers"),
                        ],
                        max_length=20,
                    ),
                ),
                ("happened_on", models.DateField()),
                (
                    "force",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.force",
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
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
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
                    "words",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.erasabletext"
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
                        name="retention_partyaction_withdrawn_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["reminder", "training"]),
                            ("told__in", ["security_service", "ctu", "chief_officer"]),
                        ),
                        name="party_action_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit", None), ("told", "ctu"), _connector="OR"),
                        name="party_action_unit_is_of_a_ctu",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("force", None), ("told", "chief_officer"), _connector="OR"),
                        name="party_action_force_is_of_chief_officers",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="ebee4c220cf22ead0f088b7dab2f138059d8d95c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_24f66",
                            table="retention_partyaction",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="8c4322dae38e6cf14f8e5a6e6b7067f8fbdca231",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_fb6a3",
                            table="retention_partyaction",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="defectalarm",
            name="plan",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.erasabletext",
            ),
        ),
        migrations.AddConstraint(
            model_name="defectalarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("acknowledged_at", None), ("acknowledged_by", None), ("plan", None)),
                    models.Q(
                        ("acknowledged_at__isnull", False),
                        ("acknowledged_by__isnull", False),
                        ("plan__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="defect_alarm_acknowledged_whole",
            ),
        ),
        InstallTriggers("partyaction"),
    ]
