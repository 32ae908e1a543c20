"""What a figure is counted from: a case with its recorded facts, as known at the end of one day.

Frozen rows and nothing else: ``oversight.reader`` makes them from the tables, tests make them by hand. Every
tuple holds what was recorded by then and not withdrawn by then, in order of its date. All dates are London
days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import law.facts

CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Halt:
    """A deletion order of the item was stopped on a day; ``approved``: after it had been approved."""

    on: date
    because: str
    approved: bool = False


@dataclass(frozen=True, slots=True)
class Deletion:
    """What was done to delete an item. ``instructed_on``: the first day on which a place was told.

    ``non_searchable_on``: the day by which every database that held it was evidenced not to search it.
    ``minutes``: the effort that the receipts state.
    """

    instructed_on: date | None = None
    non_searchable_on: date | None = None
    minutes: int = 0
    halts: tuple[Halt, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """An item of material, with what the law needs to know of it.

    ``recorded_on``: the day on which its taking was recorded; it was taken by then, whatever its date of
    taking. ``deleted_on``: the day on which the last place that held it was evidenced gone. ``has_place``:
    whether the port or station of its taking is recorded.
    """

    id: int
    law: law.facts.Facts
    recorded_on: date
    deleted_on: date | None = None
    profile_received_on: date | None = None
    work: Deletion = Deletion()
    has_place: bool = True

    @property
    def kind(self) -> str:
        """Fingerprints, DNA profile or DNA sample."""
        return self.law.item.kind


@dataclass(frozen=True, slots=True)
class Movement:
    """The case went to a state on a day, or to another person in it: ``holder`` is the officer's id."""

    sequence: int
    on: date
    to_state: str
    holder: int | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """Something asked of somebody outside; ``ended_on``: when it was answered, or closed without.

    ``name``: which CTU, port or provider. ``due_on``: its target day.
    """

    to: str
    sent_on: date
    ended_on: date | None = None
    name: str = ""
    due_on: date | None = None
    answered_on: date | None = None

    def is_open_on(self, day: date) -> bool:
        """Whether it waited for an answer when ``day`` ended."""
        return self.sent_on <= day and (self.ended_on is None or self.ended_on > day)


@dataclass(frozen=True, slots=True)
class Shelving:
    """JFIT put the case aside on a day, for a coded reason."""

    on: date
    because: str


@dataclass(frozen=True, slots=True)
class Determination:
    """A determination as somebody's decision; ``void_because`` is empty where it was made with authority."""

    id: int
    made_on: date
    void_because: str = ""
    application: int | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """An application to a Chief Officer of a force."""

    id: int
    on: date
    force: str


@dataclass(frozen=True, slots=True)
class Ending:
    """A refusal, or a sign-off of a provisional Stop-NSD with its outcome; void ones count for nothing."""

    on: date
    outcome: str
    is_void: bool = False
    application: int | None = None


@dataclass(frozen=True, slots=True)
class Notified:
    """A date that another system supplied for the case, and the day on which it recorded it."""

    id: int
    by: str
    day: date
    on: date


@dataclass(frozen=True, slots=True)
class Review:
    """The reviewed answer to "would JFIT have applied?"."""

    answer: str
    on: date


@dataclass(frozen=True, slots=True)
class Match:
    """A match reported against an item that had no cover on the day."""

    id: int
    item_id: int
    on: date


@dataclass(frozen=True, slots=True)
class CauseFound:
    """A finding of the primary cause of the lapse of a case, or the dispute of one; in order of recording."""

    step: str
    primary: str
    on: date


@dataclass(frozen=True, slots=True)
class Retainable:
    """The reviewed answers to whether lapsed material could, and should, have been kept: yes or no."""

    could: str
    should: str
    on: date


@dataclass(frozen=True, slots=True)
class RetainedBecause:
    """Why material was kept beyond its cover, as somebody found it; any number a case."""

    because: str
    on: date


@dataclass(frozen=True, slots=True)
class CommissionerReview:
    """What the Commissioner found of a determination."""

    id: int
    determination: int
    outcome: str
    on: date


@dataclass(frozen=True, slots=True)
class Alert:
    """The case was at risk from a day: what remained needed more days than were left.

    ``closed_on`` and ``planned_on``: when that ended, and when a plan was given; None: not yet.
    """

    level: str
    raised_on: date
    days_needed: int
    closed_on: date | None = None
    planned_on: date | None = None


@dataclass(frozen=True, slots=True)
class Chase:
    """A port or provider was to be chased for a profile from ``dated_on``, and was from ``raised_on``."""

    dated_on: date
    raised_on: date
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case and everything that a figure may ask about it.

    ``subject_id`` stands for the person: it is one number for all subjects known to be the same.
    ``copies``: pairs of a determination and the day on which its copy went to the Commissioner.
    ``perhaps_another``: nobody has yet decided whether this is the same person as another.
    """

    id: int
    ref: str
    subject_id: int
    items: tuple[Item, ...] = ()
    movements: tuple[Movement, ...] = ()
    requests: tuple[Request, ...] = ()
    shelvings: tuple[Shelving, ...] = ()
    determinations: tuple[Determination, ...] = ()
    refusals: tuple[Ending, ...] = ()
    sign_offs: tuple[Ending, ...] = ()
    notified: tuple[Notified, ...] = ()
    reviews: tuple[Review, ...] = ()
    matches: tuple[Match, ...] = ()
    cause_steps: tuple[CauseFound, ...] = ()
    applications: tuple[Application, ...] = ()
    retainable: tuple[Retainable, ...] = ()
    retained_because: tuple[RetainedBecause, ...] = ()
    alerts: tuple[Alert, ...] = ()
    chases: tuple[Chase, ...] = ()
    perhaps_another: bool = False
    copies: tuple[tuple[int, date], ...] = ()
    commissioner_reviews: tuple[CommissionerReview, ...] = ()

    @property
    def nation(self) -> str:
        """Where its material was taken: EW, SC or NI; empty where that is not known."""
        return next((item.law.item.nation for item in self.items if item.law.item.nation), "")

    @property
    def power(self) -> str:
        """The power under which its material was taken; empty where that is not known."""
        return next((item.law.item.power for item in self.items if item.law.item.power), "")

    def state_on(self, day: date) -> str | None:
        """The state in which the case stood when ``day`` ended; None before its first movement."""
        made = (movement for movement in self.movements if movement.on <= day)
        latest = max(made, key=lambda movement: movement.sequence, default=None)
        return latest.to_state if latest else None

    @property
    def convictions(self) -> tuple[law.facts.Conviction, ...]:
        """The subject's convictions, each once."""
        found = {
            act.id: act
            for item in self.items
            for act in item.law.acts
            if isinstance(act, law.facts.Conviction)
        }
        return tuple(found.values())


def gone_on(holdings: Iterable[int], evidence: Iterable[tuple[int | None, date]]) -> date | None:
    """The day on which an item was gone from every place, or None while a place has not been evidenced.

    ``holdings`` are the ids of the places known; ``evidence`` pairs a place (None: wherever it was) with a
    day. The item is gone on the day of the last evidence.
    """
    days = dict[int | None, date]()
    for holding, day in evidence:
        days[holding] = max(day, days.get(holding, day))
    if not days or (None not in days and not set(holdings) <= set(days)):
        return None
    return max(days.values())
