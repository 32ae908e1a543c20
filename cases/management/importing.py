"""What the commands that import spreadsheets share: their options, the progress, and how they tell the
result.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import officer_by_username, officers_with_role
from accounts.services.demo import make_people
from audit import clock
from cases.choices import ImportKind
from cases.management.progress import Progress
from cases.services.imports.demo import begin_if_new
from cases.services.imports.errors import NotAllowed, UnreadableFile
from cases.services.imports.importing import Report, import_files


class ImportCommand(BaseCommand):
    """A command that imports files of one kind."""

    kind: ClassVar[ImportKind]

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files and options."""
        parser.add_argument(
            "files", metavar="FILE", nargs="+", type=Path, help=".xlsx or .csv, in this order"
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing, and report the same")
        parser.add_argument(
            "--historical",
            action="store_true",
            help="facts are known from when the rows were written; for a migration officer alone",
        )
        parser.add_argument(
            "--by", metavar="USERNAME", help="the officer who imports; default: the migration officer"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on the standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and tell what became of each row."""
        progress = None if options["json"] or not options["verbosity"] else Progress(self.stderr)
        try:
            report = import_files(
                self.kind,
                options["files"],
                by=importing_officer(options["by"]),
                historical=options["historical"],
                dry_run=options["dry_run"],
                progress=progress,
            )
        except (UnreadableFile, NotAllowed) as refused:
            raise CommandError(str(refused)) from refused
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            self._tell(report, options["dry_run"])

    def _tell(self, report: Report, is_rehearsal: bool) -> None:
        for listed, name in ((report.exceptions, "Look at"), (report.rejected, "Rejected")):
            for each in listed:
                column = f", {each['column']}" if each["column"] else ""
                self.stdout.write(f"{name}: {each['file']}, row {each['row']}{column}: {each['why']}")
        self.stdout.write(
            f"{'Rehearsed, nothing written: ' if is_rehearsal else ''}{report.rows:,} rows: "
            f"{report.created:,} created, {report.corrected:,} corrected, {report.unchanged:,} unchanged, "
            f"{len(report.rejected):,} rejected; {len(report.exceptions):,} exceptions."
        )


def importing_officer(username: str | None) -> Officer:
    """The officer of that username; without one, the migration officer, whom a demonstration is given.

    Raises CommandError where there is none.
    """
    if username:
        if found := officer_by_username(username):
            return found
        raise CommandError(f"There is no officer with the username {username}.")
    migration_officers = officers_with_role(Role.MIGRATION_OFFICER, clock.today()).order_by("pk")
    if not migration_officers and not settings.PRODUCTION:
        begin_if_new()
        make_people()
    if officer := officers_with_role(Role.MIGRATION_OFFICER, clock.today()).order_by("pk").first():
        return officer
    raise CommandError(
        "Nobody holds the role Migration officer today. Name the officer who imports with --by."
    )
