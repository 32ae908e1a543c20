"""The one door: every change of a case's state goes through ``move``, and all of history through ``replay``.

``move`` is for people and for the night's work, one case at a time. ``replay`` is for what already happened:
it takes many moves, holds to the same declared edges, and records a lack of authority as a void act instead
of refusing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class HistoricalMove:
    """A move that already happened, for ``replay``.

    ``event`` is a ``CaseEvent``; ``on`` the day it happened; ``by`` the officer who did it; ``recorded_at``
    the moment from which it is known; ``source_row_id`` the ``ImportRow`` that told of it. ``details`` by
    event, all optional unless said:

    - every event: ``reasons`` (text; without it, "Not in the log."), ``holder`` (the officer who then has the
      case)
    - apply: ``to_force`` (a Force; needed), ``to_officer``, ``months``, ``kind``, ``prepared_by``
    - determine: ``months`` (needed), ``rank`` and ``force`` (the maker's on that day; needed),
      ``consent_evidence``, ``kind``, ``item_ids`` (without it, every item of the case but samples),
      ``review_by``, ``signed_at``
    - refuse: ``rank`` and ``force`` (needed), ``consent_evidence``
    - confirm_stop, refer_up, overrule_stop: ``rank`` (needed)

    Whether a stop goes to an Inspector or a Superintendent follows the policy of the day ``on``.
    """

    case_id: int
    event: str
    on: date
    by: Any
    recorded_at: datetime
    source_row_id: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


class Outcome(StrEnum):
    """What became of a historical move.

    ``moved``: the case moved. ``void``: recorded, for want of authority counts for nothing, the case stayed.
    ``late``: a determination recorded that gives no cover to any item; the case stayed. ``refused``: nothing
    recorded.
    """

    MOVED = "moved"
    VOID = "void"
    LATE = "late"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Replayed:
    """A historical move with its outcome; ``why`` says so in words where it did not move the case."""

    move: HistoricalMove
    outcome: Outcome
    why: str = ""


def replay(moves: Iterable[HistoricalMove], *, recorded_by: Any, rehearse: bool = False) -> list[Replayed]:
    """Take cases through moves that already happened; each case's in the order given; one result a move, in
    order.

    Edges hold: a step that the case could not take is ``refused``, and with it every other move of the same
    case that has the same ``source_row_id``. Nobody is refused for rank or role: such an act is recorded
    void. Movements, facts and audit events carry ``recorded_at`` of their move and ``recorded_by`` (the
    migration officer). Positions of the cases concerned are refreshed. Runs in the caller's transaction, in
    batches with a savepoint each; with ``rehearse`` nothing is written and the results are the same.

    Cases must exist in their first state before; facts that bear on lateness (takings, convictions) should
    too.
    """
    raise NotImplementedError
