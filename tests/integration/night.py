"""What tests of the night's work share: a stopped clock, loaded data, and what was recorded."""

from __future__ import annotations

from datetime import date, datetime, time

import time_machine

from accounts.models import Officer
from audit import clock
from audit.models import AuditEvent
from cases.models import ImportFile
from tests.casework import LONDON


def moment_of(day: date, hour: int, minute: int, second: int = 0) -> time_machine.travel:
    """A stopped clock at a time of day in London."""
    return time_machine.travel(datetime.combine(day, time(hour, minute, second), LONDON), tick=False)


def loaded(by: Officer) -> ImportFile:
    """Data was loaded on the business day: the first day that the sweeps are due for."""
    return ImportFile.objects.create(
        kind="register", name="register.xlsx", sha256="0" * 64, imported_at=clock.moment(), imported_by=by
    )


def events(*verbs: str) -> list[str]:
    """The verbs of these kinds that were recorded, in order."""
    return list(AuditEvent.objects.filter(verb__in=verbs).order_by("pk").values_list("verb", flat=True))
