"""F11 to F16, clause by clause: in work, asked of others, ending soon, on DNA alone, gone, taken."""

from datetime import date, timedelta

import pytest

from oversight.facts import Ending, Request
from oversight.figures.taken import taken_rows
from oversight.figures.work import dna_alone_rows, ending_rows, gone_rows, queue_rows, request_rows
from tests.unit.oversight_cases import LAST, LATER, ONE_DAY, TAKEN, item, life, nsd

JFIT = ((TAKEN, "with_sofs"), (date(2015, 4, 10), "with_jfit"))


def test_a_case_in_work_is_listed_with_whom_since_when_and_its_earliest_day():
    (row,) = queue_rows(life(states=JFIT), LAST)
    assert (row.state, row.since, row.last_lawful_day) == ("with_jfit", date(2015, 4, 10), LAST)


def test_a_change_of_holder_does_not_begin_the_stay_anew():
    states = (*JFIT, (date(2015, 5, 1), "with_jfit"))
    (row,) = queue_rows(life(states=states), LAST)
    assert row.since == date(2015, 4, 10)


@pytest.mark.parametrize(
    ("given", "as_at"),
    [
        ({"states": JFIT}, TAKEN - ONE_DAY),  # not yet
        ({"states": ((TAKEN, "nsd_in_force"),)}, LAST),  # with no team
    ],
)
def test_what_stands_with_no_team_is_not_in_work(given, as_at):
    assert list(queue_rows(life(**given), as_at)) == []


def test_what_is_gone_is_not_in_work():
    assert list(queue_rows(life(item(deleted_on=LAST), states=JFIT), LAST)) == []


def asked(to="ctu", ended_on=None):
    """A request of 1 May 2015."""
    return (Request(to, date(2015, 5, 1), ended_on),)


def test_a_request_is_open_until_it_is_answered():
    (row,) = request_rows(life(requests=asked()), date(2015, 5, 31))
    assert (row.to, row.days_open) == ("ctu", 30)
    assert list(request_rows(life(requests=asked(ended_on=date(2015, 5, 31))), date(2015, 5, 31))) == []
    assert list(request_rows(life(requests=asked()), date(2015, 4, 30))) == []


def test_requests_to_others_than_third_parties_and_about_nothing_held_are_not_counted():
    assert list(request_rows(life(requests=asked("port")), LAST)) == []
    assert list(request_rows(life(item(deleted_on=LAST), requests=asked()), LAST)) == []


@pytest.mark.parametrize(("days_before", "is_listed"), [(57, False), (56, True), (0, True), (-1, False)])
def test_cover_ends_soon_from_56_days_before_to_the_last_lawful_day(days_before, is_listed):
    rows = list(ending_rows(life(), LAST - timedelta(days=days_before)))
    assert bool(rows) == is_listed
    assert [row.days_left for row in rows] == [days_before] * is_listed


def test_a_sample_a_finished_process_and_what_is_gone_do_not_end_soon():
    assert list(ending_rows(life(item(kind="dna_sample")), LAST)) == []
    assert list(ending_rows(life(sign_offs=(Ending(LAST - ONE_DAY, "confirmed"),)), LAST)) == []
    assert list(ending_rows(life(refusals=(Ending(LAST - ONE_DAY, "refused"),)), LAST)) == []
    assert list(ending_rows(life(refusals=(Ending(LAST - ONE_DAY, "refused", True),)), LAST)) != []
    assert list(ending_rows(life(item(deleted_on=LAST)), LAST)) == []
    assert list(ending_rows(life(item(nsd(date(2015, 9, 1)))), LAST)) == []


def test_dna_alone_is_what_was_taken_without_fingerprints():
    profile = item(id=2, kind="dna_profile")
    assert [row.item_ids for row in dna_alone_rows(life(profile), LAST)] == [(2,)]
    assert list(dna_alone_rows(life(item(), profile), LAST)) == []
    assert list(dna_alone_rows(life(item(id=2, kind="dna_profile", deleted_on=LAST)), LAST)) == []


def test_items_are_gone_from_the_day_of_the_evidence():
    gone = life(item(deleted_on=LAST), item(id=2))
    assert [(row.item_ids, row.gone_on) for row in gone_rows(gone, LATER)] == [((1,), LAST)]
    assert list(gone_rows(gone, LAST - ONE_DAY)) == []


@pytest.mark.parametrize(
    ("given", "is_counted"),
    [
        ({}, True),
        ({"deleted_on": LAST}, True),  # whatever became of it
        ({"power": "PACE-INV"}, False),
        ({"taken_on": date(2013, 10, 30)}, False),
        ({"taken_on": date(2013, 10, 31)}, True),
        ({"taken_on": LATER + ONE_DAY}, False),
    ],
)
def test_the_base_of_lapses_is_what_was_taken_under_schedule_7_since_it_began(given, is_counted):
    assert bool(list(taken_rows(life(item(**given)), LATER))) == is_counted
