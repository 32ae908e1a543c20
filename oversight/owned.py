"""What oversight asks of somebody: for their first page, each with the list that holds it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.choices import Role
from accounts.selectors import roles_on
from oversight import copies, lost, reviews
from oversight.choices import ItemStatus, MatchStatus
from oversight.models import TrendAlarm
from oversight.permissions import OFFICE, REVIEWS_MATCHES, SENDS_COPIES, WORKS_ON_ITEMS

if TYPE_CHECKING:
    from accounts.models import Officer

Waits = tuple[int, str, str, str]
"""How many, in the words of one and of many, and the address of the list."""


def waits_on(officer: Officer, day: date) -> list[Waits]:
    """What waits on ``officer``: answers to give or to judge, copies to send, reviews and matches."""
    roles = roles_on(officer, day)
    asked = reverse("oversight:enquiries")
    found: list[Waits] = [
        (
            reviews.to_answer(officer, day).count(),
            "request of the Commissioner to answer",
            "requests of the Commissioner to answer",
            asked,
        )
    ]
    if roles & OFFICE:
        judged = reviews.to_judge(officer, day).count()
        found.append((judged, "answer to judge", "answers to judge", f"{asked}?show=answered"))
        void = reviews.found_void(officer, day).count()
        words = ("determination found void, not yet reviewed", "determinations found void, not yet reviewed")
        found.append((void, *words, f"{reverse('oversight:determinations')}?show=void"))
    if roles & SENDS_COPIES:
        found.append(_copies(officer, day))
    if roles & WORKS_ON_ITEMS:
        found.append(_items(officer, day))
    if Role.SENIOR_MANAGER in roles:
        alarms = TrendAlarm.objects.filter(owner=officer, acknowledged_at=None).count()
        found.append((alarms, "trend alarm", "trend alarms", reverse("oversight:alarms")))
    late = lost.late_reviews(officer, day)
    words = ("lost case to review", "lost cases to review")
    found.append((late, *words, reverse("oversight:mitigation")))
    wanted = {
        MatchStatus.QUARANTINED: roles & REVIEWS_MATCHES,
        MatchStatus.TOLD: roles & OFFICE,
    }
    statuses = [status for status, may in wanted.items() if may]
    if statuses:
        count = lost.matches().filter(status__in=statuses).count()
        words = ("match against material without cover", "matches against material without cover")
        found.append((count, *words, reverse("oversight:matches")))
    return found


def _copies(officer: Officer, day: date) -> Waits:
    counted = copies.counts(officer, day)
    pressing = f" ({counted.words})" if counted.words else ""
    one = f"copy to send to the Commissioner{pressing}"
    many = f"copies to send to the Commissioner{pressing}"
    return counted.unsent, one, many, reverse("oversight:copies")


def _items(officer: Officer, day: date) -> Waits:
    mine = reviews.items().filter(owner=officer, status=ItemStatus.OPEN, next_review_on__lte=day)
    return mine.count(), "oversight item to review", "oversight items to review", reverse("oversight:items")
