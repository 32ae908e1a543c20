"""Holding NSDs, their review, and a determination found void later: paragraphs 26 and 9F.

The site is a copy that nobody else looks at. Paragraphs are those of the further report of 22 April 2016.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import website
from tests.acceptance.conftest import WriteApplication
from tests.acceptance.doing import day, give_code, open_case, press, row, told

pytestmark = pytest.mark.browser
SignIn = Callable[[str], Page]
REF = "S/50035"  # taken under PACE, with JFIT, its investigation still open
WHY = "The Chief Constable was absent, and nobody had consented."


@pytest.fixture
def site(changing_site: website.Site) -> website.Site:
    return changing_site


def go(page: Page, name: str | re.Pattern[str]) -> None:
    """Follow the one link of the page itself with that name."""
    page.locator("main").get_by_role("link", name=name).first.click()
    assert website.faults_by_the_way(page) == []


def home(page: Page) -> Locator:
    """The first page."""
    page.get_by_role("link", name="My work", exact=True).click()
    return page.locator("main")


def timeline(page: Page) -> Locator:
    """What happened to the case, the latest first."""
    return page.get_by_role("region", name="Timeline")


def test_p26_material_whose_time_ends_with_an_event_is_saved_by_a_holding_nsd_and_followed_up(
    site: website.Site, sign_in: SignIn, write_application: WriteApplication
) -> None:
    # The investigation ends: the date is computed at once, and the case stands first.
    jfit = sign_in("jfit_officer")
    open_case(jfit, REF)
    go(jfit, "Record that the investigation concluded")
    day(jfit, "Concluded on", "6", "4", "2016")
    press(jfit, "Continue")
    press(jfit, "Record the conclusion")
    queue = home(jfit).get_by_role("table", name="Work that can still be saved, by last lawful day")
    expect(row(queue, REF)).to_contain_text("Last day today")

    # A holding NSD is applied for and made on that day, to be reviewed soon.
    write_application(REF, "jfit.officer", kind="holding", months=6, review_on=date(2016, 5, 4))
    apply_for(jfit, "West Yorkshire")
    chief = sign_in("m.lindale")
    decide_as_holding(chief)
    assert website.faults_by_the_way(chief) == []
    go(chief, "Review the holding NSD of 6 April 2016")
    expect(chief.get_by_role("region", name="The determination")).to_contain_text("4 May 2016")

    # Its review is missed: the Chief Officer and JFIT are told, and it is made.
    site.on_day("2016-05-05", "chase")
    home(jfit)
    go(jfit, "1 holding NSD not reviewed by its day")
    expect(row(jfit, REF)).to_contain_text("1 day late")
    home(chief)
    go(chief, "1 holding NSD to review (1 late)")
    expect(row(chief, REF)).to_contain_text("1 day late")
    row(chief, REF).get_by_role("button", name=re.compile("^Review")).click()
    assert website.faults_by_the_way(chief) == []
    chief.get_by_label("It goes on, with another day of review").check()
    day(chief, "If it goes on: next review by", "1", "6", "2016")
    chief.get_by_label("Your reasons").fill("The full assessment is under way.")
    press(chief, "Continue")
    assert website.faults_by_the_way(chief) == []
    give_code(chief, "m.lindale")
    press(chief, "Record the review")
    expect(told(chief)).to_contain_text("It is reviewed again by 1 June 2016")
    expect(home(chief)).to_contain_text("1 holding NSD to review")
    found_void(site, sign_in, jfit)


def found_void(site: website.Site, sign_in: SignIn, jfit: Page) -> None:
    """It is found void: all that relied on it shows, and the Commissioner is told."""
    legal = sign_in("legal_reviewer")
    open_case(legal, REF)
    go(legal, "Find the determination of 6 April 2016 void")
    legal.get_by_label("Made by someone without authority on that day").check()
    legal.get_by_label("Your reasons").fill(WHY)
    press(legal, "Continue")
    expect(legal.locator("main")).to_contain_text("Then to the end of 6 April 2016.")
    expect(legal.locator("main")).to_contain_text("it is held unlawfully, is hidden at once")
    assert website.faults_by_the_way(legal) == []
    press(legal, "Record that it was void")
    expect(legal.locator(".app-big")).to_have_text("Wed 6 April 2016")
    expect(timeline(legal)).to_contain_text("was found void from the start")
    expect(legal.locator("#deletion")).to_contain_text("due from 7 April 2016")
    expect(legal.locator("#decided")).to_contain_text("Void: Made by someone without authority")

    open_case(jfit, REF)
    expect(jfit.get_by_role("heading", name="Held unlawfully for 29 days.")).to_be_visible()
    jfit.get_by_role("link", name="Held unlawfully", exact=True).click()
    jfit.goto("/lapses/suspected/")
    while not row(jfit, REF).count():
        jfit.get_by_role("link", name="Next page").click()
    office = sign_in("commissioner")
    go(office, "1 determination found void, not yet reviewed")
    go(office, f"Review {REF}")
    expect(office.locator("main")).to_contain_text(WHY)
    office.get_by_label("Satisfied", exact=True).check()
    office.get_by_label(re.compile("^Your reasons")).fill("Rightly found void; the material is to go.")
    press(office, "Record the review")
    expect(home(office)).not_to_contain_text("found void, not yet reviewed")
    assert site.answer("SELECT count(*) FROM audit_event WHERE verb = 'void_found'") == 1


def apply_for(page: Page, force: str) -> None:
    """Send the application that is written to a force, from the case's page."""
    open_case(page, REF)
    page.get_by_role("link", name="Apply for a determination").click()
    page.get_by_role("button", name="Check answers and send").click()
    page.get_by_label(force).check()
    press(page, "Continue to check")
    press(page, "Send the application")
    expect(told(page)).to_contain_text("Now With Chief Officer")


def decide_as_holding(page: Page) -> None:
    """Decide the application as a holding NSD, from the first page."""
    row(home(page), REF).get_by_role("button", name="Decide").first.click()
    page.get_by_label(re.compile("^Approve as a holding NSD")).check()
    page.get_by_label(re.compile("^If you approve: length")).fill("6")
    day(page, "Holding NSD: review by", "4", "5", "2016")
    page.get_by_label("Your reasons").fill("Necessary on what is known today, for both kinds of material.")
    press(page, "Continue to check")
    expect(page.locator("main")).to_contain_text("4 May 2016")
    give_code(page, "m.lindale")
    press(page, "Sign the decision")
    expect(page.locator(".app-id .govuk-tag").filter(has_text="NSD in force")).to_have_count(1)
