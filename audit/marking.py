"""The protective marking of what the product shows and hands out."""

from __future__ import annotations

from audit import clock


def marking() -> str:
    """The marking of today: in a demonstration it also says that nothing is real."""
    return "OFFICIAL-SENSITIVE - synthetic data" if clock.demo_day() else "OFFICIAL-SENSITIVE"
