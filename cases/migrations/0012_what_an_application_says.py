"""What an application says, its draft, its taking back and allocation, and what staff recommend."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from audit.migrating import InstallTriggers


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_drafts_of_takings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ApplicationDraft",
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
                        blank=True,
                        choices=[("full", "Full"), ("holding", "Holding"), ("renewal", "Renewal")],
                        max_length=20,
                    ),
                ),
                ("months", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("review_on", models.DateField(blank=True, null=True)),
                (
                    "vulnerability",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "No vulnerability is known"),
                            ("known", "Vulnerable"),
                            ("not_known", "Not known whether vulnerable"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "item_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=0, help_text="Of what it asks for; 0 is not yet said"
                    ),
                ),
                ("saved_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="application_drafts",
                        to="cases.case",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_in",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="cases.application",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("sent_in", None)),
                        fields=("case",),
                        name="one_open_application_draft",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="ApplicationDraftText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "section",
                    models.CharField(
                        choices=[
                            ("identity", "Identity and aliases"),
                            ("circumstances", "Circumstances of the taking"),
                            ("outcome", "Outcome of the examination or investigation"),
                            ("intelligence", "Intelligence case"),
                            ("sources", "Sources and handling"),
                            ("assessment", "What the Security Service's assessment is worth"),
                            ("national_security", "Why national security needs it"),
                            ("necessity", "Why it is necessary"),
                            ("proportionality", "Why it is proportionate"),
                            ("alternatives", "Why less intrusive means fail"),
                            ("care", "Age and vulnerability"),
                            ("conditions", "Conditions"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "of",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fingerprints", "Fingerprints"),
                            ("dna_profile", "DNA profile"),
                            ("dna_sample", "DNA sample"),
                        ],
                        help_text="The kind of material it is about; empty for the whole application",
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveIntegerField(help_text="From 1 on, within the section")),
                ("text", models.TextField(blank=True)),
                ("saved_at", models.DateTimeField()),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="cases.applicationdraft",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "erasable_application_draft_text",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draft", "section", "of", "version"), name="one_draft_text_a_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_for",
                        to="cases.application",
                    ),
                ),
                (
                    "material",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_for_in",
                        to="cases.material",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "material"), name="application_asks_for_an_item_once"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="written_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="36386000e96e343e9663cae4682a76d96d1deafa",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_written_once_deced",
                            table="cases_applicationitem",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationSection",
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
                    "section",
                    models.CharField(
                        choices=[
                            ("identity", "Identity and aliases"),
                            ("circumstances", "Circumstances of the taking"),
                            ("outcome", "Outcome of the examination or investigation"),
                            ("intelligence", "Intelligence case"),
                            ("sources", "Sources and handling"),
                            ("assessment", "What the Security Service's assessment is worth"),
                            ("national_security", "Why national security needs it"),
                            ("necessity", "Why it is necessary"),
                            ("proportionality", "Why it is proportionate"),
                            ("alternatives", "Why less intrusive means fail"),
                            ("care", "Age and vulnerability"),
                            ("conditions", "Conditions"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "of",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fingerprints", "Fingerprints"),
                            ("dna_profile", "DNA profile"),
                            ("dna_sample", "DNA sample"),
                        ],
                        help_text="The kind of material it is about; empty for the whole application",
                        max_length=20,
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sections",
                        to="cases.application",
                    ),
                ),
                (
                    "drafted_by",
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
                "indexes": [models.Index(fields=["section", "digest"], name="section_same_words")],
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
                        name="cases_applicationsection_withdrawn_whole",
                    ),
                    models.UniqueConstraint(
                        fields=("application", "section", "of"), name="one_section_an_application_and_kind"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="b99cb2f6809059b73a8a53db822f46b3e08abaf7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_1be81",
                            table="cases_applicationsection",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="fcea80dc11a6a232ca54475f38d2145f17f80168",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_3a3cb",
                            table="cases_applicationsection",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationTakenBack",
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
                ("taken_back_on", models.DateField()),
                ("is_reallocation", models.BooleanField()),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back",
                        to="cases.application",
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
                        name="cases_applicationtakenback_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="8e1cc6f63e43802c8f36d606725203e219148098",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_49e43",
                            table="cases_applicationtakenback",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="6f95fc16d7e7e7b4a3c9548a638cdb17dfc3a9d3",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_5da6d",
                            table="cases_applicationtakenback",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
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
                ("recommended_on", models.DateField()),
                (
                    "recommended",
                    models.CharField(
                        choices=[
                            ("approve", "Approve"),
                            ("holding", "Approve as a holding NSD"),
                            ("refuse", "Refuse"),
                            ("ask", "Ask JFIT first"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="cases.application",
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
                        name="cases_recommendation_withdrawn_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="2d5a06669987fcd180aa4f6d8644e51318c562e8",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_3c0ce",
                            table="cases_recommendation",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="5e14ec722d1d2abc5cfe34b36c7b7175c1b6d454",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_e5409",
                            table="cases_recommendation",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="case",
            name="only_declared_edges",
        ),
        migrations.AddField(
            model_name="application",
            name="checked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="facts_as_sent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.erasabletext",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="guidance",
            field=models.CharField(
                blank=True, help_text="The version of the guidance whose sections it has", max_length=20
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="reallocates",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reallocated_to",
                to="cases.application",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="review_on",
            field=models.DateField(blank=True, help_text="The day of review asked for", null=True),
        ),
        migrations.AddField(
            model_name="application",
            name="vulnerability",
            field=models.CharField(
                blank=True,
                choices=[
                    ("none", "No vulnerability is known"),
                    ("known", "Vulnerable"),
                    ("not_known", "Not known whether vulnerable"),
                ],
                max_length=20,
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
                    ("reallocate", "Allocate to another force"),
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
                    ("port_escalate_reminders", "Port: reminders after which the manager is told"),
                    (
                        "third_party_escalate_reminders",
                        "Third parties: reminders after which the next manager is told",
                    ),
                    ("pnc_check_days", "PNC check: greatest age in days at execution"),
                    ("deletion_approved_days", "Deletion: working days to approval"),
                    ("deletion_verified_days", "Deletion: working days to verification"),
                    ("inspector_sign_off", "Inspectors sign off a Stop-NSD (1 yes, 0 no)"),
                    (
                        "transit_days",
                        "In transit: days after which an item sent and not received is looked for",
                    ),
                    ("recheck_days", "PNC and other checks: days until a check is done again"),
                    ("application_words", "Application: fewest words of a section of reasons"),
                    (
                        "application_checked",
                        "A colleague who wrote none of it sends an application (1 yes, 0 no)",
                    ),
                    ("dna_only_early", "JFIT starts on DNA alone before the profile comes (1 yes, 0 no)"),
                ],
                max_length=40,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="only_declared_edges",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    execute="cases_guard_state('with_sofs', 'nsd_in_force>closed,nsd_in_force>with_jfit,nsd_refused>closed,retained_on_other_basis>closed,retained_on_other_basis>with_jfit,stop_confirmed>closed,stop_with_inspector>closed,stop_with_inspector>stop_confirmed,stop_with_inspector>stop_with_superintendent,stop_with_superintendent>closed,stop_with_superintendent>stop_confirmed,stop_with_superintendent>stop_with_inspector,stop_with_superintendent>with_jfit,with_chief_officer>closed,with_chief_officer>nsd_in_force,with_chief_officer>nsd_refused,with_chief_officer>with_chief_officer,with_chief_officer>with_jfit,with_jfit>closed,with_jfit>stop_with_inspector,with_jfit>stop_with_superintendent,with_jfit>with_chief_officer,with_jfit>with_sofs,with_sofs>closed,with_sofs>retained_on_other_basis,with_sofs>with_jfit')",  # noqa: E501
                    func="RAISE EXCEPTION 'The guard is another function.';",
                    hash="1aeb467a19d5761475b38fac1b043ddd752e667d",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_only_declared_edges_52c69",
                    table="cases_case",
                    when="BEFORE",
                ),
            ),
        ),
        InstallTriggers("applicationitem", "applicationsection", "applicationtakenback", "recommendation"),
    ]
