"""Two people, one case, the same moment: real threads, each with a connection of its own."""

import threading
from collections import Counter

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from accounts.choices import Rank, Role
from cases.choices import CaseState
from cases.errors import StaleCase
from cases.models import Determination, Movement, Refusal, StopSignOff
from cases.services.transition import move
from cases.views.seen import seen
from tests import casework
from tests.casework import DAY, at, step
from tests.people import signed_in

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


@pytest.mark.parametrize("times", [12, pytest.param(200, marks=pytest.mark.full_size)])
def test_a_stop_is_never_confirmed_after_it_was_overruled(committing_db, times):
    """The two buttons are pressed together; what was overruled is stopped again and goes round once more."""
    sofs, jfit = casework.officer(Role.SOFS_OFFICER), casework.officer(Role.JFIT_OFFICER)
    reviewer = casework.officer(Role.INSPECTOR, rank=Rank.INSPECTOR)
    one, other = (casework.officer(Role.SUPERINTENDENT, rank=Rank.SUPERINTENDENT) for _ in range(2))
    with at(DAY):
        browsers = signed_in(one, Client()), signed_in(other, Client())
    won, case = Counter(), None
    for _ in range(times):
        if case is None or case.state == CaseState.STOP_CONFIRMED:
            case = casework.case(by=sofs, kinds=("fingerprints",))
            step(case, "refer", sofs)
        step(case, "stop", jfit, reasons=WHY)
        step(case, "refer_up", reviewer, reasons=WHY)
        url = reverse("cases:sign_off", args=[case.pk])
        typed = {"do": "do", "reasons": WHY}
        overrule = typed | {"outcome": "overrule_stop", "seen": seen(case, one)}
        confirm = typed | {"outcome": "confirm_stop", "seen": seen(case, other)}
        with at(DAY):
            told = both(
                lambda url=url, said=overrule: posted(browsers[0], url, said),
                lambda url=url, said=confirm: posted(browsers[1], url, said),
            )
        assert sorted(told) == ["done", "stale"]
        case.refresh_from_db()
        last = Movement.objects.filter(case=case).latest("sequence")
        signed = StopSignOff.objects.filter(stop__case=case).latest("pk")
        assert (last.event, last.to_state, signed.outcome) == (
            ("overrule_stop", CaseState.WITH_JFIT, "overruled")
            if told[0] == "done"
            else ("confirm_stop", CaseState.STOP_CONFIRMED, "confirmed")
        )
        assert case.state == last.to_state
        won[last.event] += 1
    assert StopSignOff.objects.count() == 2 * times, "one referral and one end each"
    assert StopSignOff.objects.filter(outcome="overruled").count() == won["overrule_stop"]
    assert Movement.objects.filter(event="confirm_stop").count() == won["confirm_stop"]


def posted(browser, url, said):
    """Press the button; raise where somebody else's press came first."""
    answer = browser.post(url, said)
    if answer.status_code != 302:
        assert "has moved since you opened the page" in answer.text, answer.status_code
        raise StaleCase
