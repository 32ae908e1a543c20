"""Every row of a table of facts is stamped by the database with its digest, so that the chain seals it too.

The triggers themselves are put on the tables by ``migrate``, at its end (audit/stamping.py).
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

from audit.migrating import InstallTriggers

# The settings make the words of a row the same in every session that writes or compares them.
FUNCTION = """
CREATE FUNCTION audit_stamp_facts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp
    SET timezone = 'UTC' SET bytea_output = 'hex' SET intervalstyle = 'postgres' AS $$
DECLARE
    of_shape CONSTANT bigint := TG_ARGV[0];
    is_withdrawable CONSTANT boolean := TG_ARGV[1] = 'withdrawable';
    left_out text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT coalesce(array_agg(attname::text), '{}') INTO left_out
            FROM pg_attribute, audit_fact_shape AS shape
            WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped
            AND shape.id = of_shape AND attname::text <> ALL (shape.columns);
        INSERT INTO audit_fact_stamp (id, at, shape_id, act, ids, digests, by_role)
            SELECT nextval('audit_event_id_seq'), clock_timestamp(), of_shape, 'recorded',
                array_agg(r.id ORDER BY r.id),
                array_agg(sha256(convert_to((to_jsonb(r) - left_out)::text, 'UTF8')) ORDER BY r.id),
                session_user
            FROM added AS r HAVING count(*) > 0;
        IF is_withdrawable THEN
            INSERT INTO audit_fact_stamp (id, at, shape_id, act, ids, digests, by_role)
                SELECT nextval('audit_event_id_seq'), clock_timestamp(), of_shape, 'withdrawn',
                    array_agg(r.id ORDER BY r.id),
                    array_agg(audit_withdrawal_digest(to_jsonb(r)) ORDER BY r.id), session_user
                FROM added AS r WHERE r.withdrawn_at IS NOT NULL HAVING count(*) > 0;
        END IF;
    ELSE
        INSERT INTO audit_fact_stamp (id, at, shape_id, act, ids, digests, by_role)
            SELECT nextval('audit_event_id_seq'), clock_timestamp(), of_shape, 'withdrawn',
                array_agg(r.id ORDER BY r.id),
                array_agg(audit_withdrawal_digest(to_jsonb(r)) ORDER BY r.id), session_user
            FROM changed AS r JOIN before AS b USING (id)
            WHERE b.withdrawn_at IS NULL AND r.withdrawn_at IS NOT NULL HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION audit_withdrawal_digest(fact jsonb) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(convert_to(jsonb_build_array(
        fact -> 'id', fact -> 'withdrawn_at', fact -> 'withdrawn_by_id', fact -> 'withdrawn_because'
    )::text, 'UTF8'))
$$;
"""
NO_FUNCTION = """
DROP FUNCTION audit_stamp_facts() CASCADE;
DROP FUNCTION audit_withdrawal_digest(jsonb);
"""


def _guard(name: str, table: str, pgid: str, sha: str, **more: str) -> pgtrigger.compiler.Trigger:
    return pgtrigger.compiler.Trigger(
        name=name,
        sql=pgtrigger.compiler.UpsertTriggerSql(
            execute="audit_refuse_change()",
            func="RAISE EXCEPTION 'The guard is another function.';",
            hash=sha,
            pgid=pgid,
            table=table,
            when="BEFORE",
            **({"operation": "UPDATE OR DELETE"} | more),
        ),
    )


SHAPE = ("audit_fact_shape", "pgtrigger_written_once_78a16", "e143af9bbfc19d2fa7b18e7ab104d8ed84128e01")
STAMP = ("audit_fact_stamp", "pgtrigger_written_once_48ba5", "e8783d3c9577faaca7100be3b4072d51a7c24b3b")
EMPTIED = ("audit_fact_stamp", "pgtrigger_never_emptied_d97be", "ca43e015b2e7ca6a316f93935eeaca6c7e5297ec")


class Migration(migrations.Migration):
    """Makes the tables of stamps and the functions that write them."""

    dependencies = [("audit", "0004_erasure_passes_the_guard")]
    operations = [
        migrations.CreateModel(
            name="FactShape",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(max_length=63)),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=63), size=None
                    ),
                ),
            ],
            options={"db_table": "audit_fact_shape", "triggers": [_guard("written_once", *SHAPE)]},
        ),
        migrations.CreateModel(
            name="FactStamp",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(help_text="The machine's moment")),
                (
                    "shape",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stamps",
                        to="audit.factshape",
                    ),
                ),
                ("act", models.CharField(max_length=10)),
                (
                    "ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                (
                    "digests",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BinaryField(), size=None),
                ),
                ("by_role", models.CharField(max_length=63)),
            ],
            options={
                "db_table": "audit_fact_stamp",
                "triggers": [
                    _guard("written_once", *STAMP),
                    _guard("never_emptied", *EMPTIED, level="STATEMENT", operation="TRUNCATE"),
                ],
            },
        ),
        InstallTriggers("factshape", "factstamp"),
        migrations.RunSQL(FUNCTION, NO_FUNCTION),
    ]
