"""What waits on SOFS: cases to retain or refer, on DNA alone, with a basis that fell away, with checks due,
and items that no database holds.

Every list starts from ``visible_to`` and is read from the facts, whether or not a sweep has run. Source:
R-031 to R-033, R-053, R-096.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case as Either
from django.db.models import (
    DateField,
    DateTimeField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Cast, Coalesce, Least
from django.urls import reverse

from cases import bases, early_start, policy
from cases.choices import CaseState, CheckKind, HoldingPlace, MaterialKind, PolicyKey, PositionStatus
from cases.models import Case, Holding, Material, PncCheck, ProfileReceipt, Taking

if TYPE_CHECKING:
    from accounts.models import Officer
    from cases.querysets import CaseQuerySet, MaterialQuerySet

# The database in which an item of that kind is enrolled; a sample is in none.
DATABASE_OF = {
    MaterialKind.FINGERPRINTS: HoldingPlace.CT_FINGERPRINTS,
    MaterialKind.DNA_PROFILE: HoldingPlace.CT_DNA,
}
# Where nothing that a check could find changes what is done.
DECIDED = (
    CaseState.RETAINED_ON_OTHER_BASIS,
    CaseState.STOP_CONFIRMED,
    CaseState.NSD_REFUSED,
    CaseState.CLOSED,
)


def to_decide(officer: Officer, day: date) -> CaseQuerySet:
    """Cases with SOFS of which something is held, in queue order; ``waiting_since`` is the day it came."""
    cases: CaseQuerySet = Case.objects.visible_to(officer, day)
    return (
        cases.filter(state=CaseState.WITH_SOFS, is_held=True)
        .annotate(waiting_since=Coalesce("held_since", "opened_on"))
        .in_queue_order()
    )


def to_refer(officer: Officer, day: date, *, on_dna_too: dict[str, int] | None = None) -> CaseQuerySet:
    """Those that can still be saved and that nothing keeps SOFS from referring or retaining today.

    ``on_dna_too``: as ``starts_on_dna`` says; by the policy of ``day`` where it is not given.
    """
    early = on_dna_too or starts_on_dna(day)
    own = [nation for nation in early if nation and bool(early[nation]) != bool(early[""])]
    waiting = on_dna_alone(officer, day)
    waiting = waiting.filter(nation__in=own) if early[""] else waiting.exclude(nation__in=own)
    return to_decide(officer, day).filter(Exists(_lawful(day))).exclude(pk__in=waiting.values("pk"))


def starts_on_dna(day: date) -> dict[str, int]:
    """Whether, by the policy of ``day``, JFIT starts on DNA alone before the profile comes: 1 or 0, for all
    under "" and for each nation with a policy of its own.
    """
    return policy.by_nation(PolicyKey.DNA_ONLY_EARLY, day)


def on_dna_alone(officer: Officer, day: date) -> CaseQuerySet:
    """Cases with SOFS that wait for a profile because nothing but DNA was taken."""
    return early_start.on_dna_alone(to_decide(officer, day).filter(Exists(_to_save(day))))


def undecided(officer: Officer, day: date, days: dict[str, int] | None = None) -> CaseQuerySet:
    """Cases that SOFS has neither retained nor referred in the days of the policy, the longest waiting first.

    ``decide_by`` was the last of those days; ``days`` are given where they are known, by nation.
    """
    cases: Any = to_decide(officer, day)
    decide_by = _after("waiting_since", days or policy.by_nation(PolicyKey.SOFS_DAYS, day))
    return cases.annotate(decide_by=decide_by).filter(decide_by__lt=day).order_by("waiting_since", "pk")


def basis_fell_away(officer: Officer, day: date) -> CaseQuerySet:
    """Cases retained on another basis that have none any more, in queue order."""
    cases: CaseQuerySet = Case.objects.visible_to(officer, day)
    return bases.fell_away(cases).in_queue_order()


# Enrolment


def unenrolled(officer: Officer, day: date) -> MaterialQuerySet:
    """Items held that no database has under a reference, the longest held first; samples apart.

    A profile counts from its receipt, so that one that is awaited is not among them. ``since`` is the day of
    the receipt or of the taking; None where that is not known.
    """
    in_database = (
        Holding.objects.current()
        .filter(material=OuterRef("pk"), place__in=DATABASE_OF.values())
        .exclude(reference="")
    )
    taken = Taking.objects.current().filter(material=OuterRef("pk")).values("taken_on")[:1]
    received = ProfileReceipt.objects.current().filter(material=OuterRef("pk")).order_by("received_on")
    return (
        Material.objects.held()
        .filter(~Exists(in_database), case__in=Case.objects.visible_to(officer, day), kind__in=DATABASE_OF)
        .exclude(pk__in=early_start.awaited_items().values("pk"))
        .annotate(since=Coalesce(Subquery(received.values("received_on")[:1]), Subquery(taken)))
        .select_related("case")
        .order_by(F("since").asc(nulls_first=True), "pk")
    )


def to_enrol(case: Case) -> list[Material]:
    """The items of a case that could be enrolled: held, in no database yet; an awaited profile too."""
    in_database = (
        Holding.objects.current()
        .filter(material=OuterRef("pk"), place__in=DATABASE_OF.values())
        .exclude(reference="")
    )
    items = Material.objects.held().filter(~Exists(in_database), case=case, kind__in=DATABASE_OF)
    return list(items.select_related("case").order_by("pk"))


# Checks


@dataclass(frozen=True, slots=True)
class Due:
    """When a case is to be checked again: the latest check of the PNC so far, and the day of the next."""

    checked_on: date | None
    due_on: date


def checks_due(officer: Officer, day: date, days: dict[str, int] | None = None) -> CaseQuerySet:
    """Cases whose checks are to be done again on ``day`` or were before, the longest due first.

    ``checked_on`` is the day of the latest check of the PNC (None: never), ``check_due`` that of the next.
    ``days`` as for ``undecided``.
    """
    cases: Any = due_of(Case.objects.visible_to(officer, day), day, days=days)
    return cases.order_by("check_due", "sort_day", "pk")


def due_of(
    cases: CaseQuerySet, day: date, *, whether_due: bool = True, days: dict[str, int] | None = None
) -> CaseQuerySet:
    """Of these cases, those whose checks are due on ``day``: the first of the PNC at once, the next after the
    policy's days; one of any source by the day that somebody asked for.

    Only where a conviction would still change what is done: something can be saved and nobody decided.
    """
    checks = PncCheck.objects.current().filter(case=OuterRef("pk"))
    latest = checks.filter(kind=CheckKind.PNC).order_by().values("case").annotate(day=Max("checked_on"))
    since = PncCheck.objects.current().filter(
        Q(checked_on__gt=OuterRef("checked_on"))
        | Q(checked_on=OuterRef("checked_on"), pk__gt=OuterRef("pk")),
        case=OuterRef("case"),
        kind=OuterRef("kind"),
    )
    asked_for = checks.filter(~Exists(since)).order_by().values("case").annotate(day=Min("again_by"))
    days = days or policy.by_nation(PolicyKey.RECHECK_DAYS, day)
    found: Any = (
        cases.exclude(state__in=DECIDED)
        .filter(Exists(_to_save(day)))
        .annotate(checked_on=Subquery(latest.values("day")), again_by=Subquery(asked_for.values("day")))
        .annotate(pnc_due=Coalesce(_after("checked_on", days), "opened_on"))
        .annotate(check_due=Least("pnc_due", "again_by"))
    )
    return found.filter(check_due__lte=day) if whether_due else found


def next_check(case: Case, day: date) -> Due | None:
    """When the checks of one case are to be done again; None where nothing that they find matters now."""
    found: Any = due_of(Case.objects.filter(pk=case.pk), day, whether_due=False).first()
    return Due(found.checked_on, found.check_due) if found else None


def checks_of(case: Case) -> QuerySet[PncCheck]:
    """The checks of a case with their evidence, the latest first."""
    rows = PncCheck.objects.current().filter(case=case).select_related("evidence", "recorded_by")
    return rows.order_by("-checked_on", "-pk")


def _lawful(day: date) -> MaterialQuerySet:
    """Items of the outer case that are held and, so far, lawfully."""
    without_end = Material.objects.held().filter(status=PositionStatus.INDEFINITE)
    without_end = without_end.exclude(kind=MaterialKind.DNA_SAMPLE)
    return (without_end | Material.objects.to_save_on(day)).filter(case=OuterRef("pk"))


def _to_save(day: date) -> MaterialQuerySet:
    """Those of them that something must still be found for, or they go."""
    return Material.objects.to_save_on(day).filter(case=OuterRef("pk"))


def _after(column: str, days: dict[str, int]) -> Cast:
    """The day so many days after a column's, by the nation of the case."""
    own = [
        When(nation=nation, then=F(column) + timedelta(days=value))
        for nation, value in days.items()
        if nation
    ]
    moment = Either(*own, default=F(column) + timedelta(days=days[""]), output_field=DateTimeField())
    return Cast(moment, DateField())  # PostgreSQL's answer to a day and an interval is a moment


# What to do next


@dataclass(frozen=True, slots=True)
class Next:
    """The one thing that moves a case with SOFS on, and the address of its page."""

    text: str
    href: str


def next_steps(
    cases: Collection[Case], day: date, *, on_dna_too: dict[str, int] | None = None
) -> dict[int, Next]:
    """By case: retain where the law keeps it; check; wait for the profile on DNA alone; refer. Two queries.

    For a case whose other basis fell away: that it goes to JFIT. ``on_dna_too`` as for ``to_refer``.
    """
    shown = early_start.with_profile(Case.objects.filter(pk__in=[case.pk for case in cases]))
    checks = PncCheck.objects.current().filter(case=OuterRef("pk"), kind=CheckKind.PNC)
    facts: dict[int, Any] = {
        case.pk: case for case in bases.with_basis(shown).annotate(is_checked=Exists(checks))
    }
    alone = any(case.is_on_dna_alone for case in facts.values())
    early = (on_dna_too or starts_on_dna(day)) if alone else {"": 0}
    found = {}
    for case in facts.values():
        text, name = "Refer to JFIT", "refer"
        if case.state == CaseState.RETAINED_ON_OTHER_BASIS:
            text, name = "Return it to JFIT", "resume"
        elif case.has_other_basis:
            text, name = "Retain", "retain"
        elif not case.is_checked:
            text, name = "Record a check", "check"
        elif case.is_on_dna_alone and not early.get(case.nation, early[""]):
            text, name = "Record the profile", "way"
        found[case.pk] = Next(text, reverse(f"cases:{name}", args=[case.pk]))
    return found
