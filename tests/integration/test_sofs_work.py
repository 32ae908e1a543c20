"""SOFS's work: enrolment, checks, retaining or referring, DNA alone, PACE, and a basis that falls away."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.choices import Role
from audit.choices import WithdrawnBecause
from audit.facts import stamp, withdraw
from audit.models import AuditEvent
from cases import sofs as reads
from cases.choices import CaseState, PolicyKey
from cases.errors import EnrolmentRefused, FactRefused, TransitionRefused
from cases.models import (
    Case,
    Conviction,
    ErasableText,
    Holding,
    InvestigationConclusion,
    Material,
    PncCheck,
    PolicySetting,
    ProfileReceipt,
)
from cases.selectors import work_of
from cases.services import facts
from cases.services.checks import Found, record_check
from cases.services.enrolment import Enrolled, enrol
from cases.services.whereabouts import record_received
from retention.models import RecheckTask
from retention.services import recheck_pnc
from retention.services.sweeps import run
from tests import casework
from tests.casework import DAY, at, step
from tests.people import signed_in

pytestmark = pytest.mark.django_db
TAKEN = date(2026, 2, 28)  # two days before DAY


@pytest.fixture
def sofs():
    return casework.officer(Role.SOFS_OFFICER)


@pytest.fixture
def jfit():
    return casework.officer(Role.JFIT_OFFICER)


@pytest.fixture
def browse(client):
    """Asks for a page, or posts to it, as somebody on a day."""

    def ask(person, name, case=None, day=DAY, **posted):
        args = [case.pk] if isinstance(case, Case) else list(case or ())
        with at(day):
            signed_in(person, client)
            method = client.post if posted else client.get
            return method(reverse(name, args=args), posted)

    return ask


def take(sofs, kinds=("fingerprints", "dna_profile"), **about):
    """A case of which nothing is in a database yet and the profile is awaited."""
    about.setdefault("taken_on", TAKEN)
    case = casework.case(by=sofs, kinds=kinds, **about)
    withdraw(Holding.objects.filter(material__case=case), by=sofs, because=WithdrawnBecause.MISTAKE)
    return case


def item(case, kind="fingerprints"):
    return Material.objects.get(case=case, kind=kind)


def typed(name, day):
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def decide_policy(key, value, by, from_on=DAY):
    reason = ErasableText.objects.create(text="Decided.", written_at=stamp(by)["recorded_at"], written_by=by)
    PolicySetting.objects.create(key=key, value=value, from_on=from_on, reason=reason, **stamp(by))


def check(case, by, on=DAY, result="no_trace", **more):
    return record_check(case, by=by, on=on, result=result, evidence="Print 7 of the PNC.", **more)


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


# Retain or refer


def test_retaining_is_refused_where_the_law_finds_no_other_basis(browse, sofs):
    case = take(sofs)
    assert "no other basis is on record" in browse(sofs, "cases:retain", case).text
    with pytest.raises(TransitionRefused, match="may be held to 27 August 2026"):
        step(case, "retain", sofs, reasons="I think so.")
    with at(DAY):
        facts.record_conviction(case.subject, by=sofs, on=TAKEN, is_exempt=True)
    with pytest.raises(TransitionRefused, match="no other basis"):
        step(case, "retain", sofs, reasons="A single exempt conviction is none.")
    with at(DAY):
        facts.record_conviction(case.subject, by=sofs, on=TAKEN)
    assert "Terrorism Act 2000" in browse(sofs, "cases:retain", case).text
    assert step(case, "retain", sofs, reasons="Convicted.").case.state == CaseState.RETAINED_ON_OTHER_BASIS


def test_what_is_neither_retained_nor_referred_in_the_days_of_the_policy_is_listed_and_counted(browse, sofs):
    case = take(sofs)  # opened on 28 February: the 14 days end on 14 March
    last = date(2026, 3, 14)
    assert not reads.undecided(sofs, last).exists()
    (late,) = reads.undecided(sofs, last + timedelta(days=1))
    assert (late.ref, late.decide_by) == (case.ref, last)
    page = browse(sofs, "cases:undecided", day=last + timedelta(days=1))
    assert case.ref in page.text and "Record a check" in page.text
    home = browse(sofs, "desk:home", day=last + timedelta(days=1))
    counts = {tile["label"]: tile["number"] for tile in home.context["sofs"]}
    assert counts["neither retained nor referred in time"] == 1
    step(case, "refer", sofs, on=last + timedelta(days=1))
    assert not reads.undecided(sofs, last + timedelta(days=1)).exists()


def test_a_basis_that_falls_away_stands_on_top_of_sofs_home_until_the_case_is_back_with_jfit(
    browse, sofs, jfit
):
    case = take(sofs)
    with at(DAY):
        conviction = facts.record_conviction(case.subject, by=sofs, on=TAKEN)
    step(case, "retain", sofs, reasons="Convicted.")
    assert browse(sofs, "desk:home").context["banner"] is None
    name = "cases:conviction"
    page = browse(sofs, name, (case.pk, conviction.pk), because="wrong_subject")
    assert "Then to the end of 27 August 2026" in page.text
    browse(sofs, name, (case.pk, conviction.pk), because="wrong_subject", do="do")
    assert "fell away" in browse(sofs, "desk:home").context["banner"]["title"]
    assert "Return it to JFIT" in browse(sofs, "cases:fell_away").text
    assert not work_of(jfit, DAY).exists(), "nobody but SOFS moves it"
    page = browse(sofs, "cases:resume", case)
    seen = page.context["form"]["seen"].value()
    browse(sofs, "cases:resume", case, seen=seen, reasons="Another person's conviction.", do="do")
    assert [each.ref for each in work_of(jfit, DAY)] == [case.ref]
    assert browse(sofs, "desk:home").context["banner"] is None


# Early referral, and DNA alone


def test_jfit_has_a_case_with_fingerprints_on_day_two_with_its_profile_awaited(browse, sofs, jfit):
    case = take(sofs)
    page = browse(sofs, "cases:refer", case)
    assert "Fingerprints were taken, so JFIT works without it" in page.text and not page.context["why_not"]
    step(case, "refer", sofs)
    assert [each.ref for each in work_of(jfit, DAY)] == [case.ref]


def test_dna_alone_waits_in_a_list_of_its_own_until_the_profile_has_come(browse, sofs):
    case = take(sofs, kinds=("dna_profile", "dna_sample"))
    with at(DAY):
        check(case, sofs)
    assert [each.ref for each in reads.on_dna_alone(sofs, DAY)] == [case.ref]
    assert not reads.to_refer(sofs, DAY).exists()
    assert "only DNA was taken" in browse(sofs, "cases:refer", case).context["why_not"]
    with pytest.raises(TransitionRefused, match="Record the receipt of the profile"):
        step(case, "refer", sofs)
    assert reads.next_steps([case], DAY)[case.pk].text == "Record the profile"
    with at(DAY):
        record_received([item(case, "dna_profile")], by=sofs, holder="sofs", on=DAY)
    assert not reads.on_dna_alone(sofs, DAY).exists()
    assert step(case, "refer", sofs).case.state == CaseState.WITH_JFIT


def test_dna_alone_goes_to_jfit_at_once_from_the_day_on_which_the_policy_says_so(browse, sofs):
    case = take(sofs, kinds=("dna_profile",))
    with at(DAY):
        decide_policy(PolicyKey.DNA_ONLY_EARLY, 1, sofs, from_on=DAY + timedelta(days=1))
    with pytest.raises(TransitionRefused, match="policy by which JFIT starts on DNA alone is off"):
        step(case, "refer", sofs)
    assert (
        "By policy JFIT starts all the same"
        in browse(sofs, "cases:dna_only", day=DAY + timedelta(days=1)).text
    )
    assert step(case, "refer", sofs, on=DAY + timedelta(days=1)).case.state == CaseState.WITH_JFIT


# PACE


def pace(by, **about):
    return casework.case(by=by, power="PACE-INV", taken_on=date(2026, 1, 5), **about)


@pytest.mark.parametrize("role", [Role.SOFS_OFFICER, Role.JFIT_OFFICER])
def test_when_its_investigation_concludes_today_pace_material_has_today_and_comes_first(browse, sofs, role):
    late, case = casework.case(by=sofs, taken_on=date(2025, 10, 1)), pace(sofs)
    for each in (late, case):
        step(each, "refer", sofs)
    jfit = casework.officer(Role.JFIT_OFFICER)
    assert [each.ref for each in work_of(jfit, DAY)] == [late.ref, case.ref]
    who = casework.officer(role)
    page = browse(who, "cases:concluded", case, **typed("on", DAY))
    assert "Now no end date yet" in page.text and "That is today" in page.text
    assert not InvestigationConclusion.objects.exists()
    browse(who, "cases:concluded", case, do="do", **typed("on", DAY))
    case.refresh_from_db()
    assert (case.status, case.last_lawful_day) == ("time_limited", DAY)
    assert [each.ref for each in work_of(jfit, DAY)] == [case.ref, late.ref]


def test_a_conclusion_told_late_is_born_over_with_a_red_banner_and_stands_with_what_is_held_unlawfully(
    browse, sofs
):
    case = pace(sofs)
    concluded = date(2026, 2, 20)
    page = browse(sofs, "cases:concluded", case, **typed("on", concluded))
    assert "That is 10 days ago: it is held unlawfully" in page.text
    browse(sofs, "cases:concluded", case, do="do", **typed("on", concluded))
    assert browse(sofs, "desk:case", case).context["banner"]["level"] == "red"
    assert case.ref in browse(sofs, "retention:unlawful").text


def test_a_conclusion_is_corrected_by_another_day_and_both_stay_on_record(browse, sofs):
    case = pace(sofs)
    browse(sofs, "cases:concluded", case, do="do", **typed("on", date(2026, 2, 20)))
    page = browse(sofs, "cases:concluded", case, **typed("on", DAY))
    assert "Instead of" in page.text and "Now to the end of 20 February 2026" in page.text
    browse(sofs, "cases:concluded", case, do="do", **typed("on", DAY))
    days = InvestigationConclusion.objects.order_by("pk").values_list("concluded_on", "withdrawn_because")
    assert list(days) == [(date(2026, 2, 20), "corrected"), (DAY, "")]
    case.refresh_from_db()
    assert case.last_lawful_day == DAY


def test_a_conclusion_before_the_taking_is_refused_and_other_powers_have_none(browse, sofs):
    case = pace(sofs)
    page = browse(sofs, "cases:concluded", case, do="do", **typed("on", date(2026, 1, 4)))
    assert "taken on 5 January 2026, after 4 January 2026" in page.text
    assert not InvestigationConclusion.objects.exists()
    schedule_7 = take(sofs)
    assert "No" in browse(sofs, "cases:concluded", schedule_7).context["why_not"]


# Ways back


def test_jfit_sends_a_case_back_and_sofs_has_it_again_with_the_same_last_lawful_day(browse, sofs, jfit):
    case = take(sofs)
    step(case, "refer", sofs)
    page = browse(jfit, "cases:send_back", case)
    seen = page.context["form"]["seen"].value()
    assert browse(jfit, "cases:send_back", case, seen=seen, reasons=" ", do="do").context["form"].errors
    browse(jfit, "cases:send_back", case, seen=seen, reasons="Enrol the prints.", do="do")
    before = case.last_lawful_day
    case.refresh_from_db()
    assert (case.state, case.last_lawful_day) == (CaseState.WITH_SOFS, before)
    assert case.movements.get(event="send_back").reason.text == "Enrol the prints."


def test_an_application_is_withdrawn_and_a_case_without_holdings_is_closed(browse, sofs, jfit):
    case = casework.case(by=sofs)
    step(case, "refer", sofs)
    step(case, "apply", jfit, reasons="Needed.", to_force=casework.force_of("13"), months=24)
    seen = browse(jfit, "cases:withdraw", case).context["form"]["seen"].value()
    page = browse(jfit, "cases:withdraw", case, seen=seen, reasons="No longer.", do="check")
    assert "Check before you sign" in page.text
    browse(jfit, "cases:withdraw", case, seen=seen, reasons="No longer.", do="do")
    case.refresh_from_db()
    assert case.state == CaseState.WITH_JFIT
    assert "something of it is still held" in browse(sofs, "cases:close", case).context["why_not"]


# Nations


def test_a_case_of_northern_ireland_walks_the_same_way_by_days_of_its_own(browse, sofs, jfit):
    case = take(sofs, nation="NI", force="PSNI")
    with at(DAY):
        reason = ErasableText.objects.create(
            text="Agreed with PSNI.", written_at=stamp(sofs)["recorded_at"], written_by=sofs
        )
        PolicySetting.objects.create(
            key=PolicyKey.SOFS_DAYS, nation="NI", value=5, from_on=TAKEN, reason=reason, **stamp(sofs)
        )
        enrol(case, [Enrolled(item(case), "NI 1", DAY)], by=sofs)
        check(case, sofs)
    (late,) = reads.undecided(sofs, TAKEN + timedelta(days=6))
    assert late.decide_by == TAKEN + timedelta(days=5)
    assert reads.next_steps([case], DAY)[case.pk].text == "Refer to JFIT"
    step(case, "refer", sofs)
    assert [each.ref for each in work_of(jfit, DAY)] == [case.ref]


@pytest.mark.parametrize("name", ["to_refer", "dna_only", "undecided", "fell_away", "rechecks", "unenrolled"])
def test_every_list_of_sofs_is_read_in_eight_queries_and_lends_its_actions_to_sofs_alone(
    browse, client, sofs, name, django_assert_max_num_queries
):
    for _ in range(3):
        take(sofs)
        take(sofs, kinds=("dna_profile",))
    day, address = DAY + timedelta(days=20), reverse(f"cases:{name}")
    with at(day):
        signed_in(sofs, client)
        with django_assert_max_num_queries(8):
            assert client.get(address).status_code == 200
    page = browse(casework.officer(Role.COMMISSIONER), f"cases:{name}", day=day)
    assert page.status_code == 200 and "app-btn--row" not in page.text
