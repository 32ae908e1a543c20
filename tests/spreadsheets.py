"""Small registers and logs for tests: what is not said is as an ordinary row has it."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from openpyxl import Workbook

from cases.services.imports import columns
from law.identifiers import ALPHABET

CASELOAD = Path(__file__).parent / "data" / "caseload-2016"

ORDINARY = {
    "SOFS ref": "S/1",
    "Surname": "Marbeck",
    "Forenames": "Ada Petra",
    "Date of birth": "03/02/1980",
    "PNC ID": "2003/1234567Q",
    "Power": "Sch 7 TACT",
    "Port or station": "Northport",
    "Force": "01",
    "Nation": "EW",
    "Fingerprints taken": "10/03/2015",
    "DNA sample taken": "10/03/2015",
    "Profile received": "30/03/2015",
    "CT FP ref": "CTF1",
    "CT DNA ref": "CTD1",
    "PNC checked": "14/03/2015",
    "PNC result": "No trace",
    "Recorded on": "12/03/2015",
}
LOGGED = {
    "JFIT ref": "J/1",
    "SOFS ref": "S/1",
    "Received": "20/03/2015",
    "Notified expiry": "09/09/2015",
    "Recorded on": "20/03/2015",
}


def register(path: Path, *rows: Mapping[str, object], headings: Iterable[str] = columns.REGISTER) -> Path:
    """A register in ``path`` (.csv or .xlsx) with these rows, each an ordinary row with changes."""
    return _written(path, "Register", list(headings), [ORDINARY | row for row in rows])


def log(path: Path, *rows: Mapping[str, object], headings: Iterable[str] = columns.LOG) -> Path:
    """A log in ``path`` with these rows, each a row just received with changes."""
    return _written(path, "Log", list(headings), [LOGGED | row for row in rows])


def person(number: int) -> dict[str, object]:
    """What makes a row another person's in another case."""
    return {
        "SOFS ref": f"S/{number}",
        "Forenames": f"Person {number}",
        "PNC ID": f"2003/{number:07}{ALPHABET[int(f'03{number:07}') % 23]}",
        "CT FP ref": f"CTF{number}",
        "CT DNA ref": f"CTD{number}",
    }


def _written(path: Path, sheet: str, headings: list[str], rows: list[dict[str, object]]) -> Path:
    cells = [[row.get(heading) for heading in headings] for row in rows]
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([headings, *cells])
        return path
    workbook = Workbook()
    workbook.active.title = sheet
    for row in [headings, *cells]:
        workbook.active.append(row)
    workbook.save(path)
    return path
