"""Reads how the statutory period of a case was spent and what the rest of it needs; seven queries."""

from __future__ import annotations

from datetime import date

from django.db.models import Min, OuterRef, Subquery

from cases.choices import HolderEvent, MaterialKind, PositionStatus, RequestStep, RequestTo
from cases.models import (
    Case,
    Determination,
    Material,
    Movement,
    ProfileSection,
    Request,
    RequestEvent,
    Taking,
)
from retention.budgets import stages_needed
from retention.services.raise_at_risk import budgets_on, stands_of
from retention.spending import Came, Question, Spending, Story, spending

BEGINS = (HolderEvent.TAKE, HolderEvent.GIVE)


def budget_of(case: Case, day: date) -> Spending | None:
    """How the period of the case's earliest item was spent by ``day``; None where no item has an end date.

    The period begins with the taking or, once a determination carries the item, with that determination.
    Samples are apart: no determination could save them.
    """
    items = Material.objects.held().filter(case=case, status=PositionStatus.TIME_LIMITED)
    item = items.exclude(kind=MaterialKind.DNA_SAMPLE).order_by("last_lawful_day", "pk").first()
    start = _start(item) if item else None
    if item is None or item.last_lawful_day is None or start is None or start > day:
        return None
    budgets = budgets_on(day, case.nation)
    needs = stages_needed(stands_of([case.pk])[case.pk], day, budgets)
    return spending(_story(case), start, item.last_lawful_day, day, needs=needs, budgets=budgets)


def _start(item: Material) -> date | None:
    taking = Taking.objects.current().filter(material=item).values_list("taken_on", flat=True).first()
    if not item.chain or "NSD" not in item.chain[-1]:
        return taking
    made = Determination.objects.current().filter(listed__material=item, void_because="")
    return made.order_by("-made_on").values_list("made_on", flat=True).first() or taking


def _story(case: Case) -> Story:
    came: list[Came] = []
    begun: list[date] = []
    steps = Movement.objects.current().filter(case=case).order_by("sequence")
    for event, to_state, moved_on in steps.values_list("event", "to_state", "moved_on"):
        if event in HolderEvent.values:
            begun += [moved_on] if event in BEGINS else []
        else:
            came.append(Came(moved_on, to_state))
    begun += ProfileSection.objects.filter(case=case).values_list("completed_on", flat=True)
    return Story(came, begun, _questions(case))


def _questions(case: Case) -> list[Question]:
    ends = RequestEvent.objects.current().filter(
        request=OuterRef("pk"), step__in=[RequestStep.ANSWERED, RequestStep.CLOSED]
    )
    first = ends.order_by().values("request").annotate(day=Min("happened_on")).values("day")
    asked = Request.objects.current().filter(case=case, to__in=[RequestTo.SECURITY_SERVICE, RequestTo.CTU])
    return [Question(*row) for row in asked.values_list("sent_on", Subquery(first)).order_by("sent_on", "pk")]
