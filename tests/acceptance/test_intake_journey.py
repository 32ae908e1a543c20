"""A taking event from home to its consequence, in a browser; the same days wherever the browser stands."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import website
from tests.acceptance.doing import day, press, row

pytestmark = pytest.mark.browser

FAR_WEST, FAR_EAST = "America/Los_Angeles", "Pacific/Auckland"
PEOPLE = {FAR_WEST: ("Farwell", "Ada"), FAR_EAST: ("Quigg", "Bertram")}
SignIn = Callable[[str], Page]


@pytest.fixture
def site(changing_site: website.Site) -> website.Site:
    return changing_site


def fill(page: Page, surname: str, forenames: str, born: tuple[str, str, str]) -> None:
    """Fingerprints and a sample under Schedule 7 at a port on 14 March 2016, the sample sent on."""
    page.get_by_label("Surname").fill(surname)
    page.get_by_label("Forenames").fill(forenames)
    day(page, "Date of birth", *born)
    page.get_by_label("Port or station").fill("Port of Heysham")
    page.get_by_label("Force that took it").select_option(label="Lancashire Constabulary")
    page.get_by_label("England and Wales").check()
    page.get_by_label("Power", exact=True).select_option("TACT-S7")
    page.get_by_label("Fingerprints", exact=True).check()
    page.get_by_label("DNA sample", exact=True).check()
    day(page, "Day of taking", "14", "3", "2016")
    page.get_by_label(re.compile("^Time of taking")).fill("00:30")
    page.get_by_label("To a forensic provider, to be profiled").check()
    day(page, "DNA sample sent on", "15", "3", "2016")


def test_p6_a_taking_event_is_recorded_on_one_page(sign_in: SignIn) -> None:
    sofs = sign_in("sofs_officer")
    sofs.get_by_role("button", name="Record a taking").click()
    assert website.faults_by_the_way(sofs) == []
    fill(sofs, "O'Harrowgate", "Maeve", ("31", "6", "1980"))
    press(sofs, "Continue to check")
    expect(sofs.get_by_role("alert")).to_contain_text("31 June does not exist. June 1980 has 30 days")
    day(sofs, "Date of birth", "30", "6", "1980")
    press(sofs, "Continue to check")
    expect(sofs.get_by_role("heading", level=1)).to_have_text("Check before you record")
    expect(sofs.locator("main")).to_contain_text("Monday 14 March 2016, 00:30 UK time")
    assert website.faults_by_the_way(sofs) == []
    press(sofs, "Record the taking")
    expect(sofs.locator("main")).to_contain_text("TE/2016/00001")
    for item in ("Fingerprints", "DNA sample", "DNA profile"):
        expect(row(sofs, item)).to_contain_text("Tue 13 September 2016")
    assert website.faults_by_the_way(sofs) == []
    sofs.get_by_role("link", name="Why this date? Fingerprints").click()
    expect(sofs.locator("main")).to_contain_text("14 March 2016")

    # It waits in another's queue, and its page tells the way of each item and lets the manager go on.
    manager = sign_in("sofs_manager")
    manager.goto("/work/?q=TE/2016/00001")
    expect(row(manager, "TE/2016/00001")).to_contain_text("O'Harrowgate, Maeve")
    manager.get_by_role("link", name="TE/2016/00001", exact=True).click()
    where = manager.locator("#whereabouts")
    expect(where).to_contain_text("Sent to the forensic provider")
    expect(where).to_contain_text("Whereabouts unknown")
    manager.goto("/")
    manager.get_by_role("link", name="Whereabouts unknown", exact=True).click()
    expect(manager).to_have_url(re.compile("/whereabouts/$"))
    manager.wait_for_load_state()
    while not row(manager, "TE/2016/00001").count():
        manager.get_by_role("link", name="Next page").click()
    expect(row(manager, "TE/2016/00001")).to_contain_text("22 days")
    manager.get_by_role("link", name="TE/2016/00001", exact=True).click()
    manager.get_by_role("link", name="Record a dispatch or a receipt").click()
    manager.get_by_label("DNA sample", exact=True).check()
    manager.get_by_label("Received", exact=True).check()
    by_whom = manager.get_by_role("group", name=re.compile("^By whom"))
    by_whom.get_by_label("Forensic provider").check()
    day(manager, "On which day", "17", "3", "2016")
    assert website.faults_by_the_way(manager) == []
    press(manager, "Record it")
    expect(where).to_contain_text("The forensic provider")
    expect(where).not_to_contain_text("Whereabouts unknown")


def test_somebody_on_record_is_suggested_and_a_person_decides_later(sign_in: SignIn) -> None:
    sofs = sign_in("sofs_officer")
    for forenames, surname in (("Mohammed", "Al-Rashidovic"), ("Muhammad", "El Rashidovich")):
        sofs.goto("/intake/")
        fill(sofs, surname, forenames, ("3", "5", "1981"))
        press(sofs, "Continue to check")
        if forenames == "Muhammad":
            expect(sofs.get_by_role("region", name="Perhaps on record already")).to_contain_text(
                "the same birth date"
            )
            assert website.faults_by_the_way(sofs) == []
            sofs.get_by_label(re.compile("^Not sure")).check()
            press(sofs, "Continue to check")
        press(sofs, "Record the taking")
        expect(sofs.get_by_role("heading", level=1)).to_have_text("Taking recorded")

    manager = sign_in("sofs_manager")
    manager.get_by_role("link", name="Perhaps the same person").click()
    assert website.faults_by_the_way(manager) == []
    row(manager, "El Rashidovich").get_by_role("link", name="Decide").click()
    assert website.faults_by_the_way(manager) == []
    manager.get_by_label(re.compile("^The same person")).check()
    manager.get_by_label("How you know").fill("The photographs agree.")
    press(manager, "Record the decision")
    expect(manager.locator("main")).to_contain_text("Recorded: the same person")
    expect(row(manager, "El Rashidovich")).to_have_count(0)


@pytest.mark.parametrize("zone", [FAR_EAST, pytest.param(FAR_WEST, marks=pytest.mark.full_size)])
def test_a_day_is_the_same_wherever_the_browser_stands(
    visits: website.Visits, sign_in: SignIn, zone: str
) -> None:
    sign_in("sofs_officer")
    state = visits.site.signed_in[website.username_of("sofs_officer")]
    page = visits._page(timezone_id=zone)
    page.context.add_cookies([state])
    page.goto("/intake/")
    fill(page, *PEOPLE[zone], ("29", "2", "1984"))
    day(page, "Day of taking", "31 October 2013", "", "")
    day(page, "DNA sample sent on", "2013-11-01", "", "")
    press(page, "Continue to check")
    press(page, "Go back and change")
    press(page, "Continue to check")
    press(page, "Record the taking")
    expect(row(page, "Fingerprints")).to_contain_text("Thu 31 October 2013")
    expect(row(page, "Fingerprints")).to_contain_text("Wed 30 April 2014")
    page.get_by_role("button", name="Open the case").click()
    for _ in range(3):
        expect(page.locator(".app-id")).to_contain_text("New Material")
        expect(page.locator("#whereabouts")).to_contain_text("1 November 2013")
        page.reload()
    dates_on_other_forms(page, visits.site)


def dates_on_other_forms(page: Page, site: website.Site) -> None:
    """A check of SOFS's and the two days of a figure, in the same browser."""
    case = page.url.rstrip("/").split("/")[-1]
    page.goto(f"/cases/{case}/check/")
    page.get_by_label("Police National Computer (PNC)").check()
    page.get_by_label("No trace").check()
    page.get_by_label("Where the result is shown").fill("Print 7.")
    day(page, "Checked on", "31", "6", "2014")
    press(page, "Record the check")
    expect(page.get_by_role("alert")).to_contain_text("Checked on: 31 June does not exist")
    day(page, "Checked on", "29 Feb 2016", "", "")
    press(page, "Record the check")
    expect(page.locator("main")).to_contain_text("29 February 2016")
    checked = "SELECT max(checked_on)::text FROM cases_pnccheck WHERE case_id = %s"
    assert site.answer(checked, int(case)) == "2016-02-29"
    page.goto("/figures/held/")
    for boxes, expected in (
        (("31", "3", "16"), "year 16 must be 4 numbers"),
        (("31", "3", "2016"), "31 March 2016"),
    ):
        day(page, "As at", *boxes)
        press(page, "Show these days")
        expect(page.locator("main")).to_contain_text(expected)
