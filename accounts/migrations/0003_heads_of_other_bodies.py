"""Heads of bodies that are no police force, who may make determinations under some Acts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_forces_and_the_system"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="rankheld",
            name="rank_held_rank_is_known",
        ),
        migrations.AlterField(
            model_name="rankheld",
            name="rank",
            field=models.CharField(
                choices=[
                    ("constable", "Constable"),
                    ("sergeant", "Sergeant"),
                    ("inspector", "Inspector"),
                    ("chief_inspector", "Chief Inspector"),
                    ("superintendent", "Superintendent"),
                    ("chief_superintendent", "Chief Superintendent"),
                    ("commander", "Commander"),
                    ("assistant_chief_constable", "Assistant Chief Constable"),
                    ("deputy_assistant_commissioner", "Deputy Assistant Commissioner"),
                    ("deputy_chief_constable", "Deputy Chief Constable"),
                    ("assistant_commissioner", "Assistant Commissioner"),
                    ("chief_constable", "Chief Constable"),
                    ("deputy_commissioner", "Deputy Commissioner"),
                    ("commissioner", "Commissioner of Police"),
                    ("director_general", "Director General (National Crime Agency)"),
                    ("provost_marshal", "Provost Marshal"),
                    ("revenue_commissioner", "Commissioner (HM Revenue and Customs)"),
                ],
                max_length=40,
            ),
        ),
        migrations.AddConstraint(
            model_name="rankheld",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "rank__in",
                        [
                            "constable",
                            "sergeant",
                            "inspector",
                            "chief_inspector",
                            "superintendent",
                            "chief_superintendent",
                            "commander",
                            "assistant_chief_constable",
                            "deputy_assistant_commissioner",
                            "deputy_chief_constable",
                            "assistant_commissioner",
                            "chief_constable",
                            "deputy_commissioner",
                            "commissioner",
                            "director_general",
                            "provost_marshal",
                            "revenue_commissioner",
                        ],
                    )
                ),
                name="rank_held_rank_is_known",
            ),
        ),
    ]
