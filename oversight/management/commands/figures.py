"""``figures --as-at D --known-at K``: the headline figures, true on D, as recorded by the end of K.

With ``--from C``, those of each day from C to D, read once.
"""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import clock
from oversight.causes import LABELS
from oversight.figures import headline
from oversight.figures.daily import daily
from oversight.lives import lives_of
from oversight.reader import reading_cases


class Command(BaseCommand):
    """Prints the headline figures over every case; with ``--format json`` nothing but the JSON."""

    help = "The headline figures, as at one day and as known at another."

    def add_arguments(self, parser: CommandParser) -> None:
        """The two dates, both the business day unless given, and the form of the answer."""
        parser.add_argument("--as-at", type=day_of, help="true on this day, YYYY-MM-DD (today)")
        parser.add_argument(
            "--known-at", type=day_of, help="recorded by the end of this day, YYYY-MM-DD (today)"
        )
        parser.add_argument("--from", dest="first", type=day_of, help="each day from this one, YYYY-MM-DD")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, and print."""
        today = clock.today()
        as_at, known_at = options["as_at"] or today, options["known_at"] or today
        if options["first"]:
            self._daily(options["first"], as_at, known_at, as_json=options["format"] == "json")
            return
        with reading_cases(known_at) as cases:
            found = headline(lives_of(cases, known_at), as_at, known_at)
        self.stdout.write(json.dumps(found, indent=1) if options["format"] == "json" else _as_text(found))

    def _daily(self, first: date, last: date, known_at: date, *, as_json: bool) -> None:
        """A line a day: JSON, or the numbers of the headline."""
        if first > last:
            raise CommandError(f"--from {first} is after --as-at {last}. Give the earlier day first.")
        with reading_cases(known_at) as cases:
            for found in daily(lives_of(cases, known_at), first, last, known_at):
                self.stdout.write(json.dumps(found) if as_json else _as_line(found))


def day_of(text: str) -> date:
    """A day in ISO form. Raises ArgumentTypeError for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(
            f"{text!r} is not a day. Write it as YYYY-MM-DD, for example 2016-03-31."
        ) from error


def _as_line(found: dict[str, Any]) -> str:
    return (
        f"{found['as_at']}  held {found['held']['individuals']:>7,}"
        f"  never convicted {found['held']['never_convicted']:>7,}"
        f"  lapses {found['lapses']['individuals']:>6,}"
        f"  held unlawfully {found['held_unlawfully']:>6,}"
    )


def _as_text(found: dict[str, Any]) -> str:
    lapses = found["lapses"]
    lines = [
        ("Held, individuals", found["held"]["individuals"]),
        ("  of whom never convicted", found["held"]["never_convicted"]),
        ("Lapses, individuals", lapses["individuals"]),
        *((f"  {LABELS[cause]}", count) for cause, count in lapses["by_cause"].items()),
        ("  JFIT would have applied", lapses["would_have_applied_yes"]),
        ("Saved by another basis, individuals", found["saved_by_another_basis"]),
        ("Held unlawfully, individuals", found["held_unlawfully"]),
        ("Void determinations", found["void_determinations"]),
    ]
    head = f"As at {found['as_at']}, as known at {found['known_at']}"
    return "\n".join([head, *(f"{words:<40}{count:>8,}" for words, count in lines)])
