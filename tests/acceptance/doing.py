"""What people do on any page, and where they read what came of it."""

import re

from django.core.cache import cache
from playwright.sync_api import Locator, Page, expect

from tests import website


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press the one button of the page itself with that name."""
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def told(page: Page) -> Locator:
    """What the page says has happened."""
    return page.locator("main [role=status]")


def open_case(page: Page, ref: str) -> None:
    """Open a case by searching for it."""
    page.get_by_role("searchbox").fill(ref)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=ref, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(ref)


def day(page: Page, legend: str, *boxes: str) -> None:
    """Type a day into the three boxes of that legend."""
    group = page.get_by_role("group", name=re.compile(f"^{legend}"))
    for label, text in zip(("Day", "Month", "Year"), boxes, strict=True):
        group.get_by_label(label, exact=True).fill(text)


def row(page: Page | Locator, text: str) -> Locator:
    """The row of a table that has the text."""
    return page.get_by_role("row").filter(has_text=text)


def give_code(page: Page, who: str) -> None:
    """Type the present one-time code of that role or person, as an act that is signed asks for it."""
    cache.clear()  # a code serves once, and a test may need two within its half minute
    code = website.present_code(website.username_of(who))
    page.get_by_label("Code from your authenticator app").fill(code)
