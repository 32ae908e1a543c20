"""SOFS retains or refers: early, on DNA alone, PACE, ways back, and nations."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.choices import Role
from audit.facts import stamp
from cases import sofs as reads
from cases.choices import CaseState, PolicyKey
from cases.errors import TransitionRefused
from cases.models import (
    ErasableText,
    InvestigationConclusion,
    PolicySetting,
)
from cases.selectors import work_of
from cases.services import facts
from cases.services.enrolment import Enrolled, enrol
from cases.services.whereabouts import record_received
from tests import casework
from tests.casework import DAY, at, step
from tests.integration.sofs_work.steps import TAKEN, check, decide_policy, item, take, typed
from tests.people import signed_in

pytestmark = pytest.mark.django_db


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


def test_the_case_that_nothing_keeps_beyond_the_six_months_of_schedule_7_is_a_filter(client, sofs):
    at_risk, longer, kept = take(sofs), take(sofs, power="TACT-S41"), take(sofs)
    with at(DAY):
        facts.record_conviction(kept.subject, by=sofs, on=TAKEN)
        found = signed_in(sofs, client).get(reverse("desk:cases"), {"risk": "six_months"})
    assert [row.record.ref for row in found.context["table"].page.object_list] == [at_risk.ref]
    assert "Basis: Schedule 7, 6 months only" in found.content.decode()
    assert longer.ref not in found.content.decode()


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


@pytest.mark.parametrize(("everywhere", "there"), [(0, 1), (1, 0)])
def test_a_nation_with_its_own_policy_for_dna_alone_has_its_own_way_on(browse, sofs, everywhere, there):
    decide_policy(PolicyKey.DNA_ONLY_EARLY, everywhere, sofs)
    decide_policy(PolicyKey.DNA_ONLY_EARLY, there, sofs, nation="NI")
    here, over = (
        take(sofs, kinds=("dna_profile",), nation=nation, force=force)
        for nation, force in (("EW", "13"), ("NI", "PSNI"))
    )
    with at(DAY):
        check(here, sofs)
        check(over, sofs)
    goes, waits = (over, here) if there else (here, over)
    assert [each.ref for each in reads.to_refer(sofs, DAY)] == [goes.ref]
    nexts = reads.next_steps([here, over], DAY)
    assert (nexts[goes.pk].text, nexts[waits.pk].text) == ("Refer to JFIT", "Record the profile")
    page = browse(sofs, "cases:dna_only")
    assert ("on cases of Northern Ireland" if there else "except of Northern Ireland") in page.text
    with pytest.raises(TransitionRefused, match="starts on DNA alone is off"):
        step(waits, "refer", sofs)
    assert step(goes, "refer", sofs).case.state == CaseState.WITH_JFIT


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
