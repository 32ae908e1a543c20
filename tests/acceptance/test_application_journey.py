"""JFIT's application in a browser: written from the first page on, sent to who may decide, and taken back.

Source: further report of 22 April 2016, paragraphs 6 iv-v and 22; R-070, R-074, R-113, R-120.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import website
from tests.acceptance.doing import open_case, press, told

pytestmark = pytest.mark.browser

SignIn = Callable[[str], Page]
REF = "S/50004"  # of the Metropolitan Police; its last lawful day is 11 April 2016
WORDS = (
    "the courier was met twice at this port in one week, two others were named by a source whose reports "
    "were right before, and a mark lifted from a parcel is still without a name"
)


@pytest.fixture
def site(changing_site: website.Site) -> website.Site:
    return changing_site


def in_queue(page: Page) -> Locator:
    """The case in the queue of the first page."""
    page.get_by_role("link", name="My work", exact=True).click()
    queue = page.get_by_role("table", name="Work that can still be saved, by last lawful day")
    return queue.get_by_role("row").filter(has_text=REF)


def write(page: Page, section: str, words: str) -> None:
    """Write a section of the application, from its list of sections."""
    page.get_by_role("link", name=section, exact=True).click()
    page.get_by_label(section, exact=True).fill(words)
    press(page, "Save")


def test_an_application_is_written_sent_to_who_may_decide_and_withdrawn(
    site: website.Site, sign_in: SignIn
) -> None:
    jfit = sign_in("jfit_officer")
    in_queue(jfit).get_by_role("button", name=re.compile("^Ask for a holding NSD")).click()
    expect(jfit.get_by_label(re.compile("^A holding NSD"))).to_be_checked()
    jfit.get_by_label("Length asked for").fill("6")
    jfit.get_by_label("No vulnerability is known").check()
    press(jfit, "Save")
    expect(jfit.locator("main")).to_contain_text("Enter the day by which the holding NSD is reviewed")
    for box, text in (("Day", "6"), ("Month", "5"), ("Year", "2016")):
        jfit.get_by_role("group", name="Day of review").get_by_label(box, exact=True).fill(text)
    press(jfit, "Save")
    expect(jfit.locator("main")).to_contain_text("1 of 7 sections needed are complete")

    write(jfit, "Why national security needs it", "National security needs it.")
    expect(told(jfit)).to_contain_text("Write at least 20 words: there are 4")
    jfit.get_by_label("Why national security needs it").fill(f"In this case {WORDS}.")
    press(jfit, "Save")
    for kind in ("Fingerprints", "DNA profile"):
        write(jfit, f"Why it is necessary: {kind}", f"{kind} can name them: {WORDS}.")
        write(jfit, f"Why it is proportionate: {kind}", f"For six months, {kind.lower()} alone: {WORDS}.")
    jfit.get_by_role("button", name="Check answers and send").click()
    expect(jfit.locator("main")).to_contain_text("Age and vulnerability: Not written")
    jfit.get_by_role("link", name="Go on writing").click()
    write(jfit, "Age and vulnerability", "An adult of 47; nothing is known of vulnerability.")
    expect(jfit.locator("main")).to_contain_text("7 of 7 sections needed are complete")

    jfit.get_by_role("button", name="Check answers and send").click()
    deciders = jfit.get_by_role("region", name="Who may decide today")
    expect(deciders).to_contain_text("C. Ravenstone, Commissioner of Police")
    expect(deciders.get_by_role("listitem").filter(has_text="R. Oakhanger")).to_contain_text(
        "only the responsible chief officer"
    )
    expect(jfit.get_by_role("radio")).to_have_count(1)
    jfit.get_by_label("Metropolitan Police Service").check()
    press(jfit, "Continue to check")
    expect(jfit.locator("main")).to_contain_text("2013/7988376P")
    press(jfit, "Send the application")
    expect(told(jfit)).to_contain_text("Now With Chief Officer")

    chief = sign_in("chief_officer")
    expect(in_queue(chief)).to_contain_text("act by Mon 11 April 2016")
    open_case(chief, REF)
    expect(chief.get_by_role("region", name="Timeline")).to_contain_text(
        "for a holding NSD: with Metropolitan Police Service"
    )
    chief.get_by_role("link", name="Application, as it was sent").click()
    expect(chief.locator("main")).to_contain_text("a mark lifted from a parcel is still without a name")
    site.on_day("2016-04-07", "digest")
    chief.get_by_role("link", name="My work", exact=True).click()
    chief.get_by_role("link", name="Read the digest").click()
    expect(chief.locator("main")).to_contain_text(REF)

    open_case(jfit, REF)
    jfit.get_by_role("link", name="Withdraw the application").click()
    jfit.get_by_label("Why it is withdrawn").fill("The full assessment came in time.")
    press(jfit, "Continue to check")
    press(jfit, "Withdraw the application")
    expect(jfit.get_by_role("region", name="Timeline")).to_contain_text("Withdraw the application: With JFIT")
    expect(in_queue(jfit).get_by_role("button", name=re.compile("^Go on with the appl"))).to_have_count(1)
    expect(in_queue(chief)).to_have_count(0)
