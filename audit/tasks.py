"""The audit's own work, all day: sealing."""

from celery import shared_task

from audit import sealing


@shared_task(name="audit.tasks.seal")
def seal() -> int:
    """Seal what was committed since the last minute; returns how many events."""
    return sealing.seal()
