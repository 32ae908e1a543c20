"""The first and the last day on which each rule can be used, Act by Act."""

import pytest

from law.carrying import bars
from law.cover import Status
from law.facts import (
    BorrowedCover,
    Facts,
    IdentifiedForReview,
    IdentityKnown,
    InvestigationConcluded,
    LiableForDestruction,
    NationalSecurityNotice,
    NoticeCeased,
    RestartedPeriod,
    RetentionConsented,
    SampleOrder,
    StatutoryBar,
)
from law.periods import ONE_DAY
from law.rules import RULES
from law.rules.declared import Role
from tests.law.building import conviction, court, day, item, last, nsd, of

# An item of each Act that is held on 12 and 13 August 2020, and what else must be recorded for that.
HELD_IN_2020 = {
    "TACT": (item("TACT-S41", "1 Oct 2018"), ()),
    "PACE": (item("PACE-QCHG", "1 Oct 2018"), ()),
    "CTA": (item("CTA-GEN", "1 Oct 2018"), ()),
    "TPIM": (item("TPIM", "1 Oct 2018"), (NoticeCeased("n", day("1 Aug 2020")),)),
    "SCOT": (item("SCOT-S18A", "1 Oct 2018", nation="SC"), (InvestigationConcluded("e", day("1 Oct 2019")),)),
}
# Legacy material, held on 30 and 31 October 2013.
HELD_IN_2013 = {
    "TACT": (item("TACT-S7", "1 Oct 2013"), ()),
    "CTA": (item("CTA-GEN", "1 Oct 2013"), ()),
    "TPIM": (item("TPIM", "1 Oct 2013"), ()),
    "PACE": (item("PACE-QCHG", "1 Oct 2013"), ()),
    "SCOT": (item("SCOT-S18A", "1 Oct 2012", nation="SC"), (InvestigationConcluded("e", day("1 Oct 2013")),)),
    "NI": (item("NI-ART64", "1 Oct 2012", nation="NI"), (LiableForDestruction("l", day("1 Dec 2013")),)),
}


@pytest.mark.parametrize("regime", HELD_IN_2020)
def test_two_years_are_the_most_to_12_august_2020_and_five_from_the_next_day(regime):
    held, more = HELD_IN_2020[regime]
    assert of(held, *more, nsd("12 Aug 2020", 24)).ineffective == ()
    assert of(held, *more, nsd("12 Aug 2020", 25)).ineffective == ("nsd 12 Aug 2020",)
    assert last(held, *more, nsd("13 Aug 2020", 60)) == day("12 Aug 2025")
    assert of(held, *more, nsd("13 Aug 2020", 61)).ineffective == ("nsd 13 Aug 2020",)


@pytest.mark.parametrize("regime", HELD_IN_2013)
def test_the_first_determination_could_be_made_on_31_october_2013(regime):
    held, more = HELD_IN_2013[regime]
    assert of(held, *more, nsd("30 Oct 2013")).ineffective == ("nsd 30 Oct 2013",)
    assert of(held, *more, nsd("31 Oct 2013")).ineffective == ()


def test_northern_ireland_order_material_has_two_years_to_this_day():
    held, liable = item("NI-ART64", "1 Jan 2021", nation="NI"), LiableForDestruction("l", day("1 Apr 2022"))
    assert last(held, liable, nsd("1 Feb 2022", 24)) == day("31 Mar 2024")
    assert of(held, liable, nsd("1 Feb 2022", 25)).ineffective == ("nsd 1 Feb 2022",)


@pytest.mark.parametrize(
    ("power", "taken", "before", "first", "nation"),
    [
        ("TACT-S41", "1 Oct 2018", "12 Aug 2020", "13 Aug 2020", "EW"),
        ("PACE-QCHG", "1 Oct 2018", "12 Aug 2020", "13 Aug 2020", "EW"),
        ("CTA-GEN", "1 Oct 2018", "12 Aug 2020", "13 Aug 2020", "EW"),
        ("TPIM", "1 Oct 2018", "12 Aug 2020", "13 Aug 2020", "EW"),
        ("SCOT-S18A", "1 Oct 2018", "12 Aug 2020", "13 Aug 2020", "SC"),
    ],
)
def test_the_first_further_prints_could_be_held_on_13_august_2020(power, taken, before, first, nation):
    held = item(power, taken, nation=nation)
    events = {
        "TPIM": (NoticeCeased("n", day("1 Aug 2020")),),
        "SCOT-S18A": (InvestigationConcluded("e", day("1 Oct 2019")),),
    }.get(power, ())
    original = Facts(item("TACT-S41", "1 Oct 2019", nation=nation))
    for made, refused in ((before, ("f",)), (first, ())):
        lent = BorrowedCover("f", day(made), original, terrorist_investigation=True)
        assert of(held, *events, lent).ineffective == refused


def test_the_national_security_act_lends_and_determines_from_20_december_2023():
    held, original = item("NSA-S27", "20 Dec 2023"), Facts(item("TACT-S41", "1 Oct 2022"))
    assert of(held, BorrowedCover("f", day("20 Dec 2023"), original)).ineffective == ()
    assert last(held, nsd("20 Dec 2023", 60)) == day("19 Dec 2028")
    assert of(item("NSA-S27", "19 Dec 2023")).status is Status.UNRESOLVED


def test_arrests_related_to_national_security_are_kept_from_20_december_2023_if_held_that_day():
    assert of(item("PACE-TARR-NS", "20 Dec 2020")).chain == ("PACE-INV",)
    reached = of(item("PACE-TARR-NS", "21 Dec 2020"))
    assert (reached.last_lawful_day, reached.chain) == (day("20 Dec 2023"), ("PACE-TARR-NS",))
    held = item("PACE-TARR-NS", "1 Oct 2021")
    assert last(held, InvestigationConcluded("e", day("19 Dec 2023"))) == day("19 Dec 2023")
    assert last(held, InvestigationConcluded("e", day("20 Dec 2023"))) == day("30 Sep 2024")


def test_a_border_stop_restarts_and_a_sample_is_kept_by_a_court():
    stop = item("BORDER-S3", "1 Oct 2020")
    assert last(stop, RestartedPeriod("r", day("31 Mar 2021"))) == day("30 Sep 2021")
    sample = item("TACT-S41", "10 Mar 2015", kind="dna_sample")
    kept = of(sample, SampleOrder("s", day("9 Sep 2015"), day("9 Sep 2015")))
    assert (kept.last_lawful_day, kept.chain) == (day("9 Sep 2016"), ("TACT-SAMPLE", "SAMPLE-ORDER"))


@pytest.mark.parametrize(
    ("rule_id", "why"),
    [
        ("TACT-S43B", "no retention period for section 43B material has been found"),
        ("CTA-PSEUD", "s.127 is not confirmed to be in force"),
        ("CTA-FCONV", "s.126 is not confirmed to be in force"),
        ("BORDER-S3", "not confirmed to be in force in Northern Ireland"),
        ("NSA-PREV", "the period of Schedule 12 has not been read"),
        ("NSA-PREV-SAMPLE", "wait for the rest of that Schedule"),
    ],
)
def test_a_rule_that_is_not_confirmed_in_force_is_not_applied_and_says_why(rule_id, why):
    (rule,) = [rule for rule in RULES if rule.id == rule_id and rule.disabled_because]
    assert why in rule.disabled_because
    if rule.role is Role.POWER:
        nation = min(rule.nations)
        answer = of(item(rule_id, "1 Jul 2024", nation=nation))
        assert answer.status is Status.UNRESOLVED
        assert rule.disabled_because in answer.unresolved_because


def test_every_other_rule_is_applied():
    disabled = {rule.id for rule in RULES if rule.disabled_because}
    assert disabled == {"TACT-S43B", "CTA-PSEUD", "CTA-FCONV", "BORDER-S3", "NSA-PREV", "NSA-PREV-SAMPLE"}


TOLD = NationalSecurityNotice("told", day("1 Mar 2020"))
SHORT, LONG = "31 May 2020", "29 May 2021"
CONSENT = RetentionConsented("c", day("1 Jul 2017"))
CEASED, KNOWN = NoticeCeased("n", day("1 Dec 2019")), IdentityKnown("k", day("1 Jun 2017"))
OVER = InvestigationConcluded("e", day("31 May 2017"))


@pytest.mark.parametrize(
    ("held", "more", "untold", "told"),
    [
        (item("TACT-S7", "1 Dec 2019"), (), LONG, LONG),
        (item("TACT-S41", "1 Jun 2017"), (), LONG, LONG),
        (item("CTA-GEN", "1 Jun 2017"), (), LONG, LONG),
        (item("TPIM", "1 Jun 2017"), (CEASED,), LONG, LONG),
        (item("PACE-QCHG", "1 Jun 2017"), (), SHORT, LONG),
        (item("PACE-QARR", "1 Jun 2017"), (CONSENT,), SHORT, LONG),
        (item("PACE-PND", "1 Jun 2018"), (), SHORT, SHORT),
        (item("CTA-UNID", "1 Jun 2016"), (KNOWN,), SHORT, SHORT),
        (item("SCOT-S18A", "1 Jun 2016", nation="SC"), (OVER,), SHORT, SHORT),
        (item("BORDER-S3", "1 Sep 2020"), (), "28 Feb 2021", "28 Feb 2021"),
    ],
    ids=lambda each: getattr(each, "power", None),
)
def test_the_coronavirus_regulations_reach_these_periods_and_no_others(held, more, untold, told):
    assert last(held, *more) == day(untold)
    assert last(held, *more, TOLD) == day(told)


# Items of each Act whose own period ends on 26 March 2021, two days after the last that is extended.
TO_26_MARCH_2021 = {
    "TACT": (item("TACT-S41", "27 Mar 2018"), ()),
    "PACE": (item("PACE-QCHG", "27 Mar 2018"), ()),
    "CTA": (item("CTA-GEN", "27 Mar 2018"), ()),
    "TPIM": (item("TPIM", "27 Mar 2018"), (NoticeCeased("n", day("27 Sep 2020")),)),
    "SCOT": (
        item("SCOT-S18A", "1 Mar 2018", nation="SC"),
        (InvestigationConcluded("e", day("26 Mar 2018")),),
    ),
}


@pytest.mark.parametrize("regime", TO_26_MARCH_2021)
def test_the_coronavirus_regulations_reach_determinations_of_two_years_and_of_five(regime):
    held, more = TO_26_MARCH_2021[regime]
    answer = of(held, *more, nsd("13 Aug 2020", 7))
    assert answer.last_lawful_day == day("11 Sep 2021")
    assert answer.chain[1:] == (f"{regime}-NSD", "COVID-973")
    two = of(held, *more, nsd("10 Oct 2018", 24))
    assert two.last_lawful_day == day("8 Apr 2021")
    assert two.chain[1:] == (f"{regime}-NSD", "COVID-973")


def test_a_northern_ireland_order_determination_is_extended_too():
    held, liable = item("NI-ART64", "1 Jan 2018", nation="NI"), LiableForDestruction("l", day("1 Jun 2018"))
    assert last(held, liable, nsd("1 May 2018")) == day("29 May 2021")


def test_a_conviction_abroad_counts_under_each_act_from_its_own_day():
    abroad = conviction("1 Jan 2010", foreign=True)
    assert of(item("TACT-S41", "4 Apr 2014"), abroad).status is Status.INDEFINITE
    assert last(item("TACT-S41", "3 Apr 2014"), abroad) == day("2 Apr 2017")
    held = item("PACE-INV", "1 Jun 2012")
    assert last(held, InvestigationConcluded("e", day("30 Oct 2013")), abroad) == day("30 Oct 2013")
    in_time = InvestigationConcluded("e", day("31 Oct 2013"))
    assert of(held, in_time, abroad).status is Status.INDEFINITE
    for power, taken in (("BORDER-S3", "1 Oct 2020"), ("NSA-S27", "1 Jan 2024")):
        assert of(item(power, taken), abroad).status is Status.INDEFINITE
    for regime, (held, more) in HELD_IN_2020.items():
        counts = regime in ("TACT", "PACE")
        assert (of(held, *more, abroad).status is Status.INDEFINITE) is counts, regime
    liable = LiableForDestruction("l", day("1 Jun 2018"))
    assert last(item("NI-ART64", "1 Jan 2018", nation="NI"), liable, abroad) == day("31 May 2018")


@pytest.mark.parametrize(
    ("power", "taken", "first", "base", "extended"),
    [
        ("NSA-S27", "1 Jan 2024", "1 Oct 2026", "31 Dec 2026", "31 Dec 2028"),
        ("PACE-TARR-NS", "1 Jan 2024", "1 Oct 2026", "31 Dec 2026", "31 Dec 2028"),
        ("PACE-TARR", "1 Jan 2021", "1 Oct 2023", "31 Dec 2023", "31 Dec 2025"),
        ("PACE-QCHG", "1 Jan 2014", "1 Oct 2016", "31 Dec 2016", "31 Dec 2018"),
        ("TACT-S41", "1 Jan 2014", "1 Oct 2016", "31 Dec 2016", "31 Dec 2018"),
    ],
)
def test_a_court_asked_on_the_first_day_of_the_window_extends_by_two_years_and_the_day_before_not(
    power, taken, first, base, extended
):
    held, early = item(power, taken), (day(first) - ONE_DAY).isoformat()
    assert last(held, court(first, base), court(base, base, id="again")) == day(extended)
    assert of(held, court(early, base)).ineffective == ("court",)
    assert last(held, court(early, base)) == day(base)


@pytest.mark.parametrize(
    ("power", "nation"),
    [("PACE-INV", "EW"), ("PACE-MINOR", "EW"), ("SCOT-S18", "SC")],
)
def test_no_court_extends_what_lasts_until_an_investigation_ends_and_its_day_is_the_last(power, nation):
    held, over = item(power, "1 Jan 2015", nation=nation), InvestigationConcluded("e", day("1 Jun 2015"))
    answer = of(held, over, court("1 May 2015", "1 Jun 2015"))
    assert (answer.last_lawful_day, answer.ineffective) == (day("1 Jun 2015"), ("court",))


@pytest.mark.parametrize(
    ("known_at", "until"),
    [("31 Oct 2013", "30 Oct 2015"), ("30 Oct 2015", "30 Oct 2015"), ("31 Oct 2015", "30 Oct 2016")],
)
def test_the_transitions_are_those_known_on_the_day_one_asks_about(known_at, until):
    named = IdentifiedForReview("i", day("1 Oct 2013"))
    over = InvestigationConcluded("e", day("1 Oct 2013"))
    assert last(item("PACE-INV", "1 Jun 2012"), named, over, known_at=known_at) == day(until)
    assert last(item("TACT-S7", "1 Jun 2012"), known_at=known_at) == day(until)


def test_before_the_regimes_were_known_no_rule_gave_a_date():
    for power in ("TACT-S7", "PACE-INV", "CTA-GEN", "TPIM"):
        assert of(item(power, "1 Jun 2012"), known_at="30 Oct 2013").status is Status.UNRESOLVED


def test_material_that_may_be_disclosable_is_that_of_section_41_and_of_pace_alone():
    bar = StatutoryBar("b", "CPIA", day("1 Jan 2015"))
    powers = {rule.id for rule in RULES if rule.role is Role.POWER}
    reached = {power for power in powers if bars(bar, item(power, "1 Jan 2014"))}
    assert reached == {"TACT-S41"} | {power for power in powers if power.startswith("PACE-")}
