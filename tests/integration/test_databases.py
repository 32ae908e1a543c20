"""The tests' own databases: the guards hold in them, and nothing of one test reaches another."""

import subprocess
import sys

import psycopg
import pytest
from django.db import ProgrammingError, connection

from accounts.models import Officer
from nsd import places
from nsd.celery import app
from tests.databases import Database


def _asked(question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def _write(name: str) -> set[str]:
    """Write an officer, and answer who is there."""
    Officer.objects.create(username=name, display_name=name)
    return set(Officer.objects.values_list("username", flat=True))


def test_a_test_acts_as_the_application_and_not_as_the_owner(db: None) -> None:
    assert _asked("SELECT current_user") == places.APPLICATION
    with pytest.raises(ProgrammingError, match="permission denied"):
        _asked("TRUNCATE accounts_officer CASCADE")


@pytest.mark.parametrize("name", ["first", "second"])
def test_what_one_test_writes_the_next_does_not_see(db: None, name: str) -> None:
    assert _write(name) & {"first", "second"} == {name}


@pytest.mark.parametrize("name", ["first", "second"])
def test_what_one_test_commits_the_next_does_not_see(committing_db: Database, name: str) -> None:
    assert _asked("SELECT current_user") == places.APPLICATION
    assert _write(name) & {"first", "second"} == {name}


def test_another_process_sees_what_was_committed(committing_db: Database) -> None:
    _write("committed")
    ask = "from accounts.models import Officer; print(*Officer.objects.values_list('username', flat=True))"
    told = subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", ask],
        env=committing_db.env,
        cwd=places.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "committed" in told.stdout.split()


def test_a_dropped_database_is_gone(committing_db: Database) -> None:
    with committing_db.as_owner() as owner:
        assert owner.info.dbname == committing_db.name
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(places.with_database(committing_db.env["DATABASE_URL"], "nsd_test_never"))


def test_the_broker_of_the_tests_is_the_one_celery_uses(broker: object) -> None:
    with app.connection_for_write() as connection_to_broker:
        connection_to_broker.ensure_connection(max_retries=1)
        assert "valkey.sock" in connection_to_broker.as_uri()
