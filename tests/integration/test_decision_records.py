"""The record of a decision: its reference, what it says, the PDF/A kept byte for byte with its digest."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.choices import Rank, Role
from cases.models import DecisionRecord, Determination, ErasableDecisionRecord, Refusal
from cases.record_pdf import as_pdf
from cases.selectors.determinations import record_of
from tests import casework
from tests.casework import DAY, at, step
from tests.people import signed_in

pytestmark = pytest.mark.django_db
WHY = "Necessary for national security: what is known of him is recent and grave; nothing less would do."


@pytest.fixture
def people():
    return {
        "sofs": casework.officer(Role.SOFS_OFFICER),
        "jfit": casework.officer(Role.JFIT_OFFICER, name="Jo Fit"),
        "chief": casework.officer(
            Role.CHIEF_OFFICER, rank=Rank.DEPUTY_CHIEF_CONSTABLE, consent="C/2026/04", name="Carla Chief"
        ),
    }


def with_chief(people, **columns):
    case = casework.case(by=people["sofs"], **columns)
    step(case, "refer", people["sofs"])
    step(case, "apply", people["jfit"], reasons=WHY, to_force=casework.force_of("13"))
    return case


def decide(people, case, on=DAY, **more):
    details = {"months": 24, "reasons": WHY} | more
    step(case, "determine", people["chief"], on=on, **details)
    return Determination.objects.filter(case=case).latest("pk")


def test_a_determination_has_a_reference_and_a_record_of_all_that_the_law_asks(people):
    made = decide(people, with_chief(people))
    assert made.reference == f"NSD/{DAY.year}/000001"
    read = record_of(made.pk)
    said = {key: value for section in read.sections for key, value in section["rows"]}
    assert said["Name"] == "Carla Chief" and said["Evidence of consent"] == "C/2026/04"
    assert said["Capacity"] == "Deputy, with consent"
    assert "2 March 2026, 10:00" in said["Made"] and said["Reasons of the maker"] == WHY
    assert said["Last day of that period"].startswith("1 March 2028")
    assert "Sch 8 para 20E" in said["1. Fingerprints"] and "Sch 8 para 20E" in said["2. DNA profile"]
    assert "Jo Fit" in said["Application"] and said["Kind"] == "New"
    assert said["Copy and reasons due by"] == "30 March 2026"


def rows_of(made):
    return {key: value for section in record_of(made.pk).sections for key, value in section["rows"]}


def test_the_record_says_what_it_follows_and_only_a_second_full_one_is_a_renewal(people):
    case = with_chief(people, kinds=("fingerprints",))
    day, kinds = DAY, []
    for said in ({"kind": "holding", "review_by": DAY + timedelta(days=28)}, {}, {}):
        kinds.append(rows_of(decide(people, case, on=day, **said))["Kind"])
        day += timedelta(days=7)
        step(case, "reopen", people["jfit"], on=day, reasons=WHY)
        step(case, "apply", people["jfit"], on=day, reasons=WHY, to_force=casework.force_of("13"))
    assert kinds == [
        "Holding NSD, on what was known on the day",
        "New: the full determination that follows the holding NSD of 2 March 2026",
        "Renewal of that of 9 March 2026",
    ]


def test_the_record_says_who_applied_and_to_which_force_it_went_on(people):
    other = casework.officer(Role.JFIT_OFFICER, name="Al Located")
    case, later = with_chief(people), DAY + timedelta(days=3)
    casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE, force="06")
    step(case, "reallocate", other, on=later, reasons=WHY, to_force=casework.force_of("06"))
    said = rows_of(decide(people, case, on=later))
    assert said["Application"] == "2 March 2026, by Jo Fit"
    assert said["Allocated to Greater Manchester Police"] == "5 March 2026, by Al Located"


def test_references_run_on_without_a_gap_and_refusals_by_themselves(people):
    cases = [with_chief(people) for _ in range(3)]
    first, second = decide(people, cases[0]), decide(people, cases[1])
    step(cases[2], "refuse", people["chief"], reasons=WHY)
    assert [first.reference[-6:], second.reference[-6:]] == ["000001", "000002"]
    assert Refusal.objects.get().record.reference == f"NSD-R/{DAY.year}/000001"


def test_a_refused_step_leaves_no_gap(people):
    first, second = with_chief(people), with_chief(people)
    with pytest.raises(Exception, match="months"):
        decide(people, first, months=61)
    assert decide(people, second).reference.endswith("000001")


def test_the_pdf_says_that_it_is_pdf_a_and_its_digest_is_kept(people):
    made = decide(people, with_chief(people))
    pdf = bytes(made.record.file.content)
    assert pdf.startswith(b"%PDF-1.") and b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert hashlib.sha256(pdf).hexdigest() == made.record.sha256 and record_of(made.pk).is_whole


@pytest.mark.parametrize(
    "word", ["中文", "\U0001f600", "a\x07b", "\ue000", 'a "quoted" \\ #let', "Łódź أحمد Жук"]
)
def test_no_decision_fails_for_a_character_that_a_font_has_not(word):
    said = {"title": "T", "lede": word, "sections": [{"title": word, "rows": [[word, f"{word}\n{word}"]]}]}
    pdf = as_pdf(said, "NSD/2026/000001", datetime(2026, 3, 2, tzinfo=UTC))
    assert pdf.startswith(b"%PDF-1.")
    assert as_pdf(said, "NSD/2026/000001", datetime(2026, 3, 2, tzinfo=UTC)) == pdf, "the same once more"


def test_neither_a_record_nor_its_number_can_be_changed(people):
    made = decide(people, with_chief(people))
    for rows in (
        DecisionRecord.objects.filter(pk=made.record.pk),
        ErasableDecisionRecord.objects.filter(record=made.record),
    ):
        name = "reference" if rows.model is DecisionRecord else "said"
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**{name: "NSD/1"})


def test_a_determination_that_is_too_late_has_a_record_too(people):
    case = with_chief(people)
    late = case.last_lawful_day + timedelta(days=1)
    with at(late):
        made = decide(people, case, on=late)
    assert made.reference and case.state == "with_chief_officer"


def test_the_page_and_the_file_are_the_record_and_are_led_to_from_the_case(people):
    made = decide(people, with_chief(people))
    with at(DAY):
        client = signed_in(people["jfit"], Client())
        case_page = client.get(reverse("desk:case", args=[made.case_id])).content.decode()
        page_url = reverse("cases:record", args=[made.record.pk])
        assert page_url in case_page and made.reference in case_page
        page = client.get(page_url).content.decode()
        assert made.record.sha256 in page and WHY in page
        first = client.get(reverse("cases:record_file", args=[made.record.pk]))
        again = client.get(reverse("cases:record_file", args=[made.record.pk]))
        assert first.content == again.content == bytes(made.record.file.content)
        assert "attachment" in first["Content-Disposition"]
        other = signed_in(
            casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE, force="06"), Client()
        )
        assert other.get(page_url).status_code == 404
