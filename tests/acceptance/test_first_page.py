"""The first page of JFIT's manager on 6 April 2016: each number opens exactly the list it counts."""

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

SignIn = Callable[[str], Page]
TOTAL = re.compile(r"to ([\d,]+) of ([\d,]+)")


def rows_of(page: Page) -> list[str]:
    """The first column of a list, all its pages read one after another by pressing Next."""
    found: list[str] = []
    while True:
        found += page.locator("main table.app-table--sticky tbody th").all_inner_texts()
        following = page.get_by_role("link", name="Next page")
        if not following.count():
            return found
        turn(page, following)


def turn(page: Page, link: Locator) -> None:
    """Press a link that leads to another page of a list, and wait for the whole of it."""
    with page.expect_navigation():
        link.click()


def total_of(page: Page) -> int:
    """The total that a list says of itself."""
    said = TOTAL.search(page.locator(".app-pages p").inner_text())
    assert said, page.url
    return int(said[2].replace(",", ""))


def test_it_shows_the_day_and_that_it_is_a_demonstration(sign_in: SignIn) -> None:
    page = sign_in("jfit_manager")
    expect(page.get_by_role("heading", level=1)).to_have_text("My work")
    expect(page.get_by_label("Demonstration")).to_contain_text("Wednesday 6 April 2016")


@pytest.mark.parametrize(
    ("number", "words", "title"),
    [
        (813, "individuals lapsed", "Lapses"),
        (191, "individuals held unlawfully", "Held unlawfully"),
    ],
)
def test_a_number_of_individuals_opens_the_list_that_makes_it(
    sign_in: SignIn, number: int, words: str, title: str
) -> None:
    page = sign_in("jfit_manager")
    page.get_by_role("link", name=re.compile(rf"^{number}\s*{words}")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(".app-lede")).to_contain_text(f"{number} individuals")
    total = total_of(page)
    assert total == number  # nobody in this caseload has two such cases
    # The whole list is read page by page in tests/integration/test_lists.py; here, its end.
    turn(page, page.get_by_role("link", name=re.compile(r"^Page \d+$")).last)
    assert len(rows_of(page)) == total % 50
    assert f"to {total} of {total}" in page.locator(".app-pages").inner_text()


def test_wrong_notified_dates_open_their_list_and_the_commonest_offset_its_part_of_it(
    sign_in: SignIn,
) -> None:
    page = sign_in("jfit_manager")
    page.get_by_role("link", name=re.compile(r"^110\s*wrong notified dates")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wrong notified dates")
    assert total_of(page) == 110
    assert len(rows_of(page)) == 110

    page.goto("/")
    page.get_by_role("link", name="92 are 31 days early").click()
    assert total_of(page) == 92
    cells = page.locator("main table.app-table--sticky tbody td[data-label='Off by']").all_inner_texts()
    assert set(cells) == {"31 days early"}
    assert len(rows_of(page)) == 92


def test_the_queue_is_in_the_order_of_last_lawful_days_and_the_nearest_says_so(sign_in: SignIn) -> None:
    page = sign_in("jfit_manager")
    queue = page.get_by_role("table", name="Work that can still be saved, by last lawful day")
    page.get_by_role("link", name=re.compile("all that waits on me")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All that waits on me")
    page.go_back()
    said = queue.locator("tbody th strong").all_inner_texts()
    days = [datetime.strptime(words, "%a %d %B %Y").date() for words in said]
    assert len(days) >= 10
    assert days == sorted(days)
    assert days[0] == date(2016, 4, 6)


def test_a_case_on_its_last_day_opens_and_explains_its_date(sign_in: SignIn) -> None:
    page = sign_in("jfit_manager")
    queue = page.get_by_role("table", name="Work that can still be saved, by last lawful day")
    row = queue.get_by_role("row").filter(has_text="S/50006")
    expect(row).to_contain_text("Wed 6 April 2016")
    expect(row).to_contain_text("Last day today")
    row.get_by_role("link", name="S/50006", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("S/50006")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kelbrook")
    expect(page.get_by_role("region", name="The last lawful day is today.")).to_be_visible()
    expect(page.get_by_role("table", name="Material (2 items)")).to_contain_text("Fingerprints")

    page.get_by_role("link", name="Why this date? Fingerprints").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Why this date?")
    steps = page.locator("ol.app-steps > li > h2").all_inner_texts()
    assert steps == [
        "Facts used",
        "Rules tried",
        "The arithmetic, in words",
        "Does anything carry the cover on?",
        "What would change it",
    ]
    expect(page.locator("main")).to_contain_text("7 October 2015")
    expect(page.locator("main")).to_contain_text("Wednesday 6 April 2016")
    expect(page.locator("main")).to_contain_text("Thursday 7 April 2016")
    expect(page.get_by_role("table", name="Rules tried")).to_contain_text("20C")


def test_a_case_is_found_by_name_by_pnc_id_and_by_reference(sign_in: SignIn) -> None:
    page = sign_in("jfit_manager")
    for words in ("kelbrook, gita", "1999/3155607N", "S/50006"):
        page.get_by_role("searchbox").fill(words)
        page.get_by_role("button", name="Search").click()
        assert rows_of(page)[0].startswith("S/50006"), words
