"""The headline figures of every day of a span are those of each day asked by itself."""

from datetime import date, timedelta

import law.facts
from oversight.facts import Determination, Ending, Review
from oversight.figures import headline
from oversight.figures.daily import daily
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

FROM, TO = date(2015, 3, 1), date(2016, 4, 22)


def cases():
    """One of every kind, and two of one person that are in a figure on different days."""
    early = item(deleted_on=date(2015, 10, 1))
    return [
        life(id=1, subject=1),
        life(early, id=2, subject=1, states=((TAKEN, "with_sofs"),)),
        life(item(conviction(date(2015, 6, 1))), id=3, subject=2),
        life(item(nsd(LAST)), id=4, subject=3, determinations=(Determination(1, LAST),)),
        life(item(nsd(LAST, void=True)), id=5, subject=4, determinations=(Determination(2, LAST, "rank"),)),
        life(item(law.facts.UnlawfulTaking("u", date(2015, 5, 1)), deleted_on=LATER), id=6, subject=5),
        life(sign_offs=(Ending(LAST, "confirmed"),), id=7, subject=6),
        life(item(taken_on=date(2010, 1, 5)), id=8, subject=7, reviews=(Review("yes", LAST),)),
        life(reviews=(Review("yes", LAST),), id=9, subject=8),
        life(item(conviction(FIRST_UNLAWFUL), deleted_on=LATER), id=10, subject=1),
        life(item(taken_on=None, recorded_on=LAST), id=11, subject=9),
    ]


def test_each_day_of_a_span_is_as_if_it_were_asked_by_itself():
    found = list(daily(cases(), FROM, TO, KNOWN))
    assert len(found) == (TO - FROM).days + 1
    for number, of_day in enumerate(found):
        assert of_day == headline(cases(), FROM + number * ONE_DAY, KNOWN)


def test_a_span_of_one_day_and_one_without_cases_are_answered_too():
    (alone,) = daily(cases(), LATER, LATER, KNOWN)
    assert alone == headline(cases(), LATER, KNOWN)
    nothing = list(daily([], FROM, FROM + timedelta(days=2), KNOWN))
    assert [of_day["held"]["individuals"] for of_day in nothing] == [0, 0, 0]
