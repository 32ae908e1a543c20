"""What can be done next to a case: each event its state allows, with its page or why this person may not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from cases.choices import CaseEvent
from cases.services.transition import why_not
from cases.workflow import events_from

if TYPE_CHECKING:
    from accounts.models import Officer
    from cases.models import Case

# The page on which an event is done. Several share a page; what is not here, nobody does from a page.
PAGES = {
    CaseEvent.REFER: "cases:refer",
    CaseEvent.RETAIN: "cases:retain",
    CaseEvent.APPLY: "cases:apply",
    CaseEvent.STOP: "cases:stop",
    CaseEvent.DETERMINE: "cases:decide",
    CaseEvent.REFUSE: "cases:decide",
    CaseEvent.CONFIRM_STOP: "cases:sign_off",
    CaseEvent.REFER_UP: "cases:sign_off",
    CaseEvent.OVERRULE_STOP: "cases:sign_off",
    CaseEvent.RESUME: "cases:resume",
    CaseEvent.SEND_BACK: "cases:send_back",
    CaseEvent.WITHDRAW_APPLICATION: "cases:withdraw",
    CaseEvent.REALLOCATE: "cases:reallocate",
    CaseEvent.REOPEN: "cases:reopen",
    CaseEvent.HAND_OVER: "cases:hand_over",
    CaseEvent.CLOSE: "cases:close",
}


@dataclass(frozen=True, slots=True)
class Action:
    """What could be done: ``href`` where this person may, else ``why_not`` says what would be needed."""

    text: str
    href: str
    why_not: str


def actions_for(case: Case, officer: Officer, day: date) -> list[Action]:
    """Every event that has a page and that the case's state allows, those open to the officer first."""
    found = []
    for event in events_from(case.state):
        if event in PAGES and not (event == CaseEvent.CLOSE and case.is_held):
            refusal = why_not(case, event, officer, day)
            href = "" if refusal else reverse(PAGES[CaseEvent(event)], args=[case.pk])
            found.append(Action(CaseEvent(event).label, href, refusal))
    return sorted(found, key=lambda action: not action.href)
