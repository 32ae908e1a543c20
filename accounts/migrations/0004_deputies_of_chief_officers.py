"""Who acts for a chief officer who is absent or unable, from a day to a day, by what evidence."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import accounts.models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_heads_of_other_bodies"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeputyHeld",
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
                    "ground",
                    models.CharField(
                        choices=[
                            (
                                "chief_unable",
                                "The chief officer is absent or unable to act, or there is none",
                            ),
                            (
                                "designated",
                                "Designated to act while the chief officer and every deputy are unable",
                            ),
                            ("not_most_senior", "Another deputy is the more senior, and acts first"),
                        ],
                        max_length=20,
                    ),
                ),
                ("evidence", models.CharField(max_length=100)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.force"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputies_held",
                        to=settings.AUTH_USER_MODEL,
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
                        name="accounts_deputyheld_withdrawn_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="deputy_held_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ground__in", ["chief_unable", "designated", "not_most_senior"])),
                        name="deputy_held_ground_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("evidence", ""), _negated=True), name="deputy_held_has_evidence"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        expressions=[
                            ("officer", "="),
                            ("force", "="),
                            ("ground", "="),
                            (accounts.models.DaysHeld("from_on", "to_on"), "&&"),
                        ],
                        name="deputy_held_ground_once_at_a_time",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deputyheld",
            trigger=pgtrigger.compiler.Trigger(
                name="recorded_never_edited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    execute="audit_guard_fact()",
                    func="RAISE EXCEPTION 'The guard is another function.';",
                    hash="6b4dc0064415c91a414b0c5e47189b086e4ba392",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_recorded_never_edited_27a13",
                    table="accounts_deputyheld",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deputyheld",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    execute="audit_refuse_change()",
                    func="RAISE EXCEPTION 'The guard is another function.';",
                    hash="6f29d83a3cdec6631a0d46cd26f8d59091b8293e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_66825",
                    table="accounts_deputyheld",
                    when="BEFORE",
                ),
            ),
        ),
    ]
