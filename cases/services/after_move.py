"""What follows a move: a list to which other rooms add themselves at start-up.

Each function is called in the transaction of the move, after the facts are recorded and the positions
refreshed; what it raises undoes the move. ``replay`` calls it once a batch with many movements.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from cases.models import Movement


class Follower(Protocol):
    """Called with the movements just stored, each with its ``case``; ``in_history`` for what was replayed."""

    def __call__(self, movements: Sequence[Movement], *, in_history: bool) -> None: ...


_followers: list[Follower] = []


def register(follower: Follower) -> Follower:
    """Add ``follower`` to the list, once; usable as a decorator. Called in an app's ``ready``."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


def run(movements: Sequence[Movement], *, in_history: bool) -> None:
    """Call each follower, in the order of registration."""
    if movements:
        for follower in _followers:
            follower(movements, in_history=in_history)
