"""The sweep that raises checks to be done again, once each, and closes those that were done.

What is due is read from the facts (``cases.sofs.due_of``), so that SOFS's list never waits for a run; a task
says since when somebody was asked. A check that is recorded closes it at once. Source: R-032.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from audit import clock
from audit.choices import Verb
from audit.record import Event, record_many
from cases import sofs
from cases.models import Case, PncCheck
from retention.choices import RecheckClosed, Subject, SweepName
from retention.models import RecheckTask, SweepRun
from retention.services.sweeps import Sweep


@dataclass(frozen=True, slots=True)
class _State:
    """The day on which the checks of a case fell due, where they are, and the open task."""

    due_on: date | None
    is_due_today: bool
    task: RecheckTask | None

    @property
    def is_to_raise(self) -> bool:
        """Due by the run's day, still due today, and nobody asked yet."""
        return self.due_on is not None and self.is_due_today and self.task is None

    @property
    def is_to_close(self) -> bool:
        """Asked for, and not due any more."""
        return self.task is not None and not self.is_due_today


def _ids_after(day: date, cursor: int, most: int) -> list[int]:
    """Cases whose checks are due, and cases with an open task."""
    due = sofs.due_of(Case.objects.filter(pk__gt=cursor), day).values("pk")
    tasks = RecheckTask.objects.filter(case=OuterRef("pk"), closed_on=None)
    rows = Case.objects.filter(Q(pk__in=due) | Q(Exists(tasks)), pk__gt=cursor)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def _read(ids: Collection[int], day: date) -> dict[int, _State]:
    today = clock.today()
    by_day = _due(ids, day)
    by_today = by_day if day == today else _due(ids, today)
    tasks = {task.case_id: task for task in RecheckTask.objects.filter(case__in=ids, closed_on=None)}
    return {pk: _State(by_day.get(pk), pk in by_today, tasks.get(pk)) for pk in ids}


def _due(ids: Collection[int], day: date) -> dict[int, date]:
    cases: Any = sofs.due_of(Case.objects.filter(pk__in=ids), day)
    return dict(cases.values_list("pk", "check_due"))


def _look(day: date, ids: list[int]) -> list[int]:
    return [pk for pk, state in _read(ids, day).items() if state.is_to_raise or state.is_to_close]


def _act_on_all(run: SweepRun, case_ids: list[int]) -> int:
    locked = Case.objects.select_for_update(of=("self",)).filter(pk__in=case_ids).order_by("pk")
    states = _read([case.pk for case in locked], run.day)
    today = clock.today()
    raised = RecheckTask.objects.bulk_create(
        RecheckTask(case_id=pk, dated_on=state.due_on, raised_on=today)
        for pk, state in states.items()
        if state.is_to_raise and state.due_on
    )
    record_many([_event(Verb.RECHECK_RAISED, task) for task in raised])
    ended = [state.task for state in states.values() if state.is_to_close and state.task]
    for task in ended:
        since = PncCheck.objects.current().filter(case=task.case_id, checked_on__gte=task.dated_on)
        _close(task, RecheckClosed.CHECKED if since.exists() else RecheckClosed.NOT_WANTED)
    return len(raised) + len(ended)


def _act(run: SweepRun, case_id: int) -> bool:
    return bool(_act_on_all(run, [case_id]))


def after_check(check: PncCheck) -> None:
    """A check was recorded: where none is due any more, the task is closed."""
    task = RecheckTask.objects.filter(case=check.case_id, closed_on=None).first()
    if task is not None and not sofs.due_of(Case.objects.filter(pk=check.case_id), clock.today()).exists():
        _close(task, RecheckClosed.CHECKED)


def _close(task: RecheckTask, because: RecheckClosed) -> None:
    task.closed_on, task.closed_because = clock.today(), because
    task.save(update_fields=["closed_on", "closed_because"])
    record_many([_event(Verb.RECHECK_CLOSED, task, because=str(because))])


def _event(verb: Verb, task: RecheckTask, **more: object) -> Event:
    about = {"case": task.case_id, "due": task.dated_on.isoformat()}
    return Event(verb=verb, subject_type="recheck", subject_id=task.pk, payload=about | more)


SWEEP = Sweep(SweepName.RECHECK_PNC, Subject.CASE, _ids_after, _look, _act, act_on_all=_act_on_all)
