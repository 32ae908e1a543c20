"""The controlled list of powers under which material is taken, as a person chooses one. R-181.

The list is the law's own: every power that it has a rule for, and those that it names without one. What is
not on it is written in words; such an item is unresolved until somebody settles its power.
"""

from __future__ import annotations

from law.rules import RULES
from law.rules.declared import Role, Rule

# What is used most stands first; the rest is in the law's order.
FIRST = ("TACT-S7", "TACT-S41", "PACE-INV")
OTHER = "other"


def powers() -> list[tuple[str, str]]:
    """Each power's id with its name."""
    by_id: dict[str, Rule] = {}
    for rule in RULES:
        if rule.role is Role.POWER:
            by_id.setdefault(rule.id, rule)
    ordered = [*FIRST, *(power for power in by_id if power not in FIRST)]
    return [(power, f"{by_id[power].provision} ({power})") for power in ordered]


def name_of(power: str) -> str:
    """The name of a power by its id; the id itself where the law names none."""
    return dict(powers()).get(power, power)


def no_rule_because(power: str, nation: str) -> str:
    """Why the law gives no period for this power in this nation; empty where it does."""
    rules = [rule for rule in RULES if rule.role is Role.POWER and rule.id == power]
    of_nation = [rule for rule in rules if nation in rule.nations]
    if not of_nation:
        return "the law has no rule for this power in this nation"
    return next((rule.disabled_because for rule in of_nation if rule.disabled_because), "")
