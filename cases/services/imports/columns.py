"""Finds the columns of a sheet by their headings, in any order and any case. A missing one stops the import.

Nothing is read by position. A sheet must have every column, empty if nothing is known: a column that is
absent by mistake would otherwise read as "everything in it was deleted".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from cases.services.imports import cells
from cases.services.imports.errors import UnreadableFile
from cases.services.imports.reading import Cell, Sheet

REGISTER = (
    "SOFS ref",
    "Surname",
    "Forenames",
    "Date of birth",
    "PNC ID",
    "Power",
    "Port or station",
    "Force",
    "Nation",
    "Fingerprints taken",
    "DNA sample taken",
    "Profile received",
    "CT FP ref",
    "CT DNA ref",
    "PNC checked",
    "PNC result",
    "Conviction date",
    "Referred to JFIT",
    "HAILOH expiry",
    "Investigation concluded",
    "Made non-searchable",
    "Deleted",
    "Recorded on",
)
LOG = (
    "JFIT ref",
    "SOFS ref",
    "Received",
    "Notified expiry",
    "Shelved on",
    "Shelved why",
    "Security Service asked",
    "Security Service answered",
    "Summary assessment",
    "CTU",
    "CTU asked",
    "CTU answered",
    "Decision",
    "Decided on",
    "Decided by",
    "Chief officer",
    "Rank",
    "Force",
    "Consent evidence",
    "Chief officer decision",
    "Chief officer decided on",
    "NSD months",
    "Sign-off by",
    "Sign-off rank",
    "Signed off on",
    "Sign-off outcome",
    "Would have applied",
    "Would have applied reviewed on",
    "Recorded on",
)
# What a log may have besides. Decisions of today need their reasons; a list without it means every item.
LOG_MORE = ("Decision why", "Chief officer why", "NSD items", "Sign-off why")


def mapped(
    sheet: Sheet, wanted: tuple[str, ...], more: tuple[str, ...] = ()
) -> Iterator[tuple[int, Mapping[str, Cell]]]:
    """Yields each row's number and its cells by the wanted headings; other columns are left aside.

    Of ``more``, what the sheet does not have is empty. Raises UnreadableFile, before the first row, where a
    wanted heading is missing or stands twice.
    """
    has = {cells.text(heading).casefold() for heading in sheet.header}
    places = _places(sheet, wanted + tuple(heading for heading in more if heading.casefold() in has))
    for row in sheet.rows:
        yield (
            row.number,
            {
                heading: row.cells[place] if place < len(row.cells) else None
                for heading, place in places.items()
            },
        )


def _places(sheet: Sheet, wanted: tuple[str, ...]) -> dict[str, int]:
    found = [cells.text(heading).casefold() for heading in sheet.header]
    missing = [heading for heading in wanted if heading.casefold() not in found]
    if missing:
        raise UnreadableFile(_missing_message(sheet, missing))
    twice = [heading for heading in wanted if Counter(found)[heading.casefold()] > 1]
    if twice:
        raise UnreadableFile(
            f"{sheet.file_name}, sheet {sheet.name}: the heading {_listed(twice)} stands twice. "
            "Keep the column that is right and rename the other."
        )
    return {heading: found.index(heading.casefold()) for heading in wanted}


def _missing_message(sheet: Sheet, missing: list[str]) -> str:
    known = {heading.casefold() for heading in (*REGISTER, *LOG, *LOG_MORE)}
    strange = [heading for heading in sheet.header if heading and cells.text(heading).casefold() not in known]
    alike = [
        f"“{close[0]}” is perhaps meant for “{heading}”."
        for heading in missing
        if (close := get_close_matches(heading, strange, n=1))
    ]
    where = f"{sheet.file_name}, sheet {sheet.name}"
    said = f"{where}: no column is headed {_listed(missing)}, so nothing was imported."
    return " ".join([said, *alike, "Add the column, empty if nothing is known, or correct its heading."])


def _listed(headings: list[str]) -> str:
    return ", ".join(f"“{heading}”" for heading in headings)
