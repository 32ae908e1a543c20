"""``pack fortnightly|monthly --as-at D [--known-at K] --out DIR``: freezes a pack and writes its files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.selectors import system_officer
from audit import clock
from oversight.choices import PackKind
from oversight.errors import OversightRefused
from oversight.management.commands.figures import day_of
from oversight.models import Pack
from oversight.selectors import Days
from oversight.services.publishing import freeze_for_system


class Command(BaseCommand):
    """Freezes the pack, which stays in the product, and writes its page, PDF, workbook and manifest."""

    help = "Freezes a pack as at one day and as known at another, and writes its files."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which pack, its two dates, and where its files go."""
        parser.add_argument("kind", choices=PackKind.values)
        parser.add_argument("--as-at", type=day_of, required=True, help="true on this day, YYYY-MM-DD")
        parser.add_argument("--known-at", type=day_of, help="recorded by the end of this day (today)")
        parser.add_argument("--out", type=Path, help="the folder that the files go into")
        parser.add_argument("--once", action="store_true", help="not if there is such a pack already")

    def handle(self, *args: Any, **options: Any) -> None:
        """Freeze, and write."""
        days = Days(options["as_at"], options["known_at"] or clock.today())
        kind, out = options["kind"], options["out"]
        there = Pack.objects.filter(kind=kind, as_at=days.as_at, known_at=days.known_at)
        if options["once"] and there.exists():
            return
        if out is None and not options["once"]:
            raise CommandError("Name the folder that the files go into: --out DIR.")
        try:
            if out:
                out.mkdir(parents=True, exist_ok=True)
            pack = freeze_for_system(kind, days, by=system_officer())
            for file in pack.files.order_by("name") if out else ():
                (out / file.name).write_bytes(bytes(file.content))
        except (OversightRefused, OSError) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{pack.ref} {pack.sha256}")
