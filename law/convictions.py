"""Convictions: whether one, or two exempt ones, make holding indefinite.

"Exempt" is the Terrorism Act's relief and its like; "excluded" is PACE's own. One alone is as good
as none, two together count; several of one course of action count as one.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from law.basis import shortest_candidate
from law.facts import Conviction, Item
from law.links import Base, Link, Refused, Unresolved, Why
from law.periods import last_day
from law.rules import REGIMES, Book
from law.rules.declared import Clock, Regime, Role

_FIVE_YEARS = 60


class Verdict(NamedTuple):
    """What convictions do: ``link`` when holding is indefinite, else the base as they leave it."""

    link: Link | None
    base: Base
    refused: tuple[Refused, ...]


def relieved(conviction: Conviction, regime: Regime) -> bool | None:
    """Whether a conviction alone is as good as none; None where PACE's question was not answered.

    A conviction that is not exempt cannot be excluded: PACE asks all that and more.

    >>> from law.rules import REGIMES
    >>> relieved(Conviction("conviction:1", date(2015, 1, 1), exempt=True), REGIMES["TACT"])
    True
    >>> relieved(Conviction("conviction:1", date(2015, 1, 1), exempt=True), REGIMES["PACE"]) is None
    True
    """
    if regime.relief == "exempt":
        return conviction.exempt
    if conviction.sentence is not None and conviction.sentence.custodial_months >= _FIVE_YEARS:
        return False
    if conviction.excluded is None and conviction.exempt:
        return None
    return bool(conviction.excluded)


def counts_from(conviction: Conviction, regime: Regime) -> date | None:
    """The day from which a conviction counts under an Act; None where it never does."""
    if not conviction.foreign:
        return conviction.on
    return None if regime.foreign_from is None else max(conviction.on, regime.foreign_from)


def verdict(base: Base, convictions: Sequence[Conviction], item: Item, book: Book) -> Verdict:
    """Whether convictions dated in time make holding indefinite.

    Raises Unresolved where the answer turns on an excluded offence that nobody recorded, or the
    power rests on a conviction that is missing.
    """
    regime = REGIMES[base.rule.regime]
    if base.is_sample:
        return Verdict(None, base, tuple(Refused(each, Why.NOT_FOR_SAMPLES) for each in convictions))
    in_time, refused = _sorted_out(convictions, regime, base.last)
    full = [each for each in in_time if relieved(each, regime) is False]
    if full or _courses(in_time) > 1:
        act = min(full or in_time, key=lambda each: (each.on, each.id))
        return Verdict(Link(book.by_role[regime.key, Role.CONVICTION], act.on, None, act), base, ())
    if in_time and relieved(in_time[0], regime) is None:
        raise Unresolved(
            "It is not recorded whether the conviction was of an excluded offence (PACE). Record it.",
            base.last,
        )
    widened = _under_18(base, in_time, item, book) if regime.relief == "excluded" else base
    if widened is not base:
        return verdict(widened._replace(rule=book.named["PACE-U18"]), convictions, item, book)
    if base.rule.needs == "Conviction":
        raise Unresolved(
            "The conviction that this rests on, or its sentence, is not recorded. Record it.",
            shortest_candidate(item, book),
        )
    return Verdict(None, base, tuple(refused))


def _sorted_out(
    convictions: Iterable[Conviction], regime: Regime, last: date | None
) -> tuple[list[Conviction], list[Refused]]:
    """Those that count and are dated on or before ``last``, and the others with the reason."""
    in_time: list[Conviction] = []
    refused: list[Refused] = []
    for each in convictions:
        from_on = counts_from(each, regime)
        if not each.recordable:
            refused.append(Refused(each, Why.NOT_RECORDABLE))
        elif from_on is None:
            refused.append(Refused(each, Why.NOT_FOREIGN))
        elif last is not None and from_on > last:
            refused.append(Refused(each, Why.CONVICTED_LATE))
        else:
            in_time.append(each)
    return in_time, refused


def _courses(convictions: Iterable[Conviction]) -> int:
    """How many convictions these are, those of one course of action counted once."""
    return len({each.course_of_action or f"\0{each.id}" for each in convictions})


def _under_18(base: Base, in_time: list[Conviction], item: Item, book: Book) -> Base:
    """The base widened by PACE s.63K, where the one excluded conviction has its sentence recorded."""
    rule = book.named.get("PACE-U18")
    if rule is None or base.rule is rule or not in_time or in_time[0].sentence is None:
        return base
    act = in_time[0]
    sentence = act.sentence
    assert sentence is not None and item.taken_on is not None
    start = item.taken_on
    months = _FIVE_YEARS
    if act.foreign and sentence.arrested_on is not None:
        start = sentence.arrested_on
    elif sentence.custodial_months:
        start = sentence.passed_on or act.on
        months += sentence.custodial_months
    link = Link(rule, start, last_day(start, months), act, months)
    kept = () if base.rule.clock is Clock.NONE else base.links
    if kept and (base.last is None or (link.last is not None and link.last <= base.last)):
        return base
    return base._replace(links=(*kept, link), last=link.last)
