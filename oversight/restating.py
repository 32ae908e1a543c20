"""What of a published figure would be different now: the rows that moved, and why each did. Reads only.

Each row is compared in its frozen spelling. A row that the present definitions give otherwise from the facts
and the law of the day of publication moved by **definition**; one that moves once the facts of today are
counted moved by a changed **fact**; what is left moved by the **law** as known today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import law.facts
from cases.models import Case
from oversight import figures
from oversight.choices import Moved, MovedBecause
from oversight.facts import CaseFacts
from oversight.figures import Answer
from oversight.frozen import packed, spelled, unpacked
from oversight.lives import CaseLife, lives_of
from oversight.models import PublishedFigure
from oversight.reader import reading_cases

WHAT = {
    "subject_id": "the person was found to be the same as another",
    "movements": "where the case stood",
    "requests": "what was asked of whom",
    "shelvings": "what JFIT shelved",
    "determinations": "a determination",
    "refusals": "a refusal",
    "sign_offs": "a sign-off",
    "notified": "a notified date",
    "reviews": "a review of whether JFIT would have applied",
    "matches": "a match",
    "cause_steps": "the cause as found or disputed",
    "applications": "an application to a Chief Officer",
    "retainable": "a review of whether it could and should have been kept",
    "retained_because": "why it was kept beyond its cover",
    "alerts": "an alert",
    "chases": "a chase for a profile",
    "copies": "a copy sent to the Commissioner",
    "commissioner_reviews": "a review of a determination",
    "perhaps_another": "whether the person is one already known",
}
LONGEST = 200


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A case of which a published figure has other rows now."""

    case_id: int
    ref: str
    moved: str
    because: str
    why: str


def recomputed(dates: Iterable[date], known_at: date) -> dict[date, dict[str, Answer]]:
    """Every figure of the register at each of the days, as known on one, in one pass over the cases."""
    with reading_cases(known_at) as cases:
        lives = lives_of(cases, known_at)
        return figures.answer_at(figures.REGISTER.values(), lives, sorted(set(dates)))


def moved_rows(published: PublishedFigure, now: Answer, known: Known) -> list[MovedRow]:
    """The cases whose rows are not what was published, each with its reason; in order of case."""
    of = Between(figures.REGISTER[published.slug], published.as_at, published.known_at, known.now)
    return moved_between(of, unpacked(published.content), _plain(now.rows), known)


class Known:
    """Some cases as known on two days, read once for however many figures ask about them."""

    def __init__(self, case_ids: Iterable[int], then: date, now: date) -> None:
        scope = Case.objects.filter(pk__in=set(case_ids))
        self.now = now
        with reading_cases(then, scope) as cases:
            self.facts_then = {facts.id: facts for facts in cases}
        with reading_cases(now, scope) as cases:
            self.facts_now = {facts.id: facts for facts in cases}
        self.lives_then = {life.facts.id: life for life in lives_of(self.facts_then.values(), then)}
        # What is known by today, under the law of then: where that is what is so now, a fact moved it.
        mixed = lives_of(self.facts_now.values(), now, then)
        self.lives_by_facts = {life.facts.id: life for life in mixed}


def moved_cases(published: PublishedFigure, now: Answer) -> set[int]:
    """The cases whose rows are not what was published."""
    return _moved(_by_case(unpacked(published.content)), _by_case(_plain(now.rows)))


def _moved(before: dict[int, Any], after: dict[int, Any]) -> set[int]:
    return {case for case in before.keys() | after.keys() if before.get(case) != after.get(case)}


@dataclass(frozen=True, slots=True)
class Between:
    """A figure at one as-at day, as known at two."""

    figure: figures.Figure
    as_at: date
    then: date
    now: date


def moved_between(
    of: Between,
    rows_then: Iterable[dict[str, Any]],
    rows_now: Iterable[dict[str, Any]],
    known: Known | None = None,
) -> list[MovedRow]:
    """The cases of which a figure has other rows as known at one day than at the other; in order of case."""
    before, after = _by_case(rows_then), _by_case(rows_now)
    moved = sorted(_moved(before, after))
    if not moved:
        return []
    known = known or Known(moved, of.then, of.now)
    today = _Days(of.figure, of.as_at, of.now, of.then)
    found = []
    for case in moved:
        by_definition, by_facts = (
            today.of_life(lives[case]) if case in lives else None
            for lives in (known.lives_then, known.lives_by_facts)
        )
        rows = _RowsOfCase(by_definition, by_facts, after.get(case))
        because, why = _why(rows, known.facts_then.get(case), known.facts_now.get(case), today)
        how = Moved.ADDED if case not in before else Moved.GONE if case not in after else Moved.CHANGED
        ref = (after.get(case) or before[case])[0]["ref"]
        found.append(MovedRow(case, ref, str(how), because, why[:LONGEST]))
    return found


def compared(of: Between, then: Answer, now: Answer) -> list[MovedRow]:
    """The rows that moved between two answers to the same figure at the same as-at day."""
    return moved_between(of, _plain(then.rows), _plain(now.rows))


def _why(rows: _RowsOfCase, then: CaseFacts | None, now: CaseFacts | None, of: _Days) -> tuple[str, str]:
    if rows.by_facts != rows.by_definition:
        return str(MovedBecause.FACT), fact_words(of, then, now, rows.by_facts)
    if rows.after != rows.by_facts:
        return str(MovedBecause.LAW), "the law as known now"
    return str(MovedBecause.DEFINITION), "what the figure counts"


def fact_words(of: _Days, then: CaseFacts | None, now: CaseFacts | None, want: Any) -> str:
    """Which facts of a case are others than they were: those of which one alone makes the row what it is.

    Where it takes several together, all that changed.
    """
    if then is None and now is not None:
        on = min((item.recorded_on for item in now.items), default=None)
        return f"the case was not on record; it was recorded on {on:%-d %B %Y}" if on else "the case was new"
    if then is None or now is None:
        return "the case is no longer on record"
    changed = [name for name in ("items", *WHAT) if getattr(then, name) != getattr(now, name)]
    alone = [name for name in changed if of.rows(replace(then, **{name: getattr(now, name)})) == want]
    said = [_item_words(then, now) if name == "items" else WHAT[name] for name in alone or changed]
    return "; ".join(said) or "a fact about the person"


@dataclass(frozen=True, slots=True)
class _RowsOfCase:
    """The rows of one case: as then, by the present definitions, by today's facts, and now; None: no row."""

    by_definition: Any
    by_facts: Any
    after: Any


@dataclass(frozen=True, slots=True)
class _Days:
    """A published figure as it is counted from the facts as known on a day, under the law as then known."""

    figure: figures.Figure
    as_at: date
    known_at: date
    law_on: date

    def rows(self, facts: CaseFacts) -> Any:
        """The rows of one case; None where it has none."""
        (life,) = lives_of([facts], self.known_at, self.law_on)
        return self.of_life(life)

    def of_life(self, life: CaseLife) -> Any:
        """The same of a case whose lives are worked out."""
        return _plain(self.figure.rows_of(life, self.as_at)) or None


def _item_words(then: CaseFacts, now: CaseFacts) -> str:
    old, new = ({item.id: item for item in facts.items} for facts in (then, now))
    words = []
    if old.keys() != new.keys():
        words.append("which items there are")
    both = [(old[key], new[key]) for key in old.keys() & new.keys()]
    if any(a.law.item != b.law.item for a, b in both):
        words.append("when, where or under which power it was taken")
    if any(a.deleted_on != b.deleted_on for a, b in both):
        words.append("evidence of deletion")
    acts = {type(act) for a, b in both for act in set(a.law.acts) ^ set(b.law.acts)}
    if law.facts.Conviction in acts:
        words.append("a conviction")
    if acts - {law.facts.Conviction}:
        words.append("an act that the law counts")
    if any(a.profile_received_on != b.profile_received_on for a, b in both):
        words.append("when the profile came")
    if any(a.work != b.work for a, b in both):
        words.append("what was done to delete it")
    return "; ".join(words) or "when its taking was recorded"


def _plain(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Rows as they read once they were frozen and are unpacked again."""
    return unpacked(packed(spelled(rows)))


def _by_case(rows: Iterable[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    by_case: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_case[row["case_id"]].append(row)
    return dict(by_case)
