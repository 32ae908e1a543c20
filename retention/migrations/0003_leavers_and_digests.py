"""Work that came back because whoever had it left, and the daily digest."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_holders_notes_and_saved_filters"),
        ("retention", "0002_chases_of_requests_and_decisions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LeaverAlert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "owner_role",
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
                ("raised_on", models.DateField()),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("acknowledged_at", None)),
                        fields=["owner_role"],
                        name="leaver_alert_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("acknowledged_at", None), ("acknowledged_by", None)),
                            models.Q(("acknowledged_at__isnull", False), ("acknowledged_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="leaver_alert_acknowledged_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("acknowledged_at", None)),
                        fields=("officer", "owner_role", "raised_on"),
                        name="one_open_leaver_alert_a_person_role_and_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeaverAlertCase",
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
                        related_name="returned",
                        to="retention.leaveralert",
                    ),
                ),
                (
                    "movement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaver_alert",
                        to="cases.movement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("waiting", models.PositiveIntegerField()),
                ("ended", models.PositiveIntegerField()),
                ("alerts", models.PositiveIntegerField()),
                ("late", models.PositiveIntegerField()),
                (
                    "top",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("officer", "day"), name="one_digest_a_person_and_day")
                ]
            },
        ),
    ]
