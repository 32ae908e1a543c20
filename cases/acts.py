"""The recorded facts of many cases in one query: feeds of dated rows, alike in shape, that a reader unites.

``feed`` turns any query into rows of one shape. ``act_feeds`` are those of the acts that the law knows, and
``act_of`` or ``borrowed_from`` turns such a row into the act. Whoever needs more about a case adds feeds of
their own, unites all and reads once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    F,
    Field,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from cases import models
from cases.choices import MaterialKind, WhereaboutsStep
from cases.law_acts import conviction_of, event_of
from law import facts

# The meaning of a conviction's flags, added up in one number; excluded may also be not recorded.
EXEMPT, RECORDABLE, EXCLUDED, NOT_EXCLUDED, FOREIGN = 1, 2, 4, 8, 16
_FLAGS = (
    ("is_exempt", True, EXEMPT),
    ("is_recordable", True, RECORDABLE),
    ("is_excluded", True, EXCLUDED),
    ("is_excluded", False, NOT_EXCLUDED),
    ("is_foreign", True, FOREIGN),
)
# The course of action by one of its convictions, and the months of custody; empty where not recorded.
_SENTENCE = Concat(
    Cast(Coalesce("same_course_as_id", "pk"), CharField()),
    Value(":"),
    Coalesce(Cast("custodial_months", CharField()), Value("")),
)
# The feed of further fingerprints, whose act needs the facts of the set that they are held with.
BORROWED = "further_fingerprints"
_SHAPE: tuple[tuple[str, type[Field]], ...] = (
    ("key", BigIntegerField),
    ("other", BigIntegerField),
    ("on", DateField),
    ("then", DateField),
    ("code", CharField),
    ("text", CharField),
)


class FeedRow(NamedTuple):
    """One row of a feed; what the columns hold is said where the feed is made."""

    case_id: int
    tag: str
    key: int
    other: int | None
    on: date
    then: date
    code: str
    text: str


def feed(rows: QuerySet[Any], tag: str, case: str, **columns: Any) -> QuerySet[Any, tuple[Any, ...]]:
    """The rows as tuples in the order of ``FeedRow``; ``case`` is the path to the case.

    Columns are expressions; one not given is NULL, typed so that every feed can be united with every other.
    """
    unknown = set(columns) - {name for name, _ in _SHAPE}
    if unknown:
        raise TypeError(f"A feed has no column {', '.join(sorted(unknown))}.")
    shape = {f"feed_{name}": Cast(columns.get(name, Value(None)), kind()) for name, kind in _SHAPE}
    return (
        rows.order_by()
        .annotate(feed_case=F(case), feed_tag=Value(tag), **shape)
        .values_list("feed_case", "feed_tag", *shape)
    )


def known(model: type[Any], known_at: datetime | None) -> QuerySet[Any]:
    """The recorded facts of a kind that counted at a moment, inclusive; without one, those that count now."""
    return model.objects.known_at(known_at) if known_at else model.objects.current()


def act_feeds(known_at: datetime | None) -> list[QuerySet[Any, tuple[Any, ...]]]:
    """The feeds of the acts that the law knows: ``key`` is the row's id, ``other`` the item it is about."""
    listed = models.DeterminationItem.objects.filter(determination__in=known(models.Determination, known_at))
    added_up = sum(
        (Case(When(**{name: value}, then=Value(flag)), default=Value(0)) for name, value, flag in _FLAGS),
        start=Value(0),
    )
    conclusions = known(models.InvestigationConclusion, known_at)
    revoked = known(models.Revocation, known_at).filter(determination=OuterRef("determination"))
    return [
        feed(
            listed,
            "nsd",
            "material__case_id",
            key="determination_id",
            other="material_id",
            on="determination__made_on",
            then=Subquery(revoked.values("revoked_on")[:1]),
            code="determination__void_because",
            text="determination__months",
        ),
        feed(
            known(models.CourtExtension, known_at),
            "court_extension",
            "material__case_id",
            key="pk",
            other="material_id",
            on="applied_on",
            then="ordered_on",
            text="months",
        ),
        feed(
            known(models.LawEvent, known_at),
            "event",
            "material__case_id",
            key="pk",
            other="material_id",
            on="happened_on",
            then="then_on",
            code="kind",
            text=Coalesce(Cast("months", CharField()), "power"),
        ),
        feed(
            known(models.UnlawfulTakingDecision, known_at),
            "unlawful_taking",
            "material__case_id",
            key="pk",
            other="material_id",
            on="decided_on",
        ),
        feed(
            known(models.StatutoryBar, known_at),
            "bar",
            "material__case_id",
            key="pk",
            other="material_id",
            on="from_on",
            then="lifted_on",
            code="bar",
            text=Case(When(listed_offence=True, then=Value("listed")), default=Value("")),
        ),
        feed(
            conclusions,
            "conclusion",
            "case_id",
            key="pk",
            on="concluded_on",
        ),
        *_derivation_feeds(known_at),
        feed(
            models.CommissionersOrderItem.objects.filter(
                order__in=known(models.CommissionersOrder, known_at)
            ),
            "order",
            "material__case_id",
            key="order_id",
            other="material_id",
            on="order__ordered_on",
            text="order__determination_id",
        ),
        feed(
            known(models.FurtherFingerprints, known_at),
            BORROWED,
            "material__case_id",
            key="pk",
            other="material_id",
            on="made_on",
            code=Case(When(terrorist_investigation=True, then=Value("terrorist")), default=Value("")),
            text="original_id",
        ),
        *(
            feed(
                rows,
                "conviction",
                path,
                key="pk",
                on="convicted_on",
                then=Coalesce("arrested_on", "sentenced_on"),
                code=_SENTENCE,
                text=added_up,
            )
            for rows, path in _convicted(known_at)
        ),
    ]


def _derivation_feeds(known_at: datetime | None) -> list[QuerySet[Any, tuple[Any, ...]]]:
    """When a profile was derived from a sample: as told, and at the latest when SOFS received the profile."""
    derived = known(models.Whereabouts, known_at).filter(
        step=WhereaboutsStep.PROFILED, material__kind=MaterialKind.DNA_SAMPLE
    )
    received = known(models.ProfileReceipt, known_at).filter(
        material__case__material__kind=MaterialKind.DNA_SAMPLE
    )
    return [
        feed(
            derived, "profile_derived", "material__case_id", key="pk", other="material_id", on="happened_on"
        ),
        feed(
            received,
            "profile_received",
            "material__case_id",
            key="pk",
            other="material__case__material__id",
            on="received_on",
        ),
    ]


def _convicted(known_at: datetime | None) -> list[tuple[QuerySet[Any], str]]:
    """Convictions with the path to the cases that they bear on: of the subject, and of the same person."""
    rows, joins = known(models.Conviction, known_at), known(models.SubjectJoin, known_at)
    alone = rows.exclude(subject__in=joins.values("subject")).filter(subject__cases__isnull=False)
    joined = rows.filter(
        subject__joins__in=joins,
        subject__joins__person__joined__in=joins,
        subject__joins__person__joined__subject__cases__isnull=False,
    )
    return [(alone, "subject__cases__id"), (joined, "subject__joins__person__joined__subject__cases__id")]


def act_of(row: FeedRow) -> facts.Act:
    """The act that a row of ``act_feeds`` is, but for one of BORROWED (``borrowed_from``).

    Raises KeyError for a row of another feed.
    """
    return _ACTS[row.tag](f"{row.tag}:{row.key}", row)


def original_of(row: FeedRow) -> int:
    """The item that a row of further fingerprints borrows its cover from."""
    return int(row.text)


def borrowed_from(row: FeedRow, original: facts.Facts) -> facts.BorrowedCover:
    """The act that a row of further fingerprints is, with the facts of the set that it borrows from."""
    return facts.BorrowedCover(
        f"{BORROWED}:{row.key}", row.on, original, terrorist_investigation=bool(row.code)
    )


def _determination(id: str, row: FeedRow) -> facts.Act:
    return facts.Determination(
        id, made_on=row.on, months=int(row.text), void=bool(row.code), revoked_on=row.then
    )


def _court_extension(id: str, row: FeedRow) -> facts.Act:
    return facts.CourtExtension(id, applied_on=row.on, ordered_on=row.then, months=int(row.text))


def _order(id: str, row: FeedRow) -> facts.Act:
    return facts.CommissionersOrder(id, on=row.on, determination=f"nsd:{row.text}")


def _bar(id: str, row: FeedRow) -> facts.Act:
    return facts.StatutoryBar(
        id, bar=row.code, from_on=row.on, lifted_on=row.then, listed_offence=bool(row.text)
    )


def _unlawful_taking(id: str, row: FeedRow) -> facts.Act:
    return facts.UnlawfulTaking(id, decided_on=row.on)


def _conclusion(id: str, row: FeedRow) -> facts.Act:
    return facts.InvestigationConcluded(id, on=row.on)


def _conviction(id: str, row: FeedRow) -> facts.Act:
    flags = int(row.text)
    course, _, months = row.code.partition(":")
    return conviction_of(
        id,
        row.on,
        exempt=bool(flags & EXEMPT),
        recordable=bool(flags & RECORDABLE),
        excluded=True if flags & EXCLUDED else False if flags & NOT_EXCLUDED else None,
        foreign=bool(flags & FOREIGN),
        course=course,
        months=int(months) if months else None,
        then=row.then,
    )


def _event(id: str, row: FeedRow) -> facts.Act:
    return event_of(row.code, id, row.on, row.then, row.text)


def _profile_derived(id: str, row: FeedRow) -> facts.Act:
    return facts.ProfileDerived(id, on=row.on)


_ACTS: dict[str, Callable[[str, FeedRow], facts.Act]] = {
    "nsd": _determination,
    "court_extension": _court_extension,
    "order": _order,
    "bar": _bar,
    "unlawful_taking": _unlawful_taking,
    "conclusion": _conclusion,
    "conviction": _conviction,
    "event": _event,
    "profile_derived": _profile_derived,
    "profile_received": _profile_derived,
}
