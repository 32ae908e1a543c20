"""Acts that carry cover on after the period of the power: determinations, borrowed cover, bars.

Each must be dated on or before the last lawful day as it then stands: a gap of one day is fatal.
Cover is the union of what they give; only a revocation or the Commissioner's order cuts it short.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from law.basis import ends, extended_by_regulations
from law.facts import (
    Bar,
    BorrowedCover,
    CommissionersOrder,
    Determination,
    Facts,
    Item,
    Kind,
    Nation,
    StatutoryBar,
)
from law.links import Base, Link, Refused, Why
from law.periods import ONE_DAY
from law.rules import REGIMES, Book
from law.rules.declared import COMMENCEMENT, Role

Carrier = Determination | BorrowedCover | StatutoryBar | Link


class Held(NamedTuple):
    """What another item's facts give: used for the original of borrowed fingerprints."""

    status: str
    last: date | None


class Carried(NamedTuple):
    """Cover as acts carry it on. ``last`` None: no end yet (``indefinite`` where it never will)."""

    links: tuple[Link, ...]
    last: date | None
    refused: tuple[Refused, ...]
    indefinite: bool = False


def made_on(act: Carrier) -> date:
    """The day on which an act must find the item lawfully held."""
    if isinstance(act, StatutoryBar):
        return act.from_on
    if isinstance(act, Link):
        assert act.first is not None
        return act.first
    return act.made_on


def carried(
    base: Base,
    item: Item,
    acts: list[Carrier],
    orders: Sequence[CommissionersOrder],
    book: Book,
    ask: Callable[[Facts], Held],
) -> Carried:
    """The cover that acts carry on from a base that has an end, in order of making.

    ``ask`` answers for the original of a borrowed set. Acts of one day go by id.
    """
    assert base.last is not None
    last: date = base.last
    links: list[Link] = []
    refused: list[Refused] = []
    if len(acts) > 1:
        acts.sort(key=_order_of_making)
    for act in acts:
        if type(act) is Determination:
            run = _determination(act, base, item, orders, last, book)
        else:
            run = _other(act, base, item, last, book, ask)
        if isinstance(run, Why):
            refused.append(Refused(act, run))
            continue
        end = run[-1].last
        if end is None:
            return Carried((*links, *run), None, (), _never_ends(act, ask))
        if end > last:
            links += run
            last = end
    for order in orders:
        why = _ordered_in_vain(order, base, acts, last)
        if why is not None:
            refused.append(Refused(order, why))
    return Carried(tuple(links), last, tuple(refused))


def _order_of_making(act: Carrier) -> tuple[date, str]:
    return made_on(act), getattr(act, "id", "")


def _never_ends(act: Carrier, ask: Callable[[Facts], Held]) -> bool:
    return isinstance(act, BorrowedCover) and ask(act.original).status == "indefinite"


def _other(
    act: Carrier, base: Base, item: Item, last: date, book: Book, ask: Callable[[Facts], Held]
) -> Sequence[Link] | Why:
    """What an act other than a determination gives; or why it gives nothing."""
    if isinstance(act, BorrowedCover):
        return _borrowed(act, base, item, last, book, ask)
    if isinstance(act, StatutoryBar):
        return _bar(act, base, item, last, book)
    assert isinstance(act, Link)
    return base.standing if made_on(act) <= last else [act._replace(last=date.min)]


@lru_cache(maxsize=1 << 16)
def _granted(
    regime: str, kind: str, made_on: date, start: date, months: int, book: Book
) -> tuple[Link, ...] | Why:
    """What a determination of that day and length gives from ``start``, with its extension."""
    rule = book.determination(regime, made_on)
    if rule is None:
        return Why.NO_POWER
    if kind not in rule.kinds:
        return Why.NOT_FOR_SAMPLES
    if not 1 <= months <= rule.months:
        return Why.OVER_MAXIMUM
    last = ends(rule, start, months)
    return Link(rule, start, last, None, months), *extended_by_regulations(rule.extended, last, None, book)


def _determination(
    act: Determination,
    base: Base,
    item: Item,
    orders: Sequence[CommissionersOrder],
    last: date,
    book: Book,
) -> Sequence[Link] | Why:
    """A determination's cover: from the day made, for its months, unless revoked or ordered ended."""
    if act.void:
        return Why.VOID
    if base.is_sample:
        return Why.NOT_FOR_SAMPLES
    made = act.made_on
    if item.taken_on is not None and made < item.taken_on:
        return Why.BEFORE_TAKING
    regime = base.rule.regime
    # Northern Ireland: it runs from the day of liability for destruction, not from its making.
    start = last + ONE_DAY if regime == "NI" else made
    run = _granted(regime, item.kind, made, start, act.months, book)
    if isinstance(run, Why):
        return run
    if made > last:
        return Why.TOO_LATE
    own = run[0]
    run = (Link(own.rule, start, own.last, act, own.months), *run[1:])
    if act.revoked_on is None and not orders:
        return run
    cut = ended_on(act, orders)
    return run if cut is None else _cut_short(run, cut)


def ended_on(act: Determination, orders: Sequence[CommissionersOrder]) -> date | None:
    """The day on which a determination was ended before its time; None where it was not."""
    days = [order.on for order in orders if order.determination in (None, act.id) and order.on >= act.made_on]
    if act.revoked_on is not None:
        days.append(act.revoked_on)
    return min(days, default=None)


def _cut_short(run: Sequence[Link], cut: date) -> list[Link]:
    """The links up to a day, that day included."""
    kept: list[Link] = []
    for link in run:
        assert link.last is not None
        if link.last >= cut:
            return [*kept, link._replace(last=cut, months=0 if link.last > cut else link.months)]
        kept.append(link)
    return kept


def _ordered_in_vain(
    order: CommissionersOrder, base: Base, acts: Sequence[Carrier], last: date
) -> Why | None:
    """Why an order of the Commissioner ends nothing; None where it ended a determination."""
    assert base.last is not None
    if base.last >= order.on:
        return Why.OTHER_BASIS
    ended = [act for act in acts if isinstance(act, Determination) and ended_on(act, (order,)) == order.on]
    return None if ended and last >= order.on else Why.NOTHING_TO_END


def _borrowed(
    act: BorrowedCover, base: Base, item: Item, last: date, book: Book, ask: Callable[[Facts], Held]
) -> list[Link] | Why:
    """Further fingerprints: as long as the original set is held on its own."""
    rule = book.by_role.get((base.rule.regime, Role.FURTHER_PRINTS))
    if item.kind != Kind.FINGERPRINTS or act.original.item.kind != Kind.FINGERPRINTS:
        return Why.NOT_FINGERPRINTS
    if rule is None or not rule.in_force_on(act.made_on):
        return Why.NO_POWER
    if act.original.item.nation != item.nation:
        return Why.OTHER_PART
    original = book.power(act.original.item.power, act.original.item.nation)
    both_pace = base.rule.regime == "PACE" and original is not None and original.regime == "PACE"
    if both_pace and not act.terrorist_investigation:
        return Why.NO_TERRORIST_INVESTIGATION
    if act.made_on > last:
        return Why.TOO_LATE
    held = ask(_on_its_own(act.original))
    if held.status in ("indefinite", "open"):
        return [Link(rule, act.made_on, None, act)]
    if held.last is None or held.last < act.made_on:
        return Why.ORIGINAL_NOT_HELD
    return [Link(rule, act.made_on, held.last, act)]


def _on_its_own(original: Facts) -> Facts:
    """The original's facts without cover that it borrows itself: a borrowed set lends nothing."""
    return Facts(original.item, tuple(act for act in original.acts if not isinstance(act, BorrowedCover)))


def _bar(act: StatutoryBar, base: Base, item: Item, last: date, book: Book) -> list[Link] | Why:
    """A statutory bar: outside the duty to destroy from its first day to the day it was lifted."""
    rule = book.bars.get(act.bar)
    if rule is None or not bars(act, item):
        return Why.NOT_BARRED
    if act.from_on > last:
        return Why.TOO_LATE
    return [Link(rule, act.from_on, act.lifted_on, act)]


def bars(act: StatutoryBar, item: Item) -> bool:
    """Whether an Act's bar reaches an item at all, whatever its cover.

    CPIA: section 41 and PACE material alone. ICRIR: prints and profiles taken before 31 October
    2013 in Northern Ireland, or for a listed offence; from 1 May 2024, never backwards.
    """
    if act.bar == Bar.CPIA:
        return any(item.power in regime.cpia_powers for regime in REGIMES.values())
    if act.bar != Bar.ICRIR or item.kind == Kind.DNA_SAMPLE or item.taken_on is None:
        return False
    in_reach = item.nation == Nation.NI or act.listed_offence
    return in_reach and item.taken_on < COMMENCEMENT and act.from_on >= date(2024, 5, 1)
