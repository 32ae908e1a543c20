"""The business day and moment: the one place that reads a clock.

In production both are the machine's. A demonstration may set its business day; then a moment is that day at
the clock's local time of day, or just after the last recorded moment, whichever is later, so that it never
goes back. Days are days in London.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max

from audit.context import forget, once_a_request
from audit.models import AuditEvent, DemoDay

LONDON = ZoneInfo("Europe/London")
_INSTANT = timedelta(microseconds=1)


class ClockRefused(ValueError):
    """The business day cannot be set to the day asked for; the message says why."""


def machine_moment() -> datetime:
    """The machine's moment, in UTC."""
    return datetime.now(UTC)


def local_day(moment: datetime) -> date:
    """The day in London at an aware moment. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone, so it names no moment.")
    return moment.astimezone(LONDON).date()


def today() -> date:
    """The business day."""
    return demo_day() or local_day(machine_moment())


def demo_day() -> date | None:
    """The day that a demonstration stands on; None in production and where none was set."""
    if settings.PRODUCTION:
        return None
    return once_a_request("demo_day", _read_demo_day)


def moment() -> datetime:
    """The business moment, in UTC: what every ``recorded_at`` is given."""
    machine = machine_moment()
    day = demo_day()
    if day is None:
        return machine
    of_day = datetime.combine(day, machine.astimezone(LONDON).time(), LONDON).astimezone(UTC)
    last = _last_recorded()
    if last is None or last < of_day:
        return of_day
    # Just after, but never past midnight: what is recorded today bears today's date.
    return max(last, min(last + _INSTANT, _last_instant(day)))


def set_demo_day(day: date) -> bool:
    """Move the demonstration to ``day``; False where it stands there already.

    Raises ClockRefused in production and for a day before the present one or before what is already recorded.
    """
    if settings.PRODUCTION:
        raise ClockRefused(
            "This is a production installation: its business day is the real one and cannot be set."
        )
    now = _read_demo_day()
    if now == day:
        return False
    if now and day < now:
        raise ClockRefused(f"The demonstration stands on {now} and only goes forward; {day} is before that.")
    last = _last_recorded()
    if last and day < local_day(last):
        raise ClockRefused(f"Something is recorded on {local_day(last)} already; {day} is before that.")
    DemoDay.objects.create(day=day, set_at=machine_moment())
    forget()
    return True


def _read_demo_day() -> date | None:
    latest = DemoDay.objects.aggregate(latest=Max("day"))["latest"]
    return latest or (date.fromisoformat(settings.DEMO_DAY) if settings.DEMO_DAY else None)


def _last_recorded() -> datetime | None:
    return AuditEvent.objects.aggregate(latest=Max("at"))["latest"]


def _last_instant(day: date) -> datetime:
    return datetime.combine(day, time.max, LONDON).astimezone(UTC)
