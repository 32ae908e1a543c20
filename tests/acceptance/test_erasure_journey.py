"""Of whom nothing is left: from the first page a manager reviews, erases for ever, and reads what stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker

from tests import databases, deletions, website
from tests.casework import at
from tests.integration.test_erasure import GIVEN, NAME, gone, identified

pytestmark = pytest.mark.browser

SignIn = Callable[[str], Page]


@pytest.fixture
def site(migrated: str, django_db_blocker: DjangoDbBlocker) -> Iterator[website.Site]:
    """One person, whose one item was verified gone on 20 April 2016; it is now 2 May 2017."""
    database = databases.clone(migrated)
    try:
        with django_db_blocker.unblock(), databases.joined(database):
            with at(date(2015, 10, 7)):
                who = deletions.people()
                subject = identified(who.asks)
            gone(who, subject)
        with website.served(database, django_db_blocker.unblock) as site:
            site.manage("demo_day", "2017-05-02")
            site.manage("make_demo_officers")
            yield site
    finally:
        databases.drop(database)


def test_r129_a_manager_reviews_an_identity_and_erases_it_and_the_case_stays_under_a_number(
    sign_in: SignIn, site: website.Site
) -> None:
    page = sign_in("sofs_manager")
    page.get_by_role("link", name="Identities to review").click()
    assert website.faults(page) == []
    page.get_by_role("link", name=f"{NAME}, {GIVEN}").click()
    assert website.faults(page) == []
    main = page.locator("main")
    expect(main).to_contain_text("20 April 2016")
    ref = main.get_by_role("link", name=re.compile("^T.[0-9]+$")).inner_text()
    page.get_by_role("button", name="Erase for ever").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick the box")
    page.get_by_label("I have looked at what is pending").check()
    page.get_by_role("button", name="Erase for ever").click()
    erased = page.get_by_role("row").filter(has_text="Subject 1")
    expect(erased).to_contain_text("2 May 2017")
    assert website.faults(page) == []

    page.get_by_role("link", name="Deletions", exact=True).click()
    page.get_by_role("link", name="What was destroyed").click()
    assert website.faults(page) == []
    page.locator("tbody").get_by_role("link", name="Fingerprints").click()
    expect(page.locator("main")).to_contain_text("What identified the person was erased on 2 May 2017")
    expect(page.locator("main")).to_contain_text("Vera Verifier")
    assert website.faults(page) == []
    page.get_by_role("link", name="Cases", exact=True).first.click()
    page.get_by_role("link", name=ref).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(ref)
    expect(page.locator("body")).to_contain_text("Subject 1, identity erased")
    expect(page.locator("body")).not_to_contain_text(NAME)
    assert site.answer("SELECT count(*) FROM audit_event WHERE verb = 'subject_erased'") == 1
    assert site.answer("SELECT count(*) FROM erasable_identity WHERE surname <> ''") == 0
