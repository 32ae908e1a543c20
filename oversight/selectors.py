"""Figures as pages ask for them: over the cases that the viewer may see, each with the list that makes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.selectors import roles_on
from cases.durations import off_by
from cases.models import Case, Material, NotifiedExpiry
from cases.querysets import SEES_ALL_CASES
from oversight.figures import HELD_UNLAWFULLY, LAPSES, WRONG_DATES, Answer, Figure, answer
from oversight.figures.wrong_dates import offsets
from oversight.lives import lives_of
from oversight.reader import reading_cases

if TYPE_CHECKING:
    from accounts.models import Officer


@dataclass(frozen=True, slots=True)
class Days:
    """The two dates of every figure: true on ``as_at``, recorded by the end of ``known_at``."""

    as_at: date
    known_at: date


@dataclass(frozen=True, slots=True)
class Number:
    """A number with the address of the list that makes it, and perhaps another one beside it."""

    count: int
    text: str
    href: str
    look: str = "grey"
    aside: str = ""
    aside_href: str = ""


def list_url(figure: Figure, days: Days, **filters: object) -> str:
    """The address of the list that makes a figure, or of the part of it that ``filters`` name."""
    query = {"as_at": days.as_at.isoformat(), "known_at": days.known_at.isoformat(), **filters}
    return f"{reverse('oversight:figure', args=[figure.slug])}?{urlencode(query)}"


def sees_figures(officer: Officer, day: date) -> bool:
    """Whether somebody may see figures over cases: only who may see all cases sees their count."""
    return bool(roles_on(officer, day) & SEES_ALL_CASES)


def answers(
    figures: Iterable[Figure], days: Days, officer: Officer, today: date, among: QuerySet[Case] | None = None
) -> dict[str, Answer]:
    """The figures over the cases that ``officer`` may see; ``among`` limits them to cases that can matter."""
    scope: QuerySet[Any] | None = among
    if not sees_figures(officer, today):
        visible = Case.objects.visible_to(officer, today)
        scope = visible if among is None else visible.filter(pk__in=among.values("pk"))
    with reading_cases(days.known_at, scope) as cases:
        return answer(figures, lives_of(cases, days.known_at), days.as_at)


def headline(officer: Officer, day: date) -> list[Number]:
    """The numbers of the first page as known today: lapses, held unlawfully, wrong notified dates.

    Empty for whoever may not see all cases.
    """
    if not sees_figures(officer, day):
        return []
    days = Days(day, day)
    found = answers((LAPSES, HELD_UNLAWFULLY, WRONG_DATES), days, officer, day, among=_can_matter(day))
    lapses, unlawful, wrong = (found[figure.slug] for figure in (LAPSES, HELD_UNLAWFULLY, WRONG_DATES))
    return [
        Number(unlawful.individuals, "individuals held unlawfully", list_url(HELD_UNLAWFULLY, days), "over"),
        Number(lapses.individuals, "individuals lapsed, all time", list_url(LAPSES, days), "red"),
        wrong_dates_number(wrong, days),
    ]


def wrong_dates_number(wrong: Answer, days: Days) -> Number:
    """How many notified dates are wrong, with the commonest offset beside it where it is a pattern."""
    groups = offsets(wrong.rows)
    number = Number(len(wrong.rows), "wrong notified dates", list_url(WRONG_DATES, days), "amber")
    if not groups or groups[0].count < 2:
        return number
    first = groups[0]
    return Number(
        count=number.count,
        text=number.text,
        href=number.href,
        look=number.look,
        aside=f"{first.count:,} are {off_by(first.days)}",
        aside_href=list_url(WRONG_DATES, days, off_by=first.days),
    )


def _can_matter(day: date) -> QuerySet[Case]:
    """By the stored positions, the cases that today's headline can count.

    The stored positions are those of today's facts, so this is for figures as known today and no other day.
    """
    items = Material.objects.filter(case=OuterRef("pk"))
    return Case.objects.filter(
        Exists(items.filter(Q(last_lawful_day__lt=day) | Q(computed_at=None)))
        | Exists(Material.objects.unlawful_on(day).filter(case=OuterRef("pk")))
        | Exists(NotifiedExpiry.objects.current().filter(case=OuterRef("pk")))
    )


def names_of_cases(case_ids: Iterable[int], officer: Officer, today: date) -> dict[int, str]:
    """The subjects' names of the cases on one page of a list; one query."""
    cases: Any = Case.objects.visible_to(officer, today).filter(pk__in=list(case_ids))
    return dict(cases.with_subject_name().values_list("pk", "subject_name"))
