"""Compares an extract that was read whole with the cases, both ways, and keeps what differs.

A record is matched with a holding by its reference, then with a subject by PNC ID; a person's decision whose
it is is itself a recorded holding, and so matches by reference from then on. One transaction: the differences
of an extract are all there, or none is. The same extract again changes nothing where nothing else changed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet

from audit import clock
from audit.choices import Verb
from audit.reading import in_parts
from audit.record import record
from cases.services.imports.extracts import Record
from cases.services.imports.reconciling import Held, cases_by_pnc_id, holdings_on_record
from retention.choices_reconciliation import DifferenceKind, ReconciliationState
from retention.models import ErasableExtractRecord, Reconciliation
from retention.services import certificates, differences

Cells = Mapping[str, str]
Key = tuple[str, str]


@dataclass(slots=True)
class Finding:
    """Something that differs: in which record or case, and the rows that show it."""

    kind: DifferenceKind
    key: str
    case_id: int | None = None
    holding_id: int | None = None
    what: tuple[str, ...] = ()
    records: list[Key] = field(default_factory=list)
    cells: list[Cells] = field(default_factory=list)


@dataclass(slots=True)
class Compared:
    """What one extract shows: its findings, which records it has, and the cases that they belong to."""

    findings: list[Finding] = field(default_factory=list)
    records: set[Key] = field(default_factory=set)
    cases: set[int] = field(default_factory=set)


def key_of(place: str, reference: str) -> str:
    """A record as a difference names it."""
    return f"{place}:{reference}"


def key_of_case(case_id: int) -> str:
    """A case as a difference names it."""
    return f"case:{case_id}"


@transaction.atomic
def compare(run_id: int) -> None:
    """Compare the extract, keep what differs, end what is gone, and void what it contradicts."""
    run = Reconciliation.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.state != ReconciliationState.COMPARING:
        return  # another delivery was quicker
    held = holdings_on_record()
    with closing(_staged(run)) as staged:
        found = found_in(staged, held)
    if run.is_whole:
        found.findings += _not_in(found, held, run)
    kept = differences.keep(run, found)
    certificates.contradict(run, kept.incomplete)
    staged_of(run).delete()
    by_kind = Counter(str(each.kind) for each in found.findings)
    run.counts = {kind: by_kind[kind] for kind in DifferenceKind.values}
    run.counts |= {"records": len(found.records), "cases": len(found.cases)}
    run.counts |= {"new": kept.opened, "again": kept.reopened, "gone": kept.gone, "decided": kept.decided}
    run.state, run.ended_at, run.touched_at = (
        ReconciliationState.DONE,
        clock.moment(),
        clock.machine_moment(),
    )
    run.save()
    record(Verb.RECONCILED, subject_type="reconciliation", subject_id=run.pk, payload=run.counts)


def found_in(records: Iterable[tuple[Record, Cells]], held: Mapping[Key, Held]) -> Compared:
    """What these records show against the holdings on record."""
    subjects = cases_by_pnc_id()
    found, strangers = Compared(), defaultdict[tuple[str, ...], list[tuple[Record, Cells]]](list)
    for each, cells in records:
        found.records.add(each.key)
        match = held.get(each.key)
        if match is not None:
            found.cases.add(match.case_id)
            found.findings += _of_match(match, each, cells)
        elif each.pnc_id in subjects:
            cases = subjects[each.pnc_id]
            found.cases |= cases
            finding = _of_record(DifferenceKind.MISMATCHED, each, cells, what=("reference",))
            finding.case_id = min(cases)
            found.findings.append(finding)
        else:
            strangers[each.person].append((each, cells))
    found.findings += [_stranger(rows) for rows in strangers.values()]
    return found


def _of_match(match: Held, each: Record, cells: Cells) -> Iterator[Finding]:
    if match.is_gone_by(each.extracted_on):
        yield _of_record(DifferenceKind.DELETED_PRESENT, each, cells, match)
    elif each.is_searchable and match.is_unlawful_on(each.extracted_on):
        yield _of_record(DifferenceKind.SEARCHABLE_UNLAWFUL, each, cells, match)
    if what := match.differences(each):
        yield _of_record(DifferenceKind.MISMATCHED, each, cells, match, what=what)


def _of_record(
    kind: DifferenceKind,
    each: Record,
    cells: Cells,
    match: Held | None = None,
    *,
    what: tuple[str, ...] = (),
) -> Finding:
    case_id, holding_id = (match.case_id, match.holding_id) if match else (None, None)
    return Finding(kind, key_of(*each.key), case_id, holding_id, what, [each.key], [cells])


def _stranger(rows: list[tuple[Record, Cells]]) -> Finding:
    """An individual of whom no case is known, with every record of theirs."""
    keys = sorted(each.key for each, _ in rows)
    return Finding(
        DifferenceKind.WITHOUT_CASE, key_of(*keys[0]), records=keys, cells=[cells for _, cells in rows]
    )


def _not_in(found: Compared, held: Mapping[Key, Held], run: Reconciliation) -> Iterator[Finding]:
    """What is recorded here as held in these databases by the day, and is not in a whole extract of them."""
    there = [
        each
        for each in held.values()
        if each.place in run.databases
        and each.deleted_on is None
        and (each.held_since is None or run.extracted_on is None or each.held_since <= run.extracted_on)
    ]
    told: set[int] = set()
    for each in there:
        if (each.place, each.reference) in found.records:
            continue
        if each.case_id in found.cases:
            yield Finding(
                DifferenceKind.MISSING_RECORD,
                key_of(each.place, each.reference),
                each.case_id,
                each.holding_id,
            )
        elif each.case_id not in told:
            told.add(each.case_id)
            yield Finding(DifferenceKind.WITHOUT_HOLDING, key_of_case(each.case_id), each.case_id)


def staged_of(run: Reconciliation) -> QuerySet[ErasableExtractRecord]:
    """The records of an extract that is being read. By the files' ids: a join would be planned badly."""
    files = list(run.files.values_list("pk", flat=True))
    return ErasableExtractRecord.objects.filter(file_id__in=files)


def _staged(run: Reconciliation) -> Generator[tuple[Record, Cells]]:
    rows = staged_of(run)
    with in_parts(rows.order_by("file_id", "number")) as read:
        for row in read:
            yield (
                Record(
                    row=row.number,
                    place=row.place,
                    reference=row.reference,
                    name=row.name,
                    date_of_birth=row.date_of_birth,
                    pnc_id=row.pnc_id,
                    taken_on=row.taken_on,
                    is_searchable=row.is_searchable,
                    extracted_on=row.extracted_on,
                ),
                row.cells,
            )
