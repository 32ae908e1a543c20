"""Does the work on files handed in: rehearses them whole, then imports them in pieces.

``step`` may be called any number of times, at once or after a kill: it does what is next and no more. A piece
is one transaction: its rows, their results and how far it is go in together or not at all, so that a piece
delivered twice is done once. A rehearsal does everything in one transaction and takes it back, so that it
finds exactly what the import will find.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

from django.db import connection, transaction

from audit import clock
from audit.choices import Verb
from audit.context import acting
from audit.record import record
from cases.choices import ImportKind, RowOutcome, UploadState
from cases.models import Case, Upload, UploadFile, UploadResult
from cases.services import after_import
from cases.services.imports import importing
from cases.services.imports.errors import UnreadableFile
from cases.services.imports.importing import SHEETS, is_settled
from cases.services.imports.reading import Sheet, read_sheet
from cases.services.imports.results import Report, Result, report_of, results_of
from cases.services.imports.run import Run
from cases.services.uploads import on_disk

ROWS_A_PIECE = 500
Tell = Callable[[int, int, int], None]
COUNTED = ("rows", "created", "corrected", "unchanged", "exceptions", "rejected")


def step(upload_id: int) -> bool:
    """Do what is next for an upload; whether something is left to do.

    Raises ImportRunning where another import is running: ask again later.
    """
    upload = Upload.objects.select_related("uploaded_by").get(pk=upload_id)
    by = upload.uploaded_by
    if upload.state not in (UploadState.REHEARSING, UploadState.IMPORTING):
        return False
    with importing.alone(), acting(actor_id=by.pk, actor_name=by.display_name):
        if upload.state == UploadState.REHEARSING:
            _rehearse(upload)
            return False
        return _import_piece(upload_id)


# The dry run ------------------------------------------------------------------------------------------------


def _rehearse(upload: Upload) -> None:
    found: list[tuple[UploadFile, list[Result]]] = []
    try:
        sheets = [(file, _sheet(upload, file)) for file in upload.files.order_by("position")]
        total = sum(len(sheet.rows) for _, sheet in sheets)
        with _outside() as tell, importing.rehearsed():
            done = 0
            tell(upload.pk, 0, total)
            for file, sheet in sheets:

                def progress(name: str, of_file: int, rows: int, before: int = done) -> None:
                    tell(upload.pk, before + of_file, total)

                run = importing.new_run(ImportKind(upload.kind), upload.uploaded_by, upload.is_historical)
                found.append((file, importing.import_sheet(run, sheet, progress)))
                done += len(sheet.rows)
    except UnreadableFile as refused:
        _refuse(upload.pk, str(refused))
        return
    _rehearsed(upload.pk, found)


@transaction.atomic
def _rehearsed(upload_id: int, found: list[tuple[UploadFile, list[Result]]]) -> None:
    upload = _locked(upload_id)
    if upload.state != UploadState.REHEARSING:
        return  # done by another delivery, or left meanwhile
    counts = dict.fromkeys(COUNTED, 0)
    for file, results in found:
        _keep(file, results, is_rehearsal=True)
        counts = _added(counts, report_of(results))
    upload.state, upload.rehearsed = UploadState.REHEARSED, counts
    upload.rows_total = upload.rows_done = counts["rows"]
    _touch(upload)
    record(Verb.IMPORT_REHEARSED, subject_type="upload", subject_id=upload.pk, payload=counts)


@transaction.atomic
def _refuse(upload_id: int, why: str) -> None:
    upload = _locked(upload_id)
    if upload.state == UploadState.REHEARSING:
        upload.state, upload.refused_because, upload.ended_at = UploadState.REFUSED, why[:600], clock.moment()
        _touch(upload)
        record(Verb.IMPORT_LEFT, subject_type="upload", subject_id=upload.pk, payload={"refused": True})


@contextmanager
def _outside() -> Iterator[Tell]:
    """Tells progress by a connection of its own, so that it is seen while the rehearsal is still open."""
    own = connection.copy()

    def tell(upload_id: int, done: int, total: int) -> None:
        with own.cursor() as cursor:
            cursor.execute(
                "UPDATE cases_upload SET rows_done = %s, rows_total = %s, touched_at = %s WHERE id = %s",
                [done, total, clock.machine_moment(), upload_id],
            )

    try:
        yield tell
    finally:
        own.close()


# The import -------------------------------------------------------------------------------------------------


@transaction.atomic
def _import_piece(upload_id: int) -> bool:
    upload = _locked(upload_id)
    if upload.state != UploadState.IMPORTING:
        return False
    file = UploadFile.objects.select_for_update().get(upload=upload, position=upload.file_now)
    sheet = _sheet(upload, file)
    run = importing.new_run(ImportKind(upload.kind), upload.uploaded_by, upload.is_historical)
    run.file = file.import_file
    results = _write(run, file, sheet)
    _keep(file, results, is_rehearsal=False)
    file.rows_done += len(results)
    file.import_file = run.file
    file.save(update_fields=["rows_done", "import_file"])
    upload.rows_done += len(results)
    upload.imported = _added(upload.imported or dict.fromkeys(COUNTED, 0), report_of(results))
    if file.rows_done >= len(sheet.rows):
        importing.finish(run, sheet, _counts_of(file))
        upload.file_now += 1
    is_last = upload.file_now >= upload.files.count()
    if is_last:
        upload.state, upload.ended_at = UploadState.IMPORTED, clock.moment()
        changed = UploadResult.objects.filter(
            file__upload=upload, is_rehearsal=False, outcome__in=[RowOutcome.CREATED, RowOutcome.CORRECTED]
        )
        after_import.run(set(changed.exclude(case=None).values_list("case_id", flat=True)), by=run.by)
    _touch(upload)
    return not is_last


def _write(run: Run, file: UploadFile, sheet: Sheet) -> list[Result]:
    """The next rows of a file, judged as parts of the whole of it."""
    part = slice(file.rows_done, file.rows_done + ROWS_A_PIECE)
    if file.rows_done == 0:
        # The people whom a log names are made for the whole of it, before its first row.
        whole = importing.plan_sheet(run, sheet)
        importing.prepare(run, [each for each in whole if not is_settled(each)])
    planned = importing.plan_sheet(run, sheet, part)
    to_write = [each for each in planned if not is_settled(each)]
    if to_write:
        if run.file is None:
            importing.start(run, sheet)
        for _ in importing.write(run, to_write):
            pass
    return results_of(planned)


def _counts_of(file: UploadFile) -> dict[str, int]:
    """The counts of a file, of all its pieces."""
    results = UploadResult.objects.filter(file=file, is_rehearsal=False)
    counts = dict.fromkeys(COUNTED, 0)
    for outcome, problems in results.values_list("outcome", "problems"):
        counts["rows"] += 1
        counts[outcome] += 1
        counts["exceptions"] += 0 if outcome == RowOutcome.REJECTED else len(problems)
    return counts


# What both share --------------------------------------------------------------------------------------------


def _sheet(upload: Upload, file: UploadFile) -> Sheet:
    with on_disk(file) as path:
        return read_sheet(path, SHEETS[ImportKind(upload.kind)])


def _locked(upload_id: int) -> Upload:
    return Upload.objects.select_for_update(of=("self",)).select_related("uploaded_by").get(pk=upload_id)


def _touch(upload: Upload) -> None:
    upload.touched_at = clock.machine_moment()
    upload.save()


def _keep(file: UploadFile, results: list[Result], *, is_rehearsal: bool) -> None:
    ids = {each.case_id for each in results if each.case_id}
    # A case that a dry run made is not there any more.
    there = set(Case.objects.filter(pk__in=ids).values_list("pk", flat=True))
    UploadResult.objects.bulk_create(
        [
            UploadResult(
                file=file,
                is_rehearsal=is_rehearsal,
                number=each.number,
                ref=each.ref[:60],
                outcome=each.outcome,
                case_id=each.case_id if each.case_id in there else None,
                problems=[asdict(problem) for problem in each.problems],
            )
            for each in results
        ],
        batch_size=1000,
    )


def _added(counts: dict[str, int], report: Report) -> dict[str, int]:
    more = report.counts()
    return {name: counts.get(name, 0) + more[name] for name in COUNTED}
