"""Cells of files that people open elsewhere: no formula runs, leading zeros stay, days are ISO. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

CSV, XLSX = "csv", "xlsx"
MEDIA = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What a spreadsheet takes for the beginning of a formula, also behind a space; and what would hide one.
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as it is taken out: its title, the heads of its columns, its rows.

    ``records``: what each row is about, where that may forbid that it leaves.
    """

    title: str
    heads: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    records: Sequence[Any] = ()


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


def ending(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """What follows the rows of a file: an empty line, how many rows, and their digest."""
    return [[], ["Rows", len(rows)], ["SHA-256 of the rows", digest_of(rows)]]


def digest_of(rows: Iterable[Sequence[Any]]) -> str:
    """The SHA-256 of rows as a trailer gives it: cells parted by tabs, rows by line ends."""
    return sha256("\n".join("\t".join(map(str, row)) for row in rows).encode()).hexdigest()
