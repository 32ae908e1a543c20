"""An import by a real worker that is killed in the middle, and taken up by another from its last piece."""

from __future__ import annotations

import os
import signal
from datetime import date, timedelta
from pathlib import Path

import redis

from accounts.choices import Role
from audit import clock
from audit.models import AuditEvent
from cases.choices import UploadState
from cases.models import Case, ImportFile, ImportRow, Upload, UploadResult
from cases.services.uploads import HandedIn, confirm, hand_in
from cases.tasks import queue, watch_uploads
from tests.casework import officer
from tests.databases import Database
from tests.integration.test_workers import wait_until, worker
from tests.spreadsheets import person, register

ROWS = 1200


def test_a_killed_worker_loses_no_row_and_doubles_none(
    committing_db: Database, broker: redis.Redis, tmp_path: Path
) -> None:
    clock.set_demo_day(date(2016, 4, 6))
    by = officer(Role.SOFS_MANAGER)
    path = register(tmp_path / "a.csv", *(person(number) for number in range(1, ROWS + 1)))
    upload = hand_in("register", [HandedIn(path.name, path.read_bytes())], by=by)
    # The dry run is tested elsewhere; here only the import matters.
    Upload.objects.update(state=UploadState.REHEARSED, rows_total=ROWS)
    confirm(upload.pk, by=by)
    assert queue(upload.pk)
    with worker(committing_db) as first:  # type: ignore[attr-defined]
        wait_until(lambda: Upload.objects.get().rows_done >= 500, within=240)
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    done = Upload.objects.get().rows_done
    assert 500 <= done < ROWS
    assert Case.objects.count() == UploadResult.objects.count() == done

    # A minute later, as the timetable has it; and twice, as a broker may deliver.
    Upload.objects.update(touched_at=clock.machine_moment() - timedelta(minutes=2))
    assert watch_uploads() == 1 and watch_uploads() == 0
    queue(upload.pk)
    with worker(committing_db):  # type: ignore[attr-defined]
        wait_until(lambda: Upload.objects.get().state == UploadState.IMPORTED, within=240)
    assert Case.objects.count() == ImportRow.objects.count() == UploadResult.objects.count() == ROWS
    assert Upload.objects.get().imported["created"] == ROWS
    assert ImportFile.objects.get().counts["created"] == ROWS
    assert AuditEvent.objects.filter(verb="row_imported").count() == ROWS
    assert AuditEvent.objects.filter(verb="import_finished").count() == 1
