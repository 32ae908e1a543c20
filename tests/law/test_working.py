"""The working: facts, rules tried, arithmetic in words, what would change it."""

import pytest

from law.facts import (
    Bar,
    BorrowedCover,
    CommissionersOrder,
    Facts,
    IdentityKnown,
    InvestigationConcluded,
    LiableForDestruction,
    NoticeCeased,
    NoticeQuashed,
    ProfileDerived,
    RestartedPeriod,
    SampleOrder,
    Sentence,
    StatutoryBar,
    UnlawfulTaking,
)
from law.tried import Answer
from law.working import explain
from tests.law.building import conviction, court, day, item, nsd

TAKEN = item("TACT-S7", "12 Oct 2015")


def working(thing, *acts, on=None, known_at=None):
    return explain(
        Facts(thing, tuple(acts)), on=day(on) if on else None, known_at=day(known_at) if known_at else None
    )


def row(shown, rule_id):
    return next(each for each in shown.rules_tried if each.rule_id == rule_id)


def change(shown, words):
    return next((each for each in shown.would_change if words in each.if_this_happens), None)


def test_the_arithmetic_of_a_port_stop_can_be_done_again_by_hand():
    (steps,) = working(TAKEN).arithmetic
    assert [(line.label, line.words) for line in steps.lines] == [
        ("The law says", "A period of six months beginning with the date the fingerprints were taken"),
        ("Beginning with", "That day counts, so 12 October 2015 is day one"),
        ("Six calendar months on", "The same-numbered day is 12 April 2016"),
        ("The day before", "The period ends the day before that: 11 April 2016"),
        ("Weekends, holidays", "A statutory period is not moved by either. 11 April is a Monday in any case"),
        ("Count to check", "183 days, both ends included"),
        ("Last lawful day", "Monday 11 April 2016"),
    ]


def test_a_month_without_the_same_numbered_day_is_said_in_words_and_marked_arguable():
    shown = working(item("TACT-S7", "31 Aug 2014"))
    assert shown.arithmetic[0].sentence == (
        "Six months beginning with 31 August 2014; February 2015 has no 31st; "
        "so to the end of 28 February 2015"
    )
    assert ("No such day", "The period ends with that month: 28 February 2015") in [
        (line.label, line.words) for line in shown.arithmetic[0].lines
    ]
    assert any("has no 31st" in words for words in shown.arguable)
    assert working(TAKEN).arguable == ()


@pytest.mark.parametrize(
    ("thing", "acts", "sentence"),
    [
        (
            item("SCOT-S18A", "1 May 2016", "SC"),
            [InvestigationConcluded("e", day("30 Jun 2016"))],
            "Three years after 30 June 2016; so to the end of 30 June 2019",
        ),
        (
            item("TPIM", "1 May 2015"),
            [NoticeCeased("e", day("4 Jan 2016"))],
            "Six months beginning with 4 January 2016; the same-numbered day is 4 July 2016; "
            "so to the end of the day before, 3 July 2016",
        ),
        (
            item("TACT-S7", "1 May 2010"),
            [],
            "The duty to destroy applies from 31 October 2016, "
            "under SI 2013/1813 art 7, amended by SI 2015/1739; so to the end of 30 October 2016",
        ),
        (
            item("PACE-INV", "1 May 2015"),
            [InvestigationConcluded("e", day("4 Jan 2016"))],
            "The investigation or the proceedings concluded on 4 January 2016; "
            "so to the end of 4 January 2016",
        ),
        (
            item("NI-ART64", "1 May 2015", "NI"),
            [LiableForDestruction("e", day("4 Jan 2016"))],
            "It would first become liable for destruction on 4 January 2016, "
            "and was lawful to the day before; so to the end of 3 January 2016",
        ),
        (
            item("TACT-S7", "1 May 2015", kind="dna_sample"),
            [ProfileDerived("e", day("4 Jun 2015"))],
            "A profile was derived on 4 June 2015; so to the end of 4 June 2015",
        ),
        (
            item("TACT-S41", "1 May 2015"),
            [StatutoryBar("b", Bar.CPIA, day("1 Jan 2018"), day("4 Jun 2019"))],
            "The bar was lifted on 4 June 2019; so to the end of 4 June 2019",
        ),
        (
            TAKEN,
            [nsd("1 Apr 2016", revoked_on=day("4 Jun 2016"))],
            "The determination was revoked, or ordered ended, on 4 June 2016; so to the end of 4 June 2016",
        ),
        (
            item("TPIM", "1 May 2015"),
            [NoticeQuashed("q", day("1 Jun 2015"), day("4 Jun 2016"))],
            "The notice was quashed, and no appeal was possible from 4 June 2016; "
            "so to the end of 4 June 2016",
        ),
        (
            item("PACE-TARR", "1 Mar 2019"),
            [InvestigationConcluded("e", day("1 Aug 2020")), nsd("1 Jul 2020", 6)],
            "It was lawfully held on 13 August 2020: three years beginning with the day of taking; "
            "so to the end of 28 February 2022",
        ),
        (
            item("PACE-INV", "1 May 2015"),
            [],
            "Until the investigation or the proceedings conclude; no last lawful day yet",
        ),
        (TAKEN, [conviction("1 Jan 2010")], "Held indefinitely; no last lawful day: held indefinitely"),
    ],
)
def test_the_last_link_says_in_one_sentence_where_its_day_comes_from(thing, acts, sentence):
    assert working(thing, *acts).arithmetic[-1].sentence == sentence


def test_counts_start_from_what_each_act_says():
    def law_says(thing, *acts):
        return working(thing, *acts).arithmetic[-1].lines[0].words

    assert "the day on which the determination was made" in law_says(TAKEN, nsd("1 Apr 2016"))
    section_41 = item("TACT-S41", "15 Jun 2014")
    assert "would otherwise be destroyed" in law_says(section_41, court("1 Jun 2017", "1 Jun 2017"))
    irish = item("NI-ART64", "1 May 2015", "NI")
    liable = LiableForDestruction("e", day("4 Jan 2016"))
    assert "liable for destruction" in law_says(irish, liable, nsd("1 Jan 2016"))
    assert "new detention" in law_says(TAKEN, RestartedPeriod("r", day("1 Apr 2016")))
    assert "old last day" in law_says(item("TACT-S7", "10 Dec 2019"))
    assert "the first DNA sample was taken" in law_says(item("TACT-S7", "12 Oct 2015", kind="dna_profile"))
    young = conviction("1 Jan 2014", exempt=True, excluded=True, sentence=Sentence())
    assert "five years" in law_says(item("PACE-CONV", "1 Mar 2015"), young)
    order = SampleOrder("s", day("1 Sep 2015"), day("1 Sep 2015"))
    assert "twelve months" in law_says(item("PACE-INV", "10 Mar 2015", kind="dna_sample"), order)


def test_every_rule_tried_has_its_provision_its_question_and_an_answer():
    shown = working(TAKEN)
    assert shown.rules_tried[0].rule_id == "TACT-S7"
    assert row(shown, "TACT-S7").answer is Answer.APPLIES
    assert row(shown, "TACT-S7").gives == "12 October 2015 to 11 April 2016"
    assert row(shown, "Absolute destruction").answer is Answer.NO
    assert row(shown, "TACT-CONV").asks == "Convicted of a recordable offence on or before 11 April 2016?"
    assert row(shown, "TACT-NSD").answer is Answer.NOT_YET
    assert row(shown, "TACT-COURT").gives == "No application to a court exists for this power"
    assert row(shown, "TACT-S41").gives == "Taken under TACT-S7"
    assert row(shown, "CPIA").gives == "This material is not excluded by that Act"
    assert row(shown, "LEGACY").gives == "New Material"
    assert row(shown, "TACT-FFP").answer is Answer.NO
    assert all(each.provision and each.asks and each.gives for each in shown.rules_tried)


def test_rules_that_were_not_yet_known_are_not_tried():
    ids = {each.rule_id for each in working(TAKEN, known_at="6 Apr 2016").rules_tried}
    assert not ids & {"COVID-391", "COVID-973", "TACT-FFP", "ICRIR"}
    assert working(TAKEN, known_at="6 Apr 2016").known_at == day("6 Apr 2016")


def test_an_act_of_no_effect_is_shown_with_its_reason():
    shown = working(
        TAKEN, nsd("12 Apr 2016"), conviction("1 Jan 2016", exempt=True), conviction("1 May 2016")
    )
    assert row(shown, "TACT-NSD").answer is Answer.OF_NO_EFFECT
    assert "gap of one day" in row(shown, "TACT-NSD").gives
    assert "one with relief counts as none" in row(shown, "TACT-CONV").gives
    assert [act.id for act in shown.ineffective] == ["conviction 1 May 2016", "nsd 12 Apr 2016"]
    assert any(line.startswith("Of no effect: nsd 12 Apr 2016, made 12 April 2016") for line in shown.lines)
    contained = working(TAKEN, nsd("13 Oct 2015", 1))
    assert row(contained, "TACT-NSD").gives == "What is recorded adds no day to the cover"
    late = working(item("TACT-S41", "15 Jun 2014"), court("1 Jan 2016", "1 Jan 2016"))
    assert "outside the last three months" in row(late, "TACT-COURT").gives


def test_the_rows_of_other_statuses_say_what_they_are():
    unlawful = working(TAKEN, UnlawfulTaking("u", day("1 Jan 2016")))
    assert row(unlawful, "Absolute destruction").answer is Answer.APPLIES
    assert row(unlawful, "TACT-S7").answer is Answer.NO
    assert unlawful.basis == "None: the taking was unlawful"
    unknown = working(item("Sch 9", "4 May 2015"))
    assert unknown.rules_tried[0].answer is Answer.UNKNOWN
    assert unknown.rule_confidence == ""
    disabled = working(item("TACT-S43B", "4 May 2025"))
    assert row(disabled, "TACT-S43B").answer is Answer.UNKNOWN
    convicted = working(TAKEN, conviction("1 Jan 2010"))
    assert "a conviction makes holding indefinite" in row(convicted, "TACT-S7").gives
    assert row(convicted, "TACT-CONV").gives == "Held indefinitely, from the conviction of 1 January 2010"
    legacy = working(item("TACT-S7", "4 May 2010"))
    assert row(legacy, "TACT-S7").gives == "Another provision gives the period of this material"
    undated = working(item("TACT-S7", None))
    assert "LEGACY" not in {each.rule_id for each in undated.rules_tried}
    open_pace = working(item("PACE-INV", "1 Jan 2012"))
    assert row(open_pace, "LEGACY").gives == "It ends no later than the period of the power"


def test_samples_bars_and_borrowed_cover_have_their_rows():
    order = SampleOrder("s", day("1 Sep 2015"), day("1 Sep 2015"))
    sample = working(item("PACE-INV", "10 Mar 2015", kind="dna_sample"), order)
    assert row(sample, "PACE-SAMPLE").answer is Answer.APPLIES
    assert row(sample, "SAMPLE-ORDER").answer is Answer.APPLIES
    assert row(sample, "PACE-NSD").gives == "A determination cannot cover a DNA sample"
    legacy = working(item("TACT-S7", "10 Mar 2010", kind="dna_sample"))
    assert row(legacy, "TACT-SAMPLE").answer is Answer.NO
    barred = working(item("TACT-S41", "1 May 2015"), StatutoryBar("b", Bar.CPIA, day("1 Jan 2018")))
    assert row(barred, "CPIA").gives == "From 1 January 2018, with no end yet"
    late = working(item("TACT-S41", "1 May 2015"), StatutoryBar("b", Bar.CPIA, day("1 Jan 2019")))
    assert row(late, "CPIA").answer is Answer.OF_NO_EFFECT
    original = Facts(item("TACT-S7", "1 Aug 2021"), (nsd("1 Jan 2022", 60),))
    lent = working(item("TACT-S7", "1 Sep 2021"), BorrowedCover("f", day("1 Oct 2021"), original))
    assert row(lent, "TACT-FFP").answer is Answer.APPLIES
    assert change(lent, "original set loses its cover")
    assert "The original set is held on its own until" in lent.arithmetic[-1].sentence
    border = working(item("BORDER-S3", "10 Sep 2020"))
    assert row(border, "COVID-973").gives == "It does not reach a period of this kind"
    assert row(working(item("TACT-S7", "10 Dec 2019")), "COVID-391").answer is Answer.APPLIES


def test_what_would_change_a_date_says_by_when_and_to_what():
    shown = working(TAKEN, on="6 Apr 2016")
    made = change(shown, "determination (NSD) is made")
    assert made.on_or_before == day("11 Apr 2016")
    assert made.then == (
        "Up to two years beginning with the day made: made on 6 April 2016, 5 April 2018; "
        "made that day, 10 April 2018"
    )
    assert change(shown, "not exempt").then == "None: held indefinitely, Sch 8 paras 20B(2), 20C(2)"
    assert change(shown, "date of taking is corrected").on_or_before is None
    assert "Destroy at once" in change(shown, "unlawful").then
    assert change(shown, "court") is None


def test_what_can_no_longer_be_done_is_not_offered():
    shown = working(TAKEN, on="12 Apr 2016")
    assert change(shown, "determination (NSD) is made") is None
    assert change(shown, "Conviction") is None


def test_the_window_of_a_court_is_offered_until_it_closes():
    section_41 = item("TACT-S41", "15 Jun 2014")
    offered = change(working(section_41, on="1 Jan 2017"), "court extends")
    assert offered.on_or_before == day("14 Jun 2017")
    assert "applied for from 15 March 2017 and ordered by 14 June 2017" in offered.then
    assert offered.then.startswith("14 June 2019")
    assert change(working(section_41, on="15 Jun 2017"), "court extends") is None
    ordered = working(section_41, court("1 Jun 2017", "1 Jun 2017"))
    assert change(ordered, "court extends") is None


def test_what_would_change_the_other_statuses():
    assert change(working(item("Sch 9", "4 May 2015")), "missing fact")
    assert change(working(TAKEN, UnlawfulTaking("u")), "withdrawn").then == "Worked out afresh"
    assert change(working(TAKEN, conviction("1 Jan 2010")), "quashed")
    assert change(working(TAKEN, nsd("1 Apr 2016")), "revoked")
    assert change(working(item("PACE-INV", "1 May 2015")), "concluded").then == "That day"
    assert change(working(item("TPIM", "1 May 2015")), "ceased").then == "Six months beginning with that day"
    assert (
        change(working(item("SCOT-S18A", "1 May 2015", "SC")), "concluded").then
        == "Three years after that day"
    )
    assert change(working(item("NI-ART64", "1 May 2015", "NI")), "liable").then == "The day before that day"
    barred = working(item("TACT-S41", "1 May 2015"), StatutoryBar("b", Bar.CPIA, day("1 Jan 2018")))
    assert change(barred, "bar is lifted")
    sample = working(item("TACT-S7", "1 May 2015", kind="dna_sample"))
    assert change(sample, "determination (NSD) is made") is None
    assert change(sample, "Conviction") is None


def test_what_would_not_change_it_names_the_first_useless_day():
    words = working(TAKEN).would_not_change
    assert "A determination made on 12 April 2016 or later" in words
    assert "A weekend or a bank holiday" in words
    renewed = working(TAKEN, nsd("1 Apr 2016")).would_not_change
    assert any(each.startswith("A conviction on 12 April 2016 or later") for each in renewed)
    sample = working(item("TACT-S7", "1 May 2015", kind="dna_sample")).would_not_change
    assert "A determination or a conviction: neither can cover a DNA sample" in sample


def test_whether_anything_carries_the_cover_on_is_one_paragraph():
    assert working(TAKEN).carries_on == (
        "No. There is one link in the chain: TACT-S7, 12 October 2015 to 11 April 2016. "
        "Nothing starts on or before 11 April to continue it. A gap of one day cannot be mended later."
    )
    assert working(TAKEN, nsd("1 Apr 2016")).carries_on.startswith(
        "Yes, up to 31 March 2018. The chain has 2 links"
    )
    assert working(TAKEN, conviction("1 Jan 2010")).carries_on.startswith("Yes. TACT-CONV")
    assert working(TAKEN, UnlawfulTaking("u")).carries_on.startswith("No. Nothing saves")
    assert working(item("PACE-INV", "1 May 2015")).carries_on.startswith(
        "Not needed while the period is open"
    )
    assert working(item("TACT-S7", None)).carries_on.startswith("Nobody can say yet")


def test_the_facts_used_point_back_to_their_records():
    original = Facts(TAKEN)
    acts = (
        nsd("1 Apr 2016", revoked_on=day("1 May 2016"), id="determination:7"),
        nsd("1 Apr 2016", 0, void=True, id="determination:8"),
        conviction("1 Jan 2016", exempt=True, excluded=True, recordable=False, foreign=True),
        court("1 Jan 2016", "2 Jan 2016"),
        BorrowedCover("b", day("1 Jan 2016"), original),
        StatutoryBar("s", Bar.CPIA, day("1 Jan 2016"), day("1 Feb 2016")),
        StatutoryBar("t", Bar.CPIA, day("1 Jan 2016")),
        NoticeQuashed("q", day("1 Jan 2016"), day("1 Feb 2016")),
        NoticeQuashed("r", day("1 Jan 2016")),
        RestartedPeriod("p", day("1 Jan 2016"), "TACT-S41"),
        CommissionersOrder("o", day("1 May 2017")),
        IdentityKnown("k", day("1 Jan 2016")),
    )
    told = {
        fact.fact_id: (fact.label, fact.value) for fact in working(TAKEN, *acts).facts_used if fact.fact_id
    }
    assert told["determination:7"] == ("Determination", "Made 1 April 2016 for two years, revoked 1 May 2016")
    assert told["determination:8"] == ("Determination", "Made 1 April 2016 for no time, void")
    assert told["conviction 1 Jan 2016"][1] == (
        "1 January 2016, exempt, excluded offence, not recordable, outside the United Kingdom"
    )
    assert told["court"] == ("Court extension", "Applied for 1 January 2016, ordered 2 January 2016")
    assert told["s"][1] == "CPIA from 1 January 2016 to 1 February 2016"
    assert told["t"][1] == "CPIA from 1 January 2016, still in force"
    assert told["q"][1] == "Quashed 1 January 2016; no appeal possible from 1 February 2016"
    assert told["r"][1] == "Quashed 1 January 2016"
    assert told["p"] == ("Period restarted", "From 1 January 2016 under TACT-S41")
    assert told["o"] == ("Commissioner's order", "1 May 2017")
    assert told["k"] == ("Identity became known", "1 January 2016")
    assert told["b"][0] == "Further fingerprints"
    none = {fact.label: fact.value for fact in working(item("", None)).facts_used}
    assert none["Power"] == "Not recorded: no rule"
    assert none["Convictions"] == "None recorded"
    unlawful = [working(TAKEN, UnlawfulTaking("u", when)).facts_used for when in (None, day("1 Jan 2016"))]
    assert [facts[-1].value for facts in unlawful] == ["Decided, day not recorded", "Decided 1 January 2016"]


def test_doubts_are_said_beside_the_date():
    legacy = working(item("TACT-S7", "1 May 2010"), nsd("30 Oct 2016"), nsd("1 Oct 2018"))
    assert any("30 October 2016 is taken as the last lawful day" in words for words in legacy.arguable)
    assert any("renewal" in words for words in legacy.arguable)
    held = item("TACT-S41", "29 Feb 2016")
    early = working(held, court("29 Nov 2018", "1 Feb 2019"))
    assert any("1 December 2018 is the earliest safe day" in words for words in early.arguable)
    safe = working(held, court("1 Dec 2018", "1 Feb 2019"))
    assert not any("earliest safe day" in words for words in safe.arguable)
    assert any(
        "inference" in words for words in working(item("TPIM", "1 May 2015", kind="dna_sample")).arguable
    )
    assert any("cease to have effect" in words for words in working(item("TACT-S7", "10 Dec 2019")).arguable)


def test_the_plain_text_starts_with_the_answer_and_names_the_law_version():
    first = working(TAKEN).lines[0]
    assert "Last lawful day Monday 11 April 2016; first unlawful day Tuesday 12 April 2016." in first
    assert "Law version" in first
    assert working(TAKEN, conviction("1 Jan 2010")).lines[0].startswith("Answer: Held indefinitely.")
    assert working(item("PACE-INV", "1 May 2015")).lines[0].startswith("Answer: No last lawful day yet")
    assert working(TAKEN, UnlawfulTaking("u")).lines[0].startswith("Answer: Must be destroyed at once.")
    unresolved = working(item("Sch 9", "4 May 2015")).lines
    assert unresolved[0].startswith("Answer: Unresolved. There is no rule for the power Sch 9")
    assert unresolved[1] == "Shortest last day it could have: 3 November 2015."
