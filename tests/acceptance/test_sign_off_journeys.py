"""Provisional Stop-NSDs are signed off one after another, referred up and overruled: paragraphs 9G and 23."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import website
from tests.acceptance.doing import press, told

pytestmark = pytest.mark.browser
SignIn = Callable[[str], Page]
MOVED = "SELECT count(*) FROM audit_event WHERE verb = 'case_moved' AND payload ->> 'event' = %s"


@pytest.fixture
def site(changing_site: website.Site) -> website.Site:
    return changing_site


def on_home(page: Page, ref: str) -> Locator:
    """The case in the queue of the first page."""
    queue = page.get_by_role("table", name="Work that can still be saved, by last lawful day")
    return queue.get_by_role("row").filter(has_text=ref)


def sign(page: Page, choice: str, words: str) -> None:
    """Choose, say why, read it once more and sign."""
    page.get_by_label(re.compile(f"^{choice}")).check()
    page.get_by_label("Your reasons").fill(words)
    press(page, "Continue to check")
    expect(page.locator("main")).to_contain_text(words)
    press(page, "Sign the decision")


def timeline(page: Page) -> Locator:
    """What happened to the case, the latest first."""
    return page.get_by_role("region", name="Timeline").get_by_role("listitem")


def figure(page: Page) -> Locator:
    """From the first page to the figure of sign-offs; its strip of numbers."""
    page.goto("/")
    page.get_by_role("link", name="Figures", exact=True).click()
    page.get_by_role("link", name="Stop-NSDs to be signed off").click()
    return page.locator(".app-strip")


def test_para_9g_what_waits_to_be_signed_off_is_signed_one_after_another(
    site: website.Site, sign_in: SignIn
) -> None:
    manager = sign_in("jfit_manager")
    waits = int(figure(manager).locator("strong").first.inner_text().replace(",", ""))
    before = site.answer(MOVED, "confirm_stop")
    assert website.faults_by_the_way(manager) == []
    manager.get_by_text("View as table").click()
    rows = manager.locator("table").filter(has_text="With a Superintendent").first.get_by_role("row")
    eve, policy = rows.filter(has_text="14 December 2015"), rows.filter(has_text="15 December 2015")
    assert int(eve.get_by_role("cell").nth(0).inner_text()) > 50, "all with a Superintendent"
    expect(policy.get_by_role("cell").nth(0)).to_have_text("0")

    inspector = sign_in("inspector")
    row = on_home(inspector, "S/50046")
    expect(row).to_contain_text("Last day today")
    row.get_by_role("button", name="Sign off").click()
    expect(inspector.get_by_role("region", name="What else waits on you")).to_contain_text("S/50058")
    assert website.faults_by_the_way(inspector) == []
    sign(inspector, "Approve", "Both assessments were weighed; neither is positive.")
    expect(told(inspector).first).to_contain_text("S/50046: Confirm the Stop-NSD. Now Stop-NSD confirmed.")
    expect(inspector.locator(".app-lede")).to_contain_text("S/50058")
    expect(inspector.get_by_label("Your reasons")).to_have_value("")
    sign(inspector, "Approve", "Nothing is held that would be missed.")
    expect(inspector.locator(".app-lede")).to_contain_text("S/50070")

    sofs = sign_in("sofs_officer")
    sofs.get_by_role("link", name="Deletions", exact=True).click()
    for ref in ("S/50046", "S/50058"):
        while not sofs.get_by_role("row").filter(has_text=ref).count():
            sofs.get_by_role("link", name="Next page").click()
        expect(sofs.get_by_role("row").filter(has_text=ref).first).to_contain_text("Stop-NSD confirmed")

    expect(figure(manager).locator("strong").first).to_have_text(str(waits - 2))
    manager.get_by_role("searchbox").fill("S/50058")
    manager.get_by_role("button", name="Search").click()
    manager.get_by_role("link", name="S/50058", exact=True).click()
    expect(timeline(manager).filter(has_text="Confirm the Stop-NSD").first).to_contain_text("G. Pennard")
    assert site.answer(MOVED, "confirm_stop") == before + 2


def test_p23_an_inspector_refers_up_with_a_reason_and_a_superintendent_overrules(
    site: website.Site, sign_in: SignIn
) -> None:
    inspector = sign_in("inspector")
    on_home(inspector, "S/50009").get_by_role("button", name="Sign off").click()
    expect(inspector.get_by_role("radio")).to_have_count(2)
    expect(inspector.get_by_label(re.compile("^Overrule"))).to_have_count(0)
    inspector.get_by_label(re.compile("^Refer up")).check()
    press(inspector, "Continue to check")
    expect(inspector.get_by_role("alert")).to_contain_text("Enter your reasons")
    sign(inspector, "Refer up", "The journey of 3 February was not weighed.")
    expect(told(inspector).first).to_contain_text("S/50009: Refer up to a Superintendent")

    superintendent = sign_in("superintendent")
    row = on_home(superintendent, "S/50009")
    expect(row).to_contain_text("8 days left")
    row.get_by_role("button", name="Sign off").click()
    expect(superintendent.locator("main")).to_contain_text("The journey of 3 February was not weighed.")
    expect(superintendent.locator("main")).to_contain_text("Referred up")
    assert website.faults_by_the_way(superintendent) == []
    sign(superintendent, "Overrule", "JFIT weighs the journey and applies.")
    expect(told(superintendent).last).to_contain_text("No other Stop-NSD waits on you.")
    expect(on_home(superintendent, "S/50009")).to_have_count(0)

    jfit = sign_in("jfit_officer")
    row = on_home(jfit, "S/50009")
    expect(row).to_contain_text("8 days left")
    row.get_by_role("link", name="S/50009", exact=True).click()
    expect(timeline(jfit).filter(has_text="Overrule the Stop-NSD").first).to_contain_text("H. Coldmere")
    expect(timeline(jfit).filter(has_text="Refer up to a Superintendent").first).to_contain_text("G. Pennard")
    figure(jfit)
    expect(jfit.get_by_role("table", name=re.compile("^Overturned"))).to_contain_text(
        "JFIT weighs the journey"
    )
    assert site.answer(MOVED, "overrule_stop") == 1
    # The next morning it is an alert: seven days are less than what is left to do.
    site.on_day("2016-04-07", "raise_at_risk")
    jfit.get_by_role("table", name=re.compile("^Overturned")).get_by_role("link", name="S/50009").click()
    expect(jfit.get_by_role("region", name="Alert", exact=True)).to_contain_text("7-day level")
