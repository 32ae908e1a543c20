"""Understands single cells: dates, words, references, choices. What cannot be understood is never guessed.

Dates are British, day first, or ISO, or real spreadsheet dates; years have four digits. A statutory date is a
London date: a time of day beside it is dropped, never rounded to the next day.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import month_name, monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cases.choices import ExceptionCode
from cases.services.imports.reading import BrokenFormula, Cell

EARLIEST_BIRTH = date(1890, 1, 1)
EARLIEST_EVENT = date(1950, 1, 1)
LATEST_NOTIFIED = date(2099, 12, 31)

_MONTHS = {name.casefold(): number for number, name in enumerate(month_name) if name}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"
_DAY_FIRST = re.compile(rf"(\d{{1,2}})\s*[/.\-]\s*(\d{{1,2}})\s*[/.\-]\s*(\d+){_TIME}")
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}")
_NAMED = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s\-/.]*([A-Za-z]+)\.?[\s\-/.,]*(\d+){_TIME}")
_INVISIBLE = dict.fromkeys([*map(ord, "\u200b\u200c\u200d\u2060\ufeff"), *range(9), *range(14, 32), 127])


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a row that a person must look at.

    ``rejects``: the row cannot go in. ``is_warning``: nothing depends on it. ``why`` says what, where and how
    to mend it, and holds no personal data.
    """

    code: ExceptionCode
    column: str
    why: str
    rejects: bool = False
    is_warning: bool = False


class NotUnderstood(ValueError):
    """A cell that cannot be understood: a code and the reason, as the end of a sentence about the cell."""

    def __init__(self, code: ExceptionCode, why: str) -> None:
        super().__init__(why)
        self.code = code
        self.why = why


def text(cell: Cell) -> str:
    """The words of a cell without stray and double spaces; empty where it is empty."""
    if cell is None or isinstance(cell, BrokenFormula):
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(unicodedata.normalize("NFC", str(cell)).translate(_INVISIBLE).split())


def words(cell: Cell, most: int) -> str:
    """The words of a cell, at most ``most`` characters. Raises NotUnderstood for more or a broken formula."""
    if isinstance(cell, BrokenFormula):
        raise NotUnderstood(
            ExceptionCode.UNKNOWN_VALUE, f"the formula in {cell.address} is in error; type the value"
        )
    found = text(cell)
    if len(found) > most:
        raise NotUnderstood(
            ExceptionCode.UNKNOWN_VALUE, f"it has {len(found)} characters; at most {most} are kept"
        )
    return found


def is_number(cell: Cell) -> bool:
    """Whether a spreadsheet holds the cell as a number, so that zeros in front are lost."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def day(cell: Cell, *, earliest: date, latest: date, quote: bool = True) -> date | None:
    """The date in a cell; None where it is empty. Both bounds are inclusive.

    ``quote`` says whether the reason may repeat the words of the cell (not for a birth date).
    Raises NotUnderstood where it is no date, an impossible one, or outside the bounds.
    """
    if isinstance(cell, BrokenFormula):
        raise NotUnderstood(
            ExceptionCode.IMPOSSIBLE_DATE, f"the formula in {cell.address} is in error; type the date"
        )
    if is_number(cell):
        raise NotUnderstood(
            ExceptionCode.IMPOSSIBLE_DATE,
            "it is a plain number; give the cell a date format, or type the date as 31/10/2013",
        )
    if isinstance(cell, datetime):
        found = cell.date()
    elif isinstance(cell, date):
        found = cell
    else:
        typed = text(cell)
        if not typed:
            return None
        found = _typed_day(typed, quote)
    _check_bounds(found, earliest, latest, quote)
    return found


def _typed_day(typed: str, quote: bool) -> date:
    shown = f"“{typed[:30]}”" if quote else "what is typed"
    if match := _ISO.fullmatch(typed):
        year, month, day_of_month = match[1], int(match[2]), int(match[3])
    elif match := _DAY_FIRST.fullmatch(typed):
        day_of_month, month, year = int(match[1]), int(match[2]), match[3]
    elif (match := _NAMED.fullmatch(typed)) and match[2].casefold() in _MONTHS:
        day_of_month, month, year = int(match[1]), _MONTHS[match[2].casefold()], match[3]
    else:
        raise NotUnderstood(
            ExceptionCode.IMPOSSIBLE_DATE,
            f"{shown} is not a date; type it day first, as 31/10/2013 or 31 Oct 2013",
        )
    if len(year) != 4:
        raise NotUnderstood(
            ExceptionCode.IMPOSSIBLE_DATE, f"{shown} has no four-digit year; type it as 31/10/2013"
        )
    return _real_day(int(year), month, day_of_month, shown)


def _real_day(year: int, month: int, day_of_month: int, shown: str) -> date:
    code = ExceptionCode.IMPOSSIBLE_DATE
    if not 1 <= month <= 12:
        raise NotUnderstood(
            code, f"{shown} has no real month ({month}); dates are read day first, as 31/10/2013"
        )
    if year < 1:
        raise NotUnderstood(code, f"{shown} has no real year")
    days = monthrange(year, month)[1]
    if not 1 <= day_of_month <= days:
        raise NotUnderstood(
            code, f"{shown} is impossible: {month_name[month]} {year} has {days} days; correct the date"
        )
    return date(year, month, day_of_month)


def _check_bounds(found: date, earliest: date, latest: date, quote: bool) -> None:
    shown = found.strftime("%d/%m/%Y") if quote else "the date"
    if found < earliest:
        raise NotUnderstood(
            ExceptionCode.IMPOSSIBLE_DATE,
            f"{shown} is before {earliest.year}; check the year",
        )
    if found > latest:
        raise NotUnderstood(
            ExceptionCode.IMPOSSIBLE_DATE,
            f"{shown} is after {latest.strftime('%d/%m/%Y')}, the latest day it can be; check the year",
        )


def choice(cell: Cell, meanings: Mapping[str, str]) -> str:
    """The code that the words of a cell stand for (any case); empty where it is empty.

    Raises NotUnderstood for words that stand for nothing, naming those that do.
    """
    typed = words(cell, 1000)
    if not typed:
        return ""
    if found := meanings.get(typed.casefold()):
        return found
    known = ", ".join(f"“{name.capitalize()}”" for name in meanings)
    raise NotUnderstood(ExceptionCode.UNKNOWN_VALUE, f"“{typed[:40]}” is not one of {known}")


def whole_number(cell: Cell, *, least: int, most: int) -> int | None:
    """A whole number within the bounds, both inclusive; None where empty. Raises NotUnderstood."""
    typed = words(cell, 1000)
    if not typed:
        return None
    if not (typed.isascii() and typed.isdecimal() and least <= int(typed) <= most):
        raise NotUnderstood(
            ExceptionCode.UNKNOWN_VALUE, f"“{typed[:20]}” is not a whole number from {least} to {most}"
        )
    return int(typed)
