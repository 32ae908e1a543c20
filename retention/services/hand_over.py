"""The part of the nightly chase that hands Stop-NSDs over once Inspectors sign off.

What waits for a Superintendent on the first day of the policy goes to Inspectors the same night, by the
system and through the one door; what an Inspector referred up stays. Source: R-082, R-114; further report of
22 April 2016, paragraph 23.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import OuterRef, Subquery

from accounts.selectors import system_officer
from audit import clock
from cases.choices import CaseEvent, CaseState, HolderEvent
from cases.models import Case, Movement
from cases.policy import inspectors_sign_off
from cases.querysets import CaseQuerySet
from cases.services.transition import move
from retention.choices import Subject, SweepName
from retention.models import SweepRun
from retention.services.sweeps import Sweep


def _to_hand_over(day: date) -> CaseQuerySet:
    """Those that wait for a Superintendent and that no Inspector referred up; none before the policy."""
    if not inspectors_sign_off(day):
        return Case.objects.none()
    steps = Movement.objects.filter(case=OuterRef("pk")).exclude(event__in=HolderEvent.values)
    came_by = Subquery(steps.order_by("-sequence").values("event")[:1])
    cases = Case.objects.filter(state=CaseState.STOP_WITH_SUPERINTENDENT).annotate(came_by=came_by)
    return cases.exclude(came_by=CaseEvent.REFER_UP)


def _ids_after(day: date, cursor: int, most: int) -> list[int]:
    found = _to_hand_over(day).filter(pk__gt=cursor).order_by("pk")
    return list(found.values_list("pk", flat=True)[:most])


def _look(day: date, ids: Collection[int]) -> list[int]:
    return list(_to_hand_over(day).filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))


def _act(run: SweepRun, case_id: int) -> bool:
    """Hand one over today, where it still waits."""
    today = clock.today()
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if not _look(today, [case_id]):
        return False
    move(case_id, CaseEvent.HAND_OVER, by=system_officer(), on=today, seen_version=case.version)
    return True


SWEEP = Sweep(SweepName.CHASE, Subject.CASE, _ids_after, _look, _act)
