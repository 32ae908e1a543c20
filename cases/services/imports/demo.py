"""The demonstration's caseload: the registers and logs of 2016 and the live cases, imported as history."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from accounts.models import Officer
from audit import clock
from audit.choices import Verb
from audit.models import AuditEvent
from audit.record import record
from cases.choices import ImportKind
from cases.models import ImportFile
from cases.services.imports.importing import Progress, import_files

BUSINESS_DAY = date(2016, 4, 6)


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the caseload; ``part`` is what a test may leave out."""

    name: str
    kind: ImportKind
    part: str = ""


FOUND, LIVE = "found", "live"
SOURCES = (
    Source("sofs_register.xlsx", ImportKind.REGISTER),
    Source("sofs_register_found_2016-04-05.xlsx", ImportKind.REGISTER, FOUND),
    Source("jfit_log.xlsx", ImportKind.JFIT_LOG),
    Source("demo_live_register.xlsx", ImportKind.REGISTER, LIVE),
    Source("demo_live_log.xlsx", ImportKind.JFIT_LOG, LIVE),
)


def missing(folder: Path, *, without: frozenset[str] = frozenset()) -> list[Source]:
    """The files of the caseload that no import has read to its end, in the order in which they go in."""
    finished = set(ImportFile.objects.exclude(finished_at=None).values_list("sha256", flat=True))
    wanted = [source for source in SOURCES if source.part not in without]
    return [source for source in wanted if _digest(folder / source.name) not in finished]


def begin_if_new() -> None:
    """Put a demonstration in which nothing has happened yet on its first business day."""
    if clock.demo_day() is None and not AuditEvent.objects.exists():
        set_business_day()


def set_business_day() -> None:
    """Put the demonstration on its first business day, unless it stands later. Raises ClockRefused in
    production.
    """
    if (clock.demo_day() or date.min) < BUSINESS_DAY and clock.set_demo_day(BUSINESS_DAY):
        record(
            Verb.DEMO_DAY_SET,
            subject_type="demo_day",
            subject_id=None,
            payload={"day": BUSINESS_DAY.isoformat()},
        )


def load(folder: Path, sources: list[Source], *, by: Officer, progress: Progress) -> None:
    """Import these files as history. Killed half-way, the next run goes on from what went in."""
    for source in sources:
        import_files(source.kind, [folder / source.name], by=by, historical=True, progress=progress)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
