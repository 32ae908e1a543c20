"""Deletions while the driver of their steps, its connection, the worker, the broker or the database of the
other side is killed at random points: none lost, none done twice, none wrongly.

The seed is in the name of the test, so that a run can be had again.
"""

from __future__ import annotations

import csv
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from django.db import connection
from django.db.models import Count
from kombu import Connection
from kombu.exceptions import OperationalError

from audit import clock
from audit.models import AuditEvent
from cases.choices import CaseState
from cases.models import Case, DeletionEvidence, Holding
from cases.services.facts import record_conviction
from nsd import places, programs, tied
from nsd.reference_database import COLUMNS
from retention.choices import OrderState, SweepName
from retention.models import DeletionOrder, DeletionOrderStep, Instruction, InstructionReceipt
from retention.orders import OPEN
from retention.services import deletion_steps as steps
from retention.services.nightly import run_sweep
from retention.tasks import exchange_files
from tests.casework import at
from tests.databases import Database
from tests.deletions import FIRST_UNLAWFUL, TAKEN, People, check_pnc, destroyed, lapsed, people
from tests.workers import worker

KEY = "a key that both sides of a test have"
# So that the work lasts until the last of them has died: each gets as many as its share of the work needs.
QUERIES_OF_AN_ORDER = 120
# What the other side does wrong besides dying; each is mended without anybody.
FAULTS = ("", "lose", "twice", "late", "corrupt")


@dataclass
class Others:
    """The processes that do what no person does: a worker, its broker, the databases of the other side."""

    database: Database
    folder: Path
    chance: Random = field(default_factory=Random)
    running: dict[str, ExitStack] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Start one of them."""
        stack = self.running[name] = ExitStack()
        self.processes[name] = stack.enter_context(getattr(self, f"_{name}")())

    def kill(self, name: str) -> None:
        """Kill one outright with all that it started, and start it anew."""
        with suppress(ProcessLookupError):
            os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.running.pop(name).close()
        self.start(name)

    def end(self) -> None:
        """Stop them all."""
        for stack in self.running.values():
            stack.close()

    def _worker(self) -> AbstractContextManager[subprocess.Popen[bytes]]:
        return worker(self.database, processes=1)

    def _broker(self) -> AbstractContextManager[subprocess.Popen[bytes]]:
        program, _ = programs.find_valkey()
        words = ["--port", "0", "--unixsocket", str(self.folder / "valkey.sock"), "--save", ""]
        return running([str(program), *words, "--dir", str(self.folder)], self.database.env)

    def _gateway(self) -> AbstractContextManager[subprocess.Popen[bytes]]:
        fault = self.chance.choice(FAULTS)
        words = (
            ["--fault", fault, "--share", "0.3", "--seed", str(self.chance.randint(1, 99))] if fault else []
        )
        command = [sys.executable, "-m", "nsd.reference_database", "--folder", str(self.folder), *words]
        return running(command, self.database.env)


@contextmanager
def running(command: list[str], env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process, gone afterwards."""
    with open(places.nsd_home() / "others.log", "ab") as output:
        process = tied.start(command, output=output, env=env, cwd=places.ROOT)
    try:
        yield process
    finally:
        tied.stop(process, within=5)


@pytest.fixture
def others(
    committing_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings
) -> Iterator[Others]:
    """The other processes, on the day on which everything of this file is due; minutes last a second."""
    said = {"NSD_GATEWAY": "files", "NSD_EXCHANGE_FOLDER": str(tmp_path), "NSD_EXCHANGE_KEY": KEY}
    for name, value in said.items():
        monkeypatch.setenv(name, value)
        setattr(settings, name.removeprefix("NSD_"), value)
    settings.REDIS_URL = f"unix://{tmp_path}/valkey.sock"
    others, is_over = Others(committing_db, tmp_path), threading.Event()
    beat = threading.Thread(target=every_second, args=[places.broker_url(settings.REDIS_URL), is_over])
    try:
        for name in ("broker", "worker", "gateway"):
            others.start(name)
        beat.start()
        yield others
    finally:
        is_over.set()
        others.end()


def every_second(url: str, is_over: threading.Event) -> None:
    """What beat sends once a minute, as long as there is a broker that takes it."""
    while not is_over.wait(1):
        with suppress(OperationalError, OSError), Connection(url, connect_timeout=1) as way:
            exchange_files.apply_async(connection=way, retry=False, expires=5)


def drive(database: Database, who: People, how: str, after: int) -> subprocess.Popen[bytes]:
    """A process in which people take every step that they can with every order."""
    officers = [str(one.pk) for one in (who.asks, who.approves, who.verifies)]
    words = [sys.executable, "-m", "tests.fault_driver", how, str(after), *officers]
    return subprocess.Popen(words, cwd=places.ROOT, env=database.env, stderr=subprocess.PIPE)


def ended(process: subprocess.Popen[bytes]) -> int:
    """How it ended."""
    _, said = process.communicate(timeout=1200)
    assert process.returncode in (0, 1, -signal.SIGKILL), said.decode()
    return process.returncode


def holds(folder: Path) -> None:
    """The other side's records are those that we say it has."""
    with open(folder / "held.csv", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([*COLUMNS, "searchable"])
        for place, reference in Holding.objects.values_list("place", "reference"):
            rows.writerow([place, reference, "", "", "", "", "", "Y"])
    words = ["-m", "nsd.reference_database", "--folder", str(folder), "--load", str(folder / "held.csv")]
    subprocess.run([sys.executable, *words, "--once"], cwd=places.ROOT, check=True)


def wait_until(true: Callable[[], object], within: float) -> bool:
    """Whether it came true in time."""
    until = time.monotonic() + within
    while not true() and time.monotonic() < until:
        time.sleep(0.2)
    return bool(true())


@pytest.mark.parametrize(
    ("seed", "size", "rounds"),
    [(2016, 5, 1), pytest.param(413, 300, 8, marks=pytest.mark.full_size)],
)
def test_no_deletion_is_lost_done_twice_or_done_to_what_had_become_lawful(
    others: Others, seed: int, size: int, rounds: int
) -> None:
    chance, died, saved = Random(seed), 0, set[int]()
    others.chance = chance
    with at(TAKEN):
        who = people()
    made = [lapsed(who.asks, kinds=("fingerprints",)) for _ in range(size)]
    holds(others.folder)
    clock.set_demo_day(FIRST_UNLAWFUL)
    run_sweep(SweepName.SUSPEND_UNLAWFUL, FIRST_UNLAWFUL)
    orders = list(DeletionOrder.objects.filter(case__in=made).order_by("pk"))
    for order in orders:
        check_pnc(order, who.asks)
    deaths = ["kill", "cut", "worker", "broker", "gateway"] * rounds
    chance.shuffle(deaths)
    for how in deaths:
        dies = how in ("kill", "cut")
        share = size * QUERIES_OF_AN_ORDER // len(deaths)
        after = chance.randint(5, share) if dies else share
        process = drive(others.database, who, how if dies else "live", after)
        if not dies:
            time.sleep(chance.uniform(0.2, 3))
            others.kill(how)
        code = ended(process)
        assert dies or code == 0
        died += code != 0 if dies else 1
        if order := untouched(chance, saved):
            record_conviction(order.case.subject, by=who.verifies, on=date(2015, 12, 1))
            saved.add(order.pk)
    finish(others, who)
    assert died > len(deaths) / 2 and saved
    assert_each_once(others.folder, orders, saved)


def untouched(chance: Random, saved: set[int]) -> DeletionOrder | None:
    """Half of the time, an order of which no place was instructed, so that none can be at work."""
    open_ = DeletionOrder.objects.filter(state__in=OPEN, instructions=None).exclude(pk__in=saved)
    found = list(open_.order_by("pk"))
    return chance.choice(found) if found and chance.random() < 0.5 else None


def finish(others: Others, who: People) -> None:
    """Nothing dies any more: what was lost is asked after once its hour is over, and people do the rest."""
    at_the_places = DeletionOrder.objects.filter(state=OrderState.EXECUTING)
    assert ended(drive(others.database, who, "live", 0)) == 0
    clock.set_demo_day(FIRST_UNLAWFUL + timedelta(days=1))
    assert wait_until(lambda: not at_the_places.exists(), within=180), list(at_the_places)
    assert ended(drive(others.database, who, "live", 0)) == 0


def assert_each_once(folder: Path, orders: list[DeletionOrder], saved: set[int]) -> None:
    """Every order is at its end; what was done at the places, recorded and audited happened once."""
    left = len(orders) - len(saved)
    ends = dict(DeletionOrder.objects.values_list("pk", "state"))
    expected = {order.pk: OrderState.HALTED if order.pk in saved else OrderState.VERIFIED for order in orders}
    assert ends == expected
    gone = DeletionEvidence.objects.order_by().values("holding").annotate(n=Count("pk"))
    assert [row["n"] for row in gone] == [1] * left
    assert not DeletionEvidence.objects.filter(material__deletion_orders__in=saved).exists()
    receipts = InstructionReceipt.objects.filter(instruction__kind="delete")
    assert receipts.count() == left and not receipts.filter(contradicts=True).exists()
    with sqlite3.connect(folder / "reference.sqlite3") as other:
        kept = {row[0] for row in other.execute("SELECT record_ref FROM record")}
        done = other.execute("SELECT count(*) FROM done WHERE key LIKE 'delete:%'").fetchone()[0]
    expected_kept = Holding.objects.filter(material__deletion_orders__in=saved)
    assert kept == set(expected_kept.values_list("reference", flat=True)) and done == left
    # Every step of every order is audited, each once; so is each handing on.
    moved = AuditEvent.objects.filter(verb__in=["deletion_order_moved", "deletion_halted"]).count()
    assert moved == DeletionOrderStep.objects.exclude(event="").count()
    handed = Instruction.objects.filter(kind="delete", sent_at__isnull=False).count()
    assert AuditEvent.objects.filter(verb="deletion_handed_on").count() == handed == left


def test_two_people_who_verify_the_last_two_items_at_once_close_the_case(
    committing_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at(FIRST_UNLAWFUL):
        who = people()
        made = lapsed(who.asks, kinds=("fingerprints", "dna_profile"))
        run_sweep(SweepName.SUSPEND_UNLAWFUL, clock.today())
        orders = list(DeletionOrder.objects.filter(case=made).order_by("pk"))
        for order in orders:
            destroyed(order, who)
        both, close = threading.Barrier(2), steps._close

        def at_once(case: Case) -> None:
            # Where nothing keeps them apart, both are here before either has committed.
            with suppress(threading.BrokenBarrierError):
                both.wait(timeout=2)
            close(case)

        def verify(order: DeletionOrder) -> None:
            try:
                steps.verify(order.pk, by=who.verifies)
            finally:
                connection.close()

        monkeypatch.setattr(steps, "_close", at_once)
        threads = [threading.Thread(target=verify, args=[order]) for order in orders]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        made.refresh_from_db()
    ends = DeletionOrder.objects.filter(case=made).values_list("state", flat=True)
    assert set(ends) == {OrderState.VERIFIED} and made.state == CaseState.CLOSED
