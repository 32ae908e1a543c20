"""Reads one row by its headings and collects every problem on the way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from cases.choices import ExceptionCode
from cases.services.imports import cells
from cases.services.imports.cells import NotUnderstood, Problem
from cases.services.imports.reading import BrokenFormula, Cell

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class RowReader:
    """One row, asked cell by cell; ``unread`` holds the headings of what could not be understood."""

    def __init__(self, row: Mapping[str, Cell], today: date) -> None:
        self._row = row
        self._today = today
        self.problems: list[Problem] = []
        self.unread: set[str] = set()

    def day(self, heading: str) -> date | None:
        """The day of something that happened: not before 1950, not after today."""
        return self._day(heading, cells.EARLIEST_EVENT, self._today)

    def birth(self, heading: str) -> date | None:
        """A birth date, which no message repeats."""
        return self._day(heading, cells.EARLIEST_BIRTH, self._today, quote=False)

    def notified(self, heading: str) -> date | None:
        """A date that another system supplied; it may lie ahead."""
        return self._day(heading, cells.EARLIEST_EVENT, cells.LATEST_NOTIFIED)

    def words(self, heading: str, most: int) -> str:
        """The words of a cell, of at most ``most`` characters."""
        try:
            return cells.words(self._row[heading], most)
        except NotUnderstood as found:
            self._keep(heading, found)
            return ""

    def reference(self, heading: str, most: int) -> str:
        """A reference, as text; a warning where the sheet has a number, which has lost any zeros in front."""
        found = self.words(heading, most)
        if found and cells.is_number(self._row[heading]):
            self.warn(
                ExceptionCode.UNKNOWN_VALUE,
                heading,
                "it is held as a number, so zeros in front may be lost; format the column as text and type "
                "it again",
            )
        return found

    def choice(self, heading: str, meanings: Mapping[str, str]) -> str:
        """The code that the cell's words stand for."""
        try:
            return cells.choice(self._row[heading], meanings)
        except NotUnderstood as found:
            self._keep(heading, found)
            return ""

    def whole_number(self, heading: str, *, least: int, most: int) -> int | None:
        """A whole number within the bounds, both inclusive."""
        try:
            return cells.whole_number(self._row[heading], least=least, most=most)
        except NotUnderstood as found:
            self._keep(heading, found)
            return None

    def is_empty(self, heading: str) -> bool:
        """Whether nothing stands in the cell."""
        cell = self._row[heading]
        return not isinstance(cell, BrokenFormula) and not cells.text(cell)

    def problem(self, code: ExceptionCode, heading: str, why: str, *, rejects: bool = False) -> None:
        """Keeps a problem that a person must look at."""
        self.problems.append(Problem(code, heading, why, rejects=rejects))

    def warn(self, code: ExceptionCode, heading: str, why: str) -> None:
        """Keeps a warning: nothing depends on it."""
        self.problems.append(Problem(code, heading, why, is_warning=True))

    def _day(self, heading: str, earliest: date, latest: date, *, quote: bool = True) -> date | None:
        try:
            return cells.day(self._row[heading], earliest=earliest, latest=latest, quote=quote)
        except NotUnderstood as found:
            self._keep(heading, found)
            return None

    def _keep(self, heading: str, found: NotUnderstood) -> None:
        self.unread.add(heading)
        self.problems.append(Problem(found.code, heading, found.why))


def as_written(row: Mapping[str, Cell]) -> dict[str, str]:
    """The cells as they stood, for the erasable record of the row."""
    return {
        heading: f"(formula in error in {cell.address})"
        if isinstance(cell, BrokenFormula)
        else cells.text(cell)
        for heading, cell in row.items()
    }


def digest(row: DataclassInstance) -> str:
    """A fingerprint of a row as understood: spelling, spacing and date formats do not change it.

    What was not understood counts as it was written.
    """
    understood = asdict(row)
    as_it_stood = understood.pop("as_written")
    understood["not understood"] = {
        each["column"]: as_it_stood.get(each["column"]) for each in understood.pop("problems")
    }
    del understood["number"]
    plain = json.dumps(understood, sort_keys=True, default=date.isoformat, ensure_ascii=True)
    return hashlib.sha256(plain.encode()).hexdigest()
