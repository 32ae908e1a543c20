"""``explain_cover``: until when scenarios may be held, and why, a JSON line each. Needs no database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from law import explain, scenarios


class Command(BaseCommand):
    """Explains the cover of each scenario of a file."""

    help = "Reads scenarios, a JSON object a line, and prints the law's answer to each with its working."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", metavar="FILE.jsonl", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print an answer for each line that can be read; tell the others on the error output, and fail."""
        path: Path = options["file"]
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(
                f"{path.name} cannot be read ({error}). Give a UTF-8 file of JSON lines."
            ) from error
        unread = 0
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                scenario = json.loads(line)
                answer = explain.as_json(_id(scenario, number), scenarios.from_json(scenario))
            except (json.JSONDecodeError, scenarios.UnreadableScenario) as error:
                unread += 1
                self.stderr.write(f"{path.name}, line {number}: {error}")
                continue
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        if unread:
            raise CommandError(
                f"{unread} of the lines of {path.name} could not be read; they are named above."
            )


def _id(scenario: Any, number: int) -> str:
    named = scenario.get("id") if isinstance(scenario, dict) else None
    return str(named) if named is not None else f"line {number}"
