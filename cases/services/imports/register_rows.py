"""Understands a row of the SOFS register: who, what was taken when and under which power, what became of it.

The DNA columns describe the profile; its clock runs from the sample's date. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cases.choices import CheckResult, ExceptionCode, MaterialKind
from cases.services.imports import columns, row_reader
from cases.services.imports.cells import Problem
from cases.services.imports.powers import power_named
from cases.services.imports.reading import Cell, Sheet
from cases.services.imports.row_reader import RowReader
from law import identifiers

RESULTS = {"no trace": CheckResult.NO_TRACE, "convicted": CheckResult.CONVICTED}
NATIONS = {"ew": "EW", "sc": "SC", "ni": "NI"}
PRINTS, SAMPLE, PROFILE = "Fingerprints taken", "DNA sample taken", "Profile received"


@dataclass(frozen=True, slots=True)
class ItemTaken:
    """An item that the row tells of. ``taken_on`` None: not known, or the row contradicts itself about it."""

    kind: MaterialKind
    taken_on: date | None
    database_ref: str


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row of the register as understood. An empty word or None: the cell was empty or not understood."""

    number: int
    ref: str
    surname: str
    forenames: str
    date_of_birth: date | None
    pnc_id: str
    power: str
    power_as_written: str
    place: str
    force_code: str
    nation: str
    items: tuple[ItemTaken, ...]
    profile_received_on: date | None
    pnc_checked_on: date | None
    pnc_result: str
    convicted_on: date | None
    referred_on: date | None
    notified_day: date | None
    concluded_on: date | None
    non_searchable_on: date | None
    deleted_on: date | None
    recorded_on: date | None
    as_written: Mapping[str, str]
    problems: tuple[Problem, ...]

    @property
    def is_rejected(self) -> bool:
        """Whether the row has no usable identity and cannot go in."""
        return any(problem.rejects for problem in self.problems)

    @property
    def digest(self) -> str:
        """A fingerprint of what was understood, and of what was not, as it was written."""
        return row_reader.digest(self)


def understood(sheet: Sheet, today: date) -> Iterator[RegisterRow]:
    """Yields every row of a register as understood. Raises UnreadableFile where a column is missing."""
    for number, row in columns.mapped(sheet, columns.REGISTER):
        yield understand(number, row, today)


def understand(number: int, row: Mapping[str, Cell], today: date) -> RegisterRow:
    """What a row says, with every problem in it. ``today``: the last day on which anything can have been."""
    reader = RowReader(row, today)
    ref, pnc_id = reader.reference("SOFS ref", 40), _pnc_id(reader, today)
    surname, forenames = reader.words("Surname", 200), reader.words("Forenames", 200)
    _check_identity(reader, ref, bool(surname or forenames or pnc_id))
    power_as_written = reader.words("Power", 100)
    power = _power(reader, power_as_written)
    days = {heading: reader.day(heading) for heading in _DAYS}
    result = reader.choice("PNC result", RESULTS)
    return RegisterRow(
        number=number,
        ref=ref,
        surname=surname,
        forenames=forenames,
        date_of_birth=reader.birth("Date of birth"),
        pnc_id=pnc_id,
        power=power,
        power_as_written=power_as_written,
        place=reader.words("Port or station", 100),
        force_code=_force(reader),
        nation=reader.choice("Nation", NATIONS),
        items=_items(reader, days, result),
        profile_received_on=days[PROFILE],
        pnc_checked_on=_checked(reader, days, result),
        pnc_result=result,
        convicted_on=days["Conviction date"] if result == CheckResult.CONVICTED else None,
        referred_on=days["Referred to JFIT"],
        notified_day=reader.notified("HAILOH expiry"),
        concluded_on=days["Investigation concluded"],
        non_searchable_on=days["Made non-searchable"],
        deleted_on=days["Deleted"],
        recorded_on=_recorded(reader, days),
        as_written=row_reader.as_written(row),
        problems=tuple(reader.problems),
    )


_DAYS = (
    PRINTS,
    SAMPLE,
    PROFILE,
    "PNC checked",
    "Conviction date",
    "Referred to JFIT",
    "Investigation concluded",
    "Made non-searchable",
    "Deleted",
    "Recorded on",
)


def _check_identity(reader: RowReader, ref: str, has_person: bool) -> None:
    if not ref:
        reader.problem(
            ExceptionCode.NO_REF,
            "SOFS ref",
            "the row has no reference, so nothing can be tied to it; give it one and import again",
            rejects=True,
        )
    if not has_person:
        reader.problem(
            ExceptionCode.NO_IDENTITY,
            "Surname",
            "neither a name nor a PNC ID is given, so nobody can say whose material it is; give one and "
            "import again",
            rejects=True,
        )


def _pnc_id(reader: RowReader, today: date) -> str:
    """The PNC ID in its full form where its shape is known, otherwise as written."""
    written = reader.reference("PNC ID", 20)
    checked = identifiers.pnc_id(written, today.year)
    if written and checked.warning:
        reader.warn(
            ExceptionCode.CHECK_LETTER, "PNC ID", "its check letter is wrong; compare it with the PNC"
        )
    return checked.canonical or "".join(written.split()).upper()


def _power(reader: RowReader, as_written: str) -> str:
    found = power_named(as_written)
    if found is None and "Power" not in reader.unread:
        why = f"“{as_written}” names no power that we have a rule for" if as_written else "no power is given"
        reader.problem(
            ExceptionCode.UNKNOWN_POWER,
            "Power",
            f"{why}; the items stay unresolved until it is one of those we know",
        )
    return found or ""


def _force(reader: RowReader) -> str:
    code = reader.words("Force", 10)
    # A spreadsheet drops the zero of 01 when it takes the code for a number.
    return code.zfill(2) if code.isdecimal() else code


def _checked(reader: RowReader, days: dict[str, date | None], result: str) -> date | None:
    if result and reader.is_empty("PNC checked"):
        reader.problem(
            ExceptionCode.MISSING_DATE,
            "PNC checked",
            "it is empty although there is a PNC result; give the day",
        )
    return days["PNC checked"]


def _recorded(reader: RowReader, days: dict[str, date | None]) -> date | None:
    if reader.is_empty("Recorded on"):
        reader.problem(
            ExceptionCode.MISSING_DATE,
            "Recorded on",
            "it is empty, so the row counts as known from the day of the import; give the day it was written",
        )
    return days["Recorded on"]


def _items(reader: RowReader, days: dict[str, date | None], result: str) -> tuple[ItemTaken, ...]:
    found = []
    if not (reader.is_empty(PRINTS) and reader.is_empty("CT FP ref")):
        taken_on = _taken(reader, days, PRINTS)
        found.append((MaterialKind.FINGERPRINTS, taken_on, reader.reference("CT FP ref", 60)))
    if not (reader.is_empty(SAMPLE) and reader.is_empty(PROFILE) and reader.is_empty("CT DNA ref")):
        taken_on = _sample_taken(reader, days)
        found.append((MaterialKind.DNA_PROFILE, taken_on, reader.reference("CT DNA ref", 60)))
    if not found:
        reader.problem(
            ExceptionCode.MISSING_DATE,
            PRINTS,
            "neither fingerprints nor a DNA sample is given, so there is no item; give what was taken and "
            "when",
        )
    doubted = _conviction_is_unknown(reader, days, result) | _unordered(
        reader, days, [item[1] for item in found]
    )
    return tuple(ItemTaken(kind, None if doubted else taken_on, ref) for kind, taken_on, ref in found)


def _taken(reader: RowReader, days: dict[str, date | None], heading: str) -> date | None:
    if reader.is_empty(heading):
        reader.problem(
            ExceptionCode.MISSING_DATE,
            heading,
            "it is empty although the item is held; give the day it was taken",
        )
    return days[heading]


def _sample_taken(reader: RowReader, days: dict[str, date | None]) -> date | None:
    taken_on, received_on = _taken(reader, days, SAMPLE), days[PROFILE]
    if taken_on and received_on and received_on < taken_on:
        reader.problem(
            ExceptionCode.CONTRADICTORY_DATES,
            PROFILE,
            f"the profile came on {_british(received_on)}, before its sample was taken on "
            f"{_british(taken_on)}; "
            "correct the one that is wrong",
        )
        return None
    return taken_on


def _conviction_is_unknown(reader: RowReader, days: dict[str, date | None], result: str) -> bool:
    """Whether the row leaves open if, or when, there was a conviction, so that cover cannot be told."""
    has_date = not reader.is_empty("Conviction date")
    if result == CheckResult.CONVICTED and not has_date:
        reader.problem(
            ExceptionCode.MISSING_DATE,
            "Conviction date",
            "it is empty although the PNC result is “Convicted”; give the day of the conviction",
        )
    elif has_date and result != CheckResult.CONVICTED:
        reader.problem(
            ExceptionCode.CONTRADICTORY_DATES,
            "Conviction date",
            "a conviction is dated although the PNC result is not “Convicted”; correct what is wrong",
        )
    return has_date != (result == CheckResult.CONVICTED) or "Conviction date" in reader.unread


def _unordered(reader: RowReader, days: dict[str, date | None], taken: list[date | None]) -> bool:
    """Whether something after the taking is dated before it, or an investigation's end cannot be read."""
    first = min((day for day in taken if day), default=None)
    doubted = "Investigation concluded" in reader.unread
    for heading in ("Investigation concluded", "Referred to JFIT", "Made non-searchable", "Deleted"):
        day = days[heading]
        if day and first and day < first:
            doubted = True
            reader.problem(
                ExceptionCode.CONTRADICTORY_DATES,
                heading,
                f"{_british(day)} is before the first item was taken, on {_british(first)}; correct what "
                "is wrong",
            )
    return doubted


def _british(day: date) -> str:
    return day.strftime("%d/%m/%Y")
