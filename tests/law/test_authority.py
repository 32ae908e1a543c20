"""Who could make a determination, or sign off a Stop-NSD, on which day."""

import pytest

from law.authority import (
    Allowed,
    Deputising,
    Rank,
    may_determine,
    may_hold_further_prints,
    may_overrule_stop,
    may_sign_off_stop,
    rank_from_words,
)
from law.forces import FORCES, force_of
from tests.law.building import day

IN_2016 = day("6 Apr 2016")
IN_2021 = day("1 Feb 2021")


def may(when, regime="TACT", nation="EW", responsible="13", maker="13", rank="chief_constable", **more):
    return may_determine(when, regime, nation, responsible, maker, rank, **more)


@pytest.mark.parametrize(
    ("force", "rank"),
    [
        ("13", "chief_constable"),
        ("01", "commissioner"),
        ("48", "commissioner"),
        ("PSoS", "Chief Constable"),
        ("PSNI", "cc"),
    ],
)
def test_the_chief_officer_of_the_responsible_force_may(force, rank):
    assert may(IN_2016, responsible=force, maker=force, rank=rank)


@pytest.mark.parametrize(
    "rank", [rank for rank in Rank if list(Rank).index(rank) <= list(Rank).index("chief_superintendent")]
)
def test_no_rank_below_chief_officer_may(rank):
    refused = may(IN_2016, rank=rank, consent="a letter")
    assert not refused
    assert rank.words in refused.reason


def test_until_12_august_2020_only_the_responsible_force_and_from_13_august_any():
    assert "Until 12 August 2020" in may(day("12 Aug 2020"), maker="20").reason
    assert may(day("13 Aug 2020"), maker="20")
    assert may(day("13 Aug 2020"), maker="PSNI")
    assert not may(day("12 Aug 2020"), responsible="unknown", maker="20")


@pytest.mark.parametrize(
    ("regime", "maker", "allowed"),
    [
        ("PACE", "20", True),
        ("PACE", "PSoS", False),
        ("CTA", "PSNI", True),
        ("CTA", "PSoS", False),
        ("TPIM", "PSoS", True),
        ("BORDER", "PSNI", True),
        ("TACT", "93", False),
        ("SCOT", "13", False),
        ("SCOT", "PSoS", True),
        ("NI", "PSNI", True),
        ("NI", "13", False),
    ],
)
def test_from_2020_each_regime_has_its_own_makers(regime, maker, allowed):
    assert bool(may(IN_2021, regime=regime, responsible="06", maker=maker)) is allowed


@pytest.mark.parametrize(
    ("maker", "rank", "allowed"),
    [
        ("MDP", "chief_constable", True),
        ("93", "chief_constable", True),
        ("NCA", "director_general", True),
        ("SPM", "provost_marshal", False),
    ],
)
def test_the_national_security_act_has_a_wider_class(maker, rank, allowed):
    assert bool(may(day("1 Feb 2024"), regime="NSA", responsible="13", maker=maker, rank=rank)) is allowed


@pytest.mark.parametrize(
    ("force", "rank"),
    [
        ("SPM", "provost_marshal"),
        ("HMRC", "revenue_commissioner"),
        ("NCA", "director_general"),
        ("93", "chief_constable"),
    ],
)
def test_under_section_18_the_body_that_obtained_it_is_responsible(force, rank):
    assert may(IN_2016, regime="CTA", responsible=force, maker=force, rank=rank)
    assert not may(IN_2016, regime="TACT", responsible=force, maker=force, rank=rank)


def test_no_determination_could_be_made_before_the_regime_was_in_force():
    assert not may(day("30 Oct 2013"))
    assert may(day("31 Oct 2013"))
    assert not may(day("12 Aug 2020"), regime="BORDER")
    assert not may(day("19 Dec 2023"), regime="NSA")


def test_a_deputy_chief_constable_needs_consent_or_an_absent_chief():
    assert "consent" in may(IN_2016, rank="deputy_chief_constable").reason
    with_consent = may(IN_2016, rank="deputy_chief_constable", consent="letter of 1 May 2015")
    assert "consent" in with_consent.capacity
    absent = Deputising(chief_unable_since=day("1 Jan 2010"))
    assert may(IN_2016, rank="deputy_chief_constable", deputising=absent)
    junior = Deputising(consent=True, most_senior=False)
    assert "most senior" in may(IN_2016, rank="deputy_chief_constable", deputising=junior).reason


def test_an_assistant_chief_constable_only_when_designated_and_all_above_are_unable():
    assert not may(IN_2016, rank="assistant_chief_constable", consent=True)
    for lacks in (
        Deputising(designated=True, chief_unable_since=IN_2016),
        Deputising(designated=True, every_deputy_unable=True),
        Deputising(chief_unable_since=IN_2016, every_deputy_unable=True),
    ):
        refused = may(IN_2016, rank="assistant_chief_constable", deputising=lacks)
        assert "except the one designated" in refused.reason
    last_left = Deputising(designated=True, chief_unable_since=IN_2016, every_deputy_unable=True)
    assert isinstance(may(IN_2016, rank="assistant_chief_constable", deputising=last_left), Allowed)


def test_in_the_metropolitan_police_an_assistant_commissioner_needs_the_commissioners_consent():
    met = {"responsible": "01", "maker": "01"}
    assert may(IN_2016, **met, rank="Assistant Commissioner", consent="C/2013/01")
    assert "none is on record" in may(IN_2016, **met, rank="Assistant Commissioner", consent="").reason
    for rank in ("deputy_assistant_commissioner", "commander", "chief_superintendent", "chief_constable"):
        assert not may(IN_2016, **met, rank=rank, consent="C/2013/01")
    assert "No Act lets a Commander" in may(IN_2016, **met, rank="commander", consent="C/2013/01").reason


def test_the_deputy_commissioner_may_act_for_an_absent_commissioner_for_three_months():
    met = {"responsible": "01", "maker": "01", "rank": "deputy_commissioner"}
    absent = Deputising(chief_unable_since=day("10 Jan 2016"))
    assert may(day("9 Apr 2016"), **met, deputising=absent)
    assert "three months" in may(day("10 Apr 2016"), **met, deputising=absent).reason
    assert not may(IN_2016, **met)
    assert may(IN_2016, **met, consent=True)


@pytest.mark.parametrize(
    ("force", "rank"),
    [("48", "commander"), ("PSNI", "deputy_chief_constable"), ("PSoS", "assistant_chief_constable")],
)
def test_deputies_under_acts_not_read_are_refused_and_sent_to_a_legal_reviewer(force, rank):
    refused = may(IN_2016, responsible=force, maker=force, rank=rank, consent=True)
    assert not refused
    assert refused.needs_legal_review
    assert not may(IN_2016, responsible=force, maker=force, rank="sergeant").needs_legal_review


@pytest.mark.parametrize(
    "more",
    [{"regime": "NONE"}, {"maker": "99"}, {"rank": "wizard"}, {"rank": ""}],
    ids=["regime", "force", "rank", "none"],
)
def test_what_is_not_known_is_refused_with_a_reason(more):
    refused = may(IN_2016, **more)
    assert not refused
    assert refused.reason


@pytest.mark.parametrize(
    ("on", "rank", "allowed"),
    [
        ("14 Dec 2015", "superintendent", True),
        ("14 Dec 2015", "chief_superintendent", True),
        ("14 Dec 2015", "chief_inspector", False),
        ("14 Dec 2015", "inspector", False),
        ("15 Dec 2015", "inspector", True),
        ("15 Dec 2015", "Superintendent", True),
        ("15 Dec 2015", "sergeant", False),
        ("15 Dec 2015", "director_general", False),
        ("15 Dec 2015", "", False),
    ],
)
def test_a_stop_is_signed_off_by_the_rank_of_the_days_policy(on, rank, allowed):
    assert bool(may_sign_off_stop(day(on), rank, day("15 Dec 2015"))) is allowed


def test_without_a_policy_for_inspectors_a_superintendent_signs_off_and_overrules():
    assert not may_sign_off_stop(IN_2016, "inspector", None)
    assert may_sign_off_stop(IN_2016, "superintendent", None)
    assert may_overrule_stop("superintendent")
    assert not may_overrule_stop("inspector")


def test_a_constable_of_any_rank_may_hold_further_fingerprints():
    assert may_hold_further_prints("constable")
    assert may_hold_further_prints("chief constable")
    assert not may_hold_further_prints("director_general")
    assert not may_hold_further_prints("civilian")


def test_ranks_and_forces_are_read_as_people_write_them():
    assert rank_from_words(" chief   superintendent ") is Rank.CHIEF_SUPERINTENDENT
    assert rank_from_words("D.C.C.") is Rank.DEPUTY_CHIEF_CONSTABLE
    assert rank_from_words("baker") is None
    assert force_of(" psni ").name == "Police Service of Northern Ireland"
    assert force_of("00") is None
    assert len(FORCES) == 50


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"regime": "NONE"}, "There is no determination under NONE. Check the power of the material."),
        ({"maker": "99"}, "Force 99 is not a force whose chief officer can make a determination."),
        ({"rank": "wizard"}, "wizard is not a rank that can make a determination."),
        ({"rank": ""}, "No rank is not a rank that can make a determination."),
        ({"regime": "SCOT"}, "has no power under Criminal Procedure (Scotland) Act 1995."),
        ({"maker": "20"}, "that of West Yorkshire, not of West Midlands."),
        ({"maker": "20", "responsible": "PORT"}, "that of PORT, not of West Midlands."),
        ({"maker": "20", "responsible": ""}, "that of the responsible force, not of West Midlands."),
        ({"rank": "inspector"}, "An Inspector is not a chief officer of police"),
        ({"rank": "acc"}, "except the one designated while the Chief Constable and every Deputy"),
        ({"rank": "commissioner"}, "A Commissioner is not a chief officer of police"),
    ],
)
def test_a_refusal_says_which_rule_and_who_could(more, reason):
    assert reason in may(IN_2016, **more).reason


def test_before_its_act_was_in_force_nobody_could_make_one():
    refused = may(day("30 Oct 2013"))
    assert refused.reason == "No determination could be made under Terrorism Act 2000 on 30 October 2013."


MET = {"responsible": "01", "maker": "01"}


@pytest.mark.parametrize(
    ("rank", "reason"),
    [
        ("dac", "No Act lets a Deputy Assistant Commissioner make a determination for the Commissioner."),
        ("commander", "No Act lets a Commander make a determination for the Commissioner."),
        ("chief superintendent", "A Chief Superintendent is not a chief officer of police"),
        ("deputy commissioner", "needs the Commissioner's consent, or the Commissioner to be unable."),
        ("assistant commissioner", "needs the Commissioner's consent, and none is on record."),
    ],
)
def test_in_the_metropolitan_police_each_rank_is_told_what_it_lacks(rank, reason):
    assert reason in may(IN_2016, **MET, rank=rank).reason


def test_an_assistant_chief_constable_needs_all_three_of_designation_absence_and_absence_of_deputies():
    whole = {"designated": True, "chief_unable_since": IN_2016, "every_deputy_unable": True}
    assert may(IN_2016, rank="acc", deputising=Deputising(**whole))
    for name in whole:
        nothing = None if name == "chief_unable_since" else False
        assert not may(IN_2016, rank="acc", deputising=Deputising(**whole | {name: nothing}))


def test_consent_on_record_counts_beside_what_else_is_known_of_the_deputy():
    junior = Deputising(most_senior=False)
    assert not may(IN_2016, rank="dcc", consent="letter", deputising=junior)
    absent = Deputising(chief_unable_since=day("1 Jan 2015"))
    assert may(IN_2016, **MET, rank="deputy commissioner", consent="letter", deputising=absent)
    assert not may(IN_2016, **MET, rank="deputy commissioner", deputising=absent)
    whole = Deputising(designated=True, chief_unable_since=IN_2016, every_deputy_unable=True)
    assert may(IN_2016, rank="acc", consent="letter", deputising=whole)


def test_the_capacity_and_the_act_that_gives_it_are_said():
    assert may(IN_2016).source == "Police Act 1996 s.101"
    assert may(IN_2016).capacity == "Chief Constable"
    of_scotland = may(IN_2016, responsible="PSOS", maker="PSOS")
    assert of_scotland.source == "the regime's own Act"
    assert may(IN_2016, rank="dcc", consent="x").source == "PRSRA 2011 s.41"
    assert may(IN_2016, **MET, rank="ac", consent="x").source == "PRSRA 2011 s.45(4)"
    assert may(IN_2016, **MET, rank="deputy commissioner", consent="x").source == "PRSRA 2011 s.44"


def test_a_rank_that_no_force_of_that_kind_has_acts_for_nobody():
    assert "is not a chief officer" in may(IN_2016, rank="assistant_commissioner", consent="x").reason
    city = may(IN_2016, responsible="48", maker="48", rank="chief_superintendent", consent="x")
    assert not city.needs_legal_review
    service = may(IN_2016, "CTA", responsible="SPM", maker="SPM", rank="deputy_chief_constable", consent="x")
    assert "is not a chief officer" in service.reason and not service.needs_legal_review


def test_a_sign_off_refused_says_who_signed_off_that_day():
    policy = day("15 Dec 2015")
    assert may_sign_off_stop(day("14 Dec 2015"), "inspector", policy).reason == (
        "On 14 December 2015 a Stop-NSD was signed off by a Superintendent or above."
    )
    assert "by an Inspector or above" in may_sign_off_stop(policy, "sergeant", policy).reason
    assert "wizard is not a rank" in may_sign_off_stop(policy, "wizard", policy).reason
    assert "No rank is not a rank" in may_sign_off_stop(policy, "", policy).reason
    assert "Only a constable, of any rank" in may_hold_further_prints("wizard").reason


@pytest.mark.parametrize(("nation", "force"), [("SC", "PSOS"), ("NI", "PSNI")])
def test_in_scotland_and_northern_ireland_the_one_force_there_is_responsible_whoever_took_it(nation, force):
    assert may(IN_2016, nation=nation, responsible="93", maker=force)
    refused = may(IN_2016, nation=nation, responsible="13", maker="13")
    assert "only the responsible chief officer" in refused.reason
    assert force_of(force).name in refused.reason
    assert may(IN_2016, "CTA", nation=nation, responsible="13", maker="13")
    assert may(IN_2021, nation=nation, responsible="13", maker="13")
