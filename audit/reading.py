"""Reads many rows a part at a time, and leaves nothing open behind when what reads them fails.

Rows read a part at a time stand in a cursor of the server. Where reading stops midway, by an error or because
nobody asks for more, that cursor is closed here and now. Left to Python it would be closed whenever the
iterator is collected, perhaps within another statement, which then waits for itself without end.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import QuerySet


@contextmanager
def in_parts(rows: QuerySet[Any, Any], size: int = 2000) -> Iterator[Iterator[Any]]:
    """The rows, ``size`` at a time from the server, for as long as the block lasts."""
    read: Any = rows.iterator(chunk_size=size)
    try:
        yield read
    finally:
        read.close()
