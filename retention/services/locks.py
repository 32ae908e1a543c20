"""A lock of the database that is held while a sweep runs, and gone with the process that held it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.db import connection


@contextmanager
def held(name: str) -> Iterator[bool]:
    """Whether the lock called ``name`` was free; where it was, it is ours until the end of the block.

    It belongs to a connection of its own: what is done inside may commit, roll back or lose its connection.
    """
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_number(name)])
            is_free = bool(cursor.fetchone()[0])
        yield is_free
    finally:
        own.close()


def is_free(name: str) -> bool:
    """Whether nobody holds the lock called ``name`` at this moment."""
    with held(name) as got:
        return got


def _number(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)
