"""Stamps on facts: the database itself writes down the digest of every row of a table of facts, as it comes.

A trigger on each table adds, for each statement, one stamp (``FactStamp``) with the ids of the rows that the
statement recorded or withdrew and the SHA-256 of each. Stamps are numbered together with the events, and the
chain seals both; ``audit.comparing`` holds them against the rows. What erasure may empty is left out, since a
digest of a name would be the name to whoever guesses it.

``migrate`` puts the triggers on as the owner. A table that has rows already has them stamped at that moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pgtrigger
from django.apps import apps
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from audit import erasure
from audit.facts import WITHDRAWN, RecordedFact

PREFIX = "audit_stamps"
_CHANGE = pgtrigger.Update | pgtrigger.Delete
# Rows of one stamp, where a table is stamped that has rows already.
AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Stamped:
    """A table whose rows are stamped, by which columns, and whether a row of it can be withdrawn."""

    table: str
    columns: tuple[str, ...]
    is_withdrawable: bool


def tables() -> list[Stamped]:
    """Every table of facts, and every other whose rows are written once and of which nothing is erased."""
    emptied = _emptied()
    return sorted(_declared(emptied), key=lambda each: each.table)


def _declared(emptied: dict[str, set[str]]) -> Iterator[Stamped]:
    for model in apps.get_models():
        table = model._meta.db_table
        is_fact = issubclass(model, RecordedFact)
        is_once = _is_written_once(model) and table not in emptied and model._meta.app_label != "audit"
        if not is_fact and not is_once:
            continue
        left_out = emptied.get(table, set()) | (set(WITHDRAWN) if is_fact else set())
        columns = (str(field.column) for field in model._meta.local_concrete_fields)
        yield Stamped(table, tuple(sorted(name for name in columns if name not in left_out)), is_fact)


def _is_written_once(model: type[models.Model]) -> bool:
    triggers = getattr(model._meta, "triggers", [])
    return any(
        getattr(trigger, "calls", "") == "audit_refuse_change" and trigger.operation == _CHANGE
        for trigger in triggers
    )


def _emptied() -> dict[str, set[str]]:
    emptied: dict[str, set[str]] = {}
    for each in erasure.declared().erasable:
        emptied.setdefault(each.table, set()).update(each.empty)
    return emptied


def ensure(connection: BaseDatabaseWrapper) -> list[str]:
    """Put the triggers on the tables that lack them, or that have other columns now; returns their names."""
    changed = []
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        if "audit_fact_shape" not in present:
            return []
        columns, there = columns_of(cursor), installed(cursor)
        for one in tables():
            # A table of a schema that was migrated back has not all of its columns yet.
            if set(one.columns) <= columns.get(one.table, set()):
                with transaction.atomic(using=connection.alias):
                    if _ensure_one(cursor, one, columns[one.table], there.get(one.table, set())):
                        changed.append(one.table)
    return changed


def columns_of(cursor) -> dict[str, set[str]]:
    """The columns that each stamped table of the database has, by table."""
    cursor.execute(
        "SELECT relname::text, array_agg(attname::text) FROM pg_attribute "
        "JOIN pg_class ON pg_class.oid = attrelid "
        "WHERE relname = ANY (%s) AND relnamespace = 'public'::regnamespace "
        "AND attnum > 0 AND NOT attisdropped GROUP BY 1",
        [[one.table for one in tables()]],
    )
    return {table: set(columns) for table, columns in cursor.fetchall()}


def _ensure_one(cursor, one: Stamped, present: set[str], there: set[str]) -> bool:
    cursor.execute('SELECT id, columns FROM audit_fact_shape WHERE "table" = %s ORDER BY id', [one.table])
    shapes = cursor.fetchall()
    wanted = triggers_of(one)
    if shapes and tuple(shapes[-1][1]) == one.columns and wanted <= there:
        return False
    cursor.execute(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(sql.Identifier(one.table)))
    cursor.execute(
        'INSERT INTO audit_fact_shape ("table", columns) VALUES (%s, %s) RETURNING id',
        [one.table, list(one.columns)],
    )
    shape = cursor.fetchone()[0]
    for name in wanted:
        cursor.execute(_trigger(one, name, shape))
    gone = {column for _, columns in shapes for column in columns} - present
    if not shapes or gone:
        _stamp_what_is_there(cursor, one, shape, sorted(present - set(one.columns)))
    return True


def triggers_of(one: Stamped) -> set[str]:
    """The names of the triggers that a table must have."""
    return {f"{PREFIX}_recorded", *([f"{PREFIX}_withdrawn"] if one.is_withdrawable else [])}


def installed(cursor) -> dict[str, set[str]]:
    """The triggers that stamp, and are on, by table."""
    cursor.execute(
        "SELECT tgrelid::regclass::text, tgname::text FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
        "WHERE proname = 'audit_stamp_facts' AND tgenabled IN ('O', 'A')"
    )
    found: dict[str, set[str]] = {}
    for table, name in cursor.fetchall():
        found.setdefault(table, set()).add(name)
    return found


def _trigger(one: Stamped, name: str, shape: int) -> sql.Composed:
    is_recorded = name == f"{PREFIX}_recorded"
    when = "INSERT" if is_recorded else "UPDATE"
    rows = "NEW TABLE AS added" if is_recorded else "NEW TABLE AS changed OLD TABLE AS before"
    kind = "withdrawable" if one.is_withdrawable else "written once"
    return sql.SQL(
        f"CREATE OR REPLACE TRIGGER {{}} AFTER {when} ON {{}} REFERENCING {rows} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION audit_stamp_facts({shape}, '{kind}')"
    ).format(sql.Identifier(name), sql.Identifier(one.table))


def digest_sql(left_out: str) -> str:
    """SQL: the digest of a row ``r``, as the trigger makes it, without the columns of ``left_out``."""
    return f"sha256(convert_to((to_jsonb(r) - {left_out})::text, 'UTF8'))"


def same_words(cursor) -> None:
    """Have this transaction spell rows as the trigger does."""
    cursor.execute(
        "SET LOCAL timezone = 'UTC'; SET LOCAL bytea_output = 'hex'; SET LOCAL intervalstyle = 'postgres'"
    )


def _stamp_what_is_there(cursor, one: Stamped, shape: int, left_out: list[str]) -> None:
    same_words(cursor)
    acts = [("recorded", digest_sql("%(left_out)s::text[]"), "true")]
    if one.is_withdrawable:
        acts.append(("withdrawn", "audit_withdrawal_digest(to_jsonb(r))", "r.withdrawn_at IS NOT NULL"))
    for act, digest, which in acts:
        cursor.execute(
            sql.SQL(
                "INSERT INTO audit_fact_stamp (id, at, shape_id, act, ids, digests, by_role) "
                "SELECT nextval('audit_event_id_seq'), clock_timestamp(), %(shape)s, %(act)s, "
                "array_agg(n.id ORDER BY n.id), array_agg(n.digest ORDER BY n.id), session_user "
                f"FROM (SELECT r.id, {digest} AS digest, (row_number() OVER (ORDER BY r.id) - 1) / {AT_ONCE} "
                f"AS part FROM {{}} AS r WHERE {which}) AS n GROUP BY n.part"
            ).format(sql.Identifier(one.table)),
            {"shape": shape, "act": act, "left_out": left_out},
        )
