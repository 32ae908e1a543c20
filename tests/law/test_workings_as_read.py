"""The workings as people read them: scenarios of every kind, word for word, in ``data/workings.txt``.

A change of any word shows in that file, which a lawyer can read from end to end. After a change that is
meant, write it anew: ``python -m tests.law.test_workings_as_read``.
"""

from datetime import date
from pathlib import Path

from law.facts import (
    BorrowedCover,
    CommissionersOrder,
    CourtExtension,
    Facts,
    IdentifiedForReview,
    InvestigationConcluded,
    LiableForDestruction,
    NationalSecurityNotice,
    NoticeCeased,
    NoticeQuashed,
    ProfileDerived,
    RestartedPeriod,
    RetentionConsented,
    SampleOrder,
    Sentence,
    StatutoryBar,
    UnlawfulTaking,
)
from law.release import LAW_VERSION
from law.words import length_words, ordinal, taken_words
from law.working import explain
from tests.law.building import conviction, court, day, item, nsd

FILE = Path(__file__).parent / "data" / "workings.txt"
S7, S41 = item("TACT-S7", "31 Aug 2014"), item("TACT-S41", "15 Jun 2014")


def _ended(on: str) -> InvestigationConcluded:
    return InvestigationConcluded("end", day(on))


def _told(on: str) -> NationalSecurityNotice:
    return NationalSecurityNotice("told", day(on))


SCENARIOS: list[tuple[str, Facts, str | None]] = [
    ("A port stop on 31 August, and nothing else", Facts(S7), None),
    ("The same, looked at on 1 February 2015", Facts(S7), "1 Feb 2015"),
    ("The same, looked at once the day has passed", Facts(S7), "1 Mar 2015"),
    (
        "A determination in time, one void and one too late",
        Facts(S7, (nsd("28 Feb 2015"), nsd("1 Feb 2015", void=True), nsd("1 Mar 2017", 6))),
        None,
    ),
    ("A determination alone, and too late", Facts(S7, (nsd("1 Mar 2015"),)), None),
    ("A renewal", Facts(S7, (nsd("1 Feb 2015"), nsd("1 Jan 2017"))), None),
    ("A determination revoked", Facts(S7, (nsd("1 Feb 2015", revoked_on=day("1 Jun 2016")),)), "1 Jul 2016"),
    (
        "A determination that the Commissioner ended, and an order in vain",
        Facts(
            S7,
            (
                nsd("1 Feb 2015", id="nsd:1"),
                CommissionersOrder("o1", day("1 Jun 2016"), "nsd:1"),
                CommissionersOrder("o2", day("1 Feb 2015"), "nsd:1"),
            ),
        ),
        None,
    ),
    (
        "A conviction in time",
        Facts(S7, (conviction("28 Feb 2015"), conviction("1 Jan 2010", exempt=True))),
        None,
    ),
    (
        "One exempt conviction in time, one too late, one abroad",
        Facts(
            S7,
            (
                conviction("1 Jan 2015", exempt=True),
                conviction("1 Mar 2015"),
                conviction("1 Jan 2012", foreign=True, recordable=False, id="abroad"),
            ),
        ),
        None,
    ),
    (
        "Section 41, a court in the arguable days of its window",
        Facts(item("TACT-S41", "29 Feb 2016"), (court("30 Nov 2018", "28 Feb 2019"),)),
        None,
    ),
    ("Section 41, a court asked too early", Facts(S41, (court("14 Mar 2017", "1 May 2017"),)), None),
    ("Section 41, before the window", Facts(S41), "1 Jan 2017"),
    ("Legacy port stop", Facts(item("TACT-S7", "17 May 2009")), None),
    (
        "Legacy of a Northern Ireland port stop, with a bar",
        Facts(
            item("TACT-S7", "17 May 2009", nation="NI"),
            (StatutoryBar("b", "ICRIR", day("1 May 2024")), nsd("1 Oct 2020", 60)),
        ),
        None,
    ),
    (
        "A sample, its profile derived",
        Facts(
            item("TACT-S41", "10 Mar 2015", kind="dna_sample"),
            (
                ProfileDerived("p", day("1 Apr 2015")),
                nsd("1 Mar 2015"),
                conviction("1 Mar 2015"),
                court("1 Mar 2015", "1 Mar 2015"),
            ),
        ),
        None,
    ),
    (
        "A sample that a court keeps",
        Facts(
            item("TACT-S41", "10 Mar 2015", kind="dna_sample"),
            (
                SampleOrder("s", day("1 Sep 2015"), day("9 Sep 2015")),
                SampleOrder("t", day("1 Sep 2017"), day("9 Sep 2017")),
            ),
        ),
        None,
    ),
    ("A legacy sample", Facts(item("TACT-S7", "17 May 2009", kind="dna_sample")), None),
    ("PACE, the investigation open", Facts(item("PACE-INV", "10 Mar 2015")), None),
    (
        "PACE, concluded, with an excluded conviction and its sentence",
        Facts(
            item("PACE-INV", "10 Mar 2015"),
            (
                _ended("1 Jun 2015"),
                conviction("1 Jun 2015", exempt=True, excluded=True, sentence=Sentence(6, day("1 Jul 2015"))),
            ),
        ),
        None,
    ),
    (
        "PACE, an excluded conviction not recorded",
        Facts(item("PACE-INV", "10 Mar 2015"), (conviction("1 Jun 2015", exempt=True),)),
        None,
    ),
    (
        "PACE, charged, told of national security",
        Facts(item("PACE-QCHG", "1 Jun 2017"), (_told("1 Mar 2020"), _ended("1 Jan 2018"))),
        None,
    ),
    (
        "PACE, arrested, consented to too late",
        Facts(
            item("PACE-QARR", "1 Jun 2017"),
            (RetentionConsented("c", day("2 Jan 2018")), _ended("1 Jan 2018")),
        ),
        None,
    ),
    (
        "PACE legacy, named as needing a decision",
        Facts(
            item("PACE-INV", "1 Jun 2012"),
            (IdentifiedForReview("i", day("1 Oct 2013")), _ended("1 Jan 2014")),
        ),
        None,
    ),
    (
        "PACE, arrested for terrorism, held on 13 August 2020",
        Facts(item("PACE-TARR", "1 Oct 2018"), (_ended("12 Aug 2020"), nsd("12 Aug 2020", 8))),
        None,
    ),
    (
        "PACE, a penalty notice, within the coronavirus days that do not reach it",
        Facts(item("PACE-PND", "1 Jun 2018")),
        None,
    ),
    (
        "PACE, a penalty notice, disclosable",
        Facts(
            item("PACE-PND", "1 Jun 2018"), (StatutoryBar("b", "CPIA", day("1 May 2020"), day("1 Aug 2020")),)
        ),
        None,
    ),
    ("A port stop said to be disclosable", Facts(S7, (StatutoryBar("b", "CPIA", day("1 Feb 2015")),)), None),
    (
        "PACE, arrested again for something else",
        Facts(
            item("PACE-QCHG", "1 Jun 2017"),
            (RestartedPeriod("r", day("1 Jun 2018"), "PACE-PND"), RestartedPeriod("s", day("1 Jun 2022"))),
        ),
        None,
    ),
    ("Section 18 material, extended", Facts(item("CTA-GEN", "15 Apr 2017")), None),
    ("Section 18 material, never identified", Facts(item("CTA-UNID", "15 Apr 2017")), None),
    (
        "A TPIM notice that ceased on 31 August",
        Facts(item("TPIM", "1 Jun 2015"), (NoticeCeased("n", day("31 Aug 2015")),)),
        None,
    ),
    (
        "A TPIM notice quashed",
        Facts(item("TPIM", "1 Jun 2015"), (NoticeQuashed("n", day("1 Sep 2015"), day("1 Dec 2015")),)),
        None,
    ),
    ("A TPIM notice in force", Facts(item("TPIM", "1 Jun 2015")), None),
    (
        "A border stop, further fingerprints borrowing",
        Facts(
            item("BORDER-S3", "1 Oct 2020"),
            (BorrowedCover("f", day("1 Feb 2021"), Facts(item("TACT-S41", "1 Oct 2019"))),),
        ),
        None,
    ),
    (
        "Further fingerprints borrowing from an open original",
        Facts(
            item("BORDER-S3", "1 Oct 2020"),
            (BorrowedCover("f", day("1 Feb 2021"), Facts(item("PACE-INV", "1 Oct 2019"))),),
        ),
        None,
    ),
    (
        "Further fingerprints of another part of the United Kingdom",
        Facts(
            item("BORDER-S3", "1 Oct 2020"),
            (BorrowedCover("f", day("1 Feb 2021"), Facts(item("TACT-S41", "1 Oct 2019", nation="SC"))),),
        ),
        None,
    ),
    ("A border stop in Northern Ireland", Facts(item("BORDER-S3", "1 Oct 2020", nation="NI")), None),
    (
        "The National Security Act, 29 February",
        Facts(item("NSA-S27", "29 Feb 2024"), (court("1 Dec 2026", "1 Feb 2027"),)),
        None,
    ),
    (
        "Scotland, three years following the conclusion, a sheriff, a sample under a determination",
        Facts(
            item("SCOT-S18A", "1 May 2016", nation="SC", kind="dna_sample"),
            (
                _ended("30 Jun 2016"),
                CourtExtension("x", day("1 May 2019"), day("1 Jun 2019"), 12),
                nsd("1 Jun 2020"),
            ),
        ),
        None,
    ),
    (
        "Northern Ireland, a determination from the day of liability",
        Facts(
            item("NI-ART64", "1 Jan 2018", nation="NI"),
            (LiableForDestruction("l", day("1 Apr 2018")), nsd("1 Feb 2018")),
        ),
        None,
    ),
    ("An unlawful taking", Facts(S7, (UnlawfulTaking("u", day("1 Jan 2015")), nsd("1 Jan 2015"))), None),
    ("An unlawful taking of which no day is recorded", Facts(S7, (UnlawfulTaking("u"),)), None),
    ("No day of taking", Facts(item("TACT-S7", None)), None),
    ("No rule for the power", Facts(item("NONE", "10 Mar 2015")), None),
    ("No power at all", Facts(item("", "10 Mar 2015")), None),
    ("Section 43B", Facts(item("TACT-S43B", "1 Jul 2022")), None),
]


def _told_of(title: str, facts: Facts, on: date | None) -> str:
    working = explain(facts, on=on)
    lines = [f"# {title}", *working.lines]
    for part in working.arithmetic:
        lines += [f"  {part.rule_id}: {line.label}: {line.words}" for line in part.lines]
    lines.append(f"Basis: {working.basis}; {working.basis_words}; rule {working.rule_id or '(none)'}, ")
    lines[-1] += f"in force from {working.rule_in_force_from}, {working.rule_confidence or 'not stated'}"
    return "\n".join(lines)


def written() -> str:
    """The whole file."""
    parts = [_told_of(title, facts, day(on) if on else None) for title, facts, on in SCENARIOS]
    return ("\n\n".join(parts) + "\n").replace(LAW_VERSION, "of the day")


def test_the_workings_are_word_for_word_those_that_were_read():
    now, read = written().splitlines(), FILE.read_text().splitlines()
    differ = [(was, is_) for was, is_ in zip(read, now, strict=False) if was != is_]
    assert not differ, f"{len(differ)} lines differ, first {differ[0]}. If meant: see the top of this file."
    assert len(now) == len(read)


def test_every_scenario_says_what_it_is_and_none_is_there_twice():
    titles = [title for title, _, _ in SCENARIOS]
    assert len(set(titles)) == len(titles) == 47


def test_lengths_and_ordinals_are_said_as_people_say_them():
    assert [length_words(each) for each in (13, 30, 23, 144, 156, 48)] == [
        "13 months",
        "30 months",
        "23 months",
        "twelve years",
        "156 months",
        "four years",
    ]
    assert [ordinal(each) for each in (9, 10, 13, 14, 22, 23, 31)] == [
        *("9th", "10th", "13th", "14th", "22nd", "23rd", "31st")
    ]
    assert taken_words("something") == "it was taken"


if __name__ == "__main__":
    FILE.write_text(written())
