"""Reconciliation on pages: an extract is handed in, its differences are worked, completeness is certified."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.choices import Role
from audit.models import AuditEvent
from retention.models import Certificate, Difference, Reconciliation
from retention.services import extracts
from tests import casework
from tests.integration.test_reconciling import file_of, known, reconciled, rows_of, stranger
from tests.people import person, signed_in

TODAY = date(2026, 3, 2)
# Nobody works the queue here: what it would do is done by the test.
pytestmark = pytest.mark.usefixtures("db", "broker")


@pytest.fixture(autouse=True)
def _today(db):
    with casework.at(TODAY):
        yield


@pytest.fixture
def manager():
    return person(Role.SOFS_MANAGER, name="Mo Manager")


@pytest.fixture
def sofs(manager):
    return signed_in(manager)


def page(client, name, *args, query=""):
    answer = client.get(reverse(f"retention:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(client, *rows, holds="whole"):
    file = SimpleUploadedFile("extract.csv", file_of(*rows).content)
    answer = client.post(reverse("retention:hand_in_extract"), {"extract": file, "holds": holds})
    assert answer.status_code == 302, answer.content.decode()
    return Reconciliation.objects.latest("pk")


def test_an_extract_is_handed_in_read_with_progress_and_shown(sofs, manager, monkeypatch):
    monkeypatch.setattr(extracts, "ROWS_A_CHUNK", 2)
    case = known(manager)
    assert "Choose at least one file" in (
        sofs.post(reverse("retention:hand_in_extract"), {}).content.decode()
    )
    run = sent(sofs, *rows_of(case), stranger())
    assert sofs.get(reverse("retention:reconciled", args=[run.pk]))["Refresh"]
    extracts.step(run.pk)
    assert "2 of 3 rows read" in page(sofs, "reconciled", run.pk, query="?still=1")
    extracts.finish(run.pk)
    shown = page(sofs, "reconciled", run.pk)
    assert "Reconciled" in shown and "1 difference says that something is missing" in shown
    assert "Held, and no case here" in page(sofs, "differences", query="?kind=without_case")
    assert "Nothing is open here" in page(sofs, "differences", query="?kind=mismatched")
    home = sofs.get("/").content.decode()
    assert "1 difference with the databases" in home
    assert reverse("retention:reconciliation") in home


def test_a_wrong_row_is_named_with_how_to_mend_it(sofs, manager):
    run = sent(sofs, stranger(taken_on="31/02/2016"))
    extracts.finish(run.pk)
    shown = page(sofs, "reconciled", run.pk)
    assert "Refused: nothing was compared" in shown and "taken_on" in shown
    assert "1 thing is wrong in its rows" in shown


def test_a_difference_is_worked_and_words_survive_an_error_and_somebody_quicker(sofs, manager):
    case = known(manager)
    reconciled(manager, *rows_of(case)[:1], stranger())
    lost = Difference.objects.get(kind="without_case")
    address = reverse("retention:difference", args=[lost.pk])
    shown = page(sofs, "difference", lost.pk)
    assert "STRANGER" in shown and "CTF999001" in shown
    said = {"matched-reason": "Her other name.", "matched-case_ref": "X/1", "do": "matched"}
    refused = sofs.post(address, said).content.decode()
    assert "There is no case X/1" in refused and "Her other name." in refused

    colleague = signed_in(person(Role.SOFS_OFFICER))
    done = colleague.post(address, {"database_corrected-reason": "Told them.", "do": "database_corrected"})
    assert done.status_code == 302
    late = sofs.post(address, said | {"matched-case_ref": case.ref}).content.decode()
    assert "ended this already" in late and "Her other name." in late
    lost.refresh_from_db()
    assert lost.ended_how == "database_corrected"
    assert "Told them." in page(sofs, "difference", lost.pk)


def test_who_only_oversees_sees_the_difference_and_neither_reference_nor_person(manager):
    reconciled(manager, stranger())
    lost = Difference.objects.get()
    commissioner = signed_in(person(Role.COMMISSIONER))
    for shown in (page(commissioner, "difference", lost.pk), page(commissioner, "differences")):
        assert "Held, and no case here" in shown
        assert "STRANGER" not in shown and "CTF999001" not in shown
    answer = commissioner.post(
        reverse("retention:difference", args=[lost.pk]), {"accepted-reason": "x", "do": "accepted"}
    )
    assert answer.status_code == 302
    lost.refresh_from_db()
    assert lost.ended_at is None


def test_completeness_is_certified_and_its_end_stands_on_the_first_pages(sofs, manager):
    case = known(manager)
    run = reconciled(manager, *rows_of(case))
    assert "Certify completeness" in page(sofs, "reconciled", run.pk)
    address = reverse("retention:certify", args=[run.pk])
    assert "Say by which method" in sofs.post(address, {"method": ""}).content.decode()
    signed = sofs.post(address, {"method": "Every record against every case."}, follow=True)
    assert "Signed by Mo Manager" in signed.content.decode()
    certificate = Certificate.objects.get()
    assert "Certified" in page(sofs, "reconciliation")
    commissioner = signed_in(person(Role.COMMISSIONER))
    assert "certificate of completeness is void" not in commissioner.get("/").content.decode()

    reconciled(manager, *rows_of(case), stranger())
    for client in (sofs, commissioner):
        assert "The certificate of completeness is void" in client.get("/").content.decode()
        assert "It must not be relied on" in page(client, "certificate", certificate.pk)
    assert "something is missing on one side" in page(sofs, "certify", Reconciliation.objects.latest("pk").pk)
    assert AuditEvent.objects.filter(verb="completeness_certified").count() == 1
