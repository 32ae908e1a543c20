"""F28 At risk, with its plan, and F29 what is lacking in what is recorded. Source: K6, K20, R-119, R-186."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from oversight.figures.base import Figure
from oversight.lives import CaseLife, Life
from retention.choices import AlertLevel

LACKING = {
    "date": "Day of taking",
    "power": "Power",
    "port": "Port or station",
    "person": "Whether it is somebody known already",
}

# They prompt to renew an NSD in time, and say nothing of risk.
PROMPTS = (AlertLevel.RENEW_FIRST, AlertLevel.RENEW_SECOND, AlertLevel.RENEW_LAST)


@dataclass(frozen=True, slots=True)
class AtRiskRow:
    """A case was at risk as the day ended, at a level, since a day; and whether a plan was given."""

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    level: str
    raised_on: date
    days_needed: int
    has_plan: bool


@dataclass(frozen=True, slots=True)
class LackingRow:
    """A case of which something is held, and what is lacking about it."""

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    lacks: tuple[str, ...]


def at_risk_rows(case: CaseLife, as_at: date) -> Iterator[AtRiskRow]:
    """The case, where an alert of it was open as ``as_at`` ended."""
    for alert in case.facts.alerts:
        if alert.level in PROMPTS:
            continue
        if alert.raised_on <= as_at and (alert.closed_on is None or alert.closed_on > as_at):
            yield AtRiskRow(
                case_id=case.facts.id,
                ref=case.facts.ref,
                subject_id=case.facts.subject_id,
                item_ids=tuple(life.item.id for life in case.items if life.is_held_on(as_at)),
                level=alert.level,
                raised_on=alert.raised_on,
                days_needed=alert.days_needed,
                has_plan=alert.planned_on is not None and alert.planned_on <= as_at,
            )


def lacking_rows(case: CaseLife, as_at: date) -> Iterator[LackingRow]:
    """The case, where something of it is held on ``as_at`` and something about it is not recorded."""
    held = [life for life in case.items if life.is_held_on(as_at)]
    lacks = {what for life in held for what in _of_item(life)}
    if held and case.facts.perhaps_another:
        lacks.add("person")
    if lacks:
        yield LackingRow(
            case_id=case.facts.id,
            ref=case.facts.ref,
            subject_id=case.facts.subject_id,
            item_ids=tuple(life.item.id for life in held),
            lacks=tuple(what for what in LACKING if what in lacks),
        )


def _of_item(life: Life) -> Iterator[str]:
    taken = life.item.law.item
    if taken.taken_on is None:
        yield "date"
    if not taken.power:
        yield "power"
    if not life.item.has_place:
        yield "port"


AT_RISK = Figure(
    number="F28",
    slug="at-risk",
    title="At risk",
    unit="individuals",
    definition=(
        "An alert stood as the day ended: the budgets of the stages still to come, along the longer open "
        "branch, exceeded the days left. Told apart by level, and by whether a plan was given."
    ),
    source="Further report, paragraph 26; R-119, K6",
    rows_of=at_risk_rows,
    owner="JFIT",
    target="each with a named plan",
    none="No case was at risk as the day ended.",
)
LACKING_FACTS = Figure(
    number="F29",
    slug="lacking",
    title="Held, with something not recorded",
    unit="individuals",
    definition=(
        "Held, and the day of taking, the power or the port is not recorded, or nobody has decided whether "
        "the person is one already known."
    ),
    source="R-051, R-181, R-186, K20",
    rows_of=lacking_rows,
    owner="SOFS",
    target="0",
)
