"""What a case page shows of the facts that the law asks about: a court's window, events, decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from cases.court import applications_of, can_be_extended, windows_of
from cases.law_events import EVENTS, reached
from cases.models import Case, LawEvent, UnlawfulTakingDecision
from cases.permissions import DECIDES_UNLAWFUL, RECORDS_BARS
from cases.selectors import ItemOnFile
from desk.nexts import Action


def recordings(case: Case, items: Iterable[ItemOnFile], roles: Collection[str]) -> list[Action]:
    """The facts that somebody with these roles can record for the law about a case."""
    held = [item for item in items if item.material.deleted_on is None]
    mine = set(roles)
    found = [
        Action(page.action, reverse("cases:law_event", args=[case.pk, page.kind]), "")
        for page in EVENTS.values()
        if page.roles & mine and reached(page, held)
    ]
    if RECORDS_BARS & mine and can_be_extended(held):
        found.append(Action("Record an application to a court", reverse("cases:court", args=[case.pk]), ""))
    if DECIDES_UNLAWFUL & mine and any(item.material.status != "must_destroy" for item in held):
        url = reverse("cases:unlawful_taking", args=[case.pk])
        found.append(Action("Record that the taking was unlawful", url, ""))
    return found


def law_panel(case: Case, items: Iterable[ItemOnFile], roles: Collection[str], today: date) -> dict[str, Any]:
    """A court's window and applications, the events on record and decisions that a taking was unlawful."""
    mine = set(roles)
    events = LawEvent.objects.current().filter(material__case=case)
    decided = UnlawfulTakingDecision.objects.current().filter(material__case=case)
    return {
        "windows": [_window(each, today) for each in windows_of(can_be_extended(items))],
        "applications": applications_of(case),
        "records_court": bool(RECORDS_BARS & mine),
        "events": [
            {"event": event, "may": bool(EVENTS[event.kind].roles & mine)}
            for event in events.select_related("material", "shown", "recorded_by").order_by(
                "happened_on", "pk"
            )
        ],
        "unlawful": list(decided.select_related("material", "reasons", "recorded_by").order_by("pk")),
        "records_unlawful": bool(DECIDES_UNLAWFUL & mine),
    }


def _window(each: Any, today: date) -> dict[str, Any]:
    return {
        "item": each.item,
        "window": each.window,
        "stands": each.stands(today),
        "left": (each.window.last - today).days,
        "is_arguable": each.window.first != each.window.safe_first,
    }
