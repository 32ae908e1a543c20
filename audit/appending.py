"""Files outside the database that are only ever appended to: lines of JSON, by one writer at a time."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder


@contextmanager
def held(where: Path) -> Iterator[IO[bytes]]:
    """The file, open for appending, while nobody else has it; made where there is none."""
    where.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with where.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def append(file: IO[bytes], said: Iterable[Mapping[str, Any]]) -> None:
    """Append, safely on disk, beginning a line of its own: one that a lost machine cut off is not joined on
    to.
    """
    end = file.seek(0, os.SEEK_END)
    if end:
        file.seek(end - 1)
        if file.read(1) != b"\n":
            file.write(b"\n")
    lines = (json.dumps(line, sort_keys=True, cls=DjangoJSONEncoder).encode() + b"\n" for line in said)
    file.write(b"".join(lines))
    file.flush()
    os.fsync(file.fileno())
