"""The coronavirus regulations: their windows, their condition, and what they do not reach."""

import pytest

from law.facts import InvestigationConcluded, LiableForDestruction, NationalSecurityNotice, NoticeCeased
from tests.law.building import court, day, item, last, nsd, of


@pytest.mark.parametrize(
    ("own", "final", "chain"),
    [
        ("1 Apr 2020", "1 Apr 2020", ()),
        ("2 Apr 2020", "31 Mar 2021", ("COVID-391", "COVID-973")),
        ("15 Apr 2020", "13 Apr 2021", ("COVID-391", "COVID-973")),
        ("31 Aug 2020", "27 Aug 2021", ("COVID-391", "COVID-973")),
        ("30 Sep 2020", "29 Mar 2021", ("COVID-391",)),
        ("1 Oct 2020", "31 Mar 2021", ("COVID-391",)),
        ("2 Oct 2020", "1 Apr 2021", ("COVID-973",)),
        ("24 Mar 2021", "23 Sep 2021", ("COVID-973",)),
        ("25 Mar 2021", "25 Mar 2021", ()),
    ],
)
def test_a_period_is_extended_if_its_last_day_falls_in_a_window(own, final, chain):
    from datetime import timedelta

    made = (day(own) + timedelta(days=1)).replace(year=day(own).year - 3)
    held = item("TACT-S41", made.isoformat())
    assert last(held) == day(final)
    assert of(held).chain == ("TACT-S41", *chain)


@pytest.mark.parametrize(
    ("power", "taken", "kind"),
    [
        ("PACE-PND", "10 Jun 2018", "fingerprints"),
        ("TACT-S7", "10 Dec 2019", "dna_sample"),
        ("BORDER-S3", "10 Sep 2020", "fingerprints"),
    ],
)
def test_penalty_notices_samples_and_border_stops_are_not_reached(power, taken, kind):
    assert len(of(item(power, taken, kind=kind)).chain) == 1


def test_a_border_determination_is_reached_though_the_border_period_is_not():
    held = item("BORDER-S3", "20 Aug 2020")
    assert of(held, nsd("20 Aug 2020", 6)).chain == ("BORDER-S3", "BORDER-NSD", "COVID-973")


def test_the_end_of_an_investigation_and_of_the_transition_are_not_reached():
    concluded = InvestigationConcluded("end", day("10 Jun 2020"))
    assert last(item("PACE-INV", "1 Mar 2020"), concluded) == day("10 Jun 2020")
    assert last(item("TACT-S7", "1 Mar 2010", nation="NI")) == day("30 Oct 2020")


def test_tpim_and_section_18_periods_are_reached():
    ceased = NoticeCeased("ceased", day("11 Jan 2020"))
    assert of(item("TPIM", "1 Jun 2019"), ceased).chain == ("TPIM", "COVID-391", "COVID-973")
    assert of(item("CTA-GEN", "11 Jul 2017")).chain == ("CTA-GEN", "COVID-391", "COVID-973")


@pytest.mark.parametrize(
    ("told", "chain"),
    [
        (None, ()),
        ("1 Apr 2020", ("COVID-391", "COVID-973")),
        ("2 Apr 2020", ()),
    ],
)
def test_a_pace_period_needs_the_controller_told_before_the_regulations(told, chain):
    held = item("PACE-QCHG", "11 Jul 2017")
    acts = [NationalSecurityNotice("told", day(told))] if told else []
    answer = of(held, *acts)
    assert answer.chain == ("PACE-QCHG", *chain)
    assert answer.ineffective == ()


@pytest.mark.parametrize(("told", "chain"), [("30 Sep 2020", ("COVID-973",)), ("1 Oct 2020", ())])
def test_the_second_regulations_ask_for_notice_before_1_october_2020(told, chain):
    held = item("PACE-QCHG", "11 Jan 2018")
    assert of(held, NationalSecurityNotice("told", day(told))).chain == ("PACE-QCHG", *chain)


def test_a_court_extended_period_is_extended_on_its_own_end():
    held = item("TACT-S41", "11 Jul 2015")
    answer = of(held, court("1 Jul 2018", "1 Jul 2018"))
    assert answer.chain == ("TACT-S41", "TACT-COURT", "COVID-391", "COVID-973")


def test_a_conviction_within_the_extension_counts():
    from tests.law.building import conviction

    held = item("TACT-S7", "10 Oct 2019")
    assert last(held) == day("7 Apr 2021")
    assert of(held, conviction("7 Apr 2021")).chain == ("TACT-CONV",)
    assert of(held, conviction("8 Apr 2021")).ineffective == ("conviction 8 Apr 2021",)


def test_a_revoked_determination_is_not_extended():
    held = item("TACT-S7", "10 Jun 2018")
    early = nsd("11 Jun 2018", revoked_on=day("1 Jun 2020"))
    assert of(held, early).chain == ("TACT-S7", "TACT-NSD")
    assert last(held, early) == day("1 Jun 2020")
    during = nsd("11 Jun 2018", revoked_on=day("1 Sep 2020"))
    assert of(held, during).chain == ("TACT-S7", "TACT-NSD", "COVID-391")
    assert last(held, during) == day("1 Sep 2020")


def test_scots_and_northern_ireland_material_is_tested_on_the_day_destruction_falls_due():
    told = NationalSecurityNotice("told", day("1 Mar 2020"))
    scots = item("SCOT-S18", "1 Jan 2020", nation="SC")
    ended = InvestigationConcluded("end", day("1 Apr 2020"))
    assert last(scots, ended) == day("1 Apr 2020")
    # Destruction falls due on 2 April: six months from that day, and then again.
    assert last(scots, ended, told) == day("1 Apr 2021")
    irish = item("NI-ART64", "1 Jan 2020", nation="NI")
    assert last(irish, LiableForDestruction("liable", day("2 Apr 2020")), told) == day("1 Apr 2021")
