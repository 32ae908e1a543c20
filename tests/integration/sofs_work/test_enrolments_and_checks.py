"""SOFS enrols what it holds and records its checks, with what they found."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from cases import sofs as reads
from cases.choices import PolicyKey
from cases.errors import EnrolmentRefused, FactRefused
from cases.models import (
    Conviction,
    Holding,
    Material,
    PncCheck,
    ProfileReceipt,
)
from cases.services import facts
from cases.services.checks import Found, record_check
from cases.services.enrolment import Enrolled, enrol
from retention.models import RecheckTask
from retention.services import recheck_pnc
from retention.services.sweeps import run
from tests.casework import DAY, at
from tests.integration.sofs_work.steps import TAKEN, check, decide_policy, item, take, typed

pytestmark = pytest.mark.django_db


# Enrolment


def test_several_items_are_enrolled_on_one_page_and_leave_the_list_of_what_no_database_has(browse, sofs):
    case = take(sofs)
    prints, profile = item(case), item(case, "dna_profile")
    assert "Record enrolment" in browse(sofs, "cases:unenrolled").text
    answer = browse(
        sofs,
        "cases:enrol",
        case,
        **{f"reference_{prints.pk}": "FP  1001", f"reference_{profile.pk}": "DNA-7"},
        **typed(f"on_{prints.pk}", DAY),
        **typed(f"on_{profile.pk}", DAY),
        **typed(f"received_{profile.pk}", DAY),
    )
    assert answer.url == reverse("desk:case", args=[case.pk])
    held = set(Holding.objects.current().values_list("place", "reference", "held_since"))
    assert held == {("CT-FP", "FP 1001", DAY), ("CT-DNA", "DNA-7", DAY)}
    assert ProfileReceipt.objects.get(material=profile).received_on == DAY
    assert list(reads.unenrolled(sofs, DAY)) == []


def test_a_reference_that_another_item_has_is_refused_with_who_has_it_and_nothing_is_recorded(browse, sofs):
    other = take(sofs, ref="S/OTHER")
    with at(DAY):
        enrol(other, [Enrolled(item(other), "FP 1001", DAY)], by=sofs)
    case = take(sofs)
    prints, profile = item(case), item(case, "dna_profile")
    page = browse(
        sofs,
        "cases:enrol",
        case,
        **{f"reference_{prints.pk}": "fp 1001", f"reference_{profile.pk}": "DNA-8"},
        **typed(f"on_{prints.pk}", DAY),
        **typed(f"on_{profile.pk}", DAY),
        **typed(f"received_{profile.pk}", DAY),
    )
    assert page.status_code == 200
    assert "is Fingerprints of case S/OTHER" in page.context["form"].errors[f"reference_{prints.pk}"][0]
    assert Holding.objects.current().filter(material__case=case).count() == 0
    assert not ProfileReceipt.objects.exists()


@pytest.mark.parametrize(
    ("reference", "on", "received_on", "why"),
    [
        ("", DAY, DAY, "give the reference"),
        ("D1", DAY + timedelta(days=1), DAY, "has not come yet"),
        ("D1", TAKEN - timedelta(days=1), DAY, "it was taken on 28 February 2026"),
        ("D1", DAY, None, "the day on which SOFS received it"),
        ("D1", TAKEN, DAY, "after it was loaded"),
    ],
)
def test_an_enrolment_that_cannot_be_is_refused_with_why(sofs, reference, on, received_on, why):
    case = take(sofs)
    with at(DAY), pytest.raises(EnrolmentRefused, match=why) as refused:
        enrol(case, [Enrolled(item(case, "dna_profile"), reference, on, received_on)], by=sofs)
    assert refused.value.material_id == item(case, "dna_profile").pk


def test_a_page_of_enrolment_left_empty_says_what_it_needs(browse, sofs):
    case = take(sofs)
    page = browse(sofs, "cases:enrol", case, **{f"reference_{item(case).pk}": " "})
    assert "Enter the reference and the day of at least one item" in page.text
    half = browse(sofs, "cases:enrol", case, **{f"reference_{item(case).pk}": "FP1"})
    assert half.context["form"].errors == {f"on_{item(case).pk}": ["Enter the day of loading: fingerprints"]}


# Checks


def test_a_check_without_evidence_is_none(sofs):
    with at(DAY), pytest.raises(FactRefused, match="say where the result is shown"):
        record_check(take(sofs), by=sofs, on=DAY, result="no_trace", evidence=" ")
    assert not PncCheck.objects.exists()


def test_a_check_is_recorded_with_its_evidence_apart_and_the_next_falls_due_by_policy(browse, sofs):
    case = take(sofs)
    assert [due.ref for due in reads.checks_due(sofs, DAY)] == [case.ref], "the first check is due at once"
    typed_in = {"kind": "pnc", "result": "no_trace", "evidence": "Print 7.", **typed("on", DAY)}
    assert browse(sofs, "cases:check", case, **typed_in).status_code == 302
    made = PncCheck.objects.get()
    assert (made.kind, made.result, made.checked_on, made.evidence.text) == (
        "pnc",
        "no_trace",
        DAY,
        "Print 7.",
    )
    assert AuditEvent.objects.filter(subject_type="pnccheck", subject_id=made.pk).exists()
    due = DAY + timedelta(days=56)
    assert not reads.checks_due(sofs, due - timedelta(days=1)).exists()
    (again,) = reads.checks_due(sofs, due)
    assert (again.check_due, again.checked_on) == (due, DAY)


def test_the_days_to_the_next_check_are_a_dated_policy_and_somebody_may_want_it_sooner(sofs):
    case = take(sofs)
    with at(DAY):
        check(case, sofs, again_by=DAY + timedelta(days=20))
        assert reads.next_check(case, DAY).due_on == DAY + timedelta(days=20)
        decide_policy(PolicyKey.RECHECK_DAYS, 10, sofs, from_on=DAY + timedelta(days=5))
    assert reads.next_check(case, DAY + timedelta(days=4)).due_on == DAY + timedelta(days=20)
    assert reads.next_check(case, DAY + timedelta(days=5)).due_on == DAY + timedelta(days=10)


def test_another_source_neither_stands_for_the_pnc_nor_makes_a_day_asked_for_forgotten(sofs):
    case, hearing = take(sofs), DAY + timedelta(days=20)
    with at(DAY):
        check(case, sofs, kind="courts", again_by=hearing)
        assert reads.next_steps([case], DAY)[case.pk].text == "Record a check", "nobody asked the PNC"
        check(case, sofs)
    assert reads.next_check(case, DAY).due_on == hearing
    with at(hearing):
        check(case, sofs, on=hearing, kind="courts")
    assert reads.next_check(case, hearing).due_on == DAY + timedelta(days=56)


def test_a_conviction_found_is_shown_with_its_consequence_before_it_makes_everything_indefinite(browse, sofs):
    case = take(sofs)
    typed_in = {
        "kind": "pnc",
        "result": "convicted",
        "evidence": "Print 8.",
        "recordable": "yes",
        "exempt": "no",
        "excluded": "unknown",
        **typed("on", DAY),
        **typed("convicted_on", date(2026, 3, 1)),
    }
    page = browse(sofs, "cases:check", case, **typed_in)
    assert "Now to the end of 27 August 2026" in page.text and "Then indefinite" in page.text
    assert not Conviction.objects.exists() and not PncCheck.objects.exists()
    browse(sofs, "cases:check", case, do="do", **typed_in)
    found = Conviction.objects.get(subject=case.subject)
    assert (found.convicted_on, found.is_recordable, found.is_exempt) == (date(2026, 3, 1), True, False)
    assert set(Material.objects.filter(case=case).values_list("status", flat=True)) == {"indefinite"}
    assert not reads.checks_due(sofs, DAY + timedelta(days=400)).exists(), "nothing is left to find"
    assert reads.next_steps([case], DAY)[case.pk].text == "Retain"


def test_convicted_asks_for_the_conviction_whole_unless_one_is_on_record(browse, sofs):
    case = take(sofs)
    typed_in = {"kind": "pnc", "result": "convicted", "evidence": "Print 8.", **typed("on", DAY)}
    errors = browse(sofs, "cases:check", case, **typed_in).context["form"].errors
    assert set(errors) == {"convicted_on", "recordable", "exempt", "excluded"}
    with at(DAY):
        facts.record_conviction(case.subject, by=sofs, on=TAKEN, is_exempt=True)
    assert browse(sofs, "cases:check", case, **typed_in).status_code == 302
    assert Conviction.objects.count() == 1


@pytest.mark.parametrize(
    ("about", "why"),
    [
        ({"on": DAY + timedelta(days=1)}, "has not come yet"),
        ({"again_by": DAY}, "the next check comes after"),
        ({"result": "no_trace", "found": Found(TAKEN)}, "goes with the result Convicted"),
        ({"found": Found(DAY + timedelta(days=1))}, "cannot find a conviction of 3 March 2026"),
        ({"found": Found(date(2026, 1, 5))}, "is on record already"),
    ],
)
def test_a_check_that_cannot_be_is_refused_and_nothing_is_half_written(sofs, about, why):
    case = take(sofs)
    with at(DAY):
        facts.record_conviction(case.subject, by=sofs, on=date(2026, 1, 5), is_exempt=True)
        with pytest.raises(FactRefused, match=why):
            check(case, sofs, **({"result": "convicted"} | about))
    assert not PncCheck.objects.exists() and Conviction.objects.count() == 1


def test_the_sweep_raises_a_check_once_and_recording_it_closes_it_at_once(sofs):
    case, decided = take(sofs), take(sofs)
    with at(DAY):
        facts.record_conviction(decided.subject, by=sofs, on=DAY)
        first = run(recheck_pnc.SWEEP, DAY)
        again = run(recheck_pnc.SWEEP, DAY)
        assert (first.acted, again.acted, again.failed) == (1, 0, 0)
        task = RecheckTask.objects.get()
        assert (task.case_id, task.dated_on, task.raised_on) == (case.pk, TAKEN, DAY)
        check(case, sofs)
    task.refresh_from_db()
    assert (task.closed_on, task.closed_because) == (DAY, "checked")


def test_a_re_check_raised_late_is_dated_when_it_fell_due_and_closed_when_it_is_wanted_no_more(sofs):
    case = take(sofs)
    with at(DAY):
        check(case, sofs)
    due, late = DAY + timedelta(days=56), DAY + timedelta(days=60)
    with at(late):
        assert run(recheck_pnc.SWEEP, due).acted == 1
        task = RecheckTask.objects.get()
        assert (task.dated_on, task.raised_on) == (due, late)
        facts.record_conviction(case.subject, by=sofs, on=late)
        assert run(recheck_pnc.SWEEP, late).acted == 1
    task.refresh_from_db()
    assert task.closed_because == "not_wanted"
