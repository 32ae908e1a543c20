"""Every address of the product leads to a view that says who may use it."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from accounts.choices import Role
from accounts.permissions import ANYBODY

# Reviewed by hand: what a person who is not signed in may reach. Health checks may join them.
OPEN = {"account_login", "mfa_authenticate", "account_logout", "account_inactive"}


def views(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str | None, Any]]:
    for pattern in resolver.url_patterns:
        path = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from views(pattern, path)
        elif isinstance(pattern, URLPattern):
            yield path, pattern.name, pattern.callback


def test_every_view_declares_roles_that_exist() -> None:
    found = {path: getattr(view, "allowed_roles", None) for path, _, view in views(get_resolver())}
    assert len(found) > 20
    assert {path for path, allowed in found.items() if not allowed} == set()
    known = {*Role.values, ANYBODY}
    assert {path for path, allowed in found.items() if not set(map(str, allowed or ())) <= known} == set()


def test_only_the_way_in_is_open_to_anybody() -> None:
    found = {name for _, name, view in views(get_resolver()) if ANYBODY in getattr(view, "allowed_roles", ())}
    assert found == OPEN
