"""What people do with an alert: acknowledge it with a plan, and change it. Each plan stays on record."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Officer
from audit import clock
from audit.choices import Verb
from audit.record import record
from cases.models import ErasableText
from retention.errors import AlertRefused
from retention.models import Alert, AlertPlan


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
    alert.plan = ErasableText.objects.create(text=words, written_at=clock.moment(), written_by=by)
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
