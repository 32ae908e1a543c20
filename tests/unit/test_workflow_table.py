"""The workflow as ``Case`` declares it, beside a list that people reviewed.

``workflow_table.txt`` is read by the people who answer for the process. A change of a declaration fails
here until they have changed the list.
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from accounts.choices import Role
from cases import permissions, policy, workflow
from cases.answers import Actor
from cases.choices import CaseEvent, CaseState
from cases.models import Case
from cases.services.papers import Item

REVIEWED = Path(__file__).with_name("workflow_table.txt")
DAY = date(2016, 4, 6)
RANK_OF = {
    Role.CHIEF_OFFICER: "chief_constable",
    Role.CHIEF_OFFICER_STAFF: "chief_constable",
    Role.INSPECTOR: "inspector",
    Role.SUPERINTENDENT: "superintendent",
}


@dataclass
class Person:
    """Somebody, for a permission that only asks who they are."""

    pk: int = 7
    roles: frozenset[str] = field(default_factory=frozenset)


@pytest.fixture(autouse=True)
def policy_of_april_2016(monkeypatch):
    """The default of the day, without a database to hold another."""
    monkeypatch.setattr(policy, "inspectors_sign_off", lambda day: True)
    monkeypatch.setattr(policy, "inspectors_sign_off_from", lambda day: date(2015, 12, 15))


def a_case(state, *, prepared_by=()):
    case = Case(ref="T/1", state=state, is_held=False)
    case.known_preparers = set(prepared_by)
    case.known_items = [Item(1, "fingerprints", "TACT-S7", "EW", "13")]
    case.known_came_by = "stop"
    return case


def actor(role, rank=None):
    held = RANK_OF.get(role, "constable") if rank is None else rank
    return Actor(Person(), DAY, roles=frozenset({role}), rank=held, forces=frozenset({"13"}))


def who_may(state, event):
    """The roles, each with the rank that goes with it, to whom the declaration gives the event."""
    permission = workflow.permission_of(event, state)
    may = [role.value for role in Role if permission(a_case(state), actor(role))]
    system = Actor(Person(), DAY, is_system=True)
    return may + (["the system"] if permission(a_case(state), system) else [])


def the_table():
    """Every state with every event: where it leads and who may, or that it is no step."""
    lines = []
    for state, event in product(CaseState.values, CaseEvent.values):
        targets = sorted({e.target for e in workflow.edges() if (e.source, e.event) == (state, event)})
        if targets:
            lines.append(f"{state} + {event} -> {' | '.join(targets)}: {', '.join(who_may(state, event))}")
        else:
            lines.append(f"{state} + {event}: no")
    return lines


def test_every_state_and_event_is_as_reviewed():
    reviewed = [line for line in REVIEWED.read_text().splitlines() if line and not line.startswith("#")]
    assert the_table() == reviewed


def test_every_event_is_declared_and_every_declaration_is_an_event():
    assert {edge.event for edge in workflow.edges()} == set(CaseEvent.values)


def test_every_state_can_be_reached_and_every_state_but_closed_can_be_left():
    reached = {workflow.FIRST_STATE.value} | {edge.target for edge in workflow.edges()}
    assert reached == set(CaseState.values)
    assert {edge.source for edge in workflow.edges()} == set(CaseState.values) - {CaseState.CLOSED}


@pytest.mark.parametrize("event", ["determine", "refuse"])
def test_only_a_chief_officer_of_chief_officers_rank_decides(event):
    case = a_case(CaseState.WITH_CHIEF_OFFICER)
    permission = workflow.permission_of(event, case.state)
    allowed = {
        rank
        for rank in (
            "constable", "inspector", "superintendent", "chief_superintendent", "assistant_chief_constable",
            "deputy_chief_constable", "chief_constable", "",
        )
        if permission(case, actor(Role.CHIEF_OFFICER, rank))
    }  # fmt: skip
    assert allowed == {"chief_constable"}


@pytest.mark.parametrize(
    ("state", "least"),
    [
        (
            CaseState.STOP_WITH_INSPECTOR,
            {"inspector", "chief_inspector", "superintendent", "chief_superintendent"},
        ),
        (CaseState.STOP_WITH_SUPERINTENDENT, {"superintendent", "chief_superintendent"}),
    ],
)
def test_the_rank_held_on_the_day_signs_off(state, least):
    ranks = ("sergeant", "inspector", "chief_inspector", "superintendent", "chief_superintendent", "")
    case = a_case(state)
    allowed = {r for r in ranks if permissions.confirm_stop(case, actor(Role.SUPERINTENDENT, r))}
    assert allowed == least


@pytest.mark.parametrize(
    ("state", "event", "role"),
    [
        (CaseState.WITH_CHIEF_OFFICER, "determine", Role.CHIEF_OFFICER),
        (CaseState.WITH_CHIEF_OFFICER, "refuse", Role.CHIEF_OFFICER),
        (CaseState.STOP_WITH_INSPECTOR, "confirm_stop", Role.INSPECTOR),
        (CaseState.STOP_WITH_INSPECTOR, "refer_up", Role.INSPECTOR),
        (CaseState.STOP_WITH_SUPERINTENDENT, "confirm_stop", Role.SUPERINTENDENT),
        (CaseState.STOP_WITH_SUPERINTENDENT, "overrule_stop", Role.SUPERINTENDENT),
    ],
)
def test_whoever_prepared_it_can_neither_decide_nor_sign_off(state, event, role):
    permission = workflow.permission_of(event, state)
    assert permission(a_case(state), actor(role))
    refusal = permission(a_case(state, prepared_by=[7]), actor(role))
    assert not refusal
    assert "whoever applied, stopped or prepared" in refusal.reason


def test_a_taking_whose_force_is_not_known_is_refused_for_that_and_never_called_void():
    case = a_case(CaseState.WITH_CHIEF_OFFICER)
    case.known_items = [Item(1, "fingerprints", "TACT-S7", "EW", "")]
    refusal = permissions.determine(case, actor(Role.CHIEF_OFFICER))
    assert "Correct the taking first" in refusal.reason
    assert refusal.void_because == ""


def test_what_an_inspector_referred_up_is_never_handed_back_to_inspectors():
    case = a_case(CaseState.STOP_WITH_SUPERINTENDENT)
    case.known_came_by = "refer_up"
    refusal = permissions.hand_over(case, actor(Role.JFIT_MANAGER))
    assert not refusal and "a Superintendent decides it" in refusal.reason
