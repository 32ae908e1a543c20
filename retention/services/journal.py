"""The journal: a file outside the database that says what was destroyed and erased, and what must not be.

A backup is older than what happened after it. The journal is appended to at the act and once a minute, and is
read after a restore (``restoring``): what it says was destroyed or erased, stays so. A line names ids,
references of cases and dates, and no person.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet

from audit.appending import append, held
from cases.models import (
    Conviction,
    CourtExtension,
    DeletionEvidence,
    Determination,
    LawEvent,
    Material,
    NonSearchableEvidence,
    StatutoryBar,
    UnlawfulTakingDecision,
)
from retention.models import DeletionHold, Erasure, SuspensionInstruction

# What is told again, in case a transaction that began earlier was committed later.
OVERLAP = timedelta(days=1)
# What may keep an item lawful, and the way from it to the references of its cases.
COVERS = (
    (Determination, "case__ref"),
    (CourtExtension, "material__case__ref"),
    (StatutoryBar, "material__case__ref"),
    (LawEvent, "material__case__ref"),
    (Conviction, "subject__cases__ref"),
)
# Which line ends what another began.
ENDS = {"released": "held", "searchable": "suspended", "recalled": "instructed"}


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
    with held(path()) as file:
        file.seek(0)
        known, last = set(), None
        for text in file:
            line = json.loads(text)
            known.add(line["key"])
            last = max(last or line["at"], line["at"])
        since = datetime.fromisoformat(last) - OVERLAP if last else None
        new = [line for line in _lines_since(since) if line["key"] not in known]
        append(file, new)
    return len(new)


def _lines_since(since: datetime | None) -> Iterator[dict[str, Any]]:
    yield from _destroyed(since)
    yield from _erased(since)
    yield from _held(since)
    yield from _covered(since)
    yield from _withdrawn(since)
    yield from _must_go(since)
    yield from _suspended(since)
    yield from _instructed(since)


def _line(kind: str, row: Model, at: datetime, **said: Any) -> dict[str, Any]:
    moment = at.isoformat()
    return {"kind": kind, "key": f"{kind}:{row.pk}:{moment}", "id": row.pk, "at": moment, **said}


def _destroyed(since: datetime | None) -> Iterator[dict[str, Any]]:
    rows = DeletionEvidence.objects.current().select_related("material__case")
    for row in _from(since, rows, "recorded_at"):
        yield _line(
            "destroyed",
            row,
            row.recorded_at,
            **_of(row.material),
            holding=row.holding_id,
            deleted_on=row.deleted_on.isoformat(),
            by=row.recorded_by_id,
        )


def _erased(since: datetime | None) -> Iterator[dict[str, Any]]:
    from cases.models import Case

    for row in _from(since, Erasure.objects.all(), "erased_at"):
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
    for row in _from(since, rows, "recorded_at"):
        yield _line("held", row, row.recorded_at, **_of(row.material))
    for row in _from(since, rows, "withdrawn_at"):
        yield _ended("released", row, row.withdrawn_at, row.recorded_at)


def _from(since: datetime | None, rows: QuerySet[Any], column: str) -> QuerySet[Any]:
    """Those with a moment in a column, from ``since`` on; all of them, without."""
    return rows.filter(**({f"{column}__gte": since} if since else {f"{column}__isnull": False}))


def _of(item: Material) -> dict[str, Any]:
    """What names an item for ever: ids alone may be given again after a restore."""
    return {"ref": item.case.ref, "what": item.kind, "material": item.pk}


def _ended(kind: str, row: Model, at: datetime, began_at: datetime) -> dict[str, Any]:
    return _line(kind, row, at, began_at=began_at.isoformat())


def _must_go(since: datetime | None) -> Iterator[dict[str, Any]]:
    rows = UnlawfulTakingDecision.objects.current().select_related("material__case")
    for row in _from(since, rows, "recorded_at"):
        yield _line("must_go", row, row.recorded_at, decided_on=row.decided_on, **_of(row.material))


def _suspended(since: datetime | None) -> Iterator[dict[str, Any]]:
    """The places where an item is not searched any more, and those where it is again."""
    rows = NonSearchableEvidence.objects.select_related("holding__material__case").order_by("pk")
    for row in _from(since, rows, "recorded_at"):
        about = {"holding": row.holding_id, "evidenced_on": row.evidenced_on}
        yield _line("suspended", row, row.recorded_at, **about, **_of(row.holding.material))
    for row in _from(since, rows, "withdrawn_at"):
        yield _ended("searchable", row, row.withdrawn_at, row.recorded_at)


def _instructed(since: datetime | None) -> Iterator[dict[str, Any]]:
    """The places that were told not to search an item any more, and those that need not."""
    rows = SuspensionInstruction.objects.select_related("material__case").order_by("pk")
    for row in _from(since, rows, "instructed_at"):
        about = {"holding": row.holding_id, "not_before": row.not_before}
        yield _line("instructed", row, row.instructed_at, **about, **_of(row.material))
    for row in _from(since, rows, "cancelled_at"):
        yield _ended("recalled", row, row.cancelled_at, row.instructed_at)


def _withdrawn(since: datetime | None) -> Iterator[dict[str, Any]]:
    """What might have kept an item and counts no longer: a restore lets it count no longer either."""
    for model, _ in COVERS:
        for row in _from(since, model.objects.order_by("pk"), "withdrawn_at"):
            line = _ended("withdrawn", row, row.withdrawn_at, row.recorded_at)
            key = f"withdrawn:{model._meta.label}:{row.pk}:{line['at']}"
            yield line | {"key": key, "fact": model._meta.label, "because": row.withdrawn_because}


def _covered(since: datetime | None) -> Iterator[dict[str, Any]]:
    """What may keep material lawful: where a backup lacks it, a person looks before anything goes."""
    for model, path_to_case in COVERS:
        rows = _from(since, model.objects.current(), "recorded_at")
        for pk, at, ref in rows.values_list("pk", "recorded_at", path_to_case):
            if ref is None:
                continue
            line = _line("covered", model(pk=pk), at, ref=ref, fact=model._meta.label)
            yield line | {"key": f"covered:{model._meta.label}:{pk}:{ref}:{at.isoformat()}"}
