"""Acts that carry cover on: first and last days, ties, what ends them; a sentence for each clause."""

from datetime import date

from law.alone import last_day_of_the_power
from law.carrying import bars
from law.cover import Status, position
from law.facts import (
    BorrowedCover,
    CommissionersOrder,
    Determination,
    Facts,
    IdentityKnown,
    InvestigationConcluded,
    LiableForDestruction,
    NationalSecurityNotice,
    NoticeQuashed,
    ProfileDerived,
    Sentence,
    StatutoryBar,
)
from law.links import Why
from law.working import explain
from tests.law.building import conviction, court, day, item, last, nsd, of

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


# Determinations


def test_determinations_of_one_day_go_by_their_numbers():
    assert of(S7, nsd("9 Sep 2015", 12, "1"), nsd("9 Sep 2015", 24, "2")).chain == (
        "TACT-S7",
        "TACT-NSD",
        "TACT-NSD",
    )
    assert of(S7, nsd("9 Sep 2015", 12, "2"), nsd("9 Sep 2015", 24, "1")).chain == ("TACT-S7", "TACT-NSD")


def test_a_determination_is_of_one_month_at_least():
    assert last(S7, nsd("9 Sep 2015", 1)) == day("8 Oct 2015")
    none = position(Facts(S7, (Determination("none", day("9 Sep 2015"), 0),)))
    assert (none.last_lawful_day, none.ineffective) == (day("9 Sep 2015"), ("none",))


def test_the_chain_names_the_determination_behind_each_link():
    links = explain(Facts(S7, (nsd("9 Sep 2015", 24, "nsd:7"),))).chain
    assert [link.act_id for link in links] == [None, "nsd:7"]


def test_of_revocation_and_order_the_earlier_ends_a_determination():
    made = nsd("9 Sep 2015", 24, "nsd:7", revoked_on=day("1 Mar 2016"))
    assert last(S7, made, CommissionersOrder("o", day("1 Feb 2016"), "nsd:7")) == day("1 Feb 2016")
    assert last(S7, made, CommissionersOrder("o", day("1 Mar 2016"), "nsd:7")) == day("1 Mar 2016")


def test_a_revocation_on_the_last_day_before_an_extension_leaves_the_extension_out():
    made = nsd("1 Sep 2018", 24, "1", revoked_on=day("31 Aug 2020"))
    answer = of(item("TACT-S7", "1 Apr 2018"), made)
    assert (answer.last_lawful_day, answer.chain) == (day("31 Aug 2020"), ("TACT-S7", "TACT-NSD"))
    assert "the same-numbered day" in answer.working.arithmetic[-1].sentence
    early = nsd("1 Sep 2018", 24, "1", revoked_on=day("30 Aug 2020"))
    said = of(item("TACT-S7", "1 Apr 2018"), early).working.arithmetic[-1].sentence
    assert said.startswith("The determination was revoked, or ordered ended, on 30 August 2020")


def test_an_order_ends_what_was_made_by_its_day_and_nothing_made_later():
    order = CommissionersOrder("o", day("8 Sep 2015"))
    answer = of(S7, nsd("9 Sep 2015"), order)
    assert (answer.last_lawful_day, answer.ineffective) == (day("8 Sep 2017"), ("o",))
    on_the_day = CommissionersOrder("o", day("10 Sep 2015"))
    assert last(S7, nsd("9 Sep 2015"), on_the_day) == day("10 Sep 2015")


def test_an_order_that_comes_after_what_it_would_end_is_of_no_effect():
    made = nsd("9 Sep 2015", 24, "nsd:7", revoked_on=day("1 Mar 2016"))
    assert reason(S7, made, CommissionersOrder("o", day("2 Mar 2016"), "nsd:7")) == Why.NOTHING_TO_END
    whole = nsd("9 Sep 2015", 24, "nsd:7")
    assert reason(S7, whole, CommissionersOrder("o", day("9 Sep 2017"), "nsd:7")) == Why.NOTHING_TO_END
    other = CommissionersOrder("o", day("1 Mar 2016"), "nsd:8")
    assert reason(S7, whole, other) == Why.NOTHING_TO_END
    assert reason(S7, whole, CommissionersOrder("o", day("9 Sep 2015"), "nsd:7")) == Why.OTHER_BASIS


# Further fingerprints and bars

LATER_SET = item("TACT-S7", "1 Oct 2020")  # to the end of 31 March 2021
ORIGINAL = Facts(item("TACT-S41", "1 Oct 2019"))  # to the end of 30 September 2022


def lent(on: str, original: Facts = ORIGINAL, **more) -> BorrowedCover:
    return BorrowedCover("ffp", day(on), original, **more)


def test_further_prints_borrow_on_the_last_day_of_their_own_and_not_the_next():
    assert last(LATER_SET, lent("31 Mar 2021")) == day("30 Sep 2022")
    assert reason(LATER_SET, lent("1 Apr 2021")) == Why.TOO_LATE


def test_further_prints_borrow_on_the_last_day_of_the_original_and_not_the_next():
    ends_soon = Facts(item("PACE-PND", "1 Feb 2019"))  # to the end of 31 January 2021
    assert of(LATER_SET, lent("31 Jan 2021", ends_soon)).ineffective == ()
    assert reason(LATER_SET, lent("1 Feb 2021", ends_soon)) == Why.ORIGINAL_NOT_HELD


def test_only_two_pace_sets_ask_for_a_terrorist_investigation():
    pace = Facts(item("PACE-QCHG", "1 Oct 2019"))
    assert last(LATER_SET, lent("2 Oct 2020", pace)) == day("30 Sep 2022")
    of_pace = item("PACE-PND", "1 Sep 2020")
    assert reason(of_pace, lent("1 Oct 2020", pace)) == Why.NO_TERRORIST_INVESTIGATION
    assert last(of_pace, lent("1 Oct 2020", pace, terrorist_investigation=True)) == day("30 Sep 2022")
    assert last(of_pace, lent("1 Oct 2020")) == day("30 Sep 2022")
    unknown = Facts(item("NONE", "1 Oct 2019"))
    assert of(of_pace, lent("1 Oct 2020", unknown)).status is Status.UNRESOLVED


def test_no_act_lets_northern_ireland_order_material_borrow():
    held = item("NI-ART64", "1 Sep 2020", nation="NI")
    liable = LiableForDestruction("l", day("1 Mar 2021"))
    original = Facts(item("TACT-S41", "1 Oct 2019", nation="NI"))
    assert reason(held, liable, lent("1 Oct 2020", original)) == Why.NO_POWER


def test_a_bar_begins_on_the_last_lawful_day_at_the_latest():
    assert of(S41, StatutoryBar("b", "CPIA", day("14 Jun 2017"))).status is Status.OPEN
    assert reason(S41, StatutoryBar("b", "CPIA", day("15 Jun 2017"))) == Why.TOO_LATE
    lifted = StatutoryBar("b", "CPIA", day("14 Jun 2017"), day("1 Aug 2017"))
    assert last(S41, lifted) == day("1 Aug 2017")


def test_a_bar_that_was_not_known_yet_or_that_no_act_gives_reaches_nothing():
    held = item("CTA-UNID", "1 Jun 2012", nation="NI")
    identified = IdentityKnown("i", day("1 Jan 2022"))  # to the end of 31 December 2024
    bar = StatutoryBar("b", "ICRIR", day("1 May 2024"))
    assert of(held, identified, bar).status is Status.OPEN
    assert of(held, identified, bar, known_at="30 Apr 2024").ineffective == ("b",)
    assert not bars(StatutoryBar("b", "LETTER", day("1 May 2024")), held)
    assert not bars(bar, item("CTA-UNID", None, nation="NI"))
    assert not bars(StatutoryBar("b", "ICRIR", day("30 Apr 2024")), held)


# Convictions


def test_the_terrorism_act_does_not_ask_what_pace_asks_of_the_under_18s():
    young = conviction("1 May 2015", exempt=True, excluded=True, sentence=Sentence(6))
    assert of(S7, young).chain == ("TACT-S7",)


def test_a_foreign_conviction_under_18_runs_from_the_arrest_where_that_is_recorded():
    held = item("PACE-INV", "29 Feb 2020")
    over = ended("1 Jun 2020")

    def until(**more):
        young = conviction("1 Jun 2020", exempt=True, excluded=True, **more)
        return last(held, over, young)

    arrested = Sentence(0, None, day("1 Jan 2020"))
    assert until(foreign=True, sentence=arrested) == day("31 Dec 2024")
    assert until(foreign=True, sentence=Sentence()) == day("28 Feb 2025")
    assert until(sentence=arrested) == day("28 Feb 2025")
    assert until(sentence=Sentence(6, day("1 Jul 2020"))) == day("31 Dec 2025")
    assert until(sentence=Sentence(6)) == day("30 Nov 2025")
    assert until() == day("1 Jun 2020")


def test_five_years_for_the_under_18s_never_cut_a_longer_period_short():
    young = conviction("1 Jun 2014", exempt=True, excluded=True, sentence=Sentence())
    held = item("PACE-INV", "1 Jan 2014")  # five years: to the end of 31 December 2018
    assert of(held, ended("1 Jun 2019"), young).chain == ("PACE-INV",)
    assert of(held, ended("31 Dec 2018"), young).chain == ("PACE-INV",)
    assert of(held, ended("30 Dec 2018"), young).chain == ("PACE-INV", "PACE-U18")
    assert of(held, young).status is Status.OPEN


def test_holding_is_indefinite_from_the_first_conviction_that_counts_by_itself():
    acts = (conviction("1 Jun 2015"), conviction("1 May 2015"), conviction("1 Apr 2015", exempt=True))
    (link,) = explain(Facts(S7, acts)).chain
    assert (link.act_id, link.first) == ("conviction 1 May 2015", day("1 May 2015"))


# As at a day


def test_looking_from_a_day_hides_what_is_dated_later_and_undoes_later_endings():
    ordered = court("15 Mar 2017", "1 May 2017")
    assert last(S41, ordered, on="30 Apr 2017") == day("14 Jun 2017")
    assert last(S41, ordered, on="1 May 2017") == day("14 Jun 2019")
    made = nsd("9 Sep 2015", 24, revoked_on=day("1 Mar 2016"))
    assert last(S7, made, on="29 Feb 2016") == day("8 Sep 2017")
    assert of(S7, made, on="29 Feb 2016").working.last_lawful_day == day("8 Sep 2017")
    assert last(S7, made, on="1 Mar 2016") == day("1 Mar 2016")
    bar = StatutoryBar("b", "CPIA", day("1 Jun 2017"), day("1 Aug 2017"))
    assert last(S41, bar, on="31 May 2017") == day("14 Jun 2017")
    assert of(S41, bar, on="31 Jul 2017").status is Status.OPEN
    assert last(S41, bar, on="1 Aug 2017") == day("1 Aug 2017")
    quashed = NoticeQuashed("n", day("1 Jun 2016"), day("1 Sep 2016"))
    held = item("TPIM", "1 Jun 2015")
    early = of(held, quashed, on="31 Aug 2016")
    assert (early.status, early.working.chain[-1].first) == (Status.OPEN, day("1 Jun 2016"))
    assert last(held, quashed, on="1 Sep 2016") == day("1 Sep 2016")
    assert of(held, NoticeQuashed("n", day("1 Jun 2016")), on="1 Sep 2016").status is Status.OPEN


def test_a_profile_derived_before_its_sample_is_unresolved_and_on_its_day_is_not():
    profile = item("TACT-S7", "10 Mar 2015", kind="dna_profile")
    assert last(profile, ProfileDerived("p", day("10 Mar 2015"))) == day("9 Sep 2015")
    early = of(profile, ProfileDerived("2", day("1 Apr 2015")), ProfileDerived("1", day("9 Mar 2015")))
    assert (early.status, early.candidate_day) == (Status.UNRESOLVED, day("8 Sep 2015"))
    prints = of(S7, ProfileDerived("p", day("9 Mar 2015")))
    assert prints.status is Status.TIME_LIMITED
    unknown = of(item("NONE", "10 Mar 2015", kind="dna_profile"), ProfileDerived("p", day("9 Mar 2015")))
    assert unknown.candidate_day == day("8 Sep 2015")
    assert of(item("TACT-S7", None, kind="dna_profile"), ProfileDerived("p", day("9 Mar 2015"))).status is (
        Status.UNRESOLVED
    )


def test_the_period_of_the_power_alone_is_that_of_the_rules_known_on_a_day():
    legacy = Facts(item("TACT-S7", "17 May 2009"), (nsd("1 Jan 2015"),))
    assert last_day_of_the_power(legacy) == date(2016, 10, 30)
    assert last_day_of_the_power(legacy, date(2015, 10, 30)) == date(2015, 10, 30)
