"""The guard of facts lets the role of erasure pass; that role's rights say which columns it may empty.

It cannot sign in, and one function alone runs as it (audit/erasure.py).
"""

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION audit_guard_fact() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    withdrawn CONSTANT text[] := ARRAY['withdrawn_at', 'withdrawn_by_id', 'withdrawn_because'];
BEGIN
    {exception}IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'DELETE on % refused: facts are withdrawn, never deleted', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.withdrawn_at IS NOT NULL THEN
        RAISE EXCEPTION 'UPDATE on % refused: row % is withdrawn already', TG_TABLE_NAME, OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.withdrawn_at IS NULL OR to_jsonb(NEW) - withdrawn IS DISTINCT FROM to_jsonb(OLD) - withdrawn THEN
        RAISE EXCEPTION 'UPDATE on % refused: a fact is never edited; withdraw row % and record another',
            TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
EXCEPTION = """IF TG_OP = 'UPDATE' AND current_user = 'nsd_eraser' THEN
        RETURN NEW;
    END IF;
    """


class Migration(migrations.Migration):
    """Gives the guard its one exception."""

    dependencies = [("audit", "0003_seals_form_a_chain")]
    operations = [
        migrations.RunSQL(GUARD.replace("{exception}", EXCEPTION), GUARD.replace("{exception}", "")),
    ]
