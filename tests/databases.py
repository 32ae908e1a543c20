"""Databases for tests: each a copy of a template migrated once by the owner, joined as the application role.

TRUNCATE, which Django's own transactional tests flush by, is not granted to that role and would pass the
guards by; so a test that commits gets a database of its own, dropped afterwards.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from psycopg import sql

from nsd import places

MIGRATED, LOADED, NIGHT = "nsd_template", "nsd_template_loaded", "nsd_template_night"
STEPS = ("*/migrations/*.py", "audit/*.py")
# What the application may do with a table stands in its model.
SCHEMA = (*STEPS, "*/models/*.py", "*/models.py")
LOADING = ("law/**/*.py", "cases/*.py", "*/services/**/*.py", "retention/*.py", "tests/databases.py")
EXTRACT = places.ROOT / "tests" / "data" / "caseload-2016" / "ct_holdings_2016-04-05.csv"


@dataclass(frozen=True, slots=True)
class Database:
    """One database of the tests' server; ``env`` is the environment of a process that is to use it."""

    name: str

    @property
    def env(self) -> dict[str, str]:
        """What a web, worker or beat process of this database needs, and no more than it gets in earnest."""
        return os.environ | {
            "DATABASE_URL": places.with_database(settings.OWNER_DATABASE_URL, self.name),
            "APP_DATABASE_URL": places.with_database(settings.APP_DATABASE_URL, self.name),
            "REDIS_URL": settings.REDIS_URL,
            "NSD_DATABASE_ROLE": "application",
        }

    def as_owner(self) -> psycopg.Connection:
        """A connection of the owner, for a test that must look or reach behind the application's back."""
        return psycopg.connect(self.env["DATABASE_URL"], autocommit=True)


def clone(template: str) -> Database:
    """A fresh copy of a template."""
    name = f"nsd_test_{uuid4().hex[:12]}"
    _as_owner("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
    return Database(name)


def drop(database: Database) -> None:
    """Drop a copy, whoever is still connected."""
    _as_owner("DROP DATABASE IF EXISTS {} WITH (FORCE)", database.name)


def drop_leftovers() -> None:
    """Drop the copies of a run that was killed, where its servers' folder is kept."""
    with psycopg.connect(_server(), autocommit=True) as connection:
        names = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'nsd_test_%'"
        ).fetchall()
    for (name,) in names:
        drop(Database(name))


@contextmanager
def joined(database: Database, *, owner: bool = False) -> Iterator[Database]:
    """Point this process at ``database``, as the application role unless told otherwise, and back again."""
    ours = connections.settings["default"]
    before = dict(ours)
    wanted = places.database_settings(database.env["DATABASE_URL" if owner else "APP_DATABASE_URL"])
    connections.close_all()
    ours.update({key: wanted[key] for key in ("NAME", "USER", "PASSWORD")})
    try:
        yield database
    finally:
        connections.close_all()
        ours.update(before)


def ensure_migrated() -> str:
    """The template of an empty database, migrated by its owner; made by whichever process asks first."""
    return _ensure(MIGRATED, _make_migrated, *SCHEMA)


def ensure_loaded() -> str:
    """The template with the whole 2016 caseload in it, loaded once as the demonstration loads it."""
    ensure_migrated()
    return _ensure(LOADED, lambda: _make(LOADED, MIGRATED, _load), *SCHEMA, *LOADING)


def before_found() -> Path:
    """What the extract of the databases showed while the template lacked the cases found in April 2016."""
    return Path(places.nsd_home()) / "before_found.json"


def kept_before_found() -> Path:
    """The counts of the same extract as a kept run, taken back again so that the template has none."""
    return Path(places.nsd_home()) / "kept_before_found.json"


def ensure_night() -> str:
    """The template of the same caseload on the morning after: every sweep of its day is done."""
    ensure_loaded()
    return _ensure(NIGHT, lambda: _make(NIGHT, LOADED, _do_the_nights_work), *SCHEMA, *LOADING)


def _make_migrated() -> None:
    """From nothing; or, in a kept folder, on the last template, where its steps stand and some are new."""
    made_by = Path(places.nsd_home()) / f"{MIGRATED}.json"
    before = json.loads(made_by.read_text()) if made_by.exists() else {}
    now = {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in _files(STEPS)}
    made_by.unlink(missing_ok=True)
    if before and before.items() <= now.items():
        _migrate(Database(MIGRATED))
    else:
        _make(MIGRATED, "template0", _migrate)
    made_by.write_text(json.dumps(now))


def _migrate(database: Database) -> None:
    with joined(database, owner=True):
        call_command("migrate", verbosity=0, interactive=False)


def _load(database: Database) -> None:
    with joined(database):
        # In two parts, for the test of what an extract shows while cases are still missing.
        call_command("load_demo", "--without-found", "--without-live", verbosity=0)
        with open(before_found(), "w") as report:
            call_command("reconcile_holdings", EXTRACT, stdout=report)
        kept_before_found().write_text(json.dumps(_kept_counts()))
        call_command("load_demo", verbosity=0)
    _analyze(database)


def _kept_counts() -> dict[str, int]:
    from cases.models import ImportFile
    from cases.services.uploads import HandedIn
    from retention.choices_reconciliation import CameBy
    from retention.services import extracts

    with transaction.atomic():
        by = ImportFile.objects.select_related("imported_by").earliest("pk").imported_by
        handed = HandedIn(EXTRACT.name, EXTRACT.read_bytes())
        run = extracts.hand_in([handed], by=by, is_whole=True, came_by=CameBy.FOLDER)
        counts: dict[str, int] = extracts.finish(run.pk).counts
        transaction.set_rollback(True)
    return counts


def _do_the_nights_work(database: Database) -> None:
    from audit import clock
    from retention.services.nightly import SWEEPS, run_sweep

    with joined(database):
        for sweep in SWEEPS:
            run_sweep(sweep, clock.today())
    _analyze(database)


def _analyze(database: Database) -> None:
    """Tell the planner what is there. A real server does so by itself; ours runs without what does it."""
    with database.as_owner() as owner:
        owner.execute("ANALYZE")


def _make(name: str, template: str, fill: Callable[[Database], None]) -> None:
    _as_owner("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _as_owner("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
    fill(Database(name))


def _ensure(name: str, make: Callable[[], None], *made_by: str) -> str:
    """Make a template unless it stands and was made by the same code: the folder of a run may be kept."""
    done, code = Path(places.nsd_home()) / f"{name}.done", _digest(made_by)
    with open(done.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists() or done.read_text() != code:
            done.unlink(missing_ok=True)
            make()
            done.write_text(code)
    return name


@cache
def _digest(made_by: tuple[str, ...]) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in _files(made_by))).hexdigest()


def _files(patterns: tuple[str, ...]) -> list[Path]:
    return sorted(path for pattern in patterns for path in places.ROOT.glob(pattern))


def _as_owner(statement: str, *names: str) -> None:
    with psycopg.connect(_server(), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _server() -> str:
    # Not "postgres" only by habit: a template may be copied while nobody is connected to it.
    return places.with_database(settings.OWNER_DATABASE_URL, "postgres")
