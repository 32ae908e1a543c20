"""The Celery tasks of the night's work: thin, and safe to deliver twice, late, or not at all."""

from __future__ import annotations

from datetime import date

from celery import shared_task

from audit import clock
from retention.errors import SweepRunning
from retention.services.nightly import run_sweep as run_one
from retention.services.watch_sweeps import next_due

WATCH = "watch_sweeps"


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
