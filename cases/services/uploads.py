"""Handing in files to be imported: looked at, kept, rehearsed first, and imported only once confirmed.

Whoever hands files in is who imports them. The work itself is done in pieces: see ``imports.pieces``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.record import record
from cases.choices import ImportKind, UploadState
from cases.errors import AuthorityRefused, FactRefused
from cases.models import ErasableUpload, Upload, UploadFile
from cases.services.imports import reading, workbook_guard
from cases.services.imports.errors import UnreadableFile
from law import periods

MAY_HAND_IN = {
    ImportKind.REGISTER: frozenset({Role.MIGRATION_OFFICER, Role.SOFS_MANAGER}),
    ImportKind.JFIT_LOG: frozenset({Role.MIGRATION_OFFICER, Role.JFIT_MANAGER}),
}
HANDS_IN = frozenset().union(*MAY_HAND_IN.values())
MOST_FILES = 10
MOST_BYTES = 100_000_000
REVIEW_AFTER_DAYS = 90
ENDINGS = (".xlsx", ".csv")


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file as it came: its name and its bytes."""

    name: str
    content: bytes


@transaction.atomic
def hand_in(kind: str, files: Sequence[HandedIn], *, by: Officer, historical: bool = False) -> Upload:
    """Keep the files, to be rehearsed. Raises AuthorityRefused for want of the right, FactRefused for a file
    that is none of ours: too large, damaged, with macros, or neither a workbook nor a CSV.
    """
    check_right(kind, by, historical)
    check_files(files)
    moment = clock.moment()
    upload = Upload.objects.create(
        kind=kind,
        is_historical=historical,
        uploaded_at=moment,
        uploaded_by=by,
        touched_at=clock.machine_moment(),
    )
    review_on = periods.within_days(clock.today(), REVIEW_AFTER_DAYS)
    for position, handed in enumerate(files):
        file = UploadFile.objects.create(
            upload=upload,
            position=position,
            name=plain_name(handed.name),
            sha256=hashlib.sha256(handed.content).hexdigest(),
            size=len(handed.content),
        )
        ErasableUpload.objects.create(file=file, content=handed.content, review_on=review_on)
        _tell(Verb.FILE_UPLOADED, upload, by, file=file.pk, sha256=file.sha256, kind=str(kind))
    return upload


@transaction.atomic
def confirm(upload_id: int, *, by: Officer) -> Upload:
    """Let the import begin. Raises AuthorityRefused, or FactRefused where there is nothing to confirm."""
    upload = _own(upload_id, by, "imports it")
    check_right(upload.kind, by, upload.is_historical)
    if upload.state != UploadState.REHEARSED:
        raise FactRefused(f"There is nothing to confirm: {upload.get_state_display().lower()}.")
    upload.state, upload.confirmed_at = UploadState.IMPORTING, clock.moment()
    upload.rows_done, upload.file_now, upload.touched_at = 0, 0, clock.machine_moment()
    upload.save()
    _tell(Verb.IMPORT_CONFIRMED, upload, by, rows=upload.rows_total)
    return upload


@transaction.atomic
def leave(upload_id: int, *, by: Officer) -> Upload:
    """End it without importing. Raises AuthorityRefused, or FactRefused once the import has begun."""
    upload = _own(upload_id, by, "leaves it")
    if upload.state not in (UploadState.REHEARSING, UploadState.REHEARSED):
        raise FactRefused(f"It cannot be left any more: {upload.get_state_display().lower()}.")
    upload.state, upload.ended_at = UploadState.LEFT, clock.moment()
    upload.save()
    _tell(Verb.IMPORT_LEFT, upload, by)
    return upload


def kinds_for(officer: Officer) -> list[ImportKind]:
    """What ``officer`` may hand in today."""
    roles = roles_on(officer, clock.today())
    return [kind for kind, allowed in MAY_HAND_IN.items() if roles & allowed]


def may_record_history(officer: Officer) -> bool:
    """Whether ``officer`` may import facts as known from when the rows were written."""
    return Role.MIGRATION_OFFICER in roles_on(officer, clock.today())


def check_right(kind: str, by: Officer, historical: bool) -> None:
    """Raises AuthorityRefused where ``by`` may not import this, or not as history."""
    if kind not in kinds_for(by):
        needed = sorted(MAY_HAND_IN.get(ImportKind(kind), ()))
        words = " or ".join(str(Role(role).label) for role in needed) or "nobody on this page"
        raise AuthorityRefused(f"A {ImportKind(kind).label} is imported here by: {words}.")
    if historical and not may_record_history(by):
        raise AuthorityRefused("Only a Migration officer records in the past.")


@contextmanager
def on_disk(file: UploadFile) -> Iterator[Path]:
    """The file's bytes under its own name in a folder that is gone afterwards: readers want a path."""
    content = bytes(ErasableUpload.objects.get(file=file).content)
    with written(file.name, content) as path:
        yield path


def plain_name(name: str) -> str:
    """A file's name alone, without folders or what no file name has.

    >>> plain_name("C:\\\\Users\\\\x\\\\Register 1.xlsx"), plain_name("../../etc/passwd")
    ('Register 1.xlsx', 'passwd')
    """
    last = re.split(r"[\\/]", name)[-1]
    shown = "".join(letter for letter in last if letter.isprintable()).strip(" .")
    stem, dot, ending = shown.rpartition(".")
    return f"{stem[: 190 - len(ending)]}{dot}{ending}" if dot else shown[:190]


@contextmanager
def written(name: str, content: bytes) -> Iterator[Path]:
    """These bytes as a file of that name, in a folder that is gone afterwards."""
    with TemporaryDirectory(prefix="nsd-import-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        yield path


def check_files(files: Sequence[HandedIn]) -> None:
    """Raises FactRefused for what is none of ours: too large, damaged, with macros, or of another kind."""
    if not files:
        raise FactRefused("Choose at least one file.")
    if len(files) > MOST_FILES:
        raise FactRefused(f"{len(files)} files were chosen; at most {MOST_FILES} go in together.")
    together = sum(len(handed.content) for handed in files)
    if together > MOST_BYTES:
        raise FactRefused(f"The files have {together:,} bytes; at most {MOST_BYTES:,} go in together.")
    for handed in files:
        _check_file(handed)


def _check_file(handed: HandedIn) -> None:
    name = plain_name(handed.name)
    if not name.lower().endswith(ENDINGS):
        raise FactRefused(f"{name or 'A file'} is neither .xlsx nor .csv. Save it as one of them.")
    if not handed.content:
        raise FactRefused(f"{name} is empty. Check that the right file was chosen.")
    with written(name, handed.content) as path:
        try:
            if name.lower().endswith(".xlsx"):
                workbook_guard.check_is_workbook(path)
            else:
                reading.check_is_text(path)
        except UnreadableFile as refused:
            raise FactRefused(str(refused)) from refused


def _own(upload_id: int, by: Officer, does: str) -> Upload:
    upload = Upload.objects.select_for_update(of=("self",)).select_related("uploaded_by").get(pk=upload_id)
    if upload.uploaded_by != by:
        raise AuthorityRefused(
            f"Whoever hands files in {does}: {upload.uploaded_by.display_name}. Hand them in yourself."
        )
    return upload


def _tell(verb: Verb, upload: Upload, by: Officer, **told: object) -> None:
    record(
        verb,
        subject_type="upload",
        subject_id=upload.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload=told,
    )
