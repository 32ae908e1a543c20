"""The Celery tasks of casework, about files handed in: safe to deliver twice, late, or not at all."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from kombu.exceptions import OperationalError

from audit import clock
from cases.choices import UploadState
from cases.models import Upload
from cases.services.imports import pieces
from cases.services.imports.errors import ImportRunning

log = logging.getLogger(__name__)

WAIT_SECONDS = 5
DROPPED_AFTER = timedelta(seconds=60)


@shared_task(name="cases.tasks.work_on_upload", acks_late=True, reject_on_worker_lost=True)
def work_on_upload(upload_id: int) -> str:
    """Do the next piece of an upload, and queue the one after it. Returns in a word what became of it."""
    try:
        more = pieces.step(upload_id)
    except ImportRunning:
        work_on_upload.apply_async((upload_id,), countdown=WAIT_SECONDS)
        return "waits for another import"
    if more:
        work_on_upload.delay(upload_id)
    return "more to do" if more else "done"


@shared_task(name="cases.tasks.watch_uploads", acks_late=True, reject_on_worker_lost=True)
def watch_uploads() -> int:
    """Take up uploads whose worker was killed: those at work without progress for a minute. How many."""
    now = clock.machine_moment()
    at_work = [UploadState.REHEARSING, UploadState.IMPORTING]
    dropped = Upload.objects.filter(state__in=at_work, touched_at__lt=now - DROPPED_AFTER)
    ids = list(dropped.values_list("pk", flat=True))
    Upload.objects.filter(pk__in=ids).update(touched_at=now)
    for upload_id in ids:
        work_on_upload.delay(upload_id)
    return len(ids)


def queue(upload_id: int) -> bool:
    """Have the work begin now; False where the queue cannot be reached: then ``watch_uploads`` begins it."""
    try:
        work_on_upload.delay(upload_id)
    except OperationalError:
        log.exception("Upload %s could not be queued; it begins when the queue can be reached.", upload_id)
        return False
    return True
