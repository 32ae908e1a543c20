"""The budget bar of a real case: its days by stage from its movements and requests, and the amber banner."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.choices import Role
from audit.facts import stamp
from cases.models import Request, RequestEvent
from cases.services import holders
from retention.budget_of_case import budget_of
from tests import casework
from tests.casework import at, step
from tests.people import signed_in

pytestmark = pytest.mark.django_db
TAKEN, REFERRED, STARTED, TODAY = (
    date(2015, 10, 12),
    date(2015, 10, 14),
    date(2016, 3, 14),
    date(2016, 4, 6),
)


@pytest.fixture
def jfit():
    return casework.officer(Role.JFIT_OFFICER)


@pytest.fixture
def case(jfit):
    """The case of the drawings: taken on 14 March after 152 days, one of two requests answered."""
    sofs = casework.officer(Role.SOFS_OFFICER)
    with at(TAKEN):
        made = casework.case(by=sofs, taken_on=TAKEN)
    step(made, "refer", sofs, on=REFERRED)
    with at(STARTED):
        holders.take(made.pk, by=jfit, on=STARTED, seen_version=1)
        asked = [
            Request.objects.create(
                case=made, to=to, sent_on=STARTED, due_on=date(2016, 4, 11), asked_by=jfit, **stamp(jfit)
            )
            for to in ("ctu", "security_service")
        ]
    with at(date(2016, 3, 29)):
        RequestEvent.objects.create(
            request=asked[0], step="answered", happened_on=date(2016, 3, 29), **stamp(jfit)
        )
    return made


def test_the_days_of_a_case_are_told_by_stage_from_what_is_recorded(case):
    with at(TODAY):
        found = budget_of(case, TODAY)
    assert [(stage.label, stage.days) for stage in found.spent] == [
        ("SOFS: checks and referral", 2),
        ("JFIT: waited, not started", 152),
        ("JFIT: assessing, requests out", 23),
    ]
    assert (found.whole, found.left, found.needed, found.short_by) == (183, 5, 40, 35)
    assert [one.need.days for one in found.coming] == [5, 14, 21]


def test_the_page_says_that_it_does_not_fit_and_draws_it_with_a_table(case, jfit, client):
    with at(TODAY):
        page = signed_in(jfit, client).get(reverse("desk:case", args=[case.pk])).text
    assert "5 days left. The remaining stages need 40." in page
    assert "the Chief Officer would decide on 16 May, 35 days too late" in page
    assert "on or before Monday 11 April 2016" in page
    assert "JFIT: waited, not started, 152 days" in page
    assert "14 October 2015 to 13 March 2016" in page and "Security Service 5" in page


def test_time_that_fits_has_no_banner_and_an_investigation_without_end_no_bar(jfit, client):
    sofs = casework.officer(Role.SOFS_OFFICER)
    fresh = casework.case(by=sofs, taken_on=TODAY)
    pace = casework.case(by=sofs, taken_on=TODAY, power="PACE-INV")
    with at(TODAY):
        who = signed_in(jfit, client)
        fresh_page = who.get(reverse("desk:case", args=[fresh.pk])).text
        pace_page = who.get(reverse("desk:case", args=[pace.pk])).text
    assert "remaining stages need" not in fresh_page and "How the time has been spent" in fresh_page
    assert "How the time has been spent" not in pace_page
