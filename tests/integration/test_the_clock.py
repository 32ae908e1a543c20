"""The business day and moment: the machine's in production, a demonstration's own, and never backwards."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from audit import clock
from audit.choices import Verb
from audit.models import AuditEvent, DemoDay
from audit.record import record

pytestmark = pytest.mark.django_db
SIXTH = date(2016, 4, 6)


def happen() -> datetime:
    """Something is recorded; returns its moment."""
    record(Verb.CASE_VIEWED, subject_type="case", subject_id=1)
    return AuditEvent.objects.order_by("-id")[0].at


def test_without_a_demonstration_day_the_clock_is_the_machines(time_machine) -> None:
    time_machine.move_to(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), tick=False)
    assert clock.today() == date(2026, 7, 2), "half past midnight in London"
    assert clock.moment() == datetime(2026, 7, 1, 23, 30, tzinfo=UTC)


def test_a_moment_of_the_demonstration_is_its_day_at_the_local_time_of_day(time_machine) -> None:
    time_machine.move_to(datetime(2026, 1, 15, 14, 7, tzinfo=UTC), tick=False)
    clock.set_demo_day(SIXTH)
    assert clock.today() == SIXTH
    assert clock.moment() == datetime(2016, 4, 6, 13, 7, tzinfo=UTC), "14:07 in London, in summer time"


def test_a_moment_never_goes_back_when_the_machines_midnight_passes(time_machine) -> None:
    time_machine.move_to(datetime(2026, 1, 15, 23, 59, tzinfo=UTC), tick=False)
    clock.set_demo_day(SIXTH)
    moments = [happen(), happen()]
    time_machine.move_to(datetime(2026, 1, 16, 0, 1, tzinfo=UTC), tick=False)
    moments += [happen(), happen()]
    assert moments == sorted(set(moments))
    assert {clock.local_day(moment) for moment in moments} == {SIXTH}


def test_what_is_recorded_bears_its_day_even_when_the_day_is_full(time_machine) -> None:
    time_machine.move_to(datetime(2026, 1, 15, 12, tzinfo=UTC), tick=False)
    clock.set_demo_day(SIXTH)
    last = datetime(2016, 4, 6, 22, 59, 59, 999999, tzinfo=UTC)
    record(Verb.CASE_VIEWED, subject_type="case", subject_id=1, at=last)
    assert clock.moment() == last


def test_the_demonstration_day_only_goes_forward() -> None:
    assert clock.set_demo_day(SIXTH)
    assert not clock.set_demo_day(SIXTH), "it stands there already"
    assert clock.set_demo_day(date(2016, 4, 9))
    with pytest.raises(clock.ClockRefused, match="2016-04-08 is before that"):
        clock.set_demo_day(date(2016, 4, 8))
    with pytest.raises(IntegrityError, match="only goes forward"), transaction.atomic():
        DemoDay.objects.create(day=date(2016, 4, 8), set_at=clock.machine_moment())
    assert clock.today() == date(2016, 4, 9)


def test_the_first_demonstration_day_is_not_before_what_is_recorded(time_machine) -> None:
    time_machine.move_to(datetime(2026, 1, 15, 12, tzinfo=UTC))
    happen()
    with pytest.raises(clock.ClockRefused, match="recorded on 2026-01-15"):
        clock.set_demo_day(SIXTH)


def test_the_environment_names_the_day_that_a_demonstration_opens_on(settings) -> None:
    settings.DEMO_DAY = "2016-04-06"
    assert clock.today() == SIXTH
    clock.set_demo_day(date(2016, 4, 7))
    assert clock.today() == date(2016, 4, 7)


def test_production_has_the_real_day_and_refuses_another(settings, time_machine) -> None:
    time_machine.move_to(datetime(2026, 1, 15, 12, tzinfo=UTC), tick=False)
    clock.set_demo_day(date(2026, 1, 15))
    settings.PRODUCTION = True
    with pytest.raises(clock.ClockRefused, match="production"):
        clock.set_demo_day(date(2026, 1, 20))
    time_machine.move_to(datetime(2026, 1, 18, 12, tzinfo=UTC), tick=False)
    assert clock.today() == date(2026, 1, 18)
    assert clock.moment() == datetime(2026, 1, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), date(2026, 12, 31)),
    ],
)
def test_a_day_is_a_day_in_london(moment: datetime, day: date) -> None:
    assert clock.local_day(moment) == day
