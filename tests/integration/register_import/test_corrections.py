"""What a corrected row changes, and what the commands tell."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit import clock
from cases.choices import CaseState, PositionStatus, RowOutcome
from cases.models import (
    Case,
    Conviction,
    ErasableIdentity,
    Holding,
    ImportException,
    ImportFile,
    ImportRow,
    Movement,
    PncCheck,
    Subject,
    Taking,
)
from cases.services.imports.errors import NotAllowed
from cases.services.imports.importing import LOCK
from tests.integration.register_import.looking import BAD_ROWS, TODAY, case, noon
from tests.spreadsheets import person, register


def test_a_corrected_day_of_taking_withdraws_one_fact_and_records_another(load, tmp_path):
    load(register(tmp_path / "a.csv", {}))
    was = Taking.objects.get(material__kind="fingerprints")
    report = load(register(tmp_path / "b.csv", {"Fingerprints taken": "08/03/2015"}))

    assert (report.created, report.corrected, report.unchanged) == (0, 1, 0)
    was.refresh_from_db()
    assert was.withdrawn_because == "corrected_in_source"
    now = Taking.objects.current().get(material__kind="fingerprints")
    assert now.taken_on == date(2015, 3, 8)
    assert now.recorded_at == was.withdrawn_at
    assert clock.local_day(now.recorded_at) == TODAY
    assert now.material == was.material
    assert now.material.last_lawful_day == date(2015, 9, 7)
    assert Taking.objects.known_at(noon(date(2015, 12, 18))).get(material=now.material).taken_on == date(
        2015, 3, 10
    )
    assert Taking.objects.count() == 3
    assert (PncCheck.objects.count(), Movement.objects.count(), ErasableIdentity.objects.count()) == (1, 1, 1)


def test_a_correction_written_later_is_known_from_when_it_was_written(load, tmp_path):
    load(register(tmp_path / "a.csv", {}))
    load(register(tmp_path / "b.csv", {"Fingerprints taken": "08/03/2015", "Recorded on": "01/06/2015"}))
    now = Taking.objects.current().get(material__kind="fingerprints")
    assert now.recorded_at == noon(date(2015, 6, 1))


def test_a_corrected_name_withdraws_the_identity_and_a_corrected_pnc_id_finds_the_other_person(
    load, tmp_path
):
    load(register(tmp_path / "a.csv", {}, person(2)))
    load(register(tmp_path / "b.csv", {"Surname": "Marbecke"}))
    assert ErasableIdentity.objects.current().get(subject=case("S/1").subject).surname == "Marbecke"
    load(register(tmp_path / "c.csv", {"Surname": "Marbecke", "PNC ID": person(2)["PNC ID"]}))
    assert case("S/1").subject == case("S/2").subject


def test_what_a_corrected_row_no_longer_says_is_withdrawn(load, tmp_path):
    load(register(tmp_path / "a.csv", {"PNC result": "Convicted", "Conviction date": "01/02/2014"}))
    assert case("S/1").status == PositionStatus.INDEFINITE
    report = load(register(tmp_path / "b.csv", {}))
    assert not Conviction.objects.current().exists()
    assert case("S/1").status == PositionStatus.TIME_LIMITED
    assert [each["code"] for each in report.exceptions] == ["impossible_step"]
    assert case("S/1").state == CaseState.RETAINED_ON_OTHER_BASIS


def test_a_corrected_row_that_was_unresolved_is_resolved_and_its_exception_ends(load, tmp_path):
    load(register(tmp_path / "a.csv", {"Fingerprints taken": "31/06/2015"}))
    assert case("S/1").status == PositionStatus.UNRESOLVED
    load(register(tmp_path / "b.csv", {}))
    assert case("S/1").status == PositionStatus.TIME_LIMITED
    assert not ImportException.objects.filter(ended_at=None).exists()


def test_a_step_added_to_a_row_is_taken_once_and_a_changed_one_is_a_question(load, tmp_path):
    load(register(tmp_path / "a.csv", {}))
    load(register(tmp_path / "b.csv", {"Referred to JFIT": "20/03/2015"}))
    assert case("S/1").state == CaseState.WITH_JFIT
    report = load(register(tmp_path / "c.csv", {"Referred to JFIT": "21/03/2015"}))
    assert [each["code"] for each in report.exceptions] == ["impossible_step"]
    assert Movement.objects.filter(event="refer").get().moved_on == date(2015, 3, 20)


def test_an_item_that_a_corrected_row_no_longer_tells_of_is_not_forgotten(load, tmp_path):
    load(register(tmp_path / "a.csv", {}))
    report = load(register(tmp_path / "b.csv", {"Fingerprints taken": "", "CT FP ref": ""}))
    assert [each["column"] for each in report.exceptions] == ["CT FP ref"]
    assert Taking.objects.current().count() == 2
    assert Holding.objects.current().count() == 2


def test_what_a_person_corrected_on_a_page_a_file_leaves_alone(load, by, tmp_path):
    load(register(tmp_path / "a.csv", {}))
    PncCheck.objects.create(
        case=case("S/1"), checked_on=TODAY, result="no_trace", recorded_at=clock.moment(), recorded_by=by
    )
    load(register(tmp_path / "b.csv", {"PNC checked": "15/03/2015"}))
    assert set(PncCheck.objects.current().values_list("checked_on", flat=True)) == {TODAY, date(2015, 3, 15)}


# When the database refuses


def test_a_row_that_the_database_refuses_is_rejected_alone_and_the_rest_of_its_batch_goes_in(load, tmp_path):
    Case.objects.create(ref="S/2", subject=Subject.objects.create(first_recorded_on=TODAY), opened_on=TODAY)
    report = load(register(tmp_path / "a.csv", {}, person(2), person(3)))
    assert (report.created, [each["row"] for each in report.rejected]) == (2, [3])
    assert "by its rule" in report.rejected[0]["why"]
    assert set(Case.objects.values_list("ref", flat=True)) == {"S/1", "S/2", "S/3"}
    assert ImportRow.objects.filter(outcome=RowOutcome.REJECTED).get().number == 3
    assert ErasableIdentity.objects.count() == 2


def test_two_imports_at_once_are_not_both_let_in(load, tmp_path):
    path = register(tmp_path / "a.csv", {})
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        with pytest.raises(NotAllowed, match="Another import is running"):
            load(path)
        with other.cursor() as cursor:
            # Given back here: the server notices a closed connection only a moment later.
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    finally:
        other.close()
    assert load(path).created == 1


# The command


def test_the_command_prints_one_json_object_and_nothing_else(by, capsys):
    call_command("import_register", BAD_ROWS, "--historical", "--by", "migrator", "--json")
    output = capsys.readouterr()
    found = json.loads(output.out)
    assert list(found) == ["rows", "created", "corrected", "unchanged", "exceptions", "rejected"]
    assert (found["rows"], found["created"]) == (8, 5)
    assert [each["row"] for each in found["rejected"]] == [5, 8, 9]
    assert output.err == ""


def test_the_command_tells_people_each_row_to_mend_and_the_counts(by, capsys):
    call_command("import_register", BAD_ROWS, "--historical", "--by", "migrator")
    output = capsys.readouterr()
    assert "row 2, Fingerprints taken: “31/06/2015” is impossible: June 2015 has 30 days" in output.out
    assert "8 rows: 5 created, 0 corrected, 0 unchanged, 3 rejected; 6 exceptions." in output.out
    assert "100 %" in output.err


def test_a_file_that_cannot_be_read_is_one_clear_line(tmp_path):
    with pytest.raises(CommandError, match="neither .xlsx nor .csv"):
        path = tmp_path / "a.ods"
        path.touch()
        call_command("import_register", path)


def test_dates_are_checked_without_a_question_to_the_database(capsys, django_assert_num_queries):
    with django_assert_num_queries(0):
        call_command("check_dates", BAD_ROWS, "--json")
    found = json.loads(capsys.readouterr().out)
    assert (found["rows"], found["mismatches"], found["unresolved"]) == (8, 0, 4)


def test_cover_is_explained_a_line_a_scenario_and_a_bad_line_is_named(tmp_path, capsys):
    good = {
        "id": "c1",
        "item": {"kind": "fingerprints", "power": "TACT-S7", "taken_on": "2015-03-10", "nation": "EW"},
        "facts": [],
    }
    path = tmp_path / "c.jsonl"
    path.write_text(json.dumps(good) + "\n\nnot json\n" + json.dumps(good | {"id": "c2"}) + "\n")
    with pytest.raises(CommandError, match="1 of the lines"):
        call_command("explain_cover", path)
    output = capsys.readouterr()
    answers = [json.loads(line) for line in output.out.splitlines()]
    assert [answer["id"] for answer in answers] == ["c1", "c2"]
    assert set(answers[0]) == {"id", "status", "last_lawful_day", "chain", "ineffective", "working"}
    assert answers[0]["last_lawful_day"] == "2015-09-09"
    assert "c.jsonl, line 3" in output.err


def test_the_first_import_into_a_new_demonstration_finds_its_migration_officer_and_its_day(capsys):
    call_command("import_register", BAD_ROWS, "--historical", "--json")
    assert json.loads(capsys.readouterr().out)["created"] == 5
    assert ImportFile.objects.get().imported_by.username == "migration.officer"
