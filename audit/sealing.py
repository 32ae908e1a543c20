"""The sealed chain of events and of stamps on facts: any change to what is sealed breaks it.

Both are inserted unsealed, so that recording waits for nobody. Once a minute, one sealer at a time adds a
link: the SHA-256 of the link before and of every event and stamp since, in the order of their common ids. Ids
are given out before transactions end, so some are missing then and arrive late; a link says which, and a
later link takes up what arrived within a day.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet

from audit import clock, heads
from audit.models import AuditEvent, FactStamp, Seal
from audit.record import canonical

START = "0" * 64
BATCH = 20_000
# Longer than any transaction lasts; what arrives in a gap after that was put there.
GAPS_STAY_OPEN = timedelta(days=1)
_LOCK = 0x5EA1
COLUMNS = (
    "id",
    "at",
    "machine_at",
    "verb",
    "actor_id",
    "actor_name",
    "subject_type",
    "subject_id",
    "payload",
    "row_digest",
    "request_id",
    "run_id",
)
# A stamp is sealed by the digest of its digests, so that one of thousands of rows costs no more than another.
STAMP = """
SELECT stamp.id, stamp.at, stamp.act, stamp.by_role, stamp.shape_id, shape."table", shape.columns,
    encode(sha256(convert_to(stamp.ids::text || stamp.digests::text, 'UTF8')), 'hex') AS rows
FROM audit_fact_stamp AS stamp JOIN audit_fact_shape AS shape ON shape.id = stamp.shape_id
"""
Row = dict[str, Any]
Gap = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tail:
    """What is not sealed yet: events, stamps on facts, and the moment of the oldest event."""

    events: int
    stamps: int
    oldest: Any


@dataclass(frozen=True, slots=True)
class Standing:
    """The last seal, the last event it covers, when it was made; how many came since, and match."""

    seal: int | None
    last_id: int
    sealed_at: Any
    unsealed: int
    found: int


def seal() -> int:
    """Seal what is committed and unsealed, and tell the head outside; returns how many events and stamps.

    0 where another sealer is at work. Raises HeadsRefused where the file of heads cannot be gone on with:
    what was sealed stays so.
    """
    sealed = 0
    while added := _seal_batch():
        sealed += added
    heads.export()
    return sealed


@transaction.atomic
def _seal_batch() -> int:
    if not _alone():
        return 0
    last = Seal.objects.order_by("-pk").first()
    first_id = last.last_id + 1 if last else 1
    late = list(_rows_in(_open_gaps()))
    rows = _next(first_id)
    if not rows and not late:
        return 0
    previous = last.digest if last else START
    last_id = rows[-1]["id"] if rows else first_id - 1
    link = Seal(
        first_id=first_id,
        last_id=last_id,
        missing=_gaps_between([row["id"] for row in rows], first_id),
        late=[row["id"] for row in late],
        events=len(rows) + len(late),
        previous=previous,
        sealed_at=clock.machine_moment(),
    )
    link.digest = digest(link, [*rows, *late])
    link.save(force_insert=True)
    return link.events


def digest(link: Seal, rows: Iterable[Row]) -> str:
    """The SHA-256 of a link over its events, in order: those of its range, then the late ones."""
    running = hashlib.sha256(link.previous.encode())
    about = {
        "range": [link.first_id, link.last_id],
        "missing": link.missing,
        "late": link.late,
        "sealed_at": link.sealed_at,
    }
    running.update(canonical(about))
    for row in rows:
        running.update(b"\n")
        running.update(canonical(row))
    return running.hexdigest()


def rows_of(link: Seal) -> tuple[list[Row], list[Row]]:
    """The events and stamps now in the range of a link, and those that it took up late."""
    inside = (
        AuditEvent.objects.filter(id__range=(link.first_id, link.last_id)).order_by("id").values(*COLUMNS)
    )
    stamps = _stamps("WHERE stamp.id BETWEEN %s AND %s ORDER BY stamp.id", [link.first_id, link.last_id])
    return _merged(inside, stamps), list(_rows_in([(number, number) for number in link.late]))


def tail() -> Tail:
    """The events not sealed yet, and the moment of the oldest."""
    last = Seal.objects.order_by("-pk").first()
    since = last.last_id if last else 0
    unsealed = AuditEvent.objects.filter(id__gt=since)
    oldest = unsealed.order_by("id").values_list("machine_at", flat=True).first()
    return Tail(unsealed.count(), FactStamp.objects.filter(id__gt=since).count(), oldest)


def standing(among: QuerySet[AuditEvent]) -> Standing:
    """How far the chain goes, and how many events ``among`` has; one query."""
    try:
        found, values = among.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        found, values = "SELECT 1 WHERE false", ()
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH last AS (SELECT id, last_id, sealed_at FROM audit_seal ORDER BY id DESC LIMIT 1) "
            "SELECT last.id, coalesce(last.last_id, 0), last.sealed_at, "
            "(SELECT count(*) FROM audit_event WHERE id > coalesce(last.last_id, 0)), "
            f"(SELECT count(*) FROM ({found}) AS found) "
            "FROM (SELECT 1) AS one LEFT JOIN last ON true",
            values,
        )
        return Standing(*cursor.fetchone())


def head() -> str:
    """The digest of the last link: kept outside the database, it proves all that was sealed before it."""
    last = Seal.objects.order_by("-pk").first()
    return last.digest if last else START


def is_open(link: Seal) -> bool:
    """Whether late events may still arrive in a link's gaps."""
    return clock.machine_moment() - link.sealed_at < GAPS_STAY_OPEN


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _open_gaps() -> list[Gap]:
    """The gaps of the last day's links, without what was taken up since."""
    since = clock.machine_moment() - GAPS_STAY_OPEN
    links = list(Seal.objects.filter(sealed_at__gt=since).order_by("pk").values_list("missing", "late"))
    taken = {number for _, late in links for number in late}
    return [part for missing, _ in links for gap in missing for part in _without(tuple(gap), taken)]


def _without(gap: Gap, taken: set[int]) -> Iterator[Gap]:
    start, end = gap
    for number in sorted(number for number in taken if start <= number <= end):
        if start < number:
            yield start, number - 1
        start = number + 1
    if start <= end:
        yield start, end


def _next(first_id: int) -> list[Row]:
    events = AuditEvent.objects.filter(id__gte=first_id).order_by("id").values(*COLUMNS)[:BATCH]
    stamps = _stamps("WHERE stamp.id >= %s ORDER BY stamp.id LIMIT %s", [first_id, BATCH])
    return _merged(events, stamps)[:BATCH]


def _merged(events: Iterable[Row], stamps: Iterable[Row]) -> list[Row]:
    return list(heapq.merge(events, stamps, key=lambda row: row["id"]))


def _rows_in(gaps: list[Gap]) -> Iterator[Row]:
    if not gaps:
        return iter(())
    among = "unnest(%s::bigint[], %s::bigint[]) AS gap(first, last)"
    bounds = [[first for first, _ in gaps], [last for _, last in gaps]]
    found = AuditEvent.objects.raw(
        f"SELECT event.* FROM audit_event AS event "
        f"JOIN {among} ON event.id BETWEEN gap.first AND gap.last ORDER BY event.id",
        bounds,
    )
    events = ({name: getattr(event, name) for name in COLUMNS} for event in found)
    stamps = _stamps(f"JOIN {among} ON stamp.id BETWEEN gap.first AND gap.last ORDER BY stamp.id", bounds)
    return iter(_merged(events, stamps))


def _stamps(which: str, values: list[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(STAMP + which, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _gaps_between(ids: list[int], first_id: int) -> list[list[int]]:
    gaps, expected = [], first_id
    for number in ids:
        if number > expected:
            gaps.append([expected, number - 1])
        expected = number + 1
    return gaps
