"""What was decided and done between a backup and a loss is so again after the restore, as far as the journal
tells; what it cannot tell waits for people.

The loss is the database going back to a savepoint: what the backup held is what stood before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from accounts.choices import Role
from accounts.models import Officer
from audit.choices import Source, WithdrawnBecause
from cases.hidden import is_hidden
from cases.models import Case, Conviction, Material, NonSearchableEvidence, UnlawfulTakingDecision
from cases.services.facts import record_conviction, record_unlawful_taking, withdraw_fact
from retention.choices import HaltedBecause, OpenedBecause, OrderState, SweepName
from retention.choices_deletion import InstructionKind
from retention.models import DeletionHold, DeletionOrder, Instruction, SuspensionInstruction
from retention.services import deletion_steps as steps
from retention.services import journal, restoring
from retention.services.deletion_holds import release_hold
from retention.services.nightly import run_sweep
from retention.services.receipts import take_receipt
from tests.casework import at, case, items_of, officer, step
from tests.deletions import FIRST_UNLAWFUL, done, lapsed

pytestmark = pytest.mark.django_db

TODAY = FIRST_UNLAWFUL
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _journal(settings, tmp_path: Path) -> None:
    settings.JOURNAL = str(tmp_path / "journal.jsonl")


@pytest.fixture
def sofs() -> Iterator[Officer]:
    with at(TODAY):
        yield officer(Role.SOFS_OFFICER)


@contextmanager
def lost() -> Iterator[None]:
    """What is done within is told to the journal, and lost to the database."""
    backup = transaction.savepoint()
    yield
    journal.keep()
    transaction.savepoint_rollback(backup)


def not_searched(item: int, by: Officer) -> None:
    """Every place that was told not to search the item any more has done so."""
    told = Instruction.objects.filter(material=item, kind=InstructionKind.SUSPEND, settled_at=None)
    for instruction in told.order_by("pk"):
        steps.hand_on(instruction.pk, by=by)
        take_receipt(done(instruction), by=by)


def stopped(by: Officer) -> Case:
    """A case with time left, before an Inspector who may confirm that no NSD is applied for."""
    made = case(by=by, taken_on=date(2016, 3, 1), kinds=("fingerprints",))
    jfit = officer(Role.JFIT_OFFICER, name="Jo Fit")
    step(made, "refer", by, on=TODAY)
    step(made, "stop", jfit, on=TODAY, reasons="No intelligence value.")
    return made


def confirmed(made: Case) -> None:
    step(made, "confirm_stop", officer(Role.INSPECTOR, rank="inspector", name="Ina Spector"), on=TODAY)


def test_what_was_made_non_searchable_is_so_again_and_told_to_nobody_twice(sofs: Officer) -> None:
    item = items_of(lapsed(sofs, kinds=("fingerprints",)))[0]
    run_sweep(SweepName.SUSPEND_UNLAWFUL, TODAY)
    with lost():
        not_searched(item, sofs)
    assert restoring.replay(backup="b") == {"not searched, again": 1}
    evidence = NonSearchableEvidence.objects.current().get()
    assert (evidence.evidenced_on, evidence.source) == (TODAY, Source.SYSTEM)
    assert not DeletionOrder.objects.filter(opened_because=OpenedBecause.RESTORED).exists()
    assert restoring.replay(backup="b") == {}, "told again, it changes nothing"


def test_what_was_searched_again_before_the_loss_stays_searched(sofs: Officer) -> None:
    item = items_of(lapsed(sofs, kinds=("fingerprints",)))[0]
    run_sweep(SweepName.SUSPEND_UNLAWFUL, TODAY)
    with lost():
        not_searched(item, sofs)
        NonSearchableEvidence.objects.update(
            withdrawn_at=NonSearchableEvidence.objects.get().recorded_at + timedelta(minutes=1),
            withdrawn_by=sofs,
            withdrawn_because=WithdrawnBecause.SUPERSEDED,
        )
    assert restoring.replay(backup="b") == {}


def test_what_was_told_not_to_be_searched_is_told_again_under_a_key_of_its_own(sofs: Officer) -> None:
    item = items_of(lapsed(sofs, kinds=("fingerprints",)))[0]
    with lost():
        run_sweep(SweepName.SUSPEND_UNLAWFUL, TODAY)
        before = set(Instruction.objects.values_list("key", flat=True))
    assert restoring.replay(backup="b") == {"told again not to be searched": 1}
    told = SuspensionInstruction.objects.get()
    assert (told.material_id, told.not_before) == (item, TODAY)
    assert not before & set(Instruction.objects.values_list("key", flat=True))
    run_sweep(SweepName.SUSPEND_UNLAWFUL, TODAY)
    assert DeletionOrder.objects.get().state == OrderState.SUSPENDED
    assert SuspensionInstruction.objects.count() == 1


def test_what_was_stopped_early_stays_unsearched_and_kept_until_somebody_has_looked(sofs: Officer) -> None:
    made = stopped(sofs)
    item = items_of(made)[0]
    with lost():
        confirmed(made)
        not_searched(item, sofs)
    assert restoring.replay(backup="b")["not searched, again"] == 1
    order = DeletionOrder.objects.get()
    assert (order.opened_because, order.state) == (OpenedBecause.RESTORED, OrderState.DUE)
    hold = DeletionHold.objects.current().get()
    assert "decision for which it was not searched" in hold.reason.text
    run_sweep(SweepName.SUSPEND_UNLAWFUL, TODAY)
    order.refresh_from_db()
    assert order.state == OrderState.DUE and NonSearchableEvidence.objects.current().count() == 1
    assert not Instruction.objects.filter(kind=InstructionKind.RESTORE).exists()

    release_hold(hold.pk, by=sofs)
    with at(TOMORROW):
        run_sweep(SweepName.SUSPEND_UNLAWFUL, TOMORROW)
    order.refresh_from_db()
    assert order.halted_because == HaltedBecause.LAWFUL_COVER
    assert Instruction.objects.filter(kind=InstructionKind.RESTORE, material=item).count() == 1


def test_where_the_decision_is_recorded_again_its_order_goes_on(sofs: Officer) -> None:
    made = stopped(sofs)
    item = items_of(made)[0]
    with lost():
        confirmed(made)
        not_searched(item, sofs)
    restoring.replay(backup="b")
    confirmed(made)
    release_hold(DeletionHold.objects.current().get().pk, by=sofs)
    with at(TOMORROW):
        run_sweep(SweepName.SUSPEND_UNLAWFUL, TOMORROW)
    assert DeletionOrder.objects.get().state == OrderState.SUSPENDED
    assert not Instruction.objects.filter(kind=InstructionKind.RESTORE).exists()


def test_what_must_be_destroyed_and_what_counts_no_longer_is_so_again(sofs: Officer) -> None:
    taken, convicted = (case(by=sofs, taken_on=date(2015, on, 1), kinds=("fingerprints",)) for on in (11, 2))
    conviction = record_conviction(convicted.subject, by=sofs, on=date(2015, 3, 1))
    with lost():
        record_unlawful_taking(Material.objects.get(case=taken), by=sofs, on=TODAY)
        withdraw_fact(conviction, by=sofs, because=WithdrawnBecause.MISTAKE)
    assert restoring.replay(backup="b") == {"to be destroyed, again": 1, "counts no longer, again": 1}
    assert UnlawfulTakingDecision.objects.get().decided_on == TODAY
    assert not Conviction.objects.current().exists()
    assert all(is_hidden(item, TODAY) for item in Material.objects.all())
    run_sweep(SweepName.SUSPEND_UNLAWFUL, TODAY)
    assert DeletionOrder.objects.count() == 2
