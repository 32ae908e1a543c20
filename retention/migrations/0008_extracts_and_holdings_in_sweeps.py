"""A sweep can fail on an extract, and a holding that is not found is an alarm."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0007_reconciliation_and_certificates"),
    ]

    operations = [
        migrations.AlterField(
            model_name="defectalarm",
            name="subject_type",
            field=models.CharField(
                choices=[
                    ("material", "Item"),
                    ("case", "Case"),
                    ("officer", "Officer"),
                    ("holding", "Holding"),
                    ("extract", "Extract"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="sweepfailure",
            name="subject_type",
            field=models.CharField(
                choices=[
                    ("material", "Item"),
                    ("case", "Case"),
                    ("officer", "Officer"),
                    ("holding", "Holding"),
                    ("extract", "Extract"),
                ],
                max_length=10,
            ),
        ),
    ]
