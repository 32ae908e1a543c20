"""The feeds of what stands beside a case: deletion, alerts, chases, reviews; part of the reader.

What is no recorded fact (alerts, chases, orders, instructions) is known from the day or moment that its own
columns give, and what ended it only where that had come.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate

from audit import clock
from cases import models
from cases.acts import FeedRow, feed, known
from cases.choices import ExceptionCode, HoldingPlace
from oversight.facts import Deletion, Halt, gone_on
from oversight.models import CopySent, DeterminationReview, LapseReview, RetentionCause
from retention.choices import ChaseRule, OrderState
from retention.choices_deletion import InstructionKind, ReceiptOutcome
from retention.models import (
    Alert,
    ChaseTask,
    DeletionOrder,
    Instruction,
    InstructionReceipt,
    SuspensionInstruction,
)

DATABASES = (HoldingPlace.CT_FINGERPRINTS, HoldingPlace.CT_DNA)
NOTHING_DONE = Deletion()


def feeds(moment: datetime) -> list[QuerySet[Any]]:
    """All of them, as known at a moment."""
    return [*_deletion_feeds(moment), *_watch_feeds(moment), *_found_feeds(moment)]


def _deletion_feeds(moment: datetime) -> list[QuerySet[Any]]:
    """What was done to delete items: what places were told, what they answered, what was stopped."""
    open_then = Q(cancelled_at=None) | Q(cancelled_at__gt=moment)
    told = SuspensionInstruction.objects.filter(open_then, instructed_at__lte=moment)
    deletions = Instruction.objects.filter(open_then, kind=InstructionKind.DELETE, decided_at__lte=moment)
    halted = DeletionOrder.objects.filter(state=OrderState.HALTED, halted_at__lte=moment)
    done = InstructionReceipt.objects.filter(outcome=ReceiptOutcome.DONE, taken_at__lte=moment)
    path = "material__case_id"
    return [
        feed(told, "told", path, key="material_id", on=_day_of("instructed_at")),
        feed(deletions, "told", path, key="material_id", on=_day_of("decided_at")),
        feed(
            halted, "halted", "case_id", key="material_id", on=_day_of("halted_at"), code="halted_because",
            other=Case(When(approved_at=None, then=Value(0)), default=Value(1)),
        ),
        feed(
            done.exclude(minutes=None), "effort", f"instruction__{path}",
            key="instruction__material_id", other="minutes",
        ),
    ]  # fmt: skip


def _watch_feeds(moment: datetime) -> list[QuerySet[Any]]:
    """Alerts, chases for profiles, and persons who may be somebody known already."""
    on = clock.local_day(moment)
    raised = Alert.objects.filter(raised_on__lte=on)
    chased = ChaseTask.objects.filter(rule=ChaseRule.PORT_PROFILE, raised_on__lte=on)
    asked = models.ImportException.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=moment),
        code=ExceptionCode.POSSIBLE_DUPLICATE, case__isnull=False, opened_at__lte=moment,
    )  # fmt: skip
    ended = Case(When(closed_on__lte=on, then=F("closed_on")))
    planned = Case(When(acknowledged_at__lte=moment, then=_day_of("acknowledged_at")))
    return [
        feed(
            raised, "alert", "case_id", key="pk", other="days_needed",
            on="raised_on", then=ended, code="level", text=planned,
        ),
        feed(chased, "chase", "case_id", key="pk", on="dated_on", then="raised_on", text=ended),
        feed(asked, "duplicate", "case_id", key="pk"),
    ]  # fmt: skip


def _found_feeds(moment: datetime) -> list[QuerySet[Any]]:
    """What people found: of a lapse, of why something was kept beyond its cover, of a determination."""
    reviews, causes = known(LapseReview, moment), known(RetentionCause, moment)
    return [
        feed(reviews, "retainable", "case_id", key="pk", on="reviewed_on", code="could", text="should"),
        feed(causes, "retained_because", "case_id", key="pk", on="found_on", code="because"),
        feed(
            known(CopySent, moment), "copy", "determination__case_id", key="determination_id", on="sent_on"
        ),
        feed(
            known(DeterminationReview, moment), "commissioner", "determination__case_id",
            key="pk", other="determination_id", on="reviewed_on", code="outcome",
        ),
    ]  # fmt: skip


def _day_of(column: str) -> TruncDate:
    """The London day of a moment."""
    return TruncDate(column, tzinfo=clock.LONDON)


def day(text: str | None) -> date | None:
    """A day that a feed carries as text."""
    return date.fromisoformat(text) if text else None


def deletion(rows: dict[str, list[FeedRow]], item: int) -> Deletion:
    """What was done to delete an item; one shared empty answer where nothing was."""
    told, hidden, effort, halted = (
        [row for row in rows.get(name, ()) if row.key == item]
        for name in ("told", "hidden", "effort", "halted")
    )
    if not (told or hidden or effort or halted):
        return NOTHING_DONE
    places = (row for row in rows.get("holding", ()) if row.key == item and row.code in DATABASES)
    return Deletion(
        instructed_on=min((row.on for row in told), default=None),
        non_searchable_on=gone_on(
            [row.other for row in places if row.other is not None], [(row.other, row.on) for row in hidden]
        ),
        minutes=sum(row.other or 0 for row in effort),
        halts=tuple(
            Halt(row.on, row.code, bool(row.other))
            for row in sorted(halted, key=lambda row: (row.on, row.code))
        ),
    )
