"""The caseload of 2016 as the demonstration loads it: every row once, and a second time nothing."""

import json
from collections import Counter
from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command

from accounts.choices import Role
from accounts.selectors import officers_with_role
from audit import clock
from audit.models import AuditEvent
from cases.choices import CaseState, ImportKind, VoidBecause
from cases.models import Case, Determination, Holding, ImportException, ImportFile, StopSignOff, Subject
from cases.services.imports import demo, importing
from cases.services.imports.importing import import_files
from tests import databases
from tests.spreadsheets import CASELOAD

REGISTER_AND_FOUND = 10_304
LIVE = 72


def counts():
    """How many rows every table of casework has."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_app_config("cases").get_models()
    }


def reconciled(capsys, name="ct_holdings_2016-04-05.csv"):
    """What reconciling an extract prints."""
    call_command("reconcile_holdings", CASELOAD / name)
    return json.loads(capsys.readouterr().out)


def migration_officer():
    """The demonstration's migration officer."""
    return officers_with_role(Role.MIGRATION_OFFICER, clock.today()).get()


def test_every_row_is_a_case_once_and_stands_where_its_rows_left_it(caseload):
    assert Case.objects.count() == REGISTER_AND_FOUND + LIVE
    assert Subject.objects.count() == 10_264 + LIVE
    assert not ImportException.objects.exists()
    assert Counter(Case.objects.values_list("state", flat=True)) == {
        CaseState.RETAINED_ON_OTHER_BASIS: 4651,
        CaseState.WITH_SOFS: 4455,
        CaseState.WITH_JFIT: 687,
        CaseState.STOP_CONFIRMED: 335,
        CaseState.NSD_IN_FORCE: 180,
        CaseState.STOP_WITH_INSPECTOR: 37,
        CaseState.WITH_CHIEF_OFFICER: 19,
        CaseState.NSD_REFUSED: 12,
    }


def test_three_determinations_are_void_and_no_sign_off_is(caseload):
    void = Determination.objects.exclude(void_because="")
    assert {made.maker.display_name for made in void} == {"D. Wetherlam"}
    assert {made.void_because for made in void} <= set(VoidBecause.values)
    assert void.count() == 3
    assert not StopSignOff.objects.exclude(void_because="").exists()


def test_a_determination_signed_the_day_after_the_last_lawful_day_is_kept_and_covers_nothing(caseload):
    late = Determination.objects.get(case__ref="S/06742")
    assert (late.made_on, late.void_because) == (date(2014, 9, 12), "")
    assert late.case.state == CaseState.WITH_CHIEF_OFFICER
    for item in late.items.all():
        assert item.last_lawful_day == date(2014, 9, 11)
        assert len(item.ineffective) == 1


def test_a_second_import_of_every_file_changes_nothing(caseload):
    before = counts()
    by = migration_officer()
    for source in demo.SOURCES:
        report = import_files(source.kind, [CASELOAD / source.name], by=by, historical=True)
        assert report.unchanged == report.rows > 0
    assert counts() == before


def test_loading_the_demonstration_again_does_nothing(caseload, capsys):
    before, events = counts(), AuditEvent.objects.count()
    call_command("load_demo")
    assert "already loaded" in capsys.readouterr().err
    assert (counts(), AuditEvent.objects.count()) == (before, events)
    assert clock.today() == demo.BUSINESS_DAY


def test_the_extract_of_the_databases_agrees_with_the_cases(caseload, capsys):
    found = reconciled(capsys)
    assert (found["records"], found["holdings_without_case"], found["mismatched"]) == (18_350, 0, 0)
    live = reconciled(capsys, "demo_live_holdings.csv")
    assert (live["records"], live["holdings_without_case"], live["mismatched"]) == (122, 0, 0)


def test_an_extract_that_differs_is_told_record_by_record(caseload, capsys, tmp_path):
    lines = (CASELOAD / "demo_live_holdings.csv").read_text(encoding="utf-8-sig").splitlines()
    _, first, second, third = lines[:4]
    moved = first.replace(first.split(",")[6], "2016-03-01")
    unknown_ref = second.replace(second.split(",")[1], "CTD999999")
    stranger = third.replace(third.split(",")[1], "CTF999999").replace(third.split(",")[5], "2001/7654321F")
    path = tmp_path / "extract.csv"
    path.write_text("\n".join([lines[0], moved, unknown_ref, stranger]) + "\n")
    call_command("reconcile_holdings", path, "--rows")
    found = json.loads(capsys.readouterr().out)
    assert (found["records"], found["holdings_without_case"], found["mismatched"]) == (3, 1, 2)
    assert found["rows"]["mismatched"] == [2, 3]
    assert found["rows"]["holdings_without_case"] == [4]
    assert found["cases_without_holding"] == len(found["rows"]["cases_without_holding"]) > 8_000
    assert "S/50001" not in found["rows"]["cases_without_holding"]


def test_without_the_found_register_1800_individuals_are_missing_and_the_extract_shows_them(caseload, capsys):
    before = json.loads(databases.before_found().read_text())
    assert before["holdings_without_case"] == 1_800

    assert reconciled(capsys)["holdings_without_case"] == 0
    assert reconciled(capsys)["records"] == before["records"]


class Killed(BaseException):
    """Stands for a process that is killed between two batches."""


def test_a_load_killed_half_way_goes_on_from_what_went_in(db, monkeypatch):
    clock.set_demo_day(date(2016, 4, 6))
    call_command("make_demo_officers", verbosity=0)
    monkeypatch.setattr(importing, "ROWS_A_BATCH", 30)

    def die(file_name, done, total):
        raise Killed

    path = CASELOAD / "demo_live_register.xlsx"
    with pytest.raises(Killed):
        import_files(ImportKind.REGISTER, [path], by=migration_officer(), historical=True, progress=die)
    assert Case.objects.count() == 30
    assert ImportFile.objects.get().finished_at is None

    report = import_files(ImportKind.REGISTER, [path], by=migration_officer(), historical=True)

    assert (report.created, report.unchanged) == (42, 30)
    assert (Case.objects.count(), Holding.objects.count()) == (LIVE, 122)
    assert not ImportFile.objects.filter(finished_at=None).exists()
