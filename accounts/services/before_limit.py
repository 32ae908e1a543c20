"""What keeps what was typed when a session ends by its limit: a list that other rooms join at start-up.

Each function is given the request that came too late, its user still known, and keeps what it knows how to
keep. It may record nothing: whoever sent it has to sign in again first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from django.http import HttpRequest


class Keeper(Protocol):
    """Called with a request that posts; whether what it carries is kept."""

    def __call__(self, request: HttpRequest) -> bool: ...


_keepers: list[Keeper] = []


def register(keeper: Keeper) -> Keeper:
    """Add ``keeper`` to the list, once; usable as a decorator. Called in an app's ``ready``."""
    if keeper not in _keepers:
        _keepers.append(keeper)
    return keeper


def run(request: HttpRequest) -> bool:
    """Whether anybody kept what the request carries."""
    return any([keeper(request) for keeper in _keepers])
