"""The demonstration: one command starts all of it, and Ctrl-C leaves nothing running."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from accounts.services.demo import PEOPLE
from nsd import demo, places, tied
from tests.databases import Database

READY, LAST_LINE = "Ready: http://localhost:", "make code ROLE="


def _free_port() -> int:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return plug.getsockname()[1]


@pytest.fixture
def env(committing_caseload: Database, broker: object, tmp_path: Path) -> dict[str, str]:
    """The demonstration's environment, on a database where loading has been done already."""
    return committing_caseload.env | {"NSD_HOME": str(tmp_path / "home"), "PORT": str(_free_port())}


@contextmanager
def _started(env: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], str, list[psutil.Process]]]:
    """The demonstration once it is ready, what it said until then, and all its processes."""
    command = [sys.executable, "-m", "nsd.demo", "up"]
    both: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    process = subprocess.Popen(command, cwd=places.ROOT, env=env, **both)
    said = ""
    try:
        assert process.stdout
        for line in process.stdout:
            said += line
            if LAST_LINE in line:
                break
        else:
            pytest.fail(f"it ended with {process.wait()}: {said}")
        yield process, said, psutil.Process(process.pid).children(recursive=True)
    finally:
        process.kill()
        process.wait()
        assert process.stdout
        process.stdout.close()


def _left(processes: list[psutil.Process]) -> list[psutil.Process]:
    return psutil.wait_procs(processes, timeout=30)[1]


def _up(env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nsd.demo", "up"]
    return subprocess.run(command, cwd=places.ROOT, env=env, capture_output=True, text=True, timeout=120)


def test_one_command_starts_it_keeps_it_up_and_ctrl_c_leaves_no_process(env: dict[str, str]) -> None:
    with _started(env) as (process, said, crew):
        assert f"{READY}{env['PORT']}" in said
        assert all(person.username in said for person in PEOPLE)
        running = " ".join(" ".join(each.cmdline()) for each in crew)
        assert all(part in running for part in ("gunicorn", "worker", "beat"))
        with urllib.request.urlopen(f"http://localhost:{env['PORT']}/", timeout=20) as page:
            assert page.status == 200 and "csrfmiddlewaretoken" in page.read().decode()

        second = _up(env | {"PORT": str(_free_port())})
        assert second.returncode == 1
        assert f"runs already (process {process.pid})" in second.stderr

        beside = _up(env | {"NSD_HOME": f"{env['NSD_HOME']}-2"})
        assert beside.returncode == 1
        assert f"port {env['PORT']}: Address already in use; name another" in beside.stderr

        (beat,) = [each for each in crew if "beat" in each.cmdline()]
        beat.kill()
        assert "beat ended by itself and is started again" in _next_line(process)
        # It is told before the new one has become a beat.
        assert tied.wait_for(process, lambda: "beat" in words_of_crew(process), within=20)
        crew = psutil.Process(process.pid).children(recursive=True)

        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert _left(crew) == []


def words_of_crew(process: subprocess.Popen[str]) -> list[str]:
    """The words of the commands of every process below."""
    crew = psutil.Process(process.pid).children(recursive=True)
    return [word for each in crew if each.is_running() for word in each.cmdline()]


def _next_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return next(line for line in process.stdout if line.strip())


@pytest.mark.full_size
def test_killed_outright_it_leaves_no_process_either(env: dict[str, str]) -> None:
    with _started(env) as (process, _, crew):
        process.kill()
        assert _left(crew) == []


def test_a_busy_port_is_passed_over_unless_it_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("PORT", raising=False)
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        plug.listen()
        busy = plug.getsockname()[1]
        monkeypatch.setattr(demo, "FIRST_PORT", busy)
        monkeypatch.setattr(demo, "LAST_PORT", busy + 20)
        assert busy < demo._free_port() <= busy + 20
        assert capsys.readouterr().err == f"Port {busy} is in use; trying the next.\n"


def test_manage_gives_the_commands_own_output_and_exit_code(committing_db: Database, tmp_path: Path) -> None:
    env = committing_db.env | {"NSD_HOME": str(tmp_path / "home")}
    ask = [sys.executable, "-m", "nsd.demo", "manage", "shell", "--verbosity", "0", "-c"]
    told = subprocess.run(
        [*ask, "print('alone'); raise SystemExit(3)"],
        cwd=places.ROOT,
        env=env,
        capture_output=True,
        text=True,
    )
    assert (told.returncode, told.stdout) == (3, "alone\n")


@pytest.mark.full_size
def test_from_nothing_it_makes_its_own_servers_and_loads_the_caseload_and_loses_nothing() -> None:
    own = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    with tempfile.TemporaryDirectory(prefix="nsd-test-demo-") as home:
        env = own | {"NSD_HOME": home, "PORT": str(_free_port())}
        for expected in ("% of", "The caseload is already loaded."):
            with _started(env) as (process, said, crew):
                assert "for demonstration and tests only" in said and expected in said
                process.send_signal(signal.SIGINT)
                assert process.wait(60) == 0
                assert _left(crew) == []
