"""A deletion from due to verified gone, in a browser, by two people who begin at home.

Source: further report of 22 April 2016, paragraphs 13, 16, 27 and 28; R-097, R-125, R-128, R-131.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django import DjangoDbBlocker

from audit.facts import stamp
from cases.models import Holding
from tests import databases, deletions, website
from tests.acceptance.doing import day, press, row
from tests.casework import at
from tests.integration.test_erasure import identified

pytestmark = pytest.mark.browser

SignIn = Callable[[str], Page]


@pytest.fixture
def site(migrated: str, django_db_blocker: DjangoDbBlocker) -> Iterator[website.Site]:
    """Two cases whose cover ended with 6 April 2016, one of them on paper too; it is the next day."""
    database = databases.clone(migrated)
    try:
        with django_db_blocker.unblock(), databases.joined(database):
            with at(deletions.TAKEN):
                who = deletions.people()
                made = deletions.lapsed(who.asks, subject=identified(who.asks), kinds=("fingerprints",))
                paper = {"place": "hard_copy", "reference": "BOX-9"}
                Holding.objects.create(material=made.material.get(), **paper, **stamp(who.asks))
            deletions.lapsed(who.asks, kinds=("dna_profile",))
        with website.served(database, django_db_blocker.unblock) as site:
            site.on_day("2016-04-07", "suspend_unlawful")
            site.manage("make_demo_officers")
            yield site
    finally:
        databases.drop(database)


def tile(page: Page, words: str) -> Locator:
    """From any page to home; the figure with those words."""
    page.get_by_role("link", name="My work", exact=True).click()
    return page.get_by_role("link", name=re.compile(rf"^[\d,]+\s*{words}$"))


def figure(page: Page, words: str) -> int:
    """How many stand behind the figure."""
    return int(re.sub(r"\D", "", tile(page, words).inner_text().split("\n")[0]))


def choose(page: Page, words: str, ref: str) -> None:
    """From home into the list behind a figure, and there to the last check of the one order."""
    tile(page, words).click()
    row(page, ref).get_by_role("checkbox").check()
    press(page, "Continue to check")
    expect(row(page, ref)).to_contain_text("Nothing")
    assert website.faults_by_the_way(page) == []


def give_reasons(page: Page, button: str) -> None:
    """Go through the checklist, give reasons, and sign."""
    for box in (
        page.get_by_role("group", name="I have gone through the checklist").get_by_role("checkbox").all()
    ):
        box.check()
    page.get_by_label("Your reasons").fill("Its cover ended and nothing else keeps it.")
    press(page, button)
    expect(page.get_by_role("table", name="What became of each")).to_contain_text("Done")


def record_check(page: Page) -> None:
    """From the page of a case: the PNC was asked today."""
    page.get_by_role("link", name="Record a check").first.click()
    page.get_by_label("Police National Computer (PNC)").check()
    day(page, "Checked on", "7", "4", "2016")
    page.get_by_label("No trace", exact=True).check()
    page.get_by_label(re.compile("^Where the result is shown|^Evidence")).fill("Print 7731")
    press(page, "Record the check")


def test_para_27_two_people_take_a_deletion_from_due_to_verified_gone(
    site: website.Site, sign_in: SignIn
) -> None:
    sofs = sign_in("sofs_officer")
    to_ask = figure(sofs, "deletions to ask approval for")
    tile(sofs, "deletions to ask approval for").click()
    assert website.faults_by_the_way(sofs) == []
    first = sofs.get_by_role("table").get_by_role("row").nth(1)
    ref = re.search(r"D/\d{5}", first.inner_text())
    assert ref
    order = ref.group()
    row(sofs, order).get_by_role("checkbox").check()
    press(sofs, "Continue to check")
    assert website.faults_by_the_way(sofs) == []
    press(sofs, "Ask for approval")
    expect(sofs.locator("main")).to_contain_text("Tick each point of the checklist")
    give_reasons(sofs, "Ask for approval")
    assert figure(sofs, "deletions to ask approval for") == to_ask - 1

    # Another approves it. Whoever asked could not.
    manager = sign_in("sofs_manager")
    choose(manager, "deletions to approve", order)
    expect(row(manager, order)).to_contain_text("Its cover ended and nothing else keeps it.")
    give_reasons(manager, "Approve the deletion")

    # Nothing is destroyed on an old check of the PNC.
    tile(sofs, "deletions approved, not begun").click()
    row(sofs, order).get_by_role("checkbox").check()
    press(sofs, "Continue to check")
    expect(row(sofs, order)).to_contain_text("days before destruction")
    row(sofs, order).get_by_role("link").nth(1).click()
    record_check(sofs)
    choose(sofs, "deletions approved, not begun", order)
    press(sofs, "Instruct every place")

    # Each place is begun and evidenced on its own.
    places = 0
    while True:
        tile(sofs, "to do at the databases and stores").click()
        expect(sofs.get_by_role("heading", level=1)).to_contain_text("To do at the databases")
        waiting = row(sofs, order).filter(has_text="Delete it")
        if not waiting.count():
            break
        assert places or website.faults_by_the_way(sofs) == []
        waiting.first.get_by_role("button", name="Begin").click()
        press(sofs, "I begin now")
        assert places or website.faults_by_the_way(sofs) == []
        sofs.get_by_label("Done", exact=True).check()
        day(sofs, "On which day", "7", "4", "2016")
        reference = sofs.get_by_label(re.compile("^Reference of the evidence|^Number of the destruction"))
        reference.fill(f"LOG-{places}")
        if sofs.get_by_label("Witness").count():
            sofs.get_by_label("Witness").fill("Wyn Ash")
            sofs.get_by_label(re.compile("^Where the copy was")).fill("Registry 2, shredded")
        sofs.get_by_label(re.compile("^Minutes")).fill("95")
        press(sofs, "Record it")
        places += 1
    assert places == 2, "the database and the paper, each by itself"

    choose(manager, "deletions to verify", order)
    press(manager, "Verified: gone from every place")
    manager.get_by_role("link", name=order, exact=True).click()
    expect(manager.locator("main")).to_contain_text("Verified gone")
    expect(manager.locator("main")).to_contain_text("LOG-0")
    expect(manager.locator("main")).to_contain_text("Policy: Deletions 1")
    assert website.faults_by_the_way(manager) == []
    manager.locator("main").locator(".app-lede").get_by_role("link").first.click()
    expect(manager.get_by_role("region", name="Timeline")).to_contain_text("Verified gone from every place")
