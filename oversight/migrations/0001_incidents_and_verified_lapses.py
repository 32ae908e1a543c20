"""Incidents of wrong notified dates, and what was verified of suspected lapses."""

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from audit.migrating import InstallTriggers


class Migration(migrations.Migration):
    """Makes the tables of incidents and of verified lapses."""

    initial = True

    dependencies = [
        ("cases", "0007_files_handed_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DateIncident",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("days", models.IntegerField()),
                ("opened_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("told", "Told to the supplier"), ("ended", "Ended")],
                        default="open",
                        max_length=10,
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "told", "ended"])),
                        name="incident_status_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "ended"), _negated=True),
                        fields=("days",),
                        name="one_incident_an_offset_at_a_time",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="IncidentCase",
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
                ("notified_day", models.DateField()),
                ("computed_day", models.DateField()),
                ("first_on", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="date_incidents",
                        to="cases.case",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="oversight.dateincident",
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
                        name="oversight_incidentcase_withdrawn_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("notified_day", models.F("computed_day")), _negated=True),
                        name="incident_dates_differ",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("case", "notified_day"),
                        name="one_incident_a_wrong_date",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="d7863a1cb13ca8ea94fefedf35e324b88eb8aa0e",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_15268",
                            table="oversight_incidentcase",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="50ec7f637a756ac4dc3d6d2764ca74f9e1d22669",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_ab424",
                            table="oversight_incidentcase",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentStep",
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
                        choices=[
                            ("opened", "Opened"),
                            ("given", "Given to somebody"),
                            ("noted", "Noted"),
                            ("told", "Told to the supplier"),
                            ("ended", "Ended"),
                        ],
                        max_length=10,
                    ),
                ),
                ("stepped_on", models.DateField()),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="oversight.dateincident",
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.erasabletext",
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
                        name="oversight_incidentstep_withdrawn_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("step__in", ["noted", "told", "ended"]), _negated=True),
                            ("note__isnull", False),
                            _connector="OR",
                        ),
                        name="incident_step_says_what_was_done",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="a1f6dcc1f7bc6615250e9ffbc637fbd7a0727514",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_45f54",
                            table="oversight_incidentstep",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="12654877403c229ac1417b48597523ed8bdf3dec",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_8d880",
                            table="oversight_incidentstep",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LapseVerification",
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
                ("last_day", models.DateField()),
                (
                    "answer",
                    models.CharField(
                        choices=[("confirmed", "Confirmed: it lapsed"), ("not_a_lapse", "Not a lapse")],
                        max_length=20,
                    ),
                ),
                ("verified_on", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lapse_verifications",
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
                        name="oversight_lapseverification_withdrawn_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("case", "last_day"),
                        name="one_current_verification",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="7dbfcd075c2f81a460df022631534dde14e8b1e0",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_dadb7",
                            table="oversight_lapseverification",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="827b0e244ed1b2ec1e282b34101f696ccf4db893",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_5f824",
                            table="oversight_lapseverification",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        InstallTriggers("incidentcase", "incidentstep", "lapseverification"),
    ]
