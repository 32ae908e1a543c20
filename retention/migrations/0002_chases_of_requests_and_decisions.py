"""A chase may be about a request to a third party, a Chief Officer's decision or a sign-off."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A chase need not be about an item."""

    dependencies = [
        ("cases", "0005_profile_requests_and_batches"),
        ("retention", "0001_the_clock_at_work"),
    ]

    operations = [
        migrations.AlterField(
            model_name="chasetask",
            name="closed_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("profile_received", "The profile arrived"),
                    ("answered", "The answer came, or the request was closed"),
                    ("decided", "It was decided, or taken back"),
                    ("not_wanted", "The material must go, or is gone"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="chasetask",
            name="material",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="chase_tasks",
                to="cases.material",
            ),
        ),
        migrations.AlterField(
            model_name="chasetask",
            name="request",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="chase_task",
                to="cases.request",
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
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="chasetask",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on", None), ("request", None)),
                fields=("rule", "case"),
                name="one_open_chase_a_rule_and_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="chasetask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rule__in", ["chief_officer", "sign_off"]),
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
