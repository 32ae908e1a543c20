"""Beat's timetable: in UTC, never where London and UTC may disagree on the day, and of tasks that exist."""

from celery.schedules import crontab

from nsd.celery import ALL_DAY, DAILY, NIGHT, SWEEP, app
from retention.services.nightly import SWEEPS


def _minutes(schedule: crontab) -> set[tuple[int, int]]:
    return {(hour, minute) for hour in schedule.hour for minute in schedule.minute}


def test_nothing_that_works_on_a_business_day_runs_while_the_days_differ() -> None:
    for name, entry in (NIGHT | DAILY).items():
        assert not {hour for hour, _ in _minutes(entry["schedule"])} & {23, 0}, name


def test_each_sweep_of_the_night_runs_once_a_day_and_none_at_the_same_time() -> None:
    times = [_minutes(entry["schedule"]) for entry in (NIGHT | DAILY).values()]
    assert all(len(time) == 1 for time in times)
    assert len(set().union(*times)) == len(NIGHT | DAILY)


def test_the_night_has_every_sweep_there_is_and_no_other() -> None:
    assert [entry["args"] for entry in NIGHT.values()] == [(name,) for name in SWEEPS]
    assert {entry["task"] for entry in NIGHT.values()} == {SWEEP}


def test_missed_sweeps_are_looked_for_every_minute() -> None:
    assert len(_minutes(ALL_DAY["watch_sweeps"]["schedule"])) == 24 * 60


def test_the_timetable_is_in_utc_and_whole() -> None:
    assert app.conf.timezone == "UTC" and app.conf.enable_utc
    assert app.conf.beat_schedule == NIGHT | DAILY | ALL_DAY


def test_every_task_of_the_timetable_exists() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_a_killed_workers_task_is_given_out_again_and_none_outlives_the_brokers_patience() -> None:
    assert app.conf.task_acks_late and app.conf.task_reject_on_worker_lost
    assert app.conf.broker_transport_options["visibility_timeout"] > app.conf.task_time_limit
