"""What follows the end of a request: a list to which other rooms add themselves at start-up.

Each function is called in the transaction that recorded the answer, or that the request was closed; what it
raises undoes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from cases.models import RequestEvent


class Follower(Protocol):
    """Called with the event that ended a request."""

    def __call__(self, ended: RequestEvent) -> None: ...


_followers: list[Follower] = []


def register(follower: Follower) -> Follower:
    """Add ``follower`` to the list, once; usable as a decorator. Called in an app's ``ready``."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


def run(ended: RequestEvent) -> None:
    """Call each follower, in the order of registration."""
    for follower in _followers:
        follower(ended)
