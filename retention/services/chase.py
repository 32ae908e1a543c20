"""The sweep that chases: a port, or the forensic provider, for a profile that has not come.

When day 21 after the examination has ended with no profile at SOFS, the run for the next day raises the task:
once, whether the run is started twice or nights late, and then still dated with that day. A profile that
arrives closes it. Source: further report of 22 April 2016, paragraphs 9A and 19; R-050.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from django.db.models import Exists, OuterRef, Q

from accounts.models import Officer
from accounts.selectors import system_officer
from audit import clock
from audit.choices import Source, Verb
from audit.facts import stamp
from audit.record import record
from cases import policy
from cases.choices import (
    CaseState,
    HoldingPlace,
    MaterialKind,
    PolicyKey,
    PositionStatus,
    RequestStep,
    RequestTo,
)
from cases.models import Holding, Material, ProfileReceipt, Request, RequestEvent, Taking
from retention.choices import ChaseClosed, ChaseRule, Subject, SweepName
from retention.models import ChaseReminder, ChaseTask, SweepRun
from retention.services.sweeps import Sweep

REMIND_EVERY_DAYS = 7
DECIDED_AGAINST = (CaseState.STOP_CONFIRMED, CaseState.NSD_REFUSED, CaseState.CLOSED)


@dataclass(frozen=True, slots=True)
class Awaited:
    """A DNA profile's item: when and where its sample was taken, whether it came, and who has the sample.

    ``is_wanted``: held lawfully, and nobody has decided that it must go; what must go is not chased for.
    """

    material_id: int
    case_id: int
    taken_on: date | None
    place: str
    received_on: date | None
    is_wanted: bool
    is_with_fsp: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What the rule asks for: to raise a task with a date, to close it, or a reminder for so many."""

    raise_dated: date | None = None
    close_because: ChaseClosed | None = None
    stands_for: int = 0

    def __bool__(self) -> bool:
        return bool(self.raise_dated or self.close_because or self.stands_for)


def port_rule(
    awaited: Awaited, task: ChaseTask | None, reminded_on: date | None, day: date, today: date, days: int
) -> Step:
    """What the run for ``day``, made on ``today``, is to do about one item. Pure.

    ``days``: by policy, the days after the taking (its own day not counted) whose end is awaited; the task is
    dated with the day after them. ``task`` is the open one, ``reminded_on`` the day of its latest reminder.
    """
    has_come = awaited.received_on is not None and awaited.received_on <= today
    if task:
        if has_come:
            return Step(close_because=ChaseClosed.PROFILE_RECEIVED)
        if not awaited.is_wanted:
            return Step(close_because=ChaseClosed.NOT_WANTED)
        since = max(task.raised_on, reminded_on or task.raised_on)
        waited = (day - since).days
        return (
            Step(stands_for=(today - since).days // REMIND_EVERY_DAYS)
            if waited >= REMIND_EVERY_DAYS
            else Step()
        )
    if has_come or not awaited.is_wanted or awaited.taken_on is None:
        return Step()
    dated = awaited.taken_on + timedelta(days=days + 1)
    return Step(raise_dated=dated) if dated <= day else Step()


def _ids_after(day: date, cursor: int, most: int) -> list[int]:
    """Profiles not yet received, and items with an open chase."""
    receipts = ProfileReceipt.objects.current().filter(material=OuterRef("pk"))
    tasks = ChaseTask.objects.filter(material=OuterRef("pk"), closed_on=None)
    awaited = Q(kind=MaterialKind.DNA_PROFILE, deleted_on=None) & ~Q(Exists(receipts))
    rows = Material.objects.filter(awaited | Q(Exists(tasks)), pk__gt=cursor)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def _look(day: date, ids: list[int]) -> list[int]:
    states, today = _read(ids), clock.today()
    policy_of = cache(lambda on: policy.policy_on(PolicyKey.PORT_CHASE_DAYS, on))
    return [item for item, state in states.items() if state.step(day, today, policy_of)]


@dataclass(slots=True)
class _State:
    awaited: Awaited
    task: ChaseTask | None = None
    reminded: list[date] = field(default_factory=list)

    def step(self, day: date, today: date, policy_of: Callable[[date], int]) -> Step:
        """What the rule asks for, by the policy of the day of the taking."""
        days = policy_of(self.awaited.taken_on or day)
        return port_rule(self.awaited, self.task, max(self.reminded, default=None), day, today, days)


def _read(ids: Collection[int]) -> dict[int, _State]:
    """What the rule needs to know of each of these items; a fixed number of queries."""
    takings = {
        material: (taken_on, place)
        for material, taken_on, place in Taking.objects.current()
        .filter(material__in=ids)
        .values_list("material_id", "taken_on", "place")
    }
    received = dict(
        ProfileReceipt.objects.current()
        .filter(material__in=ids)
        .order_by("-received_on", "pk")  # the earliest is read last, and stands
        .values_list("material_id", "received_on")
    )
    with_fsp = Holding.objects.current().filter(
        material__case=OuterRef("case"), place=HoldingPlace.SAMPLE_STORE
    )
    today = clock.today()
    found = {}
    for material in (
        Material.objects.filter(pk__in=ids)
        .annotate(is_with_fsp=Exists(with_fsp))
        .select_related("case")
        .order_by("pk")
    ):
        taken_on, place = takings.get(material.pk, (None, ""))
        found[material.pk] = _State(
            Awaited(
                material_id=material.pk,
                case_id=material.case_id,
                taken_on=taken_on,
                place=place,
                received_on=received.get(material.pk),
                is_wanted=_is_wanted(material, today),
                is_with_fsp=material.is_with_fsp,
            )
        )
    tasks = ChaseTask.objects.filter(rule=ChaseRule.PORT_PROFILE, material__in=ids, closed_on=None)
    for task in tasks.prefetch_related("reminders"):
        found[task.material_id].task = task
        found[task.material_id].reminded = [reminder.reminded_on for reminder in task.reminders.all()]
    return found


def _is_wanted(material: Material, day: date) -> bool:
    has_ended = material.status == PositionStatus.MUST_DESTROY or (
        material.last_lawful_day is not None and material.last_lawful_day < day
    )
    return material.deleted_on is None and not has_ended and material.case.state not in DECIDED_AGAINST


def _act(run: SweepRun, material_id: int) -> bool:
    Material.objects.select_for_update(of=("self",)).get(pk=material_id)
    state = _read([material_id])[material_id]
    wanted = state.step(run.day, clock.today(), lambda on: policy.policy_on(PolicyKey.PORT_CHASE_DAYS, on))
    system = system_officer()
    if wanted.raise_dated:
        _raise(state.awaited, wanted.raise_dated, system)
    elif wanted.close_because and state.task:
        _close(state.task, wanted.close_because, state.awaited.received_on, system)
    elif wanted.stands_for and state.task:
        _remind(state.task, wanted.stands_for, system)
    return bool(wanted)


def _raise(awaited: Awaited, dated: date, system: Officer) -> None:
    """Raise the task, and with it the question to the port, or to the provider that has the sample."""
    today = clock.today()
    to = RequestTo.FSP if awaited.is_with_fsp else RequestTo.PORT
    request = Request.objects.create(
        case_id=awaited.case_id,
        to=to,
        unit_name="" if awaited.is_with_fsp else awaited.place,
        sent_on=today,
        due_on=today + timedelta(days=REMIND_EVERY_DAYS),
        asked_by=system,
        **stamp(system, source=Source.SYSTEM),
    )
    task = ChaseTask.objects.create(
        rule=ChaseRule.PORT_PROFILE,
        case_id=awaited.case_id,
        material_id=awaited.material_id,
        request=request,
        dated_on=dated,
        raised_on=today,
    )
    _tell(Verb.CHASE_RAISED, task, to=str(to), dated=dated.isoformat(), late=task.days_late)


def after_receipt(receipt: ProfileReceipt) -> None:
    """SOFS has the profile: its open chase ends at once, without waiting for the night."""
    for task in ChaseTask.objects.filter(
        rule=ChaseRule.PORT_PROFILE, material=receipt.material_id, closed_on=None
    ):
        _close(task, ChaseClosed.PROFILE_RECEIVED, receipt.received_on, system_officer())


def _close(task: ChaseTask, because: ChaseClosed, received_on: date | None, system: Officer) -> None:
    """Close the task, and the question with it: answered by the profile, or no longer asked."""
    came_on = received_on if because == ChaseClosed.PROFILE_RECEIVED else None
    is_answer = came_on is not None and came_on >= task.request.sent_on
    task.closed_on, task.closed_because = came_on or clock.today(), because
    task.save(update_fields=["closed_on", "closed_because"])
    step = RequestStep.ANSWERED if is_answer else RequestStep.CLOSED
    # A profile that came before anybody asked is no answer.
    _event(task.request, step, task.closed_on if is_answer else clock.today(), system)
    _tell(Verb.CHASE_CLOSED, task, because=str(because))


def _remind(task: ChaseTask, stands_for: int, system: Officer) -> None:
    today = clock.today()
    ChaseReminder.objects.create(task=task, reminded_on=today, stands_for=stands_for)
    _event(task.request, RequestStep.CHASED, today, system)
    _tell(Verb.REQUEST_STEPPED, task, step=str(RequestStep.CHASED), stands_for=stands_for)


def _event(request: Request, step: RequestStep, on: date, system: Officer) -> None:
    ended = RequestEvent.objects.current().filter(
        request=request, step__in=[RequestStep.ANSWERED, RequestStep.CLOSED]
    )
    if step == RequestStep.CHASED or not ended.exists():
        RequestEvent.objects.create(
            request=request, step=step, happened_on=on, **stamp(system, source=Source.SYSTEM)
        )


def _tell(verb: Verb, task: ChaseTask, **more: object) -> None:
    record(
        verb,
        subject_type="chase",
        subject_id=task.pk,
        payload={"case": task.case_id, "material": task.material_id} | more,
    )


SWEEP = Sweep(SweepName.CHASE, Subject.MATERIAL, _ids_after, _look, _act)
