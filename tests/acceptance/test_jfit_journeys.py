"""JFIT's part of a case on the pages: worked in the law's order, asked of others, never shelved unseen.

Paragraphs are those of the further report of 22 April 2016. The site is a copy that nobody else looks at; its
business day only goes forward.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Locator, Page, expect

from nsd import places
from tests import website
from tests.acceptance.doing import open_case, press, told

pytestmark = pytest.mark.browser

SignIn = Callable[[str], Page]
# Live cases, each of one journey. Nobody was asked about them; about the last, no CTU.
ASSESSED, NOTIFIED, BY_FILE, LATE, LOCAL = "S/50004", "S/50052", "S/50040", "S/50064", "S/50029"
OLDER, LATE_CTU = "S/50011", "S/50041"

LATE_OF_THE_SECURITY_SERVICE = """
    SELECT count(*) FROM cases_request AS request JOIN cases_case AS this ON this.id = request.case_id
    WHERE "to" = 'security_service' AND request.withdrawn_at IS NULL AND due_on < %s
      AND this.state = 'with_jfit' AND this.is_held
      AND (this.last_lawful_day >= %s OR this.status IN ('indefinite', 'open'))
      AND NOT EXISTS (SELECT FROM cases_requestevent WHERE request_id = request.id AND step = 'answered')
"""


@pytest.fixture
def site(changing_site: website.Site) -> website.Site:
    return changing_site


def write_log(path: Path, row: dict[str, object]) -> None:
    """A log of one row, in the columns of the log of the live cases."""
    live = places.ROOT / "tests/data/caseload-2016/demo_live_log.xlsx"
    header = [cell.value for cell in load_workbook(live)["Log"][1]]
    book = Workbook()
    sheet = book.active
    sheet.title = "Log"
    sheet.append(header)
    sheet.append([row.get(str(name)) for name in header])
    book.save(path)


def queue(page: Page) -> Locator:
    """The rows of the work that can still be saved, in their order."""
    table = page.get_by_role("table", name="Work that can still be saved, by last lawful day")
    return table.locator("tbody").get_by_role("row")


def timeline(page: Page) -> Locator:
    """What happened to the case."""
    return page.get_by_role("region", name="Timeline")


def alert(page: Page) -> Locator:
    """The alert that stands about the case."""
    return page.get_by_role("region", name="Alert", exact=True)


def jfit_work(page: Page) -> Locator:
    """The panel of JFIT's work on the case page."""
    return page.get_by_role("region", name="JFIT's work")


def test_para_9e_the_queue_goes_by_last_lawful_day_and_not_by_arrival(
    site: website.Site, sign_in: SignIn
) -> None:
    page = sign_in("jfit_officer")
    refs = [re.search(r"\w+/\d+", text).group() for text in queue(page).all_inner_texts()]  # type: ignore[union-attr]
    days = [site.answer("SELECT last_lawful_day FROM cases_case WHERE ref = %s", ref) for ref in refs]
    assert len(refs) == 15 and days == sorted(days)
    taken = [site.answer("SELECT taken_on FROM cases_case WHERE ref = %s", ref) for ref in (*refs, OLDER)]
    # What was taken before them has no end yet, and so stands behind them all.
    assert OLDER not in refs and taken[-1] < max(taken)

    expect(queue(page).filter(has_text=ASSESSED)).to_contain_text("Not started: nobody asked yet")
    expect(queue(page).filter(has_text=ASSESSED)).to_contain_text("Ask for a holding NSD")
    open_case(page, ASSESSED)
    jfit_work(page).get_by_role("link", name="Intelligence profile").click()
    page.get_by_role("link", name=re.compile(r"^Write it\s*: Intelligence case")).click()
    page.get_by_label("Intelligence case").fill("Met a courier twice.")
    press(page, "Save draft")
    expect(told(page)).to_contain_text("draft of intelligence case saved")
    expect(page.get_by_label("Intelligence case")).to_have_value("Met a courier twice.")
    press(page, "Complete this part")
    expect(told(page)).to_contain_text("intelligence case completed")

    other = sign_in("jfit.a")
    expect(queue(other).filter(has_text=ASSESSED)).to_contain_text("Profile 1 of 6 parts. Nobody asked yet")
    open_case(other, ASSESSED)
    expect(timeline(other)).to_contain_text("Profile, intelligence case: version 1 completed")
    expect(alert(other)).to_contain_text("7-day level")


def test_para_9c_a_wrong_notified_date_does_not_stop_work(
    site: website.Site, sign_in: SignIn, tmp_path: Path
) -> None:
    wrong = {"JFIT ref": "J/50033", "SOFS ref": NOTIFIED, "Received": date(2015, 11, 4)}
    wrong |= {"Notified expiry": date(2016, 4, 1), "Recorded on": date(2016, 4, 6)}
    write_log(tmp_path / "log.xlsx", wrong)
    site.manage("import_jfit_log", str(tmp_path / "log.xlsx"))

    page = sign_in("jfit_officer")
    page.goto(f"/work/?q={NOTIFIED}")
    expect(page.get_by_role("row").filter(has_text=NOTIFIED)).to_contain_text("Sun 1 May 2016")
    open_case(page, NOTIFIED)
    expect(page.locator("main")).to_contain_text("Date mismatch")
    jfit_work(page).get_by_role("link", name="Put the case aside").click()
    why = page.locator("#why-not")
    expect(why).to_contain_text("You cannot put this case aside.")
    expect(why).to_contain_text("Sunday 1 May 2016, which is still to come")
    expect(page.locator("main").get_by_role("button")).to_have_count(0)
    page.get_by_role("link", name=re.compile("^The working")).first.click()
    expect(page.locator("main")).to_contain_text("1 May 2016")

    manager = sign_in("jfit_manager")
    manager.goto(f"/work/?q={NOTIFIED}")
    expect(manager.get_by_role("row").filter(has_text=NOTIFIED)).to_contain_text("Sun 1 May 2016")
    open_case(manager, NOTIFIED)
    expect(alert(manager)).to_contain_text("28-day level")
    expect(timeline(manager)).to_contain_text("notified 1 April 2016; compared, never used")


def test_a_ctu_answers_what_its_unit_is_asked_and_another_unit_hears_of_nothing(
    site: website.Site, sign_in: SignIn
) -> None:
    ref = LOCAL
    jfit = sign_in("jfit_officer")
    open_case(jfit, ref)
    jfit_work(jfit).get_by_role("link", name="Requests").click()
    jfit.get_by_label("CTU North").check()
    jfit.get_by_label("What it is asked").fill("Is the address known?")
    press(jfit, "Ask the CTU")
    expect(told(jfit)).to_contain_text("CTU North asked. The answer is due on 4 May 2016")

    ctu = sign_in("ctu_officer")
    asked = (
        ctu.get_by_role("table", name=re.compile("^Asked of my unit")).get_by_role("row").filter(has_text=ref)
    )
    asked.get_by_role("button", name=f"Answer {ref}").click()
    expect(ctu.locator("main")).to_contain_text("Is the address known?")
    ctu.get_by_label("The answer").fill("Known since 2014.")
    press(ctu, "Record it")
    expect(told(ctu)).to_contain_text("answered, recorded")
    of_another = site.answer("SELECT id FROM cases_case WHERE ref <> %s AND state = 'with_jfit'", ref)
    assert ctu.request.get(f"{site.url}/cases/{of_another}/").status == 404

    open_case(jfit, ref)
    expect(timeline(jfit)).to_contain_text("CTU North: answered")
    expect(jfit_work(jfit)).to_contain_text("CTU North answered 6 April")


def test_the_security_service_is_asked_by_file_and_answers_by_file(
    site: website.Site, sign_in: SignIn
) -> None:
    ref = BY_FILE
    page = sign_in("jfit_officer")
    open_case(page, ref)
    jfit_work(page).get_by_role("link", name="Requests").click()
    press(page, "Ask the Security Service")
    reference = re.search(r"SSR-\d+", told(page).inner_text()).group()  # type: ignore[union-attr]
    page.get_by_role("link", name="My work").click()
    page.get_by_role("link", name="Security Service: files out and in").click()
    press(page, "Make the file")
    with page.expect_download() as download:
        page.get_by_role("link", name="File 1", exact=True).click()
    sent = download.value.path().read_text()
    assert reference in sent and ref not in sent

    lines = [f"{each},positive,2016-04-06" for each in (reference, "SSR-999999")]
    answers = "\r\n".join(["Request reference,Assessment,Assessed on", *lines])
    file = {"name": "answers.csv", "mimeType": "text/csv", "buffer": answers.encode()}
    page.get_by_label("File of answers").set_input_files(file)  # type: ignore[arg-type]
    press(page, "Take the file in")
    expect(told(page)).to_contain_text("1 recorded, 0 known already, 1 to be looked at")
    page.get_by_role("button", name=re.compile("^Settle it")).click()
    page.get_by_label("It is none of ours: sent back to the Security Service").check()
    press(page, "End the exception")
    expect(page.locator("main")).to_contain_text("Answers that need a person")
    page.get_by_label("File of answers").set_input_files(file)  # type: ignore[arg-type]
    press(page, "Take the file in")
    expect(told(page)).to_contain_text("0 recorded, 2 known already, 0 to be looked at")

    open_case(page, ref)
    expect(timeline(page)).to_contain_text("Security Service: answered, positive")


def test_para_9d_the_security_service_is_asked_is_late_and_is_chased(
    site: website.Site, sign_in: SignIn
) -> None:
    ref = LATE
    page = sign_in("jfit_officer")
    open_case(page, ref)
    jfit_work(page).get_by_role("link", name="Requests").click()
    press(page, "Ask the Security Service")
    expect(told(page)).to_contain_text("The answer is due on 4 May 2016")
    page.get_by_role("link", name="My work").click()
    page.get_by_role("link", name="Security Service: files out and in (1 to go out)").click()
    press(page, "Make the file")

    site.on_day("2016-05-05", "chase", "raise_at_risk")
    page.get_by_role("link", name="Requests", exact=True).first.click()
    page.get_by_role("button", name=f"Chase {ref}").click()
    page.get_by_label("Note").fill("Spoke to the duty desk.")
    press(page, "Record it")
    expect(told(page)).to_contain_text("chased, recorded")
    page.get_by_role("link", name="Escalate to the manager").click()
    page.get_by_label("What the manager is to do").fill("Please call their head of desk.")
    press(page, "Record it")

    # The days over are the Security Service's: it is who stands in the list, and JFIT does not.
    page.get_by_role("link", name="Requests", exact=True).first.click()
    late = page.get_by_role("table", name="Late answers, by who was asked (requests)")
    overdue = site.answer(LATE_OF_THE_SECURITY_SERVICE, "2016-05-05", "2016-05-05")
    row = late.get_by_role("row").filter(has_text="Security Service")
    expect(row.get_by_role("cell").nth(1)).to_have_text(str(overdue))
    expect(late).not_to_contain_text("JFIT")
    expect(page.get_by_role("row").filter(has_text=ref)).to_contain_text("1 day late")

    open_case(page, ref)
    expect(timeline(page)).to_contain_text("Security Service: chased")
    expect(timeline(page)).to_contain_text("Chase raised: no answer when it was due (Security Service)")
    expect(timeline(page)).to_contain_text(re.compile("14-day level"))
    manager = sign_in("jfit_manager")
    expect(manager.get_by_role("region", name=re.compile("^Escalated to you"))).to_contain_text(ref)


def test_p21_a_third_party_that_is_late_is_chased_trained_and_taken_to_the_managers(
    site: website.Site, sign_in: SignIn
) -> None:
    site.on_day("2016-05-06")
    ref, party = LATE_CTU, "CTU North"
    jfit = sign_in("jfit_officer")
    open_case(jfit, ref)
    jfit_work(jfit).get_by_role("link", name="Requests").click()
    jfit.get_by_label(party).check()
    jfit.get_by_label("What it is asked").fill("Who visits the address?")
    press(jfit, "Ask the CTU")
    expect(told(jfit)).to_contain_text(f"{party} asked. The answer is due on 3 June 2016")

    # The days over are the CTU's, not JFIT's; JFIT chases it, and records what the unit was taught.
    site.on_day("2016-06-04", "chase")
    jfit.get_by_role("link", name="Requests", exact=True).first.click()
    late = jfit.get_by_role("table", name="Late answers, by who was asked (requests)")
    expect(late.get_by_role("row").filter(has_text=party)).to_contain_text("3 June 2016")
    expect(late).not_to_contain_text("JFIT")
    open_case(jfit, ref)
    jfit_work(jfit).get_by_role("link", name="Requests").click()
    jfit.get_by_role("row").filter(has_text="1 day late").get_by_role("link").first.click()
    jfit.get_by_role("link", name="Chase", exact=True).click()
    jfit.get_by_label("Note").fill("Spoke to their intake desk.")
    press(jfit, "Record it")
    jfit.get_by_role("link", name="Requests", exact=True).first.click()
    jfit.get_by_role("link", name="Reminders and training").click()
    assert website.faults_by_the_way(jfit) == []
    jfit.get_by_label("Training", exact=True).check()
    jfit.get_by_label("A CTU, or all of them").check()
    jfit.get_by_label("Which CTU").select_option(label=party)
    jfit.get_by_label(re.compile("^Who was there")).fill("Eight analysts: answering within 28 days.")
    press(jfit, "Record it")
    expect(jfit.get_by_role("table", name="Reminders and training")).to_contain_text("Eight analysts")
    ctu = sign_in("ctu_officer")
    expect(ctu.get_by_role("row").filter(has_text=ref)).to_contain_text("chased 4 June 2016")
    expect(ctu.locator("#asked")).to_contain_text("Training: CTU North, 4 June 2016")

    # Nobody does more: the night's work takes it to JFIT's manager and on to the senior manager.
    site.on_day("2016-07-02", "chase", "raise_at_risk")
    for who in ("jfit_manager", "senior_manager"):
        page = sign_in(who)
        expect(page.get_by_role("region", name=re.compile("^Escalated to you"))).to_contain_text(ref)
    open_case(page, ref)
    for happened in (
        f"Chase raised: no answer when it was due ({party})",
        f"{party}: chased",
        f"Training: {party}",
        f"{party}: escalated",
    ):
        expect(timeline(page)).to_contain_text(happened)
    expect(alert(page)).to_contain_text("56-day level")
