"""The Commissioner asks CTUs too, each of which is a unit."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_deputies_of_chief_officers"),
        ("cases", "0019_refusals_signed_on_paper"),
        ("oversight", "0003_packs_meetings_and_restatements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="enquiry",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
            ),
        ),
        migrations.AlterField(
            model_name="copysent",
            name="sent_by",
            field=models.CharField(
                choices=[
                    ("jfit", "JFIT"),
                    ("sofs", "SOFS"),
                    ("chief_officer", "Chief Officer"),
                    ("senior_manager", "Senior management"),
                    ("ctu", "CTU"),
                ],
                help_text="JFIT or SOFS",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="enquiry",
            name="asked_of",
            field=models.CharField(
                choices=[
                    ("jfit", "JFIT"),
                    ("sofs", "SOFS"),
                    ("chief_officer", "Chief Officer"),
                    ("senior_manager", "Senior management"),
                    ("ctu", "CTU"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_of", "ctu"), ("unit__isnull", False)),
                    models.Q(models.Q(("asked_of", "ctu"), _negated=True), ("unit__isnull", True)),
                    _connector="OR",
                ),
                name="a_ctu_is_a_unit",
            ),
        ),
    ]
