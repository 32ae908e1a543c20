"""A lock of the database that is held while a sweep runs, and gone with the process that held it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def held(name: str) -> Iterator[bool]:
    """Whether the lock called ``name`` was free; where it was, it is ours until the end of the block.

    It belongs to a connection of its own: what is done inside may commit, roll back or lose its connection.
    """
    own = connection.copy()
    try:
        is_ours = _ask(own, "SELECT pg_try_advisory_lock(%s)", name)
        try:
            yield is_ours
        finally:
            # The server would give it up when it notices that we have gone, which may be a moment later.
            if is_ours:
                _ask(own, "SELECT pg_advisory_unlock(%s)", name)
    finally:
        own.close()


def is_free(name: str) -> bool:
    """Whether nobody holds the lock called ``name``. Only looks: to take it would be in others' way."""
    number = _number(name) % (1 << 64)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT 1 FROM pg_locks "
            "WHERE locktype = 'advisory' AND granted AND objsubid = 1 "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
            "AND classid = %s AND objid = %s)",
            [number >> 32, number % (1 << 32)],
        )
        return bool(cursor.fetchone()[0])


def _ask(own: BaseDatabaseWrapper, question: str, name: str) -> bool:
    with own.cursor() as cursor:
        cursor.execute(question, [_number(name)])
        return bool(cursor.fetchone()[0])


def _number(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)
