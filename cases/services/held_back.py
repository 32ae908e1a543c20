"""Why nothing about a case may leave the house now: a list to which other rooms add themselves at start-up.

Whatever goes out by file asks first, in the transaction that makes the file.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol


class Reason(Protocol):
    """Called with case ids; answers with those of which nothing may leave, each with why."""

    def __call__(self, case_ids: Collection[int]) -> dict[int, str]: ...


_reasons: list[Reason] = []


def register(reason: Reason) -> Reason:
    """Add ``reason`` to the list, once; usable as a decorator. Called in an app's ``ready``."""
    if reason not in _reasons:
        _reasons.append(reason)
    return reason


def held_back(case_ids: Collection[int]) -> dict[int, str]:
    """Of these cases, those of which nothing may leave the house now, each with the first reason."""
    found: dict[int, str] = {}
    for reason in _reasons:
        found = reason(case_ids) | found
    return found
