"""Wrong notified dates: compared with the period of the power alone, grouped by how far they are off."""

from datetime import date, timedelta

from oversight import figures
from oversight.facts import Notified
from oversight.figures import WRONG_DATES
from oversight.figures.wrong_dates import Offset, offsets
from tests.unit.oversight_cases import LAST, LATER, ONE_DAY, TAKEN, conviction, item, life, nsd

NOTED = date(2015, 4, 1)


def rows(*lives, on=LATER):
    """The wrong dates over some cases."""
    return figures.answer([WRONG_DATES], lives, on)["wrong-dates"].rows


def told(day, *, by="hailoh", on=NOTED, id=1):
    """A date that was notified."""
    return Notified(id, by, day, on)


def test_a_date_that_is_the_last_day_of_the_power_is_right_and_any_other_is_wrong():
    assert not rows(life(notified=(told(LAST),)))
    (row,) = rows(life(notified=(told(LAST - timedelta(days=31)),)))
    assert (row.days, row.computed_day) == (-31, LAST)


def test_only_the_period_of_the_power_counts_whatever_else_keeps_the_item():
    assert not rows(life(item(nsd(LAST), conviction(LAST)), notified=(told(LAST),)))
    assert len(rows(life(item(conviction(TAKEN)), notified=(told(LAST + ONE_DAY),)))) == 1


def test_the_earliest_item_is_the_one_compared_and_samples_are_left_out():
    later = item(id=2, kind="dna_profile", taken_on=TAKEN + ONE_DAY)
    earlier_sample = item(id=3, kind="dna_sample", taken_on=TAKEN - ONE_DAY)
    assert not rows(life(later, item(), earlier_sample, notified=(told(LAST),)))


def test_one_wrong_date_from_two_systems_is_one_and_two_wrong_dates_are_two():
    wrong = LAST - ONE_DAY
    (row,) = rows(life(notified=(told(wrong), told(wrong, by="jfit_log", on=NOTED - ONE_DAY, id=2))))
    assert (row.by, row.first_on) == (("hailoh", "jfit_log"), NOTED - ONE_DAY)
    assert len(rows(life(notified=(told(wrong), told(LAST + ONE_DAY, id=2))))) == 2


def test_a_date_counts_from_the_day_its_source_recorded_it():
    early = life(notified=(told(LAST - ONE_DAY),))
    assert not rows(early, on=NOTED - ONE_DAY)
    assert rows(early, on=NOTED)


def test_a_power_that_gives_no_day_cannot_be_compared():
    assert not rows(life(item(power="PACE-INV"), notified=(told(LAST),)))


def test_dates_off_by_the_same_number_of_days_are_one_group_with_its_first_day():
    wrong = [
        life(id=n, notified=(told(LAST - timedelta(days=days), on=NOTED + n * ONE_DAY),))
        for n, days in enumerate([31, 5, 31])
    ]
    assert offsets(rows(*wrong)) == [Offset(-31, 2, NOTED), Offset(-5, 1, NOTED + ONE_DAY)]
