"""A register imported: what each row becomes, what a second import changes, what a correction withdraws."""

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from accounts.services.officers import create_officer, give_role
from audit import clock
from audit.choices import Source, Verb
from audit.facts import RecordedFact
from audit.models import AuditEvent
from cases.choices import CaseState, ExceptionCode, PositionStatus, RowOutcome
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
from tests.integration.register_import.looking import BAD_ROWS, TODAY, case, counts, noon
from tests.spreadsheets import person, register


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
