"""F11 to F15: what is in work and where, what is asked of others, what ends soon, DNA alone, what is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cases.choices import MaterialKind, RequestTo
from oversight.figures.base import Figure, Row, as_rows
from oversight.figures.idle import TEAM_OF_STATE
from oversight.figures.lapses import process_finished
from oversight.lives import CaseLife, Life

SOON = timedelta(days=56)
THIRD_PARTIES = frozenset({RequestTo.SECURITY_SERVICE, RequestTo.CTU})


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A case in work: with whom, since when, and the earliest last lawful day of what is held of it."""

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    state: str
    since: date
    last_lawful_day: date | None


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request to a third party that waited for its answer, and for how many days."""

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    to: str
    sent_on: date
    days_open: int


@dataclass(frozen=True, slots=True)
class EndingRow:
    """A case whose cover ends soon with the NSD process unfinished."""

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    last_lawful_day: date
    days_left: int
    state: str


@dataclass(frozen=True, slots=True)
class GoneRow:
    """A case of which items are gone from every place, the last of them on ``gone_on``."""

    case_id: int
    ref: str
    subject_id: int
    item_ids: tuple[int, ...]
    gone_on: date


def queue_rows(case: CaseLife, as_at: date) -> Iterator[QueueRow]:
    """The case, where it stood with a team as ``as_at`` ended and something of it was held."""
    facts = case.facts
    state, held = facts.state_on(as_at), _held(case, as_at)
    if state not in TEAM_OF_STATE or not held:
        return
    came = max((m for m in facts.movements if m.on <= as_at), key=lambda movement: movement.sequence)
    before = [m for m in facts.movements if m.sequence <= came.sequence]
    since = came.on
    for movement in reversed(before):
        if movement.to_state != state:
            break
        since = movement.on
    days = [life.last_lawful_day for life in held if life.last_lawful_day]
    ids = tuple(life.item.id for life in held)
    yield QueueRow(facts.id, facts.ref, facts.subject_id, ids, str(state), since, min(days, default=None))


def request_rows(case: CaseLife, as_at: date) -> Iterator[RequestRow]:
    """Each request to a third party of the case that was open as ``as_at`` ended, while anything was held."""
    ids = tuple(life.item.id for life in _held(case, as_at))
    if not ids:
        return
    for asked in case.facts.requests:
        if asked.to in THIRD_PARTIES and asked.is_open_on(as_at):
            yield RequestRow(
                case.facts.id,
                case.facts.ref,
                case.facts.subject_id,
                ids,
                str(asked.to),
                asked.sent_on,
                (as_at - asked.sent_on).days,
            )


def ending_rows(case: CaseLife, as_at: date) -> Iterator[EndingRow]:
    """The case, where cover of an item held ends from ``as_at`` to 56 days later and nothing has ended it."""
    ending = [
        (life.last_lawful_day, life.item.id)
        for life in _held(case, as_at)
        if life.last_lawful_day is not None
        and as_at <= life.last_lawful_day <= as_at + SOON
        and life.item.kind != MaterialKind.DNA_SAMPLE
    ]
    if not ending or process_finished(case.facts, as_at):
        return
    first = min(ending)[0]
    yield EndingRow(
        case_id=case.facts.id,
        ref=case.facts.ref,
        subject_id=case.facts.subject_id,
        item_ids=tuple(item for _, item in ending),
        last_lawful_day=first,
        days_left=(first - as_at).days,
        state=str(case.facts.state_on(as_at) or ""),
    )


def dna_alone_rows(case: CaseLife, as_at: date) -> Iterator[Row]:
    """The case, where what is held of it is DNA and no fingerprints were taken with it."""
    if any(life.item.kind == MaterialKind.FINGERPRINTS for life in case.items):
        return iter(())
    return as_rows(case, [life.item.id for life in _held(case, as_at)])


def gone_rows(case: CaseLife, as_at: date) -> Iterator[GoneRow]:
    """The case, where items of it were gone from every place by the end of ``as_at``."""
    gone = [(life.gone_on, life.item.id) for life in case.items if life.gone_on and life.gone_on <= as_at]
    if gone:
        ids = tuple(item for _, item in gone)
        yield GoneRow(case.facts.id, case.facts.ref, case.facts.subject_id, ids, max(gone)[0])


def _held(case: CaseLife, as_at: date) -> list[Life]:
    return [life for life in case.items if life.is_held_on(as_at)]


QUEUES = Figure(
    number="F11",
    slug="queues",
    title="In work, by stage",
    unit="cases",
    definition=(
        "Cases of which anything is held and that stood, as the day ended, with SOFS, JFIT, a Chief Officer, "
        "an Inspector or a Superintendent."
    ),
    source="R-038, K8",
    rows_of=queue_rows,
)
REQUESTS = Figure(
    number="F12",
    slug="requests",
    title="Requests open with third parties",
    unit="requests",
    definition=(
        "Requests to the Security Service or a CTU, about cases of which anything is held, sent on or before "
        "the day and neither answered nor closed by its end."
    ),
    source="Further report, paragraph 9D; R-063, K10",
    rows_of=request_rows,
)
ENDING = Figure(
    number="F13",
    slug="ending",
    title="Cover ends within 56 days",
    unit="individuals",
    definition=(
        "Held, samples apart, with a last lawful day from the day to 56 days after it, by what is known on "
        "the day of knowledge, while no Stop-NSD was confirmed and no application refused."
    ),
    source="Further report, paragraph 26; R-119, K6",
    rows_of=ending_rows,
)
DNA_ALONE = Figure(
    number="F14",
    slug="dna-alone",
    title="Held on DNA alone",
    unit="cases",
    definition="Held, where no fingerprints were taken with it, so that JFIT begins only with the profile.",
    source="Further report, footnote 9; R-053",
    rows_of=dna_alone_rows,
)
GONE = Figure(
    number="F15",
    slug="gone",
    title="Deleted and verified",
    unit="items",
    definition="Items evidenced gone from every place that held them, on or before the day.",
    source="Further report, paragraph 27; R-125, K13",
    rows_of=gone_rows,
)
