"""The demonstration: the whole product on this machine, started by one command and gone with one Ctrl-C.

``up`` runs web, worker and beat as a real installation does, on servers of our own; ``manage`` runs a
management command on the same database. What is being done is told on the error output: the standard output
belongs to what was asked for.
"""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import Any

from nsd import places, tied
from nsd.servers import CannotStart, Servers

FIRST_PORT, LAST_PORT = 8000, 8050
BIN = Path(sys.executable).parent
# What the reference database of a demonstration holds.
EXTRACTS = sorted((places.ROOT / "tests" / "data" / "caseload-2016").glob("*holdings*.csv"))
MANAGE = [sys.executable, str(places.ROOT / "manage.py")]


def say(line: str = "") -> None:
    """Tell people one line."""
    print(line, file=sys.stderr, flush=True)


class Ended(Exception):
    """Somebody asked the demonstration to end."""


def main(arguments: list[str]) -> int:
    """Do what the first word says; a problem people can mend is one line."""
    what, rest = (arguments[0] if arguments else ""), arguments[1:]
    does: dict[str, Callable[[list[str]], int]] = {"up": up, "manage": manage, "code": code}
    if what not in does:
        say(f"nsd.demo: {what or 'nothing'} is not one of {', '.join(does)}.")
        return 2
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    os.chdir(places.ROOT)
    os.environ |= {"NSD_MODE": "demo", "NSD_HOME": str(places.nsd_home())}
    try:
        return does[what](rest)
    except CannotStart as problem:
        say(f"nsd: {problem}")
        return 1
    except (Ended, KeyboardInterrupt):
        return 130


def up(_: list[str]) -> int:
    """Everything, from nothing or from where it was left, until Ctrl-C."""
    home = places.nsd_home()
    if os.geteuid() == 0:
        say(f"Running as root: the demonstration's data are kept in {home}, and no home directory is opened.")
    with _only_one(home), ExitStack() as stack:
        port = _free_port()
        servers = stack.enter_context(Servers(home, say=say))
        env = os.environ | servers.urls | {"NSD_STATIC_ROOT": f"{home}/static"}
        _run("Bringing the database up to date", [*MANAGE, "migrate", "--verbosity", "0"], env)
        _run("Looking for the 2016 caseload", [*MANAGE, "load_demo", "--no-color"], env)
        _run("Looking for the pack of 18 December 2015", [*MANAGE, "pack", *PACK_OF_2015], env)
        _collect_static(home, env)
        crew = _Crew(home, env, port)
        try:
            crew.start()
            _tell(port, env)
            crew.watch()
        except (Ended, KeyboardInterrupt):
            say("\nEnding …")
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            crew.stop()
    say("Ended. Nothing is lost: make demo goes on from here.")
    return 0


def manage(arguments: list[str]) -> int:
    """One manage.py command on the demonstration's database; output and exit code are the command's own."""
    with Servers(say=say) as servers:
        env = os.environ | servers.urls
        if servers.started:
            _run("", [*MANAGE, "migrate", "--verbosity", "0"], env)
        return subprocess.run([*MANAGE, *arguments], env=env).returncode


def code(arguments: list[str]) -> int:
    """A present one-time code of the demonstration's person with that role or name."""
    if len(arguments) != 1:
        say("Whose code? make code ROLE=jfit_manager (a role, or a name such as jfit.a)")
        return 2
    return manage(["demo_code", *arguments])


# As the figures were known before the cases overlooked until April 2016 were found.
PACK_OF_2015 = ("monthly", "--as-at", "2015-12-18", "--known-at", "2015-12-18", "--once")


class _Crew:
    """Web, worker and beat, and the reference database where files are exchanged; one that ends by itself is
    started again, unless it cannot stay up.
    """

    def __init__(self, home: Path, env: dict[str, str], port: int) -> None:
        self.logs = home / "log"
        self.env = env
        self.port = port
        celery = [BIN / "celery", "-A", "nsd.celery:app"]
        web = [
            BIN / "gunicorn",
            "nsd.wsgi",
            "--bind",
            f"127.0.0.1:{port}",
            "--workers",
            "2",
            "--threads",
            "4",
            "--config",
            "python:nsd.access_log",
        ]
        self.commands: dict[str, list[Any]] = {
            "web": [*web, "--no-control-socket"],
            "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"],
            "beat": [*celery, "beat", "--pidfile=", "--loglevel", "INFO"],
        }
        if env.get("NSD_GATEWAY") == "files":
            self.commands["databases"] = [sys.executable, "-m", "nsd.reference_database", "--load", *EXTRACTS]
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.born: dict[str, float] = {}
        self.falls: dict[str, int] = {}

    def start(self) -> None:
        """Start all of them and wait until the pages answer. Raises CannotStart."""
        self.logs.mkdir(parents=True, exist_ok=True)
        for name in self.commands:
            self._start(name)
        if not tied.wait_for(self.children["web"], self._answers, within=60):
            raise CannotStart(f"the web server did not start; see {self.logs / 'web.log'}")

    def watch(self) -> None:
        """Return never, except by an exception: Ended, KeyboardInterrupt or CannotStart."""
        while True:
            time.sleep(0.5)
            for name, child in self.children.items():
                if child.poll() is None:
                    continue
                short_lived = time.monotonic() - self.born[name] < 10
                self.falls[name] = self.falls.get(name, 0) + 1 if short_lived else 1
                if self.falls[name] > 3:
                    raise CannotStart(f"{name} keeps ending; see {self.logs / name}.log")
                say(f"{name} ended by itself and is started again; see {self.logs / name}.log")
                self._start(name)

    def stop(self) -> None:
        """End all of them: beat first, so that nothing more is asked for; the worker when it has finished."""
        for name in ("beat", "web", "worker", "databases"):
            if name in self.children:
                tied.stop(self.children.pop(name))

    def _start(self, name: str) -> None:
        with open(self.logs / f"{name}.log", "ab") as log:
            self.children[name] = tied.start(self.commands[name], output=log, env=self.env, cwd=places.ROOT)
        self.born[name] = time.monotonic()

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=10).close()
        except urllib.error.HTTPError:
            return True  # a page says no; that is an answer
        except OSError:
            return False
        return True


def _run(doing: str, command: list[str], env: dict[str, str]) -> None:
    if doing:
        say(f"{doing} …")
    ended = subprocess.run(command, env=env, stdout=sys.stderr)
    if ended.returncode != 0:
        raise CannotStart(f"{command[2]} failed; see the lines above")


def _collect_static(home: Path, env: dict[str, str]) -> None:
    """Collect the static files where any of them changed since the last time."""
    stamp = home / "static.stamp"
    found = sorted(path for path in (places.ROOT / "static").rglob("*") if path.is_file())
    told = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in found]
    told.append((places.ROOT / "requirements.txt").read_text())
    now = sha256("\n".join(told).encode()).hexdigest()
    if not stamp.exists() or stamp.read_text() != now or not (home / "static" / "staticfiles.json").exists():
        command = [*MANAGE, "collectstatic", "--no-input", "--clear", "--verbosity", "0"]
        _run("Collecting the static files", command, env)
        stamp.write_text(now)


def _free_port() -> int:
    """The port asked for by ``PORT``, or the first free one from 8000. Raises CannotStart."""
    asked = os.environ.get("PORT", "")
    if asked and not (asked.isdecimal() and 0 < int(asked) < 65536):
        raise CannotStart(f"PORT={asked} is no port; name a number from 1 to 65535")
    for port in [int(asked)] if asked else range(FIRST_PORT, LAST_PORT + 1):
        with socket.socket() as plug:
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                plug.bind(("127.0.0.1", port))
            except OSError as problem:
                if not asked:
                    say(f"Port {port} is in use; trying the next.")
                    continue
                raise CannotStart(
                    f"port {port}: {problem.strerror}; name another: make demo PORT=8100"
                ) from None
            return port
    raise CannotStart(f"ports {FIRST_PORT} to {LAST_PORT} are all in use; name another: make demo PORT=8100")


def _tell(port: int, env: dict[str, str]) -> None:
    """Say where it is and who can sign in: on the standard output, since this is what was asked for."""
    print(
        f"\nReady: http://localhost:{port}    (Ctrl-C ends it; logs are in {env['NSD_HOME']}/log)\n",
        flush=True,
    )
    subprocess.run([*MANAGE, "demo_people"], env=env, check=False)
    print(
        "\nSigning in asks for a one-time code. This shows a present one: make code ROLE=jfit_manager\n",
        flush=True,
    )


@contextmanager
def _only_one(home: Path) -> Iterator[None]:
    home.mkdir(parents=True, exist_ok=True)
    with open(home / "demo.lock", "a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotStart(
                f"the demonstration of {home} runs already (process {lock.read().strip()}); end it, "
                "or run another beside it: make demo NSD_HOME=DIR"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _end(number: int, frame: FrameType | None) -> None:
    raise Ended


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
