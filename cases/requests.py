"""Requests to others, each with its own clock: what was asked, what became of it, and who keeps us waiting.

Time past the target day is counted against whoever was asked, never against JFIT (R-063). Every list starts
from ``visible_to``; nothing here writes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery

from accounts.choices import Role, UnitKind
from accounts.models import Officer, Unit
from accounts.selectors import roles_on, units_on
from audit.choices import Source
from cases.choices import CaseState, RequestStep, RequestTo
from cases.durations import in_days
from cases.models import Case, CtuNotAsked, Request, RequestEvent
from cases.querysets import SEES_ALL_CASES

if TYPE_CHECKING:
    from cases.querysets import CaseQuerySet

ENDS = (RequestStep.ANSWERED, RequestStep.CLOSED)
# To JFIT's manager, then to the senior manager.
ESCALATIONS = 2
ASKED_BY_JFIT = (RequestTo.SECURITY_SERVICE, RequestTo.CTU)
PRESSES = (RequestStep.CHASED, RequestStep.ESCALATED)
# What shows that whoever was asked has the request.
SHOWS_IT_ARRIVED = (RequestStep.ACKNOWLEDGED, RequestStep.PROMISED, *ENDS)


@dataclass(slots=True)
class Clock:
    """A request with everything that happened to it, in order; the clock is its own alone.

    ``is_unsent``: it waits to go out in a file.
    """

    request: Request
    events: list[RequestEvent] = field(default_factory=list)
    is_unsent: bool = False

    def last(self, step: str) -> RequestEvent | None:
        """The latest event of that kind."""
        return next((event for event in reversed(self.events) if event.step == step), None)

    @property
    def who(self) -> str:
        """Who was asked: the unit, port or provider where it is named."""
        return self.request.unit_name or str(self.request.get_to_display())

    @property
    def acknowledged(self) -> RequestEvent | None:
        """That they have it."""
        return self.last(RequestStep.ACKNOWLEDGED)

    @property
    def chased(self) -> RequestEvent | None:
        """The latest chase."""
        return self.last(RequestStep.CHASED)

    @property
    def promised(self) -> RequestEvent | None:
        """The latest promise, with the day for which the answer is promised."""
        return self.last(RequestStep.PROMISED)

    @property
    def escalated(self) -> RequestEvent | None:
        """The latest time that a manager was asked to take it up."""
        return self.last(RequestStep.ESCALATED)

    @property
    def times_escalated(self) -> int:
        """How many managers were: JFIT's, then the senior manager."""
        return sum(event.step == RequestStep.ESCALATED for event in self.events)

    @property
    def answered(self) -> RequestEvent | None:
        """The answer that counts."""
        return self.last(RequestStep.ANSWERED)

    @property
    def judged(self) -> RequestEvent | None:
        """What JFIT found the answer worth."""
        return self.last(RequestStep.JUDGED)

    @property
    def ended(self) -> RequestEvent | None:
        """The answer, or that the request was closed without one."""
        return next((event for event in self.events if event.step in ENDS), None)

    @property
    def is_open(self) -> bool:
        """Whether an answer is still awaited."""
        return self.ended is None

    @property
    def is_asked_on_a_page(self) -> bool:
        """Whether the Security Service was asked on a page, and so is to be told by file."""
        return self.request.to == RequestTo.SECURITY_SERVICE and self.request.source == Source.SCREEN

    def days_late(self, day: date) -> int:
        """Calendar days past the target day: to the end of the request, or on ``day`` while it is open; 0 in
        time, and while it waits to go out: its clock begins with the file.
        """
        if self.is_unsent:
            return 0
        until = self.ended.happened_on if self.ended else day
        return max((until - self.request.due_on).days, 0)

    @property
    def reference(self) -> str:
        """Our reference, by which the Security Service answers."""
        return reference_of(self.request.pk)

    def words(self, day: date) -> str:
        """Where the request stands, in words."""
        if self.answered:
            said = f": {self.answered.get_assessment_display().lower()}" if self.answered.assessment else ""
            return f"{self.who} answered {_brief(self.answered.happened_on)}{said}"
        if self.ended:
            return f"{self.who} not answered, closed {_brief(self.ended.happened_on)}"
        if self.is_unsent:
            return f"{self.who} asked {_brief(self.request.sent_on)}, waits for the next file"
        late = self.days_late(day)
        said = f", {in_days(late)} late" if late else ""
        return f"{self.who} asked {_brief(self.request.sent_on)}, not answered{said}"


def reference_of(request_id: int) -> str:
    """Our reference of a request: a number that names no case and no person.

    >>> reference_of(417)
    'SSR-000417'
    """
    return f"SSR-{request_id:06}"


def _brief(day: date) -> str:
    return f"{day:%-d %B}"


def clocks_of(case_ids: Collection[int], *, of: Iterable[str] = RequestTo.values) -> dict[int, list[Clock]]:
    """The requests of each of these cases, the earliest first; two queries."""
    requests = (
        Request.objects.current()
        .filter(case__in=case_ids, to__in=list(of))
        .select_related("unit", "asked_by", "question", "case")
        .order_by("sent_on", "pk")
    )
    return _by_case(requests)


def _by_case(requests: QuerySet[Request]) -> dict[int, list[Clock]]:
    clocks = {request.pk: Clock(request) for request in requests}
    events = (
        RequestEvent.objects.current()
        .filter(request__in=list(clocks))
        .select_related("recorded_by", "note")
        .order_by("happened_on", "pk")
    )
    for event in events:
        clocks[event.request_id].events.append(event)
    on_a_page = [pk for pk, clock in clocks.items() if clock.is_open and clock.is_asked_on_a_page]
    for pk in unsent().filter(pk__in=on_a_page).values_list("pk", flat=True) if on_a_page else ():
        clocks[pk].is_unsent = True
    found: dict[int, list[Clock]] = defaultdict(list)
    for clock in clocks.values():
        found[clock.request.case_id].append(clock)
    return found


def clocks_seen_by(officer: Officer, day: date, case: Case) -> list[Clock]:
    """The requests of a case that ``officer`` may know of: a CTU officer those to their own units alone."""
    clocks = clocks_of([case.pk]).get(case.pk, [])
    if roles_on(officer, day) & SEES_ALL_CASES or Role.CTU_OFFICER not in roles_on(officer, day):
        return clocks
    own = units_on(officer, day)
    return [clock for clock in clocks if clock.request.unit_id in own]


def may_know_of(officer: Officer, day: date) -> QuerySet[Request]:
    """Requests that ``officer`` may know of on ``day``; another's is simply not among them."""
    requests = Request.objects.current().filter(case__in=Case.objects.visible_to(officer, day))
    if roles_on(officer, day) & SEES_ALL_CASES or Role.CTU_OFFICER not in roles_on(officer, day):
        return requests
    return requests.filter(unit__in=units_on(officer, day))


def clock_of(request: Request) -> Clock:
    """The clock of one request."""
    return _by_case(
        Request.objects.filter(pk=request.pk).select_related("unit", "asked_by", "question", "case")
    )[request.case_id][0]


def open_only(requests: QuerySet[Request]) -> QuerySet[Request]:
    """Those still awaiting an answer."""
    ended = RequestEvent.objects.current().filter(step__in=ENDS)
    return requests.exclude(pk__in=ended.values("request"))


def unsent() -> QuerySet[Request]:
    """Requests to the Security Service, asked on a page, that wait to go out: in no file, and nothing
    recorded shows that it has them. Their clock begins with the file, so nobody is chased for them before.
    """
    arrived = RequestEvent.objects.current().filter(step__in=SHOWS_IT_ARRIVED)
    return (
        Request.objects.current()
        .filter(
            to=RequestTo.SECURITY_SERVICE,
            source=Source.SCREEN,
            batch_line=None,
            case__state=CaseState.WITH_JFIT,
        )
        .exclude(pk__in=arrived.values("request"))
    )


def asked_of_my_units(officer: Officer, day: date) -> list[Clock]:
    """Open requests to the units that ``officer`` works in, nearest last lawful day first; adds the name."""
    mine = open_only(may_know_of(officer, day).filter(unit__in=units_on(officer, day)))
    ordered = (
        mine.select_related("unit", "asked_by", "question", "case")
        .annotate(subject_name=_name())
        .order_by("case__urgency", F("case__sort_day").asc(nulls_last=True), "pk")
    )
    return [clock for clocks in _by_case(ordered).values() for clock in clocks]


def awaited(officer: Officer, day: date) -> QuerySet[Request]:
    """Open requests to the Security Service and CTUs about cases that JFIT has and that can still be saved;
    not those that wait to go out, for which nobody else keeps them waiting.

    Nearest last lawful day first; of one day, the one due first. Adds ``subject_name`` and
    ``promised_for``, ``chased_on``, ``escalated_on``.
    """
    from cases.selectors import still_to_save  # the two modules read each other's lists

    cases: CaseQuerySet = still_to_save(Case.objects.visible_to(officer, day), day)
    requests = open_only(
        may_know_of(officer, day).filter(
            case__in=cases.filter(state=CaseState.WITH_JFIT), to__in=ASKED_BY_JFIT
        )
    ).exclude(pk__in=unsent())
    return (
        requests.select_related("case", "unit")
        .annotate(
            subject_name=_name(),
            promised_for=_latest(RequestStep.PROMISED, "promised_for"),
            chased_on=_latest(RequestStep.CHASED, "happened_on"),
            escalated_on=_latest(RequestStep.ESCALATED, "happened_on"),
        )
        .order_by("case__urgency", F("case__sort_day").asc(nulls_last=True), "due_on", "pk")
    )


def _latest(step: str, column: str) -> Subquery:
    events = RequestEvent.objects.current().filter(request=OuterRef("pk"), step=step)
    return Subquery(events.order_by("-happened_on", "-pk").values(column)[:1])


def _name() -> Subquery:
    cases: Any = Case.objects.filter(pk=OuterRef("case"))
    return Subquery(cases.with_subject_name().values("subject_name")[:1])


@dataclass(frozen=True, slots=True)
class Waits:
    """How a third party stands: requests open, of them past the target day, and the earliest such day."""

    who: str
    open: int
    late: int
    late_since: date | None
    longest: int


def waits_by_party(officer: Officer, day: date) -> list[Waits]:
    """Who keeps cases waiting, the most late first; one query. JFIT is never among them."""
    rows = (
        awaited(officer, day)
        .order_by()
        .values("to", "unit_name")
        .annotate(
            open=Count("pk"),
            late=Count("pk", filter=Q(due_on__lt=day)),
            since=Min("due_on", filter=Q(due_on__lt=day)),
        )
    )
    found = [
        Waits(
            who=row["unit_name"] or str(RequestTo(row["to"]).label),
            open=row["open"],
            late=row["late"],
            late_since=row["since"],
            longest=(day - row["since"]).days if row["since"] else 0,
        )
        for row in rows
    ]
    return sorted(found, key=lambda waits: (-waits.late, -waits.open, waits.who))


def escalated_to_managers(officer: Officer, day: date, roles: Collection[str]) -> QuerySet[Request]:
    """Open requests that were escalated: all of them for JFIT's managers, for a senior manager those on
    which JFIT's was told before.
    """
    told = RequestEvent.objects.current().filter(request=OuterRef("pk"), step=RequestStep.ESCALATED)
    number = told.order_by().values("request").annotate(n=Count("pk")).values("n")
    least = 1 if Role.JFIT_MANAGER in roles else ESCALATIONS
    escalated: Any = awaited(officer, day).annotate(times_escalated=Subquery(number))
    return escalated.filter(times_escalated__gte=least)


def ctus() -> QuerySet[Unit]:
    """Every CTU that can be asked, by name."""
    return Unit.objects.filter(kind=UnitKind.CTU).order_by("name")


def why_no_ctu(case: Case) -> CtuNotAsked | None:
    """Why no CTU was asked, where somebody recorded it."""
    return CtuNotAsked.objects.current().filter(case=case).select_related("reason", "recorded_by").first()
