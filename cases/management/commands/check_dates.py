"""``check_dates``: a register's notified expiry dates against the period of each power. Needs no database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import clock
from cases.durations import off_by
from cases.services.imports import dates_check, register_rows
from cases.services.imports.errors import UnreadableFile
from cases.services.imports.reading import read_sheet


class Command(BaseCommand):
    """Recomputes every row of a register and tells which notified dates are wrong."""

    help = "Recomputes every row of a register and compares the notified expiry with the period of the power."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and the form of the result."""
        parser.add_argument("file", metavar="FILE", type=Path, help="a register, .xlsx or .csv")
        parser.add_argument("--json", action="store_true", help="one JSON object on the standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, and tell."""
        # The machine's day, not the business day: this command asks no database.
        today = clock.local_day(clock.machine_moment())
        try:
            sheet = read_sheet(options["file"], "Register")
            found = dates_check.check(register_rows.understood(sheet, today)).as_json()
        except UnreadableFile as refused:
            raise CommandError(str(refused)) from refused
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for each in found["mismatched"]:
            self.stdout.write(
                f"row {each['row']}, {each['ref']}: notified {each['notified']}, "
                f"computed {each['computed']}: {off_by(each['days'])}"
            )
        for each in found["unresolved_rows"]:
            self.stdout.write(f"row {each['row']}, {each['ref']}: cannot be computed. {each['why']}")
        for each in found["offsets"]:
            since = f", first written on {each['from']}" if each["from"] else ""
            self.stdout.write(f"{off_by(each['days'])}: {each['count']:,}{since}")
        self.stdout.write(
            f"{found['rows']:,} rows: {found['mismatches']:,} wrong notified dates, "
            f"{found['unresolved']:,} that cannot be computed."
        )
