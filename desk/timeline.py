"""What happened to a case, in one line of time: its steps, what was asked of others, what JFIT wrote."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Officer
from accounts.selectors import roles_on
from cases.models import Case, Movement, ProfileSection, Shelving
from cases.querysets import SEES_ALL_CASES
from cases.requests import Clock
from retention.models import Alert, ChaseTask


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened on a day; ``recorded_at`` orders what happened on one day."""

    when: date
    text: str
    by: str
    recorded_at: datetime | None = None


def timeline_of(
    case: Case, movements: Iterable[Movement], clocks: Iterable[Clock], officer: Officer, day: date
) -> list[Entry]:
    """Everything that ``officer`` may know of, the latest first; a fixed number of queries."""
    entries = [*_moves(movements), *_requests(clocks)]
    if roles_on(officer, day) & SEES_ALL_CASES:
        entries += [*_written(case), *_shelved(case), *_raised(case)]
    return sorted(entries, key=_order, reverse=True)


def _order(entry: Entry) -> tuple[date, str]:
    return entry.when, entry.recorded_at.isoformat() if entry.recorded_at else ""


def _moves(movements: Iterable[Movement]) -> Iterable[Entry]:
    for movement in movements:
        text = f"{movement.get_event_display() or 'Moved'}: {movement.get_to_state_display()}"
        yield Entry(movement.moved_on, text, movement.moved_by.display_name, movement.recorded_at)


def _requests(clocks: Iterable[Clock]) -> Iterable[Entry]:
    for clock in clocks:
        request = clock.request
        by = request.asked_by.display_name if request.asked_by else ""
        yield Entry(request.sent_on, f"{clock.who} asked", by, request.recorded_at)
        for event in clock.events:
            text = f"{clock.who}: {event.get_step_display().lower()}"
            if event.promised_for:
                text += f" for {event.promised_for:%-d %B %Y}"
            if event.assessment:
                text += f", {event.get_assessment_display().lower()}"
            yield Entry(event.happened_on, text, event.recorded_by.display_name, event.recorded_at)


def _written(case: Case) -> Iterable[Entry]:
    sections = ProfileSection.objects.current().filter(case=case).select_related("recorded_by")
    for section in sections:
        text = f"Profile, {section.get_part_display().lower()}: version {section.version} completed"
        yield Entry(section.completed_on, text, section.recorded_by.display_name, section.recorded_at)


def _shelved(case: Case) -> Iterable[Entry]:
    for shelving in Shelving.objects.current().filter(case=case).select_related("recorded_by"):
        verified = shelving.verified_day
        text = f"Put aside: {shelving.get_because_display().lower()}"
        text += f" ({verified:%-d %B %Y})" if verified else ""
        yield Entry(shelving.shelved_on, text, shelving.recorded_by.display_name, shelving.recorded_at)


def _raised(case: Case) -> Iterable[Entry]:
    for task in ChaseTask.objects.filter(case=case).select_related("request"):
        whom = f" ({task.request.unit_name or task.request.get_to_display()})" if task.request else ""
        yield Entry(task.raised_on, f"Chase raised: {task.get_rule_display().lower()}{whom}", "System")
    for alert in Alert.objects.filter(case=case):
        yield Entry(alert.raised_on, f"At-risk alert raised: {alert.get_level_display()}", "System")
