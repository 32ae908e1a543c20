"""Events are found by who did them, and by the case that they tell of beside their subject.

On a table that is in use the indexes are better made before, one partition after another, and attached:
``CREATE INDEX CONCURRENTLY`` does not work on the whole. The database then finds them and makes none.
"""

from django.db import migrations, models

ACTOR = "CREATE INDEX IF NOT EXISTS audit_event_actor ON audit_event (actor_id, id)"
CASE = (
    "CREATE INDEX IF NOT EXISTS audit_event_case ON audit_event ((payload ->> 'case'), id) "
    "WHERE (payload ->> 'case') IS NOT NULL"
)


class Migration(migrations.Migration):
    """Makes two indexes."""

    dependencies = [("audit", "0005_facts_are_stamped")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(ACTOR, "DROP INDEX audit_event_actor"),
                migrations.RunSQL(CASE, "DROP INDEX audit_event_case"),
            ],
            state_operations=[
                migrations.AddIndex(
                    model_name="auditevent",
                    index=models.Index(fields=["actor_id", "id"], name="audit_event_actor"),
                ),
            ],
        ),
    ]
