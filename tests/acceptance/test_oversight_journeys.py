"""Oversight as it is lived: the Commissioner's whole review, and what is done about a lost case.

The site is a copy that nobody else looks at. Paragraphs are those of the further report of 22 April 2016.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import website
from tests.acceptance.doing import day, give_code, open_case, press, told

pytestmark = pytest.mark.browser

SignIn = Callable[[str], Page]


@pytest.fixture
def site(changing_site: website.Site) -> website.Site:
    return changing_site


def go(page: Page, name: str | re.Pattern[str]) -> None:
    """Follow the one link of the page itself with that name."""
    page.locator("main").get_by_role("link", name=name).first.click()


# Determinations out of the log of 2016: of material that is kept for longer without it, and by it alone.
KEPT_ANYHOW, UNNEEDED = "S/08160", "S/08177"


def find_determination(page: Page, ref: str) -> None:
    """From the first page to the review of the determination in a case."""
    page.goto("/")
    press(page, "Determinations to review")
    page.get_by_label("Case reference").fill(ref)
    press(page, "Find")
    go(page, f"Review {ref}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(ref)


def desk(page: Page) -> None:
    """The Commissioner's desk, from anywhere."""
    page.get_by_role("navigation").get_by_role("link", name="Oversight", exact=True).click()


def test_the_commissioners_whole_review(site: website.Site, sign_in: SignIn) -> None:
    # What may be kept without it cannot be ordered destroyed, and the page says so; a challenge goes out.
    page = sign_in("commissioner")
    find_determination(page, KEPT_ANYHOW)
    why = page.get_by_role("region", name="Destruction cannot be ordered")
    expect(why).to_contain_text("it may lawfully be kept without this determination")
    expect(page.get_by_role("button", name="Order it destroyed")).to_have_count(0)
    page.get_by_label("Challenge", exact=True).check()
    page.get_by_label(re.compile("^Your reasons")).fill("Why would less not do?")
    page.get_by_label("JFIT", exact=True).check()
    day(page, "Answer due on", "20", "4", "2016")
    press(page, "Record the review")
    expect(told(page)).to_contain_text(f"{KEPT_ANYHOW}: Challenge")

    jfit = sign_in("jfit_officer")
    go(jfit, "1 request of the Commissioner to answer")
    go(jfit, re.compile(r"^BC.\d+"))
    expect(jfit.locator("main")).to_contain_text("Why would less not do?")
    jfit.get_by_label("Your answer").fill("He travels under other names.")
    press(jfit, "Send the answer")

    page.goto("/")
    go(page, "1 answer to judge")
    go(page, re.compile(r"^BC.\d+"))
    expect(page.locator("main")).to_contain_text("He travels under other names.")
    page.get_by_label("What you concluded").fill("Accepted.")
    press(page, "End it")
    expect(page.locator("main")).to_contain_text("Ended: the answer was taken")

    open_case(page, KEPT_ANYHOW)
    go(page, re.compile("^The Commissioner's review"))
    expect(page.get_by_role("region", name="Reviews")).to_contain_text("Why would less not do?")
    assert website.faults_by_the_way(page) == []

    # Where nothing else keeps it, an order is possible: the case is in JFIT's hands, its cover ends today.
    find_determination(page, UNNEEDED)
    page.get_by_label("Why keeping it is not necessary").fill("Nothing was found for two years.")
    page.get_by_label(re.compile("^I conclude")).check()
    give_code(page, "commissioner")
    press(page, "Order it destroyed")
    expect(told(page)).to_contain_text(f"{UNNEEDED}: Order to destroy")
    jfit.goto(f"/work/?q={UNNEEDED}")
    expect(jfit.get_by_role("row").filter(has_text=UNNEEDED)).to_contain_text("Wed 6 April 2016")
    open_case(jfit, UNNEEDED)
    expect(jfit.get_by_role("region", name="Timeline")).to_contain_text(
        "The Commissioner ordered destruction"
    )
    assert site.answer("SELECT count(*) FROM audit_event WHERE verb = 'destruction_ordered'") == 1
    site.on_day("2016-04-07", "suspend_unlawful")
    sofs = sign_in("sofs_officer")
    open_case(sofs, UNNEEDED)
    expect(sofs.locator("#deletion")).to_contain_text("due from 7 April 2016")
    sofs.goto("/figures/held-unlawfully/")
    expect(sofs.locator("main")).to_contain_text("As at 7 April 2016")


def test_para_29_a_lost_case_is_mitigated_and_replaced_and_stays_a_lapse(
    site: website.Site, sign_in: SignIn
) -> None:
    page = sign_in("jfit_manager")
    go(page, "Mitigation of lost cases")
    expect(page.locator("main")).to_contain_text("Not yet considered")
    first = page.get_by_role("table").locator("tbody").get_by_role("row").first
    ref = re.search(r"\w+/\d+", first.inner_text()).group()  # type: ignore[union-attr]
    first.get_by_role("link", name=f"Consider {ref}").click()
    page.get_by_role("group", name="Is replacement material wanted?").get_by_label("Yes").check()
    page.get_by_role("group", name="Can it be obtained?").get_by_label("Not known yet").check()
    page.get_by_role("group", name="Who decides or acts").get_by_label("A CTU").check()
    page.get_by_label("Which one").fill("CTU North")
    page.get_by_label("Who follows it up here").select_option(label="L. Fenwright")
    page.get_by_role("group", name="How far it has come").get_by_label("Replacement being sought").check()
    day(page, "Next review", "6", "6", "2016")
    press(page, "Record the review")
    expect(page.locator("main")).to_contain_text("Progress is reviewed monthly")
    expect(page.get_by_label("Which one")).to_have_value("CTU North")
    day(page, "Next review", "8", "4", "2016")
    press(page, "Record the review")
    expect(told(page)).to_contain_text(f"{ref}: Replacement being sought")

    # Its review comes up on the first page of whoever follows it up; the lapse stays in the figure.
    site.on_day("2016-04-08")
    jfit = sign_in("jfit_officer")
    go(jfit, "1 lost case to review")
    go(jfit, re.compile("^Replacement being sought"))
    go(jfit, f"Review {ref}")
    expect(jfit.locator("main")).to_contain_text("It stays counted as a lapse.")
    expect(jfit.get_by_label("Which one")).to_have_value("CTU North")
    open_case(jfit, ref)
    expect(jfit.locator("main")).to_contain_text("Mitigation reviewed: replacement being sought")
    lost = site.answer("SELECT count(*) FROM oversight_mitigation WHERE withdrawn_at IS NULL")
    assert lost == 1
    viewer = sign_in("commissioner")
    viewer.get_by_role("navigation").get_by_role("link", name="Figures").click()
    go(viewer, re.compile("^Lapses for which JFIT would have applied"))
    expect(viewer.locator("main")).to_contain_text("individuals")
    viewer.goto("/oversight/mitigation/?show=being_sought")
    expect(viewer.get_by_role("row").filter(has_text=ref)).to_contain_text("CTU North")


def test_a_question_is_answered_by_a_figure_and_an_item_is_kept_to_its_end(
    site: website.Site, sign_in: SignIn
) -> None:
    page = sign_in("commissioner")
    desk(page)
    go(page, "Questions, challenges and documents to be answered")
    press(page, "Ask something")
    page.get_by_label("A figure", exact=True).check()
    page.get_by_label("What you ask").fill("How many determinations were void by the end of March?")
    page.get_by_label("JFIT", exact=True).check()
    day(page, "Answer due on", "20", "4", "2016")
    press(page, "Ask it")
    assert website.faults_by_the_way(page) == []
    jfit = sign_in("jfit_manager")
    go(jfit, "1 request of the Commissioner to answer")
    go(jfit, re.compile(r"^BC.\d+"))
    jfit.get_by_label("Figure", exact=True).select_option(label="Void determinations")
    day(jfit, "As at", "31", "3", "2016")
    jfit.get_by_label("Your answer").fill("Three, each of insufficient rank.")
    assert website.faults_by_the_way(jfit) == []
    press(jfit, "Send the answer")
    page.reload()
    steps = page.get_by_role("region", name="Asked and answered")
    expect(steps).to_contain_text("3 determinations: Void determinations")
    expect(steps).to_contain_text(re.compile(r"as at 31 March 2016, as known at \d April 2016"))
    expect(steps).to_contain_text(re.compile("SHA-256 [0-9a-f]{64}"))

    # A document is asked of a CTU, which answers from its first page and reads what CTUs assured.
    desk(page)
    go(page, "Questions, challenges and documents to be answered")
    press(page, "Ask something")
    page.get_by_label("A document", exact=True).check()
    page.get_by_label("What you ask").fill("Your procedure for summary assessments")
    page.get_by_label("CTU", exact=True).check()
    page.get_by_label("Which CTU").select_option(label="CTU North")
    day(page, "Answer due on", "20", "4", "2016")
    press(page, "Ask it")
    expect(told(page)).to_contain_text("asked of CTU North. The answer is due on 20 April 2016")
    desk(page)
    go(page, "All assurances")
    page.get_by_label("CTUs", exact=True).check()
    page.get_by_label("Given by").fill("Head of CTU North")
    day(page, "Given on", "1", "4", "2016")
    page.get_by_label("What was assured").fill("Answers within two weeks")
    press(page, "Record it")
    ctu = sign_in("ctu_officer")
    go(ctu, "1 request of the Commissioner to answer")
    go(ctu, re.compile(r"^BC.\d+"))
    ctu.get_by_label("Your answer").fill("Sent as P/1.")
    press(ctu, "Send the answer")
    ctu.goto("/")
    go(ctu, "Assurances to the Commissioner")
    expect(ctu.locator("main")).to_contain_text("Answers within two weeks")
    assert website.faults_by_the_way(ctu) == []

    # What is kept under review has an owner, who proposes its end; the office acknowledges it.
    desk(page)
    go(page, "Oversight items open")
    page.get_by_label("What is kept under review").fill("Rank of determiners")
    page.get_by_label("Why").fill("Three were void.")
    page.get_by_label("Owner").select_option(label="K. Stanbury")
    day(page, "Next review", "20", "4", "2016")
    press(page, "Open the item")
    desk(jfit)
    go(jfit, "Oversight items open")
    go(jfit, "Rank of determiners")
    assert website.faults_by_the_way(jfit) == []
    jfit.get_by_label("Why it can be closed").fill("Ranks are asked of the register on the day.")
    press(jfit, "Propose it")
    desk(page)
    go(page, "Oversight items open")
    go(page, "Rank of determiners")
    page.get_by_label("Yes, it is closed").check()
    page.get_by_label("Why", exact=True).first.fill("Agreed.")
    press(page, "Record it")
    expect(page.locator(".app-lede")).to_contain_text("Acknowledged by V. Elmstead")
