"""Reads the cases that figures are counted from: one query for all of them, whatever their number.

The feeds of every kind of fact are united and ordered by case, so that cases come one after another and
memory stays flat. One query is also one moment of the database: no figure mixes what was there before a
change and after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Set
from contextlib import closing, contextmanager
from datetime import date, datetime, time
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Case, F, Lookup, Q, QuerySet, Value, When
from django.db.models.functions import Concat, TruncDate

import law.facts
from audit import clock
from audit.reading import in_parts
from cases import models, people, positions
from cases.acts import BORROWED, FeedRow, act_feeds, act_of, borrowed_from, feed, known, original_of
from cases.choices import RequestStep
from oversight import feeds_beside
from oversight.choices import MatchStepKind
from oversight.facts import (
    Alert,
    Application,
    CaseFacts,
    CauseFound,
    Chase,
    CommissionerReview,
    Determination,
    Ending,
    Item,
    Match,
    Movement,
    Notified,
    Request,
    Retainable,
    RetainedBecause,
    Review,
    Shelving,
    gone_on,
)
from oversight.models import CauseStep, MatchStep

ACTS = frozenset(
    {
        *("nsd", "order", "court_extension", "unlawful_taking", "conclusion", "conviction"),
        *("profile_derived", "profile_received"),
    }
)
CHUNK = 5000


class Among(Lookup):
    """Whether a number is one of a list, which is sent as one array, spelled once for all feeds."""

    lookup_name = "among"

    def get_prep_lookup(self) -> str:
        """The list as PostgreSQL spells an array."""
        return self.rhs if isinstance(self.rhs, str) else spelled(self.rhs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """``number = ANY(array)``."""
        number, params = self.process_lhs(compiler, connection)
        return f"{number} = ANY(%s::bigint[])", (*params, self.rhs)


def spelled(numbers: Iterable[int]) -> str:
    """Numbers as PostgreSQL spells an array of them."""
    return "{" + ",".join(str(int(number)) for number in numbers) + "}"


@contextmanager
def reading_cases(
    known_on: date, scope: QuerySet[Any] | Set[int] | None = None
) -> Iterator[Iterator[CaseFacts]]:
    """``cases_known`` for as long as the block lasts: if what counts them fails, nothing stays half read."""
    with closing(cases_known(known_on, scope)) as cases:
        yield cases


def cases_known(known_on: date, scope: QuerySet[Any] | Set[int] | None = None) -> Generator[CaseFacts]:
    """Every case with the facts known at the end of ``known_on``, in order of id; ``scope``, which may be
    their ids, limits them.

    A case, like an item, is there from the day on which a taking of it was recorded. Its subject is the
    person, so that subjects known by then to be one are counted once.
    """
    moment = datetime.combine(known_on, time.max, clock.LONDON)
    feeds = [*act_feeds(moment), *_feeds(moment)]
    if scope is not None:
        # As one array, so that the plan does not depend on what the server guesses of the scope's own query.
        among = scope if isinstance(scope, Set) else scope.order_by().values_list("pk", flat=True).distinct()
        ids = spelled(among)
        feeds = [rows.filter(Among(F("feed_case"), ids)) for rows in feeds]
    first, *others = feeds
    with in_parts(first.union(*others, all=True).order_by("feed_case"), CHUNK) as rows:
        for _, of_case in groupby(rows, key=itemgetter(0)):
            by_tag: dict[str, list[FeedRow]] = defaultdict(list)
            for row in of_case:
                by_tag[row[1]].append(FeedRow(*row))
            if by_tag["taking"]:
                yield _case(by_tag, moment)


def _feeds(moment: datetime) -> list[QuerySet[Any]]:
    """What the law does not ask about a case: itself, its items, and the work on it."""
    person = people.person_of("subject", moment)
    cases = feed(models.Case.objects.all(), "case", "pk", key=person, text="ref")
    return [
        cases,
        *_item_feeds(moment),
        *_work_feeds(moment),
        *_decision_feeds(moment),
        *feeds_beside.feeds(moment),
    ]


def _item_feeds(moment: datetime) -> list[QuerySet[Any]]:
    """The items: each by its taking, with what came of it and where it was evidenced gone."""
    recorded_on = TruncDate("recorded_at", tzinfo=clock.LONDON)
    evidence = known(models.DeletionEvidence, moment)
    hidden = known(models.NonSearchableEvidence, moment)
    in_part = Q(material__in=evidence.exclude(holding=None).order_by().values("material"))
    in_part |= Q(material__in=hidden.order_by().values("holding__material"))
    places = known(models.Holding, moment).filter(in_part)
    receipts = known(models.ProfileReceipt, moment)
    return [
        feed(
            known(models.Taking, moment), "taking", "material__case_id",
            key="material_id", on="taken_on", then=recorded_on,
            other=Case(When(place="", then=Value(0)), default=Value(1)),
            code="power", text=Concat("nation", Value(" "), "material__kind"),
        ),
        feed(receipts, "receipt", "material__case_id", key="material_id", on="received_on"),
        feed(evidence, "gone", "material__case_id", key="material_id", other="holding_id", on="deleted_on"),
        feed(places, "holding", "material__case_id", key="material_id", other="pk", code="place"),
        feed(
            hidden, "hidden", "holding__material__case_id",
            key="holding__material_id", other="holding_id", on="evidenced_on",
        ),
    ]  # fmt: skip


def _work_feeds(moment: datetime) -> list[QuerySet[Any]]:
    """Who had the case when, what was asked of whom, what was notified, shelved and reviewed."""
    moved = known(models.Movement, moment)
    ended = known(models.RequestEvent, moment).filter(step__in=[RequestStep.ANSWERED, RequestStep.CLOSED])
    reviews = known(models.CounterfactualReview, moment)
    return [
        feed(
            moved, "movement", "case_id", key="sequence", on="moved_on", code="to_state", other="holder_id"
        ),
        feed(
            known(models.Request, moment), "request", "case_id", key="pk", on="sent_on", then="due_on",
            code="to", text="unit_name",
        ),
        feed(ended, "request_ended", "request__case_id", key="request_id", on="happened_on", code="step"),
        feed(
            known(models.NotifiedExpiry, moment), "notified", "case_id",
            key="pk", on="notified_on", then="notified_day", code="notified_by",
        ),
        feed(known(models.Shelving, moment), "shelving", "case_id", on="shelved_on", code="because"),
        feed(
            known(CauseStep, moment), "cause", "case_id",
            key="pk", on="stepped_on", code="step", text="primary",
        ),
        feed(reviews, "review", "case_id", on="reviewed_on", code="would_have_applied"),
        feed(
            known(MatchStep, moment).filter(step=MatchStepKind.QUARANTINED), "match", "match__case_id",
            key="match_id", other="match__material_id", on="match__matched_on",
        ),
    ]  # fmt: skip


def _decision_feeds(moment: datetime) -> list[QuerySet[Any]]:
    """Determinations, refusals and sign-offs, with why they are void where they are."""
    return [
        feed(
            known(models.Determination, moment), "determination", "case_id",
            key="pk", other="application_id", on="made_on", code="void_because",
        ),
        feed(
            known(models.Refusal, moment), "refusal", "case_id",
            other="application_id", on="refused_on", text="void_because",
        ),
        feed(
            known(models.Application, moment), "application", "case_id",
            key="pk", on="applied_on", text="to_force__name",
        ),
        feed(
            known(models.StopSignOff, moment), "sign_off", "stop__case_id",
            on="signed_off_on", code="outcome", text="void_because",
        ),
    ]  # fmt: skip


def _case(rows: dict[str, list[FeedRow]], moment: datetime) -> CaseFacts:
    (case,) = rows["case"]
    latest_first = sorted(rows["request_ended"], key=_when, reverse=True)
    ended = {row.key: row.on for row in latest_first}  # the first
    answered = {row.key: row.on for row in latest_first if row.code == RequestStep.ANSWERED}
    return CaseFacts(
        id=case.case_id,
        ref=case.text,
        subject_id=case.key,
        items=tuple(_items(rows, moment)),
        movements=tuple(Movement(row.key, row.on, row.code, row.other) for row in rows["movement"]),
        requests=tuple(
            Request(row.code, row.on, ended.get(row.key), row.text, row.then, answered.get(row.key))
            for row in rows["request"]
        ),
        shelvings=tuple(Shelving(row.on, row.code) for row in rows["shelving"]),
        determinations=tuple(
            Determination(row.key, row.on, row.code, row.other)
            for row in sorted(rows["determination"], key=_when)
        ),
        refusals=tuple(Ending(row.on, "refused", bool(row.text), row.other) for row in rows["refusal"]),
        sign_offs=tuple(Ending(row.on, row.code, bool(row.text)) for row in rows["sign_off"]),
        notified=tuple(Notified(row.key, row.code, row.then, row.on) for row in rows["notified"]),
        reviews=tuple(Review(row.code, row.on) for row in rows["review"]),
        matches=tuple(Match(row.key, row.other or 0, row.on) for row in sorted(rows["match"], key=_when)),
        cause_steps=tuple(
            CauseFound(row.code, row.text, row.on) for row in sorted(rows["cause"], key=lambda row: row.key)
        ),
        applications=tuple(
            Application(row.key, row.on, row.text) for row in sorted(rows["application"], key=_when)
        ),
        retainable=tuple(Retainable(row.code, row.text, row.on) for row in rows["retainable"]),
        retained_because=tuple(RetainedBecause(row.code, row.on) for row in rows["retained_because"]),
        alerts=tuple(
            Alert(row.code, row.on, row.other or 0, row.then, feeds_beside.day(row.text))
            for row in rows["alert"]
        ),
        chases=tuple(Chase(row.on, row.then, feeds_beside.day(row.text)) for row in rows["chase"]),
        perhaps_another=bool(rows["duplicate"]),
        copies=tuple((row.key, row.on) for row in rows["copy"]),
        commissioner_reviews=tuple(
            CommissionerReview(row.key, row.other or 0, row.code, row.on) for row in rows["commissioner"]
        ),
    )


def _items(rows: dict[str, list[FeedRow]], moment: datetime) -> Iterator[Item]:
    """The items of a case, by id, each with the acts about it, its case or its subject."""
    received = {row.key: row.on for row in rows["receipt"]}
    acts = [(row.other, act_of(row)) for tag in ACTS for row in rows.get(tag, ())]
    acts += _borrowed(rows.get(BORROWED, ()), moment)
    for taking in sorted(rows["taking"], key=lambda row: row.key):
        about = tuple(act for item, act in acts if item in (None, taking.key))
        nation, _, kind = taking.text.partition(" ")
        item = law.facts.Item(kind, taking.code, taking.on, nation)
        yield Item(
            id=taking.key,
            law=law.facts.Facts(item, about),
            recorded_on=taking.then,
            deleted_on=_gone_on(rows, taking.key),
            profile_received_on=received.get(taking.key),
            work=feeds_beside.deletion(rows, taking.key),
            has_place=bool(taking.other),
        )


def _borrowed(rows: Iterable[FeedRow], moment: datetime) -> Iterator[tuple[int | None, law.facts.Act]]:
    """What further fingerprints borrow, with the facts known then of the set that they are held with.

    That set may be of another case: it is read beside the rest, and only where anything is borrowed.
    """
    for row in rows:
        ((_, original),) = positions.facts_for([original_of(row)], known_at=moment, with_borrowed=False)
        yield row.other, borrowed_from(row, original)


def _gone_on(rows: dict[str, list[FeedRow]], item: int) -> date | None:
    evidence = [(row.other, row.on) for row in rows.get("gone", ()) if row.key == item]
    if not evidence:
        return None
    places = (row.other for row in rows.get("holding", ()) if row.key == item)
    return gone_on((place for place in places if place is not None), evidence)


def _when(row: FeedRow) -> tuple[date, int]:
    return row.on, row.key
