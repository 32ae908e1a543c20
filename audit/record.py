"""Recording what happened. Events are inserted in the transaction of what they tell of, and never changed."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from audit import clock, context
from audit.choices import Verb
from audit.models import AuditEvent


@dataclass(frozen=True, slots=True)
class Event:
    """One event to record. What is left out is taken from the surroundings: actor, moment, run.

    ``payload`` holds ids, codes, numbers and dates; never names, identifiers of people or free text.
    """

    verb: Verb
    subject_type: str
    subject_id: int | None
    payload: Mapping[str, Any] | None = None
    actor_id: int | None = None
    actor_name: str = ""
    at: datetime | None = None
    run_id: str | int | None = None
    row_digest: str = ""


def record(
    verb: Verb,
    *,
    subject_type: str,
    subject_id: int | None,
    actor_id: int | None = None,
    actor_name: str = "",
    payload: Mapping[str, Any] | None = None,
    at: datetime | None = None,
    run_id: str | int | None = None,
    row: models.Model | None = None,
) -> None:
    """Record one event; ``row``, where given, is the row it tells of, of which it keeps the digest."""
    digest = digest_of(row) if row is not None else ""
    record_many([Event(verb, subject_type, subject_id, payload, actor_id, actor_name, at, run_id, digest)])


def record_many(events: Iterable[Event]) -> int:
    """Record events in one INSERT; returns how many. Raises ValueError for a verb that is not on the list."""
    listed = list(events)
    if not listed:
        return 0
    around = context.current()
    actor = around.actor() if any(event.actor_id is None for event in listed) else (None, "")
    machine_at = clock.machine_moment()
    business_at = clock.moment() if any(event.at is None for event in listed) else machine_at
    AuditEvent.objects.bulk_create(
        [_row(event, around, actor, event.at or business_at, machine_at) for event in listed]
    )
    return len(listed)


def digest_of(row: models.Model) -> str:
    """The SHA-256, in hexadecimal, of a row's columns as they stand on the object."""
    columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return hashlib.sha256(canonical(columns)).hexdigest()


def canonical(columns: Mapping[str, Any]) -> bytes:
    """The one spelling of a row that digests and seals are made of."""
    return json.dumps(
        columns, sort_keys=True, separators=(",", ":"), ensure_ascii=False, cls=_Encoder
    ).encode()


class _Encoder(DjangoJSONEncoder):
    def default(self, value: Any) -> Any:
        # Django's encoder cuts moments to milliseconds; two events may lie closer together than that.
        if isinstance(value, datetime):
            return value.astimezone(clock.UTC).isoformat(timespec="microseconds")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, bytes | memoryview):
            return bytes(value).hex()
        return super().default(value)


def _row(
    event: Event,
    around: context.Surroundings,
    actor: tuple[int | None, str],
    at: datetime,
    machine_at: datetime,
) -> AuditEvent:
    actor_id, actor_name = actor if event.actor_id is None else (event.actor_id, event.actor_name)
    return AuditEvent(
        at=at,
        machine_at=machine_at,
        verb=Verb(event.verb).value,
        actor_id=actor_id,
        actor_name=event.actor_name or actor_name,
        subject_type=event.subject_type,
        subject_id=event.subject_id,
        # Through the one spelling, so that dates and moments in it are written as they are everywhere else.
        payload=json.loads(canonical(dict(event.payload or {}))),
        row_digest=event.row_digest,
        request_id=around.request_id,
        run_id=str(around.run_id if event.run_id is None else event.run_id),
    )
