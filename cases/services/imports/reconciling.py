"""Compares an extract of the databases with the cases, both ways. Reads alone; what differs is for people.

A record is matched with a holding by its reference, then with a subject by PNC ID. A record that matches
neither belongs to somebody without a case here: the register as first supplied lacked 1,800 such people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from audit import clock
from cases.choices import HoldingPlace, PositionStatus
from cases.models import Case, ErasableIdentity, Holding, Taking
from cases.names import search_name
from cases.services.imports import columns
from cases.services.imports.errors import UnreadableFile
from cases.services.imports.reading import read_sheet
from cases.services.imports.row_reader import RowReader
from law import identifiers

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
DATABASES = {place.casefold(): place for place in (HoldingPlace.CT_FINGERPRINTS, HoldingPlace.CT_DNA)}
YES_NO = {"y": "Y", "n": "N", "yes": "Y", "no": "N"}


@dataclass(frozen=True, slots=True)
class Record:
    """A record of the extract. Days that cannot be read are None, and then not compared."""

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
    def person(self) -> tuple[str, ...]:
        """Who it is about: by PNC ID, else by name and birth date."""
        return (self.pnc_id,) if self.pnc_id else (self.name, str(self.date_of_birth))


@dataclass(frozen=True, slots=True)
class Held:
    """A holding on record here, with what the extract says of it too."""

    case_id: int
    name: str
    date_of_birth: date | None
    pnc_id: str
    taken_on: date | None
    status: str
    last_lawful_day: date | None
    deleted_on: date | None

    def is_unlawful_on(self, day: date) -> bool:
        """Whether holding it on ``day`` was unlawful."""
        if self.status == PositionStatus.MUST_DESTROY:
            return True
        return self.last_lawful_day is not None and self.last_lawful_day < day

    def differs_from(self, record: Record) -> bool:
        """Whether the extract says something else of it, or has it although it is recorded as gone."""
        return (
            self.name != record.name
            or self.pnc_id != record.pnc_id
            or self.date_of_birth != record.date_of_birth
            or self.taken_on != record.taken_on
            or (self.deleted_on is not None and self.deleted_on <= record.extracted_on)
        )


@dataclass(slots=True)
class Reconciled:
    """What was found. Each list has the rows of the extract, or the references of the cases, concerned."""

    records: int = 0
    people_without_case: set[tuple[str, ...]] = field(default_factory=set)
    without_case: list[int] = field(default_factory=list)
    cases_without_holding: list[str] = field(default_factory=list)
    searchable_but_unlawful: list[int] = field(default_factory=list)
    mismatched: list[int] = field(default_factory=list)

    def as_json(self, *, with_rows: bool = False) -> dict[str, Any]:
        """Counts: without case in individuals, without holding in cases, the rest in records."""
        found: dict[str, Any] = {
            "records": self.records,
            "holdings_without_case": len(self.people_without_case),
            "cases_without_holding": len(self.cases_without_holding),
            "searchable_but_unlawful": len(self.searchable_but_unlawful),
            "mismatched": len(self.mismatched),
        }
        if with_rows:
            found["rows"] = {
                "holdings_without_case": self.without_case,
                "cases_without_holding": self.cases_without_holding,
                "searchable_but_unlawful": self.searchable_but_unlawful,
                "mismatched": self.mismatched,
            }
        return found


def reconcile(path: Path) -> Reconciled:
    """Compares the extract in a file with what is recorded now. Raises UnreadableFile."""
    held, subjects = _held(), _subjects_with_cases()
    found, seen = Reconciled(), set()
    for record in _records(path):
        found.records += 1
        match = held.get((record.place, record.reference))
        if match is not None:
            seen.add(match.case_id)
            if match.differs_from(record):
                found.mismatched.append(record.row)
            if record.is_searchable and match.is_unlawful_on(record.extracted_on):
                found.searchable_but_unlawful.append(record.row)
        elif record.pnc_id in subjects:
            seen |= subjects[record.pnc_id]
            found.mismatched.append(record.row)
        else:
            found.without_case.append(record.row)
            found.people_without_case.add(record.person)
    expected = {each.case_id for each in held.values() if each.deleted_on is None}
    found.cases_without_holding = _refs(expected - seen)
    return found


def _records(path: Path) -> Iterator[Record]:
    today = clock.today()
    for number, row in columns.mapped(read_sheet(path, "Holdings"), HEADINGS):
        reader = RowReader(row, today)
        place, searchable = reader.choice("database", DATABASES), reader.choice("searchable", YES_NO)
        reference, extracted_on = reader.words("record_ref", 60), reader.day("extracted_on")
        if not (place and searchable and reference and extracted_on):
            raise UnreadableFile(
                f"{path.name}, row {number}: database, record_ref, searchable and extracted_on are needed, "
                "and one is missing or cannot be read. Have the extract made again."
            )
        yield Record(
            row=number,
            place=place,
            reference=reference,
            name=search_name(reader.words("surname", 200), reader.words("forenames", 200)),
            date_of_birth=reader.birth("date_of_birth"),
            pnc_id=_pnc_id(reader.words("pnc_id", 20), today),
            taken_on=reader.day("taken_on"),
            is_searchable=searchable == "Y",
            extracted_on=extracted_on,
        )


def _pnc_id(written: str, today: date) -> str:
    return identifiers.pnc_id(written, today.year).canonical or written.upper()


def _held() -> dict[tuple[str, str], Held]:
    taken = dict(Taking.objects.current().values_list("material_id", "taken_on"))
    identities = {
        subject_id: (name, born, pnc_id)
        for subject_id, name, born, pnc_id in ErasableIdentity.objects.current().values_list(
            "subject_id", "search_name", "date_of_birth", "pnc_id"
        )
    }
    rows = (
        Holding.objects.current()
        .exclude(reference="")
        .values_list(
            "place",
            "reference",
            "material_id",
            "material__case_id",
            "material__case__subject_id",
            "material__status",
            "material__last_lawful_day",
            "material__deleted_on",
        )
    )
    found = {}
    for place, reference, material_id, case_id, subject_id, status, last_lawful_day, deleted_on in rows:
        name, born, pnc_id = identities.get(subject_id, ("", None, ""))
        found[place, reference] = Held(
            case_id, name, born, pnc_id, taken.get(material_id), status, last_lawful_day, deleted_on
        )
    return found


def _subjects_with_cases() -> dict[str, set[int]]:
    cases: dict[int, set[int]] = {}
    for case_id, subject_id in Case.objects.values_list("pk", "subject_id"):
        cases.setdefault(subject_id, set()).add(case_id)
    identified = ErasableIdentity.objects.current().exclude(pnc_id="")
    return {
        pnc_id: cases[subject_id]
        for pnc_id, subject_id in identified.values_list("pnc_id", "subject_id")
        if subject_id in cases
    }


def _refs(case_ids: set[int]) -> list[str]:
    return list(Case.objects.filter(pk__in=case_ids).order_by("ref").values_list("ref", flat=True))
