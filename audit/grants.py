"""The application's database role, and what it may do to each table.

Each model says so in ``app_may``, a tuple of SELECT, INSERT, DELETE, UPDATE or ``UPDATE(column,…)``; a
model of a library that says nothing may be read and written. ``migrate`` ends by applying this, as the
owner. What is no longer said is revoked; nobody grants by hand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from audit import erasure

DEFAULT = ("SELECT", "INSERT", "UPDATE", "DELETE")
_RIGHT = re.compile(r"(SELECT|INSERT|UPDATE|DELETE)|UPDATE\((\w+(?:,\w+)*)\)")
# Attributes that the role must not have: with any of them the guards would be its own to lift.
_POWERS = "rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls"


class GrantRefused(Exception):
    """The application's role cannot be made or used as it stands; the message says how to mend it."""


@dataclass(frozen=True, slots=True)
class Grant:
    """The rights of the application on one table."""

    table: str
    rights: tuple[str, ...]


def wanted() -> Iterator[Grant]:
    """What every model's ``app_may`` says. Raises ImproperlyConfigured for a right of another kind."""
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy:
            continue
        rights = tuple(getattr(model, "app_may", DEFAULT))
        for right in rights:
            if not _RIGHT.fullmatch(right):
                raise ImproperlyConfigured(
                    f"{model._meta.label}.app_may has {right!r}, which is no right to grant."
                )
        yield Grant(model._meta.db_table, rights)
    yield Grant("django_migrations", ("SELECT",))


def role_name() -> str:
    """The application role's name, from ``APP_DATABASE_URL``."""
    return unquote(urlsplit(settings.APP_DATABASE_URL).username or "")


def apply(connection: BaseDatabaseWrapper) -> None:
    """Make the role where it is missing, and give it exactly the models' rights, in one transaction.

    Raises GrantRefused where the role is unfit: unnamed, the owner itself, or with powers of its own.
    """
    role = role_name()
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0]
        if not role or role == owner:
            raise GrantRefused(
                f"APP_DATABASE_URL names {'the owner, ' + role if role else 'no role'}. The application "
                "needs a role of its own, so that the guards on facts and audit hold against it."
            )
        _ensure_role(connection, cursor, role)
        _grant(connection, cursor, role)
        try:
            erasure.apply(connection, role)
        except ProgrammingError as problem:
            raise GrantRefused(
                f"Cannot make the role of erasure: {str(problem).splitlines()[0]}. Have the database's "
                f"administrator run: CREATE ROLE {erasure.ROLE} NOLOGIN; GRANT {erasure.ROLE} TO {owner} "
                "WITH ADMIN OPTION."
            ) from problem


def has_powers(cursor, role: str) -> bool | None:
    """Whether a role could lift its own limits; None where there is no such role."""
    cursor.execute(f"SELECT {_POWERS} FROM pg_roles WHERE rolname = %s", [role])
    found = cursor.fetchone()
    return bool(found[0]) if found else None


def _ensure_role(connection: BaseDatabaseWrapper, cursor, role: str) -> None:
    powers = has_powers(cursor, role)
    found = powers is not None
    if powers:
        raise GrantRefused(
            f"The role {role} of APP_DATABASE_URL is a superuser or may make roles or databases, pass row "
            "security or replicate. Name another, or have its administrator run: "
            f"ALTER ROLE {role} NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION NOBYPASSRLS."
        )
    if found and _can_join(connection):
        return
    password = unquote(urlsplit(settings.APP_DATABASE_URL).password or "") or None
    try:
        _execute(
            cursor,
            "ALTER ROLE {} LOGIN PASSWORD {}" if found else "CREATE ROLE {} LOGIN PASSWORD {}",
            sql.Identifier(role),
            sql.Literal(password),
        )
    except Exception as problem:
        raise GrantRefused(
            f"Cannot {'change' if found else 'make'} the application's role {role}: "
            f"{str(problem).splitlines()[0]}. Have the database's administrator run: "
            f"CREATE ROLE {role} LOGIN PASSWORD '…' (as in APP_DATABASE_URL)."
        ) from problem


def _can_join(connection: BaseDatabaseWrapper) -> bool:
    """Whether the role can sign in as its URL says; then it is left alone: other databases share it."""
    try:
        psycopg.connect(
            settings.APP_DATABASE_URL, dbname=connection.settings_dict["NAME"], connect_timeout=5
        ).close()
    except psycopg.OperationalError:
        return False
    return True


def _grant(connection: BaseDatabaseWrapper, cursor, role: str) -> None:
    who = sql.Identifier(role)
    _execute(cursor, "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}", who)
    _execute(cursor, "REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {}", who)
    _execute(cursor, "REVOKE CREATE ON SCHEMA public FROM PUBLIC, {}", who)
    _execute(cursor, "GRANT USAGE ON SCHEMA public TO {}", who)
    _execute(cursor, "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}", who)
    present = set(connection.introspection.table_names(cursor))
    for grant in wanted():
        if grant.table in present:
            rights = sql.SQL(", ").join(_spelt(right) for right in grant.rights)
            _execute(cursor, "GRANT {} ON {} TO {}", rights, sql.Identifier(grant.table), who)


def _spelt(right: str) -> sql.Composable:
    kind, _, columns = right.removesuffix(")").partition("(")
    if not columns:
        return sql.SQL(kind)
    return sql.SQL("UPDATE ({})").format(sql.SQL(", ").join(map(sql.Identifier, columns.split(","))))


def _execute(cursor, statement: str, *parts: sql.Composable) -> None:
    cursor.execute(sql.SQL(statement).format(*parts))
