"""F18, clause by clause: lawful, and held longer than normal practice."""

from datetime import date, timedelta

import pytest

from oversight.facts import Ending
from oversight.figures.longer import longer_rows
from tests.unit.oversight_cases import FIRST_UNLAWFUL, LATER, ONE_DAY, TAKEN, conviction, item, life, nsd

STOPPED_ON = date(2015, 6, 1)  # a Monday; ten working days on is Monday 15 June
TENTH = date(2015, 6, 15)
STOPPED = ((TAKEN, "with_sofs"), (date(2015, 4, 10), "with_jfit"), (STOPPED_ON, "stop_confirmed"))
CONFIRMED = (Ending(STOPPED_ON, "confirmed"),)


def listed(*items, on=TENTH, states=STOPPED, **more):
    """The items of the case that are held longer, as of a day."""
    more = more or {"sign_offs": CONFIRMED}
    return [row.item_ids for row in longer_rows(life(*items, states=states, **more), on)]


def test_what_was_stopped_counts_from_the_tenth_working_day_while_cover_runs():
    assert listed(on=TENTH - ONE_DAY) == []
    assert listed(on=TENTH) == [(1,)]
    assert listed(on=FIRST_UNLAWFUL - ONE_DAY) == [(1,)]
    assert listed(on=FIRST_UNLAWFUL) == []  # that is held unlawfully, and never both


def test_a_refusal_counts_as_a_stop_does():
    refused = (*STOPPED[:2], (STOPPED_ON, "nsd_refused"))
    assert listed(states=refused, refusals=(Ending(STOPPED_ON, "refused"),)) == [(1,)]
    assert listed(states=refused, refusals=(Ending(STOPPED_ON, "refused", is_void=True),)) == []


@pytest.mark.parametrize(
    "sign_off", [Ending(STOPPED_ON, "referred_up"), Ending(STOPPED_ON, "confirmed", is_void=True)]
)
def test_only_a_confirmation_with_authority_counts(sign_off):
    assert listed(sign_offs=(sign_off,)) == []


def test_a_case_taken_up_again_is_not_counted():
    again = (*STOPPED, (STOPPED_ON + timedelta(days=2), "with_jfit"))
    assert listed(states=again) == []


def test_a_confirmation_still_to_come_counts_from_its_own_day():
    later = (*CONFIRMED, Ending(TENTH + ONE_DAY, "confirmed"))
    assert listed(sign_offs=later) == [(1,)]


def test_what_is_gone_kept_by_a_conviction_or_unresolved_is_not_counted():
    assert listed(item(deleted_on=TENTH)) == []
    assert listed(item(conviction(TAKEN))) == []
    assert listed(item(power="NO-SUCH-POWER"), on=LATER) == []
    assert listed(item(nsd(date(2015, 5, 1))), on=LATER) == [(1,)]
