"""The sealed chain of events."""

import pgtrigger.compiler
from django.db import migrations, models

from audit.migrating import InstallTriggers


class Migration(migrations.Migration):
    """Makes the table of seals and its guards."""

    dependencies = [
        ("audit", "0002_demo_days_go_forward"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_id", models.BigIntegerField()),
                ("last_id", models.BigIntegerField()),
                ("missing", models.JSONField(default=list)),
                ("late", models.JSONField(default=list)),
                ("events", models.IntegerField()),
                ("previous", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField(help_text="The machine's moment")),
            ],
            options={
                "db_table": "audit_seal",
                "constraints": [
                    models.UniqueConstraint(fields=("previous",), name="audit_seal_chain_never_forks")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="is_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="0fade83179463d7ce155af29630b5d02022df6a3",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_is_append_only_79b0f",
                            table="audit_seal",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            execute="audit_refuse_change()",
                            func="RAISE EXCEPTION 'The guard is another function.';",
                            hash="09f6a14dc5971d7353af8d817e03073168513c0c",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_aeb05",
                            table="audit_seal",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        InstallTriggers("seal"),
    ]
