"""Renewals of NSDs: prompted 12, 6 and 3 months ahead, decided afresh, in time or too late by a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.choices import Role
from cases import renewals
from cases.choices import CaseState, PolicyKey
from cases.models import Application, Determination, Material
from cases.services.policies import Decision, decide_policy
from oversight.figures import LAPSES
from oversight.figures.lapses import LapseKind
from oversight.selectors import Days, answers
from retention.models import Alert
from retention.services.nightly import run_sweep
from tests import casework
from tests.casework import at
from tests.people import signed_in

pytestmark = pytest.mark.django_db
TAKEN = date(2026, 1, 5)
MADE = date(2026, 6, 29)
LAST = date(2028, 6, 28)  # of 24 months, beginning with the day made
FIRST_PROMPT, SECOND_PROMPT, LAST_PROMPT = date(2027, 6, 29), date(2027, 12, 29), date(2028, 3, 29)
DAY = timedelta(days=1)


@pytest.fixture
def people():
    return {
        "sofs": casework.officer(Role.SOFS_OFFICER),
        "jfit": casework.officer(Role.JFIT_OFFICER),
        "manager": casework.officer(Role.JFIT_MANAGER),
        "senior": casework.officer(Role.SENIOR_MANAGER),
        "chief": casework.officer(Role.CHIEF_OFFICER, rank="chief_constable"),
    }


@pytest.fixture
def case(people):
    """A case with an NSD in force to the end of 28 June 2028."""
    with at(TAKEN):
        made = casework.case(by=people["sofs"], taken_on=TAKEN)
    casework.step(made, "refer", people["sofs"], on=TAKEN)
    decide(made, people, MADE)
    return made


def decide(case, people, on):
    return casework.determined(case, people["jfit"], people["chief"], on=on)


def night(day):
    with at(day, 3):
        run_sweep("raise_at_risk", day)


def standing():
    return [
        (alert.level, alert.owner_role, alert.raised_on) for alert in Alert.objects.filter(closed_on=None)
    ]


def test_jfits_manager_is_prompted_12_and_6_and_3_months_ahead_once_each(case, people):
    night(FIRST_PROMPT - DAY)
    assert standing() == []
    for day, level in ((FIRST_PROMPT, "renew_1"), (SECOND_PROMPT, "renew_2"), (LAST_PROMPT, "renew_3")):
        night(day - DAY)
        night(day)
        night(day)
        assert standing() == [(level, "jfit_manager", day)]
        with at(day):
            manager = signed_in(people["manager"])
            label = Alert.objects.get(closed_on=None).get_level_display()
            assert label in manager.get("/").text
            assert "A day late is a lapse" in manager.get(f"/alerts/{Alert.objects.latest('pk').pk}/").text
            listed = manager.get(reverse("retention:renewals")).text
            assert case.ref in listed and label in listed
            jfit = signed_in(people["jfit"]).get("/").text
            assert "1 NSD to renew" in jfit and reverse("retention:renewals") in jfit
    # Once the work no longer fits, it is at risk like any other.
    night(LAST - timedelta(days=76))
    assert [level for level, _, _ in standing()] == ["early"]


def test_a_prompt_that_nobody_acknowledges_goes_to_the_senior_manager(case, people):
    night(FIRST_PROMPT)
    night(FIRST_PROMPT + timedelta(days=5))
    assert [owner for _, owner, _ in standing()] == ["senior_manager"]


def test_the_prompts_are_a_policy_of_their_day(case, people):
    with at(date(2027, 1, 4)):
        decision = Decision(value=9, from_on=date(2027, 1, 5), reason="Twelve is too early")
        decide_policy(PolicyKey.RENEWAL_FIRST_MONTHS, decision, by=people["manager"], seen=0)
    night(FIRST_PROMPT)
    assert standing() == []
    night(date(2027, 9, 29))
    assert standing() == [("renew_1", "jfit_manager", date(2027, 9, 29))]


def test_taken_up_it_waits_no_more_and_is_decided_afresh_as_a_renewal(case, people):
    night(FIRST_PROMPT)
    on = FIRST_PROMPT + DAY
    with at(on):
        page = reverse("cases:reopen", args=[case.pk])
        jfit = signed_in(people["jfit"])
        assert page in jfit.get(reverse("retention:renewals")).text
        assert page not in signed_in(people["senior"]).get(reverse("retention:renewals")).text
    casework.step(case, "reopen", people["jfit"], on=on, reasons="It is time to renew")
    night(on + DAY)
    assert standing() == []
    with at(on):
        assert "NSD to renew" not in signed_in(people["jfit"]).get("/").text
        assert "With JFIT" in signed_in(people["jfit"]).get(reverse("retention:renewals")).text
    decide(case, people, on + DAY)
    first, second = Determination.objects.filter(case=case).order_by("pk")
    assert (first.kind, second.kind) == ("full", "renewal")
    applications = Application.objects.filter(case=case)
    assert {made.kind for made in applications} == {"full", "renewal"} and applications.count() == 2
    assert not renewals.to_renew(people["jfit"], on + DAY).exists()


def days_of(case):
    return set(Material.objects.filter(case=case).values_list("last_lawful_day", flat=True))


def lapses(people, day):
    with at(day):
        return answers([LAPSES], Days(day, day), people["jfit"], day)[LAPSES.slug].rows


def test_a_renewal_on_the_last_lawful_day_goes_on_without_a_gap(case, people):
    casework.step(case, "reopen", people["jfit"], on=LAST, reasons="It is time to renew")
    assert decide(case, people, LAST).outcome == "moved"
    assert (case.state, days_of(case)) == (CaseState.NSD_IN_FORCE, {date(2030, 6, 27)})
    assert lapses(people, LAST + timedelta(days=30)) == []


def test_a_renewal_a_day_late_is_a_lapse_at_renewal_and_counts_for_nothing(case, people):
    casework.step(case, "reopen", people["jfit"], on=LAST - DAY, reasons="It is time to renew")
    assert decide(case, people, LAST + DAY).outcome == "late"
    assert (case.state, days_of(case)) == (CaseState.WITH_CHIEF_OFFICER, {LAST})
    (lapse,) = lapses(people, LAST + DAY)
    assert (lapse.last_lawful_day, lapse.kind) == (LAST, LapseKind.RENEWAL)
