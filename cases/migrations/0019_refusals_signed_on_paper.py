"""Refusals signed on paper are keyed like determinations; a refusal has its moment of signature."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0018_an_enactment_forbids_destruction"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="paperconfirmation",
            name="a_confirmed_paper_is_a_determination",
        ),
        migrations.AddField(
            model_name="paperconfirmation",
            name="refusal",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="on_paper",
                to="cases.refusal",
            ),
        ),
        migrations.AddField(
            model_name="paperdecision",
            name="is_refusal",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="refusal",
            name="signed_at",
            field=models.DateTimeField(
                blank=True, help_text="The moment of signature, where known", null=True
            ),
        ),
        migrations.AlterField(
            model_name="paperdecision",
            name="item_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, size=None
            ),
        ),
        migrations.AlterField(
            model_name="paperdecision",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[("full", "Full"), ("holding", "Holding"), ("renewal", "Renewal")],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="paperdecision",
            name="months",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="paperconfirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("determination__isnull", False), ("outcome", "confirmed"), ("refusal", None)),
                    models.Q(("determination", None), ("outcome", "confirmed"), ("refusal__isnull", False)),
                    models.Q(
                        ("determination", None),
                        ("outcome", "turned_away"),
                        ("reasons__isnull", False),
                        ("refusal", None),
                    ),
                    _connector="OR",
                ),
                name="a_confirmed_paper_is_one_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("is_refusal", False),
                        ("item_ids__len__gte", 1),
                        ("months__isnull", False),
                        models.Q(("kind", ""), _negated=True),
                    ),
                    models.Q(
                        ("is_refusal", True),
                        ("item_ids", []),
                        ("kind", ""),
                        ("months", None),
                        ("review_by", None),
                    ),
                    _connector="OR",
                ),
                name="a_refusal_on_paper_lists_nothing",
            ),
        ),
    ]
