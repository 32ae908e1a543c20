"""The story of a case in one line of time: what happened, by whom, from what, and what was corrected."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.choices import Role
from accounts.selectors import officer_by_username
from cases.models import Case
from cases.services import holders
from cases.services.facts import correct_taking
from cases.services.notes import add_note
from desk.timeline import timeline_of
from retention.choices import SweepName
from retention.services.nightly import run_sweep
from tests import casework
from tests.casework import DAY, at, step
from tests.people import signed_in


@pytest.fixture
def jfit(db):
    return casework.officer(Role.JFIT_OFFICER, name="Jo Fit")


@pytest.fixture
def sofs(db):
    return casework.officer(Role.SOFS_OFFICER, name="So Fs")


def texts(case, officer, day=DAY):
    with at(day):
        return [entry.text for entry in timeline_of(case, [], officer, day)]


def test_the_story_of_a_case_is_told_the_latest_first(sofs, jfit):
    taken = DAY - timedelta(days=170)
    with at(taken):
        case = casework.case(by=sofs, taken_on=taken)
    step(case, "refer", sofs)
    with at(DAY, hour=11):
        holders.take(case.pk, by=jfit, on=DAY, seen_version=1)
    with at(DAY, hour=12):
        add_note(case.pk, "Rang the port.", by=jfit, seen_version=2, seen_note=0)
        run_sweep(SweepName.RAISE_AT_RISK, DAY)
        found = timeline_of(case, [], jfit, DAY)
    assert [(entry.text, entry.by) for entry in found] == [
        ("Note", "Jo Fit"),
        ("Taken", "Jo Fit"),
        ("Refer to JFIT: With JFIT", "So Fs"),
        ("At-risk alert, 14-day level: raised", "System"),
        *[(entry.text, "So Fs") for entry in found[4:]],
    ]
    assert found[0].words == "Rang the port."
    assert any(entry.text.startswith("Fingerprints and DNA profile taken under") for entry in found)


def test_a_correction_is_an_entry_and_what_it_corrected_stays(sofs, jfit):
    case = casework.case(by=sofs, kinds=("fingerprints",))
    with at(DAY + timedelta(days=2)):
        correct_taking(case.material.get(), taken_on=DAY - timedelta(days=1), by=sofs)
        found = timeline_of(case, [], jfit, DAY + timedelta(days=2))
    takings = [entry for entry in found if "taken under" in entry.text]
    assert [entry.is_withdrawn for entry in takings] == [False, True, False]
    assert takings[0].text.startswith("Withdrawn: fingerprints taken under")
    assert "corrected by another record" in takings[0].text and takings[0].by == "So Fs"


def test_an_imported_fact_says_its_file_and_row_and_the_page_shows_it(caseload, client):
    officer = officer_by_username("jfit.manager")
    case = Case.objects.get(ref="S/50004")
    page = signed_in(officer, client).get(reverse("desk:timeline", args=[case.pk]))
    entries = page.context["entries"]
    assert any(entry.source.startswith("demo_live_register.xlsx, row ") for entry in entries)
    assert "From demo_live_register.xlsx, row" in page.text
    assert [entry.when for entry in entries] == sorted((entry.when for entry in entries), reverse=True)


def test_whoever_sees_a_case_for_one_request_sees_its_steps_and_notes_alone(sofs, jfit):
    case = casework.case(by=sofs)
    ctu = casework.officer(Role.CTU_OFFICER)
    assert any("taken under" in text for text in texts(case, jfit))
    assert texts(case, ctu) == ["Opened: With SOFS"]
