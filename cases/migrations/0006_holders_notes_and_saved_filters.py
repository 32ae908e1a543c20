"""Who has a case changes without its state; notes on a case; saved filters of lists."""

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from audit.migrating import InstallTriggers


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_profile_requests_and_batches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="held_since",
            field=models.DateField(
                blank=True,
                help_text="The day on which it came to its state; taking it changes nothing",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="movement",
            name="event",
            field=models.CharField(
                blank=True,
                choices=[
                    ("retain", "Retain on another basis"),
                    ("resume", "Return to JFIT: the other basis fell away"),
                    ("refer", "Refer to JFIT"),
                    ("send_back", "Send back to SOFS"),
                    ("apply", "Apply for a determination"),
                    ("withdraw_application", "Withdraw the application"),
                    ("determine", "Make the determination"),
                    ("refuse", "Refuse the determination"),
                    ("reopen", "Return to JFIT: renewal, revocation or order"),
                    ("stop", "Provisional Stop-NSD"),
                    ("confirm_stop", "Confirm the Stop-NSD"),
                    ("refer_up", "Refer up to a Superintendent"),
                    ("overrule_stop", "Overrule the Stop-NSD"),
                    ("hand_over", "Hand over: sign-off policy changed"),
                    ("close", "Close: every holding verified gone"),
                    ("take", "Taken"),
                    ("give", "Given to an officer"),
                    ("hand_back", "Handed back to the queue"),
                    ("holder_left", "Back in the queue: who had it left"),
                    ("role_ended", "Back in the queue: the role of who had it ended"),
                ],
                max_length=30,
            ),
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "of_list",
                    models.CharField(
                        choices=[("cases", "Cases"), ("work", "All that waits on me")], max_length=10
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(max_length=500)),
                ("saved_at", models.DateTimeField()),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saved_filters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "erasable_saved_filter",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("officer", "of_list", "name"), name="one_saved_filter_a_person_list_and_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="saved_filter_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("of_list__in", ["cases", "work"])),
                        name="saved_filter_list_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseNote",
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="cases.case"
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
                        name="cases_casenote_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="4df1a1d7119dd3ec2b7a1a309235261714040096",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_3f803",
                            table="cases_casenote",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="c5ab0fe7660d796c598631dfba7cdf4505fa45eb",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_04c35",
                            table="cases_casenote",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        InstallTriggers("casenote"),
    ]
