"""Extracts that the databases drop into a folder for the night's work.

Whoever writes there writes under another ending and renames the file last, so that a file with our endings is
whole. All that lies there on a night is one extract of everything that the databases it names hold. A file is
kept first and moved away then: killed in between, it is met again and known.
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts.selectors import system_officer
from audit import clock
from audit.choices import Verb
from audit.record import record
from cases.services.uploads import ENDINGS, HandedIn, plain_name
from retention.choices import Subject, SweepName
from retention.choices_reconciliation import CameBy, ReconciliationState
from retention.errors import ReconciliationRefused, ReconciliationRunning
from retention.models import ExtractFile, Reconciliation, SweepRun
from retention.services import extracts
from retention.services.sweeps import Sweep

TAKEN, REFUSED = "taken", "refused"


def folder() -> Path:
    """Where extracts are dropped."""
    return Path(settings.EXTRACTS_FOLDER)


def take_in() -> Reconciliation | None:
    """Keep what was dropped as one extract, and move it away; None where nothing was."""
    paths = _dropped()
    files = [HandedIn(path.name, path.read_bytes()) for path in paths]
    fresh = [(path, file) for path, file in zip(paths, files, strict=True) if not _is_taken(file)]
    run = None
    if fresh:
        try:
            run = extracts.hand_in(
                [file for _, file in fresh], by=system_officer(), is_whole=True, came_by=CameBy.FOLDER
            )
        except ReconciliationRefused as refused:
            _keep_refusal([file for _, file in fresh], str(refused))
            _move([path for path, _ in fresh], REFUSED)
    _move([path for path in paths if path.exists()], TAKEN)
    return run


def _dropped() -> list[Path]:
    if not folder().is_dir():
        return []
    return sorted(path for path in folder().iterdir() if path.is_file() and path.suffix.lower() in ENDINGS)


def _is_taken(file: HandedIn) -> bool:
    """Whether this very file was taken in today: then its move was what broke off."""
    digest = hashlib.sha256(file.content).hexdigest()
    today = Reconciliation.objects.filter(came_by=CameBy.FOLDER, handed_in_at__date=clock.today())
    return ExtractFile.objects.filter(sha256=digest, reconciliation__in=today).exists()


def _move(paths: list[Path], where: str) -> None:
    to = folder() / where
    for path in paths:
        to.mkdir(exist_ok=True)
        path.replace(to / f"{clock.moment():%Y%m%dT%H%M%S}-{path.name}")


@transaction.atomic
def _keep_refusal(files: list[HandedIn], why: str) -> None:
    """A run that was refused at the door, so that somebody sees it."""
    moment = clock.moment()
    run = Reconciliation.objects.create(
        came_by=CameBy.FOLDER,
        is_whole=True,
        state=ReconciliationState.REFUSED,
        refused_because=why[:600],
        handed_in_at=moment,
        handed_in_by=system_officer(),
        ended_at=moment,
        touched_at=clock.machine_moment(),
    )
    for position, file in enumerate(files):
        ExtractFile.objects.create(
            reconciliation=run,
            position=position,
            name=plain_name(file.name),
            sha256=hashlib.sha256(file.content).hexdigest(),
            size=len(file.content),
        )
    record(Verb.EXTRACT_REFUSED, subject_type="reconciliation", subject_id=run.pk, payload={})


def _ids_after(day: date, cursor: int, most: int) -> list[int]:
    if cursor == 0:
        take_in()
    at_work = Reconciliation.objects.filter(state__in=extracts.AT_WORK, pk__gt=cursor)
    return list(at_work.order_by("pk").values_list("pk", flat=True)[:most])


def _look(day: date, ids: list[int]) -> list[int]:
    return ids


def _act(run: SweepRun, reconciliation_id: int) -> bool:
    try:
        extracts.finish(reconciliation_id)
    except ReconciliationRunning:
        return False  # whoever is at it ends it
    return True


SWEEP: Sweep = Sweep(SweepName.RECONCILE, Subject.EXTRACT, _ids_after, _look, _act)
