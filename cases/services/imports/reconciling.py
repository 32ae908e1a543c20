"""Compares an extract of the databases with the cases, both ways. Reads alone; what differs is for people.

A record is matched with a holding by its reference, then with a subject by PNC ID. A record that matches
neither belongs to somebody without a case here: the register as first supplied lacked 1,800 such people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import F

from audit import clock
from cases.choices import PositionStatus
from cases.models import (
    Case,
    DeletionEvidence,
    ErasableIdentity,
    Holding,
    NonSearchableEvidence,
    Taking,
)
from cases.services.imports.extracts import DATABASES, Record, canonical_pnc_id, records_of

# What an extract can say otherwise of a record than is recorded here.
COMPARED = ("name", "date_of_birth", "pnc_id", "taken_on")
HELD = (
    *("pk", "place", "reference", "held_since", "material_id"),
    *("case_id", "subject_id", "status", "last_lawful_day", "gone_on"),
)


@dataclass(frozen=True, slots=True)
class Held:
    """A holding on record here, with what the extract says of it too.

    ``deleted_on``: the day on which it was evidenced gone from this place. ``hidden_on``: the day on which it
    was evidenced non-searchable there.
    """

    holding_id: int
    case_id: int
    place: str
    reference: str
    name: str
    date_of_birth: date | None
    pnc_id: str
    taken_on: date | None
    status: str
    last_lawful_day: date | None
    deleted_on: date | None
    hidden_on: date | None
    held_since: date | None

    def is_unlawful_on(self, day: date) -> bool:
        """Whether holding it on ``day`` was unlawful."""
        if self.status == PositionStatus.MUST_DESTROY:
            return True
        return self.last_lawful_day is not None and self.last_lawful_day < day

    def is_gone_by(self, day: date) -> bool:
        """Whether it was evidenced gone by the end of ``day``."""
        return self.deleted_on is not None and self.deleted_on <= day

    def differences(self, record: Record) -> tuple[str, ...]:
        """What the extract says otherwise of it, by the names of COMPARED; and that it can be searched."""
        found = [name for name in COMPARED if getattr(self, name) != getattr(record, name)]
        if record.is_searchable and self.hidden_on is not None and self.hidden_on <= record.extracted_on:
            found.append("searchable")
        return tuple(found)

    def differs_from(self, record: Record) -> bool:
        """Whether the extract says something else of it, or has it although it is recorded as gone."""
        return bool(self.differences(record)) or self.is_gone_by(record.extracted_on)


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
    held, subjects = holdings_on_record(), cases_by_pnc_id()
    found, seen = Reconciled(), set()
    for record in records_of(path):
        found.records += 1
        match = held.get(record.key)
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
    expected = {
        each.case_id for each in held.values() if each.deleted_on is None and each.place in DATABASES.values()
    }
    found.cases_without_holding = _refs(expected - seen)
    return found


def holdings_on_record() -> dict[tuple[str, str], Held]:
    """Every holding with a reference, by place and reference, with what is known here about it."""
    taken = dict(Taking.objects.current().values_list("material_id", "taken_on"))
    identities = _identities()
    gone, gone_everywhere = _gone()
    hidden = dict(
        NonSearchableEvidence.objects.current()
        .order_by("-evidenced_on")
        .values_list("holding_id", "evidenced_on")
    )
    rows = (
        Holding.objects.current()
        .exclude(reference="")
        .annotate(
            case_id=F("material__case"),
            subject_id=F("material__case__subject"),
            status=F("material__status"),
            last_lawful_day=F("material__last_lawful_day"),
            gone_on=F("material__deleted_on"),
        )
    )
    found = {}
    for row in rows.values(*HELD):
        name, born, pnc_id = identities.get(row["subject_id"], ("", None, ""))
        item, place, reference = row["material_id"], row["place"], row["reference"]
        found[place, reference] = Held(
            holding_id=row["pk"],
            case_id=row["case_id"],
            place=place,
            reference=reference,
            name=name,
            date_of_birth=born,
            pnc_id=pnc_id,
            taken_on=taken.get(item),
            status=row["status"],
            last_lawful_day=row["last_lawful_day"],
            deleted_on=gone.get(row["pk"]) or gone_everywhere.get(item) or row["gone_on"],
            hidden_on=hidden.get(row["pk"]),
            held_since=row["held_since"],
        )
    return found


def cases_by_pnc_id() -> Mapping[str, set[int]]:
    """The cases of each PNC ID on record."""
    cases: dict[int, set[int]] = {}
    today = clock.today()
    for case_id, subject_id in Case.objects.values_list("pk", "subject_id"):
        cases.setdefault(subject_id, set()).add(case_id)
    identified = ErasableIdentity.objects.current().exclude(pnc_id="")
    return {
        canonical_pnc_id(pnc_id, today): cases[subject_id]
        for pnc_id, subject_id in identified.values_list("pnc_id", "subject_id")
        if subject_id in cases
    }


def _identities() -> dict[int, tuple[str, date | None, str]]:
    rows = ErasableIdentity.objects.current().values_list(
        "subject_id", "search_name", "date_of_birth", "pnc_id"
    )
    today = clock.today()
    return {
        subject_id: (name, born, canonical_pnc_id(pnc_id, today)) for subject_id, name, born, pnc_id in rows
    }


def _gone() -> tuple[dict[int, date], dict[int, date]]:
    """The days on which holdings, and items wherever they were, were evidenced gone."""
    rows = list(DeletionEvidence.objects.current().values_list("holding_id", "material_id", "deleted_on"))
    return (
        {holding_id: day for holding_id, _, day in rows if holding_id},
        {material_id: day for holding_id, material_id, day in rows if not holding_id},
    )


def _refs(case_ids: set[int]) -> list[str]:
    return list(Case.objects.filter(pk__in=case_ids).order_by("ref").values_list("ref", flat=True))
