"""The nightly sweep ``reconcile``: extracts that were dropped, and 200 holdings looked up as people do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.choices import Role
from audit import clock
from cases.models import ErasableIdentity, Holding
from cases.querysets import CaseQuerySet
from retention import selectors
from retention.choices import SweepName
from retention.models import DefectAlarm, DeletionOrder, Difference, Reconciliation, SweepRun
from retention.services import dropped_extracts, lookups
from retention.services.nightly import run_sweep
from tests import casework
from tests.integration.test_reconciling import file_of, known, rows_of, stranger
from tests.people import person

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _today(db, settings, tmp_path):
    settings.EXTRACTS_FOLDER = str(tmp_path)
    with casework.at(TODAY):
        yield


@pytest.fixture
def sofs():
    return person(Role.SOFS_OFFICER, Role.SOFS_MANAGER)


def drop(folder, *rows, name="ct-2026-03-02.csv"):
    (folder / name).write_bytes(file_of(*rows).content)


def test_a_dropped_extract_is_reconciled_at_night_once_and_moved_away(sofs, tmp_path):
    case = known(sofs)
    drop(tmp_path, *rows_of(case), stranger())
    (tmp_path / "half.csv.part").write_text("database")
    assert run_sweep(SweepName.RECONCILE, TODAY).failed == 0
    run = Reconciliation.objects.get()
    assert (run.state, run.is_whole, run.counts["without_case"]) == ("done", True, 1)
    assert Difference.objects.get().owner is None, "whoever is SOFS's manager owns what nobody handed in"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["half.csv.part"]
    assert len(list((tmp_path / dropped_extracts.TAKEN).iterdir())) == 1

    run_sweep(SweepName.RECONCILE, TODAY)
    assert Reconciliation.objects.count() == 1
    drop(tmp_path, *rows_of(case), stranger())
    run_sweep(SweepName.RECONCILE, TODAY)
    assert Reconciliation.objects.count() == 1, "a file met again after a kill is the same file"
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".csv"]


def test_a_file_that_is_none_of_ours_is_refused_where_somebody_sees_it(sofs, tmp_path):
    (tmp_path / "empty.csv").write_bytes(b"")
    run_sweep(SweepName.RECONCILE, TODAY)
    run = Reconciliation.objects.get()
    assert (run.state, run.files.get().name) == ("refused", "empty.csv")
    assert "empty.csv is empty" in run.refused_because
    assert (tmp_path / dropped_extracts.REFUSED).is_dir()


def test_the_holdings_of_a_night_are_chosen_by_chance_and_the_same_on_every_pass(sofs, monkeypatch):
    monkeypatch.setattr(lookups, "HOLDINGS_A_NIGHT", 5)
    for number in range(6):
        known(sofs, pnc_id=f"1999/334967{number}G")
    nights = [lookups.sample_of(TODAY + timedelta(days=days)) for days in range(4)]
    assert nights[0] == lookups.sample_of(TODAY)
    assert all(len(set(night)) == 5 for night in nights)
    assert len({tuple(night) for night in nights}) > 1


def test_what_every_search_and_list_finds_raises_no_alarm(sofs):
    jfit = person(Role.JFIT_OFFICER)
    known(sofs)
    unlawful = known(sofs, surname="O'BRIEN", pnc_id="2000/3964290K", taken_on=date(2024, 1, 1))
    casework.case(by=sofs, taken_on=None)
    referred = known(sofs, pnc_id="2004/4097453N")
    casework.step(referred, "refer", sofs, on=TODAY)
    result = run_sweep(SweepName.RECONCILE, TODAY)
    assert (result.seen, result.acted, result.failed) == (8, 0, 0)
    ways = {way for each in Holding.objects.all() for way in lookups._ways(each, each.material.case, TODAY)}
    assert ways == {
        *("record reference", "case reference", "PNC ID", "name"),
        *("work of SOFS officer", "work of SOFS manager", "work of JFIT officer"),
        *("list of what is held unlawfully", "list of what can still be saved", "deletion queue"),
    }
    assert unlawful in selectors.held_unlawfully(jfit, TODAY)


def test_a_holding_that_a_list_does_not_find_is_a_defect_alarm(sofs, monkeypatch):
    case = known(sofs)
    hidden = CaseQuerySet.visible_to
    monkeypatch.setattr(CaseQuerySet, "visible_to", lambda *given: hidden(*given).exclude(pk=case.pk))
    run_sweep(SweepName.RECONCILE, TODAY)
    alarms = DefectAlarm.objects.filter(case=case)
    assert [alarm.subject_type for alarm in alarms] == ["holding", "holding"]
    assert "list of what can still be saved" in alarms[0].stored["looked for by"]
    run_sweep(SweepName.RECONCILE, TODAY)
    assert alarms.count() == 2, "a second pass tells it once"


def test_what_was_decided_against_and_stands_in_no_deletion_queue_is_a_defect_alarm(sofs):
    case = known(sofs)
    jfit, inspector = person(Role.JFIT_OFFICER), casework.officer(Role.INSPECTOR, rank="inspector")
    casework.step(case, "refer", sofs, on=TODAY)
    casework.step(case, "stop", jfit, on=TODAY, reasons="No intelligence value.")
    casework.step(case, "confirm_stop", inspector, on=TODAY)
    holding = Holding.objects.filter(material__case=case).first()
    case.refresh_from_db()
    assert lookups.missed(holding, TODAY) == []
    DeletionOrder.objects.filter(material=holding.material).update(
        state="halted", halted_at=clock.moment(), halted_because="lawful_cover"
    )
    assert lookups.missed(holding, TODAY) == ["deletion queue"]


def test_a_holding_that_a_search_does_not_find_is_a_defect_alarm(sofs):
    case = known(sofs)
    current = ErasableIdentity.objects.current().filter(subject=case.subject)
    current.update(withdrawn_at="2026-03-02T10:00Z", withdrawn_by=sofs, withdrawn_because="corrected")
    ErasableIdentity.objects.create(
        subject=case.subject,
        surname="BEXHAM",
        forenames="Ezra",
        search_name="somebody else",
        recorded_at="2026-03-02T10:00Z",
        recorded_by=sofs,
    )
    run_sweep(SweepName.RECONCILE, TODAY)
    assert {alarm.stored["looked for by"] for alarm in DefectAlarm.objects.all()} == {"name"}
    assert SweepRun.objects.get(sweep=SweepName.RECONCILE).acted == 2
