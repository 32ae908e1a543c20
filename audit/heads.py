"""The heads of the chain, outside the database: a file that is only ever appended to.

Whoever owns the database can recompute a whole chain, but not what was written elsewhere. Each link is told
here in one line of JSON once it is committed: ``seal``, ``digest``, ``last_id``, ``sealed_at``. A restore is
told too (``restored_to``): what stood after the backup is no part of the chain any more. ``NSD_AUDIT_HEADS``
names the file, which belongs on another disk than the database's and is copied away.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import IO, TypeVar

from django.conf import settings

from audit import clock
from audit.appending import append, held
from audit.models import Seal
from audit.reading import in_parts

log = logging.getLogger(__name__)
Thing = TypeVar("Thing")
# A chain older than this has a file already: where it is gone, nobody makes a new one unasked.
BEGINS_WITHIN = timedelta(days=1)
MEND = "Put its last copy back; if there is none, see the runbook, 'The audit chain is broken'."


class HeadsRefused(Exception):
    """The file of heads cannot be gone on with; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: a head, or (``is_restore``) that the chain went back to one."""

    number: int
    seal: int
    digest: str
    is_restore: bool
    at: str


def path() -> Path | None:
    """Where the heads are; None where no file is named, and none are told."""
    return Path(settings.AUDIT_HEADS) if settings.AUDIT_HEADS else None


def export(*, begin: bool = False) -> int:
    """Append the heads that the file lacks, safely on disk; returns how many.

    Raises HeadsRefused where the file is gone although the chain is older than a day, unless told to
    ``begin`` a new one.
    """
    where = path()
    if where is None:
        return 0
    if not begin and (missing := _why_missing(where)):
        raise HeadsRefused(missing)
    with held(where) as file:
        last = _last(file)
        since = last.seal if last else 0
        if last and not Seal.objects.filter(pk=since, digest=last.digest).exists():
            log.error("the chain in the database lacks seal %s, whose head was told outside", since)
        return _append(file, since)


def restored() -> None:
    """Tell that the chain in the database is a backup's: heads after its last are none of it any more."""
    where = path()
    if where is None:
        return
    last = Seal.objects.order_by("-pk").first()
    with held(where) as file:
        line = {
            "restored_to": last.pk if last else 0,
            "digest": last.digest if last else "",
            "at": clock.machine_moment().isoformat(),
        }
        append(file, [line])


def lines() -> Iterator[Line]:
    """Every line, the oldest first. Raises HeadsRefused, naming it, for a damaged one.

    One that a lost machine cut off is none: it was written again whole, or will be with the next head.
    """
    where = path()
    if where is None or not where.exists():
        return
    cut = b""
    with where.open("rb") as file:
        for number, text in enumerate(file, 1):
            line = _read(number, text)
            if (cut and not text.startswith(cut)) or (line is None and (cut or not text.strip())):
                raise HeadsRefused(f"Line {number - bool(cut)} of {where} is damaged. {MEND}")
            cut = b"" if line else text.rstrip(b"\n")
            if line:
                yield line
            elif text.endswith(b"\n") and not file.peek(1):
                raise HeadsRefused(f"Line {number} of {where} is damaged. {MEND}")


def last_told() -> Line | None:
    """The last line, whichever it is; None without a file."""
    where = path()
    if where is None or not where.exists():
        return None
    with where.open("rb") as file:
        return _last(file)


def first_that_differs() -> str | None:
    """The first told head that the chain in the database does not have, in words; None where it has all."""
    where = path()
    if where is None:
        return None
    if missing := _why_missing(where):
        return missing
    try:
        return _first_that_differs(where)
    except HeadsRefused as refused:
        return str(refused)


def _first_that_differs(where: Path) -> str | None:
    restores = [line for line in lines() if line.is_restore]
    told = last = 0
    for some in _parts((line for line in lines() if not _is_superseded(line, restores)), 2000):
        present = {seal.pk: seal for seal in Seal.objects.filter(pk__in=[line.seal for line in some])}
        for line in some:
            link = present.get(line.seal)
            if link is None or link.digest != line.digest:
                what = "is not in the database" if link is None else "has another digest in the database"
                return (
                    f"Seal {line.seal}, told outside on {line.at} (line {line.number} of {where}), {what}: "
                    "the chain was changed, recomputed or shortened since."
                )
            told, last = told + (not line.is_restore), line.seal
    there = Seal.objects.filter(pk__lte=last).count()
    if there != told:
        return f"{where} lacks {there - told} heads of the chain before its last line. {MEND}"
    return None


def _is_superseded(line: Line, restores: list[Line]) -> bool:
    return any(one.number > line.number and one.seal < line.seal for one in restores) or (
        line.is_restore and line.seal == 0
    )


def _why_missing(where: Path) -> str | None:
    """That a file is gone which must be there; None where it is there, or none is to be expected yet."""
    if where.exists() or not _is_old():
        return None
    return f"{where}, the file of exported heads, is missing. {MEND}"


def _is_old() -> bool:
    first = Seal.objects.order_by("pk").values_list("sealed_at", flat=True).first()
    return first is not None and clock.machine_moment() - first > BEGINS_WITHIN


def _parts(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    rest = iter(things)
    while part := list(islice(rest, size)):
        yield part


def _append(file: IO[bytes], since: int) -> int:
    added = 0
    with in_parts(Seal.objects.filter(pk__gt=since).order_by("pk")) as links:
        for some in _parts(links, 1000):
            append(
                file,
                [
                    {
                        "seal": link.pk,
                        "digest": link.digest,
                        "last_id": link.last_id,
                        "sealed_at": link.sealed_at.isoformat(),
                    }
                    for link in some
                ],
            )
            added += len(some)
    return added


def _last(file: IO[bytes]) -> Line | None:
    """The last line that can be read."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - 4096))
    for text in reversed(file.read().splitlines()):
        if line := _read(0, text):
            return line
    return None


def _read(number: int, text: bytes) -> Line | None:
    try:
        said = json.loads(text)
        is_restore = "restored_to" in said
        seal = int(said["restored_to" if is_restore else "seal"])
        at = str(said["at" if is_restore else "sealed_at"])
        return Line(number, seal, str(said["digest"]), is_restore, at)
    except (ValueError, KeyError, TypeError):
        return None
