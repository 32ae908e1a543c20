"""F22 Requests answered, F23 applications decided, F24 chases, F30 applications pending: others' times.

Source: R-051, R-063, R-070, R-073; K9, K10, K11.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cases.choices import CaseState
from oversight.facts import Application, CaseFacts
from oversight.figures.base import Figure
from oversight.lives import CaseLife

MADE, REFUSED, VOID = "made", "refused", "void"


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """A request was answered; ``late`` after its target day."""

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    to: str
    name: str
    sent_on: date
    answered_on: date
    days: int
    late: bool


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """An application was decided: a determination made, made without authority, or refused."""

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    force: str
    applied_on: date
    decided_on: date
    outcome: str
    days: int


@dataclass(frozen=True, slots=True)
class ChaseRow:
    """A port or provider was to be chased; ``days`` are those by which it was chased late."""

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    dated_on: date
    raised_on: date
    days: int
    is_open: bool


def answered_rows(case: CaseLife, as_at: date) -> Iterator[AnsweredRow]:
    """Each request of the case that was answered by ``as_at``."""
    for asked in case.facts.requests:
        if asked.answered_on is not None and asked.answered_on <= as_at:
            yield AnsweredRow(
                case_id=case.facts.id,
                ref=case.facts.ref,
                subject_id=case.facts.subject_id,
                item_ids=(),
                to=str(asked.to),
                name=asked.name,
                sent_on=asked.sent_on,
                answered_on=asked.answered_on,
                days=(asked.answered_on - asked.sent_on).days,
                late=asked.due_on is not None and asked.answered_on > asked.due_on,
            )


def decided_rows(case: CaseLife, as_at: date) -> Iterator[DecidedRow]:
    """Each application of the case that was decided by ``as_at``, by its first decision."""
    for application in case.facts.applications:
        decided = [
            (on, outcome)
            for on, outcome, of in _decisions(case.facts)
            if of == application.id and application.on <= on <= as_at
        ]
        if decided:
            on, outcome = min(decided)
            yield DecidedRow(
                case_id=case.facts.id,
                ref=case.facts.ref,
                subject_id=case.facts.subject_id,
                item_ids=(),
                force=application.force,
                applied_on=application.on,
                decided_on=on,
                outcome=outcome,
                days=(on - application.on).days,
            )


@dataclass(frozen=True, slots=True)
class PendingRow:
    """An application awaited a decision as the day ended."""

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    force: str
    applied_on: date
    days: int
    last_lawful_day: date | None


def pending_rows(case: CaseLife, as_at: date) -> Iterator[PendingRow]:
    """The case, where it stood with a Chief Officer as ``as_at`` ended: by its latest application."""
    made = [each for each in case.facts.applications if each.on <= as_at]
    if not made or case.facts.state_on(as_at) != CaseState.WITH_CHIEF_OFFICER:
        return
    latest = max(made, key=lambda each: (each.on, each.id))
    held = [life for life in case.items if life.is_held_on(as_at)]
    ends = [life.last_lawful_day for life in held if life.last_lawful_day]
    yield PendingRow(
        case_id=case.facts.id,
        ref=case.facts.ref,
        subject_id=case.facts.subject_id,
        item_ids=tuple(life.item.id for life in held),
        force=latest.force,
        applied_on=latest.on,
        days=(as_at - latest.on).days,
        last_lawful_day=min(ends, default=None),
    )


def _decisions(case: CaseFacts) -> Iterator[tuple[date, str, int | None]]:
    """Every decision: its day, its outcome, and the application that it decided."""
    for made in case.determinations:
        outcome = VOID if made.void_because else MADE
        yield made.made_on, outcome, made.application or _latest(case.applications, made.made_on)
    for refused in case.refusals:
        outcome = VOID if refused.is_void else REFUSED
        yield refused.on, outcome, refused.application or _latest(case.applications, refused.on)


def _latest(applications: tuple[Application, ...], day: date) -> int | None:
    """Of a log, which links no decision with its application: the last one made by that day."""
    made = [(each.on, each.id) for each in applications if each.on <= day]
    return max(made)[1] if made else None


def chase_rows(case: CaseLife, as_at: date) -> Iterator[ChaseRow]:
    """Each chase for a profile of the case that was raised by ``as_at``."""
    for chase in case.facts.chases:
        if chase.raised_on <= as_at:
            yield ChaseRow(
                case_id=case.facts.id,
                ref=case.facts.ref,
                subject_id=case.facts.subject_id,
                item_ids=(),
                dated_on=chase.dated_on,
                raised_on=chase.raised_on,
                days=(chase.raised_on - chase.dated_on).days,
                is_open=chase.closed_on is None or chase.closed_on > as_at,
            )


ANSWERED = Figure(
    number="F22",
    slug="answered",
    title="Requests answered",
    unit="requests",
    definition=(
        "Requests to the Security Service, a CTU, a port or a forensic provider, answered on or before the "
        "day. Days are from sending to the answer; late is after the target day of the request."
    ),
    source="Further report, paragraphs 9A and 9D; R-063, K10",
    rows_of=answered_rows,
    owner="JFIT",
    target="28 days",
)
DECIDED = Figure(
    number="F23",
    slug="decided",
    title="Applications decided",
    unit="applications",
    definition=(
        "Applications decided on or before the day, by their first decision: a determination made, one made "
        "without authority, or a refusal. Days are from the application to the decision."
    ),
    source="Further report, paragraph 9F; R-070, R-187, K11",
    rows_of=decided_rows,
    owner="JFIT",
    target="21 days",
)
PENDING = Figure(
    number="F30",
    slug="pending",
    title="Applications awaiting a Chief Officer",
    unit="applications",
    definition=(
        "Cases that stood with a Chief Officer as the day ended, each by its latest application. Days are "
        "from the application to the day."
    ),
    source="Further report, paragraph 9F; R-070, R-073, K11",
    rows_of=pending_rows,
    owner="JFIT",
    target="21 days",
    none="No application awaited a Chief Officer as the day ended.",
)
CHASES = Figure(
    number="F24",
    slug="chases",
    title="Chases for profiles",
    unit="chases",
    definition=(
        "Chases of a port or provider for a profile, raised on or before the day. Each is dated the day "
        "after day 21 had ended; days are those by which it was raised later."
    ),
    source="Further report, paragraphs 9A and 19; R-050, K9",
    rows_of=chase_rows,
    owner="SOFS",
    target="all on day 22",
)
