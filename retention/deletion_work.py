"""Reads of deletion work: what waits for which step, what is late, how long it will take, who was told.

Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import reduce
from math import ceil
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Avg, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from accounts.choices import Role
from cases.choices import PositionStatus
from cases.models import Case, Material
from retention.choices import OrderState
from retention.choices_deletion import HoldKind, InstructionKind, ReceiptOutcome
from retention.deletion_policy import MINUTES_EACH, NORMAL_PRACTICE_WORKING_DAYS
from retention.deletion_targets import EARLY, HANDED_OVER, late_on
from retention.gateways.files import DATABASES, FileExchange
from retention.models import DeletionHold, DeletionNotice, DeletionOrder, Instruction, InstructionReceipt
from retention.orders import ENDED, OPEN
from retention.permissions import DELETES
from retention.pnc_checks import to_check
from retention.selectors import deletion_orders
from retention.services.deletion_gate import APPROVES, CARRIES_OUT, Stage
from retention.working_days import add_working_days, latest_reached, next_working_day

if TYPE_CHECKING:
    from accounts.models import Officer

# What stands in each stage's list.
WAITS = {
    Stage.ACKNOWLEDGE: HANDED_OVER,
    Stage.ASK: Q(state=OrderState.SUSPENDED),
    Stage.APPROVE: Q(state=OrderState.APPROVAL_ASKED),
    Stage.BEGIN: Q(state=OrderState.APPROVED),
    Stage.VERIFY: Q(state=OrderState.EXECUTED),
}
WORDS = {
    Stage.ACKNOWLEDGE: "Acknowledge hand-overs",
    Stage.ASK: "Ask for approval",
    Stage.APPROVE: "Approve",
    Stage.BEGIN: "Begin",
    Stage.VERIFY: "Verify gone",
}
# The figures of the first page: the list behind each, its words, its look.
TILES = (
    ("late", "deletions late", "over"),
    ("acknowledge", "hand-overs to acknowledge", "amber"),
    ("approve", "deletions to approve", "red"),
    ("ask", "deletions to ask approval for", "amber"),
    ("checks", "cases to check on the PNC before destruction", "amber"),
    ("begin", "deletions approved, not begun", "amber"),
    ("worklist", "to do at the databases and stores", "amber"),
    ("verify", "deletions to verify", "amber"),
    ("held", "deletions held up", "red"),
    ("longer", "lawful, longer than normal practice", ""),
)
PAGES = {"worklist": "retention:worklist", "checks": "retention:pnc_checks"}
SHOWN = 50
TOLD_TO_ROLES = APPROVES | CARRIES_OUT | {Role.JFIT_MANAGER}
# Others read how much waits; where it is done opens to those who do it.
DONE_BY = {stage.value: APPROVES | CARRIES_OUT for stage in WORDS} | {
    "worklist": DELETES,
    "checks": DELETES,
}


def waiting_for(stage: Stage, officer: Officer, day: date) -> QuerySet[DeletionOrder]:
    """The orders that wait for a step, the longest due first."""
    return deletion_orders(officer, day).filter(WAITS[stage])


@dataclass(frozen=True, slots=True)
class WithoutOrder:
    """What must go by the dates alone and has no order yet: how many, and the longest due of them."""

    total: int
    shown: list[Material]


def without_order(officer: Officer, day: date) -> WithoutOrder:
    """What must go by the dates alone and has no order yet: the next sweep opens it. The first 50."""
    found = items_without_order(officer, day)
    in_order = found.select_related("case").order_by(F("last_lawful_day").asc(nulls_first=True), "pk")
    shown = list(in_order[:SHOWN])
    return WithoutOrder(found.count() if len(shown) == SHOWN else len(shown), shown)


def items_without_order(officer: Officer, day: date) -> Any:
    """The items of ``without_order``."""
    open_ = DeletionOrder.objects.filter(material=OuterRef("pk")).exclude(state__in=ENDED)
    return Material.objects.unlawful_on(day).filter(
        ~Exists(open_), case__in=Case.objects.visible_to(officer, day)
    )


def is_in_queue(item: Material, officer: Officer, day: date) -> bool:
    """Whether an item stands in the deletion queue of ``officer``: under an open order, or by its dates."""
    of_item = deletion_orders(officer, day).filter(material=item.pk, state__in=OPEN)
    return of_item.exists() or items_without_order(officer, day).filter(pk=item.pk).exists()


def late_orders(officer: Officer, day: date) -> QuerySet[DeletionOrder]:
    """Orders that are late with anything, of those that ``officer`` may see."""
    return deletion_orders(officer, day).filter(reduce(or_, late_on(day).values()))


def longer_than_normal(officer: Officer, day: date) -> QuerySet[DeletionOrder]:
    """Stopped or refused while cover runs, and still held 10 working days later: lawful, and too long.

    A figure of its own, never added to what is held unlawfully. Source: paragraph 9G and its note; R-085.
    """
    return deletion_orders(officer, day).filter(_longer_than_normal(day))


def _longer_than_normal(day: date) -> Q:
    lawful = Q(material__status__in=[PositionStatus.INDEFINITE, PositionStatus.OPEN]) | Q(
        material__status=PositionStatus.TIME_LIMITED, material__last_lawful_day__gte=day
    )
    return lawful & Q(
        state__in=OPEN,
        opened_because__in=EARLY,
        due_on__lte=latest_reached(day, NORMAL_PRACTICE_WORKING_DAYS),
        material__deleted_on=None,
    )


def held_up(officer: Officer, day: date) -> QuerySet[DeletionOrder]:
    """Open orders whose destruction something holds up on ``day``."""
    return deletion_orders(officer, day).filter(_held_up(day))


def _held_up(day: date) -> Q:
    standing = Q(kind=HoldKind.ADVISORY) | Q(until__gte=day)
    holds = DeletionHold.objects.current().filter(standing, material=OuterRef("material"))
    return Q(Exists(holds), state__in=OPEN)


def instructions_of(order: DeletionOrder) -> list[Instruction]:
    """The instructions to delete of an order, each with what its place answered."""
    rows = order.instructions.select_related("holding").prefetch_related("receipts__witness")
    return list(rows.order_by("pk"))


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many deletions are left, what each takes, and the day on which so many people have done them."""

    left: int
    minutes_each: int
    staff: int
    hours: int
    finished_on: date


def forecast(left: int, day: date, *, staff: int, hours: int) -> Forecast:
    """When ``left`` orders are done, if ``staff`` people give it ``hours`` each on every working day to come.

    Each takes what receipts said on average for one order, or the two hours of paragraph 27 where none did.
    """
    told = InstructionReceipt.objects.filter(outcome=ReceiptOutcome.DONE, minutes__isnull=False)
    average = told.filter(instruction__kind=InstructionKind.DELETE).aggregate(mean=Avg("minutes"))["mean"]
    each = ceil(average) if average else MINUTES_EACH
    working_days = ceil(left * each / (staff * hours * 60)) if left else 0
    return Forecast(left, each, staff, hours, add_working_days(day, working_days))


def worklist(officer: Officer, day: date) -> QuerySet[Instruction]:
    """What is to be done at a place by 00:00 of the next working day, suspensions first, the oldest first.

    What must stop being searched on a day without work is asked for in working time before it. A cancelled
    instruction that somebody has begun stays until they say what became of it. What goes to a database by
    file is a person's only once the database has answered that it did not do it.
    """
    names = Case.objects.all().with_subject_name()
    return (
        Instruction.objects.filter(
            Q(cancelled_at=None) | Q(sent_at__isnull=False, receipts=None),
            settled_at=None,
            not_before__lte=next_working_day(day),
            material__case__in=Case.objects.visible_to(officer, day),
        )
        .exclude(gateway=FileExchange.name, holding__place__in=DATABASES, receipts=None)
        .annotate(is_early=Q(not_before__gt=day))
        .select_related("holding", "material", "order", "sent_by")
        .prefetch_related(Prefetch("material__case", queryset=names))
        .order_by("-kind", "not_before", "pk")
    )


def notices_for(officer: Officer) -> QuerySet[DeletionNotice]:
    """What the officer was told about orders and has not yet seen."""
    return (
        DeletionNotice.objects.filter(officer=officer, seen_at=None)
        .select_related("order__case", "order__material")
        .order_by("told_on", "pk")
    )


def work_tiles(officer: Officer, day: date, roles: Collection[str]) -> list[dict[str, Any]]:
    """What waits with deletions, for the first page of whoever takes a step or answers for it."""
    if not TOLD_TO_ROLES & set(roles):
        return []
    late = late_on(day)
    counts = deletion_orders(officer, day).aggregate(
        **{stage.value: Count("pk", filter=WAITS[stage]) for stage in WORDS},
        late=Count("pk", filter=reduce(or_, late.values())),
        held=Count("pk", filter=_held_up(day)),
        longer=Count("pk", filter=_longer_than_normal(day)),
    )
    counts["worklist"] = worklist(officer, day).order_by().count()
    counts["checks"] = to_check(officer, day).order_by().count()
    return [
        {
            "number": counts[slug],
            "label": label,
            "href": address_of(slug) if opens_to(slug, roles) else "",
            "band": look if counts[slug] else "",
        }
        for slug, label, look in TILES
    ]


def opens_to(slug: str, roles: Collection[str]) -> bool:
    """Whether the list behind a figure opens to whoever holds these roles and sees what must go."""
    return slug not in DONE_BY or bool(DONE_BY[slug] & set(roles))


def address_of(slug: str) -> str:
    """Where the list behind a figure of deletion work is."""
    if slug in PAGES:
        return reverse(PAGES[slug])
    if slug in {stage.value for stage in WORDS}:
        return reverse("retention:deletion_work", args=[slug])
    return f"{reverse('retention:deletions')}?show={slug}"
