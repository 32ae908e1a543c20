"""The chase for answers and decisions, as the night's work does it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.choices import Rank, Role, UnitKind
from accounts.models import Unit
from audit.facts import stamp
from audit.models import AuditEvent
from cases.choices import RequestStep, RequestTo
from cases.errors import FactRefused
from cases.models import ErasableIdentity, Request, RequestEvent
from cases.services.batches import make_batch
from cases.services.requests import Said, ask, record_step
from retention.models import ChaseTask
from retention.services.nightly import run_sweep
from tests import casework
from tests.casework import DAY, at, step
from tests.people import signed_in

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
    ErasableIdentity.objects.create(subject=made.subject, surname="Orrell", **stamp(sofs))
    step(made, "refer", sofs)
    return made


def chase(day, on=None):
    with at(on or day):
        return run_sweep("chase", day)


def asked(case, jfit):
    with at(DAY):
        request = ask(case.pk, by=jfit, to=RequestTo.SECURITY_SERVICE)
        make_batch(by=jfit)
        return request


def test_what_has_not_gone_out_in_a_file_is_chased_by_nobody_and_still_waits_to_go_out(case, jfit):
    with at(DAY):
        request = ask(case.pk, by=jfit, to=RequestTo.SECURITY_SERVICE)
    late = DUE + timedelta(40)
    assert chase(late).acted == 0 and not ChaseTask.objects.exists()
    with at(late):
        for what in (RequestStep.CHASED, RequestStep.ESCALATED):
            with pytest.raises(FactRefused, match="has not gone out yet"):
                record_step(request.pk, what, by=jfit, on=late, said=Said(words="Call."))
        home = signed_in(jfit).get("/").content.decode()
        assert "Security Service: files out and in (1 to go out)" in home
        assert make_batch(by=jfit).count == 1
        assert "files out and in (" not in signed_in(jfit).get("/").content.decode()
    assert [each.due_on for each in Request.objects.current()] == [late + timedelta(28)]


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


def told_of(request):
    """Who was told, when, and by whom, in order."""
    events = RequestEvent.objects.filter(request=request, step="escalated").order_by("pk")
    return [(str(event.note)[:19], event.happened_on, event.source) for event in events]


@pytest.mark.parametrize("nights", [range(50), (0, 0, 30, 30), (0, 8, 15, 15, 22, 29)])
def test_nobody_chased_so_the_manager_is_told_then_the_senior_manager_and_nobody_twice(case, jfit, nights):
    request, raised = asked(case, jfit), DUE + timedelta(1)
    for night in nights:
        chase(raised + timedelta(night))
    found = told_of(request)
    assert [(who, source) for who, _, source in found] == [
        ("To the JFIT manager", "system"),
        ("To the Senior manag", "system"),
    ]
    if nights == range(50):
        assert [on for _, on, _ in found] == [raised + timedelta(14), raised + timedelta(28)]
    managers = casework.officer(Role.JFIT_MANAGER), casework.officer(Role.SENIOR_MANAGER)
    with at(raised + timedelta(49)):
        for manager in managers:
            assert "Escalated to you (1)" in signed_in(manager).get("/").content.decode()


def test_what_a_person_took_to_the_manager_is_not_taken_there_again(case, jfit):
    request, raised = asked(case, jfit), DUE + timedelta(1)
    chase(raised)
    with at(raised):
        for step_of_it in (RequestStep.CHASED, RequestStep.ESCALATED):
            record_step(request.pk, step_of_it, by=jfit, on=raised, said=Said(words="Please call them."))
    for night in range(15):
        chase(raised + timedelta(night))
    assert len(told_of(request)) == 1
    senior = casework.officer(Role.SENIOR_MANAGER)
    with at(raised + timedelta(14)):
        assert "Escalated to you" not in signed_in(senior).get("/").content.decode()
        record_step(request.pk, RequestStep.ESCALATED, by=jfit, on=raised, said=Said(words="Still nothing."))
        assert "Escalated to you (1)" in signed_in(senior).get("/").content.decode()
        with pytest.raises(FactRefused, match="senior manager know of it already"):
            record_step(request.pk, RequestStep.ESCALATED, by=jfit, on=raised, said=Said(words="Again."))


def test_a_ctu_that_breaks_its_promise_is_taken_to_the_manager_the_day_after(case, jfit):
    unit = Unit.objects.filter(kind=UnitKind.CTU).first() or Unit.objects.create(
        name="CTU North", kind=UnitKind.CTU, force=casework.force_of("13")
    )
    with at(DAY):
        request = ask(case.pk, by=jfit, to=RequestTo.CTU, unit=unit, question="Is the address known?")
    raised = DUE + timedelta(1)
    chase(raised)
    with at(raised):
        said = Said(promised_for=raised + timedelta(2))
        record_step(request.pk, RequestStep.PROMISED, by=jfit, on=raised, said=said)
    for night in (1, 2, 2, 3, 3, 4):
        chase(raised + timedelta(night))
    assert told_of(request) == [("To the JFIT manager", raised + timedelta(3), "system")]


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
