"""Reads for pages: alerts, what is held unlawfully, deletion orders, the runs and ages of the sweeps.

Every list of casework starts from ``visible_to``. What is unlawful is read from the dates when it is asked
for, whether or not a sweep has run. Nothing here writes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.selectors import roles_on
from cases.choices import PositionStatus
from cases.models import (
    Case,
    DeletionEvidence,
    ErasableText,
    Holding,
    Material,
    NonSearchableEvidence,
    UnlawfulTakingDecision,
)
from cases.people import person_of
from cases.querysets import CaseQuerySet, MaterialQuerySet
from law.periods import days_inclusive, first_unlawful_day
from retention import orders
from retention.choices import SweepName
from retention.models import (
    Alert,
    AlertPlan,
    DefectAlarm,
    DeletionOrder,
    DeletionOrderStep,
    SuspensionInstruction,
    SweepFailure,
    SweepRun,
)
from retention.services.watch_sweeps import first_day

if TYPE_CHECKING:
    from accounts.models import Officer


# Alerts


def alerts_of_cases(officer: Officer, day: date) -> QuerySet[Alert]:
    """Alerts about cases that ``officer`` may see, nearest last lawful day first."""
    return (
        Alert.objects.filter(case__in=Case.objects.visible_to(officer, day))
        .select_related("case", "owner", "acknowledged_by", "plan")
        .order_by("last_lawful_day", "pk")
    )


def alerts_for(officer: Officer, day: date) -> list[Alert]:
    """The alerts that ``officer`` should acknowledge: their own, and those nobody has of a role they hold."""
    own = Q(owner=officer) | Q(owner=None, owner_role__in=roles_on(officer, day))
    return list(alerts_of_cases(officer, day).filter(own, closed_on=None, acknowledged_at=None))


def plans_before(alert: Alert) -> list[ErasableText]:
    """The plans of an alert that others took the place of, the latest first."""
    texts = ErasableText.objects.filter(pk__in=AlertPlan.objects.filter(alert=alert).values("plan"))
    others = texts.exclude(pk__in=[alert.plan_id])
    return list(others.select_related("written_by").order_by("-written_at", "-pk"))


def open_alert_of(case: Case) -> Alert | None:
    """The alert that stands about a case, with its plan."""
    standing = Alert.objects.filter(case=case, closed_on=None)
    return standing.select_related("owner", "plan__written_by").first()


# The stages of an alert, by what its page is asked for.
ALERT_STAGES = {
    "waiting": Q(closed_on=None, acknowledged_at=None),
    "planned": Q(closed_on=None, acknowledged_at__isnull=False),
    "closed": Q(closed_on__isnull=False),
}


def alerts_by_stage(found: QuerySet[Alert]) -> dict[str, int]:
    """How many alerts wait to be acknowledged, have a plan, or are closed; one query."""
    counts = {stage: Count("pk", filter=which) for stage, which in ALERT_STAGES.items()}
    return found.order_by().aggregate(**counts)


# Held unlawfully


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each unit; never added to one another."""

    individuals: int
    cases: int
    items: int


def count_items(items: MaterialQuerySet, officer: Officer, day: date) -> Counts:
    """Distinct individuals and cases, and items, of those that ``officer`` may see; one query."""
    return _counted(items.filter(case__in=Case.objects.visible_to(officer, day)))


def held_unlawfully_in_all(day: date) -> Counts:
    """How much is held on ``day`` although its first unlawful day has come, whoever may see it; one query."""
    return _counted(Material.objects.unlawful_on(day))


def _counted(items: MaterialQuerySet) -> Counts:
    individuals = Count(person_of("case__subject"), distinct=True)
    cases = Count("case", distinct=True)
    return Counts(**items.aggregate(individuals=individuals, cases=cases, items=Count("pk")))


def held_unlawfully(officer: Officer, day: date) -> CaseQuerySet:
    """Cases of which an item is held on ``day`` although its first unlawful day has come, with those items.

    Those that must be destroyed come first, then the longest past. ``over`` holds the items, ``since`` the
    earliest last lawful day among them (None where something must be destroyed and nothing else is past its
    day).
    """
    return _with_items(officer, day, Material.objects.unlawful_on(day), "last_lawful_day")


def unresolved_past_candidate(officer: Officer, day: date) -> CaseQuerySet:
    """Cases with an unresolved item past the shortest day that any reading gives; ``since`` is that day."""
    return _with_items(officer, day, Material.objects.unresolved_past(day), "candidate_day")


def _with_items(officer: Officer, day: date, items: MaterialQuerySet, since: str) -> CaseQuerySet:
    of_case = items.filter(case=OuterRef("pk"))
    earliest = of_case.order_by(F(since).asc(nulls_last=True)).values(since)[:1]
    cases: Any = Case.objects.visible_to(officer, day)
    return (
        cases.filter(Exists(of_case))
        .annotate(
            since=Subquery(earliest, output_field=DateField()),
            must_be_destroyed=Exists(of_case.filter(status=PositionStatus.MUST_DESTROY)),
        )
        .with_subject_name()
        .prefetch_related(
            Prefetch("material", queryset=with_three_facts(items).order_by("pk"), to_attr="over")
        )
        .order_by("-must_be_destroyed", F("since").asc(nulls_last=True), "pk")
    )


def with_three_facts(items: MaterialQuerySet) -> MaterialQuerySet:
    """Adds to items how many places hold them, are instructed, are evidenced; and the order that is open.

    ``places`` still hold the item; of them ``instructed`` have an open instruction, ``evidenced``
    have evidence that they can no longer be searched.
    """
    gone = DeletionEvidence.objects.current().filter(holding=OuterRef("pk"))
    evidence = NonSearchableEvidence.objects.current().filter(holding=OuterRef("pk"))
    instruction = SuspensionInstruction.objects.filter(holding=OuterRef("pk"), cancelled_at=None)
    places = Holding.objects.current().filter(~Exists(gone), material=OuterRef("pk"))
    open_order = DeletionOrder.objects.filter(material=OuterRef("pk")).exclude(state__in=orders.ENDED)
    unlawful = UnlawfulTakingDecision.objects.current().filter(material=OuterRef("pk"))
    return items.annotate(
        places=_number(places),
        instructed=_number(places.filter(Exists(instruction))),
        evidenced=_number(places.filter(Exists(evidence))),
        order_id=Subquery(open_order.values("pk")[:1]),
        order_state=Subquery(open_order.values("state")[:1]),
        must_destroy_since=Subquery(
            unlawful.order_by().values("material").annotate(day=Min("decided_on")).values("day")[:1]
        ),
    )


def _number(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().values("material").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


# Deletion orders


def deletion_orders(officer: Officer, day: date) -> QuerySet[DeletionOrder]:
    """Deletion orders about cases that ``officer`` may see, the longest due first."""
    return DeletionOrder.objects.filter(case__in=Case.objects.visible_to(officer, day)).order_by(
        "due_on", "pk"
    )


def orders_on_list(found: QuerySet[DeletionOrder]) -> QuerySet[DeletionOrder]:
    """The same with what a list shows: the case, its subject's name, and the item with its three facts."""
    cases = Case.objects.all().with_subject_name()
    items = with_three_facts(Material.objects.all())
    return found.prefetch_related(Prefetch("case", queryset=cases), Prefetch("material", queryset=items))


def orders_by_state(found: QuerySet[DeletionOrder]) -> dict[str, int]:
    """How many orders stand in each state; one query."""
    return dict(found.order_by().values("state").annotate(n=Count("pk")).values_list("state", "n"))


@dataclass(frozen=True, slots=True)
class Place:
    """A place that holds an item, with the three facts, which are never merged.

    ``exposed_days``: days touched from the first unlawful day until there is evidence; None while lawful.
    """

    holding: Holding
    hidden_since: date | None
    instruction: SuspensionInstruction | None
    evidenced_on: date | None
    gone_on: date | None
    exposed_days: int | None


@dataclass(frozen=True, slots=True)
class OrderFile:
    """Everything that the page of an order shows."""

    order: DeletionOrder
    places: list[Place] = field(default_factory=list)
    steps: list[DeletionOrderStep] = field(default_factory=list)

    @property
    def gone(self) -> int:
        """How many places no longer hold it."""
        return sum(place.gone_on is not None for place in self.places)


def order_file(order: DeletionOrder, day: date) -> OrderFile:
    """The file of an order that the caller has already found through ``deletion_orders``; four queries."""
    holdings = Holding.objects.current().filter(material=order.material_id).order_by("place", "pk")
    instructions = {
        row.holding_id: row
        for row in SuspensionInstruction.objects.filter(material=order.material_id, cancelled_at=None)
    }
    evidence = dict(
        NonSearchableEvidence.objects.current()
        .filter(holding__material=order.material_id)
        .values_list("holding_id", "evidenced_on")
    )
    gone = dict(
        DeletionEvidence.objects.current()
        .filter(material=order.material_id)
        .values_list("holding_id", "deleted_on")
    )
    hidden_since = _hidden_since(order, day)
    return OrderFile(
        order=order,
        places=[
            Place(
                holding=holding,
                hidden_since=hidden_since,
                instruction=instructions.get(holding.pk),
                evidenced_on=evidence.get(holding.pk),
                gone_on=gone.get(holding.pk) or gone.get(None),
                exposed_days=_exposed(hidden_since, evidence.get(holding.pk) or gone.get(holding.pk), day),
            )
            for holding in holdings
        ],
        steps=list(order.steps.select_related("stepped_by").order_by("pk")),
    )


def _hidden_since(order: DeletionOrder, day: date) -> date | None:
    """From the dates alone: the first unlawful day, once it has come. Nothing is stored."""
    item = order.material
    if item.status == PositionStatus.MUST_DESTROY:
        return order.due_on
    if item.last_lawful_day is None or item.last_lawful_day >= day:
        return None
    return first_unlawful_day(item.last_lawful_day)


def _exposed(since: date | None, until: date | None, day: date) -> int | None:
    if since is None:
        return None
    last = until or day
    return days_inclusive(since, last) if last >= since else 0


# Sweeps


@dataclass(frozen=True, slots=True)
class SweepAge:
    """The latest day that a sweep has done, when, with what counts, and how many days it is behind."""

    name: str
    label: str
    run: SweepRun | None
    days_behind: int

    @property
    def is_late(self) -> bool:
        """Whether a day before today is missing. Today's own run may still be to come."""
        return self.days_behind > 1


@dataclass(frozen=True, slots=True)
class SweepAges:
    """The ages of all sweeps, in words for the first page."""

    ages: list[SweepAge]
    failed: int
    alarms: int
    href: str

    @property
    def late(self) -> bool:
        """Whether somebody must look: a day is missing, something failed, or a defect alarm stands."""
        return bool(self.failed or self.alarms or any(age.is_late for age in self.ages))

    @property
    def words(self) -> str:
        """One line: when the last sweeps were done, or what is wrong."""
        problems = [
            f"{age.label}: last done for {age.run.day:%-d %B %Y}." if age.run else f"{age.label}: never done."
            for age in self.ages
            if age.is_late
        ]
        if self.alarms:
            problems.append(f"Defect alarms: {self.alarms}.")
        if self.failed:
            problems.append(f"Failed, and set apart: {self.failed}.")
        if problems:
            return " ".join(problems)
        done = [age.run for age in self.ages if age.run]
        if len(done) < len(self.ages):
            return "The first sweeps are still to come."
        day = min(run.day for run in done)
        verified = next(run for run in done if run.sweep == SweepName.VERIFY_POSITIONS)
        return f"Sweeps: all {len(done)} done for {day:%-d %B %Y}. {verified.seen:,} cases verified, " + (
            "no difference." if not verified.acted_in_all else f"{verified.acted_in_all:,} mended."
        )


def sweep_ages(day: date) -> SweepAges:
    """How long ago each sweep last finished a day, counted in business days; one query once all have run."""
    open_failures = SweepFailure.objects.filter(run=OuterRef("pk"), cleared_at=None)
    open_alarms = DefectAlarm.objects.filter(acknowledged_at=None)
    runs = (
        SweepRun.objects.filter(finished_at__isnull=False, day__lte=day)
        .annotate(open_failures=_count_of(open_failures), open_alarms=_count_of(open_alarms))
        .order_by("sweep", "-day")
        .distinct("sweep")
    )
    done = {run.sweep: run for run in runs}
    since = first_day() if len(done) < len(SweepName) else None
    return SweepAges(
        ages=[
            SweepAge(name.value, str(name.label), done.get(name), _days_behind(done.get(name), since, day))
            for name in SweepName
        ],
        failed=sum(run.open_failures for run in done.values()),
        alarms=max((run.open_alarms for run in done.values()), default=0),
        href=reverse("retention:sweeps"),
    )


def _count_of(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _days_behind(run: SweepRun | None, since: date | None, day: date) -> int:
    if run:
        return (day - run.day).days
    return (day - since).days + 1 if since else 0


def open_defects() -> QuerySet[DefectAlarm]:
    """The defect alarms that nobody has acknowledged, the oldest first."""
    return DefectAlarm.objects.filter(acknowledged_at=None).select_related("case").order_by("raised_on", "pk")


def sweep_runs() -> QuerySet[SweepRun]:
    """Every run, the latest day first."""
    return SweepRun.objects.order_by("-day", "-pk")
