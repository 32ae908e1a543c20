"""Sweeps on a real broker with real workers: given twice, killed in the middle, caught up by beat alone."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from datetime import date

import pytest
import redis
from django.core.management import CommandError, call_command

from accounts.choices import Role
from accounts.models import Officer
from audit import clock
from audit.models import AuditEvent
from retention.choices import SweepName
from retention.models import DeletionOrder, DeletionOrderStep, SuspensionInstruction, SweepRun
from retention.services.nightly import SWEEPS
from retention.tasks import run_sweep, watch_sweeps
from tests.casework import case, officer
from tests.databases import Database
from tests.integration.night import loaded
from tests.workers import celery, worker

TODAY = date(2016, 4, 6)
SUSPEND = SweepName.SUSPEND_UNLAWFUL


@pytest.fixture
def sofs(committing_db: Database, broker: redis.Redis) -> Officer:
    """An officer in a demonstration that stands on 6 April 2016."""
    clock.set_demo_day(TODAY)
    return officer(Role.SOFS_OFFICER)


def wait_until(true: Callable[[], object], within: float = 180) -> None:
    """Wait for what workers do; fail where they do not."""
    until = time.monotonic() + within
    while not true():
        assert time.monotonic() < until, "the workers did not do it in time"
        time.sleep(0.02)


def overdue(sofs: Officer, items: int) -> None:
    """So many items, all long past their last lawful day."""
    case(by=sofs, taken_on=date(2015, 1, 5), kinds=("fingerprints",) * items)


def assert_each_once(items: int) -> None:
    """Every item has one order, instructed once, suspended once: nothing twice, nothing forgotten."""
    assert DeletionOrder.objects.filter(state="suspended").count() == items
    assert DeletionOrder.objects.count() == SuspensionInstruction.objects.count() == items
    assert DeletionOrderStep.objects.count() == 2 * items
    told = AuditEvent.objects.filter(run_id=f"{SUSPEND}:{TODAY}:0")
    for verb in ("deletion_order_opened", "suspension_instructed", "deletion_order_moved"):
        assert told.filter(verb=verb).count() == items, verb


def is_done() -> bool:
    return SweepRun.objects.filter(sweep=SUSPEND, day=TODAY, finished_at__isnull=False).exists()


def test_of_two_workers_given_the_same_sweep_at_once_one_does_it(
    committing_db: Database, sofs: Officer, broker: redis.Redis
) -> None:
    overdue(sofs, 30)
    for _ in range(5):
        run_sweep.delay(SUSPEND, TODAY.isoformat())
    with worker(committing_db, "one"), worker(committing_db, "two"):
        wait_until(is_done)
        wait_until(lambda: not broker.llen("celery") and not broker.hlen("unacked"))
    run = SweepRun.objects.get()
    assert (run.passes, run.acted, run.acted_in_all, run.failed) == (1, 30, 30, 0)
    assert AuditEvent.objects.filter(verb="sweep_started").count() == 1
    assert_each_once(30)


def test_a_worker_killed_in_the_middle_leaves_a_run_that_another_completes(
    committing_db: Database, sofs: Officer
) -> None:
    loaded(sofs)
    overdue(sofs, 60)
    run_sweep.delay(SUSPEND, TODAY.isoformat())
    with worker(committing_db) as first:
        wait_until(lambda: DeletionOrder.objects.count() >= 5)
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    done_before = DeletionOrder.objects.count()
    assert 5 <= done_before < 60 and not is_done()
    watch_sweeps.delay()
    with worker(committing_db):
        wait_until(is_done)
    assert_each_once(60)
    run = SweepRun.objects.get(sweep=SUSPEND)
    assert (run.passes, run.seen, run.acted, run.unchanged, run.failed) == (1, 60, 60, 0, 0)
    begun = AuditEvent.objects.filter(verb="sweep_started", subject_id=run.pk).count()
    assert begun == 2, "the run was begun, and taken up again"


def test_days_that_the_demonstration_skips_are_caught_up_once_in_order_by_beat_and_worker_alone(
    committing_db: Database, sofs: Officer
) -> None:
    loaded(sofs)
    # Their last lawful days are 6, 7 and 8 April 2016.
    for day in (7, 8, 9):
        case(by=sofs, taken_on=date(2015, 10, day), ref=f"S/{day}", kinds=("fingerprints",))
    for name in SWEEPS:
        call_command("sweep", name, "--for", TODAY.isoformat(), verbosity=0)
    call_command("demo_day", "2016-04-09", verbosity=0)
    with celery(committing_db, "beat", "--pidfile="), worker(committing_db):
        ninth = SweepRun.objects.filter(day=date(2016, 4, 9), finished_at__isnull=False)
        wait_until(lambda: ninth.count() == len(SWEEPS), within=240)
    finished = AuditEvent.objects.filter(verb="sweep_finished").order_by("pk")
    done = [event.run_id for event in finished]
    assert done == [f"{name}:2016-04-{day:02}:0" for day in (6, 7, 8, 9) for name in SWEEPS]
    assert set(SweepRun.objects.values_list("passes", flat=True)) == {1}
    due = DeletionOrder.objects.order_by("due_on").values_list("case__ref", "due_on", "state")
    assert list(due) == [(f"S/{day}", date(2016, 4, day), "suspended") for day in (7, 8, 9)]
    with pytest.raises(CommandError, match="only goes forward"):
        call_command("demo_day", "2016-04-08")
