"""Reads of reminders and training: all of them, and those that concern a case's requests."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from cases.requests import Clock
from retention.choices import PartyTold
from retention.models import PartyAction


def actions() -> QuerySet[PartyAction]:
    """Every reminder and training, the latest first."""
    rows = PartyAction.objects.current().select_related("unit", "force", "words", "recorded_by")
    return rows.order_by("-happened_on", "-pk")


def while_waiting(clocks: Iterable[Clock]) -> list[PartyAction]:
    """What was told to those whom these requests ask, on days on which one of them was awaited; one query.

    None where nothing was asked of a third party.
    """
    waits = [clock for clock in clocks if clock.request.to in (PartyTold.CTU, PartyTold.SECURITY_SERVICE)]
    if not waits:
        return []
    since = min(clock.request.sent_on for clock in waits)
    found = actions().filter(happened_on__gte=since, told__in={clock.request.to for clock in waits})
    return [action for action in found if any(_concerns(action, clock) for clock in waits)]


def _concerns(action: PartyAction, clock: Clock) -> bool:
    asked, ended = clock.request, clock.ended
    if action.told != asked.to or (action.unit_id and action.unit_id != asked.unit_id):
        return False
    return asked.sent_on <= action.happened_on and (ended is None or action.happened_on <= ended.happened_on)
