"""What the law says about an item: until when it may lawfully be held, and on what basis.

``position`` is the one answer for every room. It is cheap; the words for people are worked out
only when asked for (``Position.working``). Start with absolute destruction, then the base period,
convictions, and the acts that carry cover on.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from law.basis import base_of
from law.carrying import Carried, Carrier, Held, bars, carried
from law.convictions import verdict
from law.facts import (
    Act,
    BorrowedCover,
    CommissionersOrder,
    Conviction,
    Determination,
    Facts,
    Item,
    Kind,
    NoticeQuashed,
    ProfileDerived,
    StatutoryBar,
    UnlawfulTaking,
)
from law.links import Base, Link, Refused, Unresolved
from law.periods import first_unlawful_day
from law.release import LAW_VERSION
from law.rules import INSTALLED, Book, book

if TYPE_CHECKING:
    from law.working import Working


class Status(StrEnum):
    """What the law says; it never depends on whether a day has passed."""

    TIME_LIMITED = "time_limited"
    INDEFINITE = "indefinite"
    OPEN = "open"
    MUST_DESTROY = "must_destroy"
    UNRESOLVED = "unresolved"


class Reached(NamedTuple):
    """How an answer was reached: its links, the acts of no effect, the base before acts."""

    status: Status
    last: date | None
    links: tuple[Link, ...] = ()
    refused: tuple[Refused, ...] = ()
    candidate: date | None = None
    because: str = ""
    base: Base | None = None


class Position(NamedTuple):
    """The answer for one item.

    ``last_lawful_day`` is inclusive and set only when ``status`` is time_limited. ``chain`` names
    the rules that give cover, in order; ``ineffective`` the ids of acts of no effect, sorted.
    ``candidate_day`` and ``unresolved_because`` are for unresolved alone. ``bars``: the statutory
    bars that still forbid destruction, whatever the status.
    """

    status: Status
    last_lawful_day: date | None
    chain: tuple[str, ...]
    ineffective: tuple[str, ...]
    candidate_day: date | None
    unresolved_because: str
    facts: Facts
    on: date | None
    known_at: date | None

    @property
    def law_version(self) -> str:
        """The release of the law that gave the answer."""
        return LAW_VERSION

    @property
    def first_unlawful_day(self) -> date | None:
        """The day after the last lawful day; None where there is none."""
        return None if self.last_lawful_day is None else first_unlawful_day(self.last_lawful_day)

    @property
    def bars(self) -> tuple[str, ...]:
        """The ids of statutory bars in force with no end: such an item must not be destroyed."""
        return tuple(
            act.id
            for act in as_at(self.facts.acts, self.on)
            if isinstance(act, StatutoryBar) and act.lifted_on is None and bars(act, self.facts.item)
        )

    @property
    def working(self) -> "Working":
        """The answer explained, step by step, for people."""
        from law.working import explain

        return explain(self.facts, on=self.on, known_at=self.known_at)


def position(facts: Facts, on: date | None = None, known_at: date | None = None) -> Position:
    """The position of an item on its facts.

    ``on`` hides facts dated later than that day; without it all count. ``known_at`` hides rules
    known only later. Neither changes what the status means.

    >>> taken = Item("fingerprints", "TACT-S7", date(2015, 3, 10), "EW")
    >>> position(Facts(taken)).last_lawful_day.isoformat()
    '2015-09-09'
    >>> saved = Determination("determination:1", date(2015, 9, 9), 24)
    >>> position(Facts(taken, (saved,))).chain
    ('TACT-S7', 'TACT-NSD')
    """
    acts = facts.acts if on is None else as_at(facts.acts, on)
    known = INSTALLED if known_at is None else book(known_at)
    item = facts.item
    if acts:
        reached = reach(item, acts, known)
    else:
        reached = _untouched(item.kind, item.power, item.taken_on, item.nation, known)
    status, last, links, refused, candidate, because, _ = reached
    return Position(
        status,
        last,
        tuple([link.rule.id for link in links]),
        tuple(sorted([each.act.id for each in refused])) if refused else (),
        candidate,
        because,
        facts,
        on,
        known_at,
    )


def as_at(acts: Sequence[Act], on: date | None) -> tuple[Act, ...]:
    """The acts as they stood at the end of a day: later ones hidden, later endings undone."""
    if on is None:
        return tuple(acts)
    return tuple(_ending_undone(act, on) for act in acts if _dated(act) <= on)


def _dated(act: Act) -> date:
    """The day from which an act counts; an act without a day counts always."""
    for name in ("on", "made_on", "ordered_on", "from_on", "decided_on"):
        day = getattr(act, name, None)
        if day is not None:
            return day
    return date.min


def _ending_undone(act: Act, on: date) -> Act:
    if isinstance(act, Determination) and act.revoked_on is not None and act.revoked_on > on:
        return replace(act, revoked_on=None)
    if isinstance(act, StatutoryBar) and act.lifted_on is not None and act.lifted_on > on:
        return replace(act, lifted_on=None)
    if isinstance(act, NoticeQuashed) and act.appeal_closed_on is not None and act.appeal_closed_on > on:
        return replace(act, appeal_closed_on=None)
    if isinstance(act, BorrowedCover):
        return replace(act, original=Facts(act.original.item, as_at(act.original.acts, on)))
    return act


# Keyed by plain values: hashing a frozen dataclass costs more than the lookup it is for.
@lru_cache(maxsize=1 << 16)
def _untouched(kind: str, power: str, taken_on: date | None, nation: str, known: Book) -> Reached:
    """The answer for an item that no act bears on."""
    return reach(Item(kind, power, taken_on, nation), (), known)


@lru_cache(maxsize=1 << 16)
def _plain_base(kind: str, power: str, taken_on: date | None, nation: str, known: Book) -> Base:
    return base_of(Item(kind, power, taken_on, nation), (), known)


# Most items with an event have one: it is reckoned once for each day, and told of each item's own act.
@lru_cache(maxsize=1 << 16)
def _base_on_one(
    kind: str,
    power: str,
    taken_on: date | None,
    nation: str,
    sort: type[Any],
    said: tuple[object, ...],
    known: Book,
) -> tuple[Act, Base]:
    act: Act = sort("", *said)
    return act, base_of(Item(kind, power, taken_on, nation), (act,), known)


def _base_with(item: Item, act: Act, known: Book) -> Base:
    """The base of an item on which one event bears."""
    sort: Any = type(act)
    said = tuple([getattr(act, name) for name in sort.__slots__[1:]])
    one, base = _base_on_one(item.kind, item.power, item.taken_on, item.nation, sort, said, known)
    links = tuple([link._replace(act=act) if link.act is one else link for link in base.links])
    if not base.refused:
        return base._replace(links=links)
    refused = tuple([Refused(act, each.why) if each.act is one else each for each in base.refused])
    return base._replace(links=links, refused=refused)


def reach(item: Item, acts: Sequence[Act], known: Book) -> Reached:
    """How the answer for an item is reached on the acts given, under the rules known."""
    try:
        return _resolved(item, acts, known)
    except Unresolved as missing:
        return Reached(Status.UNRESOLVED, None, candidate=missing.candidate, because=missing.because)


def _resolved(item: Item, acts: Sequence[Act], known: Book) -> Reached:
    convictions: list[Conviction] = []
    carriers: list[Carrier] = []
    others: list[Act] = []
    orders: list[CommissionersOrder] = []
    derived: list[date] = []
    for act in acts:
        sort = type(act)
        if sort is Determination or sort is BorrowedCover or sort is StatutoryBar:
            carriers.append(act)  # type: ignore[arg-type]
        elif sort is Conviction:
            convictions.append(act)  # type: ignore[arg-type]
        elif sort is CommissionersOrder:
            orders.append(act)  # type: ignore[arg-type]
        elif sort is UnlawfulTaking:
            return Reached(Status.MUST_DESTROY, None)
        elif sort is ProfileDerived and item.kind != Kind.DNA_SAMPLE:
            derived.append(act.on)  # type: ignore[union-attr]
        else:
            others.append(act)
    if derived:
        _not_before_its_sample(item, min(derived), known)
    if len(others) == 1:
        base = _base_with(item, others[0], known)
    elif others:
        base = base_of(item, others, known)
    else:
        base = _plain_base(item.kind, item.power, item.taken_on, item.nation, known)
    late: tuple[Refused, ...] = ()
    if convictions or base.rule.needs == "Conviction":
        judged = verdict(base, convictions, item, known)
        if judged.link is not None:
            return Reached(Status.INDEFINITE, None, (judged.link,), (), None, "", base)
        base, late = judged.base, judged.refused
    if base.last is None:
        return Reached(Status.OPEN, None, base.links, (), None, "", base)
    if base.standing:
        carriers.append(base.standing[0])
    if carriers or orders:
        return _on_from(base, late, carried(base, item, carriers, orders, known, _asker(known)))
    return Reached(Status.TIME_LIMITED, base.last, base.links, (*base.refused, *late), None, "", base)


def _on_from(base: Base, late: tuple[Refused, ...], more: Carried) -> Reached:
    """The answer once acts have carried the base on."""
    links = base.links + more.links
    if more.last is None:
        status = Status.INDEFINITE if more.indefinite else Status.OPEN
        return Reached(status, None, links, (), None, "", base)
    refused = base.refused + late + more.refused
    return Reached(Status.TIME_LIMITED, more.last, links, refused, None, "", base)


def _asker(known: Book) -> Callable[[Facts], Held]:
    """Answers for the original of a borrowed set, under the same rules."""

    def ask(facts: Facts) -> Held:
        reached = reach(facts.item, facts.acts, known)
        if reached.status is Status.UNRESOLVED:
            raise Unresolved(f"The original set is itself unresolved. {reached.because}", reached.candidate)
        return Held(reached.status.value, reached.last)

    return ask


def _not_before_its_sample(item: Item, derived_on: date, known: Book) -> None:
    """Refuse a profile whose derivation is dated before its sample; only a sample's clock uses it."""
    if item.kind == Kind.DNA_PROFILE and item.taken_on is not None and derived_on < item.taken_on:
        earlier = _untouched(item.kind, item.power, derived_on, item.nation, known)
        raise Unresolved(
            "The profile is recorded as derived before its sample was taken. Correct one of the days.",
            earlier.last or earlier.candidate,
        )
