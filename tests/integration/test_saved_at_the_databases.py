"""What is saved in time is saved at the databases too: instructions taken back, held or undone by file."""

from __future__ import annotations

from datetime import date

import pytest

from audit.models import AuditEvent
from cases.models import DeletionEvidence, Holding, NonSearchableEvidence
from cases.services.facts import record_conviction
from nsd.reference_database import ReferenceDatabase
from retention import deletion_work
from retention.choices_deletion import HoldKind
from retention.models import DeletionOrder, Instruction
from retention.services import deletion_steps as steps
from retention.services.deletion_holds import place_hold, release_hold
from retention.services.exchange import exchange
from retention.services.nightly import run_sweep
from tests import casework, deletions
from tests.integration.test_file_exchange import KEY, evidenced
from tests.integration.test_reconciling import file_of, known, rows_of

FRIDAY, SATURDAY = date(2026, 3, 6), date(2026, 3, 7)


@pytest.fixture(autouse=True)
def _files(db, settings, tmp_path):
    settings.EXCHANGE_FOLDER, settings.EXCHANGE_KEY, settings.GATEWAY = str(tmp_path), KEY, "files"


@pytest.fixture
def lapsing(sofs, tmp_path):
    """A case whose cover ends with Friday, the other side that holds it, and its two records."""
    made = known(sofs, taken_on=date(2025, 9, 7), power="TACT-S7")
    held = tmp_path / "held.csv"
    held.write_bytes(file_of(*rows_of(made)).content)
    there = ReferenceDatabase(tmp_path, KEY)
    there.load(held)
    return made, there, list(Holding.objects.values_list("place", "reference"))


@pytest.fixture
def night(django_capture_on_commit_callbacks):
    """A sweep and a pass of both sides, in any hour: files do not wait for people."""

    def work(day, there, hour=0):
        with casework.at(day, hour):
            for one in (lambda: run_sweep("suspend_unlawful", day), exchange):
                with django_capture_on_commit_callbacks(execute=True):
                    one()
            there.work()
            exchange()

    return work


def searched(there, held) -> list[bool]:
    return [there.is_searchable(*each) for each in held]


def test_what_must_not_be_searched_goes_out_in_working_time_and_holds_from_midnight_on(lapsing, night):
    made, there, held = lapsing
    night(FRIDAY, there, 14)
    assert Instruction.objects.filter(kind="suspend", sent_at__isnull=False).count() == 2
    assert searched(there, held) == [True, True], "on its last lawful day it is searched"
    night(SATURDAY, there)
    assert searched(there, held) == [False, False]
    days = NonSearchableEvidence.objects.filter(holding__material__case=made)
    assert set(days.values_list("evidenced_on", flat=True)) == {SATURDAY}


def test_what_is_saved_on_its_last_day_is_taken_back_before_the_database_begins(lapsing, night, sofs):
    made, there, held = lapsing
    night(FRIDAY, there, 14)
    with casework.at(FRIDAY, 18):
        record_conviction(made.subject, by=sofs, on=date(2025, 12, 1))
    night(FRIDAY, there, 19)
    night(SATURDAY, there)
    assert searched(there, held) == [True, True] and evidenced(made) == 0


def test_what_is_saved_later_is_searched_again_once_the_database_was_told(lapsing, night, sofs):
    made, there, held = lapsing
    night(FRIDAY, there, 14)
    night(SATURDAY, there)
    with casework.at(date(2026, 3, 9)):
        record_conviction(made.subject, by=sofs, on=date(2025, 12, 1))
    night(date(2026, 3, 9), there, 12)
    assert searched(there, held) == [True, True]
    current = NonSearchableEvidence.objects.current().filter(holding__material__case=made)
    assert not current.exists() and evidenced(made) == 2


def test_a_deletion_that_lies_unread_is_taken_back_when_the_item_is_saved(
    lapsing, night, sofs, django_capture_on_commit_callbacks
):
    made, there, held = lapsing
    there.fault_of = lambda key: "dead"
    who, monday = deletions.people(), date(2026, 3, 9)
    night(monday, there)
    with casework.at(monday):
        order = DeletionOrder.objects.filter(case=made).first()
        (told,) = deletions.begun(order, who)
        with django_capture_on_commit_callbacks(execute=True):
            steps.hand_on(told.pk, by=who.asks)
        record_conviction(made.subject, by=sofs, on=date(2025, 12, 1))
    # No sweep has run: a pass of the exchange sees it by itself.
    with casework.at(monday, 12), django_capture_on_commit_callbacks(execute=True):
        exchange()
    there.fault_of = lambda key: ""
    night(monday, there, 13)
    order.refresh_from_db()
    assert order.state == "halted"
    assert all(there.holds(*each) for each in held) and not DeletionEvidence.objects.exists()


def test_a_deletion_lost_on_its_way_is_not_sent_again_once_the_item_is_saved(lapsing, night, sofs, tmp_path):
    made, there, held = lapsing
    who, monday = deletions.people(), date(2026, 3, 9)
    night(monday, there)
    with casework.at(monday):
        order = DeletionOrder.objects.filter(case=made).first()
        (told,) = deletions.begun(order, who)
        # Killed before its file was written: nothing commits in this test, so none is.
        steps.hand_on(told.pk, by=who.asks)
    night(monday, there, 14)
    with casework.at(monday, 15):
        assert list((tmp_path / "in").glob("delete-*")) or told.receipts.count() == 0
        record_conviction(made.subject, by=sofs, on=date(2025, 12, 1))
        exchange()
    night(monday, there, 16)
    order.refresh_from_db()
    assert order.state == "halted"
    assert all(there.holds(*each) for each in held)


def test_what_two_people_decided_goes_by_file_by_itself_but_waits_for_a_hold(lapsing, night, sofs):
    made, there, held = lapsing
    who, monday = deletions.people(), date(2026, 3, 9)
    night(monday, there)
    with casework.at(monday):
        orders = list(DeletionOrder.objects.filter(case=made).order_by("pk"))
        for order in orders:
            deletions.begun(order, who)
        hold = place_hold(orders[0].pk, HoldKind.ADVISORY, by=who.approves, reason="The inquiry wrote.")
        refused = AuditEvent.objects.filter(verb="deletion_refused").count()
    night(monday, there, 12)
    assert [there.holds(*each) for each in held] == [True, False]
    assert AuditEvent.objects.filter(verb="deletion_refused").count() == refused, "waiting is no refusal"
    with casework.at(monday, 13):
        assert not deletion_work.worklist(who.asks, monday).filter(kind="delete").exists()
        release_hold(hold.pk, by=who.approves)
    night(monday, there, 14)
    assert [there.holds(*each) for each in held] == [False, False]
    states = DeletionOrder.objects.filter(case=made).values_list("state", flat=True)
    assert set(states) == {"executed"}
