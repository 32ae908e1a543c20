"""Checks of other sources than the PNC, with evidence and the day by which they are done again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_files_handed_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="pnccheck",
            name="again_by",
            field=models.DateField(blank=True, help_text="Sooner than the policy asks", null=True),
        ),
        migrations.AddField(
            model_name="pnccheck",
            name="evidence",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.erasabletext",
            ),
        ),
        migrations.AddField(
            model_name="pnccheck",
            name="kind",
            field=models.CharField(
                choices=[
                    ("pnc", "Police National Computer (PNC)"),
                    ("pnd", "Police National Database (PND)"),
                    ("abroad", "Convictions abroad"),
                    ("courts", "Courts and prosecutors"),
                    ("other", "Another source"),
                ],
                default="pnc",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="pnccheck",
            name="result",
            field=models.CharField(
                blank=True,
                choices=[
                    ("no_trace", "No trace"),
                    ("pending", "A trace, no conviction"),
                    ("convicted", "Convicted"),
                ],
                max_length=20,
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
        migrations.AddIndex(
            model_name="pnccheck",
            index=models.Index(fields=["case", "checked_on"], name="check_of_case"),
        ),
        migrations.AddConstraint(
            model_name="pnccheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["pnc", "pnd", "abroad", "courts", "other"])),
                name="check_kind_is_known",
            ),
        ),
    ]
