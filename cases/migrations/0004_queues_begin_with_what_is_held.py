"""Queues list what is held before what is gone, so their index does too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_same_person")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="case_queue_order"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["-is_held", "urgency", "sort_day", "id"], name="case_queue_order"),
        ),
    ]
