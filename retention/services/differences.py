"""Keeps what an extract shows to differ: each thing once, opened, seen again, gone, or back.

What a person decided stands while the extract shows the same; what a person said was mended is put to the
proof by the next extract and opens again where it still differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accounts.models import Officer
from accounts.selectors import system_officer
from audit import clock
from audit.choices import Source, Verb
from audit.facts import stamp
from audit.record import Event, record_many
from cases.choices import HoldingPlace
from retention.choices_reconciliation import (
    DECIDED,
    INCOMPLETE,
    CameBy,
    DifferenceEnd,
    DifferenceKind,
    DifferenceStepKind,
)
from retention.models import (
    Difference,
    DifferenceRecord,
    DifferenceStep,
    ErasableDifference,
    Reconciliation,
)

if TYPE_CHECKING:
    from retention.services.reconciling import Compared, Finding

BOTH = {str(HoldingPlace.CT_FINGERPRINTS), str(HoldingPlace.CT_DNA)}
# The columns of an extract in which each difference shows.
COLUMNS = {
    "name": ("surname", "forenames"),
    "date_of_birth": ("date_of_birth",),
    "pnc_id": ("pnc_id",),
    "taken_on": ("taken_on",),
    "searchable": ("searchable",),
}


@dataclass(slots=True)
class Kept:
    """What became of the differences with one extract; ``incomplete``: those that deny completeness."""

    opened: int = 0
    reopened: int = 0
    gone: int = 0
    decided: int = 0
    incomplete: int = 0


@dataclass(slots=True)
class _Work:
    """The differences of one extract, sorted by what is to be done with them."""

    new: list[Finding] = field(default_factory=list)
    seen: list[tuple[Difference, Finding]] = field(default_factory=list)
    back: list[tuple[Difference, Finding]] = field(default_factory=list)
    decided: list[Difference] = field(default_factory=list)
    gone: list[Difference] = field(default_factory=list)


def keep(run: Reconciliation, found: Compared) -> Kept:
    """Bring the differences into line with what an extract shows; runs in the caller's transaction."""
    work = _sorted(run, found)
    _open(run, work.new)
    _see(run, [*work.seen, *work.back])
    _reopen(run, [difference for difference, _ in work.back])
    Difference.objects.filter(pk__in=[each.pk for each in work.decided]).update(seen_in=run)
    _end_gone(run, work.gone)
    fresh = [*work.new, *(finding for _, finding in work.back)]
    return Kept(
        opened=len(work.new),
        reopened=len(work.back),
        gone=len(work.gone),
        decided=len(work.decided),
        incomplete=sum(finding.kind in INCOMPLETE for finding in fresh),
    )


def _sorted(run: Reconciliation, found: Compared) -> _Work:
    known = list(Difference.objects.select_for_update(of=("self",)).order_by("pk"))
    by_key = {(each.kind, each.key): each for each in known}
    strangers = _by_record(known)
    decided_cells = dict(
        ErasableDifference.objects.filter(difference__ended_how__in=DECIDED).values_list(
            "difference_id", "cells"
        )
    )
    work, met = _Work(), set[int]()
    for finding in found.findings:
        each = _match(finding, by_key, strangers)
        if each is None:
            work.new.append(finding)
            continue
        met.add(each.pk)
        if each.ended_at is None:
            work.seen.append((each, finding))
        elif each.ended_how in DECIDED and _is_same(each, finding, decided_cells.get(each.pk, [])):
            work.decided.append(each)
        else:
            work.back.append((each, finding))
    work.gone = [
        each
        for each in known
        if each.ended_at is None and each.pk not in met and _is_answered(each, run, found, strangers)
    ]
    return work


def _by_record(known: Iterable[Difference]) -> dict[tuple[str, str], Difference]:
    """The individuals without a case by each of their records."""
    by_pk = {each.pk: each for each in known}
    rows = DifferenceRecord.objects.order_by("-pk").values_list("place", "reference", "difference_id")
    return {(place, reference): by_pk[pk] for place, reference, pk in rows}


def _match(
    finding: Finding,
    by_key: Mapping[tuple[str, str], Difference],
    strangers: Mapping[tuple[str, str], Difference],
) -> Difference | None:
    if finding.kind == DifferenceKind.WITHOUT_CASE:
        found = [strangers[key] for key in finding.records if key in strangers]
        return min(found, key=lambda each: each.pk) if found else None
    return by_key.get((finding.kind, finding.key))


def _is_same(each: Difference, finding: Finding, cells: list[Mapping[str, str]]) -> bool:
    """Whether the extract shows what was decided about, and nothing more."""
    if list(finding.what) != each.what:
        return False
    columns = [column for what in finding.what for column in COLUMNS.get(what, ())]

    def shown(rows: Iterable[Mapping[str, str]]) -> list[list[str | None]]:
        return sorted([row.get(column) for column in columns] for row in rows)

    return shown(cells) == shown(finding.cells)


def _is_answered(
    each: Difference, run: Reconciliation, found: Compared, strangers: Mapping[tuple[str, str], Difference]
) -> bool:
    """Whether the extract could have shown it, so that its silence ends it."""
    if each.kind == DifferenceKind.WITHOUT_HOLDING:
        return each.case_id in found.cases or (run.is_whole and set(run.databases) >= BOTH)
    if each.kind == DifferenceKind.WITHOUT_CASE:
        keys = [key for key, difference in strangers.items() if difference.pk == each.pk]
    else:
        place, _, reference = each.key.partition(":")
        keys = [(place, reference)]
    return any(key in found.records for key in keys) or (
        run.is_whole and {place for place, _ in keys} <= set(run.databases)
    )


def _open(run: Reconciliation, findings: list[Finding]) -> None:
    owner = run.handed_in_by if run.came_by == CameBy.UPLOAD else None
    moment = clock.moment()
    made = Difference.objects.bulk_create(
        [
            Difference(
                kind=finding.kind,
                key=finding.key,
                case_id=finding.case_id,
                holding_id=finding.holding_id,
                what=list(finding.what),
                owner=owner,
                found_in=run,
                seen_in=run,
                opened_at=moment,
            )
            for finding in findings
        ],
        batch_size=1000,
    )
    pairs = list(zip(made, findings, strict=True))
    ErasableDifference.objects.bulk_create(
        [
            ErasableDifference(difference=each, cells=[dict(cells) for cells in finding.cells])
            for each, finding in pairs
        ],
        batch_size=1000,
    )
    _remember_records(pairs)
    _tell(Verb.EXCEPTION_RAISED, made, run)


def _remember_records(pairs: list[tuple[Difference, Finding]]) -> None:
    DifferenceRecord.objects.bulk_create(
        [
            DifferenceRecord(difference=each, place=place, reference=reference)
            for each, finding in pairs
            if finding.kind == DifferenceKind.WITHOUT_CASE
            for place, reference in finding.records
        ],
        batch_size=1000,
        ignore_conflicts=True,
    )


def _see(run: Reconciliation, pairs: list[tuple[Difference, Finding]]) -> None:
    """Note what the extract shows now of what was known before."""
    for each, finding in pairs:
        each.seen_in, each.what = run, list(finding.what)
        each.case_id, each.holding_id = finding.case_id, finding.holding_id
    Difference.objects.bulk_update(
        [each for each, _ in pairs], ["seen_in", "what", "case", "holding"], batch_size=500
    )
    rows = {row.difference_id: row for row in ErasableDifference.objects.filter(difference__in=_pks(pairs))}
    changed = []
    for each, finding in pairs:
        row, cells = rows[each.pk], [dict(cells) for cells in finding.cells]
        if row.cells != cells:
            row.cells = cells
            changed.append(row)
    ErasableDifference.objects.bulk_update(changed, ["cells"], batch_size=500)
    _remember_records(pairs)


def _pks(pairs: list[tuple[Difference, Finding]]) -> list[int]:
    return [each.pk for each, _ in pairs]


def _reopen(run: Reconciliation, back: list[Difference]) -> None:
    moment = clock.moment()
    for each in back:
        each.opened_at, each.ended_at, each.ended_by, each.ended_how = moment, None, None, ""
    Difference.objects.bulk_update(back, ["opened_at", "ended_at", "ended_by", "ended_how"], batch_size=500)
    _steps(run, back, DifferenceStepKind.REOPENED, system_officer())
    _tell(Verb.EXCEPTION_REOPENED, back, run)


def _end_gone(run: Reconciliation, gone: list[Difference]) -> None:
    system = system_officer()
    Difference.objects.filter(pk__in=[each.pk for each in gone]).update(
        ended_at=clock.moment(), ended_by=system, ended_how=DifferenceEnd.GONE
    )
    _steps(run, gone, DifferenceStepKind.ENDED, system, how=DifferenceEnd.GONE)
    _tell(Verb.EXCEPTION_ENDED, gone, run)


def _steps(
    run: Reconciliation,
    about: list[Difference],
    step: DifferenceStepKind,
    by: Officer,
    how: DifferenceEnd | str = "",
) -> None:
    recorded = stamp(by, source=Source.SYSTEM)
    DifferenceStep.objects.bulk_create(
        [
            DifferenceStep(difference=each, step=step, how=how, reconciliation=run, **recorded)
            for each in about
        ],
        batch_size=1000,
    )


def _tell(verb: Verb, about: list[Difference], run: Reconciliation) -> None:
    record_many(
        [
            Event(verb, "difference", each.pk, {"kind": str(each.kind), "reconciliation": run.pk})
            for each in about
        ]
    )
