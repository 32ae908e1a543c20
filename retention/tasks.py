"""The Celery tasks of the night's work and of extracts: thin, safe to deliver twice, late, or not at all."""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import date, timedelta

from celery import shared_task
from django.conf import settings
from kombu.exceptions import OperationalError

from audit import clock
from retention.errors import ReconciliationRunning, SweepRunning
from retention.gateways.files import FileExchange
from retention.models import Reconciliation
from retention.services import extracts, journal
from retention.services.exchange import exchange
from retention.services.nightly import run_sweep as run_one
from retention.services.watch_sweeps import next_due

log = logging.getLogger(__name__)

WATCH = "watch_sweeps"
WAIT_SECONDS = 5
DROPPED_AFTER = timedelta(seconds=60)


@shared_task(name="retention.tasks.run_sweep", acks_late=True, reject_on_worker_lost=True)
def run_sweep(name: str, day: str | None = None) -> str:
    """Run a sweep for a day in ISO form (without it, the business day), unless that is done or being done.

    Returns in a word what became of it. ``watch_sweeps`` is taken for the task of that name, as beat sends
    it.
    """
    if name == WATCH:
        return watch_sweeps()
    try:
        result = run_one(name, date.fromisoformat(day) if day else clock.today(), unless_done=True)
    except SweepRunning:
        return "running elsewhere"
    return "done before" if result.done_before else "done"


@shared_task(name="retention.tasks.watch_sweeps", acks_late=True, reject_on_worker_lost=True)
def watch_sweeps() -> str:
    """Queue the next missed day, and after it the one that follows, until nothing is missed."""
    due = next_due()
    if due is None:
        return "nothing due"
    catch_up.delay(due.sweep, due.day.isoformat())
    return f"queued {due.sweep} for {due.day}"


@shared_task(name="retention.tasks.catch_up", acks_late=True, reject_on_worker_lost=True)
def catch_up(name: str, day: str) -> str:
    """Do one missed day, then look for the next."""
    outcome = run_sweep(name, day)
    if outcome == "done":
        watch_sweeps()
    return outcome


@shared_task(name="retention.tasks.work_on_extract", acks_late=True, reject_on_worker_lost=True)
def work_on_extract(run_id: int) -> str:
    """Do the next chunk of an extract, and queue the one after it. Returns in a word what became of it."""
    try:
        more = extracts.step(run_id)
    except ReconciliationRunning:
        work_on_extract.apply_async((run_id,), countdown=WAIT_SECONDS)
        return "waits for another extract"
    if more:
        work_on_extract.delay(run_id)
    return "more to do" if more else "done"


@shared_task(name="retention.tasks.watch_extracts", acks_late=True, reject_on_worker_lost=True)
def watch_extracts() -> int:
    """Take up extracts whose worker was killed: those at work without progress for a minute. How many."""
    now = clock.machine_moment()
    dropped = Reconciliation.objects.filter(state__in=extracts.AT_WORK, touched_at__lt=now - DROPPED_AFTER)
    ids = list(dropped.values_list("pk", flat=True))
    Reconciliation.objects.filter(pk__in=ids).update(touched_at=now)
    for run_id in ids:
        work_on_extract.delay(run_id)
    return len(ids)


def queue_extract(run_id: int) -> bool:
    """Have the work begin now; False where the queue cannot be reached: ``watch_extracts`` begins it then."""
    try:
        work_on_extract.delay(run_id)
    except OperationalError:
        log.exception("Extract %s could not be queued; it begins when the queue can be reached.", run_id)
        return False
    return True


@shared_task(name="retention.tasks.exchange_files", acks_late=True, reject_on_worker_lost=True)
def exchange_files() -> dict[str, int]:
    """Take in what the databases answered and ask after the rest, where files are exchanged at all."""
    return asdict(exchange()) if FileExchange.name == settings.GATEWAY else {}


@shared_task(name="retention.tasks.keep_journal", acks_late=True, reject_on_worker_lost=True)
def keep_journal() -> int:
    """Tell the journal what was destroyed, erased or held since the last minute. How many lines."""
    return journal.keep()
