"""P32 to P34: databases against cases: what differs is worked to an end, completeness is certified, and a
later extract makes the certificate void.

From a small system with a worker of its own, through the pages alone.
"""

from __future__ import annotations

import csv
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
HELD = CASELOAD / "demo_live_holdings.csv"


@pytest.fixture
def site(working_site: website.Site) -> website.Site:
    """The live cases of the demonstration."""
    working_site.manage("import_register", str(CASELOAD / "demo_live_register.xlsx"), "--historical")
    return working_site


def extract(path: Path, *, stranger: str) -> Path:
    """What the databases hold: one case's records are missing, one name differs, and somebody has no case."""
    with open(HELD, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    lost = rows[0]["pnc_id"]
    kept = [row for row in rows if row["pnc_id"] != lost]
    kept[0]["surname"] = "TINDAL"
    reference, name = stranger.split()
    kept.append(kept[0] | {"record_ref": reference, "surname": name, "pnc_id": "2001/7654321F"})
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(kept)
    return path


def hand_in(page: Page, path: Path) -> None:
    """From the first page, hand in an extract of everything, and wait until a worker has reconciled it."""
    page.goto("/")
    page.get_by_role("link", name="Reconciliation", exact=True).click()
    page.get_by_role("button", name="Hand in an extract").click()
    page.get_by_label("Files of the extract").set_input_files(path)
    page.get_by_label("Everything that these databases hold").check()
    press(page, "Reconcile")
    done = page.get_by_role("heading", name="Reconciled", exact=True)
    expect(done).to_be_visible(timeout=90_000)


def end_one(page: Page, kind: str, way: str, label: str, reason: str) -> None:
    """Open the first open difference of a kind, from the list, and end it."""
    page.get_by_role("link", name="Reconciliation", exact=True).click()
    page.get_by_role("link", name="All open differences").click()
    page.get_by_role("navigation", name="Differences by kind").get_by_role(
        "link", name=re.compile(f"^{kind}")
    ).click()
    page.locator("main tbody").get_by_role("link", name=re.compile(f"^{kind}")).first.click()
    form = page.locator("form", has=page.get_by_role("button", name=f"End it: {way}"))
    form.get_by_label(label).fill(reason)
    form.get_by_role("button").click()
    expect(page.locator("main [role=status]")).to_contain_text("Ended.")


def test_p34_what_is_held_and_what_is_known_add_up_and_completeness_is_certified_until_contradicted(
    sign_in: SignIn, site: website.Site, tmp_path: Path
) -> None:
    page = sign_in("sofs_manager")
    hand_in(page, extract(tmp_path / "first.csv", stranger="CTF999001 STRANGER"))
    assert website.faults_by_the_way(page) == []
    shown = page.get_by_role("table", name="What this extract showed")
    for kind in ("Held, and no case here", "Case here, and nothing held", "Another person or date"):
        expect(shown.get_by_role("row").filter(has_text=kind)).to_contain_text("1")
    expect(page.locator("main")).to_contain_text("Work them to an end first")

    end_one(
        page,
        "Held, and no case here",
        "corrected at the database",
        "Who corrected it at the database, and how you know",
        "The database entered it twice; the second is deleted.",
    )
    assert website.faults_by_the_way(page) == []
    end_one(
        page,
        "Case here, and nothing held",
        "decided that it may stand",
        "Why it may stand",
        "On paper alone.",
    )
    end_one(
        page, "Another person or date", "decided that it may stand", "Why it may stand", "The same person."
    )

    page.get_by_role("link", name="Reconciliation", exact=True).click()
    assert website.faults_by_the_way(page) == []
    page.get_by_role("link", name="Certify completeness").click()
    page.get_by_label("Method").fill("Every record of both databases against every case.")
    press(page, "Sign the certificate")
    expect(page.locator("main")).to_contain_text("Case here, and nothing held: 0 open, 1 may stand")
    assert website.faults_by_the_way(page) == []

    # A later extract has somebody whom nobody here knows.
    hand_in(page, extract(tmp_path / "later.csv", stranger="CTF999002 UNKNOWN"))
    commissioner = sign_in("commissioner")
    for looks in (page, commissioner):
        looks.goto("/")
        expect(looks.locator("main")).to_contain_text("The certificate of completeness is void")
        looks.get_by_role("link", name="See the void certificate").click()
        expect(looks.locator("main")).to_contain_text("It must not be relied on")
    assert website.faults_by_the_way(commissioner) == []
    commissioner.get_by_role("link", name="Reconciliation", exact=True).click()
    expect(commissioner.locator(".app-tile").filter(has_text="held, and no case here")).to_contain_text("1")
    asked = "SELECT string_agg(verb, ' ' ORDER BY id) FROM audit_event WHERE subject_type = 'certificate'"
    assert site.answer(asked) == "completeness_certified certificate_voided"
