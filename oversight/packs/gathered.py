"""What a pack is made of, gathered once: figures at every day it tells of, and what is kept beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from audit import clock
from cases.acts import known
from cases.choices import HoldingPlace
from cases.models import Case, DeletionEvidence, Holding, ImportException, PolicySetting
from cases.services.held_back import held_back
from oversight import figures
from oversight.choices import PackKind
from oversight.figures import Answer
from oversight.figures.legacy import LegacyLife, legacy_life
from oversight.figures.ports import PortRow
from oversight.frozen import STATISTICS
from oversight.lives import CaseLife, lives_of
from oversight.models import Assurance, Meeting, Mitigation, OversightItem, Pack, Remedy, Restatement
from oversight.ports import ports_over
from oversight.reader import reading_cases
from oversight.selectors import Days
from oversight.sign_offs import Reviews, reviews_over
from retention.models import Certificate

FORTNIGHT = timedelta(days=14)
TREND = 12


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a pack: its caption, the heads of its columns, and its rows."""

    caption: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a pack: sentences, then tables."""

    title: str
    says: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


@dataclass(slots=True)
class Gathered:
    """Everything that the sections of a pack are written from.

    ``since``: the as-at day of the pack before, or the day a fortnight or a month before.
    ``ends``: the last days of the months before, the earliest first.
    """

    kind: PackKind
    days: Days
    since: date
    by_day: dict[date, dict[str, Answer]]
    ends: list[date]
    reliability: str
    certificate: Certificate | None
    restated: list[Restatement]
    last_meeting: Meeting | None
    mitigated: dict[int, str]
    remedied: frozenset[int]
    assurances: list[Assurance]
    ports: list[PortRow]
    withheld: frozenset[int]
    reviews: Reviews
    legacy: list[LegacyLife]
    hard_copies: int
    policies: list[PolicySetting]
    remedies: list[Remedy]
    oversight: list[tuple[int, date]]

    @property
    def now(self) -> Mapping[str, Answer]:
        """The figures as at the pack's own day."""
        return self.by_day[self.days.as_at]

    @property
    def before(self) -> Mapping[str, Answer]:
        """The figures as at the pack before, known now."""
        return self.by_day[self.since]

    @property
    def published_days(self) -> list[date]:
        """The as-at days of which a pack publishes every figure."""
        return sorted({*STATISTICS, self.days.as_at})


def gather(kind: PackKind, days: Days, scope: QuerySet[Case] | None = None) -> Gathered:
    """Reads all of it in one pass over the cases and a fixed number of queries."""
    moment = datetime.combine(days.known_at, time.max, clock.LONDON)
    since, ends = since_when(kind, days), month_ends(days.as_at) if kind == PackKind.MONTHLY else []
    dates = {*STATISTICS, since, days.as_at, *ends}
    among = Case.objects.all() if scope is None else scope
    certificate = known(Certificate, moment).order_by("-certified_on", "-pk").first()
    exceptions = ImportException.objects.filter(opened_at__lte=moment, is_warning=False)
    unended = exceptions.filter(Q(ended_at=None) | Q(ended_at__gt=moment)).count()
    mitigations = known(Mitigation, moment).order_by("case_id", "pk")
    legacy: list[LegacyLife] = []
    with reading_cases(days.known_at, scope) as cases:
        lives = _noting(lives_of(cases, days.known_at), legacy)
        by_day = figures.answer_at(figures.REGISTER.values(), lives, sorted(dates))
    remedies = list(known(Remedy, moment).order_by("pk"))
    return Gathered(
        kind=kind,
        days=days,
        since=since,
        by_day=by_day,
        ends=ends,
        reliability=reliability(days, certificate, unended),
        certificate=certificate,
        restated=restated_since(kind, days, moment),
        last_meeting=Meeting.objects.filter(kind=kind, held_on__lt=days.as_at).order_by("-held_on").first(),
        mitigated=dict(mitigations.values_list("case_id", "status")),
        remedied=frozenset(each.case_id for each in remedies),
        assurances=list(known(Assurance, moment).order_by("given_on", "pk")),
        ports=ports_over(days, among),
        withheld=frozenset(held_back(_listed(by_day[days.as_at], since))),
        reviews=reviews_over(days, among),
        legacy=legacy,
        hard_copies=_hard_copies(by_day[days.as_at], moment),
        policies=list(
            known(PolicySetting, moment).filter(from_on__lte=days.as_at).order_by("from_on", "key", "pk")
        ),
        remedies=remedies,
        oversight=list(
            OversightItem.objects.filter(opened_on__lte=days.as_at)
            .exclude(acknowledged_on__lte=days.as_at)
            .order_by("next_review_on", "pk")
            .values_list("pk", "next_review_on")
        ),
    )


def _noting(lives: Iterable[CaseLife], legacy: list[LegacyLife]) -> Iterator[CaseLife]:
    """The cases as they come; those of the transitional period are noted on the way, for the burn-down."""
    for life in lives:
        found = legacy_life(life)
        if found is not None:
            legacy.append(found)
        yield life


def _hard_copies(now: Mapping[str, Answer], moment: datetime) -> int:
    """Hard copies of material past its cover that no evidence says are destroyed."""
    past = [item for row in now["past-cover"].rows if row.gone_on is None for item in row.item_ids]
    copies = known(Holding, moment).filter(place=HoldingPlace.HARD_COPY, material__in=past)
    return copies.exclude(
        pk__in=known(DeletionEvidence, moment).exclude(holding=None).values("holding")
    ).count()


def _listed(now: Mapping[str, Answer], since: date) -> set[int]:
    """The cases that a pack names: lapses since the pack before, cover that ends, requests that are open."""
    found = {row.case_id for slug in ("ending", "requests") for row in now[slug].rows}
    return found | {row.case_id for row in now["lapses"].rows if row.last_lawful_day >= since}


def pack_before(kind: PackKind, days: Days) -> Pack | None:
    """The pack of the kind as at the latest day before this one's."""
    return Pack.objects.filter(kind=kind, as_at__lt=days.as_at).order_by("-as_at", "-pk").first()


def since_when(kind: PackKind, days: Days) -> date:
    """The as-at day of the pack before this one; without one, a fortnight or the end of the month before."""
    earlier = pack_before(kind, days)
    if earlier:
        return earlier.as_at
    return days.as_at - FORTNIGHT if kind == PackKind.FORTNIGHTLY else month_ends(days.as_at)[-1]


def month_ends(day: date) -> list[date]:
    """The last days of the twelve months before that of ``day``, the earliest first."""
    ends = []
    for _ in range(TREND):
        day = day.replace(day=1) - timedelta(days=1)
        ends.append(day)
    return ends[::-1]


def restated_since(kind: PackKind, days: Days, moment: datetime) -> list[Restatement]:
    """What was noticed, between the pack before and this one, to differ from what was published."""
    earlier = pack_before(kind, days)
    rows = Restatement.objects.filter(noticed_at__lte=moment)
    if earlier:
        rows = rows.filter(noticed_at__gt=earlier.frozen_at)
    return list(rows.select_related("published__pack").order_by("pk").defer("published__content"))


def reliability(days: Days, certificate: Certificate | None, unended: int) -> str:
    """What a figure of these dates can be relied on for: whence it comes, and what is still open."""
    known_by = f"{days.known_at:%-d %B %Y}"
    complete = (
        f"The databases and the cases were certified complete against one another on "
        f"{certificate.certified_on:%-d %B %Y}."
        if certificate
        else "No certificate that the cases are complete against the databases was in force."
    )
    open_ones = "No import exception was" if not unended else f"{unended:,} import exceptions were"
    return (
        f"Counted from recorded facts alone, as known at the end of {known_by}, under the law as then known. "
        f"{complete} {open_ones} open."
    )
