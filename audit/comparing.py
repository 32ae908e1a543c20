"""Whether the facts are what was recorded: every row of every table held against its stamps.

A row without a stamp was put there past the guards; a stamp without its row, or with another digest, tells of
a row that was deleted or changed. The stamps themselves are sealed with the events, so one of them cannot be
bent without breaking the chain.
"""

from __future__ import annotations

from django.db import connection, transaction
from psycopg import sql

from audit import stamping
from audit.models import FactShape


def first_changed_fact() -> str | None:
    """The first row that is not as it was recorded, in words; None where all are."""
    shapes: dict[str, list[FactShape]] = {}
    for shape in FactShape.objects.order_by("pk"):
        shapes.setdefault(shape.table, []).append(shape)
    with transaction.atomic(), connection.cursor() as cursor:
        stamping.same_words(cursor)
        present = stamping.columns_of(cursor)
        faults = (
            _fault_of(cursor, one, shapes.get(one.table, []), present[one.table])
            for one in stamping.tables()
            if one.table in present
        )
        return next((fault for fault in faults if fault), None)


def recorded_by_others(application: str) -> dict[str, int]:
    """How many stamps other roles of the database than the application's wrote, by role."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT by_role, count(*) FROM audit_fact_stamp WHERE by_role <> %s GROUP BY 1 ORDER BY 1",
            [application],
        )
        return dict(cursor.fetchall())


def _fault_of(cursor, one: stamping.Stamped, shapes: list[FactShape], present: set[str]) -> str | None:
    for shape in shapes:
        # Rows of a shape of which a column is gone were stamped anew when it went.
        is_whole = set(shape.columns) <= present
        if is_whole and (fault := _recorded(cursor, shape, sorted(present - set(shape.columns)))):
            return fault
    if put_there := _unstamped(cursor, one):
        return put_there
    return _withdrawn(cursor, one.table) if one.is_withdrawable else None


def _recorded(cursor, shape: FactShape, left_out: list[str]) -> str | None:
    """The first stamp of a shape, as recorded, that a row does not fit."""
    digest = stamping.digest_sql("%(left_out)s::text[]")
    cursor.execute(
        sql.SQL(
            "SELECT stamp.id, stamp.at, n.id, r.id IS NULL FROM audit_fact_stamp AS stamp "
            "CROSS JOIN LATERAL unnest(stamp.ids, stamp.digests) AS n(id, digest) "
            f"LEFT JOIN {{}} AS r ON r.id = n.id WHERE stamp.shape_id = %(shape)s "
            f"AND stamp.act = 'recorded' AND (r.id IS NULL OR {digest} IS DISTINCT FROM n.digest) "
            "ORDER BY stamp.id, n.id LIMIT 1"
        ).format(sql.Identifier(shape.table)),
        {"shape": shape.pk, "left_out": left_out},
    )
    if not (found := cursor.fetchone()):
        return None
    stamp, at, row, is_gone = found
    what = "was deleted" if is_gone else "is not as it was recorded"
    return f"Row {row} of {shape.table} {what} (stamp {stamp}, {at:%Y-%m-%d %H:%M} UTC)."


def _withdrawn(cursor, table: str) -> str | None:
    """The first row whose withdrawal is not what was stamped: changed, undone, or put there."""
    cursor.execute(
        sql.SQL(
            "SELECT coalesce(r.id, n.id) FROM (SELECT r.id, audit_withdrawal_digest(to_jsonb(r)) AS digest "
            "FROM {} AS r WHERE r.withdrawn_at IS NOT NULL) AS r FULL JOIN ("
            "SELECT DISTINCT n.id, n.digest FROM audit_fact_stamp AS stamp "
            "JOIN audit_fact_shape AS shape ON shape.id = stamp.shape_id "
            "CROSS JOIN LATERAL unnest(stamp.ids, stamp.digests) AS n(id, digest) "
            "WHERE shape.\"table\" = %s AND stamp.act = 'withdrawn') AS n ON n.id = r.id "
            "WHERE r.id IS NULL OR n.id IS NULL OR r.digest <> n.digest ORDER BY 1 LIMIT 1"
        ).format(sql.Identifier(table)),
        [table],
    )
    found = cursor.fetchone()
    return f"The withdrawal of row {found[0]} of {table} is not as it was recorded." if found else None


def _unstamped(cursor, one: stamping.Stamped) -> str | None:
    cursor.execute(
        sql.SQL(
            "SELECT id FROM {} EXCEPT SELECT unnest(stamp.ids) FROM audit_fact_stamp AS stamp "
            "JOIN audit_fact_shape AS shape ON shape.id = stamp.shape_id "
            "WHERE shape.\"table\" = %s AND stamp.act = 'recorded' ORDER BY 1 LIMIT 1"
        ).format(sql.Identifier(one.table)),
        [one.table],
    )
    found = cursor.fetchone()
    return f"Row {found[0]} of {one.table} was never recorded: it was put there." if found else None
