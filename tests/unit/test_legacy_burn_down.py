"""Legacy Material still to be finished, against the line it must keep to; and what is lawful and too long.

Source: further report of 22 April 2016, paragraphs 9G, 33 and 34; R-085, R-147 to R-149.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from oversight.facts import Determination, Ending
from oversight.figures.legacy import FOUND_ON, LAST_DAY, burn_down, legacy_life, unfinished_rows
from oversight.figures.longer import longer_rows
from tests.unit.oversight_cases import conviction, item, life, nsd

REPORT = date(2016, 4, 22)
TAKEN = date(2012, 5, 1)


def legacy(*acts, id: int = 1, known_on: date = LAST_DAY, **more):
    """A Legacy case of a person of its own."""
    of = item(*acts, id=id, taken_on=TAKEN, deleted_on=more.pop("deleted_on", None))
    return life(of, id=id, subject=id, known_on=known_on, **more)


def lives(*cases):
    return [found for each in cases if (found := legacy_life(each))]


def test_seven_hundred_on_22_april_need_26_a_week_over_27_weeks() -> None:
    found = burn_down(lives(*[legacy(id=number) for number in range(1, 701)]), REPORT)
    assert (found.now.left, found.weeks_left, found.needed) == (700, 27, 26)


def test_whoever_is_above_the_line_is_behind_and_whoever_keeps_to_it_is_not() -> None:
    half = FOUND_ON + (LAST_DAY - FOUND_ON) / 2
    stopped = {"sign_offs": (Ending(half - timedelta(days=1), "confirmed"),)}
    slow = burn_down(lives(*[legacy(id=number) for number in range(1, 11)]), half)
    assert (slow.now.left, slow.now.allowed, slow.now.behind, slow.done) == (10, 5, 5, 0)
    cases = [legacy(id=number, **(stopped if number < 6 else {})) for number in range(1, 11)]
    even = burn_down(lives(*cases), half)
    assert (even.now.left, even.now.behind, even.done) == (5, 0, 5)
    assert even.achieved == round(5 / ((half - FOUND_ON).days / 7), 1)


@pytest.mark.parametrize(
    ("made", "finished"),
    [
        (legacy(), False),
        (legacy(conviction(REPORT)), True),
        (legacy(conviction(REPORT, recordable=False)), False),
        (legacy(conviction(REPORT + timedelta(days=1))), False),
        (legacy(nsd(REPORT), determinations=(Determination(1, REPORT),)), True),
        (legacy(nsd(REPORT, void=True), determinations=(Determination(1, REPORT, "rank"),)), False),
        (legacy(sign_offs=(Ending(REPORT, "confirmed"),)), True),
        (legacy(sign_offs=(Ending(REPORT, "confirmed", is_void=True),)), False),
        (legacy(refusals=(Ending(REPORT, ""),)), True),
        (legacy(deleted_on=REPORT), True),
    ],
)
def test_an_nsd_a_stop_a_refusal_or_a_recordable_conviction_finishes_it(made, finished: bool) -> None:
    assert (not list(unfinished_rows(made, REPORT))) is finished


def test_new_material_is_none_of_it() -> None:
    assert legacy_life(life()) is None


def test_stopped_while_cover_runs_it_is_counted_after_ten_working_days_and_never_once_unlawful() -> None:
    stopped = life(
        item(taken_on=date(2015, 12, 1)),
        sign_offs=(Ending(date(2016, 1, 4), "confirmed"),),
        states=((date(2015, 12, 1), "with_sofs"), (date(2016, 1, 4), "stop_confirmed")),
    )
    days = [date(2016, 1, 15), date(2016, 1, 18), date(2016, 5, 31), date(2016, 6, 1)]
    assert [len(list(longer_rows(stopped, day))) for day in days] == [0, 1, 1, 0]


def test_a_sample_alone_is_not_legacy_material_to_be_finished() -> None:
    of = item(kind="dna_sample", taken_on=TAKEN)
    assert legacy_life(life(of, known_on=LAST_DAY)) is None
