"""Asks ``law.authority`` about a case or an item and a person: the bridge from rows to the law's question of
who may.

Answers are True or a ``Refusal``; ``capacity_of`` and ``most_months`` give what a determination also records.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cases.answers import Answer, Refusal
from cases.choices import Capacity, MaterialKind, VoidBecause
from law import authority
from law.periods import last_day
from law.rules import INSTALLED

if TYPE_CHECKING:
    from cases.answers import Actor
    from cases.models import Case

CHIEFS = (authority.Rank.CHIEF_CONSTABLE, authority.Rank.COMMISSIONER)


def regime_of(power: str, nation: str) -> str:
    """The key of the regime that a power belongs to; empty where the power names no rule for the nation."""
    rule = INSTALLED.power(power, nation)
    return rule.regime if rule else ""


def most_months(power: str, nation: str, day: date) -> int:
    """The greatest length in months of a determination made on ``day``; 0 where none could be made."""
    rule = INSTALLED.determination(regime_of(power, nation), day)
    return rule.months if rule else 0


def last_day_of(months: int, *, made_on: date) -> date:
    """The last day, inclusive, of a determination of ``months`` made on ``made_on``, by itself."""
    return last_day(made_on, months)


def may_decide(case: Case, actor: Actor) -> Answer:
    """Whether the actor could decide an application in this case, by an item of it that can be determined.

    Each item that a determination lists is asked about again (``cases.services.decisions``).
    """
    for item in getattr(case, "known_items", ()):
        if item.kind != MaterialKind.DNA_SAMPLE:
            what = f"Case {case.ref}"
            return may_determine(actor, power=item.power, nation=item.nation, force=item.force, what=what)
    force = case.force.code if case.force else ""
    return may_determine(actor, power=case.power, nation=case.nation, force=force, what=f"Case {case.ref}")


def may_determine(actor: Actor, *, power: str, nation: str, force: str, what: str) -> Answer:
    """Whether the actor could make a determination about material of this power taken in this force.

    Where the power, the nation or the force is not known, nobody can say: refused, and never a mark of void.
    """
    regime = regime_of(power, nation)
    if not regime or not force:
        return Refusal(
            f"{what}: who may decide depends on the power, the nation and the force of the taking, and "
            "one of them is not known. Correct the taking first.",
            "",
        )
    last: authority.Refused | None = None
    for maker_force in sorted(actor.forces):
        found = _ask(actor, regime, nation, force, maker_force)
        if found:
            return True
        last = found  # type: ignore[assignment]
    if last is None:
        return Refusal(
            f"{what}: on {actor.day:%-d %B %Y} no rank in any force is recorded for you.", VoidBecause.RANK
        )
    return Refusal(f"{what}: {last.reason}", _why_void(actor, regime, nation, force))


def capacity_of(actor: Actor, *, power: str, nation: str, force: str) -> Capacity:
    """In what capacity the actor determines; NONE where they cannot."""
    for maker_force in sorted(actor.forces):
        found = _ask(actor, regime_of(power, nation), nation, force, maker_force)
        if isinstance(found, authority.Allowed):
            return _capacity(found.capacity, actor.rank)
    return Capacity.NONE


def may_sign_off(actor: Actor, *, inspectors_from: date, needs_superintendent: bool) -> Answer:
    """Whether the actor's rank could sign off a Stop-NSD on the day, or one that is with a Superintendent."""
    found = authority.may_sign_off_stop(actor.day, actor.rank, inspectors_from)
    if found and needs_superintendent:
        found = authority.may_overrule_stop(actor.rank)
        if not found:
            return Refusal(
                "A Stop-NSD that is with a Superintendent needs that rank or above.", VoidBecause.RANK
            )
    return True if found else Refusal(found.reason, VoidBecause.RANK)  # type: ignore[union-attr]


def normal_rank(words: str) -> str:
    """A rank as people write it, as its code; what is no rank stays as written."""
    rank = authority.rank_from_words(words)
    return rank.value if rank else words.strip()


def _ask(
    actor: Actor, regime: str, nation: str, force: str, maker_force: str
) -> authority.Allowed | authority.Refused:
    return authority.may_determine(
        actor.day, regime, nation, force, maker_force, actor.rank, actor.consent, actor.standing.facts
    )


def _why_void(actor: Actor, regime: str, nation: str, force: str) -> str:
    """RANK where a chief of the same force could have decided and consent would not have helped this rank."""
    for maker_force in actor.forces:
        could = any(authority.may_determine(actor.day, regime, nation, force, maker_force, r) for r in CHIEFS)
        helped = authority.may_determine(actor.day, regime, nation, force, maker_force, actor.rank, True)
        if could and not helped:
            return VoidBecause.RANK
    return VoidBecause.NO_AUTHORITY


def _capacity(words: str, rank: str) -> Capacity:
    if "consent" in words:
        is_assistant = authority.rank_from_words(rank) is authority.Rank.ASSISTANT_COMMISSIONER
        return Capacity.ASSISTANT_WITH_CONSENT if is_assistant else Capacity.DEPUTY_WITH_CONSENT
    if "unable" in words or "designated" in words:
        return Capacity.ACTING
    return Capacity.CHIEF
