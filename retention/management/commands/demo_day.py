"""``demo_day DAY``: moves the demonstration's business day forward."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.clock import ClockRefused
from retention.services.demonstration import move_to


class Command(BaseCommand):
    """Sets the day and no more: beat and worker then catch up each missed day, once and in order."""

    help = "Move the demonstration to a later business day: demo_day 2016-04-09"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The day."""
        parser.add_argument("day", help="The business day to stand on: 2016-04-09")
        parser.add_argument("--json", action="store_true", help="One JSON object on the standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Move; a refusal is one clear line."""
        try:
            day = date.fromisoformat(options["day"])
        except ValueError:
            raise CommandError(f"{options['day']}: write the day as 2016-04-09.") from None
        try:
            missed = move_to(day)
        except ClockRefused as refused:
            raise CommandError(str(refused)) from None
        if options["json"]:
            self.stdout.write(json.dumps({"day": day.isoformat(), "days_to_catch_up": missed}))
            return
        words = "no day" if not missed else "1 day" if missed == 1 else f"{missed} days"
        self.stdout.write(
            f"The business day is {day}. The sweeps have {words} to catch up, which the worker does."
        )
