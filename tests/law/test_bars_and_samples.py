"""Statutory bars, samples and the orders that keep one; and what is unresolved."""

import pytest

from law.cover import Status
from law.facts import Bar, NoticeCeased, ProfileDerived, SampleOrder, StatutoryBar, UnlawfulTaking
from tests.law.building import conviction, court, day, item, last, nsd, of


def cpia(from_on: str, lifted: str | None = None) -> StatutoryBar:
    return StatutoryBar("bar", Bar.CPIA, day(from_on), day(lifted) if lifted else None)


SECTION_41 = item("TACT-S41", "15 Jun 2014")


def test_disclosable_section_41_material_is_outside_the_duty_to_destroy_until_the_bar_is_lifted():
    barred = of(SECTION_41, cpia("1 Jan 2017"))
    assert (barred.status, barred.chain, barred.bars) == (Status.OPEN, ("TACT-S41", "CPIA"), ("bar",))
    lifted = of(SECTION_41, cpia("1 Jan 2017", "1 Mar 2018"))
    assert (lifted.last_lawful_day, lifted.bars) == (day("1 Mar 2018"), ())
    assert of(SECTION_41, cpia("1 Jan 2017", "1 Mar 2018"), on="28 Feb 2018").status is Status.OPEN
    assert last(SECTION_41, cpia("1 Jan 2016", "1 Mar 2016")) == day("14 Jun 2017")


def test_a_bar_that_starts_after_cover_ended_does_not_revive_it_but_still_forbids_destruction():
    late = of(SECTION_41, cpia("15 Jun 2017"))
    assert (late.last_lawful_day, late.ineffective, late.bars) == (day("14 Jun 2017"), ("bar",), ("bar",))


def test_a_determination_made_while_a_bar_holds_the_material_counts():
    answer = of(SECTION_41, cpia("1 Jan 2017", "1 Mar 2018"), nsd("1 Mar 2018"))
    assert answer.last_lawful_day == day("29 Feb 2020")


@pytest.mark.parametrize("power", ["TACT-S7", "TPIM", "CTA-GEN", "BORDER-S3", "NSA-S27"])
def test_other_material_has_no_such_exclusion(power):
    held = item(power, "1 Jan 2024")
    acts = [cpia("1 Feb 2024"), *([NoticeCeased("ceased", day("1 Feb 2024"))] if power == "TPIM" else [])]
    answer = of(held, *acts)
    assert (answer.ineffective, answer.bars) == (("bar",), ())


def test_pace_material_and_samples_have_the_exclusion():
    assert of(item("PACE-PND", "1 Jan 2024"), cpia("1 Feb 2024")).status is Status.OPEN
    sample = item("PACE-PND", "1 Jan 2024", kind="dna_sample")
    assert of(sample, cpia("1 Feb 2024")).status is Status.OPEN


@pytest.mark.parametrize(
    ("nation", "listed", "taken", "from_on", "kind", "reached"),
    [
        ("NI", False, "1 Jan 2000", "1 May 2024", "fingerprints", True),
        ("NI", False, "1 Jan 2000", "30 Apr 2024", "fingerprints", False),
        ("NI", False, "31 Oct 2013", "1 May 2024", "fingerprints", False),
        ("NI", False, "1 Jan 2000", "1 May 2024", "dna_sample", False),
        ("EW", False, "1 Jan 2000", "1 May 2024", "fingerprints", False),
        ("EW", True, "1 Jan 2000", "1 May 2024", "dna_profile", True),
    ],
)
def test_the_legacy_commissions_bar_reaches_what_the_regulations_list(
    nation, listed, taken, from_on, kind, reached
):
    bar = StatutoryBar("bar", Bar.ICRIR, day(from_on), listed_offence=listed)
    held = item("TACT-S7", taken, nation=nation, kind=kind)
    assert (of(held, bar).bars == ("bar",)) is reached


def test_the_legacy_commissions_bar_carries_cover_on_where_there_is_cover():
    held = item("TACT-S7", "1 Jan 2000", nation="NI")
    bar = StatutoryBar("bar", Bar.ICRIR, day("1 May 2024"))
    covered = of(held, nsd("1 Oct 2020", 60), bar)
    assert (covered.status, covered.chain) == (Status.OPEN, ("LEGACY", "TACT-NSD", "ICRIR"))
    assert of(held, bar).ineffective == ("bar",)


def test_an_unknown_bar_is_of_no_effect():
    assert of(SECTION_41, StatutoryBar("bar", "inquiry", day("1 Jan 2017"))).ineffective == ("bar",)


def test_a_sample_goes_the_day_its_profile_is_derived():
    sample = item("TACT-S7", "10 Mar 2015", kind="dna_sample")
    assert last(sample, ProfileDerived("derived", day("1 Apr 2015"))) == day("1 Apr 2015")
    assert last(sample, ProfileDerived("derived", day("1 Oct 2015"))) == day("9 Sep 2015")


def test_nothing_of_a_person_saves_a_sample():
    sample = item("TACT-S41", "10 Mar 2015", kind="dna_sample")
    answer = of(sample, nsd("1 Apr 2015"), conviction("1 Jan 2010"), court("1 Sep 2015", "2 Sep 2015"))
    assert answer.last_lawful_day == day("9 Sep 2015")
    assert answer.ineffective == ("conviction 1 Jan 2010", "court", "nsd 1 Apr 2015")


def test_a_profile_derived_before_its_sample_is_a_contradiction():
    derived = ProfileDerived("derived", day("3 Apr 2015"))
    for kind in ("dna_sample", "dna_profile"):
        answer = of(item("TACT-S7", "6 Apr 2015", kind=kind), derived)
        assert (answer.status, answer.candidate_day) == (Status.UNRESOLVED, day("2 Oct 2015"))
    assert last(item("TACT-S7", "6 Apr 2015"), derived) == day("5 Oct 2015")
    unlawful = of(item("TACT-S7", "6 Apr 2015", kind="dna_profile"), derived, UnlawfulTaking("unlawful"))
    assert unlawful.status is Status.MUST_DESTROY


def order(applied: str, ordered: str, id: str = "order", months: int = 12) -> SampleOrder:
    return SampleOrder(id, day(applied), day(ordered), months)


def test_a_court_may_keep_a_sample_for_proceedings_and_renew():
    sample = item("TACT-S41", "10 Mar 2015", kind="dna_sample")
    first = order("9 Sep 2015", "9 Sep 2015")
    assert last(sample, first) == day("9 Sep 2016")
    assert last(sample, first, order("1 Sep 2016", "1 Sep 2016", "again", 6)) == day("9 Mar 2017")
    assert of(sample, first).chain == ("TACT-SAMPLE", "SAMPLE-ORDER")


@pytest.mark.parametrize(
    ("power", "act"),
    [
        ("TACT-S7", order("1 Sep 2015", "1 Sep 2015")),
        ("TACT-S41", order("10 Sep 2015", "10 Sep 2015")),
        ("TACT-S41", order("9 Sep 2015", "10 Sep 2015")),
        ("TACT-S41", order("9 Sep 2015", "8 Sep 2015")),
        ("TACT-S41", order("1 Sep 2015", "1 Sep 2015", months=13)),
    ],
    ids=["a port stop", "applied late", "ordered late", "ordered before applied", "over twelve months"],
)
def test_an_order_on_a_sample_that_no_act_allows_is_of_no_effect(power, act):
    answer = of(item(power, "10 Mar 2015", kind="dna_sample"), act)
    assert (answer.last_lawful_day, answer.ineffective) == (day("9 Sep 2015"), ("order",))


def test_pace_samples_may_be_kept_by_order_too():
    assert last(item("PACE-INV", "10 Mar 2015", kind="dna_sample"), order("1 Sep 2015", "1 Sep 2015")) == day(
        "9 Sep 2016"
    )


def test_a_missing_day_of_taking_is_unresolved_without_a_candidate():
    answer = of(item("TACT-S7", None))
    assert (answer.status, answer.candidate_day, answer.chain) == (Status.UNRESOLVED, None, ())
    assert "day of taking is not recorded" in answer.unresolved_because


def test_an_unknown_power_is_unresolved_with_the_shortest_day_any_power_gives():
    answer = of(item("Sch 9 TACT", "4 May 2015"))
    assert (answer.status, answer.candidate_day) == (Status.UNRESOLVED, day("3 Nov 2015"))
    assert "Sch 9 TACT" in answer.unresolved_because
    assert of(item("", None)).candidate_day is None
    assert of(item("", "1 Jan 2010")).candidate_day == day("30 Oct 2013")


def test_a_day_of_taking_that_cannot_be_right_is_unresolved():
    assert of(item("TACT-S7", "9500-01-01")).status is Status.UNRESOLVED
    assert of(item("", "9500-01-01")).candidate_day is None


def test_a_kind_that_no_rule_knows_is_unresolved():
    answer = of(item("TACT-S7", "1 Mar 2015", kind="footwear"))
    assert (answer.status, "kind of material" in answer.unresolved_because) == (Status.UNRESOLVED, True)
