"""Runs an import: reads a file, plans every row, writes in batches, and tells what became of each.

A batch is one transaction. Where the database refuses one, its rows are written one by one, so that a bad row
never holds up a good one and each row is all or nothing. An import that is killed is simply run again: what
went in is unchanged then. A rehearsal does everything and takes it back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, field
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
from cases.models import ImportException, ImportFile
from cases.services.imports import (
    log_rows,
    log_writing,
    planning,
    records,
    register_rows,
    register_writing,
)
from cases.services.imports.cells import Problem
from cases.services.imports.errors import NotAllowed
from cases.services.imports.reading import Sheet, read_sheet
from cases.services.imports.run import Planned, Run

ROWS_A_BATCH = 500
LOCK = 20131031
"""The advisory lock that one import holds: two at once would both think a row new."""

SHEETS = {ImportKind.REGISTER: "Register", ImportKind.JFIT_LOG: "Log"}
MAY_IMPORT = {
    ImportKind.REGISTER: {Role.MIGRATION_OFFICER, Role.SOFS_OFFICER, Role.SOFS_MANAGER},
    ImportKind.JFIT_LOG: {Role.MIGRATION_OFFICER, Role.JFIT_OFFICER, Role.JFIT_MANAGER},
}
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Report:
    """What an import did: counts of rows, and each problem. ``exceptions`` are of rows that went in."""

    rows: int = 0
    created: int = 0
    corrected: int = 0
    unchanged: int = 0
    exceptions: list[dict[str, Any]] = field(default_factory=list)
    rejected: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The form that commands print."""
        return asdict(self)

    def add(self, other: Report, file_name: str) -> None:
        """Add what the import of one file did."""
        for name in ("rows", "created", "corrected", "unchanged"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.exceptions += [{"file": file_name} | each for each in other.exceptions]
        self.rejected += [{"file": file_name} | each for each in other.rejected]


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
    _check_right(kind, by, historical)
    report = Report()
    with (
        _alone(),
        acting(actor_id=by.pk, actor_name=by.display_name),
        _rehearsed() if dry_run else nullcontext(),
    ):
        for path in paths:
            sheet = read_sheet(path, SHEETS[kind])
            run = Run(kind, by, historical, sheet.name, clock.moment(), clock.today())
            report.add(_import_sheet(run, sheet, progress or _untold), sheet.file_name)
    return report


def _import_sheet(run: Run, sheet: Sheet, progress: Progress) -> Report:
    rows = {ImportKind.REGISTER: register_rows, ImportKind.JFIT_LOG: log_rows}[run.kind]
    planned = planning.plan(run.kind, rows.understood(sheet, run.today))
    if run.kind == ImportKind.JFIT_LOG:
        log_writing.reject_without_case(planned)
    to_write = [each for each in planned if not _is_settled(each)]
    if to_write:
        _start(run, sheet)
        _write_all(run, to_write, partial(progress, sheet.file_name))
    report = _report(planned)
    _finish(run, sheet, report)
    return report


def _check_right(kind: ImportKind, by: Officer, historical: bool) -> None:
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
def _alone() -> Iterator[None]:
    """One import at a time, by a lock that a killed process gives back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        (taken,) = cursor.fetchone()
    if not taken:
        raise NotAllowed("Another import is running. Wait until it has finished, then start this one again.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextmanager
def _rehearsed() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _is_settled(planned: Planned) -> bool:
    """Whether there is nothing to record of a row: it is unchanged, or rejected as before."""
    return planned.outcome == RowOutcome.UNCHANGED or (
        planned.outcome == RowOutcome.REJECTED and planned.is_known_rejection
    )


def _start(run: Run, sheet: Sheet) -> None:
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


def _write_all(run: Run, rows: list[Planned], progress: Callable[[int, int], None]) -> None:
    write: Callable[[list[Planned]], None]
    if run.kind == ImportKind.JFIT_LOG:
        writer = log_writing.LogWriter(run)
        with transaction.atomic():
            writer.prepare(each for each in rows if each.outcome != RowOutcome.REJECTED)
        write = writer.write
    else:
        write = partial(register_writing.write, run)
    for start in range(0, len(rows), ROWS_A_BATCH):
        batch = rows[start : start + ROWS_A_BATCH]
        try:
            _write_batch(run, batch, write)
        except DatabaseError:
            for planned in batch:
                _write_alone(run, planned, write)
        progress(min(start + ROWS_A_BATCH, len(rows)), len(rows))


def _write_batch(run: Run, batch: list[Planned], write: Callable[[list[Planned]], None]) -> None:
    with transaction.atomic():
        write([planned for planned in batch if planned.outcome != RowOutcome.REJECTED])
        records.record_rows(run, [planned for planned in batch if planned.outcome == RowOutcome.REJECTED])
        records.record_exceptions(run, batch)


def _write_alone(run: Run, planned: Planned, write: Callable[[list[Planned]], None]) -> None:
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


def _report(planned: list[Planned]) -> Report:
    report = Report(rows=len(planned))
    still_open = _still_open([each for each in planned if each.outcome == RowOutcome.UNCHANGED])
    for each in planned:
        if each.outcome == RowOutcome.REJECTED:
            report.rejected.append(_rejection(each))
            continue
        setattr(report, each.outcome, getattr(report, each.outcome) + 1)
        problems = (
            still_open.get(each.previous.row_id, []) if each.previous and not each.record else each.problems
        )
        report.exceptions += [_told(each, problem) for problem in problems]
    return report


def _still_open(unchanged: list[Planned]) -> dict[int, list[Problem]]:
    """What is still open of unchanged rows, by the record of the row."""
    ids = [each.previous.row_id for each in unchanged if each.previous]
    found: dict[int, list[Problem]] = {}
    for exception in ImportException.objects.filter(row__in=ids, ended_at=None).order_by("pk"):
        code = ExceptionCode(exception.code)
        problem = Problem(code, exception.column, exception.why, is_warning=exception.is_warning)
        found.setdefault(exception.row_id, []).append(problem)
    return found


def _told(planned: Planned, problem: Problem) -> dict[str, Any]:
    return {
        "row": planned.row.number,
        "ref": planned.row.ref,
        "column": problem.column,
        "code": str(problem.code),
        "warning": problem.is_warning,
        "why": problem.why,
    }


def _rejection(planned: Planned) -> dict[str, Any]:
    reasons = [problem for problem in planned.problems if problem.rejects]
    why = "; ".join(problem.why for problem in reasons)
    return {"row": planned.row.number, "column": reasons[0].column, "why": why}


def _finish(run: Run, sheet: Sheet, report: Report) -> None:
    counts = report.as_json() | {"exceptions": len(report.exceptions), "rejected": len(report.rejected)}
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
