"""``seal_audit``: seal now, without waiting for the minute."""

from typing import Any

from django.core.management.base import BaseCommand

from audit import sealing


class Command(BaseCommand):
    """Seals what is committed and unsealed."""

    help = "Seals the events that are committed and not yet sealed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many were sealed."""
        self.stdout.write(f"{sealing.seal()} events sealed")
