"""Reads what mis-prioritisation is counted from: what stood where, and when each team did something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from audit import clock
from cases.acts import known
from cases.choices import MaterialKind, RequestTo
from cases.models import Case, Movement, PncCheck, ProfileSection
from law import cover
from oversight.facts import CaseFacts
from oversight.figures.idle import (
    FORTNIGHT,
    TEAM_OF_STATE,
    TEAMS,
    CaseAtWork,
    IdleRow,
    Stood,
    fortnights,
    idle_rows,
)
from oversight.reader import reading_cases
from oversight.selectors import Days

if TYPE_CHECKING:
    from accounts.models import Officer

SHOWN = 4
ASKED_BY_JFIT = (RequestTo.SECURITY_SERVICE, RequestTo.CTU)
Worked = dict[int, set[tuple[str, date]]]


def idle_by_fortnight(days: Days, officer: Officer, today: date) -> dict[tuple[date, date], list[IdleRow]]:
    """The rows of the last four fortnights that end with the as-at day, the latest first.

    Over the cases that ``officer`` may see, as known at the end of the day of knowledge.
    """
    spans = list(fortnights(days.as_at, SHOWN))
    first, last = spans[-1][0], spans[0][1]
    moment = datetime.combine(days.known_at, time.max, clock.LONDON)
    scope = _at_work(Case.objects.visible_to(officer, today), first, last, moment)
    worked = _worked_apart(moment, first, last)
    with reading_cases(days.known_at, scope) as read:
        cases = [(case, _end_of(case, last, days.known_at)) for case in read]
    return {
        span: idle_rows((_at_work_in(case, end, span[0], days, worked) for case, end in cases), span[0])
        for span in spans
    }


def _at_work(cases: QuerySet[Any], first: date, last: date, moment: datetime) -> QuerySet[Any]:
    """The cases that stood with a team on some day of the span."""
    of_case = known(Movement, moment).filter(case=OuterRef("pk")).order_by("-sequence")
    stood_before = Subquery(of_case.filter(moved_on__lt=first).values("to_state")[:1])
    came = known(Movement, moment).filter(moved_on__range=(first, last), to_state__in=TEAM_OF_STATE)
    stood = cases.annotate(stood_before=stood_before)
    return stood.filter(Q(stood_before__in=TEAM_OF_STATE) | Q(pk__in=came.values("case")))


def _worked_apart(moment: datetime, first: date, last: date) -> Worked:
    """Work that moves no case: parts of profiles that JFIT completed, checks that SOFS made."""
    found: Worked = defaultdict(set)
    parts = known(ProfileSection, moment).filter(completed_on__range=(first, last))
    for case, on in parts.values_list("case_id", "completed_on"):
        found[case].add(("jfit", on))
    checks = known(PncCheck, moment).filter(checked_on__range=(first, last))
    for case, on in checks.values_list("case_id", "checked_on"):
        found[case].add(("sofs", on))
    return found


def _at_work_in(case: CaseFacts, end: date | None, first: date, days: Days, worked: Worked) -> CaseAtWork:
    """The case over the fortnight that begins with ``first``.

    ``end`` is its last lawful day with all that came since: where that had passed, so had any known before,
    and the law need not be asked again.
    """
    if end is None or end >= first:
        end = _end_of(case, first, days.known_at)
    asked = [request for request in case.requests if request.to in ASKED_BY_JFIT]
    done = worked.get(case.id, set()) | set(_worked(case))
    done |= {("jfit", request.sent_on) for request in asked}
    done |= {("jfit", shelving.on) for shelving in case.shelvings}
    return CaseAtWork(
        case_id=case.id,
        ref=case.ref,
        subject_id=case.subject_id,
        last_lawful_day=end,
        stood=tuple(_stood(case)),
        worked=frozenset(done),
        waited=[(request.sent_on, request.ended_on) for request in asked],
    )


def _stood(case: CaseFacts) -> Iterator[Stood]:
    """Each stay with a team; movements within it change who has the case and not where it stands."""
    moves = sorted(case.movements, key=lambda move: move.sequence)
    stay: tuple[str, date] | None = None
    for move in moves:
        team = TEAM_OF_STATE.get(move.to_state, "")
        if stay and stay[0] == team:
            continue
        if stay:
            yield Stood(stay[0], stay[1], move.on)
        stay = (team, move.on) if team else None
    if stay:
        yield Stood(*stay)


def _worked(case: CaseFacts) -> Iterator[tuple[str, date]]:
    """A step is the work of the team that had the case before it; taking it is work too."""
    moves = sorted(case.movements, key=lambda move: move.sequence)
    for before, move in zip(moves, moves[1:], strict=False):
        team = TEAM_OF_STATE.get(before.to_state)
        if team:
            yield team, move.on


def _end_of(case: CaseFacts, first: date, known_at: date) -> date | None:
    """The earliest end of an item held, samples apart, by the facts of the day ``first``.

    What was taken in the fortnight after it counts from its taking. None: no item has an end date.
    """
    ends = []
    for item in case.items:
        taken_on = item.law.item.taken_on
        if item.kind == MaterialKind.DNA_SAMPLE or (item.deleted_on and item.deleted_on <= first):
            continue
        if taken_on is None or taken_on > first + timedelta(days=FORTNIGHT):
            continue
        end = cover.position(item.law, on=max(first, taken_on), known_at=known_at).last_lawful_day
        if end is not None:
            ends.append(end)
    return min(ends, default=None)


def by_team(spans: Iterable[list[IdleRow]]) -> dict[str, list[tuple[int, int]]]:
    """Of each team, per fortnight, the days counted and the cases that they are of."""
    listed = list(spans)
    return {
        team: [
            (
                sum(row.days for row in rows if row.team == team),
                sum(row.team == team for row in rows),
            )
            for rows in listed
        ]
        for team in TEAMS
    }
