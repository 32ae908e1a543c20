"""The rules of cause, in their order: what each asks, on the last lawful day, and what is contributory."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from oversight.causes import Cause, Causes, Standing, axis_of, causes_of
from oversight.facts import CauseFound, Determination, Request, Shelving
from oversight.filters import AXES
from tests.unit.oversight_cases import FIRST_UNLAWFUL, LAST, ONE_DAY, TAKEN, case, item

REFERRED = (date(2015, 4, 10), "with_jfit")
SOFS = ((TAKEN, "with_sofs"),)


def moved(*states):
    """A case referred to JFIT that went on to these states."""
    return ((TAKEN, "with_sofs"), REFERRED, *states)


def before(days):
    """The day so many days before the last lawful day."""
    return LAST - timedelta(days=days)


def of(*items, **more):
    """The causes of such a case."""
    return causes_of(case(*items, **more), LAST)


def test_nothing_else_applying_it_is_jfit():
    assert of() == Causes(Cause.JFIT)


def test_an_application_awaiting_decision_on_the_day_is_the_chief_officer():
    assert of(states=moved((LAST, "with_chief_officer"))).primary == Cause.CHIEF_OFFICER
    assert of(states=moved((FIRST_UNLAWFUL, "with_chief_officer"))).primary == Cause.JFIT


def test_an_application_withdrawn_by_the_day_is_no_longer_the_chief_officer():
    back = moved((before(9), "with_chief_officer"), (LAST, "with_jfit"))
    assert of(states=back).primary == Cause.JFIT


def test_a_void_determination_made_by_the_day_is_the_chief_officer():
    assert of(determinations=(Determination(1, LAST, "rank"),)).primary == Cause.CHIEF_OFFICER
    assert of(determinations=(Determination(1, FIRST_UNLAWFUL, "rank"),)).primary == Cause.JFIT


def test_a_void_determination_put_right_by_a_later_one_is_not_blamed_at_renewal():
    put_right = (Determination(1, before(20), "rank"), Determination(2, before(10)))
    assert of(determinations=put_right).primary == Cause.JFIT


@pytest.mark.parametrize("state", ["stop_with_inspector", "stop_with_superintendent"])
def test_a_provisional_stop_awaiting_sign_off_is_the_sign_off(state):
    assert of(states=moved((LAST, state))).primary == Cause.STOP_SIGN_OFF
    assert of(states=moved((FIRST_UNLAWFUL, state))).primary == Cause.JFIT


def test_a_void_determination_comes_before_a_stop_awaiting_sign_off():
    found = of(
        states=moved((LAST, "stop_with_inspector")), determinations=(Determination(1, before(5), "rank"),)
    )
    assert found == Causes(Cause.CHIEF_OFFICER, (Cause.STOP_SIGN_OFF,))


def test_a_case_not_yet_referred_is_sofs():
    assert of(states=SOFS).primary == Cause.SOFS
    assert of(states=(*SOFS, (LAST, "with_jfit"))).primary == Cause.JFIT
    assert of(states=(*SOFS, (FIRST_UNLAWFUL, "with_jfit"))).primary == Cause.SOFS


def test_a_case_that_never_moved_or_stands_retained_is_sofs():
    assert causes_of(replace(case(), movements=()), LAST).primary == Cause.SOFS
    assert of(states=((TAKEN, "retained_on_other_basis"),)).primary == Cause.SOFS


def test_a_case_sent_back_to_sofs_is_sofs():
    assert of(states=moved((LAST, "with_sofs"))).primary == Cause.SOFS


def test_movements_of_one_day_count_in_their_order():
    assert of(states=moved((LAST, "with_chief_officer"), (LAST, "with_jfit"))).primary == Cause.JFIT


@pytest.mark.parametrize(
    ("received", "contributory"),
    [
        (TAKEN + timedelta(days=21), ()),
        (TAKEN + timedelta(days=22), (Cause.PORT,)),
        (FIRST_UNLAWFUL, (Cause.PORT,)),
        (None, (Cause.PORT,)),
    ],
)
def test_the_port_contributes_where_the_profile_came_after_day_21_or_not_at_all(received, contributory):
    profile = item(id=2, kind="dna_profile", profile_received_on=received)
    assert of(item(), profile, states=SOFS) == Causes(Cause.SOFS, contributory)


def test_the_port_does_not_contribute_where_no_dna_was_taken_or_where_it_is_not_sofs():
    assert of(item(), states=SOFS) == Causes(Cause.SOFS)
    assert of(item(), item(id=2, kind="dna_profile")) == Causes(Cause.JFIT)


def test_a_case_that_lapsed_before_day_21_had_ended_is_not_the_ports():
    early = case(item(), item(id=2, kind="dna_profile"), states=SOFS)
    assert causes_of(early, TAKEN + timedelta(days=20)) == Causes(Cause.SOFS)
    assert causes_of(early, TAKEN + timedelta(days=21)) == Causes(Cause.SOFS, (Cause.PORT,))


def test_shelved_as_expired_while_its_day_was_still_to_come_is_the_wrong_date():
    assert of(shelvings=(Shelving(LAST, "expired_on_receipt"),)).primary == Cause.WRONG_DATE
    assert of(shelvings=(Shelving(FIRST_UNLAWFUL, "expired_on_receipt"),)).primary == Cause.JFIT
    assert of(shelvings=(Shelving(LAST, "not_worth_pursuing"),)).primary == Cause.JFIT


@pytest.mark.parametrize(("to", "cause"), [("security_service", Cause.SECURITY_SERVICE), ("ctu", Cause.CTU)])
def test_a_request_open_on_the_day_and_sent_28_days_before_is_primary(to, cause):
    assert of(requests=(Request(to, before(28)),)) == Causes(cause)
    assert of(requests=(Request(to, before(27)),)) == Causes(Cause.JFIT, (cause,))


def test_an_answer_on_the_day_closes_the_request_and_one_a_day_later_does_not():
    assert of(requests=(Request("ctu", before(90), LAST),)) == Causes(Cause.JFIT)
    assert of(requests=(Request("ctu", before(90), FIRST_UNLAWFUL),)) == Causes(Cause.CTU)


def test_a_request_sent_after_the_day_was_not_open_on_it():
    assert of(requests=(Request("ctu", LAST + ONE_DAY),)) == Causes(Cause.JFIT)


def test_of_two_open_requests_the_one_sent_first_is_primary_and_the_other_contributes():
    both = (Request("security_service", before(40)), Request("ctu", before(50)))
    assert of(requests=both) == Causes(Cause.CTU, (Cause.SECURITY_SERVICE,))
    late = (Request("security_service", before(10)), Request("ctu", before(50)))
    assert of(requests=late) == Causes(Cause.CTU, (Cause.SECURITY_SERVICE,))


def test_of_two_open_requests_sent_on_one_day_the_security_service_is_primary():
    both = (Request("ctu", before(40)), Request("security_service", before(40)))
    assert of(requests=both) == Causes(Cause.SECURITY_SERVICE, (Cause.CTU,))


def test_a_late_profile_is_not_the_ports_where_another_rule_comes_first():
    late = item(id=2, kind="dna_profile")
    waiting = moved((LAST, "stop_with_inspector"))
    assert of(item(), late, states=waiting) == Causes(Cause.STOP_SIGN_OFF)


def test_a_stop_awaiting_sign_off_comes_before_a_shelving_and_that_before_a_request():
    shelved = (Shelving(before(30), "expired_on_receipt"),)
    waiting = moved((LAST, "stop_with_inspector"))
    assert of(shelvings=shelved, states=waiting) == Causes(Cause.STOP_SIGN_OFF, (Cause.WRONG_DATE,))
    assert of(shelvings=shelved, states=SOFS) == Causes(Cause.SOFS, (Cause.WRONG_DATE,))


@pytest.mark.parametrize("second", [80, 10])
def test_two_open_requests_to_one_are_one_cause(second):
    both = (Request("ctu", before(90)), Request("ctu", before(second)))
    assert of(requests=both) == Causes(Cause.CTU)


def test_the_latest_finding_of_a_supervisor_stands_and_what_the_rules_propose_contributes():
    asked = (Request("ctu", before(90)),)
    found = (CauseFound("confirmed", "jfit", LAST), CauseFound("confirmed", "sofs", LAST))
    assert of(cause_steps=found, states=SOFS) == Causes(Cause.SOFS, (), None, Standing.CONFIRMED)
    other = of(cause_steps=found[:1], states=SOFS)
    assert other == Causes(Cause.JFIT, (Cause.SOFS,), Cause.SOFS, Standing.CONFIRMED)
    assert other.proposed == Cause.SOFS
    by_ctu = of(cause_steps=(CauseFound("disputed", "ctu", LAST),), states=SOFS, requests=asked)
    assert by_ctu == Causes(Cause.CTU, (Cause.SOFS,), Cause.SOFS, Standing.DISPUTED)


def test_requests_to_ports_and_providers_are_not_those_of_the_rule():
    assert of(requests=(Request("port", before(90)), Request("fsp", before(90)))) == Causes(Cause.JFIT)


def test_an_open_request_contributes_where_an_earlier_rule_applies():
    asked = (Request("security_service", before(90)),)
    shelved = (Shelving(before(30), "expired_on_receipt"),)
    assert of(requests=asked, shelvings=shelved) == Causes(Cause.WRONG_DATE, (Cause.SECURITY_SERVICE,))
    waiting = moved((LAST, "stop_with_superintendent"))
    assert of(requests=asked, states=waiting) == Causes(Cause.STOP_SIGN_OFF, (Cause.SECURITY_SERVICE,))


def test_each_cause_says_who_could_have_avoided_it_and_lists_are_filtered_by_that():
    theirs = {Cause.SECURITY_SERVICE, Cause.CTU, Cause.PORT}
    assert {cause for cause in Cause if axis_of(cause) == "a third party"} == theirs
    assert {axis_of(cause) for cause in set(Cause) - theirs} == {"the police"}
    assert {axis_of(cause) for cause in Cause} == AXES.keys()
