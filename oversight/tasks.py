"""Oversight's own work by day: looking for patterns of wrong notified dates."""

from celery import shared_task

from oversight.services import incidents


@shared_task(name="oversight.tasks.look_for_incidents", acks_late=True, reject_on_worker_lost=True)
def look_for_incidents() -> int:
    """Look at every notified date, as after an import; returns how many incidents were opened."""
    return incidents.look()
