"""Coronavirus Act 2020 s.24: two sets of regulations that added six months to some periods.

The six months start with the old last day, so a period gains six months less a day. Regulation 5
asks, for some periods, that the controller had been told before the regulations came into force.
"""

from dataclasses import dataclass
from datetime import date

from law.rules.declared import EVERY_KIND, Confidence, Role, Rule


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """One set of regulations: the last days it reaches, both ends included.

    ``told_before``: reg 5's notice counts if given on an earlier day than this.
    """

    rule: Rule
    first: date
    last: date
    told_before: date


def _window(rule_id: str, instrument: str, first: date, last: date) -> Window:
    return Window(
        rule=Rule(
            id=rule_id,
            regime="CORONAVIRUS",
            role=Role.EXTENSION,
            provision=f"{instrument} regs 2-5",
            cite=instrument,
            asks=f"Does the period's last day fall from {first:%-d %B %Y} to {last:%-d %B %Y}?",
            gives="Six months starting with the old last day",
            in_force_from=first,
            kinds=EVERY_KIND,
            months=6,
            confidence=Confidence.VERIFIED,
            sources=("Coronavirus Act 2020 s.24", instrument),
            questions=("Does a determination 'cease to have effect' on its last day or on the next?",),
        ),
        first=first,
        last=last,
        told_before=first,
    )


WINDOWS = (
    _window("COVID-391", "SI 2020/391", date(2020, 4, 2), date(2020, 10, 1)),
    _window("COVID-973", "SI 2020/973", date(2020, 10, 1), date(2021, 3, 24)),
)
RULES = tuple(window.rule for window in WINDOWS)
