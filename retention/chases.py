"""Reads of chases that JFIT is to make: late answers, decisions and sign-offs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F
from django.urls import reverse

from cases.models import Case
from retention.choices import ChaseRule
from retention.models import ChaseTask

if TYPE_CHECKING:
    from accounts.models import Officer

WHOM = {
    ChaseRule.CHIEF_OFFICER: "Chief Officer",
    ChaseRule.SIGN_OFF: "Sign-off of a Stop-NSD",
    ChaseRule.HOLDING_REVIEW: "Chief Officer, review of a holding NSD",
}


@dataclass(frozen=True, slots=True)
class ToChase:
    """A task to chase somebody: who is late, since when, and where it is done."""

    task: ChaseTask
    who: str
    late: int
    href: str


def to_chase(officer: Officer, day: date) -> list[ToChase]:
    """The open tasks about cases that ``officer`` may see, nearest last lawful day first; one query.

    Those about ports are SOFS's and are not among them.
    """
    tasks = (
        ChaseTask.objects.filter(closed_on=None, case__in=Case.objects.visible_to(officer, day))
        .exclude(rule=ChaseRule.PORT_PROFILE)
        .select_related("case", "request")
        .order_by("case__urgency", F("case__sort_day").asc(nulls_last=True), "pk")
    )
    return [_to_chase(task, day) for task in tasks]


def _to_chase(task: ChaseTask, day: date) -> ToChase:
    late = (day - task.dated_on).days + 1
    if task.request is None:
        return ToChase(task, WHOM[ChaseRule(task.rule)], late, reverse("desk:case", args=[task.case_id]))
    who = task.request.unit_name or task.request.get_to_display()
    return ToChase(task, who, late, reverse("cases:request_step", args=[task.request_id, "chased"]))
