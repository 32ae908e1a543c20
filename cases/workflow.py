"""The workflow read off the declarations of ``Case``: its edges, and each event's permission.

Nothing is declared here. The one door, the database guard and the reviewed table of permissions all read
this, so that none of them can say anything that ``Case`` does not declare.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django_fsm import State

from cases.choices import CaseEvent, CaseState

FIRST_STATE = CaseState.WITH_SOFS


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """One step that a case may take."""

    source: str
    event: str
    target: str


def edges() -> tuple[Edge, ...]:
    """Every edge that ``Case`` declares, sorted."""
    found = set()
    for event, transitions in _transitions().items():
        for source, transition in transitions.items():
            for target in _targets(transition.target):
                found.add(Edge(str(source), event, target))
    return tuple(sorted(found))


def pairs() -> tuple[tuple[str, str], ...]:
    """Every (source, target) that an edge joins, sorted."""
    return tuple(sorted({(edge.source, edge.target) for edge in edges()}))


def events_from(state: str) -> tuple[str, ...]:
    """The events that a case in ``state`` can take, in the order of ``CaseEvent``."""
    possible = {edge.event for edge in edges() if edge.source == state}
    return tuple(event.value for event in CaseEvent if event.value in possible)


def permission_of(event: str, state: str) -> Callable[[Any, Any], Any]:
    """The permission function that ``Case`` declares for ``event`` in ``state``."""
    return _transitions()[event][state].permission


def _transitions() -> dict[str, dict[str, Any]]:
    from cases.models import Case  # Case's own guard asks this module

    state: Any = Case._meta.get_field("state")
    methods = state.transitions[Case]
    return {name: method._django_fsm.transitions for name, method in methods.items()}


def _targets(target: Any) -> tuple[str, ...]:
    if isinstance(target, State):
        return tuple(str(state) for state in target.allowed_states)
    return (str(target),)
