"""A profile that does not come is chased at its port, in a browser, from the day after day 21.

Source: further report of 22 April 2016, paragraphs 9A and 19; R-050, R-051.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import website
from tests.acceptance.doing import day, press, row

pytestmark = pytest.mark.browser

SignIn = Callable[[str], Page]
PORT = "Port of Heysham"


@pytest.fixture
def site(changing_site: website.Site) -> website.Site:
    return changing_site


def home(page: Page) -> None:
    """Back to the first page, by its entry of the navigation."""
    page.get_by_role("link", name="My work", exact=True).click()


def take(page: Page) -> str:
    """A taking of 16 March 2016, whose day 21 is 6 April; the answer is its reference."""
    page.get_by_role("button", name="Record a taking").click()
    page.get_by_label("Surname").fill("Nineay")
    page.get_by_label("Port or station").fill(PORT)
    page.get_by_label("Force that took it").select_option(label="Lancashire Constabulary")
    page.get_by_label("England and Wales").check()
    page.get_by_label("Power", exact=True).select_option("TACT-S7")
    page.get_by_label("Fingerprints", exact=True).check()
    page.get_by_label("DNA sample", exact=True).check()
    day(page, "Day of taking", "16", "3", "2016")
    page.get_by_label("Not sent yet", exact=True).check()
    press(page, "Continue to check")
    press(page, "Record the taking")
    found = re.search(r"TE/2016/\d{5}", page.locator("main").inner_text())
    assert found
    return found.group()


def overdue(page: Page) -> Locator:
    """From home to the profiles that are overdue at ports; the list's rows."""
    home(page)
    page.get_by_role("link", name=re.compile("profiles overdue at ports")).click()
    return page.get_by_role("table", name="Open chases").locator("tbody")


def test_para_9a_a_port_is_chased_from_day_22_and_a_broken_promise_goes_to_the_manager(
    site: website.Site, sign_in: SignIn
) -> None:
    sofs = sign_in("sofs_officer")
    ref = take(sofs)
    site.manage("sweep", "chase", "--for", "2016-04-06")
    expect(overdue(sofs)).not_to_contain_text(ref)
    site.on_day("2016-04-07", "chase")
    expect(row(overdue(sofs), ref)).to_contain_text("7 April 2016")
    expect(row(sofs, ref)).to_contain_text("Nobody on record")
    assert website.faults_by_the_way(sofs) == []

    # Whom to call is kept by the manager.
    manager = sign_in("sofs_manager")
    overdue(manager)
    manager.get_by_role("link", name="Ports and whom to call there").click()
    assert website.faults_by_the_way(manager) == []
    manager.get_by_role("link", name=PORT, exact=True).click()
    manager.get_by_label("Name", exact=True).fill("Sgt Ada Quill")
    manager.get_by_label(re.compile("^Telephone")).fill("01632 960001")
    press(manager, "Add the contact")
    expect(manager.get_by_role("region", name="Whom to call")).to_contain_text("Sgt Ada Quill")
    assert website.faults_by_the_way(manager) == []

    # SOFS calls the contact, and records the answer and the day that was promised.
    expect(row(overdue(sofs), ref)).to_contain_text("Sgt Ada Quill")
    row(sofs, ref).get_by_role("button", name="Chase").click()
    expect(sofs.get_by_role("region", name="Whom to contact")).to_contain_text("01632 960001")
    assert website.faults_by_the_way(sofs) == []
    sofs.get_by_label("By telephone").check()
    sofs.get_by_label("Sgt Ada Quill").check()
    sofs.get_by_label(re.compile("^What they said")).fill("Held for a court order, then sent on.")
    day(sofs, "Profile promised for", "16", "6", "2016")
    press(sofs, "Record the contact")
    expect(sofs.get_by_role("region", name="What became of it")).to_contain_text("for 16 June 2016")
    expect(row(overdue(sofs), ref)).to_contain_text("promised for 16 June 2016")

    # The promise is broken: the manager is told, an alert tells that the time no longer fits.
    site.on_day("2016-06-17", "chase", "raise_at_risk")
    home(manager)
    taken_to = manager.get_by_role("region", name=re.compile("^Chases taken to you"))
    taken_to.get_by_role("link", name="All of them").click()
    while not row(manager, ref).count():
        manager.get_by_role("link", name="Next page").click()
    expect(row(manager, ref)).to_contain_text(PORT)
    manager.get_by_role("searchbox").fill(ref)
    manager.get_by_role("button", name="Search").click()
    manager.get_by_role("link", name=ref, exact=True).click()
    happened = manager.get_by_role("region", name="Timeline")
    for told in (
        "Chase raised: no profile at SOFS when day 21 had ended",
        "answer promised for 16 June 2016",
        f"{PORT}: escalated",
        "At-risk alert, Early: raised",
    ):
        expect(happened).to_contain_text(told)
    expect(manager.locator("main").get_by_role("link", name="Early", exact=True)).to_be_visible()

    # The profile comes: the chase has ended, and the league table counts what it took.
    manager.get_by_role("link", name="Record a dispatch or a receipt").click()
    manager.get_by_label("DNA profile", exact=True).check()
    manager.get_by_label("Received", exact=True).check()
    manager.get_by_role("group", name=re.compile("^By whom")).get_by_label("SOFS", exact=True).check()
    day(manager, "On which day", "17", "6", "2016")
    press(manager, "Record it")
    expect(overdue(sofs)).not_to_contain_text(ref)
    sofs.get_by_role("link", name="How long each port takes").click()
    expect(row(sofs, PORT)).to_contain_text("93 days, 9 in 10 within 93")
    assert website.faults_by_the_way(sofs) == []
