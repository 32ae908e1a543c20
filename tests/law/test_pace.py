"""PACE: powers without a date, excluded offences, first convictions under 18, later arrests."""

import pytest

from law.cover import Status
from law.facts import (
    BorrowedCover,
    ConsentWithdrawn,
    Facts,
    InvestigationConcluded,
    PurposeFulfilled,
    RestartedPeriod,
    RetentionConsented,
    Sentence,
)
from tests.law.building import conviction, court, day, item, last, nsd, of

ARREST = item("PACE-INV", "1 Mar 2015")


def concluded(on: str, id: str = "concluded") -> InvestigationConcluded:
    return InvestigationConcluded(id, day(on))


def test_an_arrest_has_no_date_until_the_investigation_concludes_and_then_ends_that_day():
    assert of(ARREST).status is Status.OPEN
    assert last(ARREST, concluded("1 Feb 2016")) == day("1 Feb 2016")
    assert of(ARREST, concluded("1 Feb 2016"), on="31 Jan 2016").status is Status.OPEN


def test_a_determination_must_be_in_place_on_the_day_the_investigation_concludes():
    end = concluded("1 Feb 2016")
    assert last(ARREST, end, nsd("1 Feb 2016")) == day("31 Jan 2018")
    assert of(ARREST, end, nsd("2 Feb 2016")).ineffective == ("nsd 2 Feb 2016",)


def test_an_investigation_concluded_before_the_taking_is_a_contradiction():
    answer = of(ARREST, concluded("28 Feb 2015"))
    assert (answer.status, answer.candidate_day) == (Status.UNRESOLVED, day("28 Feb 2015"))
    assert "before the day of taking" in answer.unresolved_because


def test_two_different_conclusions_are_a_contradiction_and_the_earlier_is_the_candidate():
    answer = of(ARREST, concluded("1 Feb 2016"), concluded("1 Mar 2016", "again"))
    assert (answer.status, answer.candidate_day) == (Status.UNRESOLVED, day("1 Feb 2016"))
    assert last(ARREST, concluded("1 Feb 2016"), concluded("1 Feb 2016", "again")) == day("1 Feb 2016")


def test_a_minor_offence_ends_with_its_investigation():
    held = item("PACE-MINOR", "1 Mar 2015")
    assert of(held, concluded("1 Feb 2016")).chain == ("PACE-MINOR",)
    assert of(held, conviction("1 Jan 2010")).status is Status.INDEFINITE


def test_consent_and_purpose_end_cover_the_day_they_end():
    assert of(item("PACE-CONS", "1 Mar 2015")).status is Status.OPEN
    withdrawn = ConsentWithdrawn("withdrawn", day("1 Jun 2015"))
    assert last(item("PACE-CONS", "1 Mar 2015"), withdrawn) == day("1 Jun 2015")
    fulfilled = PurposeFulfilled("fulfilled", day("2 Jun 2015"))
    assert last(item("PACE-VOL", "1 Mar 2015"), fulfilled) == day("2 Jun 2015")


def test_an_arrest_for_a_qualifying_offence_needs_the_commissioners_consent_in_time():
    held, end = item("PACE-QARR", "1 Mar 2015"), concluded("1 Feb 2016")
    assert of(held, end).chain == ("PACE-INV",)
    assert last(held, end) == day("1 Feb 2016")
    agreed = RetentionConsented("agreed", day("1 Feb 2016"))
    assert last(held, end, agreed) == day("28 Feb 2018")
    late = of(held, end, RetentionConsented("agreed", day("2 Feb 2016")))
    assert (late.last_lawful_day, late.ineffective) == (day("1 Feb 2016"), ("agreed",))


def test_an_investigation_still_running_after_three_years_covers_to_its_conclusion():
    held = item("PACE-QCHG", "1 Mar 2015")
    assert of(held, concluded("1 Jun 2018")).chain == ("PACE-QCHG", "PACE-INV")
    assert last(held, concluded("1 Jun 2018")) == day("1 Jun 2018")
    assert of(held, concluded("1 Jun 2016")).chain == ("PACE-QCHG",)


def test_a_terrorism_arrest_before_13_august_2020_ends_with_its_investigation():
    held = item("PACE-TARR", "1 Mar 2019")
    before = of(held, concluded("12 Aug 2020"))
    assert (before.last_lawful_day, before.chain) == (day("12 Aug 2020"), ("PACE-INV",))


def test_a_terrorism_arrest_lawfully_held_on_13_august_2020_gets_three_years_from_the_taking():
    held = item("PACE-TARR", "1 Mar 2019")
    assert last(held, concluded("13 Aug 2020")) == day("28 Feb 2022")
    assert of(held).chain == ("PACE-TARR",)
    by_determination = of(held, concluded("1 Aug 2020"), nsd("1 Jul 2020", 6))
    assert by_determination.last_lawful_day == day("28 Feb 2022")
    assert by_determination.chain == ("PACE-INV", "PACE-NSD", "COVID-973", "PACE-TARR")
    renewed = of(held, concluded("1 Aug 2020"), nsd("1 Jul 2020", 6), nsd("28 Feb 2022", 60))
    assert renewed.last_lawful_day == day("27 Feb 2027")


def test_three_years_that_ran_out_before_13_august_2020_give_nothing():
    held = item("PACE-TARR", "1 Mar 2016")
    assert of(held).chain == ("PACE-INV",)
    assert last(held, concluded("1 Mar 2020")) == day("1 Mar 2020")


def test_the_power_for_arrests_related_to_national_security_starts_in_december_2023():
    assert last(item("PACE-TARR-NS", "20 Dec 2023"), concluded("1 Jan 2024")) == day("19 Dec 2026")
    assert of(item("PACE-TARR-NS", "1 Dec 2022"), concluded("1 Jan 2023")).chain == ("PACE-INV",)


def test_an_excluded_offence_is_not_an_exempt_conviction():
    held = item("PACE-PND", "1 Mar 2015")
    not_excluded = conviction("1 Jan 2014", exempt=True, excluded=False)
    assert of(held, not_excluded).status is Status.INDEFINITE
    excluded = conviction("1 Jan 2014", exempt=True, excluded=True)
    assert last(held, excluded) == day("28 Feb 2017")
    assert of(item("TACT-S7", "1 Mar 2015"), not_excluded).last_lawful_day == day("31 Aug 2015")


def test_whether_an_offence_is_excluded_must_be_recorded_where_it_matters():
    held = item("PACE-PND", "1 Mar 2015")
    answer = of(held, conviction("1 Jan 2014", exempt=True))
    assert (answer.status, answer.candidate_day) == (Status.UNRESOLVED, day("28 Feb 2017"))
    assert "excluded" in answer.unresolved_because
    assert of(held, conviction("1 Jan 2014")).status is Status.INDEFINITE


def test_five_years_custody_is_never_an_excluded_offence():
    grave = conviction("1 Jan 2014", exempt=True, excluded=True, sentence=Sentence(60))
    assert of(item("PACE-PND", "1 Mar 2015"), grave).status is Status.INDEFINITE


def test_two_excluded_offences_hold_for_ever():
    acts = [conviction(on, exempt=True, excluded=True) for on in ("1 Jan 2014", "1 Feb 2014")]
    assert of(item("PACE-PND", "1 Mar 2015"), *acts).status is Status.INDEFINITE


@pytest.mark.parametrize(
    ("sentence", "lawful"),
    [
        (Sentence(), "29 Feb 2020"),
        (Sentence(12, passed_on=day("1 Jun 2015")), "31 May 2021"),
        (Sentence(12), "31 Dec 2020"),
    ],
    ids=["no custody: five years from the taking", "the term and five years", "dated by the conviction"],
)
def test_a_first_conviction_under_18_gives_a_period_of_its_own(sentence, lawful):
    act = conviction("1 Jan 2015", exempt=True, excluded=True, sentence=sentence)
    answer = of(item("PACE-CONV", "1 Mar 2015"), act)
    assert (answer.last_lawful_day, answer.chain) == (day(lawful), ("PACE-U18",))


def test_a_first_foreign_conviction_under_18_runs_from_the_arrest():
    act = conviction(
        "1 Jan 2015",
        exempt=True,
        excluded=True,
        foreign=True,
        sentence=Sentence(arrested_on=day("1 Jun 2015")),
    )
    assert last(item("PACE-CONV", "1 Mar 2015"), act) == day("31 May 2020")


def test_a_further_conviction_in_the_five_years_holds_for_ever():
    young = conviction("1 Jan 2015", exempt=True, excluded=True, sentence=Sentence())
    held, end = item("PACE-INV", "1 Mar 2015"), concluded("1 Apr 2015")
    assert of(held, end, young, conviction("29 Feb 2020")).status is Status.INDEFINITE
    late = of(held, end, young, conviction("1 Mar 2020"))
    assert (late.last_lawful_day, late.ineffective) == (day("29 Feb 2020"), ("conviction 1 Mar 2020",))


def test_a_first_conviction_under_18_never_shortens_a_longer_period():
    act = conviction("1 Jan 2016", exempt=True, excluded=True, sentence=Sentence())
    extended = court("1 Feb 2018", "1 Feb 2018")
    assert last(item("PACE-QCHG", "1 Mar 2015"), act, extended) == day("29 Feb 2020")
    assert of(item("PACE-INV", "1 Mar 2015"), act).status is Status.OPEN


def test_material_that_rests_on_a_conviction_is_unresolved_without_one():
    held = item("PACE-CONV", "1 Mar 2015")
    assert of(held).status is Status.UNRESOLVED
    assert of(held).candidate_day == day("31 Aug 2015")
    assert of(held, conviction("1 Jan 2015")).status is Status.INDEFINITE
    no_sentence = conviction("1 Jan 2015", exempt=True, excluded=True)
    assert of(held, no_sentence).status is Status.UNRESOLVED


def test_a_later_arrest_runs_the_periods_again_and_never_shortens():
    held = item("PACE-PND", "1 Mar 2015")
    again = RestartedPeriod("again", day("1 Feb 2017"))
    assert last(held, again) == day("31 Jan 2019")
    minor = RestartedPeriod("again", day("1 Feb 2017"), power="PACE-INV")
    assert last(held, minor, concluded("10 Feb 2017")) == day("28 Feb 2017")
    assert of(held, minor).status is Status.OPEN
    assert last(ARREST, concluded("1 Feb 2016"), RestartedPeriod("a", day("1 Jan 2016"), "PACE-PND")) == day(
        "31 Dec 2017"
    )


def test_an_open_investigation_can_be_restarted():
    again = RestartedPeriod("again", day("1 Feb 2017"))
    assert of(ARREST, again).status is Status.OPEN
    assert last(
        ARREST,
        concluded("1 Feb 2016"),
        RestartedPeriod("again", day("1 Jan 2016")),
        concluded("1 Mar 2016", "second"),
    ) == day("1 Feb 2016")


def test_pace_reaches_england_and_wales_alone():
    answer = of(item("PACE-INV", "1 Mar 2015", nation="SC"))
    assert answer.status is Status.UNRESOLVED
    assert "part of the United Kingdom" in answer.unresolved_because


def test_two_pace_sets_need_a_terrorist_investigation_to_lend_cover():
    original = Facts(item("PACE-INV", "1 Jan 2021"))
    held = item("PACE-PND", "1 Feb 2021")
    assert of(held, BorrowedCover("b", day("1 Mar 2021"), original)).ineffective == ("b",)
    terrorist = BorrowedCover("b", day("1 Mar 2021"), original, terrorist_investigation=True)
    assert of(held, terrorist).chain == ("PACE-PND", "PACE-FFP")
    from_the_port = Facts(item("TACT-S7", "1 Jan 2021"), (conviction("1 Jan 2019"),))
    assert of(held, BorrowedCover("b", day("1 Mar 2021"), from_the_port)).status is Status.INDEFINITE
