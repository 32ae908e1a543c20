"""Dated changes of policy and of staffing, as trends show them: from a day on, as known on a day (R-183).

Reads only. What of policy was there from the beginning is no change.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.urls import reverse

from audit import clock
from cases.models import PolicySetting
from cases.policies import name_of, nation_words, words_of
from cases.policy import DEFAULTS
from oversight.charts.base import Change, lettered
from oversight.models import StaffingChange
from oversight.selectors import Days


def changes_between(first: date, days: Days) -> tuple[Change, ...]:
    """Every change from ``first`` to the as-at day, as known at the other, with its letter; two queries."""
    moment = datetime.combine(days.known_at, time.max, clock.LONDON)
    found = [*_by_default(), *_decided(moment), *_staffing(moment)]
    return lettered(change for change in found if first <= change.on <= days.as_at)


def staffing_changes() -> QuerySet[StaffingChange]:
    """Every change of staffing or practice that stands, the latest first."""
    return (
        StaffingChange.objects.current().select_related("note", "recorded_by").order_by("-changed_on", "-pk")
    )


def words_of_change(change: StaffingChange) -> str:
    """As "JFIT, secondment: 3 more people"."""
    people = abs(change.people)
    said = f"{people} {'more' if change.people > 0 else 'fewer'} {'person' if people == 1 else 'people'}"
    about = f"{change.get_team_display()}, {change.get_kind_display().lower()}"
    return f"{about}: {said}" if change.people else about


def _by_default() -> Iterator[Change]:
    for key, values in DEFAULTS.items():
        for from_on, value in values[1:]:
            yield Change(from_on, f"{name_of(key)}: {words_of(key, value)}", _policy(key))


def _decided(moment: datetime) -> Iterator[Change]:
    for setting in PolicySetting.objects.known_at(moment):
        where = f", {nation_words(setting.nation)}" if setting.nation else ""
        text = f"{name_of(setting.key)}{where}: {words_of(setting.key, setting.value)}"
        yield Change(setting.from_on, text, _policy(setting.key))


def _staffing(moment: datetime) -> Iterator[Change]:
    for change in StaffingChange.objects.known_at(moment).select_related("note"):
        yield Change(
            change.changed_on, f"{words_of_change(change)}. {change.note.text}", reverse("oversight:staffing")
        )


def _policy(key: str) -> str:
    return reverse("cases:policy", args=[key])
