"""Reads a spreadsheet, .xlsx or .csv, into rows of cells: text, dates and numbers, nothing understood yet.

Rows carry the number that a spreadsheet shows (the header is row 1 where it is the first). Rows with nothing
in them are left out. Text keeps its characters, so that "0012" stays "0012".
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from cases.services.imports import workbook_guard
from cases.services.imports.errors import UnreadableFile

Value = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True, slots=True)
class BrokenFormula:
    """Stands for a cell whose formula is in error; it would otherwise read as empty."""

    address: str


Cell = Value | BrokenFormula


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number in the sheet and its cells in the order of the header."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file: its header as written and its rows, in order."""

    file_name: str
    sha256: str
    name: str
    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_sheet(path: Path, sheet_name: str) -> Sheet:
    """The sheet called ``sheet_name`` (any case), or the only sheet there is. A .csv file is one sheet.

    Raises UnreadableFile, with how to mend it, for anything that cannot be read whole.
    """
    if not path.is_file():
        raise UnreadableFile(f"There is no file {path.name}. Check the path that was given.")
    kind = path.suffix.lower()
    if kind == ".csv":
        name = path.stem
        numbered: Iterable[SheetRow] = _csv_rows(path)
    elif kind == ".xlsx":
        name, numbered = _workbook_rows(path, sheet_name)
    else:
        raise UnreadableFile(
            f"{path.name} is neither .xlsx nor .csv. Save it as .xlsx, or as CSV UTF-8, and import that."
        )
    rows = [row for row in numbered if any(not _is_empty(cell) for cell in row.cells)]
    if not rows:
        raise UnreadableFile(f"{path.name} has no header and no rows. Check that the right file was given.")
    header = tuple(str(cell or "") for cell in rows[0].cells)
    return Sheet(path.name, _digest(path), name, header, tuple(rows[1:]))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


# Workbooks --------------------------------------------------------------------------------------------------


def _workbook_rows(path: Path, sheet_name: str) -> tuple[str, Iterable[SheetRow]]:
    workbook_guard.check_is_workbook(path)
    try:
        workbook = CalamineWorkbook.from_path(path)
        name = _chosen_sheet(path, workbook.sheet_names, sheet_name)
        # Looked at before the cells are read: a far-off cell would make the reader allocate the whole sheet.
        broken = workbook_guard.inspect(path, name)
        sheet = workbook.get_sheet_by_name(name)
        top, left = sheet.start or (0, 0)
        cells = sheet.to_python(skip_empty_area=True)
    except CalamineError as error:
        raise UnreadableFile(
            f"{path.name} is not a readable .xlsx workbook ({error}). "
            "Open it in the spreadsheet program and save it again as .xlsx."
        ) from error
    return name, _with_broken(cells, top, left, broken)


def _chosen_sheet(path: Path, names: list[str], wanted: str) -> str:
    for name in names:
        if name.strip().casefold() == wanted.casefold():
            return name
    if len(names) == 1:
        return names[0]
    raise UnreadableFile(
        f"{path.name} has no sheet named {wanted}; it has {', '.join(names) or 'none'}. "
        f"Name the sheet to be imported {wanted}."
    )


def _with_broken(
    rows: Sequence[Sequence[Value]], top: int, left: int, broken: dict[tuple[int, int], str]
) -> Iterator[SheetRow]:
    in_rows: dict[int, dict[int, str]] = {}
    for (row, column), address in broken.items():
        in_rows.setdefault(row, {})[column - 1 - left] = address
    for number, values in enumerate(rows, start=top + 1):
        cells: list[Cell] = list(values)
        for index, address in in_rows.get(number, {}).items():
            if 0 <= index < len(cells):
                cells[index] = BrokenFormula(address)
        yield SheetRow(number, tuple(cells))


# CSV --------------------------------------------------------------------------------------------------------


def check_is_text(path: Path) -> None:
    """Raises UnreadableFile unless the file is text in an encoding that we read, of a size that we read."""
    _text(path)


def _text(path: Path) -> str:
    if path.stat().st_size > workbook_guard.MAX_FILE_BYTES:
        raise UnreadableFile(
            f"{path.name} is larger than the {workbook_guard.MAX_FILE_BYTES:,} bytes that are read. Split it."
        )
    return _decoded(path)


def _csv_rows(path: Path) -> Iterator[SheetRow]:
    text = _text(path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 1
    try:
        for number, cells in enumerate(reader, start=1):
            if number > workbook_guard.MAX_ROWS or len(cells) > workbook_guard.MAX_COLUMNS:
                raise UnreadableFile(
                    f"{path.name} has more than {workbook_guard.MAX_ROWS:,} rows or "
                    f"{workbook_guard.MAX_COLUMNS} "
                    f"columns (at row {number}). Split it into smaller files."
                )
            yield SheetRow(number, tuple(cells))
    except csv.Error as error:
        raise UnreadableFile(
            f"{path.name} is not well-formed CSV after row {number} ({error}). "
            "Look for a quotation mark that is opened and not closed."
        ) from error


def _decoded(path: Path) -> str:
    """The text, by its byte order mark, else UTF-8, else Windows-1252 (what Excel's plain "CSV" writes)."""
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in content:
        raise UnreadableFile(
            f"{path.name} holds NUL bytes: perhaps UTF-16 without its mark. Save it as CSV UTF-8."
        )
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(
        f"{path.name} is neither UTF-8, UTF-16 nor Windows-1252 text. Save it as CSV UTF-8 and import that."
    )


def _delimiter(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=header.count)
