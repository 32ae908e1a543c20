"""Oversight's own work: patterns of wrong notified dates, and published figures that would be different."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from oversight.services import incidents, restatements, trends

log = logging.getLogger(__name__)
# A look that no worker took by then is worth nothing: whoever opens the log again asks for another.
STALE_SECONDS = 120


@shared_task(name="oversight.tasks.look_for_incidents", acks_late=True, reject_on_worker_lost=True)
def look_for_incidents() -> int:
    """Look at every notified date, as after an import; returns how many incidents were opened."""
    return incidents.look()


@shared_task(name="oversight.tasks.look_for_restatements", acks_late=True, reject_on_worker_lost=True)
def look_for_restatements() -> int:
    """Recompute every published figure as known now; returns how many were found newly different."""
    return restatements.look()


def queue_restatements() -> bool:
    """Have the published figures looked at now; False where the queue cannot be reached: then by night."""
    try:
        look_for_restatements.apply_async(expires=STALE_SECONDS)
    except OperationalError:
        log.exception("The look for restatements could not be queued; the night looks again.")
        return False
    return True


@shared_task(name="oversight.tasks.watch_trends", acks_late=True, reject_on_worker_lost=True)
def watch_trends() -> int:
    """Raise an alarm for each measure that rose alarmingly; returns how many were raised."""
    return trends.watch()
