"""F19 to F29, clause by clause: hand-overs, stays, answers, decisions, chases, deletion, risk, lacking."""

from datetime import date, timedelta

import pytest

import law.facts
from oversight import figures
from oversight.facts import (
    Alert,
    Application,
    Chase,
    CommissionerReview,
    Deletion,
    Determination,
    Ending,
    Halt,
    Movement,
    Request,
    Retainable,
    RetainedBecause,
    Review,
)
from oversight.figures import HELD, LAPSES
from oversight.figures.answered import answered_rows, chase_rows, decided_rows, pending_rows
from oversight.figures.basis import bases_of
from oversight.figures.deletion import past_rows, stopped_rows, wrong_rows
from oversight.figures.determinations import determination_rows
from oversight.figures.quality import at_risk_rows, lacking_rows
from oversight.figures.stages import hand_over_rows, stay_rows, turn_rows
from oversight.lives import lives_of
from tests.unit.oversight_cases import (
    FIRST_UNLAWFUL,
    KNOWN,
    LAST,
    LATER,
    ONE_DAY,
    TAKEN,
    case,
    conviction,
    item,
    life,
    nsd,
)

SENT = date(2015, 5, 1)
JFIT = date(2015, 4, 10)
STATES = ((TAKEN, "with_sofs"), (JFIT, "with_jfit"), (SENT, "with_chief_officer"))


def days_before(day):
    """The day so many days before the last lawful day."""
    return LAST - timedelta(days=day)


def revoked(day):
    """A determination revoked on a day, which is the last of its cover."""
    return law.facts.Determination("r", JFIT, 24, False, day)


# Hand-overs and stays ---------------------------------------------------------------------------------------


def test_a_hand_over_has_the_days_left_of_the_cover_that_the_case_then_had():
    rows = list(hand_over_rows(life(states=STATES), LATER))
    assert [(row.hand_over, row.on, row.days) for row in rows] == [
        ("jfit", JFIT, (LAST - JFIT).days),
        ("chief_officer", SENT, (LAST - SENT).days),
    ]
    assert [row.hand_over for row in hand_over_rows(life(states=STATES), SENT - ONE_DAY)] == ["jfit"]


def test_a_determination_made_after_a_hand_over_does_not_lengthen_what_was_left_at_it():
    renewed = life(item(nsd(date(2015, 9, 1))), states=STATES)
    assert next(hand_over_rows(renewed, LATER)).last_lawful_day == LAST


def test_what_is_handed_over_past_its_cover_has_days_below_zero_and_what_has_no_end_is_not_counted():
    late = ((TAKEN, "with_sofs"), (FIRST_UNLAWFUL, "with_jfit"))
    assert [row.days for row in hand_over_rows(life(states=late), LATER)] == [-1]
    assert not list(hand_over_rows(life(item(conviction(TAKEN)), states=late), LATER))
    assert not list(hand_over_rows(life(item(kind="dna_sample"), states=late), LATER))
    assert not list(hand_over_rows(life(item(deleted_on=LAST), states=late), LATER))


def test_going_to_be_signed_off_counts_once_whoever_signs_it_off():
    stopped = (*STATES[:2], (SENT, "stop_with_superintendent"), (SENT + ONE_DAY, "stop_with_inspector"))
    assert [row.hand_over for row in hand_over_rows(life(states=stopped), LATER)] == ["jfit", "sign_off"]


def test_the_days_left_are_those_of_the_item_whose_cover_ends_first():
    two = life(item(id=2, taken_on=date(2015, 4, 2)), item(), states=STATES)
    assert [row.last_lawful_day for row in hand_over_rows(two, LATER)] == [LAST, LAST]


def test_another_person_with_the_chief_officer_is_no_hand_over():
    same = (*STATES, (SENT + ONE_DAY, "with_chief_officer"))
    assert [row.on for row in hand_over_rows(life(states=same), LATER)] == [JFIT, SENT]


def test_a_case_that_began_with_jfit_was_handed_over_by_nobody():
    assert not list(hand_over_rows(life(states=((TAKEN, "with_jfit"),)), LATER))


def test_coming_back_from_a_chief_officer_is_no_hand_over_to_jfit():
    back = (*STATES, (SENT + ONE_DAY, "with_jfit"))
    assert [row.hand_over for row in hand_over_rows(life(states=back), LATER)] == ["jfit", "chief_officer"]


def test_a_stay_ends_when_the_case_goes_on_and_one_that_has_not_ended_is_not_measured():
    rows = list(stay_rows(life(states=STATES), LATER))
    assert [(row.stage, row.came_on, row.went_on, row.days) for row in rows] == [
        ("sofs", TAKEN, JFIT, (JFIT - TAKEN).days),
        ("jfit", JFIT, SENT, (SENT - JFIT).days),
    ]
    assert [row.stage for row in stay_rows(life(states=STATES), SENT - ONE_DAY)] == ["sofs"]


def test_a_stay_is_no_stay_where_the_case_stands_with_no_stage():
    made = (*STATES, (SENT + ONE_DAY, "nsd_in_force"), (LAST, "with_jfit"))
    assert [row.stage for row in stay_rows(life(states=made), LATER)] == ["sofs", "jfit", "chief_officers"]


def test_a_change_of_person_ends_a_turn_and_no_stay():
    moved = (
        Movement(0, TAKEN, "with_jfit", 7),
        Movement(1, JFIT, "with_jfit", 8),
        Movement(2, SENT, "with_chief_officer"),
    )
    (known,) = lives_of([case_with(moved)], KNOWN)
    assert [(row.came_on, row.went_on) for row in stay_rows(known, LATER)] == [(TAKEN, SENT)]
    assert [(row.holder, row.went_on) for row in turn_rows(known, LATER)] == [(7, JFIT), (8, SENT)]
    assert not list(turn_rows(life(states=STATES), LATER))  # nobody is known to have had it


def case_with(movements):
    """A plain case with these movements."""
    from dataclasses import replace

    return replace(case(), movements=movements)


# Answers, decisions, chases ---------------------------------------------------------------------------------


def answered(on=LAST, due=LAST):
    """A case with one request of 1 May 2015 answered."""
    return life(requests=(Request("ctu", SENT, on, "CTU North", due, on),))


def test_an_answer_counts_from_its_day_and_is_late_after_its_target():
    (row,) = answered_rows(answered(), LAST)
    assert (row.to, row.name, row.days, row.late) == ("ctu", "CTU North", (LAST - SENT).days, False)
    assert not list(answered_rows(answered(), LAST - ONE_DAY))
    assert next(answered_rows(answered(due=LAST - ONE_DAY), LAST)).late
    assert not list(answered_rows(life(requests=(Request("ctu", SENT, LAST, answered_on=None),)), LATER))


APPLIED = (Application(5, SENT, "Force A"),)


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ({"determinations": (Determination(1, LAST, "", 5),)}, "made"),
        ({"determinations": (Determination(1, LAST, "rank", 5),)}, "void"),
        ({"refusals": (Ending(LAST, "refused", False, 5),)}, "refused"),
        ({"refusals": (Ending(LAST, "refused", True, 5),)}, "void"),
        ({"determinations": (Determination(1, LAST),)}, "made"),  # of a log, which links nothing
    ],
)
def test_an_application_is_decided_once_by_its_first_decision(given, outcome):
    decided = life(applications=APPLIED, **given)
    (row,) = decided_rows(decided, LAST)
    assert (row.force, row.outcome, row.days) == ("Force A", outcome, (LAST - SENT).days)
    assert not list(decided_rows(decided, LAST - ONE_DAY))


def test_a_decision_of_another_application_decides_not_this_one():
    two = (*APPLIED, Application(6, SENT + ONE_DAY, "Force B"))
    (row,) = decided_rows(life(applications=two, determinations=(Determination(1, LAST),)), LATER)
    assert row.force == "Force B"
    assert not list(decided_rows(life(applications=APPLIED), LATER))


def test_of_two_decisions_the_first_counts_and_of_two_applications_the_latest_of_the_day_is_pending():
    both = {
        "determinations": (Determination(1, LAST, "", 5),),
        "refusals": (Ending(SENT, "refused", False, 5),),
    }
    assert [row.outcome for row in decided_rows(life(applications=APPLIED, **both), LATER)] == ["refused"]
    three = (Application(4, JFIT, "Force C"), *APPLIED, Application(6, LATER, "Force B"))
    (row,) = pending_rows(life(applications=three, states=STATES), LAST)
    assert row.force == "Force A"


def test_a_decision_made_before_an_application_decided_another():
    early = life(applications=APPLIED, determinations=(Determination(1, SENT - ONE_DAY, "", 5),))
    assert not list(decided_rows(early, LATER))
    of_a_log = (Application(4, JFIT, "Force C"), *APPLIED)
    (row,) = decided_rows(life(applications=of_a_log, refusals=(Ending(SENT - ONE_DAY, "refused"),)), LATER)
    assert row.force == "Force C"


def test_an_application_is_pending_while_the_case_stands_with_a_chief_officer():
    sent = life(applications=APPLIED, states=STATES)
    (row,) = pending_rows(sent, LAST)
    assert (row.force, row.days, row.last_lawful_day) == ("Force A", (LAST - SENT).days, LAST)
    assert not list(pending_rows(sent, SENT - ONE_DAY))
    assert not list(pending_rows(life(states=STATES), LAST))
    back = life(applications=APPLIED, states=(*STATES, (LAST, "with_jfit")))
    assert not list(pending_rows(back, LAST))


def test_determinations_have_the_copy_and_the_latest_finding_of_the_day():
    reviews = (
        CommissionerReview(1, 5, "challenge", SENT),
        CommissionerReview(2, 5, "satisfied", LAST),
        CommissionerReview(3, 9, "order", SENT),
    )
    made = life(
        determinations=(Determination(5, JFIT), Determination(6, JFIT, "rank")),
        copies=((5, SENT), (9, JFIT)),
        commissioner_reviews=reviews,
    )
    rows = [list(determination_rows(made, day)) for day in (JFIT - ONE_DAY, JFIT, SENT, LAST)]
    assert rows[0] == []
    assert [(row.sent_on, row.outcome) for (row,) in rows[1:]] == [
        (None, "not_reviewed"),
        (SENT, "challenge"),
        (SENT, "satisfied"),
    ]


def test_a_chase_is_late_by_the_days_after_its_own():
    chased = life(chases=(Chase(SENT, SENT + ONE_DAY, LAST),))
    (row,) = chase_rows(chased, LAST - ONE_DAY)
    assert (row.days, row.is_open) == (1, True)
    assert not next(chase_rows(chased, LAST)).is_open
    assert not list(chase_rows(chased, SENT))


# Deletion ---------------------------------------------------------------------------------------------------


def past(on=LATER, **done):
    """The step of an item past its cover, its days and those searched."""
    gone = done.pop("deleted_on", None)
    rows = list(past_rows(life(item(work=Deletion(**done), deleted_on=gone)), on))
    return [(row.step, row.days, row.days_searched) for row in rows]


def test_material_past_its_cover_is_counted_step_by_step_with_the_days_and_those_searched():
    told, hidden, gone = (FIRST_UNLAWFUL + timedelta(days=days) for days in (2, 5, 9))
    assert past(on=LAST) == []
    assert past(on=FIRST_UNLAWFUL) == [("waiting", 1, 1)]
    done = {"instructed_on": told, "non_searchable_on": hidden, "deleted_on": gone}
    assert past(on=told, **done) == [("instructed", 3, 3)]
    assert past(on=hidden, **done) == [("non_searchable", 6, 5)]
    assert past(on=gone, **done) == [("gone", 9, 5)]
    assert past(on=LATER, **done) == [("gone", 9, 5)]


def test_what_was_hidden_beforehand_was_not_searched_and_what_was_gone_in_time_was_never_past():
    assert past(on=LATER, non_searchable_on=LAST)[0][2] == 0
    assert past(deleted_on=FIRST_UNLAWFUL) == []


def test_a_stopped_deletion_counts_from_its_day_but_not_where_the_item_was_gone():
    halts = (Halt(LAST, "lawful_cover", True), Halt(LAST, "gone"))
    stopped = life(item(work=Deletion(halts=halts)))
    (row,) = stopped_rows(stopped, LAST)
    assert (row.because, row.approved) == ("lawful_cover", True)
    assert not list(stopped_rows(stopped, LAST - ONE_DAY))


@pytest.mark.parametrize(
    ("made", "more", "is_wrong"),
    [
        (item(deleted_on=LAST), {}, False),  # within the period of the power alone
        (item(nsd(JFIT), deleted_on=LAST), {}, True),
        (item(nsd(LAST + ONE_DAY), deleted_on=LAST), {}, False),
        (item(deleted_on=FIRST_UNLAWFUL), {}, False),
        (item(conviction(TAKEN), deleted_on=LATER), {}, True),
        (item(nsd(JFIT), kind="dna_sample", deleted_on=LAST), {}, False),
        (item(law.facts.UnlawfulTaking("u", JFIT), nsd(TAKEN), deleted_on=LAST), {}, False),
        (item(power="NO-SUCH-POWER", deleted_on=LAST), {}, False),
        (item(deleted_on=LAST), {"sign_offs": (Ending(JFIT, "confirmed"),)}, False),
        (item(nsd(JFIT), deleted_on=LAST), {"sign_offs": (Ending(LAST, "confirmed"),)}, True),
        (item(conviction(TAKEN), deleted_on=LAST), {"refusals": (Ending(LAST, "refused"),)}, True),
        (item(conviction(LAST + ONE_DAY), deleted_on=LAST), {}, False),
        (item(revoked(LAST - ONE_DAY), deleted_on=LAST), {}, False),
        (item(revoked(LAST), deleted_on=LAST), {}, True),
        (item(nsd(JFIT), deleted_on=LAST), {"refusals": (Ending(FIRST_UNLAWFUL, "refused"),)}, True),
    ],
)
def test_a_deletion_was_wrong_where_more_than_the_power_covered_the_item_on_its_day(made, more, is_wrong):
    assert bool(list(wrong_rows(life(made, **more), LATER))) == is_wrong
    assert not list(wrong_rows(life(made, **more), LAST - ONE_DAY))


def test_what_earlier_fingerprints_covered_was_wrongly_let_go_from_the_day_they_did():
    day = date(2022, 6, 1)  # past the six months of the power
    original = law.facts.Facts(
        law.facts.Item("fingerprints", "TACT-S41", date(2021, 8, 1), "EW"), (conviction(date(2021, 8, 20)),)
    )
    lent = law.facts.BorrowedCover("b", date(2021, 10, 1), original)
    gone = life(item(lent, taken_on=date(2021, 9, 1), deleted_on=day), known_on=date(2022, 7, 1))
    assert bases_of(gone, date(2021, 9, 30)) == ("statutory",)
    assert bases_of(gone, date(2021, 10, 1)) == ("other",)
    assert [row.gone_on for row in wrong_rows(gone, day)] == [day]


# Risk, and what is lacking ----------------------------------------------------------------------------------


def test_a_case_is_at_risk_while_its_alert_stands_and_has_a_plan_from_the_day_it_was_given():
    risky = life(alerts=(Alert("28", SENT, 40, LAST, LAST - ONE_DAY),))
    assert [row.has_plan for row in at_risk_rows(risky, SENT)] == [False]
    assert [row.has_plan for row in at_risk_rows(risky, LAST - ONE_DAY)] == [True]
    assert not list(at_risk_rows(risky, SENT - ONE_DAY)) and not list(at_risk_rows(risky, LAST))
    assert not list(at_risk_rows(life(alerts=(Alert("renew_1", SENT, 40),)), LAST))


@pytest.mark.parametrize(
    ("made", "more", "lacks"),
    [
        (item(), {}, ()),
        (item(taken_on=None, recorded_on=TAKEN), {}, ("date",)),
        (item(power=""), {}, ("power",)),
        (item(has_place=False), {}, ("port",)),
        (item(), {"perhaps_another": True}, ("person",)),
        (item(has_place=False, deleted_on=LAST), {"perhaps_another": True}, ()),
    ],
)
def test_what_is_not_recorded_about_what_is_held_is_listed(made, more, lacks):
    assert [row.lacks for row in lacking_rows(life(made, **more), LATER)] == ([lacks] if lacks else [])


# Bases of holding, and what was found -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "day", "basis"),
    [
        (item(), LAST, "statutory"),
        (item(), FIRST_UNLAWFUL, "none"),
        (item(nsd(LAST)), LAST - ONE_DAY, "statutory"),
        (item(nsd(LAST)), LAST, "nsd"),
        (item(nsd(LAST)), LATER, "nsd"),
        (item(nsd(JFIT, 1)), LAST, "statutory"),  # ended before the period of the power
        (item(nsd(JFIT, void=True)), LAST, "statutory"),
        (item(conviction(LAST)), LAST - ONE_DAY, "statutory"),
        (item(conviction(LAST)), LAST, "conviction"),
        (item(law.facts.Determination("d", LAST, 24, False, LAST + ONE_DAY)), LATER, "none"),
        (item(power="NO-SUCH-POWER"), LATER, "unresolved"),
        (item(power="PACE-INV"), LATER, "open"),
    ],
)
def test_each_item_is_held_on_the_basis_of_the_day(made, day, basis):
    assert bases_of(life(made), day) == (basis,)


def test_a_case_whose_items_are_held_on_several_bases_is_among_each_and_what_is_gone_among_none():
    both = life(item(), item(nsd(LAST), id=2), item(id=3, deleted_on=LAST))
    assert bases_of(both, LAST) == ("statutory", "nsd")
    assert bases_of(life(item(deleted_on=LAST)), LAST) == ()


def test_the_latest_review_stands_and_all_causes_of_keeping_do():
    reviews = (Review("no", JFIT), Review("yes", SENT))
    (row,) = figures.answer([LAPSES], [life(reviews=reviews)], LATER)["lapses"].rows
    assert row.would_have_applied == "yes"
    found = life(
        retainable=(Retainable("no", "no", JFIT), Retainable("yes", "no", SENT)),
        retained_because=(RetainedBecause("it", JFIT), RetainedBecause("resources", SENT)),
    )
    held = figures.answer([HELD], [found], LATER)["held"]
    assert held.retainable == {1: ("yes", "no")} and held.kept == {1: ("it", "resources")}
