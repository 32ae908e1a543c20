"""``seal_audit``: seal now, without waiting for the minute."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import heads, sealing


class Command(BaseCommand):
    """Seals what is committed and unsealed."""

    help = "Seals the events that are committed and not yet sealed, and tells the head outside the database."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to begin a file of heads."""
        parser.add_argument(
            "--begin-heads",
            action="store_true",
            help="Begin a new file of heads, where there was none and the chain was verified by other means",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many were sealed."""
        try:
            if options["begin_heads"]:
                heads.export(begin=True)
            self.stdout.write(f"{sealing.seal()} events and stamps sealed")
        except heads.HeadsRefused as refused:
            raise CommandError(str(refused)) from refused
