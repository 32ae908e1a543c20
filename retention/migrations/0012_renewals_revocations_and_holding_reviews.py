"""Prompts to renew, holding NSDs that were not reviewed, and orders opened by a revocation."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_a_determination_ends"),
        ("retention", "0011_erasures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="alert",
            name="alert_level_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="chasetask",
            name="chase_is_about_what_its_rule_says",
        ),
        migrations.AlterField(
            model_name="alert",
            name="level",
            field=models.CharField(
                choices=[
                    ("7", "7-day level"),
                    ("14", "14-day level"),
                    ("28", "28-day level"),
                    ("56", "56-day level"),
                    ("early", "Early"),
                    ("renew_1", "First prompt to renew"),
                    ("renew_2", "Second prompt to renew"),
                    ("renew_3", "Last prompt to renew"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="chasetask",
            name="rule",
            field=models.CharField(
                choices=[
                    ("port_profile", "No profile at SOFS when day 21 had ended"),
                    ("third_party", "No answer when it was due"),
                    ("chief_officer", "An application not decided in its days"),
                    ("sign_off", "A Stop-NSD not signed off in its days"),
                    ("holding_review", "A holding NSD not reviewed by its day"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="deletionorder",
            name="opened_because",
            field=models.CharField(
                choices=[
                    ("cover_ended", "Lawful cover ended"),
                    ("must_destroy", "Taken unlawfully: must be destroyed"),
                    ("stop_confirmed", "Stop-NSD confirmed"),
                    ("nsd_refused", "NSD refused"),
                    ("revoked", "NSD revoked"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("level__in", ["7", "14", "28", "56", "early", "renew_1", "renew_2", "renew_3"])
                ),
                name="alert_level_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="chasetask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rule__in", ["chief_officer", "sign_off", "holding_review"]),
                    models.Q(("request__isnull", False), ("rule", "third_party")),
                    models.Q(
                        ("material__isnull", False), ("request__isnull", False), ("rule", "port_profile")
                    ),
                    _connector="OR",
                ),
                name="chase_is_about_what_its_rule_says",
            ),
        ),
    ]
