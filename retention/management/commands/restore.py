"""``restore FILE [--drill]``: a backup into an empty database; then what the journal says, then the audit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from psycopg import sql

from audit import heads
from retention.errors import BackupRefused
from retention.services.backups import Restored, restore


class Command(BaseCommand):
    """Restores a backup, or practises it."""

    help = "Restores a backup into an empty database; what the journal says was destroyed stays destroyed."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file; and whether it is practice."""
        parser.add_argument("file", type=Path, help="A file that the command backup made")
        parser.add_argument(
            "--drill",
            action="store_true",
            help="Restore into a database made for it, report, and drop it; the present one is not touched",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, and say what was put right and what waits for people."""
        try:
            if options["drill"]:
                with _database_of_its_own():
                    restored = restore(options["file"])
            else:
                restored = restore(options["file"])
                heads.restored()
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        self._tell(restored, drill=options["drill"])

    def _tell(self, restored: Restored, *, drill: bool) -> None:
        self.stdout.write(f"ok: {'drill' if drill else 'restored'} from the backup of {restored.made_at}")
        self.stdout.write(f"audit: ok, {restored.seals} seals")
        for what, count in sorted(restored.told.items()):
            self.stdout.write(f"journal: {count} {what}")
        if not drill:
            self.stdout.write(
                "The days since then are swept again once worker and beat run; see docs/runbook.md."
            )


@contextmanager
def _database_of_its_own() -> Iterator[None]:
    name = f"nsd_drill_{uuid4().hex[:12]}"
    ours = connections.settings["default"]
    before = ours["NAME"]
    maintenance = _ways(ours)
    _do(maintenance, "CREATE DATABASE {} TEMPLATE template0", name)
    connection.close()
    ours["NAME"] = connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        ours["NAME"] = connection.settings_dict["NAME"] = before
        _do(maintenance, "DROP DATABASE {} WITH (FORCE)", name)


def _ways(ours: dict[str, Any]) -> dict[str, Any]:
    wanted = {"host": ours["HOST"], "port": ours["PORT"], "user": ours["USER"], "password": ours["PASSWORD"]}
    return {key: value for key, value in wanted.items() if value} | {"dbname": "postgres"}


def _do(ways: dict[str, Any], statement: str, name: str) -> None:
    with psycopg.connect(**ways, autocommit=True) as joined:
        joined.execute(sql.SQL(statement).format(sql.Identifier(name)))
