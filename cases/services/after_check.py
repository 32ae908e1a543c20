"""What follows a check of a person: a list to which other rooms add themselves at start-up.

Each function is called in the transaction that recorded the check; what it raises undoes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from cases.models import PncCheck


class Follower(Protocol):
    """Called with the check just recorded."""

    def __call__(self, check: PncCheck) -> None: ...


_followers: list[Follower] = []


def register(follower: Follower) -> Follower:
    """Add ``follower`` to the list, once; usable as a decorator. Called in an app's ``ready``."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


def run(check: PncCheck) -> None:
    """Call each follower, in the order of registration."""
    for follower in _followers:
        follower(check)
