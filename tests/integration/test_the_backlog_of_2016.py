"""The whole backlog of April 2016, driven to verified by two people and the reference database.

Source: further report of 22 April 2016, paragraphs 12, 13, 27 and 28.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from accounts.choices import Role
from audit import clock
from cases.choices import CheckResult
from cases.models import Case, Material
from cases.services.checks import record_check
from cases.services.uploads import HandedIn
from nsd.reference_database import ReferenceDatabase
from retention.choices import OrderState, SweepName
from retention.models import DeletionOrder
from retention.orders import OPEN
from retention.services import deletion_steps as steps
from retention.services import extracts
from retention.services.exchange import exchange
from retention.services.nightly import run_sweep
from tests import databases
from tests.people import person
from tests.spreadsheets import CASELOAD

WHY = "Its cover ended; nothing else keeps it."
EXTRACTS = ("ct_holdings_2016-04-05.csv", "demo_live_holdings.csv")


def open_orders(*states: OrderState) -> list[int]:
    """The ids of the open orders, or of those in these states."""
    return list(
        DeletionOrder.objects.filter(state__in=states or OPEN).order_by("pk").values_list("pk", flat=True)
    )


def refused(done: list[steps.Done]) -> Counter[str]:
    """Why orders did not take a step."""
    return Counter(each.why for each in done if each.why)


@pytest.mark.full_size
def test_two_people_and_the_reference_database_drive_the_whole_backlog_to_verified(
    committing_caseload: databases.Database, settings, tmp_path: Path
) -> None:
    settings.GATEWAY, settings.EXCHANGE_FOLDER, settings.EXCHANGE_KEY = "files", str(tmp_path), "a key"
    there = ReferenceDatabase(tmp_path, "a key")
    there.load(*(CASELOAD / name for name in EXTRACTS))
    officer, manager, today = person(Role.SOFS_OFFICER), person(Role.SOFS_MANAGER), clock.today()
    run_sweep(SweepName.SUSPEND_UNLAWFUL, today)
    backlog = open_orders()
    assert len(backlog) == 2 * 191, "both items of each individual that is held unlawfully"
    for case in Case.objects.filter(deletion_orders__in=backlog).distinct():
        record_check(case, by=officer, on=today, result=CheckResult.NO_TRACE, evidence="Print of the day")

    assert not refused(steps.for_each(backlog, lambda pk: steps.ask(pk, by=officer, why=WHY)))
    assert not refused(steps.for_each(backlog, lambda pk: steps.approve(pk, by=manager, why=WHY)))
    assert not refused(steps.for_each(backlog, lambda pk: steps.begin(pk, by=officer)))
    for _ in range(2):
        exchange()
        there.work()
    exchange()
    assert not refused(steps.for_each(backlog, lambda pk: steps.verify(pk, by=manager)))

    assert open_orders() == []
    assert set(DeletionOrder.objects.values_list("state", flat=True)) == {OrderState.VERIFIED}
    assert not Material.objects.unlawful_on(today).exists(), "nothing is held unlawfully any more"
    there.extract(tmp_path / "after.csv", today)
    file = HandedIn("after.csv", (tmp_path / "after.csv").read_bytes())
    run = extracts.finish(extracts.hand_in([file], by=manager, is_whole=True).pk)
    differs = {
        kind: count for kind, count in run.counts.items() if count and kind not in ("records", "cases")
    }
    assert differs == {}, "the databases hold what the cases say, and no more"
