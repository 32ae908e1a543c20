"""Runs an import: reads a file, plans every row, writes in batches, and tells what became of each.

A batch is one transaction. Where the database refuses one, its rows are written one by one, so that a bad row
never holds up a good one and each row is all or nothing. An import that is killed is simply run again: what
went in is unchanged then. A rehearsal does everything and takes it back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.context import acting
from audit.record import record
from cases.choices import ExceptionCode, ImportKind, RowOutcome
from cases.models import ImportFile
from cases.services import after_import
from cases.services.imports import (
    log_rows,
    log_writing,
    planning,
    records,
    register_rows,
    register_writing,
)
from cases.services.imports.errors import ImportRunning, NotAllowed
from cases.services.imports.reading import Sheet, read_sheet
from cases.services.imports.results import Report, Result, report_of, results_of
from cases.services.imports.run import Planned, Run

ROWS_A_BATCH = 500
LOCK = 20131031
"""The advisory lock that one import holds: two at once would both think a row new."""

SHEETS = {ImportKind.REGISTER: "Register", ImportKind.JFIT_LOG: "Log"}
MAY_IMPORT = {
    ImportKind.REGISTER: {Role.MIGRATION_OFFICER, Role.SOFS_OFFICER, Role.SOFS_MANAGER},
    ImportKind.JFIT_LOG: {Role.MIGRATION_OFFICER, Role.JFIT_OFFICER, Role.JFIT_MANAGER},
}
ROWS: dict[str, Any] = {ImportKind.REGISTER: register_rows, ImportKind.JFIT_LOG: log_rows}
Progress = Callable[[str, int, int], None]
Writer = Callable[[list[Planned]], None]


def import_files(
    kind: ImportKind,
    paths: Iterable[Path],
    *,
    by: Officer,
    historical: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Import registers or logs, in order. ``historical``: facts are known from when the rows say, not from
    now.

    ``dry_run`` writes nothing and reports the same. ``progress`` is told the file, rows done and rows in all.
    Raises UnreadableFile for a file that cannot be read whole (the files before it are in), NotAllowed for
    want of a right.
    """
    check_right(kind, by, historical)
    report = Report()
    went_in: set[int] = set()
    with (
        alone(),
        acting(actor_id=by.pk, actor_name=by.display_name),
        rehearsed() if dry_run else nullcontext(),
    ):
        for path in paths:
            results = import_sheet(
                new_run(kind, by, historical), read_sheet(path, SHEETS[kind]), progress or _untold
            )
            report.add(report_of(results), path.name)
            went_in |= cases_of(results)
        if not dry_run:
            after_import.run(went_in, by=by)
    return report


def new_run(kind: ImportKind, by: Officer, historical: bool) -> Run:
    """A run that begins now."""
    return Run(kind, by, historical, "", clock.moment(), clock.today())


def cases_of(results: Iterable[Result]) -> set[int]:
    """The cases of which something is new or corrected."""
    changed = (RowOutcome.CREATED, RowOutcome.CORRECTED)
    return {each.case_id for each in results if each.outcome in changed and each.case_id}


def import_sheet(run: Run, sheet: Sheet, progress: Progress) -> list[Result]:
    """Import one sheet whole; the caller holds the lock. ``progress`` is told rows done and rows in all."""
    planned = plan_sheet(run, sheet)
    to_write = [each for each in planned if not is_settled(each)]
    if to_write:
        start(run, sheet)
        prepare(run, to_write)
        settled = len(planned) - len(to_write)
        for done in write(run, to_write):
            progress(sheet.file_name, settled + done, len(planned))
    results = results_of(planned)
    finish(run, sheet, report_of(results).counts())
    return results


def plan_sheet(run: Run, sheet: Sheet, part: slice = slice(None)) -> list[Planned]:
    """What is to become of each row of a sheet, or of a part of its rows. Raises UnreadableFile."""
    run.sheet_name = sheet.name
    planned = planning.plan(run.kind, ROWS[run.kind].understood(sheet, run.today), part)
    if run.kind == ImportKind.JFIT_LOG:
        log_writing.reject_without_case(planned)
    return planned


def check_right(kind: ImportKind, by: Officer, historical: bool) -> None:
    """Raises NotAllowed where ``by`` may not import this, or not as history."""
    roles = roles_on(by, clock.today())
    if historical and Role.MIGRATION_OFFICER not in roles:
        raise NotAllowed(
            f"{by} may not record in the past. Only an officer with the role Migration officer imports with "
            "--historical; name one with --by, or leave --historical out."
        )
    if not roles & MAY_IMPORT[kind]:
        needed = ", ".join(sorted(role.label for role in MAY_IMPORT[kind]))
        raise NotAllowed(
            f"{by} may not import this. Name with --by an officer who holds one of these roles: {needed}."
        )


@contextmanager
def alone() -> Iterator[None]:
    """One import at a time, by a lock that a killed process gives back. Raises ImportRunning."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        (taken,) = cursor.fetchone()
    if not taken:
        raise ImportRunning(
            "Another import is running. Wait until it has finished, then start this one again."
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextmanager
def rehearsed() -> Iterator[None]:
    """Everything inside is done and then taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def is_settled(planned: Planned) -> bool:
    """Whether there is nothing to record of a row: it is unchanged, or rejected as before."""
    return planned.outcome == RowOutcome.UNCHANGED or (
        planned.outcome == RowOutcome.REJECTED and planned.is_known_rejection
    )


def start(run: Run, sheet: Sheet) -> None:
    """Record that something of a file goes in."""
    with transaction.atomic():
        run.file = ImportFile.objects.create(
            kind=run.kind,
            name=sheet.file_name[:200],
            sha256=sheet.sha256,
            is_historical=run.is_historical,
            imported_at=run.moment,
            imported_by=run.by,
        )
        record(Verb.IMPORT_STARTED, subject_type="import_file", subject_id=run.file.pk, at=run.moment)


def prepare(run: Run, rows: list[Planned]) -> None:
    """What must be there before the rows of a whole file are written: the people whom a log names."""
    if run.kind == ImportKind.JFIT_LOG:
        with transaction.atomic():
            log_writing.LogWriter(run).prepare(each for each in rows if each.outcome != RowOutcome.REJECTED)


def write(run: Run, rows: list[Planned]) -> Iterator[int]:
    """Write the rows in batches; yields how many are done after each."""
    writer: Writer = (
        log_writing.LogWriter(run).write
        if run.kind == ImportKind.JFIT_LOG
        else partial(register_writing.write, run)
    )
    for begin in range(0, len(rows), ROWS_A_BATCH):
        batch = rows[begin : begin + ROWS_A_BATCH]
        try:
            _write_batch(run, batch, writer)
        except DatabaseError:
            for planned in batch:
                _write_alone(run, planned, writer)
        yield min(begin + ROWS_A_BATCH, len(rows))


def _write_batch(run: Run, batch: list[Planned], write: Writer) -> None:
    with transaction.atomic():
        write([planned for planned in batch if planned.outcome != RowOutcome.REJECTED])
        records.record_rows(run, [planned for planned in batch if planned.outcome == RowOutcome.REJECTED])
        records.record_exceptions(run, batch)


def _write_alone(run: Run, planned: Planned, write: Writer) -> None:
    """One row of a batch that the database refused; if it is the culprit, it is rejected with the reason."""
    planned.start_again()
    try:
        _write_batch(run, [planned], write)
    except DatabaseError as error:
        planned.start_again()
        planned.reject(ExceptionCode.UNKNOWN_VALUE, "", _said(error))
        _write_batch(run, [planned], write)


def _said(error: DatabaseError) -> str:
    """The database's reason without the values, which may identify a person."""
    diagnosis = getattr(error.__cause__, "diag", None)
    rule = getattr(diagnosis, "constraint_name", None) or type(error).__name__
    said = f"the database refused the row by its rule {rule}, so none of it went in"
    return f"{said}; correct the row, or report the rule"


def finish(run: Run, sheet: Sheet, counts: dict[str, int]) -> None:
    """Record that the whole of a file has been gone through, with the counts of its rows."""
    with transaction.atomic():
        # An earlier run over the same file that was killed is finished by this one.
        ImportFile.objects.filter(kind=run.kind, sha256=sheet.sha256, finished_at=None).update(
            finished_at=clock.moment(), counts=counts
        )
        record(
            Verb.IMPORT_FINISHED,
            subject_type="import_file",
            subject_id=run.file.pk if run.file else None,
            payload=counts | {"kind": run.kind, "sha256": sheet.sha256},
        )


def _untold(file_name: str, done: int, total: int) -> None:
    """Nobody wants to know how far it is."""
