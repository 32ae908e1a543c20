"""P25, P34: a pack is frozen and examined at a meeting; what was published and is wrong owns up by itself."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import redis
from playwright.sync_api import Page, expect

from tests import website
from tests.acceptance.doing import day, press, row, told
from tests.workers import worker

pytestmark = pytest.mark.browser

SignIn = Callable[[str], Page]


@pytest.fixture
def site(changing_site: website.Site) -> website.Site:
    """The caseload of 2016."""
    return changing_site


def open_packs(page: Page) -> None:
    """From the first page."""
    page.goto("/")
    page.get_by_role("link", name="Packs", exact=True).click()


def test_a_pack_is_frozen_examined_and_restated(
    sign_in: SignIn, site: website.Site, broker: redis.Redis
) -> None:
    page = sign_in("jfit_manager")
    open_packs(page)
    page.get_by_label("Monthly senior pack").check()
    day(page, "As at", "18", "12", "2015")
    day(page, "As known at", "18", "12", "2015")
    page.set_default_timeout(90_000)  # every figure of the whole caseload at three days, then three files
    press(page, "Freeze the pack")
    page.set_default_timeout(15_000)
    expect(told(page)).to_contain_text("is frozen")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Monthly senior pack")
    expect(page.locator("main")).to_contain_text("58.5 %")
    expect(page.locator("main")).to_contain_text("about 60 %")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as a PDF").click()
    assert saved.value.suggested_filename.endswith("pack.pdf")

    day(page, "Day of the meeting", "6", "4", "2016")
    page.get_by_label("Who is invited").fill("Head of SOFS")
    press(page, "Call the meeting")
    expect(page.locator("main")).to_contain_text("It cannot be closed yet.")
    page.get_by_label("Which office", exact=True).select_option(index=1)
    page.get_by_label("Present").check()
    page.get_by_role("button", name="Record it").first.click()
    for kind, words in (("No question was asked", ""), ("Decision", "SOFS searches again")):
        panel = page.locator("section", has=page.get_by_role("heading", name="What was asked or decided"))
        panel.get_by_label(kind).check()
        panel.get_by_label(re.compile("What was asked or decided")).fill(words)
        panel.get_by_role("button", name="Record it").click()
    press(page, "Close it")
    expect(told(page)).to_contain_text("closed")

    open_packs(page)
    with worker(site.database, processes=1):
        page.get_by_role("link", name="Restatement log").click()
        for _ in range(120):  # a worker looks; the log is opened again until it has
            if row(page, "6,500").count():
                break
            page.wait_for_timeout(1000)
            page.reload()
    held = row(page, "6,500")
    expect(held).to_contain_text("+1,800")
    held.get_by_role("link", name="Held", exact=True).click()
    expect(page.locator("main")).to_contain_text("Showing 1 to 50 of 1,800 rows")


def test_a_reader_of_packs_reads_the_monthly_one(sign_in: SignIn) -> None:
    page = sign_in("pack_reader")
    open_packs(page)
    page.get_by_role("link", name="P/").first.click()
    expect(page.locator("main")).to_contain_text("Unlawful retention")
    expect(page.locator("main").get_by_role("link", name="S/")).to_have_count(0)
