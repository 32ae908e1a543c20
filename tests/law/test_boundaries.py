"""The base period: first and last days, ties, and what one rule leaves alone; a sentence for each clause."""

import pytest

from law.court import window_of
from law.cover import Status
from law.facts import (
    CourtExtension,
    Facts,
    IdentifiedForReview,
    InvestigationConcluded,
    NationalSecurityNotice,
    NoticeCeased,
    NoticeQuashed,
    NoticeRevived,
    PurposeFulfilled,
    RestartedPeriod,
    RetentionConsented,
    StatutoryBar,
)
from law.links import Why
from law.working import explain
from tests.law.building import court, day, item, last, nsd, of

S7 = item("TACT-S7", "10 Mar 2015")  # to the end of 9 September 2015
S41 = item("TACT-S41", "15 Jun 2014")  # to the end of 14 June 2017


def ended(on: str, id: str = "end") -> InvestigationConcluded:
    return InvestigationConcluded(id, day(on))


def told(on: str, id: str = "told") -> NationalSecurityNotice:
    return NationalSecurityNotice(id, day(on))


def reason(thing, *acts) -> str:
    """Why the one act of no effect is of none."""
    (refused,) = explain(Facts(thing, acts)).ineffective
    return refused.why


# Unresolved items, and their shortest candidate day


def test_a_year_typed_by_mistake_is_not_reckoned_with():
    assert last(item("TACT-S7", "9000-01-01")) == day("9000-06-30")
    beyond = of(item("TACT-S7", "9001-01-01"))
    assert (beyond.status, beyond.candidate_day) == (Status.UNRESOLVED, None)


def test_the_shortest_candidate_of_an_unknown_power_is_that_of_the_day_of_taking():
    assert of(item("NONE", "31 Oct 2013")).candidate_day == day("30 Apr 2014")
    assert of(item("NONE", "30 Oct 2013")).candidate_day == day("30 Oct 2013")


def test_a_conclusion_before_the_taking_is_unresolved_with_that_day_as_the_shortest():
    answer = of(item("PACE-INV", "10 Mar 2015"), ended("9 Mar 2015"))
    assert (answer.status, answer.candidate_day) == (Status.UNRESOLVED, day("9 Mar 2015"))
    assert last(item("PACE-INV", "10 Mar 2015"), ended("10 Mar 2015")) == day("10 Mar 2015")


def test_an_open_item_has_no_first_unlawful_day():
    assert of(item("TPIM", "1 Jun 2015")).first_unlawful_day is None


# Events of the powers


def test_a_notice_may_cease_on_the_day_of_the_taking_and_not_before():
    held = item("TPIM", "1 Jun 2015")
    assert last(held, NoticeCeased("n", day("1 Jun 2015"))) == day("30 Nov 2015")
    assert of(held, NoticeCeased("n", day("31 May 2015"))).status is Status.UNRESOLVED


def test_only_a_notice_ceasing_ends_a_notice():
    held = item("TPIM", "1 Jun 2015")
    assert of(held, told("1 Mar 2016")).status is Status.OPEN
    assert of(held, NoticeRevived("again", day("1 Mar 2016"))).status is Status.OPEN


def test_notices_count_in_the_order_of_their_days_whatever_their_numbers():
    held = item("TPIM", "1 Jun 2015")
    acts = (
        NoticeCeased("3", day("4 Jan 2016")),
        NoticeRevived("2", day("1 Mar 2016")),
        NoticeCeased("1", day("1 Jan 2017")),
    )
    assert last(held, *acts) == day("30 Jun 2017")


def test_another_powers_event_ends_nothing():
    assert of(item("PACE-VOL", "1 Jun 2015"), ended("1 Jul 2015")).status is Status.OPEN
    purpose = PurposeFulfilled("p", day("1 Jul 2015"))
    assert of(item("PACE-INV", "1 Jun 2015"), purpose).status is Status.OPEN


@pytest.mark.parametrize(
    ("notice", "status", "chain"),
    [
        (NoticeCeased("n", day("1 Jun 2016")), Status.TIME_LIMITED, ("LEGACY", "TPIM")),
        (NoticeRevived("n", day("1 Jun 2016")), Status.OPEN, ("LEGACY", "TPIM")),
        (NoticeQuashed("n", day("1 Jun 2016")), Status.OPEN, ("LEGACY", "TPIM")),
        (None, Status.TIME_LIMITED, ("LEGACY",)),
    ],
    ids=["ceased", "revived", "quashed", "none"],
)
def test_a_legacy_notice_of_which_a_day_is_known_keeps_its_own_clock(notice, status, chain):
    answer = of(item("TPIM", "1 Jun 2012"), *([notice] if notice else []))
    assert (answer.status, answer.chain) == (status, chain)


def test_of_two_days_of_consent_and_conclusion_the_first_conclusion_counts():
    held = item("PACE-QARR", "1 Jun 2015")
    consent = RetentionConsented("c", day("1 Aug 2015"))
    late = of(held, consent, ended("1 Jul 2015", "1"), ended("1 Sep 2015", "2"))
    assert "PACE-QARR" not in late.chain
    assert of(held, consent, ended("1 Aug 2015")).last_lawful_day == day("31 May 2018")


# Arrested for a terrorism offence before 13 August 2020


def test_a_period_that_ends_on_13_august_2020_itself_reaches_that_day_and_so_counts():
    reached = of(item("PACE-TARR", "14 Aug 2017"))
    assert (reached.last_lawful_day, reached.chain) == (day("13 Aug 2020"), ("PACE-TARR",))
    assert of(item("PACE-TARR", "13 Aug 2017")).chain == ("PACE-INV",)


def test_an_investigation_that_ended_on_13_august_2020_left_it_lawfully_held_that_day():
    held = item("PACE-TARR", "1 Oct 2018")
    assert of(held, ended("13 Aug 2020")).chain == ("PACE-TARR",)
    assert last(held, ended("12 Aug 2020")) == day("12 Aug 2020")
    saved = of(held, ended("12 Aug 2020"), nsd("12 Aug 2020", 8))
    assert saved.chain == ("PACE-INV", "PACE-NSD", "PACE-TARR")
    assert saved.last_lawful_day == day("30 Sep 2021")


def test_the_coronavirus_extension_of_a_period_that_began_on_13_august_2020_is_in_the_chain():
    held = item("PACE-TARR", "1 Oct 2017")
    acts = (ended("1 Jun 2019"), nsd("1 Jun 2019", 24))
    kept = of(held, *acts, nsd("31 May 2021", 1))
    assert of(held, *acts).chain == ("PACE-INV", "PACE-NSD")
    assert "PACE-TARR" not in kept.chain  # its own end is within the determination
    short = (ended("12 Aug 2020"), nsd("12 Aug 2020", 1), told("1 Mar 2020"))
    extended = of(item("PACE-TARR", "21 Sep 2017"), *short)
    twice = ("COVID-391", "COVID-973")
    assert extended.chain == ("PACE-INV", "PACE-NSD", *twice, "PACE-TARR", *twice)
    assert extended.last_lawful_day == day("18 Sep 2021")


# Coronavirus


def test_of_two_tellings_the_first_counts():
    held = item("PACE-QCHG", "1 Jun 2017")
    assert last(held, told("1 May 2020", "late"), told("1 Mar 2020", "early")) == day("29 May 2021")
    assert last(held, told("1 May 2020")) == day("31 May 2020")


def test_a_period_that_the_regulations_do_not_reach_is_not_extended_though_it_was_told_of():
    assert last(item("PACE-PND", "1 Jun 2018"), told("1 Mar 2020")) == day("31 May 2020")


# Parts of the base


def test_what_ends_on_the_same_day_adds_no_link():
    held = item("PACE-QCHG", "1 Jun 2015")
    assert of(held, ended("31 May 2018")).chain == ("PACE-QCHG",)
    assert of(held, ended("1 Jun 2018")).chain == ("PACE-QCHG", "PACE-INV")
    assert of(S7, nsd("9 Sep 2014"), nsd("10 Mar 2015", 6)).chain == ("TACT-S7",)


def test_of_two_conclusions_beside_a_counted_period_the_later_holds_it():
    held = item("PACE-QCHG", "1 Jan 2015")
    assert last(held, ended("1 Jun 2018", "2"), ended("1 Dec 2018", "1")) == day("1 Dec 2018")


def test_restarts_follow_one_another_in_the_order_of_their_days():
    first, second = RestartedPeriod("2", day("9 Sep 2015")), RestartedPeriod("1", day("8 Mar 2016"))
    assert last(S7, second, first) == day("7 Sep 2016")
    assert of(S7, RestartedPeriod("1", day("9 Mar 2016")), first).ineffective == ("1",)
    assert reason(S7, RestartedPeriod("1", day("10 Sep 2015"))) == Why.RESTARTED_LATE


def test_a_restart_finds_legacy_material_held_to_the_longer_of_its_two_parts():
    held = item("PACE-INV", "1 Jun 2012")
    acts = (ended("1 Jan 2014"), IdentifiedForReview("i", day("1 Oct 2013")))
    assert last(held, *acts) == day("30 Oct 2016")
    again = of(held, *acts, RestartedPeriod("r", day("1 Jun 2015"), "PACE-QCHG"))
    assert again.last_lawful_day == day("31 May 2018")


def test_a_restart_as_an_open_investigation_does_not_look_at_what_ended_before_it():
    held = item("PACE-QCHG", "1 Jan 2015")
    restart = RestartedPeriod("r", day("1 May 2016"), "PACE-INV")
    assert of(held, ended("1 Jun 2015"), restart).status is Status.OPEN
    assert of(held, restart, RestartedPeriod("s", day("1 May 2030"), "PACE-INV")).status is Status.OPEN


@pytest.mark.parametrize("power", ["NONE", "TACT-CONV", "TACT-S43B"])
def test_a_restart_under_no_power_with_a_period_is_unresolved(power):
    answer = of(S7, RestartedPeriod("r", day("1 May 2015"), power))
    assert (answer.status, answer.candidate_day) == (Status.UNRESOLVED, day("9 Sep 2015"))


def test_where_no_act_knows_a_restart_it_changes_nothing():
    held = item("CTA-GEN", "1 Jun 2015")
    answer = of(held, RestartedPeriod("r", day("1 Jun 2016")))
    assert (answer.last_lawful_day, answer.ineffective) == (day("31 May 2018"), ("r",))
    assert reason(held, RestartedPeriod("r", day("1 Jun 2016"))) == Why.NO_POWER


# Courts


def test_a_court_extends_once_however_often_it_ordered():
    first, second = court("15 Mar 2017", "1 May 2017", id="a"), court("2 May 2017", "14 Jun 2017", id="b")
    answer = of(S41, first, second)
    assert (answer.last_lawful_day, answer.chain) == (day("14 Jun 2019"), ("TACT-S41", "TACT-COURT"))
    assert answer.ineffective == ()


def test_a_court_extends_by_two_years_whatever_length_is_written():
    assert last(S41, court("15 Mar 2017", "1 May 2017", months=12)) == day("14 Jun 2019")
    assert reason(S41, court("15 Mar 2017", "1 May 2017", months=25)) == Why.OVER_MAXIMUM


def test_a_sheriff_extends_again_and_again_each_time_in_the_window_of_what_runs():
    held = item("SCOT-S18A", "1 May 2016", nation="SC")
    proceedings = ended("30 Jun 2016")  # to the end of 30 June 2019
    first = CourtExtension("2", day("1 May 2019"), day("30 Jun 2019"), 12)
    second = CourtExtension("1", day("1 May 2020"), day("30 Jun 2020"), 6)
    assert last(held, proceedings, second, first) == day("30 Dec 2020")
    assert of(held, first).status is Status.OPEN
    legacy = item("SCOT-S18A", "1 May 2012", nation="SC")
    ten = CourtExtension("x", day("1 May 2015"), day("1 May 2015"), 12)
    assert last(legacy, ended("30 Jun 2012"), ten) == day("30 Jun 2016")


@pytest.mark.parametrize(
    ("applied", "ordered", "why"),
    [
        ("14 Mar 2017", "14 Mar 2017", Why.OUTSIDE_WINDOW),
        ("15 Jun 2017", "15 Jun 2017", Why.OUTSIDE_WINDOW),
        ("15 Mar 2017", "15 Jun 2017", Why.ORDERED_LATE),
        ("16 Mar 2017", "15 Mar 2017", Why.ORDERED_BEFORE_APPLIED),
    ],
)
def test_an_order_of_no_effect_says_why(applied, ordered, why):
    assert reason(S41, court(applied, ordered)) == why


def test_the_window_is_that_of_the_period_until_a_court_extended_it():
    window = window_of(Facts(S41))
    assert window is not None
    assert (window.first, window.last) == (day("15 Mar 2017"), day("14 Jun 2017"))
    assert window_of(Facts(S41, (court("15 Mar 2017", "1 May 2017"),))) is None
    assert window_of(Facts(S41, (court("14 Mar 2017", "1 May 2017"),))) == window
    arguable = window_of(Facts(item("TACT-S41", "29 Feb 2016")))
    assert arguable is not None
    assert (arguable.first, arguable.safe_first) == (day("29 Nov 2018"), day("1 Dec 2018"))


@pytest.mark.parametrize(
    "facts",
    [
        Facts(item("TACT-S7", "10 Mar 2015")),
        Facts(item("TACT-S41", "15 Jun 2012")),
        Facts(item("TACT-S41", "15 Jun 2014", kind="dna_sample")),
        Facts(item("SCOT-S18A", "1 May 2016", nation="SC")),
        Facts(item("PACE-QCHG", "30 Jan 2011")),
        Facts(item("NONE", "15 Jun 2014")),
        Facts(item("TACT-S41", None)),
    ],
    ids=["no court", "legacy", "sample", "open", "ended before 31 January 2014", "no rule", "no day"],
)
def test_there_is_no_window_where_no_court_can_extend(facts):
    assert window_of(facts) is None


def test_a_sheriffs_window_is_that_of_the_latest_extension_and_legacy_pace_has_one_from_31_january_2014():
    held = item("SCOT-S18A", "1 May 2016", nation="SC")
    first = CourtExtension("2", day("1 May 2019"), day("30 Jun 2019"), 12)
    again = window_of(Facts(held, (ended("30 Jun 2016"), first)))
    assert again is not None and again.last == day("30 Jun 2020")
    legacy = window_of(Facts(item("PACE-QCHG", "1 Feb 2011")))
    assert legacy is not None and legacy.last == day("31 Jan 2014")


def test_the_period_that_begins_on_13_august_2020_needs_cover_to_that_day_itself():
    held, over = item("PACE-TARR", "1 Oct 2018"), ended("12 Aug 2020")
    barred = [StatutoryBar("b", "CPIA", day("12 Aug 2020"), day(f"{to} Aug 2020")) for to in (12, 13)]
    assert last(held, over, barred[0]) == day("12 Aug 2020")
    assert of(held, over, barred[1]).chain == ("PACE-INV", "CPIA", "PACE-TARR")


def test_restarts_of_an_open_investigation_never_end_it():
    held = item("PACE-INV", "1 Jan 2015")
    restarts = [RestartedPeriod(f"{year}", day(f"1 Jun {year}"), "PACE-QCHG") for year in (2015, 2020)]
    assert of(held, *restarts).status is Status.OPEN


def test_a_year_typed_by_mistake_gives_no_candidate_under_a_power_without_a_rule_either():
    assert of(item("NONE", "9000-01-01")).candidate_day == day("9000-06-30")
    assert of(item("NONE", "9001-01-01")).candidate_day is None
