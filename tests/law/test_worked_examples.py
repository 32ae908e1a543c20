"""The worked examples of the statutory rules, one to forty-eight, as sentences."""

from datetime import date

import pytest

from law.cover import Status
from law.facts import InvestigationConcluded, LiableForDestruction, NoticeCeased, Sentence
from law.periods import Counting, first_unlawful_day, last_day, window_ending_on, within_days
from tests.law.building import conviction, court, day, item, last, nsd, of

PORT_STOPS = [
    ("an ordinary day in mid-month", "10 Mar 2015", "9 Sep 2015", "10 Sep 2015"),
    ("the first of a month", "1 Mar 2015", "31 Aug 2015", "1 Sep 2015"),
    ("28 February of a common year", "28 Feb 2015", "27 Aug 2015", "28 Aug 2015"),
    ("29 February", "29 Feb 2016", "28 Aug 2016", "29 Aug 2016"),
    ("31 August before a common February", "31 Aug 2014", "28 Feb 2015", "1 Mar 2015"),
    ("31 August before a leap February", "31 Aug 2015", "29 Feb 2016", "1 Mar 2016"),
    ("30 August before a common February", "30 Aug 2014", "28 Feb 2015", "1 Mar 2015"),
    ("30 August before a leap February", "30 Aug 2015", "29 Feb 2016", "1 Mar 2016"),
    ("29 August before a common February", "29 Aug 2014", "28 Feb 2015", "1 Mar 2015"),
    ("29 August before a leap February", "29 Aug 2015", "28 Feb 2016", "29 Feb 2016"),
    ("28 August before a common February", "28 Aug 2014", "27 Feb 2015", "28 Feb 2015"),
    ("1 September", "1 Sep 2014", "28 Feb 2015", "1 Mar 2015"),
    ("31 October 2013, the first day of New Material", "31 Oct 2013", "30 Apr 2014", "1 May 2014"),
    ("31 May", "31 May 2015", "30 Nov 2015", "1 Dec 2015"),
    ("31 March", "31 Mar 2015", "30 Sep 2015", "1 Oct 2015"),
    ("31 December", "31 Dec 2015", "30 Jun 2016", "1 Jul 2016"),
    ("30 June", "30 Jun 2015", "29 Dec 2015", "30 Dec 2015"),
]


@pytest.mark.parametrize(
    ("sort", "taken", "lawful", "unlawful"), PORT_STOPS, ids=[row[0] for row in PORT_STOPS]
)
def test_1_to_17_port_stop_material_is_lawful_for_six_months_beginning_with(sort, taken, lawful, unlawful):
    position = of(item("TACT-S7", taken))
    assert position.last_lawful_day == day(lawful)
    assert position.first_unlawful_day == day(unlawful)


@pytest.mark.parametrize(
    ("power", "taken", "lawful", "unlawful"),
    [
        ("TACT-S41", "15 Jun 2014", "14 Jun 2017", "15 Jun 2017"),
        ("TACT-S41", "29 Feb 2016", "28 Feb 2019", "1 Mar 2019"),
        ("TACT-S41", "28 Feb 2014", "27 Feb 2017", "28 Feb 2017"),
        ("TACT-S41", "1 Mar 2016", "28 Feb 2019", "1 Mar 2019"),
        # Not 27 Feb 2020 plus a leap day: the period ends the day before the same-numbered day.
        ("TACT-S41", "28 Feb 2017", "27 Feb 2020", "28 Feb 2020"),
        ("PACE-QCHG", "31 Dec 2018", "30 Dec 2021", "31 Dec 2021"),
        ("CTA-GEN", "31 Dec 2018", "30 Dec 2021", "31 Dec 2021"),
        ("PACE-PND", "29 Feb 2016", "28 Feb 2018", "1 Mar 2018"),
    ],
)
def test_18_to_24_longer_powers_run_two_or_three_years_beginning_with_the_taking(
    power, taken, lawful, unlawful
):
    position = of(item(power, taken))
    assert (position.last_lawful_day, position.first_unlawful_day) == (day(lawful), day(unlawful))


@pytest.mark.parametrize(
    ("made", "months", "lawful"),
    [
        ("12 Aug 2020", 24, "11 Aug 2022"),
        ("13 Aug 2020", 60, "12 Aug 2025"),
        ("29 Feb 2016", 24, "28 Feb 2018"),
        ("1 Mar 2018", 24, "29 Feb 2020"),
        ("29 Feb 2024", 60, "28 Feb 2029"),
        ("31 Jan 2021", 60, "30 Jan 2026"),
        ("28 Feb 2023", 60, "27 Feb 2028"),
    ],
)
def test_25_to_31_a_determination_runs_its_months_beginning_with_the_day_it_was_made(made, months, lawful):
    made_on = day(made)
    taken = made_on.replace(day=1)
    assert last(item("TACT-S7", taken.isoformat()), nsd(made, months)) == day(lawful)


def test_25_and_26_five_years_are_too_many_on_12_august_2020_and_lawful_the_next_day():
    taken = item("TACT-S7", "10 Mar 2020")
    assert of(taken, nsd("12 Aug 2020", 60)).ineffective == ("nsd 12 Aug 2020",)
    assert last(taken, nsd("13 Aug 2020", 60)) == day("12 Aug 2025")
    assert of(taken, nsd("13 Aug 2020", 61)).ineffective == ("nsd 13 Aug 2020",)


def test_32_a_first_conviction_under_18_without_custody_holds_for_five_years_beginning_with_the_taking():
    young = conviction("1 Jun 2020", exempt=True, excluded=True, sentence=Sentence())
    concluded = InvestigationConcluded("end", day("1 Jun 2020"))
    position = of(item("PACE-INV", "29 Feb 2020"), young, concluded)
    assert position.last_lawful_day == day("28 Feb 2025")
    assert position.first_unlawful_day == day("1 Mar 2025")
    assert position.chain == ("PACE-INV", "PACE-U18")


@pytest.mark.parametrize(
    ("taken", "lawful"), [("30 Nov 2019", "29 May 2020"), ("31 Aug 2023", "29 Feb 2024")]
)
def test_33_and_34_a_dna_sample_goes_within_six_months(taken, lawful):
    assert last(item("TACT-S7", taken, kind="dna_sample")) == day(lawful)


@pytest.mark.parametrize(
    ("taken", "base", "first", "extended"),
    [
        ("15 Jun 2014", "14 Jun 2017", "15 Mar 2017", "14 Jun 2019"),
        ("29 Feb 2016", "28 Feb 2019", "29 Nov 2018", "28 Feb 2021"),
        ("31 Aug 2015", "30 Aug 2018", "31 May 2018", "30 Aug 2020"),
    ],
)
def test_35_to_37_a_court_extends_section_41_by_two_years_if_asked_in_the_window(
    taken, base, first, extended
):
    held = item("TACT-S41", taken)
    assert last(held) == day(base)
    assert window_ending_on(day(base), 3) == (day(first), day(base))
    early = (day(first) - (day("2 Jan 2020") - day("1 Jan 2020"))).isoformat()
    # The coronavirus regulations extend two of these further; the court's own end is in the chain's link.
    for applied in (first, base):
        answer = of(held, court(applied, base))
        link = answer.working.chain[1]
        assert (link.rule_id, link.last) == ("TACT-COURT", day(extended))
    assert of(held, court(early, base)).ineffective == ("court",)


def test_38_each_item_has_its_own_clock_and_the_case_the_earliest():
    profile = last(item("TACT-S7", "10 Mar 2015", kind="dna_profile"))
    retaken = last(item("TACT-S7", "2 Apr 2015"))
    assert (profile, retaken) == (day("9 Sep 2015"), day("1 Oct 2015"))
    assert min(profile, retaken) == day("9 Sep 2015")


def test_39_a_determination_on_the_last_lawful_day_is_in_time_and_the_next_day_too_late():
    held = item("TACT-S7", "10 Mar 2015")
    assert last(held, nsd("9 Sep 2015")) == day("8 Sep 2017")
    late = of(held, nsd("10 Sep 2015"))
    assert (late.last_lawful_day, late.ineffective) == (day("9 Sep 2015"), ("nsd 10 Sep 2015",))


def test_40_a_determination_made_early_wastes_the_months_it_was_early():
    assert last(item("TACT-S7", "10 Mar 2015"), nsd("1 May 2015")) == day("30 Apr 2017")


def test_41_a_determination_extended_in_the_pandemic_is_renewed_on_its_extended_last_day():
    held = item("TACT-S7", "1 Jun 2018")
    made = nsd("10 Nov 2018")
    assert last(held, made) == day("8 May 2021")
    assert last(held, made, nsd("8 May 2021", 60)) == day("7 May 2026")
    assert of(held, made, nsd("9 May 2021", 60)).ineffective == ("nsd 9 May 2021",)


def test_42_a_two_year_determination_renewed_on_13_august_2020_gets_five_years():
    held = item("TACT-S7", "1 Apr 2018")
    renewed = of(held, nsd("1 Sep 2018"), nsd("13 Aug 2020", 60))
    assert renewed.last_lawful_day == day("12 Aug 2025")


def test_43_a_conviction_on_the_last_lawful_day_holds_for_ever_and_the_next_day_changes_nothing():
    held = item("TACT-S7", "10 Mar 2015")
    assert of(held, conviction("9 Sep 2015")).status is Status.INDEFINITE
    late = of(held, conviction("10 Sep 2015"))
    assert (late.last_lawful_day, late.ineffective) == (day("9 Sep 2015"), ("conviction 10 Sep 2015",))
    assert of(held, conviction("1 Jan 2009")).status is Status.INDEFINITE


@pytest.mark.parametrize(("ceased", "lawful"), [("4 Jan 2016", "3 Jul 2016"), ("31 Aug 2015", "29 Feb 2016")])
def test_44_tpim_material_runs_six_months_from_the_day_the_notice_ceased(ceased, lawful):
    held = item("TPIM", "1 Jun 2015")
    assert of(held).status is Status.OPEN
    assert last(held, NoticeCeased("ceased", day(ceased))) == day(lawful)


def test_45_scots_serious_cases_run_three_years_following_the_conclusion():
    held = item("SCOT-S18A", "1 May 2016", nation="SC")
    assert last(held, InvestigationConcluded("end", day("30 Jun 2016"))) == day("30 Jun 2019")
    assert last_day(day("30 Jun 2016"), 36, Counting.AFTER) == day("30 Jun 2019")


def test_46_the_commissioners_copy_is_due_within_28_days_and_63g_representations_one_day_earlier():
    assert within_days(day("4 Jan 2021"), 28) == day("1 Feb 2021")
    assert within_days(day("4 Jan 2021"), 28, Counting.BEGINNING_WITH) == day("31 Jan 2021")


def test_47_legacy_port_stop_material_is_lawful_to_30_october_2016():
    position = of(item("TACT-S7", "17 May 2009"))
    assert (position.last_lawful_day, position.chain) == (day("30 Oct 2016"), ("LEGACY",))
    assert position.first_unlawful_day == day("31 Oct 2016")


def test_48_a_northern_ireland_article_64_determination_runs_from_the_day_of_liability():
    held = item("NI-ART64", "1 Jan 2018", nation="NI")
    liable = LiableForDestruction("liable", day("1 Apr 2018"))
    assert last(held, liable) == day("31 Mar 2018")
    assert last(held, liable, nsd("1 Feb 2018")) == day("31 Mar 2020")


@pytest.mark.parametrize(
    "start", [date(2013 + year, month, 1) for year in range(20) for month in range(1, 13)]
)
def test_three_years_and_then_two_are_five_whatever_the_month(start):
    for number in range(28, 32):
        try:
            begin = start.replace(day=number)
        except ValueError:
            continue
        three = last_day(begin, 36)
        assert last_day(first_unlawful_day(three), 24) == last_day(begin, 60)
