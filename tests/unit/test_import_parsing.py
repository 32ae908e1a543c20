"""Spreadsheets are read exactly: dates day first or not at all, references as text, nothing by position."""

from datetime import date

import pytest

from accounts.choices import Rank
from cases.choices import ExceptionCode, MaterialKind, SignOffOutcome
from cases.services.imports import columns, dates_check, log_rows, register_rows
from cases.services.imports.cells import text
from cases.services.imports.errors import UnreadableFile
from cases.services.imports.powers import power_named
from cases.services.imports.reading import read_sheet
from tests.spreadsheets import CASELOAD, LOGGED, ORDINARY, log, person

TODAY = date(2016, 4, 6)
BOUNDS = {"earliest": date(1950, 1, 1), "latest": TODAY}


def register_row(**changes):
    """One row of a register, understood."""
    return register_rows.understand(2, dict.fromkeys(columns.REGISTER) | ORDINARY | changes, TODAY)


def log_row(**changes):
    """One row of a log, understood."""
    return log_rows.understand(2, dict.fromkeys(columns.LOG) | LOGGED | changes, TODAY)


def told(row):
    """The problems of a row: code and column."""
    return [(problem.code, problem.column) for problem in row.problems]


# Dates


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("  Sch 7 TACT ", "TACT-S7"),
        ("Schedule 7 TACT 2000", "TACT-S7"),
        ("sch 7 tact", "TACT-S7"),
        ("Sch.7 TACT", "TACT-S7"),
        ("TACT Sch 7", "TACT-S7"),
        ("s.41 TACT", "TACT-S41"),
        ("Section 41 TACT 2000", "TACT-S41"),
        ("PACE", "PACE-INV"),
        ("Sch 9 TACT", None),
        ("s.7 TACT", None),
        ("s.4 TACT", None),
        ("", None),
    ],
)
def test_a_power_is_known_by_its_spellings_and_no_other_is_guessed(written, rule):
    assert power_named(written) == rule


def test_an_ordinary_row_tells_of_two_items_and_has_no_problem():
    row = register_row()
    assert not row.problems
    assert [(item.kind, item.taken_on) for item in row.items] == [
        (MaterialKind.FINGERPRINTS, date(2015, 3, 10)),
        (MaterialKind.DNA_PROFILE, date(2015, 3, 10)),
    ]


def test_a_row_of_dna_alone_has_one_item_and_no_problem():
    row = register_row(**{"Fingerprints taken": "", "CT FP ref": ""})
    assert [item.kind for item in row.items] == [MaterialKind.DNA_PROFILE]
    assert not row.problems


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"Conviction date": "", "PNC result": "Convicted"}, (ExceptionCode.MISSING_DATE, "Conviction date")),
        (
            {"Conviction date": "31/02/2015", "PNC result": "Convicted"},
            (ExceptionCode.IMPOSSIBLE_DATE, "Conviction date"),
        ),
        ({"Conviction date": "01/02/2015"}, (ExceptionCode.CONTRADICTORY_DATES, "Conviction date")),
        (
            {"Power": "PACE", "Investigation concluded": "31/04/2015"},
            (ExceptionCode.IMPOSSIBLE_DATE, "Investigation concluded"),
        ),
        (
            {"Investigation concluded": "01/03/2015"},
            (ExceptionCode.CONTRADICTORY_DATES, "Investigation concluded"),
        ),
        ({"Deleted": "01/03/2015"}, (ExceptionCode.CONTRADICTORY_DATES, "Deleted")),
        ({"Referred to JFIT": "01/03/2015"}, (ExceptionCode.CONTRADICTORY_DATES, "Referred to JFIT")),
    ],
)
def test_a_row_that_leaves_the_cover_open_gives_no_day_of_taking(changes, expected):
    row = register_row(**changes)
    assert told(row) == [expected]
    assert [item.taken_on for item in row.items] == [None, None]
    assert not row.is_rejected


def test_a_wrong_date_that_no_cover_depends_on_leaves_the_items_resolved():
    row = register_row(**{"HAILOH expiry": "31/06/2015", "PNC checked": "1/1/15"})
    assert told(row) == [
        (ExceptionCode.IMPOSSIBLE_DATE, "PNC checked"),
        (ExceptionCode.IMPOSSIBLE_DATE, "HAILOH expiry"),
    ]
    assert all(item.taken_on for item in row.items)


def test_only_a_row_without_a_usable_identity_is_rejected():
    assert register_row(**{"SOFS ref": ""}).is_rejected
    assert register_row(**{"Surname": "", "Forenames": "", "PNC ID": ""}).is_rejected
    assert not register_row(Surname="", Forenames="").is_rejected
    assert not register_row(**{"PNC ID": ""}).is_rejected
    assert not register_row(Power="", **{"Fingerprints taken": "", "DNA sample taken": ""}).is_rejected


def test_a_wrong_check_letter_is_a_warning():
    row = register_row(**{"PNC ID": "2003/1234567M"})
    assert told(row) == [(ExceptionCode.CHECK_LETTER, "PNC ID")]
    assert row.problems[0].is_warning
    assert row.pnc_id == "2003/1234567M"


def test_a_force_code_that_lost_its_zero_is_still_that_force():
    assert register_row(Force=1.0).force_code == "01"
    assert register_row(Force="PSNI").force_code == "PSNI"


def test_spelling_spacing_and_date_formats_do_not_change_a_row():
    other = register_row(
        Power="  Schedule 7  TACT 2000 ",
        **{"Fingerprints taken": date(2015, 3, 10), "Recorded on": "12.03.2015"},
    )
    same = register_row(Power="Schedule 7 TACT 2000")
    assert other.digest == same.digest
    assert register_row(Deleted="01/10/2015").digest != register_row().digest
    assert register_row(Deleted="31/02/2015").digest != register_row(Deleted="30/02/2015").digest


# Rows of the log


def test_a_log_row_tells_of_requests_a_stop_and_its_sign_off():
    row = log_row(
        **{
            "Security Service asked": "24/03/2015",
            "Security Service answered": "01/04/2015",
            "Summary assessment": "  Not positive ",
            "Decision": "Stop-NSD",
            "Decided on": "10/04/2015",
            "Decided by": " jfit.a ",
            "Sign-off by": "S. Quarmby",
            "Sign-off rank": "  Superintendent ",
            "Signed off on": "20/04/2015",
            "Sign-off outcome": "Approved",
        }
    )
    assert not row.problems
    assert row.requests[0].assessment == "not_positive"
    assert (row.stopped.by, row.stopped.signed_off.rank) == ("jfit.a", Rank.SUPERINTENDENT)
    assert row.stopped.signed_off.outcome == SignOffOutcome.CONFIRMED


APPLIED = {
    "Decision": "NSD application",
    "Decided on": "10/04/2015",
    "Decided by": "jfit.a",
    "Chief officer": "A. Carnforth",
    "Rank": "Assistant Commissioner",
    "Force": "01",
}


def test_a_step_without_its_day_is_left_out_and_so_are_those_that_follow():
    decided = {
        "Chief officer decision": "Approved",
        "Chief officer decided on": "01/05/2015",
        "NSD months": 24,
    }
    assert log_row(**APPLIED, **decided).applied.decided.months == 24
    undated = log_row(**APPLIED | {"Decided on": ""}, **decided)
    assert undated.applied is None
    assert told(undated) == [(ExceptionCode.MISSING_DATE, "Decided on")]
    endless = log_row(**APPLIED, **decided | {"NSD months": ""})
    assert endless.applied.decided is None
    assert told(endless) == [(ExceptionCode.UNKNOWN_VALUE, "NSD months")]


def test_an_answer_before_its_question_and_a_decision_before_its_application_are_left_out():
    row = log_row(
        **APPLIED,
        **{
            "Security Service asked": "24/03/2015",
            "Security Service answered": "20/03/2015",
            "Summary assessment": "Positive",
            "Chief officer decision": "Refused",
            "Chief officer decided on": "09/04/2015",
        },
    )
    assert told(row) == [
        (ExceptionCode.CONTRADICTORY_DATES, "Chief officer decided on"),
        (ExceptionCode.CONTRADICTORY_DATES, "Security Service answered"),
    ]
    assert row.applied.decided is None
    assert row.requests[0].answered_on is None


def test_a_log_row_without_either_reference_is_rejected():
    assert log_row(**{"JFIT ref": ""}).is_rejected
    assert log_row(**{"SOFS ref": ""}).is_rejected


# The known answers of the caseload


def test_the_register_has_110_wrong_notified_dates_of_which_92_are_31_days_early():
    sheet = read_sheet(CASELOAD / "sofs_register.xlsx", "Register")
    found = dates_check.check(register_rows.understood(sheet, TODAY)).as_json()
    assert (found["rows"], found["mismatches"], found["unresolved"]) == (8504, 110, 0)
    assert found["offsets"][0] == {"days": -31, "count": 92, "from": "2013-11-05"}
    assert sum(each["count"] for each in found["offsets"]) == 110


def test_a_notified_date_is_compared_with_the_power_alone_not_with_a_conviction():
    convicted = {"PNC result": "Convicted", "Conviction date": "01/04/2015"}
    rows = [
        register_row(**{"HAILOH expiry": "09/08/2015"}, **convicted),
        register_row(**person(2), **{"HAILOH expiry": "09/09/2015"}),
    ]
    found = dates_check.check(rows)
    assert [(each.ref, each.computed, each.days) for each in found.mismatches] == [
        ("S/1", date(2015, 9, 9), -31)
    ]


def test_a_log_and_a_register_are_not_taken_for_each_other(tmp_path):
    with pytest.raises(UnreadableFile, match="no column is headed"):
        list(register_rows.understood(read_sheet(log(tmp_path / "l.csv", {}), "Register"), TODAY))


def test_invisible_and_control_characters_are_no_part_of_a_word():
    assert text("\ufeffS/\u200b1\x00 \u00a0x") == "S/1 x"
