"""Deletions whose process is killed or cut off at random points: none lost, none twice, none wrongly.

The seed is in the name of the test, so that a run can be had again.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import date
from random import Random

import pytest
from django.db import connection
from django.db.models import Count

from audit.models import AuditEvent
from cases.models import DeletionEvidence
from cases.services.facts import record_conviction
from nsd import places
from retention.choices import OrderState
from retention.models import DeletionOrder, DeletionOrderStep, Instruction, InstructionReceipt
from retention.orders import OPEN
from tests.casework import at
from tests.databases import Database
from tests.deletions import FIRST_UNLAWFUL, People, check_pnc, people, suspended

QUERIES_OF_AN_ORDER = 120


def run(database: Database, who: People, how: str, after: int) -> int:
    """One process working on all orders; how it ended."""
    officers = [str(one.pk) for one in (who.asks, who.approves, who.verifies)]
    words = [sys.executable, "-m", "tests.fault_driver", FIRST_UNLAWFUL.isoformat(), how, str(after)]
    done = subprocess.run(
        [*words, *officers], cwd=places.ROOT, env=database.env, capture_output=True, timeout=600, check=False
    )
    assert how != "live" or done.returncode == 0, done.stderr.decode()
    return done.returncode


@pytest.mark.parametrize(
    ("seed", "size", "deaths"),
    [(2016, 5, 6), pytest.param(413, 300, 60, marks=pytest.mark.full_size)],
)
def test_no_deletion_is_lost_done_twice_or_done_to_what_had_become_lawful(
    committing_db: Database, seed: int, size: int, deaths: int
) -> None:
    chance, died = Random(seed), 0
    saved: set[int] = set()
    with at(FIRST_UNLAWFUL):
        who = people()
        orders = suspended(who.asks, count=size)
        for order in orders:
            check_pnc(order, who.asks)
        for _ in range(deaths):
            how = chance.choice(["kill", "cut"])
            ended = run(committing_db, who, how, chance.randint(5, size * QUERIES_OF_AN_ORDER // deaths))
            assert ended in (0, -signal.SIGKILL, 1)
            died += ended != 0
            open_ = DeletionOrder.objects.filter(state__in=OPEN)
            untouched = open_.exclude(instructions__sent_at__isnull=False).exclude(pk__in=saved)
            found = list(untouched.order_by("pk"))
            if found and chance.random() < 0.5:
                order = chance.choice(found)
                record_conviction(order.case.subject, by=who.verifies, on=date(2015, 12, 1))
                saved.add(order.pk)
        run(committing_db, who, "live", 0)
        connection.close()
    ends = dict(DeletionOrder.objects.values_list("pk", "state"))
    expected = {order.pk: OrderState.HALTED if order.pk in saved else OrderState.VERIFIED for order in orders}
    assert died > deaths / 2 and saved and ends == expected
    gone = DeletionEvidence.objects.order_by().values("holding").annotate(n=Count("pk"))
    assert {row["n"] for row in gone} == {1}
    assert gone.count() == size - len(saved)
    assert not DeletionEvidence.objects.filter(material__deletion_orders__in=saved).exists()
    assert InstructionReceipt.objects.filter(contradicts=True).count() == 0
    assert InstructionReceipt.objects.count() == size - len(saved)
    # Every step of every order is audited, each once; so is each handing on.
    moved = AuditEvent.objects.filter(verb__in=["deletion_order_moved", "deletion_halted"]).count()
    assert moved == DeletionOrderStep.objects.exclude(event="").count()
    handed = Instruction.objects.filter(kind="delete", sent_at__isnull=False).count()
    assert AuditEvent.objects.filter(verb="deletion_handed_on").count() == handed == size - len(saved)
