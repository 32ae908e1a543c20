"""One thing done to many cases: each by itself, through the one door, with what became of it.

Nothing here decides which cases: the person confirmed them, each in the version that they saw.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Officer
from cases import holders
from cases.choices import CaseEvent, HolderEvent
from cases.errors import AuthorityRefused, StaleCase, TransitionRefused
from cases.models import Case
from cases.services import holders as service
from cases.services.papers import lay_out
from cases.services.transition import move, why_not

# What can be done to many cases at once: nothing that decides about material.
ACTIONS = (HolderEvent.TAKE, HolderEvent.GIVE, HolderEvent.HAND_BACK, CaseEvent.REFER)
MOST = 500


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one case: ``why`` is empty where it was done."""

    case_id: int
    ref: str
    why: str = ""

    @property
    def is_done(self) -> bool:
        """Whether it was done."""
        return not self.why


def reasons_against(cases: Sequence[Case], action: str, by: Officer, day: date) -> dict[int, str]:
    """Why ``action`` cannot be done now by ``by``, for those of the cases where it cannot."""
    lay_out(cases)  # so that the permissions need no queries of their own
    found = {}
    for case in cases:
        if action == CaseEvent.REFER:
            reason = why_not(case, action, by, day)
        else:
            reason = holders.why_not(case, action, by, day)
        if reason:
            found[case.pk] = reason
    return found


def act_on(
    seen: Iterable[tuple[int, int]], action: str, *, by: Officer, on: date, to: Officer | None = None
) -> list[Result]:
    """Do it to each case, given as its id and the version that was seen; one result a case, in order.

    Each is a transaction of its own, audited by itself. ``to``: to whom a case is given. Call it outside any
    transaction. Raises ValueError for an action that is not one of ``ACTIONS``.
    """
    if action not in ACTIONS:
        raise ValueError(f"{action} is not something that is done to many cases at once.")
    pairs = list(seen)
    visible = Case.objects.visible_to(by, on).filter(pk__in=[pk for pk, _ in pairs])
    refs = dict(visible.values_list("pk", "ref"))
    return [_one(pk, version, refs.get(pk, ""), action, by, on, to) for pk, version in pairs]


def _one(pk: int, version: int, ref: str, action: str, by: Officer, on: date, to: Officer | None) -> Result:
    if not ref:
        return Result(pk, "", "The case has moved to where you do not see it. Nothing was done to it.")
    try:
        if action == CaseEvent.REFER:
            move(pk, action, by=by, on=on, seen_version=version)
        elif action == HolderEvent.TAKE:
            service.take(pk, by=by, on=on, seen_version=version)
        elif action == HolderEvent.HAND_BACK:
            service.hand_back(pk, by=by, on=on, seen_version=version)
        elif to is None:
            return Result(pk, ref, "Nobody was named to whom it is given.")
        else:
            service.give(pk, to=to, by=by, on=on, seen_version=version)
    except (StaleCase, TransitionRefused, AuthorityRefused) as refused:
        return Result(pk, ref, str(refused))
    return Result(pk, ref)
