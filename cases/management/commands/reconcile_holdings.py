"""``reconcile_holdings``: an extract of the databases against the cases, both ways. Changes nothing."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.services.imports.errors import UnreadableFile
from cases.services.imports.reconciling import reconcile


class Command(BaseCommand):
    """Reconciles one extract."""

    help = "Compares an extract of the databases with the cases, both ways, and prints the counts as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and whether the rows are named."""
        parser.add_argument("file", metavar="FILE.csv", type=Path)
        parser.add_argument("--rows", action="store_true", help="name the rows and cases behind each count")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, and print."""
        try:
            found = reconcile(options["file"])
        except UnreadableFile as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(json.dumps(found.as_json(with_rows=options["rows"]), ensure_ascii=False))
