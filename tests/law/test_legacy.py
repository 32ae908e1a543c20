"""Legacy Material, and the law as it was known on an earlier day."""

import pytest

from law.cover import Status
from law.facts import IdentifiedForReview, IdentityKnown, InvestigationConcluded, NoticeCeased, NoticeRevived
from tests.law.building import court, day, item, last, nsd, of


@pytest.mark.parametrize("power", ["TACT-S7", "TACT-S41", "CTA-GEN", "TPIM"])
@pytest.mark.parametrize("kind", ["fingerprints", "dna_profile", "dna_sample"])
def test_the_day_before_31_october_2013_is_legacy_and_that_day_is_new(power, kind):
    assert of(item(power, "30 Oct 2013", kind=kind)).chain == ("LEGACY",)
    assert "LEGACY" not in of(item(power, "31 Oct 2013", kind=kind)).chain


@pytest.mark.parametrize(
    ("known_at", "nation", "lawful"),
    [
        ("1 Nov 2013", "EW", "30 Oct 2015"),
        ("30 Oct 2015", "SC", "30 Oct 2015"),
        ("31 Oct 2015", "EW", "30 Oct 2016"),
        ("29 Oct 2016", "NI", "30 Oct 2016"),
        ("30 Oct 2016", "NI", "30 Oct 2018"),
        ("30 Oct 2016", "EW", "30 Oct 2016"),
        ("29 Oct 2018", "NI", "30 Oct 2018"),
        ("30 Oct 2018", "NI", "30 Oct 2020"),
    ],
)
def test_the_transition_ends_as_the_orders_known_on_the_day_said(known_at, nation, lawful):
    held = item("TACT-S7", "17 May 2009", nation=nation)
    assert last(held, known_at=known_at) == day(lawful)


def test_before_the_transition_was_extended_section_41_had_its_own_period_too():
    held = item("TACT-S41", "1 Jan 2013")
    assert last(held, known_at="1 Jan 2015") == day("31 Dec 2015")
    assert last(held, known_at="31 Oct 2015") == day("30 Oct 2016")


def test_rules_known_only_later_are_hidden():
    held = item("TACT-S7", "10 Oct 2019")
    assert last(held, known_at="1 Apr 2020") == day("9 Apr 2020")
    assert last(held, known_at="2 Apr 2020") == day("8 Oct 2020")
    assert last(held, known_at="1 Oct 2020") == day("7 Apr 2021")
    assert of(item("BORDER-S3", "1 Sep 2020"), known_at="12 Aug 2020").status is Status.UNRESOLVED
    assert of(held, known_at="1 Jan 2000").status is Status.UNRESOLVED


def test_a_determination_on_30_october_2016_saves_legacy_material_and_on_31_does_not():
    held = item("TACT-S7", "17 May 2009")
    assert last(held, nsd("30 Oct 2016")) == day("29 Oct 2018")
    assert of(held, nsd("31 Oct 2016")).ineffective == ("nsd 31 Oct 2016",)


def test_no_court_could_extend_a_period_that_did_not_yet_apply():
    held = item("TACT-S41", "1 Oct 2013")
    assert of(held, court("1 Sep 2016", "1 Sep 2016")).ineffective == ("court",)


def test_a_tpim_notice_that_ceased_late_outlasts_the_transition():
    held = item("TPIM", "1 Oct 2013")
    late = of(held, NoticeCeased("ceased", day("1 Aug 2016")))
    assert (late.last_lawful_day, late.chain) == (day("31 Jan 2017"), ("LEGACY", "TPIM"))
    early = of(held, NoticeCeased("ceased", day("1 Mar 2014")))
    assert (early.last_lawful_day, early.chain) == (day("30 Oct 2016"), ("LEGACY",))
    revived = NoticeCeased("ceased", day("1 Mar 2014")), NoticeRevived("revived", day("1 Apr 2014"))
    assert of(held, *revived).status is Status.OPEN


def test_unidentified_legacy_material_keeps_its_own_clock():
    held = item("CTA-UNID", "1 Oct 2012")
    assert of(held).status is Status.OPEN
    known = of(held, IdentityKnown("known", day("1 Jan 2016")))
    assert (known.last_lawful_day, known.chain) == (day("31 Dec 2018"), ("LEGACY", "CTA-UNID"))


def test_legacy_pace_material_follows_ordinary_rules_from_31_october_2013():
    held = item("PACE-INV", "1 Jan 2012")
    assert of(held).status is Status.OPEN
    spent = of(held, InvestigationConcluded("end", day("1 Mar 2012")))
    assert (spent.last_lawful_day, spent.chain) == (day("30 Oct 2013"), ("PACE-INV", "LEGACY"))
    running = of(held, InvestigationConcluded("end", day("1 Mar 2014")))
    assert (running.last_lawful_day, running.chain) == (day("1 Mar 2014"), ("PACE-INV",))


def test_legacy_pace_material_named_for_review_is_lawful_to_30_october_2016():
    held, end = item("PACE-INV", "1 Jan 2012"), InvestigationConcluded("end", day("1 Mar 2012"))
    named = IdentifiedForReview("named", day("1 Oct 2013"))
    assert last(held, end, named) == day("30 Oct 2016")
    assert last(held, end, named, known_at="30 Oct 2015") == day("30 Oct 2015")
    sample = item("PACE-INV", "1 Jan 2012", kind="dna_sample")
    assert last(sample, named) == day("30 Oct 2013")


def test_legacy_pace_material_has_no_arrest_only_limb():
    held = item("PACE-QARR", "1 Oct 2013")
    assert of(held).chain == ("PACE-INV",)


@pytest.mark.parametrize(("taken", "extended"), [("31 Jan 2011", False), ("1 Feb 2011", True)])
def test_a_court_could_extend_a_legacy_pace_period_only_if_it_ended_on_or_after_31_january_2014(
    taken, extended
):
    held = item("PACE-QCHG", taken)
    end = {"31 Jan 2011": "30 Jan 2014", "1 Feb 2011": "31 Jan 2014"}[taken]
    assert last(held) == day(end)
    assert ("PACE-COURT" in of(held, court(end, end)).chain) is extended


def test_a_legacy_pace_sample_still_within_its_six_months_keeps_them():
    assert last(item("PACE-INV", "1 Oct 2013", kind="dna_sample")) == day("31 Mar 2014")
    assert of(item("PACE-INV", "1 Apr 2013", kind="dna_sample")).chain == ("LEGACY",)
