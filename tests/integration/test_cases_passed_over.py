"""Cases passed over, read from real rows, on the page, and over the 2016 caseload."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.choices import Role
from accounts.selectors import officer_by_username
from oversight.idle import idle_by_fortnight
from oversight.selectors import Days
from tests import casework
from tests.casework import at, step
from tests.people import signed_in

CASELOAD_DAY = date(2016, 4, 6)
WORKED, TODAY = date(2016, 3, 22), date(2016, 4, 3)


def test_a_case_with_little_time_is_told_as_passed_over_while_a_newer_one_was_decided(db, client):
    sofs, jfit = casework.officer(Role.SOFS_OFFICER), casework.officer(Role.JFIT_OFFICER)
    with at(date(2016, 2, 1)):
        urgent = casework.case(by=sofs, taken_on=date(2015, 10, 11))
        calm = casework.case(by=sofs, taken_on=date(2016, 2, 1))
    for case in (urgent, calm):
        step(case, "refer", sofs, on=date(2016, 2, 10))
    step(calm, "stop", jfit, on=WORKED, reasons="Not worth it.")
    with at(TODAY):
        found = idle_by_fortnight(Days(TODAY, TODAY), jfit, TODAY)
        page = signed_in(jfit, client).get(reverse("oversight:idle")).text
    ((row,), *others) = found.values()
    assert (row.team, row.ref, row.days, row.fewest_left) == ("jfit", urgent.ref, 1, 19)
    assert not any(others)
    assert urgent.ref in page and "21 March to 3 April 2016 (1 case)" in page


def test_a_determination_made_since_does_not_hide_that_the_case_was_near_its_day(db):
    sofs, jfit = casework.officer(Role.SOFS_OFFICER), casework.officer(Role.JFIT_OFFICER)
    chief = casework.officer(Role.CHIEF_OFFICER, rank="chief_constable")
    with at(date(2016, 2, 1)):
        urgent = casework.case(by=sofs, taken_on=date(2015, 10, 11))
        calm = casework.case(by=sofs, taken_on=date(2016, 2, 1))
    for case in (urgent, calm):
        step(case, "refer", sofs, on=date(2016, 2, 10))
    step(calm, "stop", jfit, on=WORKED, reasons="Not worth it.")
    force = casework.force_of("13")
    step(urgent, "apply", jfit, on=date(2016, 3, 29), reasons="Needed.", to_force=force, months=24)
    step(urgent, "determine", chief, on=date(2016, 3, 30), reasons="Needed.", months=24)
    with at(TODAY):
        (rows, *_) = idle_by_fortnight(Days(TODAY, TODAY), jfit, TODAY).values()
    assert [(row.ref, row.days) for row in rows] == [(urgent.ref, 1)]


@pytest.mark.full_size
def test_over_the_caseload_every_number_is_the_sum_of_its_list(caseload, client):
    officer = officer_by_username("jfit.manager")
    page = signed_in(officer, client).get(reverse("oversight:idle"))
    assert page.status_code == 200
    for team in page.context["teams"]:
        for span, (days, cases) in team["cells"]:
            part = client.get(
                reverse("oversight:idle"),
                {"as_at": CASELOAD_DAY, "known_at": CASELOAD_DAY, "of": span[1], "team": team["key"]},
            )
            assert part.context["count"] == cases
            assert cases > 100 or sum(row.days for row, _, _ in part.context["rows"]) == days
            break  # the latest fortnight of each team
