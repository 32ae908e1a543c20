"""The law's answer about each item of a case, as dates that every figure compares with its own day.

A life is worked out once for a day of knowledge and serves every as-at day: facts dated after an as-at day
never move a last lawful day that has passed (tests hold this against ``law.cover`` asked about that very
day).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import law.facts
from law import cover, periods
from law.cover import Position
from law.facts import Facts
from oversight.facts import CaseFacts, Item


@dataclass(frozen=True, slots=True)
class Life:
    """One item from its taking to its end.

    ``held_from``: the day of taking; where that is not known, the day on which the taking was recorded.
    ``gone_on``: the day by whose end no place held it any more.
    ``last_lawful_day``: the end of its cover, inclusive; None while it is indefinite, open or unresolved.
    ``must_destroy_from``: the day on which its taking was decided to have been unlawful.
    ``candidate_day``: for an unresolved item, the shortest day that any reading gives.
    """

    item: Item
    status: str
    held_from: date
    gone_on: date | None
    last_lawful_day: date | None
    must_destroy_from: date | None
    candidate_day: date | None

    @property
    def first_unlawful_day(self) -> date | None:
        """The first day on which it may not be held, whichever reason came first; None where none has."""
        after_cover = periods.first_unlawful_day(self.last_lawful_day) if self.last_lawful_day else None
        return min((day for day in (after_cover, self.must_destroy_from) if day), default=None)

    def is_held_on(self, day: date) -> bool:
        """Taken on or before ``day`` and not gone by its end. What cannot be searched is still held."""
        return self.held_from <= day and (self.gone_on is None or self.gone_on > day)

    def is_unlawful_on(self, day: date) -> bool:
        """Held on ``day`` although its first unlawful day has come."""
        first = self.first_unlawful_day
        return first is not None and first <= day and self.is_held_on(day)

    def is_unresolved_past(self, day: date) -> bool:
        """Held on ``day``, unresolved, and past the shortest day that any reading gives."""
        return self.candidate_day is not None and self.candidate_day < day and self.is_held_on(day)


@dataclass(frozen=True, slots=True)
class CaseLife:
    """A case with the lives of its items, by facts as known on ``known_on``, under the law as known on
    ``law_on``: the same day, but where a restatement asks what the law alone has changed.
    """

    facts: CaseFacts
    items: tuple[Life, ...]
    known_on: date
    law_on: date


def lives_of(cases: Iterable[CaseFacts], known_on: date, law_on: date | None = None) -> Iterator[CaseLife]:
    """Each case with the lives of its items, under the law as known on ``law_on``: else on the same day."""
    under = law_on or known_on
    for case in cases:
        yield CaseLife(case, tuple(life_of(item, under) for item in case.items), known_on, under)


def life_of(item: Item, known_on: date) -> Life:
    """The life of an item under the law as known on a day."""
    unlawful = [act for act in item.law.acts if isinstance(act, law.facts.UnlawfulTaking)]
    kept = tuple(act for act in item.law.acts if not isinstance(act, law.facts.UnlawfulTaking))
    position = position_of(replace(item.law, acts=kept) if unlawful else item.law, known_on)
    held_from = item.law.item.taken_on or item.recorded_on
    return Life(
        item=item,
        status=cover.Status.MUST_DESTROY if unlawful else position.status,
        held_from=held_from,
        gone_on=item.deleted_on,
        last_lawful_day=position.last_lawful_day,
        # A decision without a day counts on every day.
        must_destroy_from=min((act.decided_on or held_from for act in unlawful), default=None),
        candidate_day=position.candidate_day,
    )


def ends_without_determinations(item: Item, known_on: date) -> date | None:
    """The last day of cover had no determination been made."""
    rest = tuple(act for act in item.law.acts if not isinstance(act, law.facts.Determination))
    return position_of(Facts(item.law.item, rest), known_on).last_lawful_day


def position_of(facts: Facts, known_on: date) -> Position:
    """The law's answer with every fact counted, under the law as known on a day."""
    return cover.position(facts, known_at=known_on)
