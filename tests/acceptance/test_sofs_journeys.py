"""SOFS's work from home to its consequence with others: cause 9B, early start, PACE, a conviction.

Source: further report of 22 April 2016, paragraphs 9B and 19 with its ninth footnote.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import website
from tests.acceptance.doing import day, press

pytestmark = pytest.mark.browser

SignIn = Callable[[str], Page]


@pytest.fixture
def site(changing_site: website.Site) -> website.Site:
    return changing_site


def tile(page: Page, label: str) -> Locator:
    """The link of a tile of home."""
    return page.locator("main").get_by_role("link", name=re.compile(label)).first


def row(page: Page, text: str) -> Locator:
    """The row of a table that has the text, on whichever page of the list it stands."""
    while True:
        found = page.get_by_role("row").filter(has_text=text)
        following = page.get_by_role("link", name="Next page")
        if found.count() or not following.count():
            return found
        with page.expect_navigation():
            following.click()


def open_case(page: Page, ref: str) -> None:
    """Open a case by searching for it."""
    page.goto(f"/cases/?q={ref}")
    page.get_by_role("link", name=ref, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(ref)


def timeline(page: Page) -> Locator:
    """What happened to the case."""
    return page.get_by_role("region", name="Timeline")


def take(page: Page, surname: str, *items: str, nation: str = "England and Wales") -> str:
    """A taking under Schedule 7 of 4 April 2016, two days before today; answers with its reference."""
    page.goto("/intake/")
    page.get_by_label("Surname").fill(surname)
    page.get_by_label("Forenames").fill("Jory")
    day(page, "Date of birth", "4", "7", "1986")
    page.get_by_label("Port or station").fill("Port of Larne")
    force = (
        "Police Service of Northern Ireland" if nation == "Northern Ireland" else "Lancashire Constabulary"
    )
    page.get_by_label("Force that took it").select_option(label=force)
    page.get_by_label(nation).check()
    page.get_by_label("Power", exact=True).select_option("TACT-S7")
    for item in items:
        page.get_by_label(item, exact=True).check()
    day(page, "Day of taking", "4", "4", "2016")
    page.get_by_label("To a forensic provider, to be profiled").check()
    day(page, "DNA sample sent on", "4", "4", "2016")
    press(page, "Continue to check")
    press(page, "Record the taking")
    found = re.search(r"TE/2016/\d{5}", page.locator("main").inner_text())
    assert found
    return found.group()


def record_check(page: Page, result: str = "No trace") -> None:
    """Fill the page of a check of today and press its button."""
    page.get_by_label("Police National Computer (PNC)").check()
    day(page, "Checked on", "6", "4", "2016")
    page.get_by_label(result, exact=True).check()
    page.get_by_label("Where the result is shown").fill("Print 4471 of the PNC")
    press(page, "Record the check")


def enrol_prints(page: Page, reference: str) -> None:
    """From the case's page."""
    page.get_by_role("link", name="Record enrolment").click()
    page.get_by_label("Fingerprints: reference in the CT fingerprint database").fill(reference)
    day(page, "Fingerprints: loaded on", "6", "4", "2016")
    assert website.faults_by_the_way(page) == []
    press(page, "Record the enrolment")


def refer(page: Page) -> None:
    """From the page of the step."""
    page.get_by_label("Note for JFIT").fill("Enrolled and checked.")
    assert website.faults_by_the_way(page) == []
    press(page, "Refer to JFIT")


def test_para_9b_sofs_delay(sign_in: SignIn) -> None:
    sofs = sign_in("sofs_manager")
    assert website.faults_by_the_way(sofs) == []
    tile(sofs, "neither retained nor referred in time").click()
    expect(sofs.get_by_role("heading", level=1)).to_have_text("Neither retained nor referred in time")
    assert website.faults_by_the_way(sofs) == []

    # What waits too long with SOFS has an alert, and goes to JFIT from the first page.
    sofs.goto("/")
    row(sofs, "S/08268").get_by_role("button", name="Refer to JFIT").click()
    refer(sofs)
    jfit = sign_in("jfit_officer")
    jfit.goto("/work/?q=S/08268")
    jfit.get_by_role("link", name="S/08268", exact=True).click()
    expect(timeline(jfit)).to_contain_text("Refer to JFIT")
    expect(jfit.get_by_role("region", name="Alert", exact=True)).to_contain_text("28-day level")

    # A taking of two days ago is checked, enrolled and referred at once.
    ref = take(sofs, "Nineby", "Fingerprints", "DNA sample")
    sofs.goto("/")
    tile(sofs, "to retain or refer").click()
    sofs.get_by_role("link", name=re.compile("^Taken")).first.click()
    sofs.get_by_role("link", name=re.compile("^Taken")).first.click()
    next_action = row(sofs, ref).get_by_role("button", name="Record a check")
    assert website.faults_by_the_way(sofs) == []
    next_action.click()
    assert website.faults_by_the_way(sofs) == []
    record_check(sofs)
    enrol_prints(sofs, "FP/9B/1")
    sofs.goto("/to-refer/?sort=-taken_on")
    row(sofs, ref).get_by_role("button", name="Refer to JFIT").click()
    refer(sofs)

    jfit.goto(f"/work/?q={ref}")
    expect(row(jfit, ref)).to_have_count(1)
    jfit.get_by_role("link", name=ref, exact=True).click()
    for told in ("Refer to JFIT", "checked: no trace", "held at CT fingerprint database"):
        expect(timeline(jfit)).to_contain_text(re.compile(told, re.IGNORECASE))


def test_dna_alone_waits_for_its_profile_in_a_list_of_its_own(sign_in: SignIn) -> None:
    sofs = sign_in("sofs_officer")
    tile(sofs, "DNA only, waiting for the profile").click()
    assert website.faults_by_the_way(sofs) == []
    listed = row(sofs, "S/50012")
    expect(listed).to_contain_text("25 days left")
    sofs.get_by_role("link", name="S/50012", exact=True).click()
    sofs.get_by_role("link", name="Refer to JFIT").click()
    expect(sofs.locator("#why-not")).to_contain_text("only DNA was taken and its profile has not come")
    assert website.faults_by_the_way(sofs) == []
    sofs.get_by_role("link", name="Record the receipt of the profile").click()
    sofs.get_by_label("DNA profile", exact=True).check()
    sofs.get_by_label("Received", exact=True).check()
    sofs.get_by_role("group", name=re.compile("^By whom")).get_by_label("SOFS", exact=True).check()
    day(sofs, "On which day", "6", "4", "2016")
    press(sofs, "Record it")
    sofs.goto("/dna-only/")
    expect(row(sofs, "S/50012")).to_have_count(0)
    open_case(sofs, "S/50012")
    sofs.get_by_role("link", name="Refer to JFIT").click()
    refer(sofs)
    jfit = sign_in("jfit_officer")
    jfit.goto("/work/?q=S/50012")
    expect(row(jfit, "S/50012")).to_have_count(1)


def test_a_case_of_northern_ireland_walks_from_its_taking_to_jfit(sign_in: SignIn) -> None:
    sofs = sign_in("sofs_officer")
    ref = take(sofs, "Northway", "Fingerprints", "DNA sample", nation="Northern Ireland")
    open_case(sofs, ref)
    expect(sofs.locator("main")).to_contain_text("SOFS with PSNI: load, check, retain or refer")
    sofs.get_by_role("link", name="Record a check").first.click()
    record_check(sofs)
    sofs.get_by_role("link", name="Refer to JFIT").click()
    refer(sofs)
    jfit = sign_in("jfit_officer")
    jfit.goto(f"/work/?q={ref}&nation=NI")
    expect(row(jfit, ref)).to_have_count(1)


def test_a_pace_investigation_that_concludes_puts_its_case_first_or_with_what_is_held_unlawfully(
    sign_in: SignIn,
) -> None:
    jfit = sign_in("jfit_officer")
    for ref, concluded, then in (("S/50011", "6", "That is today"), ("S/50023", "1", "That is 5 days ago")):
        open_case(jfit, ref)
        jfit.get_by_role("link", name="Record that the investigation concluded").click()
        assert website.faults_by_the_way(jfit) == []
        day(jfit, "Concluded on", concluded, "4", "2016")
        press(jfit, "Continue")
        expect(jfit.locator("main")).to_contain_text(then)
        assert website.faults_by_the_way(jfit) == []
        press(jfit, "Record the conclusion")
        expect(timeline(jfit)).to_contain_text("Investigation concluded")
    expect(jfit.get_by_role("heading", name="Held unlawfully for 5 days.")).to_be_visible()
    jfit.goto("/")
    queue = jfit.get_by_role("table", name="Work that can still be saved, by last lawful day")
    expect(queue.get_by_role("row").filter(has_text="S/50011")).to_contain_text("Last day today")
    jfit.goto("/unlawful/")
    expect(row(jfit, "S/50023")).to_have_count(1)


def test_a_conviction_found_keeps_a_case_and_one_withdrawn_sends_it_to_jfit(sign_in: SignIn) -> None:
    sofs = sign_in("sofs_officer")
    open_case(sofs, "S/50049")
    sofs.get_by_role("link", name="Retain on another basis").click()
    expect(sofs.locator("#why-not")).to_contain_text("no other basis is on record")
    sofs.goto("/rechecks/?q=S/50049")
    open_case(sofs, "S/50049")
    sofs.get_by_role("link", name="Record a check").first.click()
    day(sofs, "Convicted on", "21", "3", "2016")
    for question, answer in (
        ("recordable", "Yes"),
        ("exempt conviction", "No"),
        ("excluded offence", "Not known"),
    ):
        group = sofs.get_by_role("group", name=re.compile(question))
        group.get_by_label(answer, exact=True).check()
    record_check(sofs, "Convicted")
    expect(sofs.locator("main")).to_contain_text("Then indefinite")
    press(sofs, "Record the check")
    sofs.get_by_role("link", name="Retain on another basis").click()
    assert website.faults_by_the_way(sofs) == []
    sofs.get_by_label("On what basis").fill("Convicted on 21 March 2016, print 4471.")
    press(sofs, "Retain on another basis")
    expect(sofs.locator(".app-id")).to_contain_text("Retained on another basis")

    sofs.get_by_role("link", name=re.compile("^Withdraw it")).click()
    sofs.get_by_label("Belongs to another person or case").check()
    press(sofs, "Continue")
    expect(sofs.locator("main")).to_contain_text("Then to the end of 1 September 2016")
    press(sofs, "Withdraw the conviction")
    sofs.goto("/")
    expect(sofs.get_by_role("heading", name="The other basis of 1 case fell away.")).to_be_visible()
    assert website.faults_by_the_way(sofs) == []
    sofs.get_by_role("button", name="Return to JFIT").click()
    assert website.faults_by_the_way(sofs) == []
    row(sofs, "S/50049").get_by_role("button", name="Return it to JFIT").click()
    sofs.get_by_label("What fell away").fill("It is another person's.")
    press(sofs, "Return it to JFIT")
    jfit = sign_in("jfit_officer")
    jfit.goto("/work/?q=S/50049")
    expect(row(jfit, "S/50049")).to_have_count(1)


def test_what_no_database_has_is_listed_until_its_reference_is_recorded(sign_in: SignIn) -> None:
    sofs = sign_in("sofs_officer")
    ref = take(sofs, "Unloaded", "Fingerprints", "DNA sample")
    sofs.goto("/")
    tile(sofs, "held, and in no database").click()
    assert website.faults_by_the_way(sofs) == []
    row(sofs, ref).get_by_role("button", name="Record enrolment").click()
    sofs.get_by_label("Fingerprints: reference in the CT fingerprint database").fill("FP/UN/1")
    day(sofs, "Fingerprints: loaded on", "6", "4", "2016")
    press(sofs, "Record the enrolment")
    expect(sofs.locator("main")).to_contain_text("FP/UN/1")
    sofs.goto("/unenrolled/")
    expect(row(sofs, ref)).to_have_count(0)


def test_p19_jfit_starts_before_the_profile(site: website.Site, sign_in: SignIn) -> None:
    # Last of the file: it moves the day on, and no day comes back.
    sofs = sign_in("sofs_officer")
    ref = take(sofs, "Nineteen", "Fingerprints", "DNA sample")
    open_case(sofs, ref)
    sofs.get_by_role("link", name="Refer to JFIT").click()
    expect(sofs.locator("main")).to_contain_text("DNA profile awaited. Fingerprints were taken")
    refer(sofs)
    jfit = sign_in("jfit_officer")
    jfit.goto(f"/work/?q={ref}")
    jfit.get_by_role("link", name=ref, exact=True).click()
    expect(jfit.locator("main")).to_contain_text("DNA profile awaited")
    expect(timeline(jfit)).to_contain_text("Refer to JFIT")

    # Had JFIT not begun in the time that the early start gave it, an alert would tell its manager.
    site.on_day("2016-07-20", "raise_at_risk")
    manager = sign_in("jfit_manager")
    open_case(manager, ref)
    expect(manager.get_by_role("region", name="Alert", exact=True)).to_contain_text("Early")
    expect(timeline(manager)).to_contain_text("At-risk alert, Early: raised")
