"""All rules, and the book of those that were known on a day.

``book(None)`` is the installed law; ``book(day)`` leaves out every rule known only later. To add a
rule, declare it in its regime's module; nothing here names one.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from law.rules import bars, coronavirus, legacy
from law.rules.border import BORDER
from law.rules.coronavirus import Window
from law.rules.cta import CTA
from law.rules.declared import Regime, Role, Rule
from law.rules.northern_ireland import NORTHERN_IRELAND
from law.rules.nsa import NSA
from law.rules.pace import PACE
from law.rules.scotland import SCOTLAND
from law.rules.tact import TACT
from law.rules.tpim import TPIM

REGIMES: dict[str, Regime] = {
    regime.key: regime for regime in (TACT, PACE, CTA, TPIM, BORDER, NSA, SCOTLAND, NORTHERN_IRELAND)
}
RULES: tuple[Rule, ...] = (
    *(rule for regime in REGIMES.values() for rule in regime.rules),
    *legacy.RULES,
    *coronavirus.RULES,
    *bars.RULES,
)


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """The rules known on a day, arranged for use.

    ``determinations`` are by regime, latest first; ``by_role`` holds at most one rule of a role for
    a regime.
    """

    powers: dict[str, tuple[Rule, ...]]
    by_role: dict[tuple[str, Role], Rule]
    determinations: dict[str, tuple[Rule, ...]]
    transitions: tuple[Rule, ...]
    windows: tuple[Window, ...]
    bars: dict[str, Rule]
    named: dict[str, Rule]

    def power(self, rule_id: str, nation: str) -> Rule | None:
        """The power of that id for a nation; None where there is none."""
        return next((rule for rule in self.powers.get(rule_id, ()) if nation in rule.nations), None)

    def determination(self, regime: str, made_on: date) -> Rule | None:
        """The determination rule in force on the day it was made; None where there was none."""
        for rule in self.determinations.get(regime, ()):
            if rule.in_force_on(made_on):
                return rule
        return None

    def transition(self, rule: Rule, kind: str, nation: str, identified: bool) -> Rule | None:
        """The transition that reaches Legacy Material of a power: the one that ends last."""
        found = [
            each
            for each in self.transitions
            if rule.regime in each.regimes
            and nation in each.nations
            and kind in each.kinds
            and (identified or not each.identified_only)
        ]
        return max(found, key=lambda each: each.ends_on or date.min, default=None)


def _arranged(rules: list[Rule]) -> Book:
    live = [rule for rule in rules if not rule.disabled_because]
    powers: dict[str, tuple[Rule, ...]] = {}
    for rule in rules:
        if rule.role is Role.POWER:
            powers[rule.id] = (*powers.get(rule.id, ()), rule)
    determinations: dict[str, tuple[Rule, ...]] = {}
    for rule in live:
        if rule.role is Role.DETERMINATION:
            determinations[rule.regime] = (rule, *determinations.get(rule.regime, ()))
    single = {Role.SAMPLE, Role.COURT, Role.CONVICTION, Role.FURTHER_PRINTS, Role.RESTART}
    return Book(
        powers=powers,
        by_role={(rule.regime, rule.role): rule for rule in live if rule.role in single},
        determinations=determinations,
        transitions=tuple(rule for rule in live if rule.role is Role.TRANSITION),
        windows=tuple(window for window in coronavirus.WINDOWS if window.rule in live),
        bars={rule.id: rule for rule in live if rule.role is Role.BAR},
        named={rule.id: rule for rule in rules},
    )


@lru_cache(maxsize=64)
def _book_of(last_known: date | None) -> Book:
    return _arranged(
        [rule for rule in RULES if last_known is None or rule.known is None or rule.known <= last_known]
    )


_KNOWN_DAYS = sorted({rule.known for rule in RULES if rule.known is not None})
INSTALLED = _book_of(None)


def book(known_at: date | None = None) -> Book:
    """The rules as known on a day, that day included; None: every rule installed."""
    if known_at is None:
        return INSTALLED
    return _book_of(max((day for day in _KNOWN_DAYS if day <= known_at), default=date.min))
