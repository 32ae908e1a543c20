"""Taking events entered on the page, who has an item on its way, and policies of one nation alone."""

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from audit.migrating import InstallTriggers


class Migration(migrations.Migration):
    """Makes the tables of taking events and whereabouts; a policy may be of one nation."""

    dependencies = [
        ("accounts", "__first__"),
        ("cases", "0001_casework"),
    ]

    operations = [
        migrations.CreateModel(
            name="TakingEvent",
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
                ("submission", models.UUIDField(unique=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taking_event",
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
                        name="cases_takingevent_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="a7535413583841a61e8b81bb3366bbd8cf3368ca",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_15aa5",
                            table="cases_takingevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="3e07354809640fcefd19c88e42fb4d2c3258765b",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_5b7a1",
                            table="cases_takingevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Whereabouts",
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
                            ("taken", "Taken"),
                            ("sent", "Sent"),
                            ("received", "Received"),
                            ("profiled", "Profile derived"),
                        ],
                        max_length=10,
                    ),
                ),
                ("happened_on", models.DateField()),
                (
                    "holder",
                    models.CharField(
                        choices=[("port", "Port or station"), ("fsp", "Forensic provider"), ("sofs", "SOFS")],
                        max_length=10,
                    ),
                ),
                (
                    "to",
                    models.CharField(
                        blank=True,
                        choices=[("port", "Port or station"), ("fsp", "Forensic provider"), ("sofs", "SOFS")],
                        max_length=10,
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, help_text="Of the consignment, seal or barcode", max_length=60
                    ),
                ),
                (
                    "material",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="whereabouts",
                        to="cases.material",
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
                "verbose_name_plural": "whereabouts",
                "abstract": False,
                "indexes": [models.Index(fields=["material", "happened_on"], name="whereabouts_of_material")],
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
                        name="cases_whereabouts_withdrawn_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("step", "sent"),
                                models.Q(("to", ""), _negated=True),
                                models.Q(("to", models.F("holder")), _negated=True),
                            ),
                            models.Q(models.Q(("step", "sent"), _negated=True), ("to", "")),
                            _connector="OR",
                        ),
                        name="whereabouts_only_what_is_sent_goes_somewhere",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="f39fbb86ceb930307d8156cccab96cf8119cd439",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_c9706",
                            table="cases_whereabouts",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="a8b41b89fe98300ac4d01c547b0dbff0b0349dd1",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_b2b07",
                            table="cases_whereabouts",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="policysetting",
            name="nation",
            field=models.CharField(
                blank=True, help_text="The one nation that it is for; empty: all", max_length=2
            ),
        ),
        migrations.AlterField(
            model_name="policysetting",
            name="key",
            field=models.CharField(
                choices=[
                    ("sofs_days", "SOFS: days to retain or refer"),
                    ("jfit_profile_days", "JFIT: days to the intelligence profile"),
                    ("third_party_days", "Third parties: days to answer"),
                    ("jfit_decision_days", "JFIT: days to apply or stop"),
                    ("chief_officer_days", "Chief Officer: days to decide"),
                    ("sign_off_days", "Sign-off of a Stop-NSD: days"),
                    ("port_chase_days", "Port: days from the taking after which a missing profile is chased"),
                    ("pnc_check_days", "PNC check: greatest age in days at execution"),
                    ("deletion_approved_days", "Deletion: working days to approval"),
                    ("deletion_verified_days", "Deletion: working days to verification"),
                    ("inspector_sign_off", "Inspectors sign off a Stop-NSD (1 yes, 0 no)"),
                    (
                        "transit_days",
                        "In transit: days after which an item sent and not received is looked for",
                    ),
                ],
                max_length=40,
            ),
        ),
        InstallTriggers("takingevent", "whereabouts"),
    ]
