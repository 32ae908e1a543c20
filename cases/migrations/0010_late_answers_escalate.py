"""A dated policy: after how many reminders an answer that does not come goes to the next manager."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_chases_of_ports_escalate"),
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
                    ("inspector_sign_off", "Inspectors sign off a Stop-NSD (1 yes, 0 no)"),
                    (
                        "transit_days",
                        "In transit: days after which an item sent and not received is looked for",
                    ),
                    ("recheck_days", "PNC and other checks: days until a check is done again"),
                    ("dna_only_early", "JFIT starts on DNA alone before the profile comes (1 yes, 0 no)"),
                ],
                max_length=40,
            ),
        ),
    ]
