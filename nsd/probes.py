"""What machines ask about this installation: whether it lives, whether it can work, and its numbers.

``/healthz``, ``/readyz`` and ``/metrics`` are answered before any session, and only to whoever brings
``NSD_PROBE_TOKEN`` (``Authorization: Bearer …``); to all others there is no such page. Nothing here tells of
a person or a case: counts, ages and codes alone.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector

from audit import clock, heads, sealing
from audit.models import Seal
from retention.selectors import held_unlawfully_in_all, sweep_ages

log = logging.getLogger(__name__)
PLAIN = "text/plain; charset=utf-8"
QUEUE = "celery"
PATIENCE_SECONDS = 2


class Probes:
    """Stands before everything else, so that a probe needs no host name, no TLS and no session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages: dict[str, Callable[[], HttpResponse]] = {
            "/healthz": alive,
            "/readyz": ready,
            "/metrics": metrics,
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a probe that brings the token; let everything else go on."""
        page = self.pages.get(request.path_info)
        if page is None or not _brings_token(request):
            return self.get_response(request)
        response = page() if request.method in ("GET", "HEAD") else HttpResponse(status=405)
        response["Cache-Control"] = "no-store"
        return response


def alive() -> HttpResponse:
    """That this process answers; it asks nobody else."""
    return HttpResponse("ok\n", content_type=PLAIN)


def ready() -> HttpResponse:
    """Whether database, schema and broker are there to work with: a line for each; 503 where one is not."""
    parts = {"database": _database(), "migrations": _migrations(), "broker": _broker()}
    told = "".join(f"{name}: {fault or 'ok'}\n" for name, fault in parts.items())
    return HttpResponse(told, content_type=PLAIN, status=503 if any(parts.values()) else 200)


def metrics() -> HttpResponse:
    """The numbers, as Prometheus reads them."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Numbers())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


class _Numbers(Collector):
    """Counted when they are asked for. A part that cannot be counted is left out, and said to be missing."""

    def collect(self) -> Iterable[Metric]:
        """Every number."""
        missing = _gauge("nsd_part_missing", "Parts that could not be counted, 1 each", "part")
        for name, part in {"sweeps": _sweeps, "held": _held, "audit": _audit, "queue": _queue}.items():
            try:
                yield from part()
            except (DatabaseError, redis.RedisError, OSError) as problem:
                log.error("metrics: %s cannot be counted: %s", name, type(problem).__name__)
                missing.add_metric([name], 1)
        yield missing


def _sweeps() -> list[Metric]:
    finished = _gauge("nsd_sweep_finished_seconds", "When a sweep last finished a day (Unix time)", "sweep")
    behind = _gauge("nsd_sweep_days_behind", "Business days since the last day each sweep finished", "sweep")
    ages = sweep_ages(clock.today())
    for age in ages.ages:
        behind.add_metric([age.name], age.days_behind)
        if age.run and age.run.finished_at:
            finished.add_metric([age.name], age.run.finished_at.timestamp())
    failed = GaugeMetricFamily("nsd_sweep_failures", "Items that a sweep set apart", ages.failed)
    alarms = GaugeMetricFamily("nsd_defect_alarms", "Defect alarms not acknowledged", ages.alarms)
    return [finished, behind, failed, alarms]


def _held() -> list[Metric]:
    found = held_unlawfully_in_all(clock.today())
    held = _gauge("nsd_held_unlawfully", "Held although the first unlawful day has come", "unit")
    for unit in ("individuals", "cases", "items"):
        held.add_metric([unit], getattr(found, unit))
    return [held]


def _audit() -> list[Metric]:
    tail, now = sealing.tail(), clock.machine_moment()
    last = Seal.objects.order_by("-pk").values_list("pk", "sealed_at").first()
    told = heads.last_told()
    found: list[Metric] = [
        GaugeMetricFamily("nsd_audit_unsealed", "Events and stamps not sealed", tail.events + tail.stamps),
        GaugeMetricFamily(
            "nsd_audit_unsealed_age_seconds",
            "Age of the oldest event not sealed yet",
            _seconds(now, tail.oldest),
        ),
    ]
    if last:
        found.append(
            GaugeMetricFamily(
                "nsd_audit_sealed_seconds", "When the last seal was made (Unix time)", last[1].timestamp()
            )
        )
        found.append(
            GaugeMetricFamily(
                "nsd_audit_heads_behind",
                "Seals not told outside the database yet",
                Seal.objects.filter(pk__gt=told.seal if told else 0).count(),
            )
        )
    return found


def _queue() -> list[Metric]:
    with _joined_broker() as broker:
        return [
            GaugeMetricFamily("nsd_queue_depth", "Messages that no worker has taken yet", broker.llen(QUEUE))
        ]


def _gauge(name: str, words: str, label: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, labels=[label])


def _seconds(now: datetime, since: datetime | None) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as problem:
        return _fault("database", problem)
    return ""


def _migrations() -> str:
    try:
        lacking = _known_migrations() - set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError as problem:
        return _fault("migrations", problem)
    return f"{len(lacking)} not applied" if lacking else ""


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """What this code brings; files do not change under a running process."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _broker() -> str:
    try:
        with _joined_broker() as broker:
            broker.ping()
    except (redis.RedisError, OSError) as problem:
        return _fault("broker", problem)
    return ""


def _joined_broker() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS
    )


def _fault(part: str, problem: Exception) -> str:
    """In a word; what a server says of itself is for its own logs."""
    log.error("not ready: %s: %s", part, type(problem).__name__)
    return "does not answer"


def _brings_token(request: HttpRequest) -> bool:
    brought = request.headers.get("Authorization", "")
    wanted = settings.PROBE_TOKEN
    return bool(wanted) and hmac.compare_digest(brought.encode(), f"Bearer {wanted}".encode())
