"""Oversight's own work: patterns of wrong notified dates, and published figures that would be different."""

from celery import shared_task

from oversight.services import incidents, restatements, trends


@shared_task(name="oversight.tasks.look_for_incidents", acks_late=True, reject_on_worker_lost=True)
def look_for_incidents() -> int:
    """Look at every notified date, as after an import; returns how many incidents were opened."""
    return incidents.look()


@shared_task(name="oversight.tasks.look_for_restatements", acks_late=True, reject_on_worker_lost=True)
def look_for_restatements() -> int:
    """Recompute every published figure as known now; returns how many were found newly different."""
    return restatements.look()


@shared_task(name="oversight.tasks.watch_trends", acks_late=True, reject_on_worker_lost=True)
def watch_trends() -> int:
    """Raise an alarm for each measure that rose alarmingly; returns how many were raised."""
    return trends.watch()
