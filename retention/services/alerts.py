"""What people do with an alert or an alarm: acknowledge it with a plan, and change it; each plan stays."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.record import record
from cases.services.words import kept
from retention.errors import AlertRefused
from retention.models import Alert, AlertPlan, DefectAlarm
from retention.permissions import MANAGERS


@transaction.atomic
def acknowledge(alert_id: int, *, plan: str, by: Officer) -> Alert:
    """Acknowledges an open alert with what will be done. The words are kept where they can be erased.

    Raises AlertRefused without a plan, for one that is closed, or that somebody acknowledged before.
    """
    words, alert = _words(plan), _open(alert_id)
    if alert.acknowledged_by:
        raise AlertRefused(
            f"{alert.acknowledged_by} acknowledged this alert already; the plan is on the alert."
        )
    alert.acknowledged_at, alert.acknowledged_by = clock.moment(), by
    _plan(alert, words, by)
    _tell(alert, by)
    return alert


@transaction.atomic
def change_plan(alert_id: int, *, plan: str, seen_plan: int, by: Officer) -> Alert:
    """Puts another plan in the place of the one of an acknowledged alert, which stays on record.

    ``seen_plan`` is the plan that the person read. Raises AlertRefused without words, for an alert that is
    closed or not acknowledged, or whose plan somebody else changed since.
    """
    words, alert = _words(plan), _open(alert_id)
    if alert.plan is None:
        raise AlertRefused("Nobody has acknowledged this alert yet: acknowledge it with a plan.")
    if alert.plan_id != seen_plan:
        raise AlertRefused(
            f"{alert.plan.written_by.display_name} changed the plan meanwhile. Read it, then change it if "
            "you still need to."
        )
    was = alert.plan_id
    _plan(alert, words, by)
    _tell(alert, by, was=was)
    return alert


@transaction.atomic
def acknowledge_defect(alarm_id: int, *, plan: str, by: Officer) -> DefectAlarm:
    """Acknowledges a defect alarm with what will be done about its cause; what differed was mended before.

    Raises AlertRefused for somebody who is no manager, without a plan, or where somebody did before.
    """
    if not roles_on(by, clock.today()) & MANAGERS:
        raise AlertRefused("A manager acknowledges a defect alarm.")
    words = _words(plan)
    alarm = DefectAlarm.objects.select_for_update(of=("self",)).get(pk=alarm_id)
    if alarm.acknowledged_by and alarm.acknowledged_at:
        raise AlertRefused(
            f"{alarm.acknowledged_by.display_name} acknowledged this alarm on "
            f"{clock.local_day(alarm.acknowledged_at):%-d %B %Y} already. Nothing of yours was recorded."
        )
    alarm.acknowledged_at, alarm.acknowledged_by = clock.moment(), by
    alarm.plan = kept(words, by)
    alarm.save(update_fields=["acknowledged_at", "acknowledged_by", "plan"])
    record(
        Verb.ALERT_ACKNOWLEDGED,
        subject_type="defectalarm",
        subject_id=alarm.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"case": alarm.case_id, "plan": alarm.plan_id},
    )
    return alarm


def _words(plan: str) -> str:
    words = plan.strip()
    if not words:
        raise AlertRefused("Say what will be done, by whom and by when.")
    return words


def _open(alert_id: int) -> Alert:
    alert = (
        Alert.objects.select_for_update(of=("self",))
        .select_related("acknowledged_by", "plan__written_by")
        .get(pk=alert_id)
    )
    if alert.closed_on:
        raise AlertRefused(f"This alert is closed: {alert.get_closed_because_display().lower()}.")
    return alert


def _plan(alert: Alert, words: str, by: Officer) -> None:
    alert.plan = kept(words, by)
    alert.save(update_fields=["plan", "acknowledged_at", "acknowledged_by"])
    AlertPlan.objects.create(alert=alert, plan=alert.plan)


def _tell(alert: Alert, by: Officer, **more: object) -> None:
    record(
        Verb.ALERT_ACKNOWLEDGED,
        subject_type="alert",
        subject_id=alert.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"case": alert.case_id, "level": alert.level, "plan": alert.plan_id} | more,
    )
