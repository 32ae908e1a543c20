"""Which cases a chart can count, so that a page reads those alone: never fewer than its figure has rows of.

Each is read from the recorded facts as known at the end of the day of knowledge, so that it holds for every
pair of dates; but ``may_have_lapsed``, which asks the stored positions where knowledge is today's.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Officer
from audit import clock
from cases.acts import known
from cases.choices import CaseState, RequestStep
from cases.models import Case, Conviction, Material, Movement, Request, RequestEvent
from oversight.causes import AWAITING_SIGN_OFF
from oversight.figures.idle import TEAM_OF_STATE
from oversight.figures.work import THIRD_PARTIES
from oversight.lives import CaseLife, lives_of
from oversight.reader import reading_cases
from oversight.selectors import Days, sees_figures

Cases = QuerySet[Any]


def end_of(day: date) -> datetime:
    """The last moment of a day in London."""
    return datetime.combine(day, time.max, clock.LONDON)


@contextmanager
def reading_lives(ids: Set[int], days: Days, officer: Officer, today: date) -> Iterator[Iterator[CaseLife]]:
    """The lives of those of the cases that the viewer may see, for as long as the block lasts."""
    scope: Cases | Set[int] = ids
    if not sees_figures(officer, today):
        scope = Case.objects.visible_to(officer, today).filter(pk__in=ids)
    with reading_cases(days.known_at, scope) as cases:
        yield lives_of(cases, days.known_at)


def legacy_unfinished(days: Days, first: date, officer: Officer, today: date) -> Cases:
    """Legacy cases that may still be to be finished on ``first`` or later: nobody convicted by then."""
    convicted = known(Conviction, end_of(days.known_at)).filter(
        subject=OuterRef("subject"), is_recordable=True, convicted_on__lte=first
    )
    return Case.objects.visible_to(officer, today).filter(~Exists(convicted), is_legacy=True)


def with_a_team(days: Days, first: date, last: date) -> set[int]:
    """The cases that may have stood with a team as ``first`` ended or on a day from then to ``last``."""
    rows = known(Movement, end_of(days.known_at)).filter(moved_on__lte=last)
    moves = rows.order_by("case_id", "sequence").values_list("case_id", "to_state", "moved_on")
    return {
        case for case, of_case in groupby(moves, key=itemgetter(0)) if _may_have_stood(list(of_case), first)
    }


def _may_have_stood(moves: list[tuple[int, str, date]], first: date) -> bool:
    """Whether the last movement by a day, in order of sequence, or any later one led to a team."""
    by_then = [state for _, state, moved in moves if moved <= first]
    later = [state for _, state, moved in moves if moved > first]
    return any(state in TEAM_OF_STATE for state in (*by_then[-1:], *later))


def handed_over(days: Days) -> set[int]:
    """The cases that had gone to JFIT, a Chief Officer or whoever signs off by the as-at day."""
    to = (CaseState.WITH_JFIT, CaseState.WITH_CHIEF_OFFICER, *AWAITING_SIGN_OFF)
    rows = known(Movement, end_of(days.known_at)).filter(moved_on__lte=days.as_at, to_state__in=to)
    return set(rows.values_list("case_id", flat=True))


def asked_of_others(days: Days) -> set[int]:
    """The cases about which a request to a third party was open as the as-at day ended."""
    moment = end_of(days.known_at)
    ended = known(RequestEvent, moment).filter(
        request=OuterRef("pk"),
        step__in=[RequestStep.ANSWERED, RequestStep.CLOSED],
        happened_on__lte=days.as_at,
    )
    rows = known(Request, moment).filter(to__in=THIRD_PARTIES, sent_on__lte=days.as_at)
    return set(rows.filter(~Exists(ended)).values_list("case_id", flat=True))


def may_have_lapsed(days: Days, today: date) -> Cases | None:
    """The cases of which something may have reached its first unlawful day; None: any may.

    The stored positions are those of today's facts, so that they say nothing of what was known before.
    """
    if days.known_at != today:
        return None
    items = Material.objects.filter(case=OuterRef("pk"))
    return Case.objects.filter(
        Exists(items.filter(Q(last_lawful_day__lt=days.as_at) | Q(computed_at=None)))
        | Exists(items.filter(status="must_destroy"))
    )
