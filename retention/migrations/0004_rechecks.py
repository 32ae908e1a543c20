"""Re-checks that have fallen due, and the sweep that raises them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_checks_with_evidence"),
        ("retention", "0003_leavers_and_digests"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecheckTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("dated_on", models.DateField()),
                ("raised_on", models.DateField()),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "closed_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("checked", "It was checked"),
                            ("not_wanted", "Nothing that a conviction could save is held, or it was decided"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recheck_tasks",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on", None)),
                        fields=("case",),
                        name="one_open_recheck_a_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_because", ""), ("closed_on", None)),
                            models.Q(
                                ("closed_on__isnull", False), models.Q(("closed_because", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="recheck_closed_whole",
                    ),
                ]
            },
        ),
        migrations.RemoveConstraint(
            model_name="sweeprun",
            name="sweep_run_sweep_is_known",
        ),
        migrations.AlterField(
            model_name="defectalarm",
            name="subject_type",
            field=models.CharField(
                choices=[("material", "Item"), ("case", "Case"), ("officer", "Officer")], max_length=10
            ),
        ),
        migrations.AlterField(
            model_name="sweepfailure",
            name="subject_type",
            field=models.CharField(
                choices=[("material", "Item"), ("case", "Case"), ("officer", "Officer")], max_length=10
            ),
        ),
        migrations.AlterField(
            model_name="sweeprun",
            name="sweep",
            field=models.CharField(
                choices=[
                    ("verify_positions", "Verify positions"),
                    ("suspend_unlawful", "Suspend what is unlawful"),
                    ("raise_at_risk", "Raise what is at risk"),
                    ("chase", "Chase ports for profiles"),
                    ("recheck_pnc", "Raise checks to be done again"),
                    ("digest", "Tell everybody what waits"),
                ],
                max_length=30,
            ),
        ),
        migrations.AddConstraint(
            model_name="sweeprun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "sweep__in",
                        [
                            "verify_positions",
                            "suspend_unlawful",
                            "raise_at_risk",
                            "chase",
                            "recheck_pnc",
                            "digest",
                        ],
                    )
                ),
                name="sweep_run_sweep_is_known",
            ),
        ),
    ]
