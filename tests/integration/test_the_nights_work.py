"""The rules of the night on real rows: what must go, what is near, whom to press; each run more than once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.choices import Role
from accounts.models import Officer
from audit.choices import Verb
from audit.facts import stamp
from cases.models import (
    Case,
    Holding,
    Material,
    NonSearchableEvidence,
    ProfileReceipt,
    Request,
    RequestEvent,
    Taking,
)
from cases.services import facts
from cases.services.facts import correct_taking, record_unlawful_taking
from retention.choices import OrderEvent, OrderState, SweepName
from retention.errors import AlertRefused, OrderStepRefused
from retention.models import Alert, ChaseTask, DeletionOrder, SuspensionInstruction
from retention.selectors import alerts_for
from retention.services.alerts import acknowledge
from retention.services.deletion_orders import step as step_order
from retention.services.nightly import run_sweep
from tests.casework import at, case, items_of, officer, step
from tests.integration.night import events, moment_of
from tests.people import person, signed_in

ONE_DAY = timedelta(days=1)
# Taken on 7 October 2015 under Schedule 7: the last lawful day is Wednesday 6 April 2016.
TAKEN, LAST, FIRST_UNLAWFUL = date(2015, 10, 7), date(2016, 4, 6), date(2016, 4, 7)
pytestmark = pytest.mark.django_db


def run(name: str, day: date, *, on: date | None = None, times: int = 1) -> int:
    """Run a sweep for a day on a business day; how much the runs did together."""
    with at(on or day):
        return sum(run_sweep(name, day).acted for _ in range(times))


@pytest.fixture
def jfit() -> Officer:
    return officer(Role.JFIT_OFFICER)


# What must go


def test_at_2359_it_is_lawful_and_at_0001_it_is_listed_with_no_sweep_in_between(sofs: Officer) -> None:
    with at(TAKEN):
        made = case(by=sofs, taken_on=TAKEN)
    client = signed_in(person(Role.SOFS_MANAGER))
    with moment_of(LAST, 23, 59):
        assert b"<strong>0 individuals</strong>" in client.get("/unlawful/").content
    with moment_of(FIRST_UNLAWFUL, 0, 1):
        page = client.get("/unlawful/").content.decode()
    assert "<strong>1 individual</strong> in 1 case, 2 items" in page and made.ref in page
    assert not DeletionOrder.objects.exists()


def test_the_sweep_instructs_on_the_last_day_and_orders_on_the_next(sofs: Officer) -> None:
    with at(TAKEN):
        case(by=sofs, taken_on=TAKEN)
    assert run(SweepName.SUSPEND_UNLAWFUL, LAST - ONE_DAY) == 0
    assert run(SweepName.SUSPEND_UNLAWFUL, LAST, times=2) == 2
    assert not DeletionOrder.objects.exists()
    assert set(SuspensionInstruction.objects.values_list("not_before", flat=True)) == {FIRST_UNLAWFUL}
    assert run(SweepName.SUSPEND_UNLAWFUL, FIRST_UNLAWFUL, times=2) == 2
    assert list(DeletionOrder.objects.values_list("state", "due_on")) == [("suspended", FIRST_UNLAWFUL)] * 2
    assert SuspensionInstruction.objects.count() == 2


def test_an_item_with_no_known_place_is_ordered_but_not_called_suspended(sofs: Officer) -> None:
    with at(TAKEN):
        item = items_of(case(by=sofs, taken_on=TAKEN, kinds=("fingerprints",)))[0]
        _withdraw(Holding, item, sofs)
    run(SweepName.SUSPEND_UNLAWFUL, FIRST_UNLAWFUL)
    assert DeletionOrder.objects.get().state == OrderState.DUE


def test_what_is_evidenced_non_searchable_is_not_instructed_again(sofs: Officer) -> None:
    with at(TAKEN):
        item = items_of(case(by=sofs, taken_on=TAKEN, kinds=("fingerprints",)))[0]
        holding = Holding.objects.get(material=item)
        NonSearchableEvidence.objects.create(holding=holding, evidenced_on=TAKEN, **stamp(sofs))
    run(SweepName.SUSPEND_UNLAWFUL, FIRST_UNLAWFUL)
    assert not SuspensionInstruction.objects.exists()
    assert DeletionOrder.objects.get().state == OrderState.SUSPENDED


def test_a_corrected_date_halts_the_order_and_cancels_the_instruction(sofs: Officer) -> None:
    with at(TAKEN):
        item = items_of(case(by=sofs, taken_on=TAKEN, kinds=("fingerprints",)))[0]
    run(SweepName.SUSPEND_UNLAWFUL, FIRST_UNLAWFUL)
    with at(FIRST_UNLAWFUL):
        correct_taking(Material.objects.get(pk=item), by=sofs, taken_on=date(2015, 12, 1))
    assert run(SweepName.SUSPEND_UNLAWFUL, FIRST_UNLAWFUL, times=2) == 1
    order = DeletionOrder.objects.get()
    assert (order.state, order.halted_because) == ("halted", "lawful_cover")
    assert SuspensionInstruction.objects.get().cancelled_because == "saved"
    # And when that later day has passed too, a new order and a new instruction stand.
    run(SweepName.SUSPEND_UNLAWFUL, date(2016, 6, 1), times=2)
    assert sorted(DeletionOrder.objects.values_list("state", flat=True)) == ["halted", "suspended"]


def test_a_late_run_for_an_earlier_day_takes_nothing_back(sofs: Officer) -> None:
    with at(TAKEN):
        case(by=sofs, taken_on=TAKEN)
    run(SweepName.SUSPEND_UNLAWFUL, FIRST_UNLAWFUL)
    for day in (LAST - ONE_DAY, LAST):
        assert run(SweepName.SUSPEND_UNLAWFUL, day, on=FIRST_UNLAWFUL) == 0


def test_what_was_taken_unlawfully_is_ordered_although_its_period_runs(sofs: Officer) -> None:
    with at(date(2016, 4, 5)):
        item = items_of(case(by=sofs, taken_on=date(2016, 3, 1), kinds=("fingerprints",)))[0]
        record_unlawful_taking(Material.objects.get(pk=item), by=sofs, on=date(2016, 4, 5))
    run(SweepName.SUSPEND_UNLAWFUL, LAST)
    order = DeletionOrder.objects.get()
    assert (order.opened_because, order.due_on, order.state) == (
        "must_destroy",
        date(2016, 4, 5),
        "suspended",
    )


def test_an_unresolved_item_gets_no_order_however_old(sofs: Officer) -> None:
    with at(TAKEN):
        case(by=sofs, taken_on=None)
        case(by=sofs, taken_on=date(2010, 1, 1), power="")
    assert run(SweepName.SUSPEND_UNLAWFUL, FIRST_UNLAWFUL) == 0


def test_a_confirmed_stop_opens_its_orders_in_the_same_breath(sofs: Officer, jfit: Officer) -> None:
    inspector = officer(Role.INSPECTOR, rank="inspector")
    day = date(2016, 3, 2)
    made = case(by=sofs, taken_on=date(2016, 2, 1))
    step(made, "refer", sofs, on=day)
    step(made, "stop", jfit, on=day, reasons="No intelligence value.")
    step(made, "confirm_stop", inspector, on=day)
    found = list(DeletionOrder.objects.values_list("opened_because", "due_on", "state"))
    assert found == [("stop_confirmed", day, "suspended")] * 2
    assert run(SweepName.SUSPEND_UNLAWFUL, day) == 0
    with at(day):
        facts.record_conviction(made.subject, by=sofs, on=day)
    assert run(SweepName.SUSPEND_UNLAWFUL, day, times=2) == 2
    assert set(DeletionOrder.objects.values_list("state", "halted_because")) == {("halted", "lawful_cover")}


def test_a_deletion_takes_two_people_whoever_asks_the_database(sofs: Officer) -> None:
    with at(TAKEN):
        case(by=sofs, taken_on=TAKEN, kinds=("fingerprints",))
    run(SweepName.SUSPEND_UNLAWFUL, FIRST_UNLAWFUL)
    order = DeletionOrder.objects.get()
    step_order(order.pk, OrderEvent.ASK_APPROVAL, by=sofs)
    with pytest.raises(OrderStepRefused, match="whoever asked for a deletion cannot approve it"):
        step_order(order.pk, OrderEvent.APPROVE, by=sofs)
    with pytest.raises(OrderStepRefused, match="cannot take the step"):
        step_order(order.pk, OrderEvent.EXECUTE, by=sofs)
    order.refresh_from_db()
    approved = {"state": "approved", "approved_by": sofs, "approved_at": order.asked_at}
    for columns in (approved, {"state": "executed"}, {"state": "verified"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DeletionOrder.objects.filter(pk=order.pk).update(**columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeletionOrder.objects.create(
            material=order.material,
            case=order.case,
            opened_because="cover_ended",
            due_on=LAST,
            opened_on=LAST,
        )


# What is near


def referred(sofs: Officer, taken_on: date, on: date) -> Case:
    """A case with JFIT, that nobody has started."""
    made = case(by=sofs, taken_on=taken_on)
    step(made, "refer", sofs, on=on)
    return made


def test_one_alert_a_case_and_level_however_often_the_sweep_runs(sofs: Officer) -> None:
    made = [referred(sofs, TAKEN, date(2016, 3, 1)) for _ in range(3)]
    day = date(2016, 3, 20)
    assert run(SweepName.RAISE_AT_RISK, day, times=6) == 3
    assert list(Alert.objects.order_by("case").values_list("case", "level", "days_left", "days_needed")) == [
        (one.pk, "28", 17, 77) for one in made
    ]


def test_a_nearer_level_takes_the_place_of_the_one_before(sofs: Officer) -> None:
    referred(sofs, TAKEN, date(2016, 1, 10))
    for days_before in (60, 56, 40, 28, 14, 8, 7, 1, 0):
        run(SweepName.RAISE_AT_RISK, LAST - days_before * ONE_DAY, times=2)
    raised = Alert.objects.order_by("pk").values_list("level", "raised_on", "closed_because")
    assert list(raised) == [
        ("early", LAST - 60 * ONE_DAY, "superseded"),
        ("56", LAST - 56 * ONE_DAY, "superseded"),
        ("28", LAST - 28 * ONE_DAY, "superseded"),
        ("14", LAST - 14 * ONE_DAY, "superseded"),
        ("7", LAST - 7 * ONE_DAY, ""),
    ]


def test_what_is_past_its_day_is_unlawful_and_no_longer_at_risk(sofs: Officer) -> None:
    referred(sofs, TAKEN, date(2016, 3, 1))
    run(SweepName.RAISE_AT_RISK, LAST)
    run(SweepName.RAISE_AT_RISK, FIRST_UNLAWFUL, times=2)
    assert Alert.objects.get().closed_because == "day_passed"
    assert run(SweepName.RAISE_AT_RISK, LAST, on=FIRST_UNLAWFUL) == 0


def test_an_alert_is_closed_when_the_work_fits_again_and_stands_anew_when_it_does_not(
    sofs: Officer, jfit: Officer
) -> None:
    made = referred(sofs, TAKEN, date(2016, 1, 10))
    day = LAST - 30 * ONE_DAY
    run(SweepName.RAISE_AT_RISK, day)
    alert = Alert.objects.get()
    with at(day):
        acknowledge(alert.pk, plan="Apply this week.", by=jfit)
    force = made.force
    step(made, "apply", jfit, on=day, to_force=force, reasons="Of value.", months=24)
    run(SweepName.RAISE_AT_RISK, day + ONE_DAY)
    alert.refresh_from_db()
    assert alert.closed_because == "no_longer_at_risk"
    step(made, "withdraw_application", jfit, on=day + ONE_DAY, reasons="A part was missing.")
    run(SweepName.RAISE_AT_RISK, day + ONE_DAY, times=2)
    alert.refresh_from_db()
    assert Alert.objects.count() == 1
    assert alert.closed_on is None and alert.acknowledged_at is None


def test_an_alert_that_nobody_acknowledged_in_two_working_days_goes_to_the_manager(
    sofs: Officer, jfit: Officer
) -> None:
    manager = officer(Role.JFIT_MANAGER)
    made = referred(sofs, TAKEN, date(2016, 3, 1))
    Case.objects.filter(pk=made.pk).update(holder=jfit)
    friday = date(2016, 4, 1)
    run(SweepName.RAISE_AT_RISK, friday)
    assert len(alerts_for(jfit, friday)) == 1 and alerts_for(manager, friday) == []
    tuesday = date(2016, 4, 5)
    run(SweepName.RAISE_AT_RISK, tuesday)
    assert alerts_for(manager, tuesday) == []
    run(SweepName.RAISE_AT_RISK, tuesday + ONE_DAY, times=2)
    assert len(alerts_for(manager, tuesday + ONE_DAY)) == 1
    assert events(Verb.ALERT_ESCALATED) == ["alert_escalated"]


def test_an_alert_is_acknowledged_once_and_never_without_a_plan(sofs: Officer, jfit: Officer) -> None:
    referred(sofs, TAKEN, date(2016, 3, 1))
    run(SweepName.RAISE_AT_RISK, LAST)
    alert = Alert.objects.get()
    with at(LAST):
        with pytest.raises(AlertRefused, match="Say what will be done"):
            acknowledge(alert.pk, plan="  ", by=jfit)
        acknowledge(alert.pk, plan="A holding NSD today.", by=jfit)
        with pytest.raises(AlertRefused, match="acknowledged this alert already"):
            acknowledge(alert.pk, plan="Another.", by=sofs)
    assert Alert.objects.get().plan.text == "A holding NSD today."


def test_a_sample_that_no_determination_can_cover_raises_no_alert(sofs: Officer) -> None:
    made = case(by=sofs, taken_on=TAKEN, kinds=("dna_sample",))
    step(made, "refer", sofs, on=date(2016, 3, 1))
    assert run(SweepName.RAISE_AT_RISK, LAST) == 0


# Whom to press

EXAMINED = date(2016, 3, 1)


def awaited(sofs: Officer, kinds: tuple[str, ...] = ("fingerprints", "dna_profile")) -> Case:
    """A case of an examination on 1 March 2016 at Northport."""
    with at(EXAMINED):
        made = case(by=sofs, taken_on=EXAMINED, kinds=kinds)
        for item in items_of(made):
            correct_taking(Material.objects.get(pk=item), by=sofs, place="Northport")
    return made


def receive(made: Case, on: date, by: Officer) -> None:
    """The profile reaches SOFS."""
    profile = Material.objects.get(case=made, kind="dna_profile")
    with at(on):
        ProfileReceipt.objects.create(material=profile, received_on=on, **stamp(by))


def test_the_run_for_23_march_raises_the_chase_once(sofs: Officer) -> None:
    made = awaited(sofs)
    assert run(SweepName.CHASE, date(2016, 3, 22), times=2) == 0
    assert run(SweepName.CHASE, date(2016, 3, 23), times=2) == 1
    task = ChaseTask.objects.get()
    assert (task.dated_on, task.raised_on, task.days_late) == (date(2016, 3, 23), date(2016, 3, 23), 0)
    assert (task.request.case, task.request.to, task.request.unit_name) == (made, "port", "Northport")
    assert run(SweepName.CHASE, date(2016, 3, 24)) == 0


def test_a_profile_of_22_march_is_in_time(sofs: Officer) -> None:
    made = awaited(sofs)
    receive(made, date(2016, 3, 22), sofs)
    assert run(SweepName.CHASE, date(2016, 3, 23)) == 0


def test_after_two_missed_nights_it_is_raised_once_dated_23_march_and_two_days_late(sofs: Officer) -> None:
    awaited(sofs)
    today = date(2016, 3, 25)
    for day in (date(2016, 3, 23), date(2016, 3, 24), today):
        run(SweepName.CHASE, day, on=today, times=2)
    task = ChaseTask.objects.get()
    assert (task.dated_on, task.raised_on, task.days_late) == (date(2016, 3, 23), today, 2)


def test_a_profile_of_25_march_closes_the_chase_and_answers_the_request(sofs: Officer) -> None:
    made = awaited(sofs)
    run(SweepName.CHASE, date(2016, 3, 23))
    receive(made, date(2016, 3, 25), sofs)
    assert run(SweepName.CHASE, date(2016, 3, 26), times=2) == 1
    task = ChaseTask.objects.get()
    assert (task.closed_on, task.closed_because) == (date(2016, 3, 25), "profile_received")
    answer = RequestEvent.objects.get(request=task.request)
    assert (answer.step, answer.happened_on) == ("answered", date(2016, 3, 25))


def test_no_chase_where_no_dna_was_taken(sofs: Officer) -> None:
    awaited(sofs, kinds=("fingerprints",))
    assert run(SweepName.CHASE, date(2016, 3, 23)) == 0


def test_the_provider_is_chased_where_it_has_the_sample(sofs: Officer) -> None:
    made = awaited(sofs, kinds=("dna_profile", "dna_sample"))
    sample = Material.objects.get(case=made, kind="dna_sample")
    with at(EXAMINED):
        Holding.objects.create(material=sample, place="sample", reference="FSP 20877", **stamp(sofs))
    run(SweepName.CHASE, date(2016, 3, 23))
    assert Request.objects.get().to == "fsp"


def test_after_an_outage_one_reminder_stands_for_all_that_were_due_and_the_manager_knows(
    sofs: Officer,
) -> None:
    awaited(sofs)
    run(SweepName.CHASE, date(2016, 3, 23))
    assert run(SweepName.CHASE, date(2016, 3, 29)) == 0
    today = date(2016, 4, 27)
    for day in (date(2016, 3, 30), date(2016, 4, 6), date(2016, 4, 13), today):
        run(SweepName.CHASE, day, on=today)
    reminder = ChaseTask.objects.get().reminders.get()
    assert (reminder.reminded_on, reminder.stands_for) == (today, 5)
    assert list(RequestEvent.objects.order_by("pk").values_list("step", "happened_on")) == [
        ("chased", today),
        ("escalated", today),
    ]


def test_a_chase_ends_when_the_material_must_go(sofs: Officer) -> None:
    awaited(sofs)
    run(SweepName.CHASE, date(2016, 3, 23))
    assert run(SweepName.CHASE, date(2016, 9, 1), times=2) == 1
    assert ChaseTask.objects.get().closed_because == "not_wanted"


def _withdraw(model: type[Holding], material_id: int, by: Officer) -> None:
    at_ = Taking.objects.current().get(material=material_id).recorded_at
    model.objects.filter(material=material_id).update(
        withdrawn_at=at_, withdrawn_by=by, withdrawn_because="mistake"
    )
