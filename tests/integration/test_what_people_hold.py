"""Roles, ranks and consents from a day to a day: who holds what when, and what the database refuses."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts import selectors
from accounts.choices import Rank, Role
from accounts.errors import AccountRefused, AlreadyHeld, NotOwnAccount, RolesConflict
from accounts.models import Force, RankHeld, RoleHeld
from accounts.services import officers
from audit.choices import Verb, WithdrawnBecause
from audit.facts import stamp
from audit.models import AuditEvent
from law import authority, forces
from tests.people import person

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2014, 1, 1), date(2015, 6, 30)


def met() -> Force:
    return Force.objects.get(code="01")


def test_a_role_is_held_from_its_first_day_to_its_last_both_included() -> None:
    officer = person()
    officers.give_role(officer, Role.JFIT_OFFICER, from_on=FIRST, to_on=LAST)
    held = {
        day: selectors.roles_on(officer, day) for day in (date(2013, 12, 31), FIRST, LAST, date(2015, 7, 1))
    }
    assert held == {
        date(2013, 12, 31): frozenset(),
        FIRST: {"jfit_officer"},
        LAST: {"jfit_officer"},
        date(2015, 7, 1): frozenset(),
    }


def test_ending_a_role_withdraws_the_record_and_records_its_last_day() -> None:
    officer, administrator = person(), person(Role.SYSTEM_ADMINISTRATOR)
    held = officers.give_role(officer, Role.JFIT_OFFICER, from_on=FIRST)
    officers.end_role(held, last_day=LAST, by=administrator)
    rows = RoleHeld.objects.filter(officer=officer).order_by("pk")
    assert [(row.to_on, row.withdrawn_because) for row in rows] == [(None, "ended"), (LAST, "")]
    assert rows[0].withdrawn_by == rows[1].recorded_by == administrator
    assert selectors.roles_on(officer, LAST) == {"jfit_officer"}
    assert selectors.roles_on(officer, date(2015, 7, 1)) == frozenset()
    event = AuditEvent.objects.get(verb=Verb.ROLE_ENDED, subject_id=officer.pk)
    assert (event.actor_id, event.payload) == (administrator.pk, {"record": rows[1].pk, "was": rows[0].pk})
    with pytest.raises(AccountRefused, match="ended or withdrawn by someone else"):
        officers.end_role(held, last_day=LAST, by=administrator)


def test_an_end_before_the_beginning_is_refused() -> None:
    officer, administrator = person(), person(Role.SYSTEM_ADMINISTRATOR)
    held = officers.give_role(officer, Role.JFIT_OFFICER, from_on=FIRST)
    with pytest.raises(AccountRefused, match="2013-12-31, is before the first"):
        officers.end_role(held, last_day=date(2013, 12, 31), by=administrator)
    assert selectors.roles_on(officer, LAST) == {"jfit_officer"}
    with pytest.raises(IntegrityError, match="days_in_order"), transaction.atomic():
        RoleHeld.objects.create(
            officer=officer, role="inspector", from_on=LAST, to_on=FIRST, **stamp(administrator)
        )


def test_two_ranks_on_one_day_are_refused_by_the_database() -> None:
    officer = person()
    officers.record_rank(officer, Rank.SUPERINTENDENT, force=met(), from_on=FIRST, to_on=LAST)
    for from_on, to_on in ((LAST, None), (date(2013, 1, 1), FIRST), (date(2014, 3, 1), date(2014, 3, 1))):
        with pytest.raises(IntegrityError, match="rank_held_one_at_a_time"), transaction.atomic():
            RankHeld.objects.create(
                officer=officer, rank="inspector", force=met(), from_on=from_on, to_on=to_on, **stamp(officer)
            )
        with pytest.raises(AlreadyHeld, match="holds a rank on one of these days"):
            officers.record_rank(officer, Rank.INSPECTOR, force=met(), from_on=from_on, to_on=to_on)
    officers.record_rank(officer, Rank.CHIEF_SUPERINTENDENT, force=met(), from_on=date(2015, 7, 1))
    assert selectors.rank_on(officer, LAST).rank == Rank.SUPERINTENDENT
    assert selectors.rank_on(officer, date(2015, 7, 1)).rank == Rank.CHIEF_SUPERINTENDENT


def test_a_withdrawn_rank_was_never_held_and_makes_room() -> None:
    officer, administrator = person(), person(Role.SYSTEM_ADMINISTRATOR)
    wrong = officers.record_rank(officer, Rank.SUPERINTENDENT, force=met(), from_on=FIRST)
    officers.withdraw_held(wrong, by=administrator)
    officers.record_rank(officer, Rank.INSPECTOR, force=met(), from_on=FIRST)
    assert selectors.rank_on(officer, LAST).rank == Rank.INSPECTOR
    wrong.refresh_from_db()
    assert wrong.withdrawn_because == WithdrawnBecause.MISTAKE
    with pytest.raises(AccountRefused, match="withdrawn already"):
        officers.withdraw_held(wrong, by=administrator)


def test_the_same_role_twice_at_once_is_refused() -> None:
    officer = person(Role.JFIT_OFFICER)
    with pytest.raises(AlreadyHeld, match="JFIT officer"):
        officers.give_role(officer, Role.JFIT_OFFICER, from_on=FIRST)
    assert RoleHeld.objects.filter(officer=officer).count() == 1


def test_an_administrator_of_accounts_has_no_part_in_cases() -> None:
    administrator, officer = person(Role.SYSTEM_ADMINISTRATOR), person(Role.JFIT_OFFICER)
    with pytest.raises(RolesConflict):
        officers.give_role(administrator, Role.JFIT_OFFICER, from_on=LAST)
    with pytest.raises(RolesConflict):
        officers.give_role(officer, Role.SYSTEM_ADMINISTRATOR, from_on=LAST)
    held = RoleHeld.objects.get(officer=officer)
    officers.end_role(held, last_day=LAST, by=administrator)
    officers.give_role(officer, Role.SYSTEM_ADMINISTRATOR, from_on=date(2015, 7, 1))


def test_nobody_gives_themselves_anything() -> None:
    administrator = person(Role.SYSTEM_ADMINISTRATOR)
    attempts = [
        lambda: officers.give_role(administrator, Role.COMMISSIONER, from_on=FIRST, by=administrator),
        lambda: officers.record_rank(
            administrator, Rank.COMMISSIONER, force=met(), from_on=FIRST, by=administrator
        ),
        lambda: officers.record_consent(administrator, "C/1", force=met(), from_on=FIRST, by=administrator),
        lambda: officers.set_password(administrator, "a long enough word", by=administrator),
        lambda: officers.leave(administrator, by=administrator),
    ]
    for attempt in attempts:
        with pytest.raises(NotOwnAccount):
            attempt()


def test_one_who_left_holds_no_role_and_one_who_returns_holds_them_again() -> None:
    officer, administrator = person(Role.JFIT_OFFICER), person(Role.SYSTEM_ADMINISTRATOR)
    officers.leave(officer, by=administrator)
    assert selectors.roles_on(officer, LAST) == frozenset()
    assert not selectors.officers_with_role(Role.JFIT_OFFICER, LAST).exists()
    officers.return_to_work(officer, by=administrator)
    assert selectors.roles_on(officer, LAST) == {"jfit_officer"}


def test_an_officer_belongs_to_the_force_of_their_rank_and_of_their_unit() -> None:
    officer = person()
    west = Force.objects.get(code="13")
    unit = officers.ensure_unit("Chief Officers, West Yorkshire", "chief_officers", west)
    officers.give_role(officer, Role.CHIEF_OFFICER_STAFF, unit=unit, from_on=FIRST, to_on=LAST)
    officers.record_rank(officer, Rank.INSPECTOR, force=met(), from_on=LAST)
    assert selectors.forces_on(officer, FIRST) == {west.pk}
    assert selectors.forces_on(officer, LAST) == {west.pk, met().pk}
    assert selectors.forces_on(officer, date(2015, 7, 1)) == {met().pk}


def test_a_consent_counts_on_its_days_and_for_its_force() -> None:
    officer = person()
    officers.record_consent(officer, "C/2013/01", force=met(), from_on=FIRST, to_on=LAST)
    assert selectors.consent_on(officer, LAST).evidence == "C/2013/01"
    assert selectors.consent_on(officer, LAST, Force.objects.get(code="13")) is None
    assert selectors.consent_on(officer, date(2015, 7, 1)) is None


def test_usernames_are_one_whatever_their_case() -> None:
    officers.create_officer("J.Smith ", "J Smith")
    assert selectors.officer_by_username("j.SMITH").display_name == "J Smith"
    with pytest.raises(AccountRefused, match="j.smith already"):
        officers.create_officer("j.smith", "Another Smith")


def test_the_law_and_the_accounts_know_the_same_ranks_and_forces() -> None:
    assert set(Rank.values) <= {rank.value for rank in authority.Rank}
    assert set(Force.objects.values_list("code", flat=True)) == set(forces.FORCES)


def test_ranks_ascend() -> None:
    assert Rank.INSPECTOR.is_at_least(Rank.INSPECTOR)
    assert Rank.SUPERINTENDENT.is_at_least(Rank.INSPECTOR)
    assert not Rank.CHIEF_INSPECTOR.is_at_least(Rank.SUPERINTENDENT)
    assert Rank.COMMANDER.order == Rank.ASSISTANT_CHIEF_CONSTABLE.order
