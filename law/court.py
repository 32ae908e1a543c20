"""When a court may be asked to extend a period, and whether it may still be asked."""

from dataclasses import dataclass
from datetime import date

from law.cover import Reached, reach
from law.facts import Facts
from law.links import Link
from law.periods import safe_window_ending_on, window_ending_on
from law.rules import Book, book
from law.rules.declared import Role, Rule


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a court may be asked, both included; the order must be made by the last as well.

    An application before ``safe_first`` is arguable; the two differ only where a month is too short.
    """

    first: date
    safe_first: date
    last: date
    cite: str


def window_of(facts: Facts, known_at: date | None = None) -> Window | None:
    """The window in which the period of an item may be extended by a court; None where none may extend it.

    None as well where one did already, and where the period has no end yet.

    >>> from law.facts import Item
    >>> found = window_of(Facts(Item("fingerprints", "TACT-S41", date(2014, 6, 15))))
    >>> found.first.isoformat(), found.last.isoformat()
    ('2017-03-15', '2017-06-14')
    """
    known = book(known_at)
    power = known.power(facts.item.power, facts.item.nation)
    return None if power is None else window_in(reach(facts.item, facts.acts, known), power, known)


def window_in(reached: Reached, power: Rule, known: Book) -> Window | None:
    """The same, of an answer that was reached already under a power."""
    court, base = known.by_role.get((power.regime, Role.COURT)), reached.base
    if power.court is None or court is None or base is None or base.is_sample:
        return None
    run: list[Link] = [link for link in base.links if link.rule.id == power.id or link.rule is court]
    if not run or run[-1].last is None or (run[-1].rule is court and not power.court.repeatable):
        return None
    last = run[-1].last
    if power.court.legacy_from is not None and last < power.court.legacy_from:
        return None
    months = power.court.window_months
    return Window(window_ending_on(last, months)[0], safe_window_ending_on(last, months), last, court.cite)
