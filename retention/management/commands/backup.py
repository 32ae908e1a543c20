"""``backup --out FILE``: the whole database in one file; docs/runbook.md says when and whither."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from retention.errors import BackupRefused
from retention.services.backups import backup


class Command(BaseCommand):
    """Makes a backup."""

    help = "Writes the whole database, as it stands at one moment, to a file, with what it is checked by."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("--out", type=Path, required=True, help="A file that does not exist yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it."""
        try:
            about = backup(options["out"])
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{options['out']}: {about['bytes']} bytes, sha256 {about['sha256']}")
