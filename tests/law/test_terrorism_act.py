"""Terrorism Act 2000: convictions, determinations, court extensions, further fingerprints."""

import pytest

from law.cover import Status
from law.facts import (
    BorrowedCover,
    CommissionersOrder,
    Facts,
    IdentifiedForReview,
    RestartedPeriod,
    UnlawfulTaking,
)
from tests.law.building import conviction, court, day, item, last, nsd, of

PORT_STOP = item("TACT-S7", "10 Mar 2015")
SECTION_41 = item("TACT-S41", "15 Jun 2014")


def test_an_unlawful_taking_must_be_destroyed_whatever_else_is_recorded():
    saved = of(PORT_STOP, nsd("1 May 2015"), conviction("1 Jan 2010"), UnlawfulTaking("unlawful"))
    assert (saved.status, saved.last_lawful_day, saved.chain) == (Status.MUST_DESTROY, None, ())
    assert of(item("no such power", None), UnlawfulTaking("unlawful")).status is Status.MUST_DESTROY


def test_an_unlawful_taking_counts_from_the_day_it_was_decided():
    decided = UnlawfulTaking("unlawful", day("1 Jun 2015"))
    assert of(PORT_STOP, decided, on="31 May 2015").status is Status.TIME_LIMITED
    assert of(PORT_STOP, decided, on="1 Jun 2015").status is Status.MUST_DESTROY
    undated = UnlawfulTaking("unlawful")
    assert of(PORT_STOP, undated, on="10 Mar 2015").status is Status.MUST_DESTROY


def test_one_exempt_conviction_counts_as_none_and_two_hold_for_ever():
    one, two = conviction("1 Apr 2015", exempt=True), conviction("9 Sep 2015", exempt=True)
    alone = of(PORT_STOP, one)
    assert (alone.last_lawful_day, alone.ineffective) == (day("9 Sep 2015"), ())
    both = of(PORT_STOP, one, two)
    assert (both.status, both.chain) == (Status.INDEFINITE, ("TACT-CONV",))
    same_day = conviction("1 Apr 2015", exempt=True, id="another")
    assert of(PORT_STOP, one, same_day).status is Status.INDEFINITE


def test_exempt_convictions_of_one_course_of_action_count_as_one():
    acts = [conviction("1 Apr 2015", exempt=True, id=name, course_of_action="one evening") for name in "ab"]
    assert last(PORT_STOP, *acts) == day("9 Sep 2015")
    assert of(PORT_STOP, *acts, conviction("2 Apr 2015", exempt=True)).status is Status.INDEFINITE


def test_a_second_exempt_conviction_after_the_period_is_too_late():
    acts = conviction("1 Apr 2015", exempt=True), conviction("10 Sep 2015", exempt=True)
    assert of(PORT_STOP, *acts).ineffective == ("conviction 10 Sep 2015",)


def test_an_offence_that_is_not_recordable_does_not_count():
    assert of(PORT_STOP, conviction("1 Apr 2015", recordable=False)).ineffective == ("conviction 1 Apr 2015",)


def test_a_conviction_abroad_counts_from_april_2017_if_the_material_is_still_held_then():
    abroad = conviction("1 Jan 2010", foreign=True)
    assert of(PORT_STOP, abroad).ineffective == ("conviction 1 Jan 2010",)
    assert of(item("TACT-S7", "1 Feb 2017"), abroad).status is Status.INDEFINITE
    assert of(item("CTA-GEN", "1 Feb 2017"), abroad).ineffective == ("conviction 1 Jan 2010",)
    assert of(item("BORDER-S3", "1 Feb 2021"), abroad).status is Status.INDEFINITE


def test_a_conviction_while_only_a_determination_covers_the_item_is_of_no_effect():
    answer = of(PORT_STOP, nsd("9 Sep 2015"), conviction("1 Jan 2016"))
    assert answer.last_lawful_day == day("8 Sep 2017")
    assert answer.ineffective == ("conviction 1 Jan 2016",)


def test_a_conviction_within_the_period_as_a_court_extended_it_holds_for_ever():
    extended = court("1 Jun 2017", "14 Jun 2017")
    assert of(SECTION_41, extended, conviction("14 Jun 2019")).status is Status.INDEFINITE
    assert of(SECTION_41, conviction("14 Jun 2019")).ineffective == ("conviction 14 Jun 2019",)


def test_a_void_determination_carries_nothing():
    answer = of(PORT_STOP, nsd("1 May 2015", void=True))
    assert (answer.last_lawful_day, answer.ineffective) == (day("9 Sep 2015"), ("nsd 1 May 2015",))


def test_a_determination_dated_before_the_taking_covers_nothing():
    assert of(PORT_STOP, nsd("9 Mar 2015")).ineffective == ("nsd 9 Mar 2015",)
    assert of(PORT_STOP, nsd("10 Mar 2015")).last_lawful_day == day("9 Mar 2017")


def test_no_determination_could_be_made_before_31_october_2013():
    old = item("TACT-S7", "1 Feb 2010")
    assert of(old, nsd("30 Oct 2013")).ineffective == ("nsd 30 Oct 2013",)
    assert of(old, nsd("31 Oct 2013")).ineffective == ()


def test_a_shorter_determination_never_cuts_a_longer_one():
    answer = of(PORT_STOP, nsd("1 May 2015"), nsd("2 May 2015", 6))
    assert answer.last_lawful_day == day("30 Apr 2017")
    assert answer.chain == ("TACT-S7", "TACT-NSD")
    assert answer.ineffective == ()


def test_a_revocation_ends_cover_that_day_but_not_what_another_power_gives():
    revoked = nsd("1 May 2015", revoked_on=day("1 Jan 2016"))
    assert last(PORT_STOP, revoked) == day("1 Jan 2016")
    assert last(PORT_STOP, nsd("1 May 2015", revoked_on=day("1 Jun 2015"))) == day("9 Sep 2015")
    assert last(PORT_STOP, revoked, on="31 Dec 2015") == day("30 Apr 2017")
    assert last(PORT_STOP, revoked, nsd("1 Jan 2016")) == day("31 Dec 2017")
    assert of(PORT_STOP, revoked, nsd("2 Jan 2016")).ineffective == ("nsd 2 Jan 2016",)


def test_revoking_after_its_end_changes_nothing():
    assert last(PORT_STOP, nsd("1 May 2015", revoked_on=day("1 Jan 2020"))) == day("30 Apr 2017")


def test_the_commissioners_order_ends_cover_that_day():
    order = CommissionersOrder("order", day("1 Mar 2016"))
    answer = of(PORT_STOP, nsd("1 May 2015"), nsd("1 Jan 2016"), order)
    assert (answer.last_lawful_day, answer.ineffective) == (day("1 Mar 2016"), ())


def test_the_commissioners_order_about_one_determination_leaves_the_other():
    order = CommissionersOrder("order", day("1 Mar 2016"), determination="nsd 1 Jan 2016")
    assert last(PORT_STOP, nsd("1 May 2015"), nsd("1 Jan 2016"), order) == day("30 Apr 2017")


def test_no_order_can_be_made_while_another_power_covers_or_after_cover_ended():
    early = of(PORT_STOP, nsd("1 May 2015", 6), CommissionersOrder("order", day("9 Sep 2015")))
    assert early.ineffective == ("order",)
    late = of(PORT_STOP, nsd("1 May 2015"), CommissionersOrder("order", day("1 May 2017")))
    assert (late.last_lawful_day, late.ineffective) == (day("30 Apr 2017"), ("order",))
    alone = of(PORT_STOP, CommissionersOrder("order", day("10 Sep 2015")))
    assert alone.ineffective == ("order",)


@pytest.mark.parametrize(
    ("applied", "ordered"),
    [
        ("14 Mar 2017", "1 May 2017"),  # the day before the window
        ("15 Jun 2017", "15 Jun 2017"),  # after it
        ("1 Jun 2017", "15 Jun 2017"),  # in the window, ordered a day late
        ("1 Jun 2017", "31 May 2017"),  # ordered before it was applied for
    ],
)
def test_a_court_extension_out_of_time_is_of_no_effect(applied, ordered):
    answer = of(SECTION_41, court(applied, ordered))
    assert (answer.last_lawful_day, answer.ineffective) == (day("14 Jun 2017"), ("court",))


def test_a_late_order_is_not_saved_by_a_determination_that_covers_meanwhile():
    answer = of(SECTION_41, nsd("1 Jun 2017", 6), court("1 Jun 2017", "15 Jun 2017"))
    assert (answer.last_lawful_day, answer.ineffective) == (day("30 Nov 2017"), ("court",))


def test_a_court_extends_once_only():
    first = court("15 Mar 2017", "1 May 2017", id="first")
    second = court("1 Jun 2019", "1 Jun 2019", id="second")
    answer = of(SECTION_41, first, second)
    assert (answer.last_lawful_day, answer.ineffective) == (day("14 Jun 2019"), ("second",))


def test_two_orders_in_one_window_extend_once():
    acts = [court("15 Mar 2017", on, id=on) for on in ("1 May 2017", "2 May 2017")]
    answer = of(SECTION_41, *acts)
    assert (answer.last_lawful_day, answer.ineffective) == (day("14 Jun 2019"), ())


def test_no_court_can_extend_a_port_stop():
    assert of(PORT_STOP, court("1 Sep 2015", "2 Sep 2015")).ineffective == ("court",)


def test_a_new_detention_restarts_the_period_only_while_it_runs():
    again = RestartedPeriod("again", day("9 Sep 2015"))
    assert last(PORT_STOP, again) == day("8 Mar 2016")
    late = of(PORT_STOP, RestartedPeriod("again", day("10 Sep 2015")))
    assert (late.last_lawful_day, late.ineffective) == (day("9 Sep 2015"), ("again",))
    refused = of(item("CTA-GEN", "10 Mar 2015"), RestartedPeriod("again", day("1 Apr 2015")))
    assert refused.ineffective == ("again",)


def test_a_restart_under_a_power_without_a_rule_is_unresolved():
    answer = of(PORT_STOP, RestartedPeriod("again", day("1 Apr 2015"), power="TACT-S43B"))
    assert (answer.status, answer.candidate_day) == (Status.UNRESOLVED, day("9 Sep 2015"))


def test_a_court_order_of_the_first_period_counts_though_a_restart_has_a_window_of_its_own():
    again = RestartedPeriod("again", day("1 Jan 2015"))
    answer = of(SECTION_41, court("1 Jun 2017", "14 Jun 2017"), again)
    assert (answer.last_lawful_day, answer.ineffective) == (day("14 Jun 2019"), ())


ORIGINAL = Facts(item("TACT-S7", "1 Aug 2020"), (nsd("1 Jan 2021", 60),))
FURTHER = item("TACT-S7", "1 Sep 2020")


def borrowed(made: str, original: Facts = ORIGINAL, **more) -> BorrowedCover:
    return BorrowedCover("borrowed", day(made), original, **more)


def test_further_fingerprints_are_held_as_long_as_the_original_set():
    answer = of(FURTHER, borrowed("1 Oct 2020"))
    assert (answer.last_lawful_day, answer.chain[-1]) == (day("31 Dec 2025"), "TACT-FFP")


def test_further_fingerprints_fall_with_the_original():
    fallen = Facts(ORIGINAL.item, (nsd("1 Jan 2021", 60, revoked_on=day("1 Mar 2022")),))
    assert last(FURTHER, borrowed("1 Oct 2020", fallen)) == day("1 Mar 2022")


def test_further_fingerprints_keep_their_own_longer_cover():
    short = Facts(item("TACT-S7", "1 Aug 2020"))
    own = nsd("1 Feb 2021", 60)
    assert last(FURTHER, borrowed("1 Oct 2020", short), own) == day("31 Jan 2026")


def test_further_fingerprints_are_indefinite_or_open_with_the_original():
    convicted = Facts(ORIGINAL.item, (conviction("1 Jan 2019"),))
    answer = of(FURTHER, borrowed("1 Oct 2020", convicted))
    assert (answer.status, answer.last_lawful_day) == (Status.INDEFINITE, None)
    running = Facts(item("TPIM", "1 Aug 2020"))
    assert of(FURTHER, borrowed("1 Oct 2020", running)).status is Status.OPEN


def test_an_unresolved_original_leaves_the_further_set_unresolved():
    answer = of(FURTHER, borrowed("1 Oct 2020", Facts(item("TACT-S7", None))))
    assert answer.status is Status.UNRESOLVED
    assert "original set" in answer.unresolved_because


@pytest.mark.parametrize(
    ("further", "act"),
    [
        (item("TACT-S7", "1 Sep 2020", kind="dna_profile"), borrowed("1 Oct 2020")),
        (FURTHER, borrowed("1 Oct 2020", Facts(item("TACT-S7", "1 Aug 2020", kind="dna_profile")))),
        (item("TACT-S7", "1 Apr 2020"), borrowed("12 Aug 2020")),
        (FURTHER, borrowed("1 Oct 2020", Facts(item("TACT-S7", "1 Aug 2020", nation="NI")))),
        (FURTHER, borrowed("1 Sep 2021")),
        (FURTHER, borrowed("1 Oct 2020", Facts(item("TACT-S7", "1 Jan 2015")))),
        (FURTHER, borrowed("1 Oct 2020", Facts(ORIGINAL.item, (UnlawfulTaking("unlawful"),)))),
    ],
    ids=[
        "a profile",
        "lent by a profile",
        "before the power",
        "another nation",
        "too late",
        "ended",
        "unlawful",
    ],
)
def test_borrowed_cover_that_no_act_gives_is_of_no_effect(further, act):
    assert "borrowed" in of(further, act).ineffective


def test_a_borrowed_set_lends_nothing_to_another():
    lender = Facts(item("TACT-S7", "1 Sep 2020"), (borrowed("1 Oct 2020"),))
    # Its own six months, with the coronavirus extension, and no more.
    own = last(lender.item)
    assert last(item("TACT-S7", "2 Sep 2020"), borrowed("1 Nov 2020", lender)) == last(
        item("TACT-S7", "2 Sep 2020")
    )
    assert own == day("27 Aug 2021")


def test_the_original_is_read_as_it_stood_on_the_day():
    act = borrowed("1 Oct 2020")
    assert last(FURTHER, act, on="31 Dec 2020") == last(FURTHER)
    assert last(FURTHER, act, on="1 Jan 2021") == day("31 Dec 2025")


def test_an_act_of_another_regime_changes_nothing():
    assert last(PORT_STOP, IdentifiedForReview("named", day("1 Apr 2015"))) == day("9 Sep 2015")
