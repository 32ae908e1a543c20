"""``load_demo``: the demonstration's people and its caseload of 2016, into a migrated database."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.services.demo import make_people
from audit.clock import ClockRefused
from cases.management.importing import importing_officer
from cases.management.progress import Progress
from cases.services.imports import demo
from cases.services.imports.errors import NotAllowed, UnreadableFile

FOLDER = Path(settings.BASE_DIR) / "tests" / "data" / "caseload-2016"


class Command(BaseCommand):
    """Loads the demonstration; a second time, nothing."""

    help = "Loads the demonstration's people and caseload; run again, it goes on where it stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to leave out."""
        parser.add_argument(
            "--without-found", action="store_true", help="leave out the cases found in April 2016"
        )
        parser.add_argument(
            "--without-live", action="store_true", help="leave out the live demonstration cases"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what is missing."""
        if settings.PRODUCTION:
            raise CommandError("This is a production installation; the demonstration has no place in it.")
        without = {part for part in (demo.FOUND, demo.LIVE) if options[f"without_{part}"]}
        tells = bool(options["verbosity"])
        missing = demo.missing(FOLDER, without=frozenset(without))
        if not missing:
            if tells:
                self.stderr.write("The caseload is already loaded.")
            return
        progress = Progress(self.stderr) if tells else _untold
        try:
            demo.set_business_day()
            make_people()
            demo.load(FOLDER, missing, by=importing_officer(None), progress=progress)
        except (ClockRefused, UnreadableFile, NotAllowed) as refused:
            raise CommandError(str(refused)) from refused


def _untold(file_name: str, done: int, total: int) -> None:
    """Nobody wants to know how far it is."""
