"""``sweep NAME --for DAY``: one sweep for one business day."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from retention.errors import RetentionError
from retention.services.nightly import SWEEPS, run_sweep


class Command(BaseCommand):
    """Runs a sweep and prints its counts. A day that is done is gone through anew, which changes nothing."""

    help = "Run one sweep for one business day: sweep verify_positions --for 2016-04-06"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The sweep, its day, and whether a machine reads the answer."""
        parser.add_argument("name", help=f"One of: {', '.join(SWEEPS)}")
        parser.add_argument("--for", dest="day", required=True, help="The business day: 2016-04-06")
        parser.add_argument("--json", action="store_true", help="One JSON object on the standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it; a refusal is one clear line."""
        try:
            day = date.fromisoformat(options["day"])
        except ValueError:
            raise CommandError(f"--for {options['day']}: write the day as 2016-04-06.") from None
        try:
            result = run_sweep(options["name"], day)
        except RetentionError as refused:
            raise CommandError(str(refused)) from None
        if options["json"]:
            self.stdout.write(json.dumps(result.as_json()))
            return
        self.stdout.write(
            f"{result.sweep} for {result.day}: {result.seen} seen, {result.acted} acted on, "
            f"{result.unchanged} unchanged, {result.failed} failed"
        )
