"""What a filter of a figure is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from oversight.figures import Answer


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: its name for people, the words for a value (None where it has none such), a row's value."""

    label: str
    words: Callable[[str], str | None]
    value_of: Callable[[Any, Answer], str | tuple[str, ...]]
