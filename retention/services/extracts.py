"""Takes extracts in and reads them, a chunk a transaction; an extract with a wrong row is refused whole.

``step`` may be called any number of times, at once or after a kill: it does what is next and no more. Nothing
is compared, and nobody sees a difference, before the last row was read and found right.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from django.db import transaction
from django.db.models import Count, QuerySet

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.context import acting
from audit.record import record
from cases.errors import FactRefused
from cases.permissions import SOFS
from cases.services import uploads
from cases.services.imports import extracts
from cases.services.imports.errors import UnreadableFile
from cases.services.uploads import HandedIn
from law import periods
from retention.choices_reconciliation import CameBy, ReconciliationState
from retention.errors import ReconciliationRefused, ReconciliationRunning
from retention.models import ErasableExtract, ErasableExtractRecord, ExtractFile, Reconciliation
from retention.services import locks, reconciling

ROWS_A_CHUNK = 2000
PROBLEMS_KEPT = 500
REVIEW_AFTER_DAYS = 90
AT_WORK = (ReconciliationState.READING, ReconciliationState.COMPARING)
LOCK = "reconcile"


@transaction.atomic
def hand_in(
    files: Sequence[HandedIn], *, by: Officer, is_whole: bool, came_by: CameBy = CameBy.UPLOAD
) -> Reconciliation:
    """Keep the files of one extract, to be read. Raises ReconciliationRefused for want of the right, or for a
    file that is none of ours.
    """
    if came_by == CameBy.UPLOAD and not roles_on(by, clock.today()) & SOFS:
        needed = " or ".join(sorted(str(Role(role).label) for role in SOFS))
        raise ReconciliationRefused(f"An extract of the databases is handed in by: {needed}.")
    try:
        uploads.check_files(files)
    except FactRefused as refused:
        raise ReconciliationRefused(str(refused)) from refused
    run = Reconciliation.objects.create(
        came_by=came_by,
        is_whole=is_whole,
        handed_in_at=clock.moment(),
        handed_in_by=by,
        touched_at=clock.machine_moment(),
    )
    review_on = periods.within_days(clock.today(), REVIEW_AFTER_DAYS)
    for position, handed in enumerate(files):
        file = ExtractFile.objects.create(
            reconciliation=run,
            position=position,
            name=uploads.plain_name(handed.name),
            sha256=hashlib.sha256(handed.content).hexdigest(),
            size=len(handed.content),
        )
        ErasableExtract.objects.create(file=file, content=handed.content, review_on=review_on)
        record(
            Verb.FILE_UPLOADED,
            subject_type="reconciliation",
            subject_id=run.pk,
            actor_id=by.pk,
            actor_name=by.display_name,
            payload={"file": file.pk, "sha256": file.sha256, "whole": is_whole, "came_by": str(came_by)},
        )
    return run


def step(run_id: int) -> bool:
    """Do what is next for an extract; whether something is left to do.

    Raises ReconciliationRunning where another is being worked on: ask again later.
    """
    run = Reconciliation.objects.select_related("handed_in_by").get(pk=run_id)
    if run.state not in AT_WORK:
        return False
    by = run.handed_in_by
    with locks.held(LOCK) as is_ours, acting(actor_id=by.pk, actor_name=by.display_name):
        if not is_ours:
            raise ReconciliationRunning(
                "Another extract is being reconciled at this moment. Wait for its end."
            )
        if run.state == ReconciliationState.READING:
            return _read(run_id)
        reconciling.compare(run_id)
        return False


def finish(run_id: int) -> Reconciliation:
    """Do all that is left for an extract."""
    while step(run_id):
        pass
    return Reconciliation.objects.get(pk=run_id)


@transaction.atomic
def _read(run_id: int) -> bool:
    """Read the next chunk; whether something is left to do."""
    run = Reconciliation.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.state != ReconciliationState.READING:
        return run.state in AT_WORK  # another delivery was quicker
    files = list(run.files.order_by("position"))
    try:
        if run.rows_total == 0:
            run.rows_total = sum(len(_rows(file)) for file in files)
        rows = _rows(files[run.file_now])
    except UnreadableFile as refused:
        return _refuse(run, str(refused))
    file = files[run.file_now]
    chunk = rows[file.rows_done : file.rows_done + ROWS_A_CHUNK]
    _keep(run, file, list(extracts.understood(chunk)))
    file.rows_done += len(chunk)
    file.save(update_fields=["rows_done"])
    run.rows_done += len(chunk)
    if file.rows_done >= len(rows):
        run.file_now += 1
    if run.file_now >= len(files):
        return _all_read(run)
    _touch(run)
    return True


def _rows(file: ExtractFile) -> list:
    content = bytes(ErasableExtract.objects.get(file=file).content)
    with uploads.written(file.name, content) as path:
        return extracts.rows_of(Path(path))


def _keep(run: Reconciliation, file: ExtractFile, rows: Sequence[extracts.Row]) -> None:
    ErasableExtractRecord.objects.bulk_create(
        [
            ErasableExtractRecord(
                file=file,
                number=row.number,
                place=row.record.place,
                reference=row.record.reference,
                name=row.record.name,
                date_of_birth=row.record.date_of_birth,
                pnc_id=row.record.pnc_id,
                taken_on=row.record.taken_on,
                is_searchable=row.record.is_searchable,
                extracted_on=row.record.extracted_on,
                cells=dict(row.cells),
            )
            for row in rows
            if row.record
        ],
        batch_size=1000,
    )
    _blame(run, [{"file": file.name} | asdict(problem) for row in rows for problem in row.problems])


def _blame(run: Reconciliation, problems: list[dict[str, object]]) -> None:
    room = max(PROBLEMS_KEPT - len(run.problems), 0)
    run.problems = [*run.problems, *problems[:room]]
    run.problems_count += len(problems)


def _all_read(run: Reconciliation) -> bool:
    """Refuse what is wrong anywhere; otherwise let it be compared."""
    staged = reconciling.staged_of(run)
    _blame(run, _said_twice(staged))
    if run.problems_count:
        many = "1 thing is" if run.problems_count == 1 else f"{run.problems_count:,} things are"
        return _refuse(
            run, f"{many} wrong in its rows, so nothing was compared. Mend them, and hand it in again."
        )
    if not run.rows_total:
        return _refuse(run, "It has a header and no rows. Check that the right file was chosen.")
    run.databases = sorted(set(staged.order_by().values_list("place", flat=True)))
    run.extracted_on = max(staged.order_by().values_list("extracted_on", flat=True).distinct())
    later = (
        Reconciliation.objects.filter(
            state=ReconciliationState.DONE,
            databases__overlap=run.databases,
            extracted_on__gt=run.extracted_on,
        )
        .order_by("-extracted_on")
        .first()
    )
    if later is not None and later.extracted_on is not None:
        return _refuse(
            run,
            f"It was extracted on {run.extracted_on:%-d %B %Y}, and one of {later.extracted_on:%-d %B %Y} "
            "has been reconciled already. Have a new extract made.",
        )
    run.state = ReconciliationState.COMPARING
    _touch(run)
    return True


def _said_twice(rows: QuerySet[ErasableExtractRecord]) -> list[dict[str, object]]:
    """A problem for each row whose record stands in the extract more than once."""
    twice = rows.values("place", "reference").annotate(n=Count("pk")).filter(n__gt=1).order_by("reference")
    found: list[dict[str, object]] = []
    for each in twice[:PROBLEMS_KEPT]:
        places = list(
            rows.filter(place=each["place"], reference=each["reference"])
            .order_by("file__position", "number")
            .values_list("file__name", "number")
        )
        (file, number), *others = places
        also = ", ".join(f"row {other} of {name}" for name, other in others)
        why = f"the record also stands on {also}; keep the one that is right"
        found.append({"file": file, "row": number, "column": "record_ref", "why": why})
    return found


def _refuse(run: Reconciliation, why: str) -> bool:
    """End it with nothing compared and nothing of its records kept. Always false: nothing is left to do."""
    reconciling.staged_of(run).delete()
    run.state, run.refused_because, run.ended_at = ReconciliationState.REFUSED, why[:600], clock.moment()
    _touch(run)
    record(
        Verb.EXTRACT_REFUSED,
        subject_type="reconciliation",
        subject_id=run.pk,
        payload={"problems": run.problems_count},
    )
    return False


def _touch(run: Reconciliation) -> None:
    run.touched_at = clock.machine_moment()
    run.save()
