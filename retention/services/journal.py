"""The journal: a file outside the database that says what was destroyed and erased, and what must not be.

A backup is older than what happened after it. The journal is appended to at the act and once a minute, and is
read after a restore (``restoring``): what it says was destroyed or erased, stays so. A line names ids,
references of cases and dates, and no person.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from cases.models import Conviction, CourtExtension, DeletionEvidence, Determination, StatutoryBar
from retention.models import DeletionHold, Erasure

# What is told again, in case a transaction that began earlier was committed later.
OVERLAP = timedelta(days=1)


def path() -> Path:
    """Where the journal is: ``NSD_JOURNAL``, which belongs on another disk than the database's."""
    return Path(settings.JOURNAL)


def lines() -> Iterator[dict[str, Any]]:
    """Every line, the oldest first. Raises ValueError, naming the line, where one is damaged."""
    if not path().exists():
        return
    with path().open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                yield json.loads(line)
            except ValueError as problem:
                raise ValueError(
                    f"Line {number} of {path()} is damaged: restore that file first."
                ) from problem


def keep() -> int:
    """Append what the database has and the journal lacks, safely on disk; returns how many lines."""
    path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path().open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        known, last = set(), None
        for text in file:
            line = json.loads(text)
            known.add(line["key"])
            last = max(last or line["at"], line["at"])
        since = datetime.fromisoformat(last) - OVERLAP if last else None
        new = [line for line in _lines_since(since) if line["key"] not in known]
        for line in new:
            file.write(json.dumps(line, sort_keys=True, cls=DjangoJSONEncoder) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return len(new)


def _lines_since(since: datetime | None) -> Iterator[dict[str, Any]]:
    yield from _destroyed(since)
    yield from _erased(since)
    yield from _held(since)
    yield from _covered(since)


def _line(kind: str, row: Model, at: datetime, **said: Any) -> dict[str, Any]:
    moment = at.isoformat()
    return {"kind": kind, "key": f"{kind}:{row.pk}:{moment}", "id": row.pk, "at": moment, **said}


def _destroyed(since: datetime | None) -> Iterator[dict[str, Any]]:
    rows = DeletionEvidence.objects.current().select_related("material__case")
    for row in rows.filter(recorded_at__gte=since) if since else rows:
        yield _line(
            "destroyed",
            row,
            row.recorded_at,
            ref=row.material.case.ref,
            what=row.material.kind,
            material=row.material_id,
            holding=row.holding_id,
            deleted_on=row.deleted_on.isoformat(),
            by=row.recorded_by_id,
        )


def _erased(since: datetime | None) -> Iterator[dict[str, Any]]:
    from cases.models import Case

    for row in Erasure.objects.filter(erased_at__gte=since) if since else Erasure.objects.all():
        refs = Case.objects.filter(subject__in=row.subject_ids).order_by("ref").values_list("ref", flat=True)
        yield _line(
            "erased",
            row,
            row.erased_at,
            refs=list(refs),
            person=row.person_id,
            subjects=row.subject_ids,
            gone_on=row.gone_on.isoformat(),
            days=row.days,
            review_on=row.review_on.isoformat(),
            by=row.erased_by_id,
        )


def _held(since: datetime | None) -> Iterator[dict[str, Any]]:
    rows = DeletionHold.objects.select_related("material__case")
    placed = rows.filter(recorded_at__gte=since) if since else rows
    for row in placed:
        yield _line(
            "held",
            row,
            row.recorded_at,
            ref=row.material.case.ref,
            what=row.material.kind,
            material=row.material_id,
        )
    ended = rows.filter(withdrawn_at__isnull=False)
    for row in ended.filter(withdrawn_at__gte=since) if since else ended:
        assert row.withdrawn_at
        yield _line("released", row, row.withdrawn_at, material=row.material_id)


def _covered(since: datetime | None) -> Iterator[dict[str, Any]]:
    """What may keep material lawful: where a backup lacks it, a person looks before anything goes."""
    for model, path_to_case in (
        (Determination, "case__ref"),
        (CourtExtension, "material__case__ref"),
        (StatutoryBar, "material__case__ref"),
        (Conviction, "subject__cases__ref"),
    ):
        rows = model.objects.current()
        rows = rows.filter(recorded_at__gte=since) if since else rows
        for pk, at, ref in rows.values_list("pk", "recorded_at", path_to_case):
            if ref is None:
                continue
            line = _line("covered", model(pk=pk), at, ref=ref, fact=model._meta.label)
            yield line | {"key": f"covered:{model._meta.label}:{pk}:{ref}:{at.isoformat()}"}
