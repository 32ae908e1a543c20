"""Who has an item: recorded step by step, missing links listed with their age."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Officer
from audit.facts import stamp
from audit.models import AuditEvent
from cases import positions, selectors, whereabouts
from cases.errors import FactRefused
from cases.models import Case, Holding, Material, ProfileReceipt, Request, Taking
from cases.services import after_receipt
from cases.services.whereabouts import record_profiled, record_received, record_sent
from retention.choices import SweepName
from retention.models import ChaseTask, DefectAlarm
from retention.services.nightly import run_sweep
from tests import casework
from tests.people import person, signed_in

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
LATER = date(2026, 3, 20)


@pytest.fixture
def sofs() -> Officer:
    return person(Role.SOFS_OFFICER)


@pytest.fixture
def case(sofs: Officer) -> Iterator[Case]:
    """Fingerprints, a sample and the profile awaited, all with nobody recorded to have them."""
    made = casework.case(by=sofs, taken_on=DAY, kinds=("fingerprints", "dna_sample", "dna_profile"))
    Holding.objects.filter(material__case=made).update(
        withdrawn_at=made.material.first().computed_at, withdrawn_by=sofs, withdrawn_because="mistake"
    )
    with casework.at(LATER):
        yield made


def item(case: Case, kind: str) -> Material:
    return Material.objects.select_related("case").get(case=case, kind=kind)


def missing(case: Case, day: date = LATER) -> dict[str, tuple[str, date | None]]:
    rows = whereabouts.unknown(day, of_case=case)
    return {row.kind: (row.missing_why, row.missing_since) for row in rows}


def test_what_nobody_recorded_is_unknown_since_the_taking_and_a_profile_not_made_is_not_looked_for(
    case: Case,
) -> None:
    assert missing(case) == {"fingerprints": ("never", DAY), "dna_sample": ("never", DAY)}


def test_what_was_sent_is_missing_when_the_days_of_the_way_have_passed_and_found_on_receipt(
    case: Case, sofs: Officer
) -> None:
    prints = item(case, "fingerprints")
    record_sent([prints], by=sofs, holder="port", to="sofs", on=date(2026, 3, 14))
    assert missing(case)["fingerprints"] == ("lost", date(2026, 3, 14))
    assert "fingerprints" not in missing(case, date(2026, 3, 19))
    record_received([prints], by=sofs, holder="sofs", on=date(2026, 3, 20))
    assert "fingerprints" not in missing(case)


def test_the_list_gives_the_age_and_opens_the_case(case: Case, sofs: Officer) -> None:
    client = signed_in(sofs)
    client.get("/accounts/you/")
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("cases:whereabouts")).content.decode()
    assert len(queries) <= 8
    assert case.ref in page and "18 days" in page and "Nobody recorded who has it" in page
    home = client.get("/").content.decode()
    assert f'href="{reverse("cases:whereabouts")}"' in home and f'href="{reverse("cases:intake")}"' in home


def test_a_profile_received_by_sofs_has_come_and_what_waits_for_it_is_told(
    case: Case, sofs: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[ProfileReceipt] = []
    monkeypatch.setattr(after_receipt, "_followers", [])
    after_receipt.register(told.append)
    profile = item(case, "dna_profile")
    record_received([profile], by=sofs, holder="sofs", on=date(2026, 3, 18))
    receipt = ProfileReceipt.objects.get(material=profile)
    assert receipt.received_on == date(2026, 3, 18) and told == [receipt]
    with pytest.raises(FactRefused, match="recorded already"):
        record_received([profile], by=sofs, holder="sofs", on=LATER)


def test_a_profile_received_ends_its_open_chase_and_answers_its_request_at_once(
    case: Case, sofs: Officer
) -> None:
    profile = item(case, "dna_profile")
    asked = Request.objects.create(
        case=case, to="port", sent_on=date(2026, 3, 10), due_on=date(2026, 3, 17), **stamp(sofs)
    )
    task = ChaseTask.objects.create(
        rule="port_profile", case=case, material=profile, request=asked, dated_on=date(2026, 3, 10),
        raised_on=date(2026, 3, 10),
    )  # fmt: skip
    record_received([profile], by=sofs, holder="sofs", on=date(2026, 3, 18))
    task.refresh_from_db()
    assert (task.closed_on, task.closed_because) == (date(2026, 3, 18), "profile_received")
    assert asked.events.get().step == "answered"


def test_the_sample_goes_once_the_profile_is_derived_at_the_latest_when_it_is_received(
    case: Case, sofs: Officer
) -> None:
    sample, profile = item(case, "dna_sample"), item(case, "dna_profile")
    record_received([profile], by=sofs, holder="sofs", on=date(2026, 3, 18))
    sample.refresh_from_db()
    assert sample.last_lawful_day == date(2026, 3, 18)
    record_profiled([sample], by=sofs, holder="fsp", on=date(2026, 3, 12))
    sample.refresh_from_db()
    profile.refresh_from_db()
    assert sample.last_lawful_day == date(2026, 3, 12)
    assert profile.last_lawful_day == date(2026, 9, 1), "the profile keeps the clock of the sample's day"
    assert list(positions.differences()) == []


def test_a_sample_whose_day_is_over_leaves_the_rest_of_the_case_in_work(case: Case, sofs: Officer) -> None:
    record_received([item(case, "dna_profile")], by=sofs, holder="sofs", on=date(2026, 3, 18))
    case.refresh_from_db()
    assert case.last_lawful_day == date(2026, 9, 1), "what can be kept, not the sample that goes"
    assert [each.ref for each in selectors.still_to_save(selectors.work_of(sofs, LATER), LATER)] == [case.ref]
    assert not selectors.cover_ended(selectors.work_of(sofs, LATER), LATER).exists()
    assert Case.objects.held_unlawfully_on(LATER).get() == case, "the sample is"
    page = signed_in(sofs).get(reverse("desk:case", args=[case.pk])).content.decode()
    assert "DNA sample held unlawfully for 2 days." in page and "can still be saved" in page
    assert "too late for an NSD" not in page
    assert not run_sweep(SweepName.VERIFY_POSITIONS, LATER).acted and not DefectAlarm.objects.exists()


def test_fingerprints_that_are_over_leave_a_profile_that_can_be_kept_in_work(sofs: Officer) -> None:
    with casework.at(LATER):
        made = casework.case(by=sofs, taken_on=date(2025, 9, 1), kinds=("fingerprints",))
        profile = Material.objects.create(case=made, kind="dna_profile")
        Taking.objects.create(
            material=profile, taken_on=DAY, power="TACT-S7", force=made.force, nation="EW", **stamp(sofs)
        )
        positions.refresh([profile.pk])
        made.refresh_from_db()
        assert made.last_lawful_day == date(2026, 2, 28)
        mine = selectors.work_of(sofs, LATER)
        assert [each.ref for each in selectors.still_to_save(mine, LATER)] == [made.ref]
        assert not selectors.cover_ended(mine, LATER).exists()
        page = signed_in(sofs).get(reverse("desk:case", args=[made.pk])).content.decode()
        assert "Fingerprints held unlawfully for 20 days." in page


@pytest.mark.parametrize(
    ("on", "says"), [(date(2026, 3, 1), "Check both dates"), (date(2026, 3, 21), "has not come yet")]
)
def test_a_day_that_cannot_be_is_refused(case: Case, sofs: Officer, on: date, says: str) -> None:
    with pytest.raises(FactRefused, match=says):
        record_sent([item(case, "fingerprints")], by=sofs, holder="port", to="sofs", on=on)
    assert not AuditEvent.objects.filter(subject_type="whereabouts").exists()


def test_a_sample_sent_to_the_provider_is_held_there_once(case: Case, sofs: Officer) -> None:
    sample = item(case, "dna_sample")
    record_sent([sample], by=sofs, holder="port", to="fsp", on=date(2026, 3, 4), reference="92000001")
    record_received([sample], by=sofs, holder="fsp", on=date(2026, 3, 6))
    holding = Holding.objects.current().get(material=sample)
    assert (holding.place, holding.reference, holding.held_since) == ("sample", "92000001", date(2026, 3, 4))
    assert whereabouts.sample_is_with([case.pk]) == {case.pk: "fsp"}


def test_sofs_records_a_receipt_from_the_case_page(case: Case, sofs: Officer) -> None:
    client: Any = signed_in(sofs)
    page = client.get(reverse("desk:case", args=[case.pk])).content.decode()
    assert "Where it is" in page and "Record a dispatch or a receipt" in page
    url = reverse("cases:way", args=[case.pk])
    typed = {
        "items": [item(case, "fingerprints").pk], "step": "received", "holder": "sofs",
        "on_day": "31", "on_month": "6", "on_year": "2025",
    }  # fmt: skip
    refused = client.post(url, typed)
    assert "June 2025 has 30 days" in refused.content.decode()
    answer = client.post(url, typed | {"on_day": "18", "on_month": "3", "on_year": "2026"}, follow=True)
    assert "How it came to SOFS, until 18 March 2026" in answer.content.decode(), "the missing link is shown"
    assert "Received 18 March 2026, recorded" in answer.content.decode()
    jfit = signed_in(person(Role.JFIT_OFFICER))
    assert jfit.get(url).status_code == 403
    assert "Record a dispatch" not in jfit.get(reverse("desk:case", args=[case.pk])).content.decode()
