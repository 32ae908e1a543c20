"""Lapses and what is counted beside them: each clause of the definitions has a test that fails without it."""

from datetime import date

import law.facts
from oversight import figures
from oversight.causes import Cause
from oversight.facts import Determination, Ending, Review
from oversight.figures import LAPSES, SAVED, VOID, WOULD_HAVE_APPLIED, by_cause
from oversight.figures.lapses import LapseKind
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


def rows(figure, *lives, on=LATER):
    """The rows of a figure over some cases."""
    return figures.answer([figure], lives, on)[figure.slug].rows


def lapsed(*items, on=LATER, **more):
    """Whether one such case lapsed by a day."""
    return bool(rows(LAPSES, life(*items, **more), on=on))


# Lapse --------------------------------------------------------------------------------------------


def test_a_case_lapses_on_its_first_unlawful_day_and_not_on_its_last_lawful_one():
    assert not lapsed(on=LAST)
    assert lapsed(on=FIRST_UNLAWFUL)


def test_a_lapse_stays_a_lapse_after_the_material_is_gone():
    assert lapsed(item(deleted_on=FIRST_UNLAWFUL))


def test_what_was_gone_by_its_last_lawful_day_never_lapsed():
    assert not lapsed(item(deleted_on=LAST))


def test_a_sample_alone_does_not_make_a_lapse():
    assert not lapsed(item(kind="dna_sample"))


def test_one_item_is_enough_and_the_case_counts_once():
    (row,) = rows(LAPSES, life(item(id=1, taken_on=LATER), item(id=2, kind="dna_profile")))
    assert row.item_ids == (2,)


def test_the_last_lawful_day_of_a_lapse_is_that_of_the_first_item_to_lapse():
    (row,) = rows(LAPSES, life(item(id=1, taken_on=date(2015, 4, 2)), item(id=2, kind="dna_profile")))
    assert (row.last_lawful_day, row.item_ids) == (LAST, (1, 2))


def test_a_determination_in_force_carries_the_cover_past_the_day():
    assert not lapsed(item(nsd(LAST)))
    assert lapsed(item(nsd(LAST, void=True)))
    assert lapsed(item(nsd(FIRST_UNLAWFUL)))


def test_a_stop_confirmed_on_the_last_lawful_day_finishes_the_process_and_one_a_day_later_does_not():
    assert not lapsed(sign_offs=(Ending(LAST, "confirmed"),))
    assert lapsed(sign_offs=(Ending(FIRST_UNLAWFUL, "confirmed"),))


def test_only_a_confirmation_with_authority_finishes_the_process():
    assert lapsed(sign_offs=(Ending(LAST, "confirmed", is_void=True),))
    assert lapsed(sign_offs=(Ending(LAST, "referred_up"),))


def test_an_application_refused_by_the_last_lawful_day_finishes_the_process():
    assert not lapsed(refusals=(Ending(LAST, "refused"),))
    assert lapsed(refusals=(Ending(FIRST_UNLAWFUL, "refused"),))
    assert lapsed(refusals=(Ending(LAST, "refused", is_void=True),))


def test_indefinite_material_does_not_lapse():
    assert not lapsed(item(conviction(LAST)))
    assert lapsed(item(conviction(FIRST_UNLAWFUL)))


def test_material_found_unlawfully_taken_before_its_last_day_did_not_lapse_for_want_of_a_determination():
    assert not lapsed(item(law.facts.UnlawfulTaking("u", LAST)))
    assert lapsed(item(law.facts.UnlawfulTaking("u", FIRST_UNLAWFUL)))


def test_a_lapse_at_renewal_is_told_apart_from_a_first_lapse():
    (first,) = rows(LAPSES, life())
    (renewal,) = rows(LAPSES, life(item(nsd(LAST, months=2))))
    assert first.kind == LapseKind.FIRST
    assert (renewal.kind, renewal.last_lawful_day) == (LapseKind.RENEWAL, date(2015, 11, 8))


def test_a_person_with_two_lapsed_cases_is_one_individual_under_each_cause():
    jfit, sofs = life(id=1, subject=7), life(id=2, subject=7, states=((TAKEN, "with_sofs"),))
    answer = figures.answer([LAPSES], [jfit, sofs], LATER)["lapses"]
    assert (answer.individuals, answer.cases) == (1, 2)
    assert by_cause(answer)[Cause.JFIT] == 1
    assert by_cause(answer)[Cause.SOFS] == 1


# Would have applied -------------------------------------------------------------------------------


def test_the_reviewed_answer_counts_from_its_review_date_whatever_the_as_at_day():
    reviewed = (Review("yes", date(2015, 12, 3)),)
    before = life(known_on=date(2015, 12, 2), reviews=reviewed)
    after = life(known_on=date(2015, 12, 3), reviews=reviewed)
    assert not rows(WOULD_HAVE_APPLIED, before, on=date(2015, 10, 31))
    assert rows(WOULD_HAVE_APPLIED, after, on=date(2015, 10, 31))


def test_unreviewed_and_no_are_told_apart():
    (unreviewed,) = rows(LAPSES, life())
    (refused,) = rows(LAPSES, life(reviews=(Review("no", LAST),)))
    assert (unreviewed.would_have_applied, refused.would_have_applied) == ("unreviewed", "no")
    assert not rows(WOULD_HAVE_APPLIED, life(reviews=(Review("no", LAST),)))


def test_a_reviewed_case_that_did_not_lapse_is_not_a_loss():
    assert not rows(WOULD_HAVE_APPLIED, life(item(nsd(LAST)), reviews=(Review("yes", LAST),)))


# Saved by another basis ---------------------------------------------------------------------------


def test_a_conviction_within_the_period_saves_once_the_period_has_run_out_before_the_day():
    saved = life(item(conviction(LAST)))
    assert not rows(SAVED, saved, on=LAST)
    (row,) = rows(SAVED, saved, on=FIRST_UNLAWFUL)
    assert (row.power_ended_on, row.convicted_on) == (LAST, LAST)


def test_a_conviction_after_the_period_saves_nothing_even_under_a_determination():
    assert not rows(SAVED, life(item(conviction(FIRST_UNLAWFUL))))
    assert not rows(SAVED, life(item(nsd(LAST), conviction(FIRST_UNLAWFUL))))


def test_a_conviction_in_the_time_that_a_court_added_to_the_period_is_no_saving():
    extended = law.facts.CourtExtension("c", date(2018, 2, 1), date(2018, 2, 20))
    known = life(item(extended, conviction(date(2018, 6, 1)), power="TACT-S41"), known_on=date(2020, 1, 1))
    assert known.items[0].status == "indefinite"
    assert not rows(SAVED, known, on=date(2019, 1, 1))


def test_a_determination_is_not_a_saving():
    assert not rows(SAVED, life(item(nsd(LAST))))


def test_a_conviction_before_or_on_the_day_of_taking_is_not_a_saving():
    assert not rows(SAVED, life(item(conviction(TAKEN))))
    assert rows(SAVED, life(item(conviction(TAKEN + ONE_DAY))))


def test_what_an_earlier_conviction_keeps_anyway_is_not_saved_by_a_later_one():
    earlier = conviction(date(2009, 1, 1))
    assert not rows(SAVED, life(item(earlier, conviction(LAST))))
    assert not rows(SAVED, life(item(conviction(TAKEN), conviction(LAST))))


def test_of_two_convictions_the_one_after_the_taking_is_the_one_that_saved():
    on_the_day, later = conviction(TAKEN, exempt=True), conviction(LAST, exempt=True)
    (row,) = rows(SAVED, life(item(on_the_day, later)))
    assert row.convicted_on == LAST


def test_a_single_exempt_conviction_saves_nothing():
    assert not rows(SAVED, life(item(conviction(LAST, exempt=True))))


def test_what_is_no_longer_held_is_no_longer_saved():
    assert not rows(SAVED, life(item(conviction(LAST), deleted_on=LATER)))


# Void determinations ------------------------------------------------------------------------------


def test_void_determinations_count_from_the_day_they_were_made():
    void = life(determinations=(Determination(1, LAST, "rank"), Determination(2, LAST)))
    assert len(rows(VOID, void, on=LAST)) == 1
    assert not rows(VOID, void, on=LAST - ONE_DAY)


def test_nothing_depends_on_the_day_of_knowledge_but_the_law_and_the_reviews():
    assert rows(LAPSES, life(known_on=LATER)) == rows(LAPSES, life(known_on=KNOWN))
