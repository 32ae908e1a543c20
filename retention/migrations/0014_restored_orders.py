"""An order that stands after a restore for what was not searched before it, until somebody has looked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("retention", "0013_what_was_saved_is_searched_again")]

    operations = [
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
                    ("restored", "Was not searched before a restore: somebody looks"),
                ],
                max_length=20,
            ),
        ),
    ]
