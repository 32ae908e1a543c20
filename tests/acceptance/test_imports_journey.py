"""P20: the stop-gap spreadsheets go in on a page, and what is wrong in them is worked to its end.

From an empty system, with a worker of its own: hand in, dry run, import, exceptions, a date that appears.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import website
from tests.acceptance.doing import press
from tests.spreadsheets import CASELOAD

pytestmark = pytest.mark.browser

SignIn = Callable[[str], Page]
BAD_ROWS = CASELOAD / "sofs_register_bad_rows.xlsx"


@pytest.fixture
def site(working_site: website.Site) -> website.Site:
    return working_site


def counted(page: Page, what: str) -> str:
    """One of the counts of an import."""
    return page.locator(".app-result > div").filter(has_text=what).locator("dd").inner_text()


def test_p20_spreadsheets_replace_hailoh(sign_in: SignIn, site: website.Site) -> None:
    page = sign_in("sofs_manager")
    page.locator("main").get_by_role("link", name="Import a spreadsheet").click()
    press(page, "Begin the dry run")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose at least one file")
    page.get_by_label("SOFS register").check()
    page.get_by_label("Files").set_input_files(BAD_ROWS)
    press(page, "Begin the dry run")

    # The page renews itself; it can be left, and is found again.
    page.get_by_role("link", name="Imports", exact=True).click()
    page.get_by_role("link", name="sofs_register_bad_rows.xlsx").click()
    done = page.get_by_role("heading", name="Dry run done, waits for confirmation")
    expect(done).to_be_visible(timeout=90_000)
    assert (counted(page, "Would be created"), counted(page, "Rejected")) == ("5", "3")
    expect(page.locator("main")).to_contain_text("also stands on row 9 of this file")
    assert site.answer("SELECT count(*) FROM cases_case") == 0
    assert website.faults_by_the_way(page) == []

    press(page, "Import these rows")
    expect(page.get_by_role("heading", name="Imported", exact=True)).to_be_visible(timeout=90_000)
    assert (counted(page, "Created"), counted(page, "Exceptions")) == ("5", "6")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV of the results").click()
    assert download.value.suggested_filename.endswith("-results.csv")
    assert "S/90001" in Path(download.value.path()).read_text(encoding="utf-8-sig")

    # The owner finds what is open on their first page, and mends one.
    page.goto("/")
    page.get_by_role("link", name=re.compile("^9 import exceptions")).click()
    page.get_by_role("link", name="Missing date in row 3").first.click()
    assert website.faults_by_the_way(page) == []
    expect(page.locator("main")).to_contain_text("S/90001")
    for item in ("Fingerprints", "DNA profile"):
        boxes = page.get_by_role("group", name=f"{item}: day of taking")
        for label, value in (("Day", "1"), ("Month", "11"), ("Year", "2015")):
            boxes.get_by_label(label).fill(value)
    page.get_by_label("How you know").fill("The custody record of that night.")
    press(page, "Record the correction")
    expect(page.locator("main [role=status]")).to_contain_text("S/90001 corrected")
    expect(page.locator("main")).to_contain_text("30 April 2016")
    expect(page.locator("main")).to_contain_text("Corrected on its page")

    page.get_by_role("link", name="Open case S/90001").click()
    expect(page.locator(".app-big")).to_have_text("Sat 30 April 2016")
    expect(page.get_by_role("region", name="Timeline")).to_contain_text(
        "From sofs_register_bad_rows.xlsx, row 3"
    )
    page.get_by_role("link", name="Where the facts are from").click()
    facts = page.get_by_role("table", name="Every fact, and where it is from")
    expect(facts.get_by_role("row").filter(has_text="1 November 2015").first).to_contain_text("on a page")
    expect(facts).to_contain_text("sheet Register, row 3")
    facts.get_by_role("link", name="sofs_register_bad_rows.xlsx").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("row 3")
    assert website.faults_by_the_way(page) == []

    # It now stands in another's queue by its date, with an alert.
    site.manage("sweep", "raise_at_risk", "--for", "2016-04-06")
    sofs = sign_in("sofs_officer")
    sofs.goto("/work/?q=S/90001")
    expect(sofs.get_by_role("row").filter(has_text="S/90001")).to_contain_text("Sat 30 April 2016")
    sofs.get_by_role("link", name="Alerts", exact=True).click()
    expect(sofs.get_by_role("row").filter(has_text="S/90001")).to_contain_text("28-day level")
