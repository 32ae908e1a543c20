"""A case is taken, given, handed back, and comes back at once from whoever leaves; each by the one door."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.choices import Rank, Role
from accounts.services import officers
from audit.choices import Verb
from audit.models import AuditEvent
from cases import selectors
from cases.choices import CaseState, HolderEvent
from cases.errors import AuthorityRefused, StaleCase, TransitionRefused
from cases.models import Movement
from cases.services import holders
from cases.services.transition import move
from retention.choices import SweepName
from retention.models import Alert, LeaverAlert
from retention.services.leavers import acknowledge
from retention.services.nightly import run_sweep
from retention.waiting import leaver_alerts_for
from tests import casework
from tests.casework import DAY, at, step
from tests.people import signed_in

pytestmark = pytest.mark.django_db
WHY = "Because the intelligence says so."
NEXT_DAY = DAY + timedelta(days=1)


@pytest.fixture
def other():
    return casework.officer(Role.JFIT_OFFICER, name="Oda Ther")


@pytest.fixture
def manager():
    return casework.officer(Role.JFIT_MANAGER, name="May Nager")


@pytest.fixture
def admin():
    return casework.officer(Role.SYSTEM_ADMINISTRATOR)


@pytest.fixture
def case(sofs):
    made = casework.case(by=sofs)
    step(made, "refer", sofs)
    return made


def do(act, case, *, day=DAY, **who):
    with at(day):
        case.refresh_from_db()
        movement = act(case.pk, on=day, seen_version=case.version, **who)
        case.refresh_from_db()
        return movement


def queue_of(officer, day=DAY):
    return set(selectors.work_of(officer, day).values_list("ref", flat=True))


def test_who_takes_a_case_has_it_and_it_waits_on_nobody_else(case, jfit, other):
    assert case.ref in queue_of(jfit) & queue_of(other)
    movement = do(holders.take, case, by=jfit)
    assert (case.holder, case.state, case.version) == (jfit, CaseState.WITH_JFIT, 2)
    assert (movement.event, movement.from_state, movement.to_state) == ("take", "with_jfit", "with_jfit")
    assert case.ref in queue_of(jfit) and case.ref not in queue_of(other)
    told = AuditEvent.objects.get(verb=Verb.CASE_ASSIGNED)
    assert (told.actor_id, told.payload["to"], told.row_digest != "") == (jfit.pk, jfit.pk, True)


def test_a_case_that_somebody_has_is_not_taken_from_them(case, jfit, other):
    do(holders.take, case, by=jfit)
    with pytest.raises(AuthorityRefused, match="Jo Fit has case"):
        do(holders.take, case, by=other)
    with pytest.raises(AuthorityRefused, match="You have case .* already"):
        do(holders.take, case, by=jfit)
    assert AuditEvent.objects.filter(verb=Verb.MOVE_REFUSED).count() == 2


def test_a_case_is_taken_by_those_alone_whom_it_waits_for(case, sofs):
    with pytest.raises(AuthorityRefused, match="JFIT manager or JFIT officer|JFIT officer or JFIT manager"):
        do(holders.take, case, by=sofs)


def test_a_chief_officer_who_could_not_decide_cannot_have_the_application(case, jfit):
    step(case, "apply", jfit, reasons=WHY, to_force=casework.force_of("13"), months=24)
    low = casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_SUPERINTENDENT, name="Ann Low")
    chief = casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE, name="Carla High")
    with pytest.raises(AuthorityRefused, match="not a chief officer"):
        do(holders.take, case, by=low)
    staff = casework.officer(Role.CHIEF_OFFICER_STAFF, rank=Rank.CONSTABLE, name="Sta Ff")
    with pytest.raises(AuthorityRefused):
        do(holders.take, case, by=staff)
    with pytest.raises(AuthorityRefused, match="Ann Low cannot have it"):
        do(holders.give, case, to=low, by=staff)
    do(holders.give, case, to=chief, by=staff)
    assert case.holder == chief


def test_a_manager_gives_a_case_to_an_officer_of_the_role_and_to_nobody_else(
    case, jfit, other, manager, sofs
):
    do(holders.take, case, by=jfit)
    with pytest.raises(AuthorityRefused, match="given by JFIT manager"):
        do(holders.give, case, to=other, by=jfit)
    with pytest.raises(AuthorityRefused, match="cannot have it"):
        do(holders.give, case, to=sofs, by=manager)
    do(holders.give, case, to=other, by=manager)
    assert case.holder == other and case.ref not in queue_of(jfit)


def test_what_is_handed_back_waits_on_everybody_again(case, jfit, other, manager):
    do(holders.take, case, by=jfit)
    with pytest.raises(AuthorityRefused, match="Jo Fit has case"):
        do(holders.hand_back, case, by=other)
    do(holders.hand_back, case, by=jfit)
    assert case.holder is None and case.ref in queue_of(other)
    do(holders.take, case, by=jfit)
    do(holders.hand_back, case, by=manager)
    with pytest.raises(AuthorityRefused, match="in the queue already"):
        do(holders.hand_back, case, by=manager)


def test_who_comes_second_is_told_who_did_what(case, jfit, other):
    with at(DAY):
        holders.take(case.pk, by=jfit, on=DAY, seen_version=1)
        with pytest.raises(StaleCase, match="Taken, by Jo Fit on 2 March 2026.*Jo Fit has it"):
            holders.take(case.pk, by=other, on=DAY, seen_version=1)
        with pytest.raises(StaleCase, match="Taken, by Jo Fit"):
            move(case.pk, "stop", by=other, on=DAY, seen_version=1, reasons=WHY)


def test_a_case_that_waits_on_nobody_has_no_holder(sofs, jfit, case):
    step(case, "apply", jfit, reasons=WHY, to_force=casework.force_of("13"), months=24)
    chief = casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE)
    step(case, "determine", chief, reasons=WHY, months=24)
    with pytest.raises(TransitionRefused, match="waits on nobody"):
        do(holders.take, case, by=jfit)


def test_taking_a_case_neither_ends_a_stage_nor_lets_the_next_step_be_dated_before_it(case, jfit, other):
    do(holders.take, case, by=jfit, day=NEXT_DAY)
    assert case.held_since == DAY
    with at(NEXT_DAY), pytest.raises(TransitionRefused, match="latest step on 3 March 2026"):
        move(case.pk, "stop", by=other, on=DAY, seen_version=2, reasons=WHY)


def test_what_an_inspector_referred_up_stays_referred_up_when_a_superintendent_takes_it(case, jfit, manager):
    step(case, "stop", jfit, reasons=WHY)
    step(case, "refer_up", casework.officer(Role.INSPECTOR, rank=Rank.INSPECTOR), reasons=WHY)
    superintendent = casework.officer(Role.SUPERINTENDENT, rank=Rank.SUPERINTENDENT)
    do(holders.take, case, by=superintendent)
    with pytest.raises(AuthorityRefused, match="an Inspector referred it up"):
        step(case, "hand_over", manager)


# Leavers


def applications(sofs, jfit, count):
    made = []
    for _ in range(count):
        case = casework.case(by=sofs)
        step(case, "refer", sofs)
        step(case, "apply", jfit, reasons=WHY, to_force=casework.force_of("13"), months=24)
        made.append(case)
    return made


def test_six_applications_of_a_chief_officer_who_leaves_are_back_in_the_forces_queue_at_once(
    sofs, jfit, manager, admin
):
    leaver, stays = (
        casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE, name=name)
        for name in ("Lea Ver", "Stay Ing")
    )
    six = applications(sofs, jfit, 6)
    for case in six:
        do(holders.take, case, by=leaver)
    assert queue_of(stays) == set()
    with at(DAY):
        officers.leave(leaver, by=admin)
    assert queue_of(stays) == {case.ref for case in six}
    back = Movement.objects.filter(event=HolderEvent.HOLDER_LEFT)
    assert back.count() == 6
    assert {(row.moved_by.username, row.moved_on, row.holder, row.source) for row in back} == {
        ("system", DAY, None, "system")
    }
    (alert,) = leaver_alerts_for(manager, DAY)
    assert alert.officer == leaver and len(alert.returned.all()) == 6
    with pytest.raises(AuthorityRefused, match="Lea Ver has left"):
        do(holders.give, six[0], to=leaver, by=manager)
    with at(DAY):
        acknowledge(alert.pk, by=manager)
    assert not leaver_alerts_for(manager, DAY)


def test_an_alert_follows_who_has_the_case(sofs, jfit, other, manager, admin):
    nearly = casework.case(by=sofs, taken_on=DAY - timedelta(days=170))
    step(nearly, "refer", sofs)
    with at(DAY):
        run_sweep(SweepName.RAISE_AT_RISK, DAY)
    alert = Alert.objects.get(case=nearly)
    assert alert.owner is None
    do(holders.take, nearly, by=jfit)
    alert.refresh_from_db()
    assert alert.owner == jfit
    with at(DAY):
        officers.leave(jfit, by=admin)
    alert.refresh_from_db()
    assert alert.owner is None and alert.owner_role == Role.JFIT_MANAGER


def test_an_alert_of_somebody_who_left_is_its_roles_although_the_case_has_gone_on(sofs, jfit, admin):
    nearly = casework.case(by=sofs, taken_on=DAY - timedelta(days=170))
    step(nearly, "refer", sofs)
    do(holders.take, nearly, by=jfit)
    with at(DAY):
        run_sweep(SweepName.RAISE_AT_RISK, DAY)
    assert Alert.objects.get(case=nearly).owner == jfit
    step(nearly, "apply", jfit, reasons=WHY, to_force=casework.force_of("13"), months=24)
    with at(DAY):
        officers.leave(jfit, by=admin)
    assert Alert.objects.get(case=nearly).owner is None


def test_work_comes_back_when_the_role_it_was_for_ends_and_what_may_stay_stays(sofs, case, manager, admin):
    both_roles = casework.officer(Role.JFIT_OFFICER, Role.SOFS_OFFICER, name="Two Roles")
    at_sofs = casework.case(by=sofs)
    do(holders.take, case, by=both_roles)
    do(holders.take, at_sofs, by=both_roles)
    held = both_roles.roles_held.get(role=Role.JFIT_OFFICER)
    with at(NEXT_DAY):
        officers.end_role(held, last_day=DAY, by=admin)
    case.refresh_from_db(), at_sofs.refresh_from_db()
    assert (case.holder, at_sofs.holder) == (None, both_roles)
    assert Movement.objects.get(case=case, sequence=3).event == HolderEvent.ROLE_ENDED
    assert LeaverAlert.objects.get().owner_role == Role.JFIT_MANAGER


def test_work_of_a_role_that_ends_today_comes_back_with_the_next_mornings_digest(case, jfit, admin):
    do(holders.take, case, by=jfit)
    with at(DAY):
        officers.end_role(jfit.roles_held.get(), last_day=DAY, by=admin)
        run_sweep(SweepName.DIGEST, DAY)
    case.refresh_from_db()
    assert case.holder == jfit
    with at(NEXT_DAY):
        assert [run_sweep(SweepName.DIGEST, NEXT_DAY).failed for _ in range(2)] == [0, 0]
    case.refresh_from_db()
    assert case.holder is None and case.version == 3


def test_a_step_cannot_leave_a_case_with_somebody_who_left(case, jfit, admin, other):
    with at(DAY):
        officers.leave(other, by=admin)
        with pytest.raises(TransitionRefused, match="Oda Ther has left"):
            move(case.pk, "stop", by=jfit, on=DAY, seen_version=1, reasons=WHY, holder=other)


# As people meet it on the pages


def test_who_comes_second_on_a_page_sees_who_did_what_and_can_do_it_still(client, case, jfit, other, manager):
    url = reverse("cases:give", args=[case.pk])
    with at(DAY):
        page = signed_in(manager, client).get(url)
        typed = {"seen": page.context["form"]["seen"].value(), "do": "do", "to": other.pk}
        holders.take(case.pk, by=jfit, on=DAY, seen_version=1)
        again = client.post(url, typed)
        assert "Taken, by Jo Fit" in again.text and "Jo Fit has it" in again.text
        assert again.context["form"]["to"].value() == str(other.pk)
        case.refresh_from_db()
        assert case.holder == jfit
        done = client.post(url, typed | {"seen": again.context["form"]["seen"].value()})
    assert done.status_code == 302
    case.refresh_from_db()
    assert case.holder == other


def test_the_take_page_of_a_case_that_a_colleague_took_says_who_has_it(client, case, jfit, other):
    url = reverse("cases:take", args=[case.pk])
    with at(DAY):
        page = signed_in(other, client).get(url)
        holders.take(case.pk, by=jfit, on=DAY, seen_version=1)
        again = client.post(url, {"seen": page.context["form"]["seen"].value(), "do": "do"})
    assert "Taken, by Jo Fit" in again.text and "You cannot take this step" in again.text
    assert "Jo Fit has case" in again.text


def test_only_those_who_are_here_and_could_do_it_are_offered_to_give_a_case_to(
    client, case, jfit, other, manager, admin
):
    with at(DAY):
        officers.leave(other, by=admin)
        page = signed_in(manager, client).get(reverse("cases:give", args=[case.pk]))
    offered = {str(label) for value, label in page.context["form"].fields["to"].choices if value}
    assert {"Jo Fit", "May Nager"} <= offered and "Oda Ther" not in offered
