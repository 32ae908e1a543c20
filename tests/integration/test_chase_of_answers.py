"""The chase for answers and decisions, as the night's work does it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.choices import Rank, Role
from audit.models import AuditEvent
from cases.choices import RequestStep, RequestTo
from cases.services.requests import Said, ask, record_step
from retention.models import ChaseTask
from retention.services.nightly import run_sweep
from tests import casework
from tests.casework import DAY, at, step

pytestmark = pytest.mark.django_db
DUE = DAY + timedelta(28)
WHY = "Because the intelligence says so."


@pytest.fixture
def jfit():
    return casework.officer(Role.JFIT_OFFICER)


@pytest.fixture
def case():
    sofs = casework.officer(Role.SOFS_OFFICER)
    made = casework.case(by=sofs, kinds=("fingerprints",))
    step(made, "refer", sofs)
    return made


def chase(day, on=None):
    with at(on or day):
        return run_sweep("chase", day)


def asked(case, jfit):
    with at(DAY):
        return ask(case.pk, by=jfit, to=RequestTo.SECURITY_SERVICE)


def test_a_late_answer_raises_one_task_the_day_after_it_was_due_and_the_answer_ends_it(case, jfit):
    request = asked(case, jfit)
    chase(DUE)
    assert not ChaseTask.objects.exists()
    assert chase(DUE + timedelta(1)).acted == 1
    assert chase(DUE + timedelta(1)).acted == 0
    task = ChaseTask.objects.get()
    assert (task.rule, task.request, task.dated_on) == ("third_party", request, DUE + timedelta(1))
    on = DUE + timedelta(4)
    with at(on):
        record_step(request.pk, RequestStep.ANSWERED, by=jfit, on=on, said=Said(assessment="positive"))
    task.refresh_from_db()
    assert (task.closed_on, task.closed_because) == (on, "answered")
    assert AuditEvent.objects.filter(verb="chase_raised", subject_id=task.pk).count() == 1


def test_nights_that_were_missed_give_one_task_with_its_own_date_and_one_reminder(case, jfit):
    asked(case, jfit)
    late = DUE + timedelta(3)
    chase(DUE + timedelta(1), on=late)
    task = ChaseTask.objects.get()
    assert (task.dated_on, task.raised_on) == (DUE + timedelta(1), late)
    after = late + timedelta(15)
    for day in range(1, 16):
        chase(late + timedelta(day), on=after)
    assert [(each.reminded_on, each.stands_for) for each in task.reminders.all()] == [(after, 2)]


def test_what_is_past_its_last_lawful_day_is_not_pressed_for(case, jfit):
    asked(case, jfit)
    case.refresh_from_db()
    chase(case.last_lawful_day + timedelta(1))
    assert not ChaseTask.objects.exists()


def test_a_chief_officer_and_a_sign_off_are_chased_when_their_days_have_ended(case, jfit):
    other = casework.case(by=jfit, kinds=("fingerprints",))
    step(other, "refer", casework.officer(Role.SOFS_OFFICER))
    step(case, "apply", jfit, reasons=WHY, to_force=casework.force_of("13"), months=24)
    step(other, "stop", jfit, reasons=WHY)
    chase(DAY + timedelta(10))
    assert not ChaseTask.objects.exists()
    chase(DAY + timedelta(11))
    chase(DAY + timedelta(22))
    assert set(ChaseTask.objects.values_list("rule", "case", "dated_on")) == {
        ("sign_off", other.pk, DAY + timedelta(11)),
        ("chief_officer", case.pk, DAY + timedelta(22)),
    }
    inspector = casework.officer(Role.INSPECTOR, rank=Rank.INSPECTOR)
    step(other, "confirm_stop", inspector, on=DAY + timedelta(23))
    chase(DAY + timedelta(24))
    assert ChaseTask.objects.get(rule="sign_off").closed_because == "decided"
    assert ChaseTask.objects.get(rule="chief_officer").closed_on is None
