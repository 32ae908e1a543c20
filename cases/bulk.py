"""One UPDATE for many rows, each with values of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, LiteralString

from django.db import connection, models
from psycopg import sql

BATCH = 5000


def update_rows(model: type[models.Model], values: Mapping[int, Mapping[str, Any]]) -> int:
    """Set columns of many rows by primary key; returns how many rows there were.

    Every row gives the same columns, by field name or attname. Triggers and grants hold as for any UPDATE.
    """
    changed = 0
    rows = [{"id": pk, **columns} for pk, columns in values.items()]
    for start in range(0, len(rows), BATCH):
        changed += _update(model, rows[start : start + BATCH])
    return changed


def _update(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> int:
    types = {_column(model, name): _type(model, name) for name in rows[0] if name != "id"}
    # The columns come from our own models; only the values come from outside, and they are a parameter.
    statement = sql.SQL(
        "UPDATE {table} AS stored SET {changes} "
        "FROM jsonb_to_recordset(%s::jsonb) AS new(id bigint, {columns}) WHERE stored.id = new.id"
    ).format(
        table=sql.Identifier(model._meta.db_table),
        changes=_listed("{0} = new.{0}", types),
        columns=_listed("{0} {1}", types),
    )
    plain = [{_column(model, name): value for name, value in row.items()} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(plain, default=_written)])
        return cursor.rowcount


def _listed(pattern: LiteralString, types: Mapping[str, LiteralString]) -> sql.Composed:
    parts: list[sql.Composable] = [
        sql.SQL(pattern).format(sql.Identifier(column), sql.SQL(kind)) for column, kind in types.items()
    ]
    return sql.SQL(", ").join(parts)


def _column(model: type[models.Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return field.column


def _type(model: type[models.Model], name: str) -> LiteralString:
    field: Any = model._meta.get_field(name)
    return field.db_type(connection)


def _written(value: Any) -> str:
    if isinstance(value, date):  # a moment too, with all its microseconds
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be sent to a column as JSON.")
