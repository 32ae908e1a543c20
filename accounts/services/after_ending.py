"""What follows when an officer leaves, or a role of theirs ends: a list that other rooms join at start-up.

Each function is called in the transaction that recorded it, with the officer as they now are; what it raises
undoes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from accounts.models import Officer


class Follower(Protocol):
    """Called with the officer who left, or a role of whom ended or was withdrawn."""

    def __call__(self, officer: Officer) -> None: ...


_followers: list[Follower] = []


def register(follower: Follower) -> Follower:
    """Add ``follower`` to the list, once; usable as a decorator. Called in an app's ``ready``."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


def run(officer: Officer) -> None:
    """Call each follower, in the order of registration."""
    for follower in _followers:
        follower(officer)
