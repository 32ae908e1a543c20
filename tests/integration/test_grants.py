"""The application's database role: made by migrate, with the models' rights and no more."""

import psycopg
import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from accounts.models import Force, Officer
from audit import grants
from audit.facts import RecordedFact
from audit.management.commands.migrate import Command as Migrate
from tests import databases
from tests.databases import Database

RIGHTS = "SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = %s"


def rights(database: Database) -> dict[str, set[str]]:
    with database.as_owner() as owner:
        found: dict[str, set[str]] = {}
        for table, right in owner.execute(RIGHTS, [grants.role_name()]):
            found.setdefault(table, set()).add(right)
    return found


def test_the_application_may_do_what_each_model_says(committing_db: Database) -> None:
    found = rights(committing_db)
    assert found["audit_event"] == {"SELECT", "INSERT"}
    assert found["accounts_force"] == {"SELECT", "INSERT"}
    assert found["django_session"] == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    assert found["django_migrations"] == {"SELECT"}
    assert "audit_event_2026_11" not in found, "a partition is reached through its table alone"
    for model in apps.get_models():
        if issubclass(model, RecordedFact):
            assert found[model._meta.db_table] == {"SELECT", "INSERT"}, model


def test_migrating_again_takes_away_what_is_no_longer_granted(
    committing_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with committing_db.as_owner() as owner:
        owner.execute(f"GRANT DELETE, TRUNCATE ON audit_event TO {grants.role_name()}")
    monkeypatch.setattr(Force, "app_may", ("SELECT",))
    with databases.joined(committing_db, owner=True):
        call_command("migrate", verbosity=0)
        call_command("migrate", verbosity=0)
    found = rights(committing_db)
    assert found["audit_event"] == {"SELECT", "INSERT"}
    assert found["accounts_force"] == {"SELECT"}


def test_the_migrate_command_is_ours() -> None:
    from django.core.management import get_commands

    assert get_commands()["migrate"] == "audit"
    assert Migrate.help.endswith("grants it what each model says.")


def test_the_owner_is_refused_as_the_applications_role(committing_db: Database, settings) -> None:
    settings.APP_DATABASE_URL = settings.OWNER_DATABASE_URL
    owner = databases.joined(committing_db, owner=True)
    with owner, pytest.raises(grants.GrantRefused, match="a role of its own"):
        grants.apply(connection)


def test_a_role_with_powers_is_refused(committing_db: Database, settings) -> None:
    with committing_db.as_owner() as owner:
        owner.execute("CREATE ROLE mighty LOGIN CREATEROLE PASSWORD 'mighty'")
    try:
        settings.APP_DATABASE_URL = settings.APP_DATABASE_URL.replace(grants.role_name(), "mighty")
        owner = databases.joined(committing_db, owner=True)
        with owner, pytest.raises(grants.GrantRefused, match="NOCREATEROLE"):
            grants.apply(connection)
    finally:
        with committing_db.as_owner() as administrator:
            administrator.execute("DROP ROLE mighty")


def test_a_right_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Officer, "app_may", ("SELECT", "DROP"))
    with pytest.raises(ImproperlyConfigured, match="'DROP'"):
        list(grants.wanted())


@pytest.mark.full_size
def test_the_room_of_accounts_and_of_audit_migrate_back_to_nothing(committing_db: Database) -> None:
    with databases.joined(committing_db, owner=True):
        # What depends on them goes first, by itself.
        call_command("migrate", "accounts", "zero", verbosity=0)
        call_command("migrate", "audit", "zero", verbosity=0)
    with committing_db.as_owner() as owner:
        left = owner.execute("SELECT proname FROM pg_proc WHERE proname LIKE 'audit%'").fetchall()
        assert left == []
        with pytest.raises(psycopg.errors.UndefinedTable):
            owner.execute("SELECT 1 FROM audit_event")
