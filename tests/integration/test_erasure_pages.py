"""The review of an identity on pages, and what is left of destroyed items; nobody else reaches them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.choices import Role
from cases.models import ErasableIdentity
from retention.models import Erasure, ErasureKept
from tests.casework import at
from tests.integration.test_erasure import DAY, NAME, PNC, REVIEW, gone, identified, who  # noqa: F401
from tests.people import person, signed_in


@pytest.fixture(autouse=True)
def _journal(settings, tmp_path):
    settings.JOURNAL = str(tmp_path / "journal.jsonl")


@pytest.fixture
def subject(who):  # noqa: F811
    found = identified(who.asks)
    found.order = gone(who, found)
    return found


@pytest.fixture
def manager(subject):
    with at(REVIEW):
        yield signed_in(person(Role.SOFS_MANAGER, name="Mo Manager"))


def shown(client, name, *args, query=""):
    answer = client.get(reverse(name, args=args) + query, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_person_is_reviewed_erased_and_stands_under_a_number(subject, manager):
    assert reverse("retention:erasures") in manager.get("/").content.decode()
    listed = shown(manager, "retention:erasures")
    assert NAME in listed and f"Subject {subject.pk}" in listed and "365 days after" in listed
    address = reverse("retention:erasure", args=[subject.pk])
    assert "Erase for ever" in shown(manager, "retention:erasure", subject.pk)

    unsure = manager.post(address, {"do": "erase"}).content.decode()
    assert "Tick the box" in unsure and Erasure.objects.count() == 0
    done = manager.post(address, {"do": "erase", "erase-sure": "on"}, follow=True).content.decode()
    assert f"what identified subject {subject.pk} is gone" in done and "Mo Manager" in done
    assert not ErasableIdentity.objects.filter(surname=NAME).exists()

    case = subject.order.case
    for page in (
        shown(manager, "desk:case", case.pk),
        shown(manager, "desk:timeline", case.pk),
        shown(manager, "retention:tombstone", subject.order.material_id),
        shown(manager, "retention:deletion", subject.order.pk),
    ):
        assert NAME not in page and PNC not in page
    assert case.ref not in shown(manager, "desk:cases", query=f"?q={NAME}")
    assert f"Subject {subject.pk}, identity erased" in shown(manager, "desk:case", case.pk)
    assert "What identified the person was erased" in shown(manager, "desk:timeline", case.pk)
    assert "is erased already" in shown(manager, "retention:erasure", subject.pk)
    again = manager.post(address, {"do": "erase", "erase-sure": "on"}, follow=True).content.decode()
    assert "is erased already" in again


def test_a_review_keeps_longer_and_what_was_typed_survives_a_wrong_day(subject, manager):
    address = reverse("retention:erasure", args=[subject.pk])
    later = REVIEW + timedelta(days=30)
    said = {"do": "keep", "keep-because": "litigation", "keep-words": "Claim 7 is listed."}

    def day(on):
        return {"keep-until_day": on.day, "keep-until_month": on.month, "keep-until_year": on.year}

    wrong = manager.post(address, said | day(DAY)).content.decode()
    assert "must be after today" in wrong and "Claim 7 is listed." in wrong
    assert manager.post(address, said | day(later)).status_code == 302
    kept = ErasureKept.objects.get()
    assert kept.until == later and kept.reason.text == "Claim 7 is listed."
    assert "Nobody stands here" in shown(manager, "retention:erasures")
    coming = shown(manager, "retention:erasures", query="?show=coming")
    assert "Litigation is pending" in coming and "Mo Manager" in coming
    assert "not before" in shown(manager, "retention:erasure", subject.pk)


def test_what_is_left_says_what_when_where_and_by_whom_and_shows_no_reference(subject, manager):
    order = subject.order
    assert reverse("retention:destroyed") in shown(manager, "retention:deletions")
    assert reverse("retention:tombstone", args=[order.material_id]) in shown(manager, "retention:destroyed")
    left = shown(manager, "retention:tombstone", order.material_id)
    for words in ("20 April 2016", "CT fingerprint database", "Asa Asker", "Ada Approver", "Vera Verifier"):
        assert words in left
    assert "TACT-S7" in left and order.ref in left and NAME not in left
    assert f"R{order.material_id}" not in left
    case = shown(manager, "desk:case", order.case_id)
    assert "What is left of it" in case and f"R{order.material_id}" not in case


@pytest.mark.parametrize("role", [Role.SOFS_OFFICER, Role.JFIT_OFFICER, Role.COMMISSIONER])
def test_only_a_manager_reviews(subject, role):
    with at(REVIEW):
        client = signed_in(person(role))
        for answer in (
            client.get(reverse("retention:erasures")),
            client.post(reverse("retention:erasure", args=[subject.pk]), {"do": "erase", "erase-sure": "on"}),
        ):
            assert answer.status_code in (302, 403)
        assert Erasure.objects.count() == 0
