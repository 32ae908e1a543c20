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
    alone = Deputising(designated=True, chief_unable_since=IN_2016)
    assert not may(IN_2016, rank="assistant_chief_constable", deputising=alone)
    last_left = Deputising(designated=True, chief_unable_since=IN_2016, every_deputy_unable=True)
    assert isinstance(may(IN_2016, rank="assistant_chief_constable", deputising=last_left), Allowed)


def test_in_the_metropolitan_police_an_assistant_commissioner_needs_the_commissioners_consent():
    met = {"responsible": "01", "maker": "01"}
    assert may(IN_2016, **met, rank="Assistant Commissioner", consent="C/2013/01")
    assert "none is on record" in may(IN_2016, **met, rank="Assistant Commissioner", consent="").reason
    for rank in ("deputy_assistant_commissioner", "commander", "chief_superintendent", "chief_constable"):
        assert not may(IN_2016, **met, rank=rank, consent="C/2013/01")


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
