"""The demonstration's business day."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit import clock
from audit.choices import Verb
from audit.record import record
from retention.services.watch_sweeps import days_behind


@transaction.atomic
def move_to(day: date) -> int:
    """Move the demonstration to ``day``; how many days the sweeps then have to catch up.

    Raises ``audit.clock.ClockRefused`` in production and for a day before the present one.
    """
    if clock.set_demo_day(day):
        record(Verb.DEMO_DAY_SET, subject_type="demo_day", subject_id=None, payload={"day": day})
    return days_behind()
