"""The answer explained: facts, rules tried, arithmetic, chain, what would change it.

``explain`` gives frozen pieces for a page, a command and print. It reads how ``law.cover`` reached
its answer and puts it into words; ``lines`` is the same as plain text.
"""

from dataclasses import dataclass
from datetime import date

from law import arithmetic
from law.arithmetic import Arithmetic
from law.changes import Change, would_change, would_not_change
from law.cover import Reached, Status, as_at, reach
from law.doubts import arguable
from law.facts import Facts
from law.links import Refused
from law.periods import first_unlawful_day
from law.release import LAW_VERSION
from law.rules import book
from law.rules.declared import Rule
from law.told import FactUsed, act_words, facts_used
from law.tried import RuleTried, rules_tried
from law.words import day_words, long_day


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One link of the chain: a rule and the days it covers; ``act_id`` the fact behind it, or None."""

    rule_id: str
    provision: str
    first: date | None
    last: date | None
    act_id: str | None
    words: str


@dataclass(frozen=True, slots=True)
class IneffectiveAct:
    """An act of no effect: its id, what it is and why."""

    id: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Working:
    """An answer with everything a person needs to do it again by hand.

    ``last_lawful_day`` is inclusive; None where the status has none. ``basis`` is the provision
    that covers the last day, ``basis_words`` what it gives. ``rule`` is the power's own rule.
    """

    status: Status
    last_lawful_day: date | None
    first_unlawful_day: date | None
    basis: str
    basis_words: str
    rule_id: str
    rule_in_force_from: date | None
    rule_confidence: str
    law_version: str
    known_at: date | None
    facts_used: tuple[FactUsed, ...]
    rules_tried: tuple[RuleTried, ...]
    arithmetic: tuple[Arithmetic, ...]
    chain: tuple[ChainLink, ...]
    ineffective: tuple[IneffectiveAct, ...]
    carries_on: str
    would_change: tuple[Change, ...]
    would_not_change: tuple[str, ...]
    arguable: tuple[str, ...]
    candidate_day: date | None
    unresolved_because: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The working as plain text, a step a line."""
        return _as_lines(self)


def explain(facts: Facts, on: date | None = None, known_at: date | None = None) -> Working:
    """The working of an answer; ``on`` and ``known_at`` as for ``law.cover.position``.

    >>> from law.facts import Item
    >>> taken = Item("fingerprints", "TACT-S7", date(2014, 8, 31), "EW")
    >>> explain(Facts(taken)).arithmetic[0].sentence
    'Six months beginning with 31 August 2014; February 2015 has no 31st; so to the end of 28 February 2015'
    """
    known = book(known_at)
    seen = Facts(facts.item, as_at(facts.acts, on))
    reached = reach(seen.item, seen.acts, known)
    rule = known.power(facts.item.power, facts.item.nation)
    basis, basis_words = _basis(reached, rule)
    refused = sorted(reached.refused, key=lambda each: each.act.id)
    return Working(
        status=reached.status,
        last_lawful_day=reached.last,
        first_unlawful_day=None if reached.last is None else first_unlawful_day(reached.last),
        basis=basis,
        basis_words=basis_words,
        rule_id=facts.item.power,
        rule_in_force_from=rule.in_force_from if rule else None,
        rule_confidence=rule.confidence.value if rule else "",
        law_version=LAW_VERSION,
        known_at=known_at,
        facts_used=facts_used(seen, rule),
        rules_tried=rules_tried(seen, reached, known),
        arithmetic=tuple(arithmetic.of_link(link, facts.item) for link in reached.links),
        chain=_chain(reached),
        ineffective=tuple(_ineffective(each) for each in refused),
        carries_on=carries_on(reached),
        would_change=would_change(seen, reached, known, on),
        would_not_change=would_not_change(seen, reached),
        arguable=arguable(seen, reached, known),
        candidate_day=reached.candidate,
        unresolved_because=reached.because,
    )


def _basis(reached: Reached, rule: Rule | None) -> tuple[str, str]:
    """The provision that covers the last day, and what it gives."""
    if reached.links:
        last = reached.links[-1].rule
        return last.provision, last.gives
    if reached.status is Status.MUST_DESTROY:
        return "None: the taking was unlawful", "To be destroyed at once"
    return "Not resolved", reached.because


def _chain(reached: Reached) -> tuple[ChainLink, ...]:
    links = []
    for link in reached.links:
        first = day_words(link.first) if link.first else "the start"
        words = (
            f"{link.rule.id}, {first} to {day_words(link.last)}"
            if link.last
            else f"{link.rule.id}, from {first}"
        )
        act_id = getattr(link.act, "id", None)
        links.append(ChainLink(link.rule.id, link.rule.provision, link.first, link.last, act_id, words))
    return tuple(links)


def _ineffective(refused: Refused) -> IneffectiveAct:
    return IneffectiveAct(refused.act.id, act_words(refused.act), str(refused.why))


def carries_on(reached: Reached) -> str:
    """Whether anything carries the cover on past the period of the power, in words."""
    chain = "; then ".join(link.words for link in _chain(reached))
    if reached.status is Status.UNRESOLVED:
        return "Nobody can say yet: a needed fact is missing."
    if reached.status is Status.MUST_DESTROY:
        return "No. Nothing saves material whose taking was unlawful."
    if reached.status is Status.INDEFINITE:
        return f"Yes. {chain}, with no end."
    if reached.status is Status.OPEN:
        return f"Not needed while the period is open. The chain is {chain}."
    assert reached.last is not None
    last = f"{reached.last.day} {reached.last:%B}"
    end = f"Nothing starts on or before {last} to continue it. A gap of one day cannot be mended later."
    if len(reached.links) == 1:
        return f"No. There is one link in the chain: {chain}. {end}"
    return f"Yes, up to {day_words(reached.last)}. The chain has {len(reached.links)} links: {chain}. {end}"


def _answer(working: Working) -> str:
    """The answer in one sentence."""
    if working.last_lawful_day is not None:
        last, first = working.last_lawful_day, first_unlawful_day(working.last_lawful_day)
        return f"Last lawful day {long_day(last)}; first unlawful day {long_day(first)}."
    return {
        Status.INDEFINITE: "Held indefinitely.",
        Status.OPEN: "No last lawful day yet: the period is open.",
        Status.MUST_DESTROY: "Must be destroyed at once.",
    }.get(working.status, f"Unresolved. {working.unresolved_because}")


def _as_lines(working: Working) -> tuple[str, ...]:
    answer = _answer(working)
    lines = [f"Answer: {answer} Basis: {working.basis}. Law version {working.law_version}."]
    if working.candidate_day is not None:
        lines.append(f"Shortest last day it could have: {day_words(working.candidate_day)}.")
    lines += [f"Fact: {fact.label}: {fact.value}." for fact in working.facts_used]
    lines += [
        f"Rule: {row.rule_id} ({row.provision}). {row.asks} {row.answer}: {row.gives}."
        for row in working.rules_tried
    ]
    lines += [f"Arithmetic: {each.rule_id}: {each.sentence}." for each in working.arithmetic]
    lines.append(f"Does anything carry the cover on? {working.carries_on}")
    lines += [f"Of no effect: {each.id}, {each.what}: {each.why}." for each in working.ineffective]
    for change in working.would_change:
        by = f"on or before {day_words(change.on_or_before)}" if change.on_or_before else "any day"
        lines.append(f"Would change it: {change.if_this_happens} ({by}): {change.then}.")
    lines += [f"Would not change it: {words}." for words in working.would_not_change]
    return tuple(lines + [f"Arguable: {words}" for words in working.arguable])
