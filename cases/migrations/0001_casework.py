# ruff: noqa: E501
"""The tables of casework, their constraints, and the guards of the database.

``cases_guard_state`` refuses a state change that is not an edge of the workflow, and a new case in any state but the
first; the edges are arguments of the trigger, made from the transitions that ``Case`` declares.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django_fsm
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from audit.migrating import InstallTriggers

GUARD = """
CREATE FUNCTION cases_guard_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> TG_ARGV[0] THEN
            RAISE EXCEPTION 'case %: a case begins in %, not in %', NEW.ref, TG_ARGV[0], NEW.state
                USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF OLD.state IS DISTINCT FROM NEW.state
        AND OLD.state || '>' || NEW.state <> ALL (string_to_array(TG_ARGV[1], ','))
    THEN
        RAISE EXCEPTION 'case %: from % to % is no step of the workflow', OLD.ref, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
NO_GUARD = "DROP FUNCTION cases_guard_state();"


class Migration(migrations.Migration):
    """Makes the tables and guards of casework."""

    initial = True

    dependencies = [
        ("audit", "0001_events_partitioned_by_month"),
        ("accounts", "0002_forces_and_the_system"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(GUARD, NO_GUARD),
        migrations.CreateModel(
            name="Subject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "first_recorded_on",
                    models.DateField(help_text="The business day on which the subject was first recorded"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ref", models.CharField(help_text="The SOFS reference", max_length=40, unique=True)),
                ("jfit_ref", models.CharField(blank=True, max_length=40)),
                ("opened_on", models.DateField()),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("with_sofs", "With SOFS"),
                            ("retained_on_other_basis", "Retained on another basis"),
                            ("with_jfit", "With JFIT"),
                            ("with_chief_officer", "With Chief Officer"),
                            ("nsd_in_force", "NSD in force"),
                            ("nsd_refused", "NSD refused"),
                            ("stop_with_inspector", "Stop-NSD with Inspector"),
                            ("stop_with_superintendent", "Stop-NSD with Superintendent"),
                            ("stop_confirmed", "Stop-NSD confirmed"),
                            ("closed", "Closed"),
                        ],
                        default="with_sofs",
                        max_length=30,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "held_since",
                    models.DateField(blank=True, help_text="The day of the latest movement", null=True),
                ),
                ("power", models.CharField(blank=True, max_length=20)),
                ("place", models.CharField(blank=True, max_length=100)),
                ("nation", models.CharField(blank=True, max_length=2)),
                ("taken_on", models.DateField(blank=True, help_text="The earliest taking", null=True)),
                ("is_legacy", models.BooleanField(default=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("time_limited", "Time limited"),
                            ("indefinite", "Indefinite"),
                            ("open", "No end date yet"),
                            ("must_destroy", "Must be destroyed"),
                            ("unresolved", "Unresolved"),
                        ],
                        default="unresolved",
                        max_length=20,
                    ),
                ),
                ("last_lawful_day", models.DateField(blank=True, null=True)),
                ("candidate_day", models.DateField(blank=True, null=True)),
                (
                    "urgency",
                    models.PositiveSmallIntegerField(default=1, help_text="0 must destroy to 4 indefinite"),
                ),
                ("sort_day", models.DateField(blank=True, null=True)),
                (
                    "is_held",
                    models.BooleanField(
                        default=True, help_text="Whether an item of it is not yet evidenced gone"
                    ),
                ),
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
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="held_cases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="cases.subject"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["urgency", "sort_day", "id"], name="case_queue_order"),
                    models.Index(fields=["state", "urgency", "sort_day", "id"], name="case_state_queue"),
                    models.Index(fields=["last_lawful_day", "id"], name="case_last_lawful_day"),
                    models.Index(fields=["holder", "state"], name="case_holder"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "with_sofs",
                                    "retained_on_other_basis",
                                    "with_jfit",
                                    "with_chief_officer",
                                    "nsd_in_force",
                                    "nsd_refused",
                                    "stop_with_inspector",
                                    "stop_with_superintendent",
                                    "stop_confirmed",
                                    "closed",
                                ],
                            )
                        ),
                        name="case_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["time_limited", "indefinite", "open", "must_destroy", "unresolved"],
                            )
                        ),
                        name="case_status_is_known",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="only_declared_edges",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="cases_guard_state('with_sofs', 'nsd_in_force>closed,nsd_in_force>with_jfit,nsd_refused>closed,retained_on_other_basis>closed,retained_on_other_basis>with_jfit,stop_confirmed>closed,stop_with_inspector>closed,stop_with_inspector>stop_confirmed,stop_with_inspector>stop_with_superintendent,stop_with_superintendent>closed,stop_with_superintendent>stop_confirmed,stop_with_superintendent>stop_with_inspector,stop_with_superintendent>with_jfit,with_chief_officer>closed,with_chief_officer>nsd_in_force,with_chief_officer>nsd_refused,with_chief_officer>with_jfit,with_jfit>closed,with_jfit>stop_with_inspector,with_jfit>stop_with_superintendent,with_jfit>with_chief_officer,with_jfit>with_sofs,with_sofs>closed,with_sofs>retained_on_other_basis,with_sofs>with_jfit')",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="d562298adacb2ffb66df5d23a0d3a5c00367cdda",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_only_declared_edges_52c69",
                            table="cases_case",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ErasableText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"db_table": "erasable_text"},
        ),
        migrations.CreateModel(
            name="Application",
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
                ("applied_on", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("full", "Full"), ("holding", "Holding"), ("renewal", "Renewal")],
                        default="full",
                        max_length=20,
                    ),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(blank=True, help_text="The length asked for", null=True),
                ),
                (
                    "applied_by",
                    models.ForeignKey(
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
                    "to_force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.force"
                    ),
                ),
                (
                    "to_officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="cases.case",
                    ),
                ),
                (
                    "reasons",
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
                        name="cases_application_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="2dad8dd043c0507eead80d095f5c163d45954a77",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_6dfe9",
                            table="cases_application",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="b33f9c215d2a6455222de5195084e52c0b9b4488",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_6e555",
                            table="cases_application",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Determination",
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
                        choices=[("full", "Full"), ("holding", "Holding"), ("renewal", "Renewal")],
                        default="full",
                        max_length=20,
                    ),
                ),
                ("made_on", models.DateField()),
                (
                    "signed_at",
                    models.DateTimeField(
                        blank=True, help_text="The moment of signature, where known", null=True
                    ),
                ),
                ("maker_rank", models.CharField(max_length=40)),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("chief", "Chief officer"),
                            ("deputy_with_consent", "Deputy, with consent"),
                            ("assistant_with_consent", "Assistant Commissioner, with consent"),
                            ("acting", "Acting"),
                            ("none", "No lawful capacity"),
                        ],
                        max_length=30,
                    ),
                ),
                ("consent_evidence", models.CharField(blank=True, max_length=100)),
                ("months", models.PositiveSmallIntegerField()),
                ("review_by", models.DateField(blank=True, help_text="For a holding NSD", null=True)),
                (
                    "void_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_authority", "Made by someone without authority on that day"),
                            ("rank", "Rank too low on that day"),
                            ("own_work", "Decided or signed off by someone who prepared it"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="determinations",
                        to="cases.application",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="determinations",
                        to="cases.case",
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "maker_force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.force"
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
                    "reasons",
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
                        name="cases_determination_withdrawn_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("months__gte", 1), ("months__lte", 60)),
                        name="determination_1_to_60_months",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "holding"), _negated=True),
                            ("review_by__isnull", False),
                            _connector="OR",
                        ),
                        name="holding_nsd_has_a_review_day",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="6e0ee291ca40fb4bf6fb58f0f2c82a2ea2e34e54",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_06e65",
                            table="cases_determination",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="105b61c54696c0e875c2a162864fc9b354982e90",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_694df",
                            table="cases_determination",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportFile",
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
                        choices=[("register", "SOFS register"), ("jfit_log", "JFIT log")], max_length=20
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("is_historical", models.BooleanField(default=False)),
                ("imported_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("counts", models.JSONField(blank=True, default=dict)),
                (
                    "imported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sheet", models.CharField(blank=True, max_length=60)),
                ("number", models.PositiveIntegerField()),
                ("ref", models.CharField(blank=True, max_length=60)),
                (
                    "digest",
                    models.CharField(
                        help_text="Of the cells as understood; an unchanged row has the same", max_length=64
                    ),
                ),
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
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="import_rows",
                        to="cases.case",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="cases.importfile",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["ref", "id"], name="import_row_ref")],
                "constraints": [
                    models.UniqueConstraint(fields=("file", "number"), name="one_record_an_import_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportException",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
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
                        ],
                        max_length=30,
                    ),
                ),
                ("is_warning", models.BooleanField(default=False)),
                ("column", models.CharField(blank=True, max_length=60)),
                (
                    "why",
                    models.CharField(
                        help_text="What, where and how to mend it; no personal data", max_length=400
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_how", models.CharField(blank=True, max_length=30)),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exceptions",
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
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exceptions",
                        to="cases.importrow",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["code"], name="exception_open"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="ErasableImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cells", models.JSONField()),
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cells",
                        to="cases.importrow",
                    ),
                ),
            ],
            options={"db_table": "erasable_import_row"},
        ),
        migrations.CreateModel(
            name="InvestigationConclusion",
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
                ("concluded_on", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conclusions",
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
                        name="cases_investigationconclusion_withdrawn_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("case",),
                        name="one_current_conclusion",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="d9813558d52d759599def1fcc97070866f8f636e",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_32b8e",
                            table="cases_investigationconclusion",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="790129cb7bfede437d1ebe931ad9dfca0c355f35",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_894ad",
                            table="cases_investigationconclusion",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Material",
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
                            ("fingerprints", "Fingerprints"),
                            ("dna_profile", "DNA profile"),
                            ("dna_sample", "DNA sample"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("time_limited", "Time limited"),
                            ("indefinite", "Indefinite"),
                            ("open", "No end date yet"),
                            ("must_destroy", "Must be destroyed"),
                            ("unresolved", "Unresolved"),
                        ],
                        default="unresolved",
                        max_length=20,
                    ),
                ),
                ("last_lawful_day", models.DateField(blank=True, null=True)),
                (
                    "candidate_day",
                    models.DateField(
                        blank=True,
                        help_text="For an unresolved item: the shortest day that any reading gives",
                        null=True,
                    ),
                ),
                ("unresolved_because", models.CharField(blank=True, max_length=200)),
                (
                    "chain",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                (
                    "ineffective",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("law_version", models.CharField(blank=True, max_length=40)),
                ("computed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "deleted_on",
                    models.DateField(
                        blank=True,
                        help_text="The day on which the last place that held it was evidenced gone (cached)",
                        null=True,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="material", to="cases.case"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "material",
                "indexes": [
                    models.Index(
                        condition=models.Q(("deleted_on", None)),
                        fields=["last_lawful_day", "id"],
                        name="material_held_by_day",
                    ),
                    models.Index(fields=["status"], name="material_status"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["time_limited", "indefinite", "open", "must_destroy", "unresolved"],
                            )
                        ),
                        name="material_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("last_lawful_day__isnull", False), ("status", "time_limited")),
                            models.Q(
                                models.Q(("status", "time_limited"), _negated=True),
                                ("last_lawful_day__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="material_time_limited_has_a_last_lawful_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Holding",
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
                    "place",
                    models.CharField(
                        choices=[
                            ("CT-FP", "CT fingerprint database"),
                            ("CT-DNA", "CT DNA database"),
                            ("hard_copy", "Hard copy"),
                            ("sample", "Sample store"),
                            ("export", "Export"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("held_since", models.DateField(blank=True, null=True)),
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
                    "material",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="cases.material",
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
                        name="cases_holding_withdrawn_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None), models.Q(("reference", ""), _negated=True)
                        ),
                        fields=("place", "reference"),
                        name="one_holding_a_reference",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="6cdef6d62e1a3ec26a2ff2a607433f3055a8138b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_b1742",
                            table="cases_holding",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="7908b666000130e0428d42551690249a83d3c979",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_ab43d",
                            table="cases_holding",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeterminationItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "determination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listed",
                        to="cases.determination",
                    ),
                ),
                (
                    "material",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listed_in",
                        to="cases.material",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("determination", "material"), name="determination_lists_an_item_once"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="written_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="dfb319e717b8a35d1e78797832d0cafa9085039f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_written_once_e220a",
                            table="cases_determinationitem",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeletionEvidence",
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
                ("deleted_on", models.DateField()),
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
                    "holding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deletions",
                        to="cases.holding",
                    ),
                ),
                (
                    "material",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deletions",
                        to="cases.material",
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
                        name="cases_deletionevidence_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="e73ca8650f19f5e1932815b9baf85321c830e19f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_48699",
                            table="cases_deletionevidence",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="1aef3a51e626bf162dbafb848cea7f1bc415eec7",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_199f5",
                            table="cases_deletionevidence",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CourtExtension",
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
                ("applied_on", models.DateField()),
                ("ordered_on", models.DateField()),
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
                    "material",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="court_extensions",
                        to="cases.material",
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
                        name="cases_courtextension_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="df6e30656af3d71c84a47c1e908c8b674d60d66a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_21517",
                            table="cases_courtextension",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="8408eeb6d0b9e502231da6628cf46ccebe293282",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_74615",
                            table="cases_courtextension",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Movement",
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
                ("sequence", models.PositiveIntegerField(help_text="The case's version after this movement")),
                (
                    "event",
                    models.CharField(
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
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("with_sofs", "With SOFS"),
                            ("retained_on_other_basis", "Retained on another basis"),
                            ("with_jfit", "With JFIT"),
                            ("with_chief_officer", "With Chief Officer"),
                            ("nsd_in_force", "NSD in force"),
                            ("nsd_refused", "NSD refused"),
                            ("stop_with_inspector", "Stop-NSD with Inspector"),
                            ("stop_with_superintendent", "Stop-NSD with Superintendent"),
                            ("stop_confirmed", "Stop-NSD confirmed"),
                            ("closed", "Closed"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("with_sofs", "With SOFS"),
                            ("retained_on_other_basis", "Retained on another basis"),
                            ("with_jfit", "With JFIT"),
                            ("with_chief_officer", "With Chief Officer"),
                            ("nsd_in_force", "NSD in force"),
                            ("nsd_refused", "NSD refused"),
                            ("stop_with_inspector", "Stop-NSD with Inspector"),
                            ("stop_with_superintendent", "Stop-NSD with Superintendent"),
                            ("stop_confirmed", "Stop-NSD confirmed"),
                            ("closed", "Closed"),
                        ],
                        max_length=30,
                    ),
                ),
                ("moved_on", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="movements", to="cases.case"
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "moved_by",
                    models.ForeignKey(
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
                "ordering": ["case_id", "sequence"],
                "abstract": False,
                "indexes": [models.Index(fields=["moved_on"], name="movement_moved_on")],
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
                        name="cases_movement_withdrawn_whole",
                    ),
                    models.UniqueConstraint(fields=("case", "sequence"), name="one_movement_a_version"),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="0c56c3484712f4fb1f4bbc9e0b2444c15195f8e1",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_f6bd7",
                            table="cases_movement",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="9a6da542caab5f8512c7fc65a6558b2caaaa3128",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_e8aca",
                            table="cases_movement",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NonSearchableEvidence",
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
                ("evidenced_on", models.DateField()),
                (
                    "holding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="non_searchable",
                        to="cases.holding",
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
                        name="cases_nonsearchableevidence_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="77d7b1d75817ee8fc7e4550ca26ebf54928aa6a8",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_3146b",
                            table="cases_nonsearchableevidence",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="d1a7fe88e256e1841cb416ba5456aa2a5de1f6be",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_bc78b",
                            table="cases_nonsearchableevidence",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NotifiedExpiry",
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
                    "notified_by",
                    models.CharField(
                        choices=[
                            ("hailoh", "HAILOH, by the SOFS register"),
                            ("jfit_log", "HAILOH, by the JFIT log"),
                        ],
                        max_length=20,
                    ),
                ),
                ("notified_day", models.DateField()),
                ("notified_on", models.DateField(help_text="The day on which the source recorded it")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notified_expiries",
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
                        name="cases_notifiedexpiry_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="debf05cff6edb4250e2a203d490cfb45145ac1f0",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_a6a9b",
                            table="cases_notifiedexpiry",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="942165a9676c8e4a80de8b2491bc3311c4c4dadf",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_5c28d",
                            table="cases_notifiedexpiry",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PncCheck",
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
                ("checked_on", models.DateField()),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("no_trace", "No trace"), ("convicted", "Convicted")],
                        max_length=20,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pnc_checks",
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
                        name="cases_pnccheck_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="fbbcfbcc471d1031ac398c0009a1d2f690462a80",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_e7df4",
                            table="cases_pnccheck",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="f3dc40f7d2804ce00e34f95a90ba260ed3c9640d",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_abf64",
                            table="cases_pnccheck",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicySetting",
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
                    "key",
                    models.CharField(
                        choices=[
                            ("sofs_days", "SOFS: days to retain or refer"),
                            ("jfit_profile_days", "JFIT: days to the intelligence profile"),
                            ("third_party_days", "Third parties: days to answer"),
                            ("jfit_decision_days", "JFIT: days to apply or stop"),
                            ("chief_officer_days", "Chief Officer: days to decide"),
                            ("sign_off_days", "Sign-off of a Stop-NSD: days"),
                            (
                                "port_chase_days",
                                "Port: days from the taking after which a missing profile is chased",
                            ),
                            ("pnc_check_days", "PNC check: greatest age in days at execution"),
                            ("deletion_approved_days", "Deletion: working days to approval"),
                            ("deletion_verified_days", "Deletion: working days to verification"),
                            ("inspector_sign_off", "Inspectors sign off a Stop-NSD (1 yes, 0 no)"),
                        ],
                        max_length=40,
                    ),
                ),
                ("value", models.PositiveIntegerField(help_text="Days; or 1 for yes and 0 for no")),
                ("from_on", models.DateField()),
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
                        name="cases_policysetting_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="0e92ed65e5d2a872d623bad53a34c567f45723bf",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_51560",
                            table="cases_policysetting",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="bf73e8d29867da591d45ef1455de300924a8547d",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_29c30",
                            table="cases_policysetting",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preparation",
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
                    "what",
                    models.CharField(
                        choices=[
                            ("application", "Application for a determination"),
                            ("determination", "Draft of a determination or a refusal"),
                            ("stop", "Provisional Stop-NSD"),
                        ],
                        max_length=20,
                    ),
                ),
                ("prepared_on", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="preparations",
                        to="cases.case",
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
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
                        name="cases_preparation_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="8566e0ab837998e5cc49f1a370c066387eac476b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_24224",
                            table="cases_preparation",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="748fd425edf53e300c77463bc1bc841b2071fe32",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_64979",
                            table="cases_preparation",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProfileReceipt",
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
                ("received_on", models.DateField()),
                (
                    "material",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
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
                        name="cases_profilereceipt_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="c085576e66d8d80c8b151348c41d28b41b4658fc",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_3c933",
                            table="cases_profilereceipt",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="ed4256f1f65df682374e77c1f4a2a3d053f09cbb",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_334ed",
                            table="cases_profilereceipt",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Refusal",
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
                ("refused_on", models.DateField()),
                ("rank", models.CharField(max_length=40)),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("chief", "Chief officer"),
                            ("deputy_with_consent", "Deputy, with consent"),
                            ("assistant_with_consent", "Assistant Commissioner, with consent"),
                            ("acting", "Acting"),
                            ("none", "No lawful capacity"),
                        ],
                        max_length=30,
                    ),
                ),
                ("consent_evidence", models.CharField(blank=True, max_length=100)),
                (
                    "void_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_authority", "Made by someone without authority on that day"),
                            ("rank", "Rank too low on that day"),
                            ("own_work", "Decided or signed off by someone who prepared it"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refusals",
                        to="cases.application",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refusals", to="cases.case"
                    ),
                ),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.force"
                    ),
                ),
                (
                    "reasons",
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
                    "refused_by",
                    models.ForeignKey(
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
                        name="cases_refusal_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="fab8caf1c8b6cda6ce612b26cc118ab5e41848e4",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_84030",
                            table="cases_refusal",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="3b068273809b17905c02289ce315eb9186f47e24",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_ce41d",
                            table="cases_refusal",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Request",
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
                    "to",
                    models.CharField(
                        choices=[
                            ("security_service", "Security Service"),
                            ("ctu", "CTU"),
                            ("port", "Port"),
                            ("fsp", "Forensic provider"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "unit_name",
                    models.CharField(blank=True, help_text="Which CTU, port or provider", max_length=100),
                ),
                ("sent_on", models.DateField()),
                (
                    "due_on",
                    models.DateField(
                        help_text="The target day, by the policy of the day it was sent; not statutory"
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="cases.case"
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
                "indexes": [models.Index(fields=["to", "due_on"], name="request_due")],
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
                        name="cases_request_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="bb4e8a106dc0fccbff27eea453d3d11e52dc4cbe",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_efa2c",
                            table="cases_request",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="ce0a048fe191e0020b0c19829fbe45364d703eeb",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_6755f",
                            table="cases_request",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestEvent",
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
                            ("acknowledged", "Acknowledged"),
                            ("chased", "Chased"),
                            ("promised", "Answer promised"),
                            ("escalated", "Escalated"),
                            ("answered", "Answered"),
                            ("closed", "Closed unanswered"),
                        ],
                        max_length=20,
                    ),
                ),
                ("happened_on", models.DateField()),
                ("promised_for", models.DateField(blank=True, null=True)),
                (
                    "assessment",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("positive", "Positive"),
                            ("not_positive", "Not positive"),
                            ("none_provided", "None provided"),
                        ],
                        max_length=20,
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="cases.request"
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
                        name="cases_requestevent_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="826b7e120786e581d7ca34bc8d63c5ee92f99514",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_cdb9e",
                            table="cases_requestevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="0a92bd2911d50e4469bf7ac7d37e808833ef8b02",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_3f303",
                            table="cases_requestevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Shelving",
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
                ("shelved_on", models.DateField()),
                (
                    "because",
                    models.CharField(
                        choices=[
                            ("expired_on_receipt", "Expired on receipt"),
                            ("not_worth_pursuing", "Not worth pursuing, date verified"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shelvings", to="cases.case"
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
                        name="cases_shelving_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="37dc92904c7ab0315c870342cebbf089559a3856",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_c80b3",
                            table="cases_shelving",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="0a765bda16831eda98894dd7b5a439331ac144c2",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_be3ea",
                            table="cases_shelving",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StopDecision",
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
                ("stopped_on", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stops", to="cases.case"
                    ),
                ),
                (
                    "reasons",
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
                    "stopped_by",
                    models.ForeignKey(
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
                        name="cases_stopdecision_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="1a88ee7b37fccddd5481a848dc95619735939f7a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_914d3",
                            table="cases_stopdecision",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="ff14b7f0db831fa7d12751d62a18fd0ccea09177",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_4a01f",
                            table="cases_stopdecision",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StopSignOff",
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
                ("signed_off_on", models.DateField()),
                ("rank", models.CharField(max_length=40)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("confirmed", "Confirmed"),
                            ("referred_up", "Referred up"),
                            ("overruled", "Overruled"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "void_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_authority", "Made by someone without authority on that day"),
                            ("rank", "Rank too low on that day"),
                            ("own_work", "Decided or signed off by someone who prepared it"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "reasons",
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
                    "signed_off_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_offs",
                        to="cases.stopdecision",
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
                        name="cases_stopsignoff_withdrawn_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "confirmed"), ("reasons__isnull", False), _connector="OR"
                        ),
                        name="overruling_and_referring_up_have_reasons",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("void_because", ""),
                            ("withdrawn_at", None),
                            ("outcome__in", ["confirmed", "overruled"]),
                        ),
                        fields=("stop",),
                        name="a_stop_is_ended_once",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="2ec683eb7c868deb7f4490127018e97c3b0ee6eb",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_a1937",
                            table="cases_stopsignoff",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="6faded4b03168904a4a669379877a77d4dfcfed7",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_9d6da",
                            table="cases_stopsignoff",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ErasableIdentity",
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
                ("surname", models.CharField(blank=True, max_length=200)),
                ("forenames", models.CharField(blank=True, max_length=200)),
                ("date_of_birth", models.DateField(blank=True, null=True)),
                (
                    "pnc_id",
                    models.CharField(blank=True, help_text="As supplied, spaces trimmed", max_length=20),
                ),
                ("cro_number", models.CharField(blank=True, max_length=20)),
                (
                    "search_name",
                    models.CharField(blank=True, help_text="Folded for tolerant search", max_length=400),
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
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identities",
                        to="cases.subject",
                    ),
                ),
            ],
            options={
                "db_table": "erasable_identity",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["pnc_id"], name="identity_pnc_id"),
                    models.Index(fields=["search_name"], name="identity_search_name"),
                ],
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
                        name="cases_erasableidentity_withdrawn_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("subject",),
                        name="one_current_identity",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="239f08f3b4f7d0754eb2aad6fd2a11bf72f21beb",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_5fb43",
                            table="erasable_identity",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="e854186c14304cb9ef59f8b607f56631166bff64",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_25293",
                            table="erasable_identity",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Conviction",
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
                ("convicted_on", models.DateField()),
                ("is_recordable", models.BooleanField(default=True)),
                ("is_exempt", models.BooleanField(default=False)),
                ("is_excluded", models.BooleanField(blank=True, help_text="Empty: not recorded", null=True)),
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
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="convictions",
                        to="cases.subject",
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
                        name="cases_conviction_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="1f6b2d203975736098148a763b5969270a742758",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_8a129",
                            table="cases_conviction",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="2d5b47cd5e486dddddc750c78b3a6698b58df150",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_2cb9e",
                            table="cases_conviction",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Taking",
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
                ("taken_on", models.DateField(blank=True, null=True)),
                ("taken_time", models.TimeField(blank=True, help_text="London time, where known", null=True)),
                ("power", models.CharField(blank=True, max_length=20)),
                ("power_as_written", models.CharField(blank=True, max_length=100)),
                ("place", models.CharField(blank=True, help_text="Port or station", max_length=100)),
                ("nation", models.CharField(blank=True, help_text="EW, SC or NI", max_length=2)),
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
                    "material",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takings",
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
                "abstract": False,
                "indexes": [models.Index(fields=["taken_on"], name="taking_taken_on")],
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
                        name="cases_taking_withdrawn_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("material",),
                        name="one_current_taking",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="d672ea1de9ed727195e25d7d7c5c7c74bacace61",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_1e378",
                            table="cases_taking",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="58c89a6a732218790d888330c0f4dee46fb24c01",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_0b2e0",
                            table="cases_taking",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnlawfulTakingDecision",
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
                    "material",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unlawful_takings",
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
                        name="cases_unlawfultakingdecision_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="923f04cad0988202c569db498d1333f82ae2d59a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_e6432",
                            table="cases_unlawfultakingdecision",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="2f21c158d93f44a14080bdb59ffd5fa92d77a3af",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_92d49",
                            table="cases_unlawfultakingdecision",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CounterfactualReview",
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
                    "would_have_applied",
                    models.CharField(choices=[("yes", "Yes"), ("no", "No")], max_length=5),
                ),
                ("reviewed_on", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counterfactual_reviews",
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
                        name="cases_counterfactualreview_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="963d445f2fa24617352c8eee4cfbf9102d6e191c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_83ceb",
                            table="cases_counterfactualreview",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="f9c64ac6b81f4290b87cb7c7a3a76366d97e9efd",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_450cf",
                            table="cases_counterfactualreview",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="determination",
            name="items",
            field=models.ManyToManyField(
                related_name="determinations", through="cases.DeterminationItem", to="cases.material"
            ),
        ),
        InstallTriggers(
            "counterfactualreview",
            "application",
            "investigationconclusion",
            "holding",
            "determinationitem",
            "determination",
            "deletionevidence",
            "courtextension",
            "movement",
            "nonsearchableevidence",
            "notifiedexpiry",
            "pnccheck",
            "policysetting",
            "preparation",
            "profilereceipt",
            "refusal",
            "request",
            "requestevent",
            "shelving",
            "stopdecision",
            "stopsignoff",
            "erasableidentity",
            "conviction",
            "case",
            "taking",
            "unlawfultakingdecision",
        ),
    ]
