"""Scotland and Northern Ireland where their own Acts differ."""

from law.cover import Status
from law.facts import InvestigationConcluded, LiableForDestruction
from tests.law.building import conviction, court, day, item, last, nsd, of

SCOTS = item("SCOT-S18", "1 Mar 2016", nation="SC")
SERIOUS = item("SCOT-S18A", "1 May 2016", nation="SC")
ENDED = InvestigationConcluded("end", day("30 Jun 2016"))


def test_scots_material_goes_when_it_is_decided_not_to_prosecute():
    assert of(SCOTS).status is Status.OPEN
    assert last(SCOTS, ENDED) == day("30 Jun 2016")
    assert of(SCOTS, ENDED, conviction("30 Jun 2016")).chain == ("SCOT-CONV",)


def test_a_scots_determination_covers_a_sample_and_one_under_the_terrorism_act_does_not():
    sample = item("SCOT-S18", "1 Mar 2016", nation="SC", kind="dna_sample")
    assert of(sample, ENDED, nsd("30 Jun 2016")).chain == ("SCOT-S18", "SCOT-NSD")
    port = item("TACT-S7", "1 Mar 2016", nation="SC", kind="dna_sample")
    assert of(port, nsd("1 Apr 2016")).ineffective == ("nsd 1 Apr 2016",)


def test_a_sheriff_may_extend_serious_cases_more_than_once_by_up_to_two_years():
    assert last(SERIOUS, ENDED) == day("30 Jun 2019")
    once = court("1 Jun 2019", "30 Jun 2019", id="once", months=24)
    assert last(SERIOUS, ENDED, once) == day("30 Jun 2021")
    twice = court("1 Jun 2021", "1 Jun 2021", id="twice", months=12)
    assert last(SERIOUS, ENDED, once, twice) == day("30 Jun 2022")
    long = of(SERIOUS, ENDED, court("1 Jun 2019", "1 Jun 2019", months=25))
    assert (long.last_lawful_day, long.ineffective) == (day("30 Jun 2019"), ("court",))


def test_a_northern_ireland_determination_is_of_two_years_even_after_2020():
    held = item("NI-ART64", "1 Jan 2021", nation="NI")
    liable = LiableForDestruction("liable", day("1 Jun 2022"))
    assert of(held).status is Status.OPEN
    assert of(held, liable, nsd("1 May 2022", 60)).ineffective == ("nsd 1 May 2022",)
    assert last(held, liable, nsd("31 May 2022", 24)) == day("31 May 2024")
    assert of(held, liable, nsd("1 Jun 2022", 24)).ineffective == ("nsd 1 Jun 2022",)


def test_scots_and_irish_rules_without_a_known_start_answer_for_any_past_day():
    answer = of(SCOTS, ENDED, conviction("1 Jan 2000"), known_at="1 Jan 2010")
    assert answer.status is Status.INDEFINITE
    assert not any(row.rule_id == "SCOT-NSD" for row in answer.working.rules_tried)


def test_a_northern_ireland_renewal_follows_on_from_the_one_before():
    held = item("NI-ART64", "1 Jan 2017", nation="NI")
    liable = LiableForDestruction("liable", day("1 Apr 2018"))
    assert last(held, liable, nsd("1 Feb 2018", 6), nsd("1 Sep 2018", 6)) == day("31 Mar 2019")


def test_a_northern_ireland_determination_does_not_cover_a_sample():
    held = item("NI-ART64", "1 Jan 2018", nation="NI", kind="dna_sample")
    liable = LiableForDestruction("liable", day("1 Apr 2018"))
    assert of(held, liable, nsd("1 Feb 2018")).ineffective == ("nsd 1 Feb 2018",)
