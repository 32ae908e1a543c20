"""Any sweep: twice, too early, with a poisoned row, and with a stored answer that nobody can have changed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DataError, connection

from accounts.choices import Role
from accounts.models import Officer
from audit import clock
from audit.choices import Verb
from audit.facts import stamp
from audit.models import AuditEvent
from cases import positions
from cases.models import Case, Material, Taking
from retention.choices import SweepName
from retention.errors import SweepRunning
from retention.models import DefectAlarm, DeletionOrder, SweepFailure, SweepRun
from retention.selectors import sweep_ages
from retention.services import locks
from retention.services.nightly import SWEEPS, run_sweep
from retention.services.sweeps import lock_name
from retention.services.watch_sweeps import next_due
from tests.casework import at, case, items_of, officer
from tests.integration.night import loaded, moment_of
from tests.people import signed_in

TODAY = date(2016, 4, 6)
ONE_DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", list(SWEEPS))
def test_a_second_run_of_a_day_changes_nothing(sofs: Officer, name: str) -> None:
    with at(TODAY):
        for days in (400, 180, 30):
            case(by=sofs, taken_on=TODAY - timedelta(days=days))
        first = run_sweep(name, TODAY)
        before = AuditEvent.objects.count()
        second = run_sweep(name, TODAY)
    assert second.acted == second.failed == 0 and second.seen == second.unchanged == first.seen
    begun_and_ended = 2
    assert AuditEvent.objects.count() == before + begun_and_ended
    run = SweepRun.objects.get(sweep=name, day=TODAY)
    assert (run.passes, run.acted_in_all, run.is_good) == (2, first.acted, True)


def test_a_sweep_for_tomorrow_is_refused_and_leaves_no_trace() -> None:
    with at(TODAY), pytest.raises(CommandError, match="7 April 2016 has not come yet"):
        call_command("sweep", "verify_positions", "--for", "2016-04-07")
    assert not SweepRun.objects.exists()


@pytest.mark.parametrize(
    ("name", "day", "says"),
    [
        ("tidy_up", "2016-04-06", "The sweeps are: verify_positions, suspend_unlawful, raise_at_risk, chase"),
        ("chase", "6/4/2016", "write the day as 2016-04-06"),
    ],
)
def test_an_unknown_sweep_or_day_is_refused_with_what_would_do(name: str, day: str, says: str) -> None:
    with at(TODAY), pytest.raises(CommandError, match=says):
        call_command("sweep", name, "--for", day)


def test_the_command_gives_its_counts_to_a_machine_too(sofs: Officer) -> None:
    out = StringIO()
    with at(TODAY):
        case(by=sofs, taken_on=TODAY)
        call_command("sweep", "verify_positions", "--for", "2016-04-06", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["day"] == "2016-04-06"
    assert [told[name] for name in ("seen", "acted", "unchanged", "failed")] == [1, 0, 1, 0]


def test_a_sweep_that_is_running_is_not_started_beside_itself_even_for_another_day() -> None:
    lock = lock_name(SweepName.CHASE)
    with at(TODAY), locks.held(lock):
        assert not locks.is_free(lock)
        with pytest.raises(SweepRunning):
            run_sweep(SweepName.CHASE, TODAY - ONE_DAY)
    assert locks.is_free(lock)


def test_a_poisoned_row_is_set_apart_and_all_others_are_done(sofs: Officer) -> None:
    with at(TODAY):
        made = [case(by=sofs, taken_on=TODAY - timedelta(days=400)) for _ in range(4)]
        poisoned = items_of(made[1])[0]
        _poison(poisoned, sofs)
        result = run_sweep(SweepName.SUSPEND_UNLAWFUL, TODAY)
    assert (result.seen, result.acted, result.failed, result.unchanged) == (8, 7, 1, 0)
    assert DeletionOrder.objects.count() == 7
    failure = SweepFailure.objects.get()
    assert (failure.subject_type, failure.subject_id, failure.cleared_at) == ("material", poisoned, None)
    with at(TODAY):
        assert sweep_ages(TODAY).late and "set apart: 1" in sweep_ages(TODAY).words
        _cure(poisoned, sofs)
        assert run_sweep(SweepName.SUSPEND_UNLAWFUL, TODAY).failed == 0
    failure.refresh_from_db()
    assert failure.cleared_at is not None


def test_an_item_that_cannot_be_read_leaves_no_cursor_open_to_be_closed_within_another_statement(
    sofs: Officer,
) -> None:
    with at(TODAY):
        items = items_of(case(by=sofs, taken_on=TODAY))
    _poison(items[0], sofs)
    # What was raised is held on to, as a log or a debugger would, and with it all that was half read.
    with pytest.raises(DataError) as held:
        list(positions.differences(items))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE name LIKE '_django_curs_%'")
        assert cursor.fetchone() == (0,), held


def _poison(material_id: int, by: Officer) -> None:
    """A date beyond every calendar, as only a hand in the database can write it: nobody can read it back."""
    columns = (
        "recorded_at, recorded_by_id, source, material_id, power, power_as_written, place, nation, force_id"
    )
    _withdraw_taking(material_id, by)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_taking ({columns}, withdrawn_because, taken_on) "
            f"SELECT {columns}, '', 'infinity' FROM cases_taking WHERE material_id = %s",
            [material_id],
        )


def _cure(material_id: int, by: Officer) -> None:
    old = Taking.objects.values("power", "force_id", "nation").get(
        material=material_id, withdrawn_at__isnull=False
    )
    _withdraw_taking(material_id, by)
    taken_on = TODAY - timedelta(days=400)
    Taking.objects.create(material_id=material_id, taken_on=taken_on, **old, **stamp(by))


def _withdraw_taking(material_id: int, by: Officer) -> None:
    marks = {"withdrawn_at": clock.moment(), "withdrawn_by": by, "withdrawn_because": "mistake"}
    Taking.objects.current().filter(material=material_id).update(**marks)


def test_a_stored_day_that_nobody_changed_is_a_defect_alarm_and_is_mended(sofs: Officer) -> None:
    with at(TODAY):
        made = case(by=sofs, taken_on=date(2016, 3, 1))
        item = items_of(made)[0]
        Material.objects.filter(pk=item).update(last_lawful_day=date(2016, 12, 31))
        assert run_sweep(SweepName.VERIFY_POSITIONS, TODAY).acted == 1
        assert run_sweep(SweepName.VERIFY_POSITIONS, TODAY).acted == 0
        assert "Defect alarms: 1" in sweep_ages(TODAY).words
    alarm = DefectAlarm.objects.get()
    assert (alarm.subject_type, alarm.subject_id, alarm.case) == ("material", item, made)
    assert alarm.stored == {"last_lawful_day": "2016-12-31"}
    assert alarm.computed == {"last_lawful_day": "2016-08-31"}
    assert Material.objects.get(pk=item).last_lawful_day == date(2016, 8, 31)
    assert AuditEvent.objects.filter(verb=Verb.DEFECT_ALARM, run_id=alarm.run.key).count() == 1


def test_a_manager_acknowledges_a_defect_alarm_with_a_plan_and_it_warns_no_longer(sofs: Officer) -> None:
    manager = officer(Role.SOFS_MANAGER, name="Dana Marsh")
    with at(TODAY):
        made = case(by=sofs, taken_on=date(2016, 3, 1))
        Material.objects.filter(pk=items_of(made)[0]).update(last_lawful_day=date(2016, 12, 31))
        run_sweep(SweepName.VERIFY_POSITIONS, TODAY)
        page = f"/sweeps/alarms/{DefectAlarm.objects.get().pk}/"
        client = signed_in(manager)
        assert page in client.get("/sweeps/").content.decode()
        assert "2016-12-31" in client.get(page).content.decode()
        plan = {"plan": "The developers look for the cause by Friday."}
        assert "A manager acknowledges" in signed_in(sofs).post(page, plan).content.decode()
        assert "Say what will be done" in client.post(page, {"plan": ""}).content.decode()
        assert "Acknowledged" in client.post(page, plan, follow=True).content.decode()
        assert "Dana Marsh acknowledged this alarm on" in client.post(page, plan).content.decode()
        assert "The developers look for the cause" in signed_in(sofs).get(page).content.decode()
        assert page not in client.get("/sweeps/").content.decode()
        assert "Defect alarms" not in sweep_ages(TODAY).words
    assert AuditEvent.objects.filter(verb=Verb.ALERT_ACKNOWLEDGED, subject_type="defectalarm").count() == 1


def test_a_case_that_shows_another_day_than_its_earliest_item_is_a_defect_alarm(sofs: Officer) -> None:
    with at(TODAY):
        made = case(by=sofs, taken_on=date(2016, 3, 1))
        Case.objects.filter(pk=made.pk).update(last_lawful_day=date(2017, 1, 1), sort_day=date(2017, 1, 1))
        run_sweep(SweepName.VERIFY_POSITIONS, TODAY)
    assert DefectAlarm.objects.get().subject_type == "case"
    made.refresh_from_db()
    assert made.last_lawful_day == date(2016, 8, 31)


def test_an_item_marked_gone_without_evidence_is_a_defect_alarm_and_is_held_again(sofs: Officer) -> None:
    with at(TODAY):
        item = items_of(case(by=sofs, taken_on=date(2015, 3, 1)))[0]
        Material.objects.filter(pk=item).update(deleted_on=TODAY)
        run_sweep(SweepName.VERIFY_POSITIONS, TODAY)
    assert DefectAlarm.objects.get().computed == {"deleted_on": None}
    assert Material.objects.held().filter(pk=item).exists()


def test_missed_days_are_due_in_order_from_the_day_of_loading(sofs: Officer) -> None:
    assert next_due() is None
    with at(TODAY):
        loaded(sofs)
    done = []
    with at(TODAY + 2 * ONE_DAY):
        while due := next_due():
            run_sweep(due.sweep, due.day, unless_done=True)
            done.append((due.day, due.sweep))
    days = [TODAY, TODAY + ONE_DAY, TODAY + 2 * ONE_DAY]
    assert done == [(day, name) for day in days for name in SWEEPS]


def test_a_sweep_that_breaks_off_keeps_no_other_from_its_days(sofs: Officer) -> None:
    with at(TODAY):
        loaded(sofs)
        moment = stamp(sofs)["recorded_at"]
        SweepRun.objects.create(
            sweep=SweepName.VERIFY_POSITIONS,
            day=TODAY,
            started_at=moment,
            last_progress_at=moment,
            broke_off_because="RuntimeError",
        )
        due = next_due()
        assert due is not None and due.sweep == SweepName.SUSPEND_UNLAWFUL
    with moment_of(TODAY, 10, 15):
        due = next_due()
        assert due is not None and due.sweep == SweepName.VERIFY_POSITIONS


@pytest.mark.parametrize("hour", [0, 1])
def test_nothing_begins_while_the_days_of_london_and_utc_differ(sofs: Officer, hour: int) -> None:
    with at(TODAY):
        loaded(sofs)
    # British Summer Time: half past midnight and half past one are 23:30 and 00:30 UTC.
    with moment_of(TODAY + ONE_DAY, hour, 30):
        assert next_due() is None


def test_the_first_page_hears_of_a_night_that_was_missed(sofs: Officer) -> None:
    with at(TODAY):
        loaded(sofs)
        for name in SWEEPS:
            run_sweep(name, TODAY)
        assert not sweep_ages(TODAY).late and "no difference" in sweep_ages(TODAY).words
    assert not sweep_ages(TODAY + ONE_DAY).late  # tonight's are still to come
    ages = sweep_ages(TODAY + 3 * ONE_DAY)
    assert ages.late and "Chase ports for profiles: last done for 6 April 2016." in ages.words
