"""Ports with contacts, how they were reached in a chase, and the plans of an alert."""

import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from audit.migrating import InstallTriggers


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_forces_and_the_system"),
        ("cases", "0009_chases_of_ports_escalate"),
        ("retention", "0004_rechecks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AlertPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="retention.alert",
                    ),
                ),
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.erasabletext"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ErasablePortContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("telephone", models.CharField(blank=True, max_length=50)),
                ("email", models.EmailField(blank=True, max_length=254)),
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
            options={"db_table": "erasable_port_contact"},
        ),
        migrations.CreateModel(
            name="Port",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("first_recorded_on", models.DateField()),
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"), name="one_port_a_name"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="PortContact",
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
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                (
                    "port",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="retention.port",
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
                    "who",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="retention.erasableportcontact",
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
                        name="retention_portcontact_withdrawn_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="port_contact_days_in_order",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="5af7b7ccf3193aa8c35beda88a54f8d3a37885dc",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_a0ac9",
                            table="retention_portcontact",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="b5886eed3c812247f6731f6dcb01bd79371f0c16",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_484ee",
                            table="retention_portcontact",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChaseContact",
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
                    "how",
                    models.CharField(
                        choices=[
                            ("telephone", "By telephone"),
                            ("email", "By e-mail"),
                            ("in_person", "In person"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chase_contact",
                        to="cases.requestevent",
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
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="retention.portcontact",
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
                        name="retention_chasecontact_withdrawn_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ["telephone", "email", "in_person"])),
                        name="chase_contact_how_is_known",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="recorded_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_guard_fact()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="3e33250ca4a9f9c8fab7cd56b31df66128d6d892",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_recorded_never_edited_65c61",
                            table="retention_chasecontact",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="da34f82d2233eab9ed68cd0cd5011164168eaecd",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_a1968",
                            table="retention_chasecontact",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        InstallTriggers("portcontact", "chasecontact"),
    ]
