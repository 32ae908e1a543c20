"""Each rule tried for an item: what it asks, the answer, and what it gives.

The answers are read off what ``law.cover`` reached; no rule is applied a second time here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from law.cover import Reached, Status
from law.facts import (
    BorrowedCover,
    Conviction,
    CourtExtension,
    Determination,
    Facts,
    Item,
    Kind,
    StatutoryBar,
)
from law.links import Link
from law.rules import REGIMES, Book
from law.rules.declared import COMMENCEMENT, Confidence, Extended, Regime, Role, Rule
from law.words import day_words


class Answer(StrEnum):
    """The answer to a rule's question."""

    APPLIES = "Applies"
    NO = "No"
    NOT_YET = "Not yet"
    OF_NO_EFFECT = "Of no effect"
    UNKNOWN = "Not known"


@dataclass(frozen=True, slots=True)
class RuleTried:
    """One row: the rule, its provision, its question, the answer and what it gives."""

    rule_id: str
    provision: str
    asks: str
    answer: Answer
    gives: str
    confidence: Confidence = Confidence.VERIFIED


def rules_tried(facts: Facts, reached: Reached, book: Book) -> tuple[RuleTried, ...]:
    """Every rule that was asked about an item, the one that applies first."""
    item = facts.item
    power = book.power(item.power, item.nation)
    if power is None:
        return (
            RuleTried(
                item.power, "no rule", "Is there a rule for this power?", Answer.UNKNOWN, reached.because
            ),
        )
    regime = REGIMES[power.regime]
    rows = [
        _own(power, reached),
        _destruction(regime, reached),
        *_sample(power, reached, book),
        *_transition(power, item, reached, book),
        *_court(power, facts, reached, book),
        *_coronavirus(power, reached, book),
        *_conviction(power, facts, reached, book),
        *_determination(power, facts, reached, book),
        *_further_prints(power, facts, reached, book),
        *_bars(regime, item, facts, reached, book),
        *_other_powers(power, book),
    ]
    # Several provisions apply now and then: they come first, in the order of the chain.
    return tuple(sorted(rows, key=lambda row: row.answer is not Answer.APPLIES))


def _links(reached: Reached, rule_id: str) -> list[Link]:
    return [link for link in reached.links if link.rule.id == rule_id]


def _span(links: Iterable[Link]) -> str:
    """What links give, in words: from when to when."""
    spans = []
    for link in links:
        first = f"{day_words(link.first)}" if link.first else "the start"
        spans.append(f"{first} to {day_words(link.last)}" if link.last else f"From {first}, with no end yet")
    return "; ".join(spans)


def _row(rule: Rule, answer: Answer, gives: str, asks: str = "") -> RuleTried:
    return RuleTried(rule.id, rule.cite, asks or rule.asks, answer, gives, rule.confidence)


def _own(power: Rule, reached: Reached) -> RuleTried:
    if reached.status is Status.UNRESOLVED:
        return _row(power, Answer.UNKNOWN, reached.because)
    own = _links(reached, power.id)
    if own:
        return _row(power, Answer.APPLIES, _span(own))
    if reached.status is Status.MUST_DESTROY:
        return _row(power, Answer.NO, "The retention powers are not reached: the taking was unlawful")
    if reached.status is Status.INDEFINITE:
        return _row(
            power, Answer.APPLIES, "Its period does not matter: a conviction makes holding indefinite"
        )
    return _row(power, Answer.NO, "Another provision gives the period of this material")


def _destruction(regime: Regime, reached: Reached) -> RuleTried:
    if reached.status is Status.MUST_DESTROY:
        answer, gives = Answer.APPLIES, "To be destroyed at once; no determination or conviction saves it"
    else:
        answer, gives = Answer.NO, "Nothing recorded, so the retention powers are open"
    return RuleTried("Absolute destruction", regime.destroy_cite, regime.destroy_asks, answer, gives)


def _sample(power: Rule, reached: Reached, book: Book) -> list[RuleTried]:
    base = reached.base
    if base is None or not base.is_sample:
        return []
    rule = book.by_role[power.regime, Role.SAMPLE]
    own = _links(reached, rule.id)
    rows = [
        _row(rule, Answer.APPLIES if own else Answer.NO, _span(own) or "The transition governs this sample")
    ]
    orders = _links(reached, "SAMPLE-ORDER")
    if orders:
        rows.append(_row(orders[0].rule, Answer.APPLIES, _span(orders)))
    return rows


def _transition(power: Rule, item: Item, reached: Reached, book: Book) -> list[RuleTried]:
    own = _links(reached, "LEGACY")
    if own:
        return [_row(own[0].rule, Answer.APPLIES, _span(own))]
    rule = book.transition(power, item.kind, item.nation, False)
    if rule is None or item.taken_on is None:
        return []
    new = item.taken_on >= COMMENCEMENT
    gives = "New Material" if new else "It ends no later than the period of the power"
    return [_row(rule, Answer.NO, gives, "Taken before 31 October 2013?")]


def _court(power: Rule, facts: Facts, reached: Reached, book: Book) -> list[RuleTried]:
    rule = book.by_role.get((power.regime, Role.COURT))
    if rule is None or (reached.base is not None and reached.base.is_sample):
        return []
    if power.court is None:
        return [_row(rule, Answer.NO, "No application to a court exists for this power")]
    own = _links(reached, rule.id)
    if own:
        return [_row(rule, Answer.APPLIES, _span(own))]
    made = any(isinstance(act, CourtExtension) for act in facts.acts)
    return [_row(rule, Answer.OF_NO_EFFECT if made else Answer.NOT_YET, _why(facts, reached, CourtExtension))]


def _coronavirus(power: Rule, reached: Reached, book: Book) -> list[RuleTried]:
    rows = []
    for window in book.windows:
        own = _links(reached, window.rule.id)
        if own:
            rows.append(_row(window.rule, Answer.APPLIES, _span(own)))
        elif reached.status is Status.TIME_LIMITED and reached.last is not None:
            words = "No period that it covers ends in those days"
            if power.extended is Extended.NEVER and window.first <= reached.last <= window.last:
                words = "It does not reach a period of this kind"
            rows.append(_row(window.rule, Answer.NO, words))
    return rows


def _conviction(power: Rule, facts: Facts, reached: Reached, book: Book) -> list[RuleTried]:
    rule = book.by_role[power.regime, Role.CONVICTION]
    base = reached.base
    asks = rule.asks
    if base is not None and base.last is not None:
        asks = f"Convicted of a recordable offence on or before {day_words(base.last)}?"
    if reached.status is Status.INDEFINITE and _links(reached, rule.id):
        return [
            _row(
                rule,
                Answer.APPLIES,
                f"Held indefinitely, from the conviction of {_when(reached, rule)}",
                asks,
            )
        ]
    convictions = [act for act in facts.acts if isinstance(act, Conviction)]
    if not convictions:
        return [_row(rule, Answer.NO, "No conviction recorded", asks)]
    refused = {each.act.id: each.why for each in reached.refused}
    words = "; ".join(
        f"{day_words(act.on)}: {refused.get(act.id, 'one with relief counts as none')}"
        for act in sorted(convictions, key=lambda each: (each.on, each.id))
    )
    return [_row(rule, Answer.OF_NO_EFFECT, words, asks)]


def _when(reached: Reached, rule: Rule) -> str:
    first: date | None = _links(reached, rule.id)[0].first
    return day_words(first) if first else "a day"


def _determination(power: Rule, facts: Facts, reached: Reached, book: Book) -> list[RuleTried]:
    rules = book.determinations.get(power.regime, ())
    if not rules:
        return []
    own = _links(reached, rules[0].id)
    if own:
        return [_row(own[-1].rule, Answer.APPLIES, _span(own))]
    made = any(isinstance(act, Determination) for act in facts.acts)
    day = reached.last
    rule = (book.determination(power.regime, day) if day else None) or rules[0]
    if facts.item.kind not in rule.kinds:
        return [_row(rule, Answer.NO, "A determination cannot cover a DNA sample")]
    asks = f"Is there a determination made on or before {day_words(day)}?" if day else rule.asks
    if made:
        return [_row(rule, Answer.OF_NO_EFFECT, _why(facts, reached, Determination), asks)]
    return [_row(rule, Answer.NOT_YET, "None made", asks)]


def _further_prints(power: Rule, facts: Facts, reached: Reached, book: Book) -> list[RuleTried]:
    rule = book.by_role.get((power.regime, Role.FURTHER_PRINTS))
    if rule is None or facts.item.kind != Kind.FINGERPRINTS:
        return []
    own = _links(reached, rule.id)
    if own:
        return [_row(rule, Answer.APPLIES, _span(own))]
    made = any(isinstance(act, BorrowedCover) for act in facts.acts)
    return [_row(rule, Answer.OF_NO_EFFECT if made else Answer.NO, _why(facts, reached, BorrowedCover))]


def _bars(regime: Regime, item: Item, facts: Facts, reached: Reached, book: Book) -> list[RuleTried]:
    rows = []
    for rule in book.bars.values():
        own = _links(reached, rule.id)
        reaches = item.power in regime.cpia_powers if rule.id == "CPIA" else _before_commencement(item)
        if own:
            rows.append(_row(rule, Answer.APPLIES, _span(own)))
        elif not reaches:
            rows.append(_row(rule, Answer.NO, "This material is not excluded by that Act"))
        else:
            made = [act for act in facts.acts if isinstance(act, StatutoryBar) and act.bar == rule.id]
            words = _why(facts, reached, StatutoryBar) if made else "None recorded"
            rows.append(_row(rule, Answer.OF_NO_EFFECT if made else Answer.NO, words))
    return rows


def _before_commencement(item: Item) -> bool:
    return item.taken_on is not None and item.taken_on < COMMENCEMENT


def _other_powers(power: Rule, book: Book) -> list[RuleTried]:
    """The other powers of the same Act, which do not apply because the taking was under another."""
    return [
        _row(rule, Answer.NO, f"Taken under {power.id}")
        for versions in book.powers.values()
        for rule in versions
        if rule.regime == power.regime and rule.id != power.id and not rule.disabled_because
    ]


def _why(facts: Facts, reached: Reached, sort: type) -> str:
    """Why the acts of one sort gave nothing, in words; or that there are none."""
    reasons = [f"{_named(each.act)}: {each.why}" for each in reached.refused if isinstance(each.act, sort)]
    if reasons:
        return "; ".join(reasons)
    if any(isinstance(act, sort) for act in facts.acts):
        return "What is recorded adds no day to the cover"
    return "None recorded"


def _named(act: object) -> str:
    names = ("made_on", "ordered_on", "from_on", "on")
    return f"that of {day_words(next(getattr(act, name) for name in names if hasattr(act, name)))}"
