"""A register imported: what each row becomes, what a second import changes, what a correction withdraws."""

import json
from collections import Counter
from datetime import date, datetime
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.services.officers import create_officer, give_role
from audit import clock
from audit.choices import Source, Verb
from audit.facts import RecordedFact
from audit.models import AuditEvent
from cases.choices import CaseState, ExceptionCode, ImportKind, PositionStatus, RowOutcome
from cases.models import (
    Case,
    Conviction,
    ErasableIdentity,
    Holding,
    ImportException,
    ImportFile,
    ImportRow,
    Material,
    Movement,
    PncCheck,
    Subject,
    Taking,
)
from cases.services.imports.errors import NotAllowed
from cases.services.imports.importing import LOCK, import_files
from tests.spreadsheets import CASELOAD, person, register

TODAY = date(2016, 4, 6)
BAD_ROWS = CASELOAD / "sofs_register_bad_rows.xlsx"


@pytest.fixture(autouse=True)
def on_6_april_2016(db):
    """The day on which the caseload stands."""
    clock.set_demo_day(TODAY)


@pytest.fixture
def by(on_6_april_2016):
    """A migration officer."""
    officer = create_officer("migrator", "M. Igrator")
    give_role(officer, "migration_officer", from_on=date(2013, 1, 1))
    return officer


@pytest.fixture
def load(by):
    """Imports files as history and gives the report."""

    def load(*paths, **options):
        return import_files(ImportKind.REGISTER, paths, by=by, **{"historical": True} | options)

    return load


def counts():
    """How many rows every table of casework has."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_app_config("cases").get_models()
    }


def noon(day):
    """Noon in London on ``day``."""
    return datetime.combine(day, datetime.min.time().replace(hour=12), clock.LONDON)


def case(ref):
    """The case of that reference."""
    return Case.objects.get(ref=ref)


# The bad rows, one by one


def test_the_bad_rows_go_in_unresolved_or_with_a_warning_or_are_rejected_row_by_row(load):
    report = load(BAD_ROWS)

    assert (report.rows, report.created, report.corrected, report.unchanged) == (8, 5, 0, 0)
    assert [(each["row"], each["column"]) for each in report.rejected] == [
        (5, "Surname"),
        (8, "SOFS ref"),
        (9, "SOFS ref"),
    ]
    assert "row 9" in report.rejected[1]["why"]
    assert "row 8" in report.rejected[2]["why"]
    assert [(each["row"], each["column"], each["code"]) for each in report.exceptions] == [
        (2, "Fingerprints taken", "impossible_date"),
        (3, "Fingerprints taken", "missing_date"),
        (3, "DNA sample taken", "missing_date"),
        (4, "Power", "unknown_power"),
        (6, "Profile received", "contradictory_dates"),
        (7, "PNC ID", "check_letter"),
    ]
    statuses = dict(Case.objects.values_list("ref", "status"))
    assert statuses == {
        "S/90000": PositionStatus.UNRESOLVED,
        "S/90001": PositionStatus.UNRESOLVED,
        "S/90002": PositionStatus.UNRESOLVED,
        "S/90004": PositionStatus.UNRESOLVED,
        "S/90005": PositionStatus.TIME_LIMITED,
    }


def test_an_exception_has_an_owner_and_its_row_and_says_why_without_naming_the_person(load, by):
    load(BAD_ROWS)
    impossible = ImportException.objects.get(code=ExceptionCode.IMPOSSIBLE_DATE)
    assert impossible.owner == by
    assert impossible.row.number == 2
    assert impossible.case == case("S/90000")
    assert "June 2015 has 30 days" in impossible.why
    names = ("Quarmby", "Millom", "Zeller", "Abara", "Jessamy", "Whinfell")
    for exception in ImportException.objects.all():
        assert not any(name in exception.why for name in names)
    assert [each.is_warning for each in ImportException.objects.filter(code=ExceptionCode.CHECK_LETTER)] == [
        True
    ]


def test_a_rejected_row_leaves_nothing_but_its_exception_which_ends_when_the_row_is_mended(load, tmp_path):
    load(BAD_ROWS)
    assert not Case.objects.filter(ref__in=["S/90003", "S/99998"]).exists()
    assert ImportException.objects.filter(row__outcome=RowOutcome.REJECTED, ended_at=None).count() == 3

    load(register(tmp_path / "mended.csv", person(1) | {"SOFS ref": "S/90003"}))

    assert case("S/90003").status == PositionStatus.TIME_LIMITED
    ended = ImportException.objects.get(row__ref="S/90003")
    assert ended.ended_at is not None
    assert ended.ended_how == "corrected_in_source"
    assert ImportException.objects.filter(row__ref="S/99998", ended_at=None).count() == 2


# Twice


def test_a_second_import_changes_nothing_but_says_the_same_again(load):
    first = load(BAD_ROWS)
    before = counts()
    second = load(BAD_ROWS)
    assert counts() == before
    assert (second.created, second.corrected, second.unchanged) == (0, 0, 5)
    assert second.exceptions == first.exceptions
    assert second.rejected == first.rejected


def test_the_same_rows_spelt_otherwise_change_nothing(load, tmp_path):
    load(register(tmp_path / "a.csv", {}))
    before = counts()
    other = {
        "Power": " Schedule 7 TACT 2000",
        "Fingerprints taken": date(2015, 3, 10),
        "Recorded on": "2015-03-12",
    }
    report = load(register(tmp_path / "b.xlsx", other | {"Power": "Sch 7  TACT"}))
    assert report.unchanged == 1
    assert counts() == before


def test_a_rehearsal_writes_nothing_and_reports_the_same(load):
    before = counts()
    events = AuditEvent.objects.count()
    rehearsed = load(BAD_ROWS, dry_run=True)
    assert counts() == before
    assert AuditEvent.objects.count() == events
    assert load(BAD_ROWS) == rehearsed


def test_one_reference_twice_in_a_file_takes_in_neither_row_and_leaves_an_earlier_case_alone(load, tmp_path):
    load(register(tmp_path / "a.csv", {}))
    report = load(register(tmp_path / "b.csv", {"Power": "PACE"}, {"Power": "s.41 TACT"}, person(2)))
    assert (report.created, len(report.rejected)) == (1, 2)
    assert case("S/1").power == "TACT-S7"


# What a row becomes


def test_a_row_becomes_a_subject_a_case_two_items_and_their_facts(load, tmp_path):
    row = {
        "Referred to JFIT": "20/03/2015",
        "HAILOH expiry": "09/08/2015",
        "Made non-searchable": "10/09/2015",
    }
    load(register(tmp_path / "a.csv", row | {"Deleted": "20/09/2015"}))

    made = case("S/1")
    assert (made.power, made.place, made.force.code, made.nation) == ("TACT-S7", "Northport", "01", "EW")
    assert made.state == CaseState.WITH_JFIT
    assert not made.is_held
    items = Material.objects.filter(case=made).order_by("kind")
    assert [(item.kind, item.last_lawful_day, item.deleted_on) for item in items] == [
        ("dna_profile", date(2015, 9, 9), date(2015, 9, 20)),
        ("fingerprints", date(2015, 9, 9), date(2015, 9, 20)),
    ]
    held = Holding.objects.order_by("place").values_list("place", "reference", "non_searchable__evidenced_on")
    assert list(held) == [("CT-DNA", "CTD1", date(2015, 9, 10)), ("CT-FP", "CTF1", date(2015, 9, 10))]
    moves = Movement.objects.filter(case=made).values_list("event", "to_state", "moved_on")
    assert list(moves) == [("", "with_sofs", date(2015, 3, 12)), ("refer", "with_jfit", date(2015, 3, 20))]


def test_a_profile_not_yet_received_is_an_item_with_a_clock_that_no_database_holds(load, tmp_path):
    load(register(tmp_path / "a.csv", {"Profile received": ""}))
    profile = Material.objects.get(kind="dna_profile")
    assert profile.last_lawful_day == date(2015, 9, 9)
    assert not profile.holdings.exists()
    assert not profile.receipts.exists()


def test_the_same_pnc_id_is_the_same_subject_in_another_case(load, tmp_path):
    same = {key: person(2)[key] for key in ("SOFS ref", "CT FP ref", "CT DNA ref")}
    load(register(tmp_path / "a.csv", {}, same))
    load(register(tmp_path / "b.csv", same | {"SOFS ref": "S/3", "CT FP ref": "F3", "CT DNA ref": "D3"}))
    assert Subject.objects.count() == 1
    assert Case.objects.values_list("subject", flat=True).distinct().count() == 1
    assert ErasableIdentity.objects.count() == 1


def test_a_conviction_in_one_case_of_a_subject_keeps_the_items_of_the_other(load, tmp_path):
    same = {key: person(2)[key] for key in ("SOFS ref", "CT FP ref", "CT DNA ref")}
    convicted = {"PNC result": "Convicted", "Conviction date": "01/02/2015"}
    load(register(tmp_path / "a.csv", {}))
    assert case("S/1").status == PositionStatus.TIME_LIMITED
    load(register(tmp_path / "b.csv", same | convicted))
    assert case("S/2").status == PositionStatus.INDEFINITE
    assert case("S/1").status == PositionStatus.INDEFINITE


def test_one_name_and_birth_date_without_a_pnc_id_is_a_question_and_two_pnc_ids_are_two_people(
    load, tmp_path
):
    alike = {"Forenames": "Ada Petra"}
    load(register(tmp_path / "a.csv", {}, person(2) | alike))
    assert not ImportException.objects.exists()
    load(register(tmp_path / "b.csv", person(3) | alike | {"PNC ID": ""}))
    assert Subject.objects.count() == 3
    asked = ImportException.objects.filter(code=ExceptionCode.POSSIBLE_DUPLICATE, case=case("S/3"))
    assert asked.count() == 2


def test_convicted_takes_the_case_to_retained_on_the_day_of_the_check(load, tmp_path):
    convicted = {"PNC result": "Convicted", "Conviction date": "01/02/2014"}
    referred_before = person(2) | {"Referred to JFIT": "13/03/2015"}
    load(register(tmp_path / "a.csv", convicted, convicted | referred_before))
    for ref in ("S/1", "S/2"):
        assert case(ref).state == CaseState.RETAINED_ON_OTHER_BASIS
        assert case(ref).held_since == date(2015, 3, 14)
        assert case(ref).status == PositionStatus.INDEFINITE
    events = Movement.objects.filter(case=case("S/2")).values_list("event", flat=True)
    assert list(events) == ["", "refer", "send_back", "retain"]
    conviction = Conviction.objects.filter(subject=case("S/1").subject).get()
    assert (conviction.is_recordable, conviction.is_exempt) == (True, False)


def test_an_unknown_force_goes_in_with_a_question(load, tmp_path):
    report = load(register(tmp_path / "a.csv", {"Force": "98"}))
    assert [each["code"] for each in report.exceptions] == ["unknown_value"]
    assert case("S/1").force is None


def test_a_reference_of_another_case_is_not_taken_over(load, tmp_path):
    load(register(tmp_path / "a.csv", {}))
    report = load(register(tmp_path / "b.csv", person(2) | {"CT FP ref": "CTF1"}))
    assert [(each["column"], each["code"]) for each in report.exceptions] == [("CT FP ref", "ref_twice")]
    assert Holding.objects.get(reference="CTF1").material.case == case("S/1")


# From when it is known, and from what


def test_history_is_known_from_the_later_of_the_row_and_the_fact(load, tmp_path):
    load(register(tmp_path / "a.csv", {"Deleted": "20/09/2015", "Fingerprints taken": "09/03/2015"}))
    taking = Taking.objects.get(material__kind="fingerprints")
    assert taking.recorded_at == noon(date(2015, 3, 12))
    assert PncCheck.objects.get().recorded_at == noon(date(2015, 3, 14))
    assert Material.objects.get(kind="fingerprints").deletions.get().recorded_at == noon(date(2015, 9, 20))
    assert not Taking.objects.known_at(noon(date(2015, 3, 11))).exists()


def test_without_historical_everything_is_known_from_the_day_of_the_import(load, tmp_path):
    load(register(tmp_path / "a.csv", {"Referred to JFIT": "20/03/2015"}), historical=False)
    for model in (Taking, PncCheck, Movement, ErasableIdentity):
        assert {clock.local_day(fact.recorded_at) for fact in model.objects.all()} == {TODAY}
    assert Movement.objects.get(event="refer").moved_on == date(2015, 3, 20)


def test_only_a_migration_officer_records_in_the_past(tmp_path):
    officer = create_officer("sofs", "A SOFS officer")
    give_role(officer, "sofs_officer", from_on=date(2013, 1, 1))
    create_officer("nobody", "Nobody")
    path = register(tmp_path / "a.csv", {})
    with pytest.raises(CommandError, match="may not record in the past"):
        call_command("import_register", path, "--historical", "--by", "sofs")
    with pytest.raises(CommandError, match="may not import this"):
        call_command("import_register", path, "--by", "nobody")
    with pytest.raises(CommandError, match="no officer with the username who"):
        call_command("import_register", path, "--by", "who")
    assert not ImportFile.objects.exists()
    call_command("import_register", path, "--by", "sofs", "--json", stdout=StringIO())
    assert Case.objects.count() == 1


def test_every_fact_points_to_the_row_of_the_file_that_told_of_it(load):
    load(BAD_ROWS)
    rows = {row.pk: row for row in ImportRow.objects.all()}
    facts = [
        fact
        for model in apps.get_app_config("cases").get_models()
        if issubclass(model, RecordedFact)
        for fact in model._default_manager.all()
    ]
    assert len(facts) > 30
    for fact in facts:
        assert fact.source == Source.FILE
        assert rows[fact.source_row_id].outcome == RowOutcome.CREATED
    first = rows[Taking.objects.order_by("pk").first().source_row_id]
    assert (first.file.name, first.sheet, first.number) == (BAD_ROWS.name, "Register", 2)
    assert first.cells.cells["Fingerprints taken"] == "31/06/2015"


def test_every_row_has_one_event_with_what_became_of_it(load, by):
    load(BAD_ROWS)
    events = AuditEvent.objects.filter(verb__in=[Verb.ROW_IMPORTED, Verb.ROW_REJECTED])
    assert Counter(event.verb for event in events) == {Verb.ROW_IMPORTED: 5, Verb.ROW_REJECTED: 3}
    assert {event.actor_id for event in events} == {by.pk}
    assert {event.payload["row"] for event in events} == set(ImportRow.objects.values_list("pk", flat=True))


# Corrections


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
