"""Signed files to the databases and back: done once, whatever is lost, repeated, damaged or contradicted."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.choices import Role
from audit import clock
from audit.facts import stamp
from cases.models import Holding, NonSearchableEvidence
from nsd import places
from nsd.reference_database import ReferenceDatabase, fault_by_chance
from retention.choices_deletion import InstructionKind, ReceiptOutcome
from retention.errors import ReconciliationRefused
from retention.gateways import files, gateway_for, signed
from retention.models import (
    ExchangeFault,
    Instruction,
    InstructionReceipt,
    SuspensionInstruction,
)
from retention.services.exchange import end_fault, exchange
from tests import casework
from tests.integration.test_reconciling import file_of, known, reconciled, rows_of
from tests.people import person, signed_in

TODAY = date(2026, 3, 2)
KEY = "a key that both sides of a test have"


@pytest.fixture(autouse=True)
def _today(db, settings, tmp_path):
    settings.EXCHANGE_FOLDER, settings.EXCHANGE_KEY, settings.GATEWAY = str(tmp_path), KEY, "files"
    with casework.at(TODAY, 9):
        yield


@pytest.fixture
def sofs():
    return person(Role.SOFS_OFFICER)


@pytest.fixture
def case(sofs):
    return known(sofs, taken_on=date(2024, 1, 1))


@pytest.fixture
def there(case, tmp_path):
    """The other side, which holds what the case says."""
    held = tmp_path / "held.csv"
    held.write_bytes(file_of(*rows_of(case)).content)
    database = ReferenceDatabase(tmp_path, KEY)
    assert database.load(held) == 2
    return database


def instructed(case, **columns) -> list[Instruction]:
    """An instruction to make each record of a case non-searchable, handed on."""
    made = []
    for holding in Holding.objects.filter(material__case=case).order_by("pk"):
        about = {"holding": holding, "material": holding.material, "not_before": TODAY}
        suspension = SuspensionInstruction.objects.create(instructed_at=clock.moment(), **about)
        row = Instruction.objects.create(
            key=f"suspend:{suspension.pk}",
            kind=InstructionKind.SUSPEND,
            gateway="files",
            suspension=suspension,
            decided_at=clock.moment(),
            sent_at=clock.moment(),
            **(about | columns),
        )
        gateway_for("files").instruct(row)
        made.append(row)
    return made


def passes(there: ReferenceDatabase, count: int = 3) -> None:
    """So many hours, each with a pass of both sides."""
    for hour in range(count):
        with casework.at(TODAY, 9 + hour):
            exchange()
            there.work()
            exchange()


def evidenced(case) -> int:
    return NonSearchableEvidence.objects.filter(holding__material__case=case).count()


def test_an_instruction_is_done_answered_and_evidenced_and_an_extract_shows_the_truth(
    case, there, sofs, tmp_path
):
    instructed(case)
    passes(there, 1)
    assert evidenced(case) == 2
    assert not any(there.is_searchable(*row) for row in Holding.objects.values_list("place", "reference"))
    assert there.extract(tmp_path / "x.csv") == 2
    assert (tmp_path / "x.csv").read_text().count(",N,2026-03-02") == 2
    run = reconciled(sofs, *rows_of(case, searchable="N"))
    assert run.counts["searchable_unlawful"] == run.counts["mismatched"] == 0
    run = reconciled(sofs, *rows_of(case))
    assert (run.counts["searchable_unlawful"], run.counts["mismatched"]) == (2, 2)


def test_handing_on_twice_and_answers_that_come_twice_do_it_once(case, there):
    there.fault_of = lambda key: "twice"
    for row in instructed(case):
        gateway_for("files").instruct(row)
    passes(there, 1)
    for row in Instruction.objects.all():
        gateway_for("files").instruct(row)
    passes(there)
    assert evidenced(case) == InstructionReceipt.objects.count() == 2
    assert not ExchangeFault.objects.exists()


def test_a_lost_answer_is_asked_after_and_not_repeated(case, there):
    there.fault_of = lambda key: "lose"
    first, _ = instructed(case)
    passes(there, 1)
    assert not there.is_searchable(first.holding.place, first.holding.reference)
    assert evidenced(case) == 0
    passes(there)
    assert evidenced(case) == 2
    first.refresh_from_db()
    assert first.asked_after_at is not None and first.settled_at is not None


def test_an_instruction_that_never_arrived_is_sent_again_under_its_key(case, there, tmp_path):
    instructed(case)
    for path in (tmp_path / "out").glob("*.instruction"):
        path.unlink()
    passes(there, 4)
    assert evidenced(case) == 2


def test_a_damaged_answer_is_a_fault_and_the_whole_one_is_asked_for(case, there, sofs):
    there.fault_of = lambda key: "corrupt"
    instructed(case)
    passes(there, 1)
    assert [fault.kind for fault in ExchangeFault.objects.all()] == ["damaged", "damaged"]
    assert evidenced(case) == 0
    passes(there)
    assert evidenced(case) == 2
    fault = ExchangeFault.objects.earliest("pk")
    with pytest.raises(ReconciliationRefused, match="Enter what was found"):
        end_fault(fault.pk, by=sofs, reason=" ")
    assert end_fault(fault.pk, by=sofs, reason="The line was cut; the whole one came.").ended_by == sofs


def test_an_answer_that_contradicts_the_first_is_a_fault_and_overwrites_nothing(case, there):
    there.fault_of = lambda key: "contradict"
    instructed(case)
    passes(there)
    assert {fault.kind for fault in ExchangeFault.objects.all()} == {"contradicts"}
    assert evidenced(case) == 2
    outcomes = InstructionReceipt.objects.order_by("pk").values_list("outcome", "contradicts")
    assert set(outcomes) == {(ReceiptOutcome.DONE, False), (ReceiptOutcome.REFUSED, True)}


def test_a_refusal_is_kept_and_proves_nothing(case, there):
    there.fault_of = lambda key: "refuse"
    instructed(case)
    passes(there)
    assert evidenced(case) == 0
    assert {row.outcome for row in InstructionReceipt.objects.all()} == {ReceiptOutcome.REFUSED}


def test_nothing_is_done_before_its_day_and_a_late_answer_is_taken_when_it_comes(case, there):
    there.fault_of = lambda key: "late"
    instructed(case, not_before=TODAY + timedelta(days=1))
    passes(there)
    first = Holding.objects.earliest("pk")
    assert there.is_searchable(first.place, first.reference)
    for hour in (9, 10):
        with casework.at(TODAY + timedelta(days=1), hour):
            exchange()
            there.work()
            exchange()
    assert evidenced(case) == 2


def test_a_file_of_another_key_or_another_purpose_or_about_nothing_asked_is_a_fault(case, there, tmp_path):
    (row, _), inbox = instructed(case), tmp_path / "in"
    about = {
        "key": "receipt:forged",
        "instruction": row.key,
        "outcome": "done",
        "at": clock.moment().isoformat(),
    }
    signed.write(inbox / "a.receipt", signed.RECEIPT, about, "somebody else's key")
    signed.write(inbox / "b.receipt", signed.INSTRUCTION, about, KEY)
    signed.write(inbox / "c.receipt", signed.RECEIPT, about | {"instruction": "suspend:0"}, KEY)
    signed.write(inbox / "d.receipt", signed.RECEIPT, {"outcome": "done"}, KEY)
    exchange()
    kinds = {fault.name: fault.kind for fault in ExchangeFault.objects.all()}
    assert kinds == {
        "a.receipt": "damaged",
        "b.receipt": "damaged",
        "c.receipt": "not_ours",
        "d.receipt": "damaged",
    }
    assert evidenced(case) == 0 and files.incoming() == []


def test_killed_between_keeping_an_answer_and_moving_its_file_it_is_taken_once(case, there, monkeypatch):
    instructed(case)
    exchange()
    there.work()
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):

        def killed(*given):
            raise KeyboardInterrupt

        patch.setattr("retention.services.exchange._move", killed)
        exchange()
    exchange()
    assert evidenced(case) == InstructionReceipt.objects.count() == 2


def test_a_hard_copy_is_left_to_a_person_whatever_the_gateway(case, sofs, tmp_path):
    item = Holding.objects.earliest("pk").material
    Holding.objects.filter(material__case=case).update(
        withdrawn_at=clock.moment(), withdrawn_by=sofs, withdrawn_because="mistake"
    )
    Holding.objects.create(material=item, place="hard_copy", reference="Box 4", **stamp(sofs))
    *_, instruction = instructed(case)
    assert instruction.holding.place == "hard_copy"
    assert len(list((tmp_path / "out").iterdir())) == 2
    assert not (tmp_path / "out" / f"{signed.stem_of(instruction.key)}.instruction").exists()


def test_the_same_share_of_instructions_fails_for_the_same_seed():
    keys = [f"suspend:{number}" for number in range(200)]
    fails = [fault_by_chance("lose", 0.3, 7)(key) for key in keys]
    assert fails == [fault_by_chance("lose", 0.3, 7)(key) for key in keys]
    assert 30 < fails.count("lose") < 90


def test_the_reference_database_is_a_process_of_its_own(case, tmp_path):
    instructed(case)
    exchange()
    held = tmp_path / "held.csv"
    held.write_bytes(file_of(*rows_of(case)).content)
    env = {"NSD_HOME": str(tmp_path / "home"), "NSD_EXCHANGE_KEY": KEY, "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-m", "nsd.reference_database", "--folder", tmp_path, "--load", held, "--once"],
        cwd=places.ROOT,
        env=env,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "2 records are held\n"), done.stderr
    exchange()
    assert evidenced(case) == 2
    assert Path(tmp_path / "in" / "taken").is_dir()


def test_a_fault_is_seen_on_a_page_and_ended_there_with_what_was_found(sofs):
    fault = ExchangeFault.objects.create(
        kind="damaged", name="suspend-1.done.receipt", sha256="0" * 64, found_at=clock.moment()
    )
    client = signed_in(sofs)
    assert "suspend-1.done.receipt" in client.get(reverse("retention:faults")).content.decode()
    address = reverse("retention:fault", args=[fault.pk])
    assert "Enter what was found and done" in client.post(address, {"reason": ""}).content.decode()
    assert client.post(address, {"reason": "The line was cut."}).status_code == 302
    late = client.post(address, {"reason": "Again."}).content.decode()
    assert "It was ended already" in late and "Again." in late
    assert "The line was cut." in client.get(address).content.decode()
    assert "suspend-1.done.receipt" not in client.get(reverse("retention:faults")).content.decode()
