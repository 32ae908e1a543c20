"""Who has a case, pressed in a browser: taken from home, given by a manager, back at once from a leaver.

Each consequence is seen where it falls: in another's queue, in an alert, on the timeline.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import website
from tests.acceptance.doing import open_case, press, told

pytestmark = pytest.mark.browser

SignIn = Callable[[str], Page]


@pytest.fixture
def site(changing_site: website.Site) -> website.Site:
    return changing_site


def row_of(page: Page, ref: str) -> Locator:
    """The case in the list of all that waits on somebody."""
    page.goto(f"/work/?q={ref}")
    return page.locator("main tbody").get_by_role("row").filter(has_text=ref)


def timeline(page: Page) -> Locator:
    """What happened to the case, the latest first."""
    return page.get_by_role("region", name="Timeline").get_by_role("listitem")


def take_first_from_home(page: Page) -> str:
    """Take the first case of the queue that nobody has, with its button; its reference."""
    page.goto("/")
    button = page.get_by_role("button", name=re.compile(r"^Take S.\d+$")).first
    ref = button.inner_text().split()[-1]
    button.click()
    expect(told(page)).to_contain_text(f"{ref}: you have it now")
    return ref


def give(page: Page, ref: str, to: str) -> None:
    """Give a case to somebody, from its page."""
    open_case(page, ref)
    page.get_by_role("link", name="Give it to somebody").click()
    page.get_by_label("Give it to").select_option(label=to)
    press(page, "Give it")
    expect(told(page)).to_contain_text(f"{ref}: {to} has it now")


def test_a_case_taken_from_home_waits_on_nobody_else(sign_in: SignIn) -> None:
    page, other = sign_in("jfit_officer"), sign_in("jfit.a")
    ref = take_first_from_home(page)
    expect(page.get_by_role("region", name="Who has it")).to_contain_text("You have it")
    expect(timeline(page).first).to_contain_text("Taken")
    expect(row_of(page, ref)).to_have_count(1)
    expect(row_of(other, ref)).to_have_count(0)
    open_case(page, ref)
    page.get_by_role("link", name="Hand it back").click()
    press(page, "Hand it back")
    expect(row_of(other, ref)).to_have_count(1)


def test_the_time_of_a_case_is_drawn_with_its_table(sign_in: SignIn) -> None:
    page = sign_in("jfit_officer")
    open_case(page, "S/50004")
    spent = page.get_by_role("region", name="How the time has been spent")
    expect(spent.get_by_role("img")).to_have_attribute(
        "aria-label", re.compile(r"Spent: \d+ of \d+ days\. .*Still needed: \d+ days")
    )
    spent.get_by_text("View as table").click()
    expect(spent.get_by_role("rowheader", name="SOFS: checks and referral")).to_be_visible()
    expect(page.locator(".app-banner")).to_contain_text("The remaining stages need")


def test_what_a_manager_gives_stands_in_the_officers_queue_and_a_leavers_work_is_back_at_once(
    sign_in: SignIn,
) -> None:
    manager, admin, other = sign_in("jfit_manager"), sign_in("system_administrator"), sign_in("jfit.a")
    leaver = sign_in("jfit.b")
    for ref in ("S/50007", "S/50040"):
        give(manager, ref, "jfit.b")
        expect(row_of(leaver, ref)).to_contain_text("jfit.b")
        expect(row_of(other, ref)).to_have_count(0)

    admin.get_by_role("link", name="Officers").click()
    admin.get_by_role("link", name="jfit.b", exact=True).click()
    admin.get_by_role("link", name="This person has left").click()
    press(admin, "They have left")

    for ref in ("S/50007", "S/50040"):
        expect(row_of(other, ref)).to_have_count(1)
    manager.goto("/")
    back = manager.get_by_role("region", name=re.compile("^Work that came back"))
    expect(back).to_contain_text("jfit.b has left: 2 cases back in the queue")
    back.get_by_role("link", name="jfit.b").click()
    expect(manager.get_by_role("row").filter(has_text="S/50007")).to_contain_text("Nobody")
    press(manager, "Acknowledge")
    expect(manager.get_by_role("region", name=re.compile("^Work that came back"))).to_have_count(0)
    open_case(manager, "S/50007")
    expect(timeline(manager).first).to_contain_text("Back in the queue: who had it left")
    expect(timeline(manager).first).to_contain_text("The system")
    manager.get_by_role("link", name="Give it to somebody").click()
    expect(manager.get_by_label("Give it to")).to_be_visible()
    offered = manager.get_by_label("Give it to").locator("option").all_inner_texts()
    assert "jfit.b" not in offered and "jfit.a" in offered


def test_several_are_given_at_once_and_the_one_that_was_taken_meanwhile_is_refused(sign_in: SignIn) -> None:
    manager, quick = sign_in("jfit_manager"), sign_in("jfit_officer")
    manager.goto("/work/?band=15-28")
    boxes = manager.get_by_role("checkbox")
    names = manager.locator("tbody label").all_inner_texts()[:3]
    for number in range(3):
        boxes.nth(number).check()
    manager.get_by_label("Give", exact=True).check()
    press(manager, "Continue")
    expect(manager.get_by_role("heading", level=1)).to_have_text("Give 3 cases")

    open_case(quick, names[1])
    quick.get_by_role("link", name="Take it").click()
    press(quick, "Take it")

    manager.get_by_label("Give them to").select_option(label="jfit.a")
    press(manager, "Give 3 cases")
    expect(manager.get_by_role("heading", level=1)).to_have_text("2 cases given to jfit.a, 1 refused")
    refused = manager.get_by_role("region", name=re.compile("^Refused"))
    expect(refused).to_contain_text(names[1])
    expect(refused).to_contain_text("Taken, by")


def test_all_that_fit_the_filters_are_named_before_anything_is_done(sign_in: SignIn) -> None:
    page = sign_in("jfit_officer")
    page.goto("/work/?band=29-56")
    said = page.locator("label[for=which-all]").inner_text()
    number = re.search(r"\d+", said)
    assert number
    page.get_by_label(re.compile("^All ")).check()
    page.get_by_label("Take", exact=True).check()
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(f"^Take {number.group()} case"))
    page.get_by_role("link", name="Cancel").click()
    expect(page).to_have_url(re.compile("band=29-56"))


def test_filters_are_saved_under_a_name_and_opened_again(sign_in: SignIn) -> None:
    page = sign_in("jfit_officer")
    page.get_by_role("link", name="Cases", exact=True).click()
    page.get_by_label("Days left").select_option(label="1 to 7 days left")
    press(page, "Apply filters")
    page.get_by_label("Name for these filters").fill("Near the edge")
    press(page, "Save these filters")
    expect(told(page)).to_contain_text("Near the edge")
    page.goto("/cases/")
    saved = page.get_by_role("region", name="Saved filters")
    saved.get_by_role("link", name="Near the edge").click()
    expect(page).to_have_url(re.compile(r"band=1-7$"))
    saved.get_by_role("button", name="Delete the saved filter Near the edge").click()
    expect(saved.get_by_role("link", name="Near the edge")).to_have_count(0)


def test_a_note_is_added_and_the_day_has_a_digest(sign_in: SignIn) -> None:
    page = sign_in("jfit_officer")
    page.get_by_role("region", name="Today's digest").get_by_role("link", name="Read the digest").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today's digest")
    open_case(page, "S/50016")
    page.get_by_role("link", name="Add a note").click()
    page.get_by_label("Your note").fill("Rang the port; the profile is on its way.")
    press(page, "Add the note")
    expect(timeline(page).first).to_contain_text("Rang the port; the profile is on its way.")
    assert website.faults_by_the_way(page) == []
    page.get_by_role("link", name="Timeline", exact=True).click()
    expect(
        page.get_by_role("region", name=re.compile("^Timeline")).get_by_role("listitem").last
    ).to_be_visible()
    assert website.faults_by_the_way(page) == []
