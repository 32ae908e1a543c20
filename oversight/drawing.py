"""Numbers turned into the shapes of a drawing: places and sizes alone, no markup, no database. Pure.

Every drawing is 760 units wide, its heights are true to the numbers, and no axis is cut: nought is always on
it. Colour never stands alone: each fill has a pattern of its own (``desk.templatetags.charts``), and what is
drawn stands as numbers in the table beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

WIDTH, LEFT, RIGHT, TOP, HEIGHT = 760.0, 52.0, 756.0, 26.0, 234.0
BASE = TOP + HEIGHT
LETTER = 7.2  # the room that one letter of a 13 px label takes, generously
PARTS = (3, 4, 5)


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; ``fill`` names its pattern."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    kind: str = "bar"


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line; ``look``: grid, line, dash or mark."""

    x1: float
    y1: float
    x2: float
    y2: float
    look: str
    kind: str = "rule"


@dataclass(frozen=True, slots=True)
class Area:
    """A filled outline through points."""

    points: tuple[tuple[float, float], ...]
    fill: str
    kind: str = "area"


@dataclass(frozen=True, slots=True)
class Words:
    """Words at a place; with ``href`` a link, read out as ``label``. ``look``: quiet, bold or plain."""

    x: float
    y: float
    text: str
    look: str = "quiet"
    anchor: str = "middle"
    href: str = ""
    label: str = ""
    kind: str = "words"


Shape = Bar | Rule | Area | Words


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in the order in which they are laid on one another, and the fills that they use."""

    shapes: tuple[Shape, ...]
    height: float = BASE + 42
    width: float = WIDTH

    @property
    def fills(self) -> list[str]:
        """Each fill once, in the order of use."""
        used = [shape.fill for shape in self.shapes if isinstance(shape, Bar | Area)]
        return list(dict.fromkeys(used))


@dataclass(frozen=True, slots=True)
class Axis:
    """An upright axis from ``low`` to ``high``, both whole and marked; nought is among its marks."""

    low: int
    high: int
    marks: tuple[int, ...]

    def y(self, value: float) -> float:
        """How far down a value stands."""
        return round(TOP + HEIGHT * (self.high - value) / (self.high - self.low), 1)


@dataclass(frozen=True, slots=True)
class Column:
    """An upright bar: one value a series, and the address of the list that makes them.

    ``counted``: how many the list counts, where that is fewer than the sum: somebody in two series is counted
    once.
    """

    label: str
    values: tuple[int, ...]
    under: str = ""
    href: str = ""
    counted: int | None = None

    @property
    def total(self) -> int:
        """The sum of its values: how high it stands."""
        return sum(self.values)

    @property
    def number(self) -> int:
        """What is said of it: how many its list counts."""
        return self.total if self.counted is None else self.counted


@dataclass(frozen=True, slots=True)
class Note:
    """Something dated: how far along the drawing it stands (0 to 1), and the letter by which it is named."""

    at: float
    letter: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a waterfall: a value that stands (``is_level``), or what is added to the one before."""

    label: str
    value: int
    under: str = ""
    href: str = ""
    is_level: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """A row of spreads: the tenth, the middle, the ninetieth of a hundred; ``limit``, where there is one."""

    label: str
    lowest: int
    tenth: int
    middle: float
    ninetieth: int
    highest: int
    limit: int | None = None
    href: str = ""
    count: int = 0


def axis(values: Sequence[float]) -> Axis:
    """An axis on which every value stands, in three to five steps of 1, 2 or 5 times a power of ten, or 25.

    >>> axis([813]), axis([0]), axis([-30, 60]).marks
    (Axis(low=0, high=1000, marks=(0, 250, 500, 750, 1000)), \
Axis(low=0, high=3, marks=(0, 1, 2, 3)), (-40, -20, 0, 20, 40, 60))
    """
    most, least = max([0, *values]), min([0, *values])
    if least >= 0:
        _, parts = min((_step(most / parts) * parts, parts) for parts in PARTS)
        return _axis(0, parts, _step(most / parts))
    step = _step((most - least) / PARTS[-1])
    return _axis(floor(least / step), ceil(most / step), step)


def _axis(low: int, high: int, step: int) -> Axis:
    return Axis(low * step, high * step, tuple(step * part for part in range(low, high + 1)))


def _step(least: float) -> int:
    """The smallest of 1, 2, 5, 10, 20, 25, 50, 100 and so on that is not below ``least``."""
    power = 1
    while True:
        for times in (1, 2, 2.5, 5):
            step = times * power
            if step == int(step) and step >= least:
                return int(step)
        power *= 10


def columns(
    bars: Sequence[Column],
    fills: Sequence[str],
    *,
    line: Sequence[float] = (),
    notes: Sequence[Note] = (),
) -> Drawing:
    """Upright bars, each in series laid on one another, their sums above them as links.

    ``fills``: one a series. ``line``: a value a bar, drawn through the middles of the bars. ``notes`` stand
    before the bar that begins where they do.
    """
    scale = axis([*(bar.total for bar in bars), *line])
    slot = (RIGHT - LEFT) / max(len(bars), 1)
    shapes: list[Shape] = list(_grid(scale))
    for number, bar in enumerate(bars):
        shapes += _stack(bar, fills, scale, LEFT + number * slot, slot)
    middles = [LEFT + (number + 0.5) * slot for number in range(len(bars))]
    places = list(zip(middles, (scale.y(value) for value in line), strict=False))
    shapes += [Rule(*_pair(a), *_pair(b), "dash") for a, b in zip(places, places[1:], strict=False)]
    return Drawing((*shapes, *_notes(notes), *_sums(bars, scale, slot), *_labels(bars, slot)))


def areas(bars: Sequence[Column], fills: Sequence[str], *, notes: Sequence[Note] = ()) -> Drawing:
    """The same numbers as bands from the first day to the last, each on the one before: cumulative flow."""
    scale = axis([bar.total for bar in bars])
    slot = (RIGHT - LEFT) / max(len(bars), 1)
    middles = [round(LEFT + (number + 0.5) * slot, 1) for number in range(len(bars))]
    shapes: list[Shape] = list(_grid(scale))
    under = [0] * len(bars)
    for number, fill in enumerate(fills):
        over = [below + bar.values[number] for below, bar in zip(under, bars, strict=True)]
        top = [(x, scale.y(value)) for x, value in zip(middles, over, strict=True)]
        bottom = [(x, scale.y(value)) for x, value in zip(middles, under, strict=True)]
        if over != under:
            shapes.append(Area((*top, *reversed(bottom)), fill))
        under = over
    return Drawing((*shapes, *_notes(notes), *_sums(bars, scale, slot), *_labels(bars, slot)))


def waterfall(steps: Sequence[Step]) -> Drawing:
    """What was first reported, what moved it up or down, what it became; each from where the last ended."""
    before, spans = 0, []
    for step in steps:
        start, before = (0, step.value) if step.is_level else (before, before + step.value)
        spans.append((start, before))
    scale = axis([end for span in spans for end in span])
    slot = (RIGHT - LEFT) / max(len(steps), 1)
    shapes: list[Shape] = list(_grid(scale))
    for number, (step, (start, end)) in enumerate(zip(steps, spans, strict=True)):
        x, wide = LEFT + number * slot, round(slot * 0.62, 1)
        y = scale.y(max(start, end))
        fill = "c1" if step.is_level else "c4" if step.value >= 0 else "c5"
        high = round(scale.y(min(start, end)) - y, 1)
        shapes.append(Bar(round(x + slot * 0.19, 1), y, wide, max(high, 0.5), fill))
        if number + 1 < len(steps):
            level = scale.y(end)
            shapes.append(Rule(round(x + slot * 0.81, 1), level, round(x + slot * 1.19, 1), level, "dash"))
        text = f"{step.value:,}" if step.is_level else f"{step.value:+,}"
        middle = round(x + slot / 2, 1)
        label = f"{text}, {step.label}"
        shapes.append(Words(middle, y - 6, text, "bold", href=step.href, label=label))
    return Drawing((*shapes, *_step_labels(steps, slot)))


def spreads(rows: Sequence[Spread]) -> Drawing:
    """A level row each: from the lowest to the highest a line, from the tenth to the ninetieth of a hundred a
    bar, the middle a mark across it, the limit a dashed line. Days below nought stand left of it.
    """
    ends = [end for row in rows for end in (row.lowest, row.highest, row.limit or 0)]
    scale, tall = axis(ends), 54.0
    foot = TOP + tall * max(len(rows), 1)

    def x(value: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * (value - scale.low) / (scale.high - scale.low), 1)

    shapes: list[Shape] = []
    for mark in scale.marks:
        shapes.append(Rule(x(mark), TOP, x(mark), foot, "line" if mark == 0 else "grid"))
        shapes.append(Words(x(mark), foot + 16, f"{mark:,}"))
    for number, row in enumerate(rows):
        y = TOP + tall * number + 22
        text = f"{row.label} ({row.count:,})"
        shapes.append(Words(LEFT, y - 6, text, "bold", "start", row.href, text))
        if not row.count:
            continue
        shapes.append(Rule(x(row.lowest), y + 9, x(row.highest), y + 9, "line"))
        shapes.append(Bar(x(row.tenth), y, max(round(x(row.ninetieth) - x(row.tenth), 1), 2), 18, "c2"))
        shapes.append(Rule(x(row.middle), y - 2, x(row.middle), y + 20, "thick"))
        if row.limit is not None:
            shapes.append(Rule(x(row.limit), y - 4, x(row.limit), y + 22, "dash"))
    return Drawing(tuple(shapes), height=foot + 24)


def _grid(scale: Axis) -> list[Shape]:
    shapes: list[Shape] = []
    for mark in scale.marks:
        look = "line" if mark == 0 else "grid"
        shapes.append(Rule(LEFT - 4, scale.y(mark), RIGHT, scale.y(mark), look))
        shapes.append(Words(LEFT - 8, scale.y(mark) + 4, f"{mark:,}", anchor="end"))
    return shapes


def _stack(bar: Column, fills: Sequence[str], scale: Axis, x: float, slot: float) -> list[Shape]:
    shapes: list[Shape] = []
    below = 0
    for value, fill in zip(bar.values, fills, strict=True):
        if value:
            y = scale.y(below + value)
            high = round(scale.y(below) - y, 1)
            # A hairline of the ground between two pieces; of a piece too thin for one, what there is.
            shapes.append(Bar(round(x + slot * 0.13, 1), y, round(slot * 0.74, 1), max(high - 1, 0.5), fill))
        below += value
    return shapes


def _sums(bars: Sequence[Column], scale: Axis, slot: float) -> list[Shape]:
    """The number over each bar, as a link; counted from the last, of every other where room is short.

    A bar without a value or a list of its own, such as of a day to come, says nothing.
    """
    said = [number for number, bar in enumerate(bars) if bar.total or bar.href]
    longest = max((len(f"{bars[number].number:,}") for number in said), default=0)
    every = max(ceil((longest + 0.5) * LETTER / slot), 1)
    shapes: list[Shape] = []
    for number in said:
        bar = bars[number]
        if (said[-1] - number) % every == 0:
            label = f"{bar.number:,}, {bar.label} {bar.under}".strip()
            x, y = LEFT + (number + 0.5) * slot, scale.y(bar.total) - 6
            words = f"{bar.number:,}"
            shapes.append(Words(round(x, 1), round(y, 1), words, "bold", href=bar.href, label=label))
    return shapes


def _labels(bars: Sequence[Column], slot: float) -> list[Shape]:
    """The names under the bars, and under them what is said of some; of every other where room is short."""
    longest = max((len(bar.label) for bar in bars), default=0)
    every = max(ceil((longest + 1) * LETTER / slot), 1)
    shapes: list[Shape] = []
    for number, bar in enumerate(bars):
        x = round(LEFT + (number + 0.5) * slot, 1)
        if number % every == 0:
            shapes.append(Words(x, BASE + 18, bar.label))
        if bar.under:
            shapes.append(Words(x, BASE + 36, bar.under))
    return shapes


def _step_labels(steps: Sequence[Step], slot: float) -> list[Shape]:
    shapes: list[Shape] = []
    for number, step in enumerate(steps):
        x = round(LEFT + (number + 0.5) * slot, 1)
        shapes += [Words(x, BASE + 18, step.label, "plain"), Words(x, BASE + 36, step.under)]
    return shapes


def _notes(notes: Sequence[Note]) -> list[Shape]:
    """A dashed line a note, its letter at the top; those too near one another share the letters' place."""
    shapes: list[Shape] = []
    taken = -WIDTH
    for note in sorted(notes, key=lambda note: note.at):
        x = round(LEFT + (RIGHT - LEFT) * note.at, 1)
        shapes.append(Rule(x, 4, x, BASE, "mark"))
        at = max(x + 4, taken)
        shapes.append(Words(round(at, 1), 14, note.letter, "bold", "start"))
        taken = at + (len(note.letter) + 0.5) * LETTER * 1.3
    return shapes


def _pair(place: tuple[float, float]) -> tuple[float, float]:
    return round(place[0], 1), place[1]
