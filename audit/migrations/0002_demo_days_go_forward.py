"""The demonstration's business days, which only go forward."""

from django.db import migrations, models

GUARDS = """
CREATE FUNCTION audit_demo_day_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.day <= (SELECT max(day) FROM demo_day) THEN
        RAISE EXCEPTION 'The demonstration''s day only goes forward: % is not after the last', NEW.day
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER demo_day_goes_forward BEFORE INSERT ON demo_day
    FOR EACH ROW EXECUTE FUNCTION audit_demo_day_goes_forward();
CREATE TRIGGER demo_day_is_append_only BEFORE UPDATE OR DELETE ON demo_day
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER demo_day_never_emptied BEFORE TRUNCATE ON demo_day
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
"""
NO_GUARDS = """
DROP TRIGGER demo_day_never_emptied ON demo_day;
DROP TRIGGER demo_day_is_append_only ON demo_day;
DROP TRIGGER demo_day_goes_forward ON demo_day;
DROP FUNCTION audit_demo_day_goes_forward();
"""


class Migration(migrations.Migration):
    """Makes the table of demonstration days and its guards."""

    dependencies = [("audit", "0001_events_partitioned_by_month")]
    operations = [
        migrations.CreateModel(
            name="DemoDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("set_at", models.DateTimeField(help_text="The machine's moment")),
            ],
            options={"db_table": "demo_day"},
        ),
        migrations.RunSQL(GUARDS, NO_GUARDS),
    ]
