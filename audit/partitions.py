"""The months' partitions of the audit table, made ahead; what no month holds goes to the DEFAULT partition.

A month here is a piece of storage, in UTC, not a period of any law.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import IntegrityError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from audit import clock

AHEAD = 24


def ensure(connection: BaseDatabaseWrapper) -> list[str]:
    """Make the partitions of this month and the 24 after it that are missing; returns their names.

    A month of which the DEFAULT partition holds rows already is left there.
    """
    made = []
    with connection.cursor() as cursor:
        if "audit_event" not in connection.introspection.table_names(cursor):
            return []
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'audit_event'::regclass"
        )
        present = {name for (name,) in cursor.fetchall()}
        for name, first, end in _months():
            if name in present:
                continue
            try:
                with transaction.atomic(using=connection.alias):
                    cursor.execute(
                        f"CREATE TABLE {name} PARTITION OF audit_event "
                        f"FOR VALUES FROM ('{first}') TO ('{end}')"
                    )
                    cursor.execute(
                        f"CREATE TRIGGER {name}_never_emptied BEFORE TRUNCATE ON {name} "
                        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()"
                    )
            except IntegrityError:
                continue
            made.append(name)
    return made


def _months() -> Iterator[tuple[str, str, str]]:
    """This month and those after it: the partition's name, its first moment, the next one's."""
    now = clock.machine_moment()
    this = now.year * 12 + now.month - 1
    for number in range(this, this + AHEAD + 1):
        (year, month), (next_year, next_month) = divmod(number, 12), divmod(number + 1, 12)
        yield (
            f"audit_event_{year}_{month + 1:02}",
            f"{year}-{month + 1:02}-01 00:00+00",
            f"{next_year}-{next_month + 1:02}-01 00:00+00",
        )
