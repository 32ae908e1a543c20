"""What people do with an alert: acknowledge it with a plan."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Officer
from audit import clock
from audit.choices import Verb
from audit.record import record
from cases.models import ErasableText
from retention.errors import AlertRefused
from retention.models import Alert


@transaction.atomic
def acknowledge(alert_id: int, *, plan: str, by: Officer) -> Alert:
    """Acknowledges an open alert with what will be done. The words are kept where they can be erased.

    Raises AlertRefused without a plan, for one that is closed, or that somebody acknowledged before.
    """
    words = plan.strip()
    if not words:
        raise AlertRefused("Say what will be done, by whom and by when.")
    alert = Alert.objects.select_for_update(of=("self",)).select_related("acknowledged_by").get(pk=alert_id)
    if alert.closed_on:
        raise AlertRefused(f"This alert is closed: {alert.get_closed_because_display().lower()}.")
    if alert.acknowledged_by:
        raise AlertRefused(
            f"{alert.acknowledged_by} acknowledged this alert already; the plan is on the alert."
        )
    moment = clock.moment()
    alert.plan = ErasableText.objects.create(text=words, written_at=moment, written_by=by)
    alert.acknowledged_at, alert.acknowledged_by = moment, by
    alert.save(update_fields=["plan", "acknowledged_at", "acknowledged_by"])
    record(
        Verb.ALERT_ACKNOWLEDGED,
        subject_type="alert",
        subject_id=alert.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"case": alert.case_id, "level": alert.level, "plan": alert.plan.pk},
    )
    return alert
