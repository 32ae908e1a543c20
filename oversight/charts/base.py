"""What a chart is: a drawing, or bars in a table, and always the table of the same numbers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.sheets import Sheet
from oversight.drawing import Column, Drawing, Note

FORTNIGHT = timedelta(days=14)
ONE_DAY = timedelta(days=1)
FORTNIGHTS_SHOWN = 13


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table: a number, or words; with the address of the list that makes it."""

    value: int | str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: what it is about, perhaps something small under it, and its cells."""

    head: str
    cells: tuple[Cell, ...]
    small: str = ""
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """What a fill, or another mark, of a drawing stands for."""

    text: str
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """A number beside the chart, with its words and the list that makes it."""

    count: int | str
    text: str
    href: str = ""

    @property
    def said(self) -> str:
        """The number as it is written."""
        return f"{self.count:,}" if isinstance(self.count, int) else self.count


@dataclass(frozen=True, slots=True)
class Change:
    """A dated change of policy or of staffing: what is drawn as a marked line, and its words."""

    on: date
    text: str
    href: str = ""
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Some days, first and last included."""

    first: date
    last: date

    @property
    def label(self) -> str:
        """Its last day, briefly; the month stands under it."""
        return str(self.last.day)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart. ``bars``: the column of cells (counted from nought) drawn as level bars; None: a ``drawing``.

    ``empty`` says in words that there is nothing to draw.
    """

    title: str
    unit: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    drawing: Drawing | None = None
    bars: int | None = None
    total: Line | None = None
    key: tuple[Key, ...] = ()
    beside: tuple[Beside, ...] = ()
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    empty: str = ""

    @property
    def caption(self) -> str:
        """What it shows and in which unit."""
        return f"{self.title}, in {self.unit}"

    @property
    def sheet(self) -> Sheet:
        """The table as it is taken out."""
        lines = [*self.lines, *([self.total] if self.total else [])]
        return Sheet(
            self.caption, self.heads, [[line.head, *(c.value for c in line.cells)] for line in lines]
        )

    @property
    def most(self) -> int:
        """The greatest number among the level bars; 1 where all are nought."""
        if self.bars is None:
            return 1
        values = (line.cells[self.bars].value for line in self.lines)
        return max((value for value in values if isinstance(value, int)), default=0) or 1

    @property
    def shares(self) -> list[tuple[Line, int | None]]:
        """Each line of the table, with the number that its bar is as long as; None without bars."""
        rows: list[tuple[Line, int | None]] = []
        for line in self.lines:
            value = line.cells[self.bars].value if self.bars is not None else None
            rows.append((line, value if isinstance(value, int) else None))
        return rows


def fortnights(as_at: date, count: int = FORTNIGHTS_SHOWN) -> list[Span]:
    """So many spans of 14 days, the last of them ending on ``as_at``."""
    lasts = [as_at - FORTNIGHT * back for back in reversed(range(count))]
    return [Span(last - FORTNIGHT + ONE_DAY, last) for last in lasts]


def months_under(days: Sequence[date]) -> list[str]:
    """The month under each day that is the first of its month in the row; the year where that changes.

    >>> months_under([date(2015, 12, 13), date(2015, 12, 27), date(2016, 1, 10)])
    ['Dec', '', 'Jan 2016']
    """
    found, before = [], None
    for day in days:
        is_new = before is None or (day.year, day.month) != (before.year, before.month)
        year = f" {day.year}" if before is not None and day.year != before.year else ""
        found.append(f"{day:%b}{year}" if is_new else "")
        before = day
    return found


def lettered(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes in order of their day, each named by a letter; those of one day share it."""
    found: list[Change] = []
    for change in sorted(changes, key=lambda each: (each.on, each.text)):
        if found and found[-1].on == change.on:
            letter = found[-1].letter
        else:
            letter = letters(len({each.on for each in found}))
        found.append(Change(change.on, change.text, change.href, letter))
    return tuple(found)


def letters(number: int) -> str:
    """A, B, to Z, then AA.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    rest, last = divmod(number, 26)
    return (letters(rest - 1) if rest else "") + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[last]


def notes_of(changes: Sequence[Change], spans: Sequence[Span]) -> list[Note]:
    """Where along the spans, each as wide as the others, a change stands: as its day began. None outside."""
    seen = dict[str, Note]()
    for place, span in enumerate(spans):
        for change in changes:
            if span.first <= change.on <= span.last:
                within = (change.on - span.first).days / ((span.last - span.first).days + 1)
                seen[change.letter] = Note((place + within) / len(spans), change.letter)
    return list(seen.values())


def spans_between(days: Sequence[date]) -> list[Span]:
    """The days after the one before, to each of some days; the first alone."""
    later = zip(days, days[1:], strict=False)
    return [Span(days[0], days[0]), *(Span(before + ONE_DAY, day) for before, day in later)]


def changes_in(changes: Sequence[Change], span: Span) -> Cell:
    """The letters and words of the changes of a span, for the table."""
    return Cell("; ".join(f"{c.letter} {c.text}" for c in changes if span.first <= c.on <= span.last))


def column_lines(
    columns: Sequence[Column], cells: Sequence[Sequence[Cell]], heads: Sequence[str]
) -> tuple[Line, ...]:
    """The lines of the table of a drawing in columns: the values of the series, their sum, what follows."""
    return tuple(
        Line(head, (*row[: len(column.values)], Cell(column.number, column.href), *row[len(column.values) :]))
        for head, column, row in zip(heads, columns, cells, strict=True)
    )
