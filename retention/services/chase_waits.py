"""The part of the chase that is about answers and decisions: third parties, Chief Officers, sign-offs, and
reviews of holding NSDs.

The day after an answer was due, or after the days that a decision may take have ended, a task is raised for
JFIT: once, whether the run is started twice or nights late, and then still dated with that day. While it
stands, a reminder follows every seven days; after an outage there is one, which says how many it stands for.
A promise holds reminders off until its day has passed. An answer that does not come in spite of them, or of a
promise, climbs a ladder: JFIT's manager is told, then the senior manager, unless a person told them before.
The days over are those of whoever was asked.
Source: further report of 22 April 2016, paragraphs 9D, 9F, 9G, 21 to 23; R-063.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.db.models import Exists, F, OuterRef, Q

from accounts.choices import Role
from accounts.selectors import system_officer
from audit import clock
from audit.choices import Source, Verb
from audit.facts import stamp
from audit.record import record
from cases import holding, policy, requests
from cases.choices import CaseState, PolicyKey, PositionStatus, RequestStep
from cases.models import Case, Determination, Material, Movement, Request, RequestEvent
from cases.services.words import kept_if
from retention.choices import ChaseClosed, ChaseRule, Subject, SweepName
from retention.models import ChaseReminder, ChaseTask, SweepRun
from retention.services.chase import REMIND_EVERY_DAYS, Step
from retention.services.sweeps import Sweep

ONE_DAY = timedelta(days=1)
RULES = (ChaseRule.THIRD_PARTY, ChaseRule.CHIEF_OFFICER, ChaseRule.SIGN_OFF, ChaseRule.HOLDING_REVIEW)
# Who decides in a state, and the policy of how long it may take.
DECISIONS = {
    CaseState.WITH_CHIEF_OFFICER: (ChaseRule.CHIEF_OFFICER, PolicyKey.CHIEF_OFFICER_DAYS),
    CaseState.STOP_WITH_INSPECTOR: (ChaseRule.SIGN_OFF, PolicyKey.SIGN_OFF_DAYS),
    CaseState.STOP_WITH_SUPERINTENDENT: (ChaseRule.SIGN_OFF, PolicyKey.SIGN_OFF_DAYS),
}
# Who is told of an answer that does not come: the first is told first.
LADDER = (Role.JFIT_MANAGER, Role.SENIOR_MANAGER)


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that a case waits for: by which rule, until which target day, and whether it still does.

    ``quiet_until``: the latest chase or promise, after which the next reminder is counted. ``told`` managers
    know of it, the latest since ``told_on``; after each ``escalate_after`` reminders another is to (0: none).
    """

    case_id: int
    rule: str
    due_on: date
    request_id: int | None = None
    is_wanted: bool = True
    ended_on: date | None = None
    quiet_until: date | None = None
    is_promised: bool = False
    promised_for: date | None = None
    told: int = 0
    told_on: date | None = None
    escalate_after: int = 0

    @property
    def key(self) -> tuple[str, int | None]:
        """What a task is about, within the case."""
        return self.rule, self.request_id


def wait_rule(
    wait: Wait | None,
    task: ChaseTask | None,
    reminded_on: date | None,
    day: date,
    today: date,
    reminders: int = 0,
) -> Step:
    """What the run for ``day``, made on ``today``, is to do about one wait. Pure.

    A task whose wait is gone was decided or taken back; ``task`` is the open one, with so many ``reminders``.
    """
    if task is None:
        if wait is None or wait.ended_on or not wait.is_wanted:
            return Step()
        dated = wait.due_on + ONE_DAY
        return Step(raise_dated=dated) if dated <= day else Step()
    if wait is None:
        return Step(close_because=ChaseClosed.DECIDED)
    if wait.ended_on:
        return Step(close_because=ChaseClosed.ANSWERED)
    if not wait.is_wanted:
        return Step(close_because=ChaseClosed.NOT_WANTED)
    due = _reminders(wait, max(task.raised_on, reminded_on or task.raised_on), day, today)
    return Step(stands_for=due, escalate=_to_tell(wait, reminders + due, day))


def _to_tell(wait: Wait, reminders: int, day: date) -> int:
    """How many more managers are to be told: by the reminders without an answer, or as a promise was broken.

    Reminders that one stands for count, so that missed nights lead to the same as nights that were not.
    """
    by_reminders = reminders // wait.escalate_after if wait.escalate_after else 0
    promised = wait.promised_for
    is_broken = promised is not None and promised < day and (wait.told_on is None or wait.told_on <= promised)
    return max(min(max(by_reminders, wait.told + is_broken), len(LADDER)) - wait.told, 0)


def _reminders(wait: Wait, since: date, day: date, today: date) -> int:
    """How many reminders have fallen due; 0 for none yet."""
    if wait.quiet_until and wait.quiet_until > since:
        if wait.is_promised:
            return 1 if day > wait.quiet_until else 0
        since = wait.quiet_until
    if (day - since).days < REMIND_EVERY_DAYS:
        return 0
    return (today - since).days // REMIND_EVERY_DAYS


def _ids_after(day: date, cursor: int, most: int) -> list[int]:
    """Cases that wait for an answer or a decision, and cases with an open task about one."""
    asked = requests.open_only(Request.objects.current()).filter(
        case=OuterRef("pk"), to__in=requests.ASKED_BY_JFIT
    )
    tasks = ChaseTask.objects.filter(case=OuterRef("pk"), closed_on=None, rule__in=RULES)
    held = holding.to_review(day).filter(case=OuterRef("pk"), due_on__lt=day).order_by()
    waits = Q(state=CaseState.WITH_JFIT) & Q(Exists(asked)) | Q(state__in=list(DECISIONS)) | Q(Exists(tasks))
    rows = Case.objects.filter(waits | Q(Exists(held)), pk__gt=cursor).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:most])


def _look(day: date, ids: list[int]) -> list[int]:
    return [case_id for case_id, found in _read(ids, day).items() if any(found)]


@dataclass(frozen=True, slots=True)
class _Found:
    """A wait, or a task without one, with what is to be done."""

    wait: Wait | None
    task: ChaseTask | None
    step: Step

    def __bool__(self) -> bool:
        return bool(self.step)


def _read(ids: Collection[int], day: date) -> dict[int, list[_Found]]:
    """What is to be done about each of these cases; a fixed number of queries."""
    today = clock.today()
    tasks: dict[int, dict[tuple[str, int | None], ChaseTask]] = defaultdict(dict)
    open_tasks = ChaseTask.objects.filter(case__in=ids, closed_on=None, rule__in=RULES)
    for task in open_tasks.prefetch_related("reminders"):
        tasks[task.case_id][task.rule, task.request_id] = task
    waits = _waits(ids, today)
    found: dict[int, list[_Found]] = {}
    for case_id in ids:
        of_case = {wait.key: wait for wait in waits[case_id]}
        found[case_id] = [
            _found(of_case.get(key), tasks[case_id].get(key), day, today)
            for key in sorted(of_case.keys() | tasks[case_id].keys(), key=str)
        ]
    return found


def _found(wait: Wait | None, task: ChaseTask | None, day: date, today: date) -> _Found:
    sent = list(task.reminders.all()) if task else []
    latest = max((reminder.reminded_on for reminder in sent), default=None)
    reminders = sum(reminder.stands_for for reminder in sent)
    return _Found(wait, task, wait_rule(wait, task, latest, day, today, reminders))


def _waits(ids: Collection[int], today: date) -> dict[int, list[Wait]]:
    found: dict[int, list[Wait]] = defaultdict(list)
    cases = {case.pk: case for case in Case.objects.filter(pk__in=ids)}
    wanted = _wanted(cases.values(), today)
    days = cache(policy.policy_on)
    after = policy.by_nation(PolicyKey.THIRD_PARTY_ESCALATE_REMINDERS, today)
    with_jfit = [pk for pk, case in cases.items() if case.state == CaseState.WITH_JFIT]
    for case_id, clocks in requests.clocks_of(with_jfit, of=requests.ASKED_BY_JFIT).items():
        sent = [asked for asked in clocks if not asked.is_unsent]
        found[case_id] += [_answer(asked, cases[case_id], case_id in wanted, after) for asked in sent]
    arrived = _arrived(ids)
    for pk, case in cases.items():
        if case.state in DECISIONS and pk in arrived:
            rule, key = DECISIONS[CaseState(case.state)]
            due = arrived[pk] + timedelta(days=days(key, arrived[pk], case.nation))
            found[pk].append(Wait(pk, rule, due, is_wanted=pk in wanted))
    # One reviewed by its day, or let go on to another, is waited for no more.
    late = holding.to_review(today, Determination.objects.filter(case__in=ids)).filter(due_on__lt=today)
    for made in late.order_by("-due_on"):  # of several in one case the first due is read last, and stands
        found[made.case_id].append(Wait(made.case_id, ChaseRule.HOLDING_REVIEW, made.due_on))
    return found


def _answer(asked: requests.Clock, case: Case, is_wanted: bool, after: dict[str, int]) -> Wait:
    chased, promised = asked.chased, asked.promised
    quiet = [event.happened_on for event in (chased,) if event]
    for_day = promised.promised_for if promised else None
    is_promised = for_day is not None and for_day >= max(quiet, default=date.min)
    told = [event.happened_on for event in asked.events if event.step == RequestStep.ESCALATED]
    return Wait(
        asked.request.case_id,
        ChaseRule.THIRD_PARTY,
        asked.request.due_on,
        request_id=asked.request.pk,
        is_wanted=is_wanted,
        ended_on=asked.ended.happened_on if asked.ended else None,
        quiet_until=for_day if is_promised else max(quiet, default=None),
        is_promised=is_promised,
        promised_for=for_day,
        told=len(told),
        told_on=max(told, default=None),
        escalate_after=after.get(case.nation, after[""]),
    )


def _wanted(cases: Iterable[Case], today: date) -> set[int]:
    """The cases of which pressing for an answer still keeps something; one query."""
    ids = [case.pk for case in cases]
    kept = Material.objects.held().filter(status=PositionStatus.INDEFINITE)
    kept |= Material.objects.to_save_on(today)
    return set(kept.filter(case__in=ids).values_list("case_id", flat=True))


def _arrived(ids: Iterable[int]) -> dict[int, date]:
    """The day on which each case came to the state that it is in; who has it may have changed since."""
    moves = (
        Movement.objects.current()
        .filter(case__in=list(ids), to_state=F("case__state"))
        .exclude(from_state=F("to_state"))
        .order_by("case_id", "sequence")
    )
    return dict(moves.values_list("case_id", "moved_on"))


def _act(run: SweepRun, case_id: int) -> bool:
    Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    found = [each for each in _read([case_id], run.day)[case_id] if each]
    for each in found:
        if each.step.raise_dated and each.wait:
            _raise(each.wait, each.step.raise_dated)
        elif each.step.close_because and each.task:
            ended_on = each.wait.ended_on if each.wait else None
            close(each.task, each.step.close_because, ended_on or clock.today())
        elif each.task:
            if each.step.stands_for:
                _remind(each.task, each.step.stands_for)
            if each.step.escalate and each.wait:
                _escalate(each.task, each.wait, each.step.escalate)
    return bool(found)


def _raise(wait: Wait, dated: date) -> None:
    """Raise the task; one about the same request that was closed meanwhile stands again."""
    again = ChaseTask.objects.filter(request=wait.request_id).first() if wait.request_id else None
    if again is not None:
        again.closed_on, again.closed_because = None, ""
        again.save(update_fields=["closed_on", "closed_because"])
    task = again or ChaseTask.objects.create(
        rule=wait.rule,
        case_id=wait.case_id,
        request_id=wait.request_id,
        dated_on=dated,
        raised_on=clock.today(),
    )
    _tell(Verb.CHASE_RAISED, task, dated=dated.isoformat(), late=task.days_late)


def close(task: ChaseTask, because: str, on: date) -> None:
    """Close a task on a day."""
    task.closed_on, task.closed_because = on, because
    task.save(update_fields=["closed_on", "closed_because"])
    _tell(Verb.CHASE_CLOSED, task, because=str(because))


def after_answer(ended: RequestEvent) -> None:
    """An answer ends the chase for it at once."""
    task = ChaseTask.objects.filter(
        request=ended.request_id, rule=ChaseRule.THIRD_PARTY, closed_on=None
    ).first()
    if task is not None:
        close(task, ChaseClosed.ANSWERED, ended.happened_on)


def _remind(task: ChaseTask, stands_for: int) -> None:
    today = clock.today()
    ChaseReminder.objects.create(task=task, reminded_on=today, stands_for=stands_for)
    _tell(Verb.CHASE_RAISED, task, reminder=True, stands_for=stands_for)


def _escalate(task: ChaseTask, wait: Wait, rungs: int) -> None:
    """Tell the next managers of the ladder, each as a step of the request that says why."""
    today, system = clock.today(), system_officer()
    is_broken = wait.promised_for is not None and wait.promised_for < today
    why = "What was promised did not come." if is_broken else "Reminders brought no answer."
    for role in LADDER[wait.told : wait.told + rungs]:
        RequestEvent.objects.create(
            request=task.request,  # type: ignore[misc]
            step=RequestStep.ESCALATED,
            happened_on=today,
            note=kept_if(f"To the {role.label}. {why}", system),
            **stamp(system, source=Source.SYSTEM),
        )
        _tell(Verb.REQUEST_STEPPED, task, step=str(RequestStep.ESCALATED), to=str(role))


def _tell(verb: Verb, task: ChaseTask, **more: object) -> None:
    record(
        verb,
        subject_type="chase",
        subject_id=task.pk,
        payload={"case": task.case_id, "request": task.request_id, "rule": str(task.rule)} | more,
    )


SWEEP = Sweep(SweepName.CHASE, Subject.CASE, _ids_after, _look, _act)
