"""What follows the end of a determination: a list to which other rooms add themselves at start-up.

Each function is called in the transaction that recorded that it was void or revoked, once the positions of
everything that relied on it are refreshed; what it raises undoes it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol


class Follower(Protocol):
    """Called with the ids of the items whose cover may have ended."""

    def __call__(self, material_ids: Collection[int]) -> None: ...


_followers: list[Follower] = []


def register(follower: Follower) -> Follower:
    """Add ``follower`` to the list, once; usable as a decorator. Called in an app's ``ready``."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


def run(material_ids: Collection[int]) -> None:
    """Call each follower, in the order of registration."""
    for follower in _followers:
        follower(material_ids)
