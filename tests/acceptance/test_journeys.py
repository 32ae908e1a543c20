"""A case walks the corridor, each step taken on the pages by whoever may take it, from their first page on.

Every journey has live cases of its own; the site is a copy that nobody else looks at.
"""

import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from nsd import places
from tests import website
from tests.acceptance.conftest import WriteApplication
from tests.acceptance.doing import give_code, open_case, press, told

pytestmark = pytest.mark.browser

SignIn = Callable[[str], Page]


@pytest.fixture
def site(changing_site: website.Site) -> website.Site:
    return changing_site


def on_home(page: Page, ref: str) -> Locator:
    """The case in the queue of the first page."""
    queue = page.get_by_role("table", name="Work that can still be saved, by last lawful day")
    return queue.get_by_role("row").filter(has_text=ref)


def in_queue(page: Page, ref: str) -> Locator:
    """The case in the list of all that waits on somebody."""
    page.goto("/work/?q=" + ref)
    return page.get_by_role("row").filter(has_text=ref)


def tagged(page: Page) -> Locator:
    """Where the case stands, at the head of its page."""
    return page.locator(".app-id .govuk-tag").filter(has_text=re.compile("^(With|NSD|Stop-NSD|Closed|Ret)"))


def timeline(page: Page) -> Locator:
    """What happened to the case, the latest first."""
    return page.get_by_role("region", name="Timeline").get_by_role("listitem")


def apply_for(page: Page, ref: str, force: str) -> None:
    """Send the application that is written for a case, from the case's page."""
    open_case(page, ref)
    page.get_by_role("link", name="Apply for a determination").click()
    page.get_by_role("button", name="Check answers and send").click()
    page.get_by_label(re.compile(force)).check()
    press(page, "Continue to check")
    expect(page.locator("main")).to_contain_text("24 months")
    press(page, "Send the application")


def stop(page: Page, ref: str) -> None:
    """Make a provisional Stop-NSD, from the case's page."""
    open_case(page, ref)
    page.get_by_role("link", name="Provisional Stop-NSD").click()
    page.get_by_label(re.compile("^Why no determination")).fill("Neither assessment is positive.")
    press(page, "Continue to check")
    press(page, "Record the provisional Stop-NSD")


def turn_to_last(page: Page) -> None:
    """Go to the last page of a list, where the latest due stand."""
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile(r"^Page \d+$")).last.click()


def test_sofs_refers_a_case_and_it_waits_on_jfit(sign_in: SignIn) -> None:
    sofs = sign_in("sofs_officer")
    open_case(sofs, "S/50015")
    sofs.get_by_role("link", name="Refer to JFIT").click()
    sofs.get_by_label("Note for JFIT").fill("Fingerprints enrolled; the profile is awaited.")
    press(sofs, "Refer to JFIT")
    expect(told(sofs)).to_contain_text("S/50015")
    expect(tagged(sofs)).to_have_text("With JFIT")
    expect(timeline(sofs).first).to_contain_text("T. Hollowell")

    jfit = sign_in("jfit_officer")
    row = in_queue(jfit, "S/50015")
    expect(row).to_have_count(1)
    row.get_by_role("link", name="S/50015", exact=True).click()
    expect(timeline(jfit).first).to_contain_text("6 April 2016")
    expect(timeline(jfit).first).to_contain_text("Refer to JFIT")


def test_an_application_waits_on_the_right_chief_officer_whose_nsd_lasts_two_years(
    sign_in: SignIn, write_application: WriteApplication
) -> None:
    write_application("S/50006", "jfit.officer")
    jfit = sign_in("jfit_officer")
    apply_for(jfit, "S/50006", "West Midlands")
    expect(tagged(jfit)).to_have_text("With Chief Officer")

    other = sign_in("r.oakhanger")
    expect(in_queue(other, "S/50006")).to_have_count(0)

    chief = sign_in("p.whinfell")
    row = on_home(chief, "S/50006")
    expect(row).to_contain_text("Last day today")
    row.get_by_role("button", name="Decide").click()
    expect(chief.get_by_role("radio", checked=True)).to_have_count(0)
    chief.get_by_label("Approve: make a determination").check()
    chief.get_by_label(re.compile("^If you approve: length")).fill("24")
    chief.get_by_label("Your reasons").fill("Necessary and proportionate, for both kinds of material.")
    press(chief, "Continue to check")
    expect(chief.locator("main")).to_contain_text("5 April 2018")
    give_code(chief, "p.whinfell")
    press(chief, "Sign the decision")
    expect(tagged(chief)).to_have_text("NSD in force")
    expect(chief.locator(".app-big")).to_have_text("Thu 5 April 2018")
    expect(timeline(chief).first).to_contain_text("P. Whinfell")


def test_a_stop_is_signed_off_by_an_inspector_and_its_deletion_orders_open(sign_in: SignIn) -> None:
    jfit = sign_in("jfit_officer")
    stop(jfit, "S/50053")
    expect(tagged(jfit)).to_have_text("Stop-NSD with Inspector")

    inspector = sign_in("inspector")
    row = on_home(inspector, "S/50053")
    row.get_by_role("button", name="Sign off").click()
    inspector.get_by_label(re.compile("^Approve")).check()
    press(inspector, "Continue to check")
    press(inspector, "Sign the decision")
    expect(told(inspector).first).to_contain_text("S/50053: Confirm the Stop-NSD. Now Stop-NSD confirmed.")

    sofs = sign_in("sofs_officer")
    sofs.get_by_role("link", name="Deletions", exact=True).click()
    turn_to_last(sofs)
    orders = sofs.get_by_role("row").filter(has_text="S/50053")
    expect(orders.first).to_contain_text("Stop-NSD confirmed")
    expect(orders).to_have_count(2)  # one an item


def test_nobody_signs_off_their_own_stop_whatever_they_have_become_since(sign_in: SignIn) -> None:
    admin = sign_in("system_administrator")
    admin.get_by_role("link", name="Officers").click()
    admin.get_by_role("link", name="jfit.a", exact=True).click()
    their_page = admin.url
    admin.get_by_role("button", name="Give a role").click()
    admin.get_by_label("Role").select_option("inspector")
    fill_first_day(admin)
    press(admin, "Give the role")
    admin.goto(their_page)
    admin.get_by_role("button", name="Record a rank").click()
    admin.get_by_label("Rank or office").select_option("inspector")
    admin.get_by_label("Force").select_option(label="Metropolitan Police Service")
    fill_first_day(admin)
    press(admin, "Record the rank")

    # jfit.a stopped S/50021 on 1 April and jfit.b stopped S/50009 the same day.
    page = sign_in("jfit.a")
    open_case(page, "S/50021")
    expect(page.get_by_role("region", name="Next actions")).to_contain_text("can neither decide nor sign off")
    expect(page.get_by_role("link", name="Confirm the Stop-NSD")).to_have_count(0)
    open_case(page, "S/50009")
    expect(page.get_by_role("link", name="Confirm the Stop-NSD")).to_have_count(1)


def fill_first_day(page: Page) -> None:
    """6 April 2016 in the three boxes of the first day."""
    boxes = page.get_by_role("group", name="First day")
    for label, value in (("Day", "6"), ("Month", "4"), ("Year", "2016")):
        boxes.get_by_label(label).fill(value)


def test_a_page_that_is_out_of_date_says_who_did_what_and_keeps_the_words(
    sign_in: SignIn, write_application: WriteApplication
) -> None:
    write_application("S/50019", "jfit.officer")
    slow, quick = sign_in("jfit.b"), sign_in("jfit_officer")
    open_case(slow, "S/50019")
    slow.get_by_role("link", name="Provisional Stop-NSD").click()
    slow.get_by_label(re.compile("^Why no determination")).fill("Words that took an hour.")

    apply_for(quick, "S/50019", "Metropolitan")

    press(slow, "Continue to check")
    press(slow, "Record the provisional Stop-NSD")
    expect(slow.locator("main")).to_contain_text("L. Fenwright")
    expect(slow.locator("main")).to_contain_text("Apply for a determination")
    expect(slow.locator("main")).to_contain_text("Words that took an hour.")


def test_an_alert_is_acknowledged_with_a_plan_and_waits_no_more(sign_in: SignIn) -> None:
    page = sign_in("jfit_manager")
    page.get_by_role("link", name="Alerts", exact=True).click()
    first = page.locator("main tbody").get_by_role("row").first
    expect(first).to_contain_text("Last day today")
    ref = first.get_by_role("link", name=re.compile("^S.\\d+$")).inner_text()
    first.get_by_role("link", name=re.compile("Acknowledge")).click()
    page.get_by_label("What will be done, by whom and by when").fill("Applied for by noon; K. Stanbury.")
    press(page, "Acknowledge with this plan")
    expect(told(page)).to_contain_text(f"Acknowledged: 7-day level, {ref}")
    expect(page.get_by_role("row").filter(has_text=ref)).to_have_count(0)
    page.get_by_role("link", name=re.compile("^With a plan")).click()
    expect(page.get_by_role("row").filter(has_text=ref)).to_contain_text("Applied for by noon")


def test_what_an_import_cannot_settle_is_listed_with_row_reason_and_owner(
    sign_in: SignIn, site: website.Site
) -> None:
    file = "sofs_register_bad_rows.xlsx"
    command = [sys.executable, "manage.py", "import_register", f"tests/data/caseload-2016/{file}"]
    told_by = subprocess.run(
        command, env=site.database.env, cwd=places.ROOT, capture_output=True, text=True, timeout=120
    )
    assert told_by.returncode in (0, 1), told_by.stderr

    page = sign_in("jfit_manager")
    page.get_by_role("link", name="Exceptions").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Exceptions")
    rows = page.locator("main tbody").get_by_role("row")
    for number, what in (
        (2, "Impossible date"),
        (3, "Missing date"),
        (4, "Unknown power"),
        (5, "Neither a name nor a PNC ID"),
        (6, "Contradictory dates"),
        (7, "Wrong check letter"),
        (8, "Reference twice"),
        (9, "Reference twice"),
    ):
        row = rows.filter(has_text=re.compile(rf"{file}\s*row {number}\b")).filter(has_text=what)
        expect(row.first).to_contain_text("F. Inglewhite")
