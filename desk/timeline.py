"""What happened to a case, in one line of time: facts, steps, requests, notes, alerts, chases, deletion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from cases import story
from cases.models import Case
from cases.querysets import SEES_ALL_CASES
from cases.requests import Clock
from cases.story import Entry
from oversight.told import overseen
from retention.erasures import erasure_of
from retention.models import Alert, ChaseTask, DeletionOrder, PartyAction, RecheckTask
from retention.party_actions import while_waiting

# Others who may know of a case know its steps, its notes, and what they were asked themselves.
READS_ALL = SEES_ALL_CASES | {
    Role.CHIEF_OFFICER,
    Role.CHIEF_OFFICER_STAFF,
    Role.INSPECTOR,
    Role.SUPERINTENDENT,
}
SYSTEM = "System"


def timeline_of(case: Case, clocks: Iterable[Clock], officer: Officer, day: date) -> list[Entry]:
    """Everything that ``officer`` may know of, the latest first; a fixed number of queries.

    ``clocks`` are the requests that they may know of.
    """
    clocks = list(clocks)
    entries = [*story.steps_told(case), *story.requests_told(clocks), *story.notes_told(case)]
    if roles_on(officer, day) & READS_ALL:
        entries += [*story.facts_told(case), *_alerts(case), *_chases(case), *_rechecks(case)]
        entries += [*_orders(case), *_erased(case)]
        entries += overseen(case)
        entries += [_told(action) for action in while_waiting(clocks)]
    return story.latest_first(entries)


def _erased(case: Case) -> Iterator[Entry]:
    erasure = erasure_of(case)
    if erasure:
        on, words = clock.local_day(erasure.erased_at), "What identified the person was erased"
        yield Entry(on, words, str(erasure.erased_by), erasure.erased_at)


def _alerts(case: Case) -> Iterator[Entry]:
    for alert in Alert.objects.filter(case=case).select_related("acknowledged_by", "plan"):
        level = f"At-risk alert, {alert.get_level_display()}"
        yield Entry(alert.raised_on, f"{level}: raised", SYSTEM)
        if alert.escalated_on:
            yield Entry(alert.escalated_on, f"{level}: passed to a manager", SYSTEM)
        if alert.acknowledged_at:
            words = alert.plan.text if alert.plan and not alert.plan.erased_at else ""
            on, by = clock.local_day(alert.acknowledged_at), str(alert.acknowledged_by)
            yield Entry(on, f"{level}: acknowledged with a plan", by, alert.acknowledged_at, words=words)
        if alert.closed_on:
            yield Entry(alert.closed_on, f"{level}: closed. {alert.get_closed_because_display()}", SYSTEM)


def _chases(case: Case) -> Iterator[Entry]:
    for task in ChaseTask.objects.filter(case=case).select_related("request"):
        asked: Any = task.request
        whom = f" ({asked.unit_name or asked.get_to_display()})" if asked else ""
        rule = task.get_rule_display()
        rule = f"{rule[0].lower()}{rule[1:]}{whom}"
        yield Entry(task.raised_on, f"Chase raised: {rule}", SYSTEM)
        if task.closed_on:
            yield Entry(task.closed_on, f"Chase closed: {rule}. {task.get_closed_because_display()}", SYSTEM)


def _told(action: PartyAction) -> Entry:
    """What those who keep the case waiting were told as a body meanwhile."""
    by, words = action.recorded_by.display_name, action.words.text
    return Entry(action.happened_on, f"{action}", by, action.recorded_at, words=words)


def _rechecks(case: Case) -> Iterator[Entry]:
    for task in RecheckTask.objects.filter(case=case):
        yield Entry(task.raised_on, f"Check to be done again, due {task.dated_on:%-d %B %Y}: raised", SYSTEM)
        if task.closed_on:
            closed = f"Check to be done again: closed. {task.get_closed_because_display()}"
            yield Entry(task.closed_on, closed, SYSTEM)


def _orders(case: Case) -> Iterator[Entry]:
    orders = DeletionOrder.objects.filter(case=case).select_related("material")
    for order in orders.prefetch_related("steps__stepped_by"):
        for step in order.steps.all():
            said = step.get_event_display() if step.event else "Opened"
            text = f"Deletion order {order.ref}, {order.material.get_kind_display()}: {said}"
            day = clock.local_day(step.stepped_at)
            yield Entry(day, text, str(step.stepped_by), step.stepped_at)
