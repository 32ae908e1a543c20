"""Held, never convicted, held unlawfully, unresolved: each clause of the definitions."""

from datetime import date

import law.facts
from oversight import figures
from oversight.facts import gone_on
from oversight.figures import HELD, HELD_UNLAWFULLY, NEVER_CONVICTED, UNRESOLVED
from tests.unit.oversight_cases import (
    FIRST_UNLAWFUL,
    KNOWN,
    LAST,
    LATER,
    ONE_DAY,
    TAKEN,
    conviction,
    item,
    life,
    nsd,
)


def count(figure, *lives, on=LATER):
    """The individuals of a figure over some cases."""
    return figures.answer([figure], lives, on)[figure.slug].individuals


def test_an_item_is_held_from_the_day_of_its_taking_and_not_before():
    assert count(HELD, life(), on=TAKEN) == 1
    assert count(HELD, life(), on=TAKEN - ONE_DAY) == 0


def test_an_item_deleted_on_a_day_is_not_held_at_the_end_of_that_day():
    gone = life(item(deleted_on=LATER))
    assert count(HELD, gone, on=LATER - ONE_DAY) == 1
    assert count(HELD, gone, on=LATER) == 0


def test_a_case_stays_held_while_one_item_of_it_is():
    one_left = life(item(id=1, deleted_on=LAST), item(id=2, kind="dna_profile"))
    answer = figures.answer([HELD], [one_left], LATER)["held"]
    assert (answer.individuals, answer.items) == (1, 1)


def test_an_item_whose_taking_has_no_date_is_held_from_the_day_it_was_recorded():
    undated = life(item(taken_on=None, recorded_on=LAST))
    assert count(HELD, undated, on=LAST - ONE_DAY) == 0
    assert count(HELD, undated, on=LAST) == 1


def test_a_person_with_two_cases_is_one_individual_and_two_cases():
    answer = figures.answer([HELD], [life(id=1, subject=7), life(id=2, subject=7)], LATER)["held"]
    assert (answer.individuals, answer.cases) == (1, 2)


def test_an_item_is_gone_only_when_every_place_has_been_evidenced():
    day = date(2016, 2, 1)
    assert gone_on([1, 2], [(1, day)]) is None
    assert gone_on([1, 2], [(1, day), (2, day + ONE_DAY)]) == day + ONE_DAY
    assert gone_on([1, 2], [(None, day)]) == day
    assert gone_on([], []) is None


def test_a_conviction_counts_against_never_convicted_from_its_own_day():
    convicted = life(item(conviction(LAST)))
    assert count(NEVER_CONVICTED, convicted, on=LAST - ONE_DAY) == 1
    assert count(NEVER_CONVICTED, convicted, on=LAST) == 0


def test_only_recordable_offences_count_against_never_convicted():
    assert count(NEVER_CONVICTED, life(item(conviction(TAKEN, recordable=False)))) == 1


def test_someone_whose_material_is_gone_is_not_among_the_never_convicted():
    assert count(NEVER_CONVICTED, life(item(deleted_on=LAST))) == 0


def test_an_item_is_held_unlawfully_from_its_first_unlawful_day():
    assert count(HELD_UNLAWFULLY, life(), on=LAST) == 0
    assert count(HELD_UNLAWFULLY, life(), on=FIRST_UNLAWFUL) == 1


def test_days_over_counts_the_first_unlawful_day_and_the_day_itself():
    (row,) = figures.answer([HELD_UNLAWFULLY], [life()], FIRST_UNLAWFUL + 2 * ONE_DAY)["held-unlawfully"].rows
    assert (row.first_unlawful_day, row.days_over) == (FIRST_UNLAWFUL, 3)


def test_a_case_is_held_unlawfully_since_the_first_of_its_items_was():
    later = item(id=2, taken_on=date(2015, 4, 2))
    (row,) = figures.answer([HELD_UNLAWFULLY], [life(item(), later)], LATER)["held-unlawfully"].rows
    assert (row.first_unlawful_day, row.item_ids) == (FIRST_UNLAWFUL, (1, 2))


def test_what_is_gone_is_not_held_unlawfully():
    assert count(HELD_UNLAWFULLY, life(item(deleted_on=FIRST_UNLAWFUL))) == 0


def test_a_determination_made_in_time_keeps_holding_lawful():
    assert count(HELD_UNLAWFULLY, life(item(nsd(LAST)))) == 0
    assert count(HELD_UNLAWFULLY, life(item(nsd(FIRST_UNLAWFUL)))) == 1


def test_an_unlawful_taking_makes_holding_unlawful_from_the_day_it_was_decided():
    decided = date(2015, 5, 1)
    unlawful = life(item(law.facts.UnlawfulTaking("u", decided), conviction(TAKEN)))
    assert count(HELD_UNLAWFULLY, unlawful, on=decided - ONE_DAY) == 0
    assert count(HELD_UNLAWFULLY, unlawful, on=decided) == 1


def test_cover_that_ended_before_the_taking_was_found_unlawful_counts_from_its_own_day():
    late = life(item(law.facts.UnlawfulTaking("u", LATER)))
    assert count(HELD_UNLAWFULLY, late, on=FIRST_UNLAWFUL) == 1


def test_an_unresolved_item_is_counted_apart_once_past_its_candidate_day():
    unresolved = life(item(power="NO-SUCH-POWER"))
    assert unresolved.items[0].candidate_day == LAST
    assert count(UNRESOLVED, unresolved, on=LAST) == 0
    assert count(UNRESOLVED, unresolved, on=FIRST_UNLAWFUL) == 1
    assert count(UNRESOLVED, life(item(power="NO-SUCH-POWER", deleted_on=LAST))) == 0
    assert count(HELD_UNLAWFULLY, unresolved) == 0


def test_legacy_material_was_thought_to_end_a_year_sooner_before_31_october_2015():
    legacy = item(taken_on=date(2009, 5, 5))
    day = date(2015, 10, 31)
    assert count(HELD_UNLAWFULLY, life(legacy, known_on=date(2015, 10, 30)), on=day) == 1
    assert count(HELD_UNLAWFULLY, life(legacy, known_on=day), on=day) == 0
    assert count(HELD_UNLAWFULLY, life(legacy, known_on=KNOWN), on=date(2016, 10, 31)) == 1
