"""The one door: what it lets through, what it refuses and why, and what it leaves behind."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.choices import Rank, Role
from accounts.models import RankHeld
from accounts.services import officers
from audit.models import AuditEvent
from cases.choices import CaseState
from cases.errors import AuthorityRefused, StaleCase, TransitionRefused
from cases.models import (
    Application,
    Case,
    Determination,
    ErasableText,
    Material,
    Movement,
    Refusal,
    StopSignOff,
    Subject,
)
from cases.services import after_move
from cases.services.transition import Outcome, move
from tests import casework
from tests.casework import DAY, at, step

pytestmark = pytest.mark.django_db
WHY = "Because the intelligence says so."


@pytest.fixture
def chief():
    return casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE)


@pytest.fixture
def with_jfit(sofs):
    case = casework.case(by=sofs)
    step(case, "refer", sofs)
    return case


@pytest.fixture
def with_chief(with_jfit, jfit):
    step(with_jfit, "apply", jfit, reasons=WHY, to_force=casework.force_of("13"), months=24)
    return with_jfit


def test_a_determination_in_time_carries_every_listed_item_on(with_chief, chief):
    moved = step(with_chief, "determine", chief, months=24, reasons=WHY)
    assert moved.outcome is Outcome.MOVED
    assert with_chief.state == CaseState.NSD_IN_FORCE
    assert set(Material.objects.filter(case=with_chief).values_list("last_lawful_day", flat=True)) == {
        date(2028, 3, 1)
    }
    made = Determination.objects.get(case=with_chief)
    assert (made.maker, made.maker_rank, made.maker_force.code, made.capacity) == (
        chief,
        "chief_constable",
        "13",
        "chief",
    )
    assert made.application == Application.objects.get(case=with_chief)
    assert made.listed.count() == 2
    assert made.reasons.text == WHY


def test_each_step_leaves_a_movement_and_an_audit_event(with_jfit, sofs):
    movement = Movement.objects.get(case=with_jfit, sequence=1)
    assert (movement.event, movement.from_state, movement.to_state) == ("refer", "with_sofs", "with_jfit")
    assert (movement.moved_by, movement.moved_on) == (sofs, DAY)
    event = AuditEvent.objects.get(verb="case_moved", subject_id=with_jfit.pk)
    assert event.payload["to"] == "with_jfit"
    assert event.actor_id == sofs.pk


def test_the_second_of_two_is_told_who_did_what_and_nothing_of_theirs_is_written(with_jfit, jfit):
    seen = with_jfit.version
    step(with_jfit, "stop", jfit, reasons=WHY)
    other = casework.officer(Role.JFIT_OFFICER)
    with at(DAY), pytest.raises(StaleCase) as stale:
        move(
            with_jfit.pk,
            "apply",
            by=other,
            on=DAY,
            seen_version=seen,
            reasons=WHY,
            to_force=casework.force_of("13"),
        )
    assert stale.value.who == "Jo Fit"
    assert stale.value.event == "Provisional Stop-NSD"
    assert "Jo Fit" in str(stale.value) and "2 March 2026" in str(stale.value)
    assert not Application.objects.exists()


def test_a_step_that_is_no_edge_is_refused_with_the_steps_there_are(sofs, chief):
    case = casework.case(by=sofs)
    with pytest.raises(TransitionRefused, match="Refer to JFIT"):
        step(case, "determine", chief, months=24, reasons=WHY)


def test_a_role_that_may_not_is_refused_and_the_refusal_outlives_the_rollback(with_jfit, sofs):
    with pytest.raises(AuthorityRefused, match="JFIT officer"):
        step(with_jfit, "stop", sofs, reasons=WHY)
    refused = AuditEvent.objects.get(verb="move_refused")
    assert refused.subject_id == with_jfit.pk and refused.actor_id == sofs.pk
    assert not ErasableText.objects.exists()


def test_staff_of_a_chief_officer_never_decide_whatever_their_rank(with_chief):
    staff = casework.officer(Role.CHIEF_OFFICER_STAFF, rank=Rank.CHIEF_CONSTABLE)
    with pytest.raises(AuthorityRefused, match="staff prepare and never decide"):
        step(with_chief, "determine", staff, months=24, reasons=WHY)


def test_a_rank_counts_from_the_day_it_is_held(with_chief):
    person = casework.officer(Role.CHIEF_OFFICER)
    force = casework.force_of("13")
    officers.record_rank(
        person, Rank.CHIEF_SUPERINTENDENT, force=force, from_on=date(2020, 1, 1), to_on=date(2026, 5, 31)
    )
    officers.record_rank(person, Rank.CHIEF_CONSTABLE, force=force, from_on=date(2026, 6, 1))
    assert RankHeld.objects.filter(officer=person).count() == 2
    with pytest.raises(AuthorityRefused, match="Chief Superintendent is not a chief officer"):
        step(with_chief, "determine", person, on=date(2026, 5, 31), months=24, reasons=WHY)
    moved = step(with_chief, "determine", person, on=date(2026, 6, 1), months=24, reasons=WHY)
    assert moved.outcome is Outcome.MOVED


def test_a_decision_of_the_day_before_promotion_is_refused_also_when_keyed_after_it(with_chief):
    person = casework.officer(Role.CHIEF_OFFICER)
    officers.record_rank(
        person, Rank.CHIEF_CONSTABLE, force=casework.force_of("13"), from_on=date(2026, 6, 1)
    )
    with at(date(2026, 6, 2)), pytest.raises(AuthorityRefused, match="no rank in any force"):
        move(
            with_chief.pk, "determine", by=person, on=date(2026, 5, 31), seen_version=with_chief.version,
            months=24, reasons=WHY,
        )  # fmt: skip


def test_an_assistant_commissioner_decides_with_consent_only(sofs, jfit):
    case = casework.case(by=sofs, force="01")
    step(case, "refer", sofs)
    step(case, "apply", jfit, reasons=WHY, to_force=casework.force_of("01"))
    without = casework.officer(Role.CHIEF_OFFICER, rank=Rank.ASSISTANT_COMMISSIONER, force="01")
    with pytest.raises(AuthorityRefused, match="consent"):
        step(case, "determine", without, months=24, reasons=WHY)
    consenting = casework.officer(
        Role.CHIEF_OFFICER, rank=Rank.ASSISTANT_COMMISSIONER, force="01", consent="C/2026/01"
    )
    step(case, "determine", consenting, months=24, reasons=WHY)
    made = Determination.objects.get(case=case)
    assert (made.capacity, made.consent_evidence) == ("assistant_with_consent", "C/2026/01")


def test_until_august_2020_only_the_responsible_force_decides(sofs, jfit, chief):
    day = date(2019, 6, 3)
    case = casework.case(by=sofs, taken_on=day, force="06")
    step(case, "refer", sofs, on=day)
    with pytest.raises(TransitionRefused, match="Nobody of West Yorkshire Police may decide it"):
        step(case, "apply", jfit, on=day, reasons=WHY, to_force=casework.force_of("13"))
    step(case, "apply", jfit, on=day, reasons=WHY, to_force=casework.force_of("06"))
    with pytest.raises(AuthorityRefused, match="responsible chief officer"):
        step(case, "determine", chief, on=day, months=24, reasons=WHY)


def test_whoever_applied_cannot_decide_after_promotion(with_chief, jfit):
    officers.give_role(jfit, Role.CHIEF_OFFICER, from_on=date(2026, 6, 1))
    officers.record_rank(jfit, Rank.CHIEF_CONSTABLE, force=casework.force_of("13"), from_on=date(2026, 6, 1))
    with pytest.raises(AuthorityRefused, match="whoever applied, stopped or prepared"):
        step(with_chief, "determine", jfit, on=date(2026, 6, 2), months=24, reasons=WHY)


def test_whoever_drafted_cannot_decide_either(with_jfit, jfit, chief):
    step(with_jfit, "apply", jfit, reasons=WHY, to_force=casework.force_of("13"), prepared_by=chief)
    with pytest.raises(AuthorityRefused, match="whoever applied, stopped or prepared"):
        step(with_jfit, "refuse", chief, reasons=WHY)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"months": 61, "reasons": WHY}, "at most 60 months"),
        ({"months": 0, "reasons": WHY}, "whole months"),
        ({"reasons": WHY}, "whole months"),
        ({"months": 24, "reasons": "  "}, "needs reasons"),
        ({"months": 24, "reasons": WHY, "kind": "holding"}, "by which it is reviewed"),
        ({"months": 24, "reasons": WHY, "item_ids": (999_999,)}, "not of this case"),
        ({"months": 24, "reasons": WHY, "item_ids": ()}, "at least one item"),
    ],
)  # fmt: skip
def test_a_determination_that_the_law_does_not_know_is_refused(with_chief, chief, said, why):
    with pytest.raises(TransitionRefused, match=why):
        step(with_chief, "determine", chief, **said)
    assert not Determination.objects.exists()


def test_a_dna_sample_cannot_be_listed(sofs, jfit, chief):
    case = casework.case(by=sofs, kinds=("fingerprints", "dna_sample"))
    step(case, "refer", sofs)
    step(case, "apply", jfit, reasons=WHY, to_force=casework.force_of("13"))
    with pytest.raises(TransitionRefused, match="cannot cover a DNA sample"):
        step(case, "determine", chief, months=24, reasons=WHY, item_ids=tuple(casework.items_of(case)))
    step(case, "determine", chief, months=24, reasons=WHY)
    listed = Determination.objects.get(case=case).items.all()
    assert [item.kind for item in listed] == ["fingerprints"]


def test_no_step_is_dated_in_the_future_or_before_the_one_before_it(with_jfit, jfit):
    for day, why in ((date(2026, 3, 3), "has not come yet"), (date(2026, 3, 1), "latest step")):
        with at(DAY), pytest.raises(TransitionRefused, match=why):
            move(with_jfit.pk, "stop", by=jfit, on=day, seen_version=with_jfit.version, reasons=WHY)


def test_no_step_is_dated_before_the_case_was_opened(sofs):
    case = casework.case(by=sofs)
    with at(DAY), pytest.raises(TransitionRefused, match="was opened on 2 March 2026"):
        move(case.pk, "refer", by=sofs, on=date(2026, 3, 1), seen_version=0)


def test_a_determination_made_on_the_last_lawful_day_counts_and_one_made_the_next_does_not(with_chief, chief):
    assert with_chief.last_lawful_day == date(2026, 9, 1)
    late = step(with_chief, "determine", chief, on=date(2026, 9, 2), months=24, reasons=WHY)
    assert late.outcome is Outcome.LATE and late.movement is None
    assert with_chief.state == CaseState.WITH_CHIEF_OFFICER
    assert with_chief.last_lawful_day == date(2026, 9, 1)
    assert Determination.objects.get(case=with_chief).made_on == date(2026, 9, 2)


def test_a_determination_at_five_in_the_afternoon_of_the_last_lawful_day_counts(with_chief, chief):
    day = with_chief.last_lawful_day
    with at(day, hour=17):
        moved = move(
            with_chief.pk,
            "determine",
            by=chief,
            on=day,
            seen_version=with_chief.version,
            months=12,
            reasons=WHY,
        )
    assert moved.outcome is Outcome.MOVED
    assert moved.case.last_lawful_day == date(2027, 8, 31)


def test_a_refusal_is_a_decision_with_reasons(with_chief, chief):
    step(with_chief, "refuse", chief, reasons=WHY)
    assert with_chief.state == CaseState.NSD_REFUSED
    assert Refusal.objects.get(case=with_chief).reasons.text == WHY


def test_before_15_december_2015_a_stop_goes_to_a_superintendent_and_after_it_to_an_inspector(sofs, jfit):
    for day, state in (
        (date(2015, 12, 14), CaseState.STOP_WITH_SUPERINTENDENT),
        (date(2015, 12, 15), CaseState.STOP_WITH_INSPECTOR),
    ):
        case = casework.case(by=sofs, taken_on=day)
        step(case, "refer", sofs, on=day)
        step(case, "stop", jfit, on=day, reasons=WHY)
        assert case.state == state


def test_an_inspector_confirms_or_refers_up_and_never_overrules(with_jfit, jfit):
    inspector = casework.officer(Role.INSPECTOR, rank=Rank.INSPECTOR)
    superintendent = casework.officer(Role.SUPERINTENDENT, rank=Rank.SUPERINTENDENT)
    step(with_jfit, "stop", jfit, reasons=WHY)
    with pytest.raises(TransitionRefused):
        step(with_jfit, "overrule_stop", inspector, reasons=WHY)
    with pytest.raises(TransitionRefused, match="needs reasons"):
        step(with_jfit, "refer_up", inspector)
    step(with_jfit, "refer_up", inspector, reasons=WHY)
    with pytest.raises(AuthorityRefused):
        step(with_jfit, "confirm_stop", inspector)
    step(with_jfit, "overrule_stop", superintendent, reasons=WHY)
    assert with_jfit.state == CaseState.WITH_JFIT
    assert with_jfit.last_lawful_day == date(2026, 9, 1)
    assert list(StopSignOff.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "referred_up", "overruled",
    ]  # fmt: skip


def test_the_role_of_inspector_without_the_rank_signs_off_nothing(with_jfit, jfit):
    step(with_jfit, "stop", jfit, reasons=WHY)
    sergeant = casework.officer(Role.INSPECTOR, rank=Rank.SERGEANT)
    with pytest.raises(AuthorityRefused, match="Inspector or above"):
        step(with_jfit, "confirm_stop", sergeant)


def test_whoever_stopped_cannot_sign_off_after_promotion(with_jfit, jfit):
    step(with_jfit, "stop", jfit, reasons=WHY)
    officers.give_role(jfit, Role.INSPECTOR, from_on=DAY)
    officers.record_rank(jfit, Rank.INSPECTOR, force=casework.force_of("13"), from_on=DAY)
    with pytest.raises(AuthorityRefused, match="Somebody else must"):
        step(with_jfit, "confirm_stop", jfit)


def test_a_case_of_which_something_is_held_cannot_be_closed(with_jfit, sofs):
    with pytest.raises(TransitionRefused, match="does not hold"):
        step(with_jfit, "close", sofs)


def test_the_database_refuses_a_state_that_is_no_step_of_the_workflow(with_jfit):
    for write in (
        lambda: Case.objects.filter(pk=with_jfit.pk).update(state="nsd_in_force"),
        lambda: Case.objects.create(
            ref="T/bad", subject=Subject.objects.first(), opened_on=DAY, state="with_jfit"
        ),
    ):
        with (
            pytest.raises(DatabaseError, match="is no step of the workflow|begins in with_sofs"),
            transaction.atomic(),
        ):
            write()


def test_no_session_can_switch_the_guard_off(with_jfit):
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="no step"), transaction.atomic():
        cursor.execute("SET LOCAL pgtrigger.ignore = '{pgtrigger_only_declared_edges_52c69}'")
        cursor.execute("UPDATE cases_case SET state = 'nsd_in_force' WHERE id = %s", [with_jfit.pk])


def test_what_follows_a_move_runs_in_its_transaction(with_jfit, jfit, monkeypatch):
    seen = []

    def follower(movements, *, in_history):
        seen.extend((m.to_state, m.case.last_lawful_day, in_history) for m in movements)
        raise RuntimeError("no")

    monkeypatch.setattr(after_move, "_followers", [follower])
    with pytest.raises(RuntimeError):
        step(with_jfit, "stop", jfit, reasons=WHY)
    assert seen == [("stop_with_inspector", date(2026, 9, 1), False)]
    with_jfit.refresh_from_db()
    assert with_jfit.state == CaseState.WITH_JFIT
    assert not AuditEvent.objects.filter(verb="case_moved", payload__event="stop").exists()
