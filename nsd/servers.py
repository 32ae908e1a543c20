"""A PostgreSQL and a Valkey of our own, for demonstrations and tests only.

They are the ones from PyPI, or where those cannot run (or ``NSD_SERVERS=system`` asks) the machine's; always
in our own data directory and on our own sockets, never on a network. A real installation names its servers
with ``DATABASE_URL`` and ``REDIS_URL``, and then nothing is started here.
"""

import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO

import psycopg

from nsd import places, programs, tied
from nsd.programs import CannotStart

__all__ = ["CannotStart", "Servers"]

OLDEST_POSTGRES = programs.OLDEST_POSTGRES
# What a crash would cost does not matter to a database that lives for one run of the tests.
CARELESS = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "max_connections=200",
]


def _silent(line: str) -> None:
    """Say nothing."""


class Servers:
    """The servers of one data folder: started by whoever comes first, used by whoever comes next.

    ``urls`` are what the environment must name; ``started`` says whether this process started (and so stops)
    any.
    """

    def __init__(
        self, home: Path | None = None, *, durable: bool = True, say: Callable[[str], None] = _silent
    ) -> None:
        self.home = home or places.nsd_home()
        self.durable = durable
        self.say = say
        self.started = False
        self._children: list[tuple[subprocess.Popen[bytes], signal.Signals]] = []
        self._lock: IO[str] | None = None
        owner = os.environ.get("DATABASE_URL") or places.embedded_database_url(self.home)
        self.urls = {
            "DATABASE_URL": owner,
            "APP_DATABASE_URL": os.environ.get("APP_DATABASE_URL")
            or places.application_url(owner, self.home),
            "REDIS_URL": os.environ.get("REDIS_URL") or places.embedded_redis_url(self.home),
        }

    def __enter__(self) -> "Servers":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start what the environment does not name, or join servers already running for this folder.

        Raises CannotStart with one line that says what to do.
        """
        wanted = [name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)]
        if wanted:
            self.home.mkdir(parents=True, exist_ok=True)
            self._lock = open(self.home / "servers.lock", "w")  # noqa: SIM115 (held as long as the servers run)
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._lock.close()
                self._lock = None
                self._join()
                return
            self.started = True
        try:
            if "DATABASE_URL" in wanted:
                self._start_postgres()
            self._check_postgres()
            if "REDIS_URL" in wanted:
                self._start_valkey()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop what this process started, the last started first."""
        while self._children:
            child, by = self._children.pop()
            tied.stop(child, by=by)
        if self._lock:
            short = places.socket_folder(self.home)
            if short.parent == Path("/tmp"):
                shutil.rmtree(short, ignore_errors=True)
            self._lock.close()
            self._lock = None

    def _join(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if self._postgres_answers() and self._valkey_answers():
                return
            time.sleep(0.1)
        raise CannotStart(
            f"another process holds {self.home} but its servers do not answer; "
            "stop it, or name another NSD_HOME"
        )

    def _start_postgres(self) -> None:
        folder = places.server_folder(self.home)
        folder.mkdir(parents=True, exist_ok=True)
        if folder != self.home:
            self.say(f"{self.home} is closed to PostgreSQL's user: the database's files are in {folder}.")
        data, run = folder / "postgres", places.socket_folder(self.home) / "postgres"
        user = programs.user_for_postgres()
        postgres = programs.find_postgres(data, user)
        self._own_folder(run, user)
        if not data.exists():
            self._make_cluster(postgres, data, run / "password", user)
        settings = ["listen_addresses=", "jit=off", *([] if self.durable else CARELESS)]
        options = [word for setting in settings for word in ("-c", setting)]
        log = open(self._log_folder() / "postgres.log", "ab")  # noqa: SIM115 (the server's own from here)
        child = tied.start(
            [postgres.folder / "postgres", "-D", data, "-k", run, *options],
            output=log,
            on_parent_death=signal.SIGINT,
            user=user,
            cwd=data,
        )
        log.close()
        self._children.append((child, signal.SIGINT))
        if not tied.wait_for(child, self._postgres_answers, within=60):
            raise CannotStart(f"PostgreSQL did not start: {_last_line(Path(log.name))} (all in {log.name})")
        self.say(f"PostgreSQL {postgres.version} ({postgres.whose}), for demonstration and tests only.")

    def _own_folder(self, folder: Path, user: pwd.struct_passwd | None) -> None:
        """Make a folder that only ``user`` (or we) may read, in one of ours. Raises CannotStart."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        short = folder.parent.parent == Path("/tmp")
        if short and folder.parent.stat().st_uid != os.geteuid():
            # A short path in /tmp can be guessed, and so made by somebody else before us.
            raise CannotStart(f"{folder.parent} belongs to another user; name a shorter NSD_HOME")
        if user:
            # That user may pass through our own folders, not list them; PostgreSQL's files stay closed.
            folder.parent.chmod(folder.parent.stat().st_mode | 0o001)
            os.chown(folder, user.pw_uid, user.pw_gid)

    def _make_cluster(
        self, postgres: programs.Postgres, data: Path, note: Path, user: pwd.struct_passwd | None
    ) -> None:
        """Make the database's files, whole or not at all."""
        draft = data.with_name("postgres.unfinished")
        shutil.rmtree(draft, ignore_errors=True)
        self._own_folder(draft, user)
        note.touch(mode=0o600)
        note.write_text(places.secret(self.home, "owner-password"))
        if user:
            os.chown(note, user.pw_uid, user.pw_gid)
        words = [
            str(postgres.folder / "initdb"),
            "-D",
            str(draft),
            "-U",
            places.OWNER,
            "--auth=scram-sha-256",
        ]
        words += ["--encoding=UTF8", f"--pwfile={note}", *([] if self.durable else ["--no-sync"])]
        try:
            # Order by code point with letters known; the plain C locale where the machine has no C.UTF-8.
            for locale in ("C.UTF-8", "C"):
                told = programs.run_as(user, [*words, f"--locale={locale}"])
                if told.returncode == 0:
                    draft.rename(data)
                    return
        finally:
            note.unlink()
        problem = (told.stderr.strip().splitlines() or ["no reason given"])[0]
        raise CannotStart(f"the database's files could not be made in {data}: {problem}")

    def _postgres_answers(self) -> bool:
        try:
            psycopg.connect(
                places.with_database(self.urls["DATABASE_URL"], "postgres"), connect_timeout=2
            ).close()
        except psycopg.OperationalError:
            return False
        return True

    def _check_postgres(self) -> None:
        """Make our database where it is missing, and refuse a server too old for us."""
        url = self.urls["DATABASE_URL"]
        try:
            with psycopg.connect(url, connect_timeout=10) as connection:
                version = connection.info.server_version
        except psycopg.OperationalError as problem:
            if not self.started or "does not exist" not in str(problem):
                raise CannotStart(f"the database does not answer: {str(problem).splitlines()[0]}") from None
            with psycopg.connect(places.with_database(url, "postgres"), autocommit=True) as connection:
                version = connection.info.server_version
                connection.execute(f"CREATE DATABASE {places.DATABASE}")
        if version < OLDEST_POSTGRES * 10_000:
            raise CannotStart(
                f"DATABASE_URL names a PostgreSQL {version // 10_000}; {OLDEST_POSTGRES} or later is needed"
            )

    def _start_valkey(self) -> None:
        program, whose = programs.find_valkey()
        data = self.home / "valkey"
        run = places.socket_folder(self.home) / "valkey"
        for place in (data, run):
            self._own_folder(place, None)
        log = open(self._log_folder() / "valkey.log", "ab")  # noqa: SIM115 (the server's own from here)
        child = tied.start(
            [
                program,
                "--port",
                "0",
                "--unixsocket",
                run / "valkey.sock",
                "--unixsocketperm",
                "700",
                "--save",
                "",
                "--dir",
                data,
                "--daemonize",
                "no",
                "--appendonly",
                "yes" if self.durable else "no",
            ],
            output=log,
            cwd=data,
        )
        log.close()
        self._children.append((child, signal.SIGTERM))
        if not tied.wait_for(child, self._valkey_answers, within=60):
            raise CannotStart(f"Valkey did not start: {_last_line(Path(log.name))} (all in {log.name})")
        self.say(f"Valkey ({whose}), for demonstration and tests only.")

    def _valkey_answers(self) -> bool:
        path = places.socket_folder(self.home) / "valkey" / "valkey.sock"
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as plug:
                plug.settimeout(2)
                plug.connect(str(path))
                plug.sendall(b"PING\r\n")
                return plug.recv(64).startswith(b"+PONG")
        except OSError:
            return False

    def _log_folder(self) -> Path:
        folder = self.home / "log"
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def main(arguments: list[str]) -> int:
    """``python -m nsd.servers COMMAND …``: run a command with the servers up and named in its environment."""
    try:
        with Servers(say=lambda line: print(line, file=sys.stderr)) as servers:
            return subprocess.run(arguments, env=os.environ | servers.urls).returncode
    except CannotStart as problem:
        print(f"nsd: {problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
