"""What ends or undoes a determination, further fingerprints held with an original set, prompts to renew."""

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from audit.migrating import InstallTriggers


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_forces_and_the_system"),
        ("cases", "0015_records_of_decisions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                    (
                        "erasure_review_days",
                        "Erasure: days after the last item is verified gone until identifying data is reviewed",  # noqa: E501
                    ),
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
                    ("renewal_first_months", "Renewal of an NSD: first prompt, months ahead"),
                    ("renewal_second_months", "Renewal of an NSD: second prompt, months ahead"),
                    ("renewal_last_months", "Renewal of an NSD: last prompt, months ahead"),
                    ("dna_only_early", "JFIT starts on DNA alone before the profile comes (1 yes, 0 no)"),
                ],
                max_length=40,
            ),
        ),
        migrations.CreateModel(
            name="Revocation",
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
                ("revoked_on", models.DateField()),
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "determination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revocations",
                        to="cases.determination",
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
                    "revoked_by",
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
                        name="cases_revocation_withdrawn_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("determination",),
                        name="a_determination_is_revoked_once",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="03ec2868a0fb756546810e1757ab2c62bcc2bcb2",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_6385a",
                            table="cases_revocation",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="9708d82da880ee035f63c0c5f78c2bd5d1dfedb7",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_a5605",
                            table="cases_revocation",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HoldingReview",
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
                ("due_on", models.DateField(help_text="By when it was to be reviewed")),
                ("reviewed_on", models.DateField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("continued", "Goes on, with another day of review"),
                            ("revoked", "Revoked"),
                            ("replaced", "Replaced by a full determination"),
                        ],
                        max_length=20,
                    ),
                ),
                ("next_review_by", models.DateField(blank=True, null=True)),
                (
                    "by_determination",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.determination",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "determination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holding_reviews",
                        to="cases.determination",
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
                    "reviewed_by",
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
                (
                    "revocation",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.revocation",
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
                        name="cases_holdingreview_withdrawn_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("next_review_by__isnull", False),
                                ("outcome", "continued"),
                                ("reasons__isnull", False),
                            ),
                            models.Q(
                                ("next_review_by", None),
                                ("outcome", "revoked"),
                                ("revocation__isnull", False),
                            ),
                            models.Q(
                                ("by_determination__isnull", False),
                                ("next_review_by", None),
                                ("outcome", "replaced"),
                            ),
                            _connector="OR",
                        ),
                        name="a_holding_review_says_what_came_of_it",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="7309336a11e9ed6320fdc8971e65f19dbfc14f34",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_7dfd4",
                            table="cases_holdingreview",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="4719a25019ecd1982408d118cc07b94dee1bdcbd",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_33d0a",
                            table="cases_holdingreview",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VoidFound",
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
                ("found_on", models.DateField()),
                (
                    "because",
                    models.CharField(
                        choices=[
                            ("no_authority", "Made by someone without authority on that day"),
                            ("rank", "Rank too low on that day"),
                            ("own_work", "Decided or signed off by someone who prepared it"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "determination",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="found_void",
                        to="cases.determination",
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
                    "stands_as",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="was_found_void",
                        to="cases.determination",
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
                        name="cases_voidfound_withdrawn_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("determination", models.F("stands_as")), _negated=True),
                        name="what_is_found_void_stands_again",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="b35d210e77e0e449b6d2463c2acf3d6c39f2c31d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_23da0",
                            table="cases_voidfound",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="fc1b50cb0d5ef62bf731c801eeab5965a403abc5",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_c7609",
                            table="cases_voidfound",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FurtherFingerprints",
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
                ("made_on", models.DateField()),
                ("rank", models.CharField(max_length=40)),
                ("terrorist_investigation", models.BooleanField(default=False)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "material",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="further_fingerprints",
                        to="cases.material",
                    ),
                ),
                (
                    "original",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lends_to",
                        to="cases.material",
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
                "verbose_name": "further-fingerprint determination",
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
                        name="cases_furtherfingerprints_withdrawn_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("material", models.F("original")), _negated=True),
                        name="further_fingerprints_are_another_set",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("material", "original"),
                        name="one_further_fingerprint_determination_a_pair",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="07465a78d25adfdc78d4459bf6e71dcf59e7c3a6",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_c02fd",
                            table="cases_furtherfingerprints",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="e1dc72c7edb1d36bb6ee37b956d85510bf9ec5d7",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_4ced3",
                            table="cases_furtherfingerprints",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        InstallTriggers("furtherfingerprints", "revocation", "holdingreview", "voidfound"),
    ]
