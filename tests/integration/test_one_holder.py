"""Two people, one case, and who has it afterwards: real threads, each with a connection of its own."""

from accounts.choices import Role
from accounts.services import officers
from cases.errors import AuthorityRefused
from cases.services import holders
from tests import casework
from tests.casework import DAY, at, step
from tests.integration.test_two_at_one_door import both


def test_of_two_who_take_one_case_at_once_one_has_it_and_the_other_is_told(committing_db):
    sofs, one, other = (
        casework.officer(role) for role in (Role.SOFS_OFFICER, Role.JFIT_OFFICER, Role.JFIT_OFFICER)
    )
    for _ in range(10):
        case = casework.case(by=sofs)
        step(case, "refer", sofs)
        with at(DAY):
            told = both(
                lambda pk=case.pk: holders.take(pk, by=one, on=DAY, seen_version=1),
                lambda pk=case.pk: holders.take(pk, by=other, on=DAY, seen_version=1),
            )
        assert sorted(told) == ["done", "stale"]
        case.refresh_from_db()
        assert case.holder == [one, other][told.index("done")] and case.version == 2


def test_nothing_stays_with_somebody_who_leaves_at_the_moment_it_is_given_to_them(committing_db):
    sofs, manager, admin = (
        casework.officer(role) for role in (Role.SOFS_OFFICER, Role.JFIT_MANAGER, Role.SYSTEM_ADMINISTRATOR)
    )
    for _ in range(10):
        leaver = casework.officer(Role.JFIT_OFFICER)
        case = casework.case(by=sofs)
        step(case, "refer", sofs)

        def give(pk=case.pk, leaver=leaver):
            try:
                holders.give(pk, to=leaver, by=manager, on=DAY, seen_version=1)
            except AuthorityRefused as refused:
                assert "has left" in str(refused)

        with at(DAY):
            both(give, lambda leaver=leaver: officers.leave(leaver, by=admin))
        case.refresh_from_db()
        assert case.holder is None
