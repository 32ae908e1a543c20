"""Reads of casework for pages: queues, the file of a case, what somebody waits for, open exceptions.

Every list starts from ``visible_to``. Nothing here writes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, Subquery

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from cases.choices import CaseState, RequestStep
from cases.hidden import HIDDEN, is_hidden
from cases.models import (
    Case,
    Conviction,
    Determination,
    ErasableIdentity,
    Holding,
    ImportException,
    ImportRow,
    Material,
    Movement,
    NonSearchableEvidence,
    NotifiedExpiry,
    PncCheck,
    Request,
    RequestEvent,
    Shelving,
    StopDecision,
    StopSignOff,
    Taking,
)
from cases.querysets import CaseQuerySet
from cases.requests import unsent

if TYPE_CHECKING:
    from django.db.models import QuerySet


STATES_OF_ROLE: dict[str, tuple[CaseState, ...]] = {
    Role.SOFS_OFFICER: (CaseState.WITH_SOFS,),
    Role.SOFS_MANAGER: (CaseState.WITH_SOFS,),
    Role.JFIT_OFFICER: (CaseState.WITH_JFIT,),
    Role.JFIT_MANAGER: (CaseState.WITH_JFIT,),
    Role.CHIEF_OFFICER: (CaseState.WITH_CHIEF_OFFICER,),
    Role.CHIEF_OFFICER_STAFF: (CaseState.WITH_CHIEF_OFFICER,),
    Role.INSPECTOR: (CaseState.STOP_WITH_INSPECTOR,),
    Role.SUPERINTENDENT: (CaseState.STOP_WITH_SUPERINTENDENT,),
}


def work_of(officer: Officer, day: date) -> CaseQuerySet:
    """The cases that wait on ``officer``'s roles and that nobody else has taken, in queue order."""
    states = [state for role in roles_on(officer, day) for state in STATES_OF_ROLE.get(role, ())]
    mine = Q(holder=None) | Q(holder=officer) | Q(holder__is_active=False)
    return Case.objects.visible_to(officer, day).filter(mine, state__in=states).in_queue_order()


def still_to_save(cases: CaseQuerySet, day: date) -> CaseQuerySet:
    """Those of which an item is held that work can still keep, whatever else of them is over."""
    return cases.filter(Exists(Material.objects.to_save_on(day).filter(case=OuterRef("pk"))))


def cover_ended(cases: CaseQuerySet, day: date) -> CaseQuerySet:
    """Those of which something is held unlawfully on ``day``, and nothing that could still be saved."""
    to_save = Material.objects.to_save_on(day).filter(case=OuterRef("pk"))
    return cases.held_unlawfully_on(day).exclude(Exists(to_save))


def put_aside(cases: CaseQuerySet) -> CaseQuerySet:
    """Those that a person put aside, having verified that nothing of them can be saved."""
    return cases.filter(pk__in=_verified_shelvings())


def not_put_aside(cases: CaseQuerySet) -> CaseQuerySet:
    """The others. What a log calls shelved, by a date that nobody verified, is among them."""
    return cases.exclude(pk__in=_verified_shelvings())


def _verified_shelvings() -> Any:
    return Shelving.objects.current().filter(verified_day__isnull=False).values("case")


def open_requests(officer: Officer, day: date) -> QuerySet[Request]:
    """Requests not yet answered or closed about what can still be saved, nearest last lawful day first; not
    those that wait to go out in a file.

    Only about cases that ``officer`` may see.
    """
    ended = RequestEvent.objects.current().filter(step__in=[RequestStep.ANSWERED, RequestStep.CLOSED])
    return (
        Request.objects.current()
        .filter(case__in=still_to_save(Case.objects.visible_to(officer, day), day))
        .exclude(pk__in=Subquery(ended.values("request")))
        .exclude(pk__in=unsent())
        .select_related("case")
        .order_by("case__urgency", "case__sort_day", "pk")
    )


def open_exceptions(officer: Officer, day: date) -> QuerySet[ImportException]:
    """Import exceptions not yet ended.

    Those about a case need sight of the case; those of rejected rows do not.
    """
    return (
        ImportException.objects.filter(ended_at=None)
        .filter(Q(case=None) | Q(case__in=Case.objects.visible_to(officer, day)))
        .select_related("row", "row__file", "case", "owner")
        .order_by("is_warning", "opened_at", "pk")
    )


@dataclass(slots=True)
class ItemOnFile:
    """One item as the case page shows it: its taking, its places, and whether each can still be searched.

    ``row`` is the row of a file that the taking is from; None for what a person entered on a page.
    """

    material: Material
    taking: Taking | None
    row: ImportRow | None = None
    holdings: list[Holding] = field(default_factory=list)
    non_searchable: dict[int, date] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The item in a few words, as a list to choose from says it."""
        references = ", ".join(holding.reference for holding in self.holdings if holding.reference)
        taken_on = self.taking.taken_on if self.taking else None
        taken = f"taken {taken_on:%-d %B %Y}" if taken_on else "day of taking not known"
        name = f"{self.material.get_kind_display()} {references}".strip()
        return f"{name}, {taken}, {self._until}"

    @property
    def _until(self) -> str:
        day = self.material.last_lawful_day
        return f"last lawful day {day:%-d %B %Y}" if day else self.material.get_status_display().lower()


@dataclass(slots=True)
class RequestOnFile:
    """A request with what became of it, by step."""

    request: Request
    steps: dict[str, RequestEvent]

    @property
    def answered(self) -> RequestEvent | None:
        """The answer, if there is one."""
        return self.steps.get(RequestStep.ANSWERED)


@dataclass(slots=True)
class CaseFile:
    """Everything that the case page shows of a case, read in a fixed number of queries."""

    case: Case
    identity: ErasableIdentity | None
    items: list[ItemOnFile]
    requests: list[RequestOnFile]
    movements: list[Movement]
    notified: list[NotifiedExpiry]
    checks: list[PncCheck]
    exceptions: list[ImportException]


def case_file(case: Case, *, shows_hidden: bool = False) -> CaseFile:
    """The file of a case that the caller has already found through ``visible_to``.

    References of what is hidden are in it only with ``shows_hidden``, for those who carry out deletions.
    """
    return CaseFile(
        case=case,
        identity=ErasableIdentity.objects.current().filter(subject=case.subject_id).first(),
        items=items_on_file(case, shows_hidden=shows_hidden),
        requests=_requests(case),
        movements=list(
            Movement.objects.current()
            .filter(case=case, sequence__gt=0)  # 0 is the opening, which the case itself tells of
            .select_related("moved_by", "holder", "reason")
            .order_by("-sequence")
        ),
        notified=list(NotifiedExpiry.objects.current().filter(case=case).order_by("notified_on", "pk")),
        checks=list(PncCheck.objects.current().filter(case=case).order_by("-checked_on", "-pk")),
        exceptions=list(ImportException.objects.filter(case=case, ended_at=None).select_related("owner")),
    )


def items_on_file(case: Case, *, shows_hidden: bool = False) -> list[ItemOnFile]:
    """The items of a case with their takings and places, the earliest last lawful day first.

    Without ``shows_hidden`` the references of what is hidden today are not in it.
    """
    today = clock.today()
    takings = {
        t.material_id: t for t in Taking.objects.current().filter(material__case=case).select_related("force")
    }
    sources = {taking.source_row_id for taking in takings.values() if taking.source_row_id}
    rows = ImportRow.objects.filter(pk__in=sources).select_related("file").in_bulk() if sources else {}
    from_row = {pk: rows.get(taking.source_row_id or 0) for pk, taking in takings.items()}
    items = {
        material.pk: ItemOnFile(material, takings.get(material.pk), from_row.get(material.pk))
        for material in Material.objects.filter(case=case).order_by("last_lawful_day", "pk")
    }
    for holding in Holding.objects.current().filter(material__case=case).order_by("pk"):
        item = items[holding.material_id]
        if holding.reference and not shows_hidden and is_hidden(item.material, today):
            holding.reference = HIDDEN
        item.holdings.append(holding)
    for evidence in (
        NonSearchableEvidence.objects.current().filter(holding__material__case=case).select_related("holding")
    ):
        items[evidence.holding.material_id].non_searchable[evidence.holding_id] = evidence.evidenced_on
    return list(items.values())


def _requests(case: Case) -> list[RequestOnFile]:
    steps: dict[int, dict[str, RequestEvent]] = defaultdict(dict)
    events = RequestEvent.objects.current().filter(request__case=case).order_by("happened_on", "pk")
    for event in events:
        steps[event.request_id][event.step] = event
    return [
        RequestOnFile(request, steps[request.pk])
        for request in Request.objects.current().filter(case=case).order_by("sent_on", "pk")
    ]


def convictions_of(case: Case) -> list[Conviction]:
    """The convictions of the case's subject that count, latest first."""
    return list(Conviction.objects.current().filter(subject=case.subject_id).order_by("-convicted_on", "-pk"))


def determinations_of(case: Case) -> list[Determination]:
    """Every determination in the case, void and late ones too, latest first."""
    rows = Determination.objects.current().filter(case=case).select_related("maker", "maker_force")
    return list(rows.order_by("-made_on", "-pk"))


def sign_offs_of(stop: StopDecision | None) -> list[StopSignOff]:
    """The reviews of a provisional Stop-NSD so far, in order."""
    if stop is None:
        return []
    rows = StopSignOff.objects.current().filter(stop=stop).select_related("signed_off_by", "reasons")
    return list(rows.order_by("pk"))


def names_of_officers(ids: Iterable[int]) -> list[str]:
    """The names of these officers, in order."""
    rows = Officer.objects.filter(pk__in=list(ids)).order_by("display_name")
    return list(rows.values_list("display_name", flat=True))
