"""Cells of files that people open elsewhere: no formula runs, leading zeros stay, days are ISO. Pure."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

# What a spreadsheet takes for the beginning of a formula, also behind a space; and what would hide one.
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def safe(value: Any) -> Any:
    """A cell that is what it says: numbers stay numbers, days are ISO text, and no text is a formula.

    >>> safe("=1+1")
    "'=1+1"
    >>> safe("0042"), safe(42), safe(date(2016, 2, 29)), safe(None)
    ('0042', 42, '2016-02-29', '')
    >>> safe("-5 days"), safe(" @x")
    ("'-5 days", "' @x")
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    text = "".join(letter for letter in str(value) if letter.isprintable() or letter in "\n\t")
    return f"'{text}" if text.lstrip(" \u00a0").startswith(BEGINS_FORMULA) else text
