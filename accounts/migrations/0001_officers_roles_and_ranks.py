"""People, what they hold from one day to another, and the guards of those facts."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import pgtrigger.compiler
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import accounts.models
from audit.migrating import InstallTriggers


class Migration(migrations.Migration):
    """Makes the tables of the accounts room."""

    initial = True

    dependencies = [("audit", "0001_events_partitioned_by_month")]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name="Officer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("username", models.CharField(max_length=150, unique=True)),
                ("display_name", models.CharField(max_length=150)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ("display_name",),
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("username"),
                        name="officer_username_once_in_any_case",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Force",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(help_text="As forms and files write it", max_length=4, unique=True),
                ),
                ("name", models.CharField(max_length=100, unique=True)),
                (
                    "nation",
                    models.CharField(
                        choices=[("EW", "England and Wales"), ("SC", "Scotland"), ("NI", "Northern Ireland")],
                        max_length=2,
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("nation__in", ["EW", "SC", "NI"])), name="force_nation_is_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RankHeld",
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
                    "rank",
                    models.CharField(
                        choices=[
                            ("constable", "Constable"),
                            ("sergeant", "Sergeant"),
                            ("inspector", "Inspector"),
                            ("chief_inspector", "Chief Inspector"),
                            ("superintendent", "Superintendent"),
                            ("chief_superintendent", "Chief Superintendent"),
                            ("commander", "Commander"),
                            ("assistant_chief_constable", "Assistant Chief Constable"),
                            ("deputy_assistant_commissioner", "Deputy Assistant Commissioner"),
                            ("deputy_chief_constable", "Deputy Chief Constable"),
                            ("assistant_commissioner", "Assistant Commissioner"),
                            ("chief_constable", "Chief Constable"),
                            ("deputy_commissioner", "Deputy Commissioner"),
                            ("commissioner", "Commissioner of Police"),
                        ],
                        max_length=40,
                    ),
                ),
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
                        related_name="ranks_held",
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
                        name="accounts_rankheld_withdrawn_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="rank_held_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "rank__in",
                                [
                                    "constable",
                                    "sergeant",
                                    "inspector",
                                    "chief_inspector",
                                    "superintendent",
                                    "chief_superintendent",
                                    "commander",
                                    "assistant_chief_constable",
                                    "deputy_assistant_commissioner",
                                    "deputy_chief_constable",
                                    "assistant_commissioner",
                                    "chief_constable",
                                    "deputy_commissioner",
                                    "commissioner",
                                ],
                            )
                        ),
                        name="rank_held_rank_is_known",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        expressions=[("officer", "="), (accounts.models.DaysHeld("from_on", "to_on"), "&&")],
                        name="rank_held_one_at_a_time",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="2595c033e1cab32c298a7e9ec42bbe862eaefcc7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_801f7",
                            table="accounts_rankheld",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="81b95255abf3e09193ed519eef1dffa848230d51",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_06c10",
                            table="accounts_rankheld",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sofs", "Secure Operations Forensic Services"),
                            ("jfit", "Joint Forensic Intelligence Team"),
                            ("ctu", "Counter Terrorism Unit"),
                            ("chief_officers", "Chief Officers"),
                            ("sign_off", "Inspectors and Superintendents"),
                            ("commissioner", "Biometrics Commissioner's office"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "force",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="accounts.force",
                    ),
                ),
            ],
            options={"ordering": ("name",)},
        ),
        migrations.CreateModel(
            name="RoleHeld",
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
                    "role",
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
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roles_held",
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
                        name="accounts_roleheld_withdrawn_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="role_held_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "sofs_officer",
                                    "sofs_manager",
                                    "jfit_officer",
                                    "jfit_manager",
                                    "ctu_officer",
                                    "chief_officer",
                                    "chief_officer_staff",
                                    "inspector",
                                    "superintendent",
                                    "legal_reviewer",
                                    "commissioner",
                                    "commissioner_office",
                                    "senior_manager",
                                    "pack_reader",
                                    "migration_officer",
                                    "system_administrator",
                                ],
                            )
                        ),
                        name="role_held_role_is_known",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        expressions=[
                            ("officer", "="),
                            ("role", "="),
                            (
                                django.db.models.functions.comparison.Coalesce(
                                    models.F("unit_id"), models.Value(0, models.BigIntegerField())
                                ),
                                "=",
                            ),
                            (accounts.models.DaysHeld("from_on", "to_on"), "&&"),
                        ],
                        name="role_held_once_at_a_time",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="c88b64af2758cacf9a0bb17d5af9b5155188ef79",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_37006",
                            table="accounts_roleheld",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="be4217dc20e7b4b872b49ec7066693fd6ce1c325",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_1835d",
                            table="accounts_roleheld",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentHeld",
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
                ("evidence", models.CharField(max_length=100)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents_held",
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
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.force"
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
                        name="accounts_consentheld_withdrawn_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="consent_held_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("evidence", ""), _negated=True), name="consent_held_has_evidence"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="271b25dfc9d4366137e91ecea741c6f0a4ba653b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_139b8",
                            table="accounts_consentheld",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="8981664340c1309e44eabbdcc4e39efdf58e490d",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_4d419",
                            table="accounts_consentheld",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        InstallTriggers("consentheld", "rankheld", "roleheld"),
    ]
