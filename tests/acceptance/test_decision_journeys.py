"""Applications undecided are seen, chased and decided by those who may: paragraphs 9F and 22.

Source: further report of 22 April 2016; R-007, R-070, R-071, R-073, R-074, R-113.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import website
from tests.acceptance.doing import day, give_code, open_case, press, row, told

pytestmark = pytest.mark.browser
SignIn = Callable[[str], Page]
WHY = "What is known of him is recent and grave, and for each kind of material nothing less would do."
SCAN = b"%PDF-1.7 the signed record"


@pytest.fixture
def site(changing_site: website.Site) -> website.Site:
    return changing_site


def home(page: Page, link: str | re.Pattern[str]) -> None:
    """From the first page by one of its links."""
    page.get_by_role("link", name="My work", exact=True).click()
    page.get_by_role("link", name=link).first.click()


def queued(page: Page, ref: str) -> Locator:
    """The case in the queue of the first page."""
    page.get_by_role("link", name="My work", exact=True).click()
    queue = page.get_by_role("table", name="Work that can still be saved, by last lawful day")
    return queue.get_by_role("row").filter(has_text=ref)


def test_para_22_the_metropolitan_police_decide_first_and_by_those_who_may_also_on_paper(
    site: website.Site, sign_in: SignIn
) -> None:
    # Chief Officers are reminded, and the list says whose applications come first of a day.
    ref, manager = "S/50032", sign_in("jfit_manager")
    home(manager, "Requests")
    manager.get_by_role("link", name="Reminders and training").click()
    manager.get_by_label("Reminder", exact=True).check()
    manager.get_by_label("Chief Officers", exact=True).check()
    manager.get_by_label(re.compile("^Chief Officers of which force")).select_option(
        label="Metropolitan Police Service"
    )
    manager.get_by_label("Who was there or was written to, and what about").fill("Decide in time.")
    press(manager, "Record it")
    expect(row(manager, "Decide in time.")).to_contain_text("Metropolitan Police")
    home(manager, "Applications that wait for a decision")
    expect(manager.locator("tbody").get_by_role("row").first).to_contain_text(ref)
    expect(row(manager, ref)).to_contain_text("first of its day")

    # Staff prepare and cannot decide; the Assistant Commissioner may, with the consent that is shown.
    staff = sign_in("chief_officer_staff")
    queued(staff, ref).get_by_role("button", name=re.compile("^Read the application")).click()
    staff.get_by_role("link", name="Write a note for the Chief Officer").click()
    staff.get_by_label("Approve", exact=True).check()
    staff.get_by_label("Your note for the Chief Officer").fill("Today is the last day.")
    press(staff, "Put it with the application")
    chief = sign_in("a.carnforth")
    queued(chief, ref).get_by_role("button", name=re.compile("^Decide")).click()
    may = chief.get_by_role("region", name="May you decide this?")
    expect(may).to_contain_text("Assistant Commissioner, with consent")
    expect(may).to_contain_text("C/2013/01")
    expect(chief.get_by_role("region", name="Notes of your staff")).to_contain_text("Today is the last day.")

    # Signed on paper at five, keyed the next morning, compared by a second person.
    site.on_day("2016-04-07")
    open_case(staff, ref)
    staff.get_by_role("link", name="It was signed on paper: key it").click()
    assert website.faults_by_the_way(staff) == []
    maker = staff.get_by_label("Who signed it")
    maker.select_option(label=maker.get_by_role("option").filter(has_text="A. Carnforth").inner_text())
    day(staff, "Day on which it was signed", "6", "4", "2016")
    staff.get_by_label("Time at which it was signed").fill("17:00")
    staff.get_by_label("A determination", exact=True).check()
    for box in staff.get_by_role("group", name="Items that it lists").get_by_role("checkbox").all():
        box.check()
    staff.get_by_label("Length in months").fill("24")
    staff.get_by_label("Reasons, as they are written").fill(WHY)
    scan = {"name": "signed.pdf", "mimeType": "application/pdf", "buffer": SCAN}
    staff.get_by_label("The signed record, scanned").set_input_files(scan)  # type: ignore[arg-type]
    press(staff, "Keep it for a second person")
    expect(told(staff)).to_contain_text("no effect until a second person has compared it")

    home(manager, "1 decision signed on paper, to compare")
    assert website.faults_by_the_way(manager) == []
    manager.get_by_label(re.compile("^Yes, in every line")).check()
    day(manager, "Day of signature", "6", "4", "2016")
    give_code(manager, "jfit_manager")
    press(manager, "Record what you found")
    expect(told(manager)).to_contain_text("with effect from its signature. Now NSD in force")
    expect(manager.locator("main")).to_contain_text("Thu 5 April 2018")
    manager.get_by_role("link", name=re.compile("^Record NSD.2016")).click()
    expect(manager.locator("main")).to_contain_text("Commissioner's consent C/2013/01")
    expect(manager.locator("main")).to_contain_text(hashlib.sha256(SCAN).hexdigest())


def test_para_9f_what_waits_undecided_is_seen_chased_and_decided(site: website.Site, sign_in: SignIn) -> None:
    # Thirteen lapsed so; what is past its day undecided is a list of its own.
    ref, manager = "S/50008", sign_in("jfit_manager")
    home(manager, re.compile("^Figures$"))
    day(manager, "As at", "31", "3", "2016")
    press(manager, "Show these days")
    lapses = manager.get_by_role("table", name="Lapses by primary cause")
    expect(
        row(lapses, "Chief Officer").get_by_role("cell").filter(has_text=re.compile("^13$"))
    ).to_have_count(1)
    home(manager, "Applications that wait for a decision")
    manager.get_by_role("link", name=re.compile("past the last lawful day, undecided")).click()
    expect(row(manager, "S/08131")).to_contain_text("Greater Manchester Police")

    # Not decided in its 21 days, it is chased.
    site.on_day("2016-04-20", "chase")
    open_case(manager, ref)
    timeline = manager.get_by_role("region", name="Timeline")
    expect(timeline).to_contain_text("Chase raised: an application not decided in its days")

    # The Chief Officer reads it whole, and signs with a code; without it nothing is decided.
    chief = sign_in("p.whinfell")
    queued(chief, ref).get_by_role("button", name=re.compile("^Decide")).click()
    expect(chief.locator("main")).to_contain_text("beside 104 days of cover that there are already")
    assert website.faults_by_the_way(chief) == []
    chief.get_by_label("Approve: make a determination").check()
    chief.get_by_label("If you approve: length").fill("24")
    chief.get_by_label("Your reasons").fill(WHY)
    press(chief, "Continue to check")
    assert website.faults_by_the_way(chief) == []
    chief.get_by_label("Code from your authenticator app").fill("000000")
    press(chief, "Sign the decision")
    expect(chief.locator("main")).to_contain_text("The code is not the present one")
    expect(chief.locator("main")).to_contain_text(WHY)
    give_code(chief, "p.whinfell")
    press(chief, "Sign the decision")
    expect(told(chief).first).to_contain_text(f"{ref}: Make the determination. Now NSD in force.")

    # Its record stands, byte for byte, and the Commissioner is owed a copy.
    open_case(manager, ref)
    manager.get_by_role("link", name=re.compile("^Record NSD.2016")).click()
    reference = manager.get_by_role("heading", level=1).inner_text().rpartition(" ")[2]
    assert website.faults_by_the_way(manager) == []
    with manager.expect_download() as taken:
        manager.get_by_role("link", name="Download the PDF").click()
    digest = hashlib.sha256(Path(taken.value.path()).read_bytes()).hexdigest()
    expect(manager.locator("main")).to_contain_text(digest)
    site.on_day("2016-04-21", "chase")
    open_case(manager, ref)
    expect(timeline).to_contain_text("Chase closed: an application not decided in its days. It was decided")
    office = sign_in("commissioner")
    home(office, re.compile("^Oversight$"))
    office.get_by_role("link", name="Copies to be sent to the Commissioner").click()
    expect(row(office, ref)).to_contain_text("18 May 2016")
    row(office, ref).get_by_role("link", name=re.compile("^Look")).click()
    office.get_by_role("link", name=reference).click()
    expect(office.locator("main")).to_contain_text(WHY)
