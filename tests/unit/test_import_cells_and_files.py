"""Cells and files of a spreadsheet are read exactly, or refused with the reason."""

import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cases.choices import ExceptionCode
from cases.services.imports import columns, log_rows, register_rows, workbook_guard
from cases.services.imports.cells import NotUnderstood, day
from cases.services.imports.errors import UnreadableFile
from cases.services.imports.reading import read_sheet
from tests.spreadsheets import LOGGED, ORDINARY, register

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
    "written",
    [
        "31/10/2013",
        " 31/10/2013 ",
        "31.10.2013",
        "31-10-2013",
        "31 Oct 2013",
        "31 October 2013",
        "31st October 2013",
        "31-Oct-2013",
        "2013-10-31",
        "2013-10-31T23:59:59",
        "31/10/2013 00:20",
        "\u00a031/10/2013\u200b",
        date(2013, 10, 31),
        datetime(2013, 10, 31, 23, 59, 59, 999999),
    ],
)
def test_every_british_or_iso_spelling_of_a_day_is_that_day(written):
    assert day(written, **BOUNDS) == date(2013, 10, 31)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("31/06/2015", "June 2015 has 30 days"),
        ("29/02/2015", "February 2015 has 28 days"),
        ("06/31/2015", "no real month (31)"),
        ("1/6/15", "no four-digit year"),
        ("01/06/20155", "no four-digit year"),
        ("sometime in June", "is not a date"),
        ("31 Octember 2013", "is not a date"),
        ("01/06/1915", "before 1950"),
        ("07/04/2016", "after 06/04/2016"),
        ("2015-13-01", "no real month (13)"),
        ("00/06/2015", "June 2015 has 30 days"),
        (42165.0, "a plain number"),
    ],
)
def test_what_is_no_real_day_is_refused_with_the_reason_and_never_guessed(written, why):
    with pytest.raises(NotUnderstood) as refused:
        day(written, **BOUNDS)
    assert refused.value.code == ExceptionCode.IMPOSSIBLE_DATE
    assert why in refused.value.why


def test_an_empty_cell_is_no_date_and_no_problem():
    assert day("  ", **BOUNDS) is None
    assert day(None, **BOUNDS) is None


def test_a_wrong_birth_date_is_reported_without_repeating_it():
    problem = register_row(**{"Date of birth": "31/02/1980"}).problems[0]
    assert problem.column == "Date of birth"
    assert "31/02/1980" not in problem.why
    assert "1980" not in register_row(**{"Date of birth": "1/1/1880"}).problems[0].why


# Files


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_a_workbook_of_either_date_system_gives_the_same_days(tmp_path, epoch):
    workbook = Workbook()
    if epoch:
        workbook.epoch = epoch
    workbook.active.title = "Register"
    workbook.active.append(list(columns.REGISTER))
    taken = datetime(2013, 10, 31, 23, 58, 33)
    row = ORDINARY | {"Fingerprints taken": taken, "DNA sample taken": date(2013, 10, 31)}
    workbook.active.append([row.get(heading) for heading in columns.REGISTER])
    workbook.save(tmp_path / "r.xlsx")

    (read,) = register_rows.understood(read_sheet(tmp_path / "r.xlsx", "Register"), TODAY)

    assert [item.taken_on for item in read.items] == [date(2013, 10, 31)] * 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_of_any_usual_encoding_maps_every_column(tmp_path, encoding, delimiter):
    plain = register(tmp_path / "r.csv", {"Surname": "Núñez", "CT FP ref": "0012345", "CT DNA ref": "12E5"})
    content = plain.read_text(encoding="utf-8").replace(",", delimiter)
    plain.write_bytes(content.encode(encoding))

    (read,) = register_rows.understood(read_sheet(plain, "Register"), TODAY)

    assert read.surname == "Núñez"
    assert read.ref == "S/1"
    assert [item.database_ref for item in read.items] == ["0012345", "12E5"]
    assert not read.problems


def test_references_keep_their_zeros_and_a_number_is_warned_of(tmp_path):
    path = register(tmp_path / "r.xlsx", {"CT FP ref": "0012345", "CT DNA ref": 12345})
    (read,) = register_rows.understood(read_sheet(path, "Register"), TODAY)
    assert [item.database_ref for item in read.items] == ["0012345", "12345"]
    assert told(read) == [(ExceptionCode.UNKNOWN_VALUE, "CT DNA ref")]
    assert read.problems[0].is_warning


def test_a_missing_column_stops_the_import_and_says_which_and_what_it_may_be_called(tmp_path):
    headings = ["Delted" if heading == "Deleted" else heading for heading in columns.REGISTER]
    path = register(tmp_path / "r.csv", {}, headings=headings)
    with pytest.raises(UnreadableFile, match="“Deleted”.*“Delted” is perhaps meant for “Deleted”"):
        list(columns.mapped(read_sheet(path, "Register"), columns.REGISTER))


def test_a_heading_that_stands_twice_stops_the_import(tmp_path):
    path = register(tmp_path / "r.csv", {}, headings=[*columns.REGISTER, "deleted "])
    with pytest.raises(UnreadableFile, match="“Deleted” stands twice"):
        list(columns.mapped(read_sheet(path, "Register"), columns.REGISTER))


def test_columns_are_found_by_heading_in_any_order_and_case(tmp_path):
    headings = ["A note of ours", *(heading.upper() for heading in reversed(columns.REGISTER))]
    path = register(tmp_path / "r.csv", {}, headings=headings)
    path.write_text(path.read_text().replace(",SOFS REF", ", sofs  ref "))
    ((number, row),) = columns.mapped(read_sheet(path, "Register"), columns.REGISTER)
    assert number == 2
    assert set(row) == set(columns.REGISTER)


def test_rows_keep_the_numbers_that_the_spreadsheet_shows(tmp_path):
    workbook = Workbook()
    workbook.active.title = "Register"
    for place, heading in enumerate(columns.REGISTER):
        workbook.active.cell(3, 2 + place, heading)
        workbook.active.cell(6, 2 + place, ORDINARY.get(heading))
    workbook.save(tmp_path / "r.xlsx")
    (read,) = register_rows.understood(read_sheet(tmp_path / "r.xlsx", "Register"), TODAY)
    assert (read.number, read.ref) == (6, "S/1")


def test_the_only_sheet_is_read_whatever_its_name_but_never_one_of_several(tmp_path):
    workbook = Workbook()
    workbook.active.title = "Sheet1"
    workbook.active.append(["SOFS ref"])
    workbook.save(tmp_path / "one.xlsx")
    workbook.create_sheet("Sheet2")
    workbook.save(tmp_path / "two.xlsx")
    assert read_sheet(tmp_path / "one.xlsx", "Register").header == ("SOFS ref",)
    with pytest.raises(UnreadableFile, match="no sheet named Register; it has Sheet1, Sheet2"):
        read_sheet(tmp_path / "two.xlsx", "Register")


def test_a_formula_in_error_is_not_taken_for_an_empty_cell(tmp_path):
    workbook = Workbook()
    workbook.active.title = "Register"
    workbook.active.append(list(columns.REGISTER))
    workbook.active.append([ORDINARY.get(heading) for heading in columns.REGISTER])
    deleted = workbook.active.cell(2, columns.REGISTER.index("Deleted") + 1, "#REF!")
    assert deleted.data_type == "e"
    workbook.save(tmp_path / "r.xlsx")
    (read,) = register_rows.understood(read_sheet(tmp_path / "r.xlsx", "Register"), TODAY)
    assert told(read) == [(ExceptionCode.IMPOSSIBLE_DATE, "Deleted")]
    assert deleted.coordinate in read.problems[0].why


def test_a_cell_in_the_far_corner_is_refused_before_the_sheet_is_read(tmp_path):
    workbook = Workbook()
    workbook.active.title = "Register"
    workbook.active["A1"] = "SOFS ref"
    workbook.active["XFD1048576"] = "far"
    workbook.save(tmp_path / "far.xlsx")
    with pytest.raises(UnreadableFile, match="at most 200,000 rows"):
        read_sheet(tmp_path / "far.xlsx", "Register")


def test_a_workbook_that_unpacks_to_too_much_or_carries_macros_is_refused(tmp_path, monkeypatch):
    path = register(tmp_path / "r.xlsx", {})
    with zipfile.ZipFile(path, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"")
    with pytest.raises(UnreadableFile, match="macros"):
        read_sheet(path, "Register")
    monkeypatch.setattr(workbook_guard, "MAX_UNPACKED_BYTES", 100)
    with pytest.raises(UnreadableFile, match="unpacks to"):
        read_sheet(register(tmp_path / "s.xlsx", {}), "Register")


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("r.xls", b"", "neither .xlsx nor .csv"),
        ("r.xlsx", b"no zip at all", "not a readable .xlsx"),
        ("r.xlsx", bytes.fromhex("d0cf11e0a1b11ae1"), "old .xls workbook or is protected by a password"),
        ("r.csv", b"", "no header and no rows"),
        ("r.csv", "SOFS ref\n".encode("utf-16-le"), "UTF-16 without its mark"),
        ("r.csv", b'SOFS ref,Surname\nS/1,"Marbeck\n', "not well-formed CSV"),
        ("r.csv", b"\x81\x8d\x8f", "neither UTF-8, UTF-16 nor Windows-1252"),
    ],
)
def test_a_file_that_cannot_be_read_whole_is_refused_with_how_to_mend_it(tmp_path, name, content, why):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=why):
        read_sheet(path, "Register")
    with pytest.raises(UnreadableFile, match="There is no file"):
        read_sheet(tmp_path / f"not-{name}", "Register")
