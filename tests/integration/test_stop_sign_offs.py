"""Signing off provisional Stop-NSDs: one after the other, handed over with the policy, counted."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from accounts.choices import Rank, Role
from accounts.models import SYSTEM
from accounts.services import officers
from audit.models import AuditEvent
from cases.choices import CaseState
from cases.errors import AuthorityRefused
from cases.models import Movement, StopSignOff
from oversight.selectors import Days
from oversight.sign_offs import backlog, stays
from retention.services.nightly import run_sweep
from tests import casework
from tests.casework import DAY, at, step
from tests.people import signed_in

pytestmark = pytest.mark.django_db
WHY = "Neither assessment is positive."
EVE, POLICY = date(2015, 12, 14), date(2015, 12, 15)


@pytest.fixture
def inspector():
    return casework.officer(Role.INSPECTOR, rank=Rank.INSPECTOR, name="Ina Spector")


@pytest.fixture
def superintendent():
    return casework.officer(Role.SUPERINTENDENT, rank=Rank.SUPERINTENDENT, name="Sue Perint")


def stopped(by, sofs, *, taken_on=DAY, on=DAY, **said):
    case = casework.case(by=sofs, taken_on=taken_on, kinds=("fingerprints",))
    step(case, "refer", sofs, on=on)
    step(case, "stop", by, on=on, reasons=WHY, **said)
    return case


def sign(client, officer, url, **typed):
    """Open the page and press the last button; the answer with what the page then said."""
    with at(DAY):
        browser = signed_in(officer, client)
        page = browser.get(url)
        carried = {"seen": page.context["form"]["seen"].value(), "do": "do"}
        return page, browser.post(url, carried | typed)


def test_after_each_decision_the_next_opens_and_each_is_decided_by_itself(client, sofs, jfit, inspector):
    """By last lawful day; what they stopped themselves, before they were promoted, is passed by."""
    once_jfit = inspector
    officers.give_role(once_jfit, Role.JFIT_OFFICER, from_on=date(2013, 1, 1))
    later = stopped(jfit, sofs)
    own = stopped(once_jfit, sofs, taken_on=date(2026, 1, 5))
    sooner = stopped(jfit, sofs, taken_on=date(2026, 2, 1))
    page, answer = sign(
        client, inspector, reverse("cases:sign_off", args=[sooner.pk]), outcome="confirm_stop", reasons="One."
    )
    assert "2 Stop-NSDs" in page.text and later.ref in page.text
    assert answer.url == reverse("cases:sign_off", args=[later.pk])
    page, answer = sign(client, inspector, answer.url, outcome="refer_up", reasons="A doubt.")
    assert f"{sooner.ref}: Confirm the Stop-NSD. Now Stop-NSD confirmed." in page.text
    assert f"Next: {later.ref}. Nothing is decided of it yet." in page.text
    assert answer.url == reverse("desk:home")
    signed = StopSignOff.objects.order_by("pk").values_list("stop__case", "outcome", "reasons__text")
    assert list(signed) == [(sooner.pk, "confirmed", "One."), (later.pk, "referred_up", "A doubt.")]
    own.refresh_from_db()
    assert own.state == CaseState.STOP_WITH_INSPECTOR
    with at(DAY):
        page = signed_in(inspector, client).get(reverse("cases:sign_off", args=[own.pk]))
    assert "can neither decide nor sign off" in page.text


def test_whoever_drafted_a_stop_for_another_cannot_sign_it_off(sofs, jfit, inspector):
    case = stopped(jfit, sofs, prepared_by=inspector)
    with pytest.raises(AuthorityRefused, match="whoever applied, stopped or prepared"):
        step(case, "confirm_stop", inspector)


def test_an_inspector_has_no_overrule_and_must_say_why_they_refer_up(client, sofs, jfit, inspector):
    case = stopped(jfit, sofs)
    url = reverse("cases:sign_off", args=[case.pk])
    page, answer = sign(client, inspector, url, outcome="refer_up", reasons=" ")
    offered = [value for value, _ in page.context["form"].fields["outcome"].choices]
    assert offered == ["confirm_stop", "refer_up"]
    assert answer.context["form"].errors["reasons"] == ["Enter your reasons"]
    _, answer = sign(client, inspector, url, outcome="overrule_stop", reasons="I disagree.")
    assert answer.context["form"].errors["outcome"]
    assert not StopSignOff.objects.exists()


def test_what_waits_for_a_superintendent_is_handed_over_the_night_the_policy_begins(
    client, sofs, jfit, inspector, superintendent
):
    taken = date(2015, 9, 1)
    waited = [stopped(jfit, sofs, taken_on=taken, on=EVE) for _ in range(3)]
    with at(EVE):
        assert run_sweep("chase", EVE).acted == 0, "nobody to hand over to"
    doubted = stopped(jfit, sofs, taken_on=taken, on=POLICY)
    step(doubted, "refer_up", inspector, on=POLICY, reasons="A doubt.")
    with at(POLICY):
        assert run_sweep("chase", POLICY).acted == 3
        assert run_sweep("chase", POLICY).acted == 0, "a second run changes nothing"
    handed = Movement.objects.filter(event="hand_over")
    assert {(each.case_id, each.moved_by.username, each.moved_on) for each in handed} == {
        (case.pk, SYSTEM, POLICY) for case in waited
    }
    told = AuditEvent.objects.filter(verb="case_moved", payload__event="hand_over")
    assert told.count() == 3
    doubted.refresh_from_db()
    assert doubted.state == CaseState.STOP_WITH_SUPERINTENDENT, "an Inspector referred it up"
    for case in waited:
        step(case, "confirm_stop", inspector, on=POLICY)

    after = date(2015, 12, 16)
    manager = casework.officer(Role.JFIT_MANAGER)
    found = stays(Days(after, after), manager, after)
    assert {each.day: each.counts for each in backlog(found, after)} | {} == {
        **{each.day: (0, 0) for each in backlog([], after)},
        EVE: (3, 0),
        POLICY: (1, 0),
        after: (1, 0),
    }
    with at(after):
        page = signed_in(manager, client).get(reverse("oversight:sign_offs"))
        assert "Inspectors sign off" in page.text and "None was overturned" in page.text
        assert page.context["reviews"].confirmed == 3 and page.context["reviews"].referred_up == 1
    step(doubted, "overrule_stop", superintendent, on=after, reasons="The travel was not weighed.")
    with at(after):
        page = signed_in(manager, client).get(reverse("oversight:sign_offs"))
    assert "Overturned: 1 of 4 reviewed" in page.text and "The travel was not weighed." in page.text
    assert "Nothing waits" in page.text
    doubted.refresh_from_db()
    assert doubted.state == CaseState.WITH_JFIT and doubted.last_lawful_day == date(2016, 2, 29)
