"""Reads extracts of the databases row by row, and says what is wrong in which row and how to mend it.

An extract goes in whole or not at all: a row left out would read as "not held", which is the one thing that
an extract must never say by mistake.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from audit import clock
from cases.choices import HoldingPlace
from cases.names import search_name
from cases.services.imports import columns
from cases.services.imports.errors import UnreadableFile
from cases.services.imports.reading import Cell, read_sheet
from cases.services.imports.row_reader import RowReader, as_written
from law import identifiers

SHEET = "Holdings"
HEADINGS = (
    "database",
    "record_ref",
    "surname",
    "forenames",
    "date_of_birth",
    "pnc_id",
    "taken_on",
    "searchable",
    "extracted_on",
)
NEEDED = ("database", "record_ref", "searchable", "extracted_on")
DATABASES = {place.casefold(): place for place in (HoldingPlace.CT_FINGERPRINTS, HoldingPlace.CT_DNA)}
YES_NO = {"y": "Y", "n": "N", "yes": "Y", "no": "N"}
TOLD = 20


@dataclass(frozen=True, slots=True)
class Record:
    """A record of an extract. A day that the database does not know is None."""

    row: int
    place: str
    reference: str
    name: str
    date_of_birth: date | None
    pnc_id: str
    taken_on: date | None
    is_searchable: bool
    extracted_on: date

    @property
    def key(self) -> tuple[str, str]:
        """What it is called in its database."""
        return self.place, self.reference

    @property
    def person(self) -> tuple[str, ...]:
        """Who it is about: by PNC ID, else by name and birth date, else nobody but itself."""
        if self.pnc_id:
            return (self.pnc_id,)
        return (self.name, str(self.date_of_birth)) if self.name else self.key


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in a cell of a row, and how to mend it; holds no personal data."""

    row: int
    column: str
    why: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column}: {self.why}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stood, and the record it is; None where something in it is wrong."""

    number: int
    cells: Mapping[str, str]
    record: Record | None
    problems: tuple[RowProblem, ...]


def rows_of(path: Path) -> list[tuple[int, Mapping[str, Cell]]]:
    """The rows of an extract with their numbers, not yet understood. Raises UnreadableFile."""
    return list(columns.mapped(read_sheet(path, SHEET), HEADINGS))


def understood(rows: Sequence[tuple[int, Mapping[str, Cell]]]) -> Iterator[Row]:
    """Each row as a record, or with what is wrong in it."""
    today = clock.today()
    for number, cells in rows:
        yield _understood(number, cells, today)


def records_of(path: Path) -> Iterator[Record]:
    """The records of an extract in which every row is right. Raises UnreadableFile, naming the rows."""
    rows = list(understood(rows_of(path)))
    problems = [problem for row in rows for problem in row.problems]
    if problems:
        told = "; ".join(str(problem) for problem in problems[:TOLD])
        more = f"; and {len(problems) - TOLD:,} more" if len(problems) > TOLD else ""
        raise UnreadableFile(f"{path.name}: {told}{more}. Have the extract made again.")
    yield from (row.record for row in rows if row.record)


def _understood(number: int, row: Mapping[str, Cell], today: date) -> Row:
    reader = RowReader(row, today)
    place, searchable = reader.choice("database", DATABASES), reader.choice("searchable", YES_NO)
    reference, extracted_on = reader.words("record_ref", 60), reader.day("extracted_on")
    surname, forenames = reader.words("surname", 200), reader.words("forenames", 200)
    born, taken_on = reader.birth("date_of_birth"), reader.day("taken_on")
    written_pnc_id = reader.words("pnc_id", 20)
    problems = [RowProblem(number, each.column, each.why) for each in reader.problems]
    problems += [
        RowProblem(number, heading, "it is empty, and a record cannot be told without it; fill it in")
        for heading in NEEDED
        if reader.is_empty(heading)
    ]
    cells = as_written(row)
    if problems or extracted_on is None:
        return Row(number, cells, None, tuple(problems))
    record = Record(
        row=number,
        place=place,
        reference=reference,
        name=search_name(surname, forenames),
        date_of_birth=born,
        pnc_id=canonical_pnc_id(written_pnc_id, today),
        taken_on=taken_on,
        is_searchable=searchable == "Y",
        extracted_on=extracted_on,
    )
    return Row(number, cells, record, ())


def canonical_pnc_id(written: str, today: date) -> str:
    """A PNC ID as it is compared: in its full form, else in capitals as it was written."""
    return identifiers.pnc_id(written, today.year).canonical or written.upper()
