"""Decides what becomes of each row before anything is written: new, changed, unchanged or rejected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from cases.choices import ExceptionCode, ImportKind, RowOutcome
from cases.models import ImportRow
from cases.services.imports.cells import Problem
from cases.services.imports.run import Planned, Previous

REF_COLUMN = {ImportKind.REGISTER: "SOFS ref", ImportKind.JFIT_LOG: "JFIT ref"}


def plan(kind: ImportKind, rows: Iterable[Any], part: slice = slice(None)) -> list[Planned]:
    """Every row with what is to become of it, in order. Reads what earlier imports of this kind recorded.

    With a ``part``, only those rows of the file, judged as parts of the whole.
    """
    listed = _twice_rejected(list(rows), REF_COLUMN[kind])[part]
    accepted, rejected = _earlier(kind, {row.ref for row in listed})
    return [_planned(row, accepted, rejected) for row in listed]


def _planned(row: Any, accepted: dict[str, Previous], rejected: set[tuple[str, str]]) -> Planned:
    digest, previous = row.digest, accepted.get(row.ref)
    if row.is_rejected:
        outcome = RowOutcome.REJECTED
    elif previous is None:
        outcome = RowOutcome.CREATED
    else:
        outcome = RowOutcome.UNCHANGED if previous.digest == digest else RowOutcome.CORRECTED
    return Planned(
        row=row,
        digest=digest,
        outcome=outcome,
        previous=previous,
        is_known_rejection=(row.ref, digest) in rejected,
        problems=list(row.problems),
    )


def _twice_rejected(rows: list[Any], column: str) -> list[Any]:
    """The rows, with every one whose reference stands on another row rejected and naming that row."""
    numbers = defaultdict(list)
    for row in rows:
        if row.ref:
            numbers[row.ref].append(row.number)
    return [_with_twins(row, [n for n in numbers[row.ref] if n != row.number], column) for row in rows]


def _with_twins(row: Any, others: list[int], column: str) -> Any:
    if not row.ref or not others:
        return row
    listed = ", ".join(str(number) for number in others)
    problem = Problem(
        ExceptionCode.REF_TWICE,
        column,
        f"{row.ref} also stands on row {listed} of this file, so none of them went in; correct the "
        "reference of one",
        rejects=True,
    )
    return replace(row, problems=(*row.problems, problem))


def _earlier(kind: ImportKind, refs: set[str]) -> tuple[dict[str, Previous], set[tuple[str, str]]]:
    """By reference the latest row that went in; and the (reference, digest) of every rejected row."""
    accepted: dict[str, Previous] = {}
    rejected = set()
    for part in _parts(sorted(refs), 2000):
        rows = ImportRow.objects.filter(file__kind=kind, ref__in=part).order_by("pk")
        for pk, ref, digest, outcome, case_id in rows.values_list(
            "pk", "ref", "digest", "outcome", "case_id"
        ):
            if outcome == RowOutcome.REJECTED:
                rejected.add((ref, digest))
            else:
                accepted[ref] = Previous(pk, digest, case_id)
    return accepted, rejected


def _parts(refs: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(refs), size):
        yield refs[start : start + size]
