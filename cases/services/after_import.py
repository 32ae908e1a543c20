"""What follows an import: a list to which other rooms add themselves at start-up.

Each function is called once the whole of an import is in, with what went in.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from accounts.models import Officer


class Follower(Protocol):
    """Called with the ids of the cases of which something is new or corrected, and with who imported."""

    def __call__(self, case_ids: Collection[int], *, by: Officer) -> None: ...


_followers: list[Follower] = []


def register(follower: Follower) -> Follower:
    """Add ``follower`` to the list, once; usable as a decorator. Called in an app's ``ready``."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


def run(case_ids: Collection[int], *, by: Officer) -> None:
    """Call each follower, in the order of registration."""
    if case_ids:
        for follower in _followers:
            follower(case_ids, by=by)
