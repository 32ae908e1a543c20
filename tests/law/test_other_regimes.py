"""CTA 2008, TPIM, Border Security and National Security Acts."""

import pytest

from law.cover import Status
from law.facts import IdentityKnown, NoticeCeased, NoticeQuashed, NoticeRevived
from tests.law.building import conviction, court, day, item, last, nsd, of


def ceased(on: str, id: str = "ceased") -> NoticeCeased:
    return NoticeCeased(id, day(on))


def test_section_18_material_has_three_years_and_no_court():
    held = item("CTA-GEN", "31 Dec 2018")
    assert last(held) == day("30 Dec 2021")
    assert of(held, court("1 Dec 2021", "1 Dec 2021")).ineffective == ("court",)


def test_unidentified_material_is_held_until_three_years_from_its_identity():
    held = item("CTA-UNID", "1 Jan 2014")
    assert of(held).status is Status.OPEN
    assert last(held, IdentityKnown("known", day("29 Feb 2016"))) == day("28 Feb 2019")
    contradiction = of(held, IdentityKnown("known", day("31 Dec 2013")))
    assert (contradiction.status, contradiction.candidate_day) == (Status.UNRESOLVED, day("30 Dec 2016"))


def test_section_18_does_not_reach_scotland():
    assert of(item("CTA-GEN", "1 Jan 2015", nation="SC")).status is Status.UNRESOLVED


@pytest.mark.parametrize("power", ["CTA-PSEUD", "TACT-S43B", "NSA-PREV"])
def test_a_rule_not_confirmed_gives_no_date_but_a_candidate(power):
    answer = of(item(power, "1 Jan 2025"))
    assert (answer.status, answer.last_lawful_day, answer.chain) == (Status.UNRESOLVED, None, ())
    assert answer.candidate_day == day("30 Jun 2025")
    assert "No date may be given" in answer.unresolved_because


def test_border_stops_in_northern_ireland_are_unresolved_with_their_candidate():
    answer = of(item("BORDER-S3", "1 Jan 2025", nation="NI"))
    assert (answer.status, answer.candidate_day) == (Status.UNRESOLVED, day("30 Jun 2025"))


@pytest.mark.parametrize(
    ("power", "before", "first", "lawful"),
    [
        ("BORDER-S3", "12 Aug 2020", "13 Aug 2020", "12 Feb 2021"),
        ("NSA-S27", "19 Dec 2023", "20 Dec 2023", "19 Dec 2026"),
    ],
)
def test_a_power_covers_nothing_taken_before_it_existed(power, before, first, lawful):
    answer = of(item(power, before))
    assert answer.status is Status.UNRESOLVED
    assert answer.candidate_day is not None
    assert last(item(power, first)) == day(lawful)


def test_a_tpim_notice_revived_in_time_opens_the_period_again():
    held = item("TPIM", "1 Jun 2015")
    acts = ceased("4 Jan 2016"), NoticeRevived("revived", day("3 Jul 2016"))
    assert of(held, *acts).status is Status.OPEN
    assert last(held, *acts, ceased("1 Sep 2016", "second")) == day("28 Feb 2017")
    late = ceased("4 Jan 2016"), NoticeRevived("revived", day("4 Jul 2016"))
    assert last(held, *late) == day("3 Jul 2016")


def test_a_quashed_notice_covers_until_no_appeal_is_possible():
    held = item("TPIM", "1 Jun 2015")
    assert of(held, NoticeQuashed("quashed", day("1 Sep 2015"))).status is Status.OPEN
    closed = NoticeQuashed("quashed", day("1 Sep 2015"), day("1 Nov 2015"))
    assert last(held, closed) == day("1 Nov 2015")
    assert of(held, closed, on="31 Oct 2015").status is Status.OPEN


def test_contradicting_notices_are_unresolved_with_the_shortest_day():
    held = item("TPIM", "1 Jun 2015")
    twice = of(held, ceased("4 Jan 2016"), ceased("5 Jan 2016", "second"))
    assert (twice.status, twice.candidate_day) == (Status.UNRESOLVED, day("3 Jul 2016"))
    assert last(held, ceased("4 Jan 2016"), ceased("4 Jan 2016", "second")) == day("3 Jul 2016")
    before = of(held, ceased("31 May 2015"))
    assert (before.status, before.candidate_day) == (Status.UNRESOLVED, day("30 Nov 2015"))


def test_a_notice_still_in_force_leaves_determinations_unjudged():
    answer = of(item("TPIM", "1 Jun 2015"), nsd("1 Jul 2015", void=True))
    assert (answer.status, answer.ineffective) == (Status.OPEN, ())


def test_an_arrest_under_the_national_security_act_may_be_extended_by_a_court():
    held = item("NSA-S27", "3 Feb 2025")
    assert last(held, court("1 Feb 2028", "2 Feb 2028")) == day("2 Feb 2030")
    assert of(held, conviction("2 Feb 2028")).chain == ("NSA-CONV",)
    assert of(held, nsd("2 Feb 2028", 60)).chain == ("NSA-S27", "NSA-NSD")
