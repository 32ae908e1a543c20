"""The sweep that raises an alert while there is time: the remaining stages do not fit into the days left, it
is time to renew an NSD in force, or a court may be asked to extend the period.

One alert a case and level; a nearer level takes the place of the one before. An alert that nobody
acknowledges within two working days passes to the owner's manager. What is past its last lawful day is not at
risk: it is unlawful.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Exists, Max, Min, OuterRef, Q

from accounts.choices import Role
from audit import clock
from audit.choices import Verb
from audit.record import record
from cases import policy, renewals
from cases.choices import (
    CaseEvent,
    CaseState,
    MaterialKind,
    PolicyKey,
    PositionStatus,
    RequestStep,
    RequestTo,
)
from cases.models import Case, CourtApplication, Material, Movement, Request, RequestEvent
from law.periods import window_ending_on
from law.rules import INSTALLED
from retention.budgets import NOTHING_TO_SAVE, Asked, Budgets, Stand, days_needed, level_of
from retention.choices import AlertClosed, AlertLevel, Subject, SweepName
from retention.models import Alert, SweepRun
from retention.services.sweeps import Sweep
from retention.working_days import add_working_days

DAYS_TO_ACKNOWLEDGE = 2  # working days
# Who owns an alert about a case that nobody has, by where the case stands.
OWNER_ROLE = {
    CaseState.WITH_SOFS: Role.SOFS_MANAGER,
    CaseState.RETAINED_ON_OTHER_BASIS: Role.SOFS_MANAGER,
    CaseState.WITH_CHIEF_OFFICER: Role.CHIEF_OFFICER,
    CaseState.STOP_WITH_INSPECTOR: Role.INSPECTOR,
    CaseState.STOP_WITH_SUPERINTENDENT: Role.SUPERINTENDENT,
}
MANAGER_OF = {Role.SOFS_MANAGER: Role.SENIOR_MANAGER, Role.JFIT_MANAGER: Role.SENIOR_MANAGER}
# The policy of each stage's budget, by the field of ``Budgets``.
STAGES = {
    "sofs": PolicyKey.SOFS_DAYS,
    "profile": PolicyKey.JFIT_PROFILE_DAYS,
    "third_parties": PolicyKey.THIRD_PARTY_DAYS,
    "decision": PolicyKey.JFIT_DECISION_DAYS,
    "chief_officer": PolicyKey.CHIEF_OFFICER_DAYS,
    "sign_off": PolicyKey.SIGN_OFF_DAYS,
}
AT_JFIT = (CaseEvent.REFER, CaseEvent.RESUME, CaseEvent.REOPEN)
ENDED = (RequestStep.ANSWERED, RequestStep.CLOSED)


RENEWALS = (AlertLevel.RENEW_FIRST, AlertLevel.RENEW_SECOND, AlertLevel.RENEW_LAST)


@dataclass(frozen=True, slots=True)
class Risk:
    """A case whose remaining stages need more days than are left, or whose NSD it is time to renew.

    ``level`` is that of its alert.
    """

    case_id: int
    last_lawful_day: date
    days_left: int
    days_needed: int
    level: str


def risks(case_ids: Collection[int], day: date, today: date) -> dict[int, Risk]:
    """Those of the cases that are at risk on ``day``, by case; a fixed number of queries.

    By the earliest item still held that a determination could save (samples apart); one that is past its day
    by ``today`` is not counted. The budgets are those of the case's nation. An NSD in force that need not be
    hurried yet is prompted for, by the policies of ``day``; and so is a court's window that is open.
    """
    budgets_of = budgets_by_nation(day)
    days = days_to_keep(case_ids, max(day, today))
    stands = stands_of(list(days))
    months = renewals.prompts_on(day)
    askable = court_may_be_asked(days, day)
    found = {}
    for case_id, last in days.items():
        stand = stands[case_id]
        needed = days_needed(stand, day, budgets_of(stand.nation))
        left = (last - day).days
        if needed is None:
            continue
        level = level_of(left) if needed > left else _prompt(stand, last, day, months)
        level = level or (AlertLevel.COURT if case_id in askable else "")
        if level:
            found[case_id] = Risk(case_id, last, left, needed, level)
    return found


def court_may_be_asked(days: Mapping[int, date], day: date) -> frozenset[int]:
    """Those cases of which an item ends on its day with the period of a power that a court can extend, whose
    window is open on ``day``, and about which no court was asked in it; one query.
    """
    asked = CourtApplication.objects.current().filter(material=OuterRef("pk"))
    rows = Material.objects.filter(case__in=days, deleted_on=None, last_lawful_day__in=set(days.values()))
    columns = rows.exclude(Exists(asked)).values_list("case_id", "last_lawful_day", "chain", "case__nation")
    return frozenset(
        case_id
        for case_id, last, chain, nation in columns
        if chain and last == days[case_id] and _is_open(chain[-1], nation, last, day)
    )


def _is_open(power: str, nation: str, last: date, day: date) -> bool:
    rule = INSTALLED.power(power, nation)
    if rule is None or rule.court is None:
        return False
    return window_ending_on(last, rule.court.window_months)[0] <= day <= last


def _prompt(stand: Stand, last: date, day: date, months: renewals.Months) -> str:
    """Which prompt to renew it is time for; empty where no NSD is in force, or for none yet."""
    due = renewals.prompt_of(last, day, months) if stand.state == CaseState.NSD_IN_FORCE else None
    return "" if due is None else RENEWALS[due]


def budgets_on(day: date, nation: str = "") -> Budgets:
    """The budgets of the stages by the policy of ``day`` for a nation."""
    return budgets_by_nation(day)(nation)


def budgets_by_nation(day: date) -> Callable[[str], Budgets]:
    """The same for any nation, by its code; one query for all of them."""
    values = policy.together(day, *STAGES.values())

    def budgets_of(nation: str) -> Budgets:
        return Budgets(**{stage: values[key].get(nation, values[key][""]) for stage, key in STAGES.items()})

    return cache(budgets_of)


def days_to_keep(case_ids: Collection[int], day: date) -> dict[int, date]:
    """The earliest last lawful day from ``day`` on of each case's items that a determination could save."""
    rows = Material.objects.filter(
        case__in=case_ids, deleted_on=None, status=PositionStatus.TIME_LIMITED, last_lawful_day__gte=day
    ).exclude(kind=MaterialKind.DNA_SAMPLE)
    return dict(
        rows.order_by("case_id")
        .values("case_id")
        .annotate(day=Min("last_lawful_day"))
        .values_list("case_id", "day")
    )


def stands_of(case_ids: Collection[int]) -> dict[int, Stand]:
    """Where each of these cases stands, with what JFIT asked since it came to it; three queries."""
    at_jfit_since = dict(
        Movement.objects.current()
        .filter(case__in=case_ids, event__in=AT_JFIT)
        .order_by("case_id")
        .values("case_id")
        .annotate(day=Max("moved_on"))
        .values_list("case_id", "day")
    )
    ended = RequestEvent.objects.current().filter(request=OuterRef("pk"), step__in=ENDED)
    asked: dict[int, list[Asked]] = defaultdict(list)
    requests = Request.objects.current().filter(
        case__in=case_ids, to__in=[RequestTo.SECURITY_SERVICE, RequestTo.CTU]
    )
    for case_id, to, sent_on, due_on, is_answered in requests.annotate(is_answered=Exists(ended)).values_list(
        "case_id", "to", "sent_on", "due_on", "is_answered"
    ):
        if sent_on >= at_jfit_since.get(case_id, sent_on):
            asked[case_id].append(Asked(due_on, is_answered, str(RequestTo(to).label)))
    columns = ("pk", "state", "held_since", "opened_on", "nation")
    cases = Case.objects.filter(pk__in=case_ids).values_list(*columns)
    return {
        pk: Stand(state, held_since or opened_on, tuple(asked[pk]), nation)
        for pk, state, held_since, opened_on, nation in cases
    }


def _ids_after(day: date, cursor: int, most: int) -> list[int]:
    """Cases with work that could still save something, and cases with an open alert."""
    alerts = Alert.objects.filter(case=OuterRef("pk"), closed_on=None)
    items = Material.objects.filter(
        case=OuterRef("pk"), deleted_on=None, status=PositionStatus.TIME_LIMITED, last_lawful_day__gte=day
    )
    in_work = Q(Exists(items)) & ~Q(state__in=NOTHING_TO_SAVE)
    rows = Case.objects.filter(in_work | Q(Exists(alerts)), pk__gt=cursor)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


@dataclass(frozen=True, slots=True)
class _Seen:
    """What decides about a case: its risk by the run's day and today's, and its alerts so far."""

    risk: Risk | None
    risk_today: Risk | None
    alerts: tuple[Alert, ...]

    @property
    def open(self) -> Alert | None:
        """The alert that stands."""
        return next((alert for alert in self.alerts if alert.closed_on is None), None)

    @property
    def same(self) -> Alert | None:
        """The alert of the level and the last lawful day of the risk, raised before."""
        return next(
            (
                alert
                for alert in self.alerts
                if self.risk
                and (alert.level, alert.last_lawful_day) == (self.risk.level, self.risk.last_lawful_day)
            ),
            None,
        )


def _see(ids: list[int], day: date) -> dict[int, _Seen]:
    today = clock.today()
    by_day = risks(ids, day, today)
    by_today = by_day if day == today else risks(ids, today, today)
    alerts: dict[int, list[Alert]] = defaultdict(list)
    for alert in Alert.objects.filter(case__in=ids).order_by("pk"):
        alerts[alert.case_id].append(alert)
    return {pk: _Seen(by_day.get(pk), by_today.get(pk), tuple(alerts[pk])) for pk in ids}


def _look(day: date, ids: list[int]) -> list[int]:
    return [
        pk
        for pk, seen in _see(ids, day).items()
        if _why_close(seen) or _is_to_raise(seen) or _is_to_escalate(seen.open)
    ]


def _act(run: SweepRun, case_id: int) -> bool:
    case = Case.objects.select_for_update(of=("self",)).select_related("holder").get(pk=case_id)
    seen = _see([case_id], run.day)[case_id]
    why, is_to_raise, standing = _why_close(seen), _is_to_raise(seen), seen.open
    if standing and (why or is_to_raise):
        _close(standing, why or AlertClosed.SUPERSEDED)
    elif standing and _is_to_escalate(standing):
        _escalate(standing)
        return True
    if seen.risk and is_to_raise:
        _raise(case, seen.risk, seen.same)
    return bool(why or is_to_raise)


def _is_to_raise(seen: _Seen) -> bool:
    """Where the level was never raised for this last lawful day, or was closed as no longer needed.

    Never beside a nearer level: a late run for an earlier day takes nothing back.
    """
    risk, standing, same = seen.risk, seen.open, seen.same
    if risk is None or seen.risk_today is None:
        return False
    if same and (same.closed_on is None or same.closed_because == AlertClosed.SUPERSEDED):
        return False
    if standing is None or standing.last_lawful_day != risk.last_lawful_day:
        return True
    return risk.days_left < standing.days_left


def _why_close(seen: _Seen) -> AlertClosed | None:
    """Why the standing alert should be closed, by what is true today."""
    standing = seen.open
    if standing is None:
        return None
    if standing.last_lawful_day < clock.today():
        return AlertClosed.DAY_PASSED
    if seen.risk_today is None:
        return AlertClosed.NO_LONGER_AT_RISK
    if seen.risk_today.last_lawful_day != standing.last_lawful_day:
        return AlertClosed.DAY_CHANGED
    return None


def _is_to_escalate(alert: Alert | None) -> bool:
    if alert is None or alert.acknowledged_at or alert.escalated_on:
        return False
    return clock.today() > add_working_days(alert.raised_on, DAYS_TO_ACKNOWLEDGE)


def _raise(case: Case, risk: Risk, same: Alert | None) -> None:
    """Raise an alert; the same one, closed as no longer needed, stands again to be acknowledged anew."""
    alert = same or Alert(case=case, level=risk.level, last_lawful_day=risk.last_lawful_day)
    alert.days_left, alert.days_needed = risk.days_left, risk.days_needed
    alert.owner = case.holder if case.holder and case.holder.is_active else None
    alert.owner_role = OWNER_ROLE.get(CaseState(case.state), Role.JFIT_MANAGER)
    alert.raised_on = clock.today()
    alert.closed_on, alert.closed_because, alert.escalated_on = None, "", None
    alert.acknowledged_at = alert.acknowledged_by = alert.plan = None
    alert.save()
    _tell(
        Verb.ALERT_RAISED,
        alert,
        level=alert.level,
        left=risk.days_left,
        needed=risk.days_needed,
        again=same is not None,
    )


def _close(alert: Alert, because: AlertClosed) -> None:
    alert.closed_on, alert.closed_because = clock.today(), because
    alert.save(update_fields=["closed_on", "closed_because"])
    _tell(Verb.ALERT_CLOSED, alert, because=str(because))


def _escalate(alert: Alert) -> None:
    """Pass it to the owner's manager; from then on the role owns it, not the person."""
    was = alert.owner_role
    own = Role(was)
    alert.owner_role = MANAGER_OF.get(own, Role.JFIT_MANAGER) if alert.owner is None else _manager(own)
    alert.escalated_on, alert.owner = clock.today(), None
    alert.save(update_fields=["owner_role", "escalated_on", "owner"])
    _tell(Verb.ALERT_ESCALATED, alert, was=was, to=str(alert.owner_role))


def _manager(role: Role) -> Role:
    """The manager of a person whose cases would, with nobody to have them, be ``role``'s."""
    return role if role in MANAGER_OF else Role.JFIT_MANAGER


def _tell(verb: Verb, alert: Alert, **more: object) -> None:
    record(verb, subject_type="alert", subject_id=alert.pk, payload={"case": alert.case_id} | more)


SWEEP = Sweep(SweepName.RAISE_AT_RISK, Subject.CASE, _ids_after, _look, _act)
