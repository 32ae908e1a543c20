"""The sweep that chases: a port, or the forensic provider, for a profile that has not come.

When day 21 after the examination has ended with no profile at SOFS, the run for the next day raises the task:
once, whether the run is started twice or nights late, and then still dated with that day. A reminder follows
every seven days without word; a promise holds it off until its day has passed. A promise not kept, and as
many reminders as the policy says, take it to the manager. A profile that arrives closes it.
Source: further report of 22 April 2016, paragraphs 9A and 19; R-050.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import cast

from django.db.models import Exists, OuterRef, Prefetch, Q

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
    WhoHasIt,
)
from cases.models import Holding, Material, ProfileReceipt, Request, RequestEvent, Taking
from cases.whereabouts import sample_is_with
from retention.choices import ChaseClosed, ChaseRule, Subject, SweepName
from retention.models import ChaseReminder, ChaseTask, SweepRun
from retention.services import ports
from retention.services.sweeps import Sweep

REMIND_EVERY_DAYS = 7
SPOKEN = (RequestStep.CHASED, RequestStep.PROMISED)
PolicyOf = Callable[[str, date, str], int]
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
    nation: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said in an open chase: the latest contact, promise and escalation, and reminders so far.

    ``escalate_after``: by policy, the reminders with which it goes to the manager; 0 for never.
    """

    spoken_on: date | None = None
    promised_for: date | None = None
    escalated_on: date | None = None
    reminders: int = 0
    escalate_after: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What the rule asks for: to raise a task with a date, to close it, a reminder for so many, or to take it
    to so many managers, each the next above.
    """

    raise_dated: date | None = None
    close_because: ChaseClosed | None = None
    stands_for: int = 0
    escalate: int = 0

    def __bool__(self) -> bool:
        return bool(self.raise_dated or self.close_because or self.stands_for or self.escalate)


NO_WORD = Talk()


def port_rule(
    awaited: Awaited,
    task: ChaseTask | None,
    reminded_on: date | None,
    day: date,
    today: date,
    days: int,
    talk: Talk = NO_WORD,
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
        known = (task.raised_on, reminded_on, talk.spoken_on)
        return _press(talk, max(on for on in known if on), day, today)
    if has_come or not awaited.is_wanted or awaited.taken_on is None:
        return Step()
    dated = awaited.taken_on + timedelta(days=days + 1)
    return Step(raise_dated=dated) if dated <= day else Step()


def _press(talk: Talk, since: date, day: date, today: date) -> Step:
    """The reminder, and the way to the manager, of a chase without word since a day. Pure."""
    promised, told_on = talk.promised_for, talk.escalated_on
    if promised and promised >= day:
        return Step()
    if promised and since <= promised:
        due = 1
    else:
        due = (today - since).days // REMIND_EVERY_DAYS if (day - since).days >= REMIND_EVERY_DAYS else 0
    is_broken = promised is not None and (told_on is None or told_on <= promised)
    is_ignored = told_on is None and 0 < talk.escalate_after <= talk.reminders + due
    return Step(stands_for=due, escalate=int(is_broken or is_ignored))


def _ids_after(day: date, cursor: int, most: int) -> list[int]:
    """Profiles not yet received, and items with an open chase."""
    receipts = ProfileReceipt.objects.current().filter(material=OuterRef("pk"))
    tasks = ChaseTask.objects.filter(material=OuterRef("pk"), closed_on=None)
    awaited = Q(kind=MaterialKind.DNA_PROFILE, deleted_on=None) & ~Q(Exists(receipts))
    rows = Material.objects.filter(awaited | Q(Exists(tasks)), pk__gt=cursor)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def _look(day: date, ids: list[int]) -> list[int]:
    states, today = _read(ids), clock.today()
    policy_of = cache(policy.policy_on)
    return [item for item, state in states.items() if state.step(day, today, policy_of)]


@dataclass(slots=True)
class _State:
    awaited: Awaited
    task: ChaseTask | None = None
    reminded: list[date] = field(default_factory=list)
    reminders: int = 0
    said: list[RequestEvent] = field(default_factory=list)

    def step(self, day: date, today: date, policy_of: PolicyOf) -> Step:
        """What the rule asks for, by the nation's policies of the days of the taking and of the task."""
        days = policy_of(PolicyKey.PORT_CHASE_DAYS, self.awaited.taken_on or day, self.awaited.nation)
        latest = max(self.reminded, default=None)
        return port_rule(self.awaited, self.task, latest, day, today, days, self._talk(policy_of))

    def _talk(self, policy_of: PolicyOf) -> Talk:
        if self.task is None:
            return NO_WORD
        spoken = [event.happened_on for event in self.said if event.step in SPOKEN]
        promised = [event.promised_for for event in self.said if event.step == RequestStep.PROMISED]
        told = [event.happened_on for event in self.said if event.step == RequestStep.ESCALATED]
        return Talk(
            spoken_on=max(spoken, default=None),
            promised_for=promised[-1] if promised else None,
            escalated_on=max(told, default=None),
            reminders=self.reminders,
            escalate_after=policy_of(
                PolicyKey.PORT_ESCALATE_REMINDERS, self.task.dated_on, self.awaited.nation
            ),
        )


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
    cases = Material.objects.filter(pk__in=ids).values_list("case_id", flat=True)
    sample_with = sample_is_with(list(cases))
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
                # The latest step of its way tells more than that the provider has held it.
                is_with_fsp=sample_with.get(material.case_id) == WhoHasIt.FSP
                if material.case_id in sample_with
                else material.is_with_fsp,
                nation=material.case.nation,
            )
        )
    tasks = ChaseTask.objects.filter(rule=ChaseRule.PORT_PROFILE, material__in=ids, closed_on=None)
    current = Prefetch("request__events", RequestEvent.objects.current().order_by("happened_on", "pk"))
    for task in tasks.select_related("request").prefetch_related("reminders", current):
        state, asked = found[cast(int, task.material_id)], cast(Request, task.request)
        state.task, state.said = task, list(asked.events.all())
        state.reminded = [reminder.reminded_on for reminder in task.reminders.all()]
        state.reminders = sum(reminder.stands_for for reminder in task.reminders.all())
    return found


def _is_wanted(material: Material, day: date) -> bool:
    has_ended = material.status == PositionStatus.MUST_DESTROY or (
        material.last_lawful_day is not None and material.last_lawful_day < day
    )
    return material.deleted_on is None and not has_ended and material.case.state not in DECIDED_AGAINST


def _act(run: SweepRun, material_id: int) -> bool:
    Material.objects.select_for_update(of=("self",)).get(pk=material_id)
    state = _read([material_id])[material_id]
    wanted = state.step(run.day, clock.today(), policy.policy_on)
    system = system_officer()
    if wanted.raise_dated:
        _raise(state.awaited, wanted.raise_dated, system)
    elif wanted.close_because and state.task:
        _close(state.task, wanted.close_because, state.awaited.received_on, system)
    elif state.task:
        if wanted.stands_for:
            _remind(state.task, wanted.stands_for, system)
        if wanted.escalate:
            _event(cast(Request, state.task.request), RequestStep.ESCALATED, clock.today(), system)
            _tell(Verb.REQUEST_STEPPED, state.task, step=str(RequestStep.ESCALATED))
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
    if request.to == RequestTo.PORT and request.unit_name:
        ports.on_record(request.unit_name)
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
    is_answer = came_on is not None and task.request is not None and came_on >= task.request.sent_on
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


def _event(request: Request | None, step: RequestStep, on: date, system: Officer) -> None:
    """What became of the question; a chase of a decision or of a sign-off has none."""
    if request is None:
        return
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
