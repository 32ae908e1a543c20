"""``preview_law``: what the installed release of the law moves; with ``--accept``, its acceptance."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.selectors import officer_by_username
from cases.errors import CaseworkError
from cases.law_accepted import is_waiting
from cases.law_preview import Move, Preview, preview, refs_of
from cases.services.law_release import accept_release
from law.release import LAW_VERSION


class Command(BaseCommand):
    """Lists what a release moves, and lets it be accepted where the page cannot be reached."""

    help = "Compares stored positions with the installed release of the law. Writes nothing without --accept."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How to tell it, and who accepts which list."""
        parser.add_argument("--json", action="store_true", help="one JSON object on the standard output")
        parser.add_argument("--accept", metavar="LIST", help="accept the list of this name, as printed")
        parser.add_argument("--by", metavar="USERNAME", help="the legal reviewer who accepts")
        parser.add_argument("--reasons", default="", help="what was weighed, and who advised")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the list; or accept it."""
        if options["accept"]:
            self._accept(options)
            return
        found, waits = preview(), is_waiting()
        refs = refs_of(found.moves)
        if options["json"]:
            self.stdout.write(json.dumps(_told(found, refs, waits)))
            return
        for move in found.moves:
            self.stdout.write(
                f"{refs[move.case_id]}, item {move.material_id}: {move.was} (law {move.was_version}) -> "
                f"{move.now}, {move.way}, by {move.rule or 'no rule'}"
            )
        self.stdout.write(
            f"Release {LAW_VERSION} moves {len(found.moves):,} of {found.examined:,} items. "
            + (f"It waits for a legal reviewer; the list is {found.digest}" if waits else "Nothing waits.")
        )

    def _accept(self, options: dict[str, Any]) -> None:
        by = officer_by_username(options["by"] or "")
        if by is None:
            raise CommandError("--by names no officer. Give the username of a legal reviewer.")
        try:
            accepted = accept_release(by=by, digest=options["accept"], reasons=options["reasons"])
        except CaseworkError as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Release {LAW_VERSION} accepted; {accepted.moved:,} items moved.")


def _told(found: Preview, refs: dict[int, str], waits: bool) -> dict[str, Any]:
    return {
        "law_version": LAW_VERSION,
        "items": found.examined,
        "waits": waits,
        "list": found.digest,
        "moves": [_row(move, refs) for move in found.moves],
    }


def _row(move: Move, refs: dict[int, str]) -> dict[str, Any]:
    return {
        "case": refs[move.case_id],
        "item": move.material_id,
        "was": move.was_day.isoformat() if move.was_day else move.was_status,
        "is": move.now_day.isoformat() if move.now_day else move.now_status,
        "days": move.days,
        "way": move.way,
        "rule": move.rule,
        "was_law_version": move.was_version,
    }
