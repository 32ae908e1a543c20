"""Keeps of each row where it came from, what became of it, and what a person must look at."""

from __future__ import annotations

from collections.abc import Iterable

from audit.choices import Verb
from audit.record import Event, record_many
from cases.choices import RowOutcome
from cases.models import ErasableImportRow, ImportException, ImportRow
from cases.services.imports.run import Planned, Run

VERBS = {RowOutcome.REJECTED: Verb.ROW_REJECTED}


def record_rows(run: Run, batch: Iterable[Planned]) -> None:
    """Record the rows of a batch for facts to point to. A rejection on record already is not repeated."""
    rows = [planned for planned in batch if not _is_known(planned)]
    for planned in rows:
        planned.record = ImportRow(
            file=run.file,
            sheet=run.sheet_name[:60],
            number=planned.row.number,
            ref=planned.row.ref[:60],
            digest=planned.digest,
            outcome=planned.outcome,
            case=planned.case,
        )
    ImportRow.objects.bulk_create([planned.record for planned in rows if planned.record])
    ErasableImportRow.objects.bulk_create(
        [ErasableImportRow(row=planned.record, cells=dict(planned.row.as_written)) for planned in rows]
    )


def record_exceptions(run: Run, batch: Iterable[Planned]) -> None:
    """Open an exception for each problem of the rows, end those of earlier rows that they mend, and audit."""
    rows = [planned for planned in batch if planned.record and not _is_known(planned)]
    _end_mended(run, rows)
    exceptions = [
        ImportException(
            row=planned.record,
            case=planned.case,
            code=problem.code,
            is_warning=problem.is_warning,
            column=problem.column,
            why=problem.why[:400],
            owner=run.by,
            opened_at=run.moment,
        )
        for planned in rows
        for problem in planned.problems
    ]
    ImportException.objects.bulk_create(exceptions)
    record_many([_told(run, planned) for planned in rows])


def _told(run: Run, planned: Planned) -> Event:
    assert planned.record is not None and run.file is not None
    payload = {
        "file": run.file.pk,
        "row": planned.record.pk,
        "outcome": planned.outcome,
        "exceptions": [problem.code for problem in planned.problems],
    }
    if planned.previous:
        payload["was_row"] = planned.previous.row_id
    verb = VERBS.get(planned.outcome, Verb.ROW_IMPORTED)
    return Event(verb, "case", planned.case.pk if planned.case else None, payload, at=run.moment)


def _end_mended(run: Run, rows: list[Planned]) -> None:
    """A row that went in ends what was open about earlier rows of its reference."""
    refs = [planned.row.ref for planned in rows if planned.outcome != RowOutcome.REJECTED]
    mended = ImportException.objects.filter(
        row__file__kind=run.kind, row__ref__in=refs, ended_at=None, opened_at__lte=run.moment
    ).exclude(row__in=[planned.record for planned in rows if planned.record])
    ids = list(mended.values_list("pk", flat=True))
    ImportException.objects.filter(pk__in=ids).update(
        ended_at=run.moment, ended_by=run.by, ended_how="corrected_in_source"
    )
    record_many(
        Event(Verb.EXCEPTION_ENDED, "import_exception", pk, {"how": "corrected_in_source"}, at=run.moment)
        for pk in ids
    )


def _is_known(planned: Planned) -> bool:
    return planned.outcome == RowOutcome.REJECTED and planned.is_known_rejection
