"""Our own servers: they start from nothing, are shared, go with their process, and say what is wrong."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from nsd import places, programs
from nsd.servers import CannotStart, Servers


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh folder of data, with no server named in the environment."""
    for name in ("DATABASE_URL", "APP_DATABASE_URL", "REDIS_URL", "NSD_SERVERS"):
        monkeypatch.delenv(name, raising=False)
    folder = Path(tempfile.mkdtemp(prefix="nsd-test-home-"))
    monkeypatch.setenv("NSD_HOME", str(folder))
    yield folder
    assert _processes_of(folder) == [], "servers were left running"
    shutil.rmtree(folder)


def _processes_of(home: Path) -> list[psutil.Process]:
    marks = {str(home), str(places.server_folder(home))}
    running = []
    for process in psutil.process_iter(["pid", "cmdline", "status"]):
        words = process.info["cmdline"] or []
        if any(mark in word for mark in marks for word in words) and process.pid != os.getpid():
            running.append(process)
    return running


def _version(url: str) -> int:
    with psycopg.connect(url) as connection:
        return connection.info.server_version // 10_000


def test_servers_start_from_nothing_and_keep_what_was_written(home: Path) -> None:
    with Servers(home) as servers:
        assert servers.started
        with psycopg.connect(servers.urls["DATABASE_URL"], autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        with redis.Redis.from_url(servers.urls["REDIS_URL"]) as client:
            client.set("kept", "yes")
    with Servers(home) as servers:
        with psycopg.connect(servers.urls["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
        with redis.Redis.from_url(servers.urls["REDIS_URL"]) as client:
            assert client.get("kept") == b"yes"


def test_a_second_process_joins_the_servers_of_the_first_and_leaves_them_running(home: Path) -> None:
    with Servers(home) as first:
        ask = [sys.executable, "-m", "nsd.servers", "sh", "-c", 'echo "$DATABASE_URL"']
        told = subprocess.run(ask, cwd=places.ROOT, capture_output=True, text=True, check=True)
        assert told.stdout.strip() == first.urls["DATABASE_URL"]
        assert "PostgreSQL" not in told.stderr
        assert _version(first.urls["DATABASE_URL"]) >= programs.OLDEST_POSTGRES


def test_a_command_run_with_the_servers_gives_back_its_own_exit_code_and_output(home: Path) -> None:
    ask = [sys.executable, "-m", "nsd.servers", "sh", "-c", "echo alone; exit 7"]
    told = subprocess.run(ask, cwd=places.ROOT, capture_output=True, text=True)
    assert (told.returncode, told.stdout) == (7, "alone\n")
    assert "for demonstration and tests only" in told.stderr


def test_servers_die_with_the_process_that_started_them_even_when_it_is_killed(home: Path) -> None:
    ask = [sys.executable, "-m", "nsd.servers", "sh", "-c", "echo up; exec sleep 600"]
    with subprocess.Popen(ask, cwd=places.ROOT, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout and process.stdout.readline() == b"up\n"
        assert len(_processes_of(home)) >= 2
        os.killpg(process.pid, signal.SIGKILL)
    until = time.monotonic() + 20
    while _processes_of(home) and time.monotonic() < until:
        time.sleep(0.1)
    assert _processes_of(home) == []


def test_nobody_without_the_password_reads_the_database(home: Path) -> None:
    with Servers(home) as servers:
        without = servers.urls["DATABASE_URL"].replace(places.secret(home, "owner-password"), "guess")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(without)
    assert (home / "secrets" / "owner-password").stat().st_mode & 0o077 == 0


@pytest.fixture
def only_postgres(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose one PostgreSQL is what the test writes into the folder."""
    tmp_path.chmod(0o755)
    monkeypatch.setattr(programs, "_embedded_postgres", lambda: None)
    monkeypatch.setattr(programs, "_system_postgres", lambda: [tmp_path])
    monkeypatch.setattr(programs, "user_for_postgres", lambda: None)
    return tmp_path


def _install(folder: Path, version: str) -> None:
    for name in ("postgres", "initdb"):
        (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)


def test_a_too_old_postgresql_is_refused_in_one_line(home: Path, only_postgres: Path) -> None:
    _install(only_postgres, "13.18")
    with pytest.raises(CannotStart) as refused, Servers(home):
        pass
    assert "PostgreSQL 15 or later is needed: PostgreSQL 13.18" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_machine_without_postgresql_is_told_what_to_do(home: Path, only_postgres: Path) -> None:
    with pytest.raises(CannotStart, match="none runs here; install one or name a server with DATABASE_URL"):
        Servers(home).start()


def test_files_made_by_another_postgresql_are_left_alone(home: Path, only_postgres: Path) -> None:
    _install(only_postgres, "17.2")
    data = places.server_folder(home) / "postgres"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("16\n")
    with pytest.raises(CannotStart, match="was made by PostgreSQL 16, which is not here"):
        Servers(home).start()


def test_a_server_that_does_not_answer_is_one_line(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody:hidden@127.0.0.1:1/nsd")
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    with pytest.raises(CannotStart, match="the database does not answer") as refused:
        Servers(home).start()
    assert "hidden" not in str(refused.value) and "\n" not in str(refused.value)


def test_the_applications_url_is_the_owners_place_with_a_role_and_password_of_its_own(home: Path) -> None:
    url = places.application_url("postgresql://owner:secret@db.example:5433/nsd?sslmode=require", home)
    found = places.database_settings(url)
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "5433", "nsd")
    assert found["OPTIONS"] == {"sslmode": "require"}
    assert found["USER"] == places.APPLICATION and found["PASSWORD"] not in ("", "secret")
    assert places.application_url("postgresql://o:s@h/nsd", home).count(found["PASSWORD"]) == 1


def test_a_long_path_still_gets_a_socket_short_enough(home: Path) -> None:
    home.chmod(0o711)
    deep = home.joinpath(*(["a-folder-of-thirty-characters-"] * 4))
    assert len(str(places.socket_folder(deep))) < len(str(deep))
    with Servers(deep, durable=False) as servers:
        assert _version(servers.urls["DATABASE_URL"]) >= programs.OLDEST_POSTGRES
    assert not places.socket_folder(deep).exists()


def test_half_made_files_of_the_database_are_made_again(home: Path) -> None:
    unfinished = home / "postgres.unfinished"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")
    with Servers(home, durable=False) as servers:
        assert _version(servers.urls["DATABASE_URL"]) >= programs.OLDEST_POSTGRES
    assert not unfinished.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has its PostgreSQL run by another user")
def test_run_as_root_no_closed_folder_is_opened(home: Path) -> None:
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    inside = closed / "data"
    told: list[str] = []
    try:
        with Servers(inside, durable=False, say=told.append) as servers:
            assert _version(servers.urls["DATABASE_URL"]) >= programs.OLDEST_POSTGRES
        assert closed.stat().st_mode & 0o777 == 0o700
        outside = places.server_folder(inside)
        assert closed not in outside.parents
        assert any(str(outside) in line for line in told), "a line says where"
    finally:
        shutil.rmtree(places.server_folder(inside), ignore_errors=True)
