"""Facts in few words, for the tests of the law."""

from datetime import date

from law.cover import Position, position
from law.facts import (
    Act,
    Conviction,
    CourtExtension,
    Determination,
    Facts,
    Item,
)


def day(text: str) -> date:
    """A day written "10 Mar 2015" or "2015-03-10"."""
    if text[0:4].isdigit():
        return date.fromisoformat(text)
    number, month, year = text.split()
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return date(int(year), months.index(month) + 1, int(number))


def item(power: str, taken: str | None, nation: str = "EW", kind: str = "fingerprints") -> Item:
    """An item taken under a power on a day."""
    return Item(kind, power, day(taken) if taken else None, nation)


def nsd(made: str, months: int = 24, id: str = "", **more) -> Determination:
    """A determination; its id is its day unless given."""
    return Determination(id or f"nsd {made}", day(made), months, **more)


def conviction(on: str, exempt: bool = False, **more) -> Conviction:
    """A conviction of a recordable offence; its id is its day."""
    return Conviction(more.pop("id", f"conviction {on}"), day(on), exempt, **more)


def court(applied: str, ordered: str, **more) -> CourtExtension:
    """A court's order extending a period."""
    return CourtExtension(more.pop("id", "court"), day(applied), day(ordered), **more)


def of(thing: Item, *acts: Act, on: str | None = None, known_at: str | None = None) -> Position:
    """The position of an item on acts."""
    return position(
        Facts(thing, tuple(acts)), on=day(on) if on else None, known_at=day(known_at) if known_at else None
    )


def last(thing: Item, *acts: Act, **more) -> date | None:
    """The last lawful day of an item on acts."""
    return of(thing, *acts, **more).last_lawful_day
