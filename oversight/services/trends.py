"""Raising trend alarms to a named senior person, and acknowledging them with a plan."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import officers_with_any_role, system_officer
from audit import clock
from audit.choices import Verb
from audit.record import record
from oversight.errors import OversightRefused
from oversight.models import TrendAlarm
from oversight.services.words import tell, written
from oversight.trends import BACK, is_alarming, measured
from retention.services import locks

LOCK = "oversight.trends"


def watch(day: date | None = None) -> int:
    """Raise an alarm for each measure that rose alarmingly; returns how many. One is open at a time.

    Each goes to the senior manager first by name who is here that day; where there is none, none is raised
    and the next night looks again.
    """
    on = day or clock.today()
    with locks.held(LOCK) as is_ours:
        return _watch(on) if is_ours else 0


@transaction.atomic
def _watch(on: date) -> int:
    owner = officers_with_any_role([Role.SENIOR_MANAGER], on).first()
    if owner is None:
        return 0
    stands = set(TrendAlarm.objects.filter(acknowledged_at=None).values_list("trend", flat=True))
    stands |= set(TrendAlarm.objects.filter(raised_on__gt=on - BACK).values_list("trend", flat=True))
    raised = 0
    for trend, (before, value) in measured(on).items():
        if trend in stands or not is_alarming(before, value):
            continue
        alarm = TrendAlarm.objects.create(
            trend=trend, raised_on=on, compared_with=on - BACK, before=before, value=value, owner=owner
        )
        _told(alarm)
        raised += 1
    return raised


def _told(alarm: TrendAlarm) -> None:
    system = system_officer()
    record(
        Verb.TREND_ALARM_RAISED,
        subject_type="trendalarm",
        subject_id=alarm.pk,
        actor_id=system.pk,
        actor_name=system.display_name,
        payload={"trend": alarm.trend, "before": alarm.before, "value": alarm.value, "owner": alarm.owner_id},
        row=alarm,
    )


@transaction.atomic
def acknowledge(alarm_id: int, *, plan: str, by: Officer) -> TrendAlarm:
    """Acknowledge an alarm with what is done about it. Raises OversightRefused for anybody but its owner."""
    alarm = TrendAlarm.objects.select_for_update(of=("self",)).select_related("owner").get(pk=alarm_id)
    if alarm.owner_id != by.pk:
        raise OversightRefused(f"{alarm.owner.display_name} owns this alarm, and acknowledges it.")
    if alarm.acknowledged_at:
        raise OversightRefused("This alarm was acknowledged already.")
    alarm.plan = written(plan, by, "Enter what is done about it.")
    alarm.acknowledged_at = clock.moment()
    alarm.save(update_fields=["acknowledged_at", "plan"])
    tell(Verb.TREND_ALARM_ACKNOWLEDGED, alarm, by, {"trend": alarm.trend})
    return alarm
