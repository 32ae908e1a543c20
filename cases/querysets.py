"""The words in which lists of cases and items are asked for. Every list starts from ``visible_to``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case as Choice
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Concat

from accounts.choices import Role
from accounts.selectors import forces_on, roles_on, units_on
from cases.choices import CaseState, MaterialKind, PositionStatus

if TYPE_CHECKING:
    from accounts.models import Officer
    from cases.models import Case, Material  # noqa: F401 (what the querysets below are of)

SEES_ALL_CASES = frozenset(
    {
        Role.SOFS_OFFICER,
        Role.SOFS_MANAGER,
        Role.JFIT_OFFICER,
        Role.JFIT_MANAGER,
        Role.LEGAL_REVIEWER,
        Role.SENIOR_MANAGER,
        Role.COMMISSIONER,
        Role.COMMISSIONER_OFFICE,
    }
)


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases."""

    def visible_to(self, officer: Officer, day: date) -> CaseQuerySet:
        """The cases that ``officer`` may know of on ``day``, by the roles held that day (need to know).

        Another's case is simply not among them, so that a page about it is the same "not found" as one that
        never was.
        """
        roles = roles_on(officer, day)
        if roles & SEES_ALL_CASES:
            return self
        allowed = Q(pk__in=[])
        if roles & {Role.CHIEF_OFFICER, Role.CHIEF_OFFICER_STAFF}:
            allowed |= Q(
                applications__to_force__in=forces_on(officer, day),
                applications__withdrawn_at=None,
                applications__taken_back=None,
            )
        if Role.INSPECTOR in roles:
            allowed |= Q(state=CaseState.STOP_WITH_INSPECTOR)
        if Role.SUPERINTENDENT in roles:
            allowed |= Q(state=CaseState.STOP_WITH_SUPERINTENDENT)
        if Role.CTU_OFFICER in roles:
            allocated = Q(requests__unit__in=units_on(officer, day), requests__withdrawn_at=None)
            allowed |= Q(holder=officer) | allocated
        if Role.MIGRATION_OFFICER in roles:
            allowed |= Q(exceptions__ended_at=None, exceptions__isnull=False)
        return self.filter(pk__in=self.model._default_manager.filter(allowed).values("pk"))

    def in_queue_order(self) -> CaseQuerySet:
        """The order of every queue; then by id.

        What is held comes before what is gone. Then: must destroy, unresolved by candidate day, time
        limited by last lawful day, open, indefinite.
        """
        return self.order_by("-is_held", "urgency", models.F("sort_day").asc(nulls_last=True), "pk")

    def with_subject_name(self) -> CaseQuerySet:
        """Adds ``subject_name``: "Surname, Forenames" of the current identity, or nothing."""
        from cases.models import ErasableIdentity

        current = ErasableIdentity.objects.current().filter(subject=OuterRef("subject"))
        name = Choice(
            When(surname="", then=F("forenames")),
            When(forenames="", then=F("surname")),
            default=Concat("surname", Value(", "), "forenames"),
        )
        return self.annotate(subject_name=Subquery(current.annotate(whole=name).values("whole")[:1]))

    def held_unlawfully_on(self, day: date) -> CaseQuerySet:
        """Cases of which an item is held on ``day`` although its first unlawful day is that day or before."""
        from cases.models import Material

        items = Material.objects.unlawful_on(day).filter(case=OuterRef("pk"))
        return self.filter(Exists(items))


class MaterialQuerySet(models.QuerySet["Material"]):
    """Items."""

    def held(self) -> MaterialQuerySet:
        """Items not yet evidenced gone. What is non-searchable is still held."""
        return self.filter(deleted_on=None)

    def unlawful_on(self, day: date) -> MaterialQuerySet:
        """Items held on ``day`` whose cover ended before it, or that must be destroyed.

        Read from the dates, whether or not a sweep has run. Unresolved items are listed and counted apart.
        """
        return self.held().filter(
            Q(status=PositionStatus.TIME_LIMITED, last_lawful_day__lt=day)
            | Q(status=PositionStatus.MUST_DESTROY)
        )

    def to_save_on(self, day: date) -> MaterialQuerySet:
        """Items held that work can still keep on ``day``: their last lawful day is that day or later, or has
        no date yet. Samples apart: nothing puts off the day on which they go.
        """
        return (
            self.held()
            .filter(
                Q(status=PositionStatus.TIME_LIMITED, last_lawful_day__gte=day)
                | Q(status__in=(PositionStatus.OPEN, PositionStatus.UNRESOLVED))
            )
            .exclude(kind=MaterialKind.DNA_SAMPLE)
        )

    def unresolved_past(self, day: date) -> MaterialQuerySet:
        """Unresolved items past their shortest candidate day: hidden, listed and counted apart."""
        return self.held().filter(status=PositionStatus.UNRESOLVED, candidate_day__lt=day)
