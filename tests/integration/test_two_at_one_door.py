"""Two people, one case, the same moment: real threads, each with a connection of its own."""

import threading

from django.db import connections

from accounts.choices import Rank, Role
from cases.errors import StaleCase
from cases.models import Determination, Movement, Refusal, StopSignOff
from cases.services.transition import move
from tests import casework
from tests.casework import DAY, at, step

WHY = "Because the intelligence says so."


def both(*acts):
    """Run each act in a thread of its own, all let go together; what each was told, in order of the acts."""
    together, told = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place, act):
        together.wait()
        try:
            act()
            told[place] = "done"
        except StaleCase:
            told[place] = "stale"
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=numbered) for numbered in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(committing_db):
    sofs, jfit = casework.officer(Role.SOFS_OFFICER), casework.officer(Role.JFIT_OFFICER)
    one, other = (casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE) for _ in range(2))
    case = casework.case(by=sofs)
    step(case, "refer", sofs)
    step(case, "apply", jfit, reasons=WHY, to_force=casework.force_of("13"))
    with at(DAY):
        told = both(
            lambda: move(case.pk, "determine", by=one, on=DAY, seen_version=2, reasons=WHY, months=24),
            lambda: move(case.pk, "refuse", by=other, on=DAY, seen_version=2, reasons=WHY),
        )
    assert sorted(told) == ["done", "stale"]
    assert Determination.objects.count() + Refusal.objects.count() == 1
    assert list(Movement.objects.order_by("sequence").values_list("sequence", flat=True)) == [0, 1, 2, 3]


def test_a_stop_is_never_confirmed_after_it_was_overruled(committing_db):
    sofs, jfit = casework.officer(Role.SOFS_OFFICER), casework.officer(Role.JFIT_OFFICER)
    reviewer = casework.officer(Role.INSPECTOR, rank=Rank.INSPECTOR)
    one, other = (casework.officer(Role.SUPERINTENDENT, rank=Rank.SUPERINTENDENT) for _ in range(2))
    for _ in range(5):
        case = casework.case(by=sofs)
        step(case, "refer", sofs)
        step(case, "stop", jfit, reasons=WHY)
        step(case, "refer_up", reviewer, reasons=WHY)
        with at(DAY):
            told = both(
                lambda pk=case.pk: move(pk, "overrule_stop", by=one, on=DAY, seen_version=3, reasons=WHY),
                lambda pk=case.pk: move(pk, "confirm_stop", by=other, on=DAY, seen_version=3),
            )
        assert sorted(told) == ["done", "stale"]
        case.refresh_from_db()
        ended = StopSignOff.objects.filter(stop__case=case).exclude(outcome="referred_up")
        won = {"overrule_stop": "overruled", "confirm_stop": "confirmed"}
        last = Movement.objects.filter(case=case).order_by("-sequence").first()
        assert [sign.outcome for sign in ended] == [won[last.event]]
        assert case.state == last.to_state
