"""Asking a CTU and the Security Service, and recording what became of it. Each request has its own clock.

They run in parallel, and neither is ever needed before the other (R-034). What was recorded is never edited:
an answer recorded wrongly is withdrawn by ``replace_answer`` and another recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from accounts.choices import UnitKind
from accounts.models import Officer, Unit
from accounts.selectors import roles_on, units_on
from audit import clock
from audit.choices import Source, Verb, WithdrawnBecause
from audit.facts import stamp, withdraw
from audit.record import record
from cases.choices import CaseState, Checking, PolicyKey, Provenance, RequestStep, RequestTo
from cases.errors import AuthorityRefused, FactRefused
from cases.models import Case, CtuNotAsked, Request, RequestEvent
from cases.permissions import JFIT
from cases.policy import policy_on
from cases.requests import ESCALATIONS, PRESSES, unsent
from cases.services import after_answer
from cases.services.words import kept_if

ENDS = frozenset({RequestStep.ANSWERED, RequestStep.CLOSED})
# What the unit that was asked may do itself; everything else is JFIT's.
OF_THE_UNIT = frozenset({RequestStep.ACKNOWLEDGED, RequestStep.PROMISED, RequestStep.ANSWERED})
NEEDS_WORDS = {
    RequestStep.ESCALATED: "Enter what the manager is to do, and why chasing was not enough.",
    RequestStep.CLOSED: "Enter why the request is closed without an answer.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person says with a step; which of it a step needs is in ``_check_said``."""

    promised_for: date | None = None
    assessment: str = ""
    provenance: str = ""
    checking: str = ""
    quality: str = ""
    words: str = ""


@transaction.atomic
def ask(case_id: int, *, by: Officer, to: str, unit: Unit | None = None, question: str = "") -> Request:
    """Ask the Security Service, or a CTU, on the business day; the answer is due by the policy of that day.

    The Security Service is asked for its summary assessment alone, a CTU what ``question`` says. Raises
    AuthorityRefused, and FactRefused where JFIT has not the case or the same was asked and is still open.
    """
    case, today = _locked(case_id), clock.today()
    _check_jfit(by, today, "JFIT asks a CTU and the Security Service")
    if case.state != CaseState.WITH_JFIT:
        raise FactRefused(
            f"Case {case.ref} is {case.get_state_display()}. Requests are sent while JFIT has the case."
        )
    _check_whom(case, to, unit, question)
    request = Request.objects.create(
        case=case,
        to=to,
        unit=unit,
        unit_name=unit.name if unit else "",
        sent_on=today,
        due_on=due_on(today, case.nation),
        asked_by=by,
        question=kept_if(question, by),
        **stamp(by),
    )
    if to == RequestTo.CTU:
        _withdraw(CtuNotAsked.objects.filter(case=case), by, WithdrawnBecause.SUPERSEDED)
    tell_sent(request, by)
    return request


def due_on(sent_on: date, nation: str = "") -> date:
    """The target day of an answer, in calendar days by the policy of the day it was sent; not statutory."""
    return sent_on + timedelta(days=policy_on(PolicyKey.THIRD_PARTY_DAYS, sent_on, nation))


@transaction.atomic
def record_step(
    request_id: int, step: str, *, by: Officer, on: date, said: Said | None = None
) -> RequestEvent:
    """Record what happened to a request on a day: acknowledged, chased, promised, escalated, answered.

    Raises AuthorityRefused for somebody else's request; FactRefused where the request has ended, the day
    cannot be, or something that the step needs is missing.
    """
    request = Request.objects.current().select_related("case", "unit").get(pk=request_id)
    _locked(request.case_id)
    said = said or Said()
    _check_may(request, step, by)
    _check_day(request, on)
    _check_order(request, step)
    _check_said(request, step, on, said)
    return _record(request, step, by, on, said)


@transaction.atomic
def replace_answer(request_id: int, *, by: Officer, on: date, said: Said, **recorded: Any) -> RequestEvent:
    """Withdraw the answer on record, if there is one, and record another; ``recorded`` as for ``stamp``."""
    request = Request.objects.current().select_related("case", "unit").get(pk=request_id)
    _locked(request.case_id)
    _check_may(request, RequestStep.ANSWERED, by)
    _check_day(request, on)
    _check_said(request, RequestStep.ANSWERED, on, said)
    _withdraw(RequestEvent.objects.filter(request=request, step__in=ENDS), by, WithdrawnBecause.CORRECTED)
    return _record(request, RequestStep.ANSWERED, by, on, said, **recorded)


@transaction.atomic
def record_answer_of_file(
    request: Request, *, by: Officer, on: date, said: Said, row_id: int
) -> RequestEvent:
    """Record an answer that a file brought; the caller has seen that there is none on record."""
    _locked(request.case_id)
    _check_day(request, on)
    _check_order(request, RequestStep.ANSWERED)
    _check_said(request, RequestStep.ANSWERED, on, said)
    return _record(request, RequestStep.ANSWERED, by, on, said, source=Source.FILE, source_row_id=row_id)


@transaction.atomic
def ask_no_ctu(case_id: int, *, by: Officer, reason: str) -> CtuNotAsked:
    """Record why the case is allocated to no CTU. It goes on without one (R-035).

    Raises AuthorityRefused, and FactRefused without words or where a CTU was asked.
    """
    case, today = _locked(case_id), clock.today()
    _check_jfit(by, today, "JFIT decides which CTU is asked")
    if not reason.strip():
        raise FactRefused("Enter why no CTU is asked.")
    if Request.objects.current().filter(case=case, to=RequestTo.CTU).exists():
        raise FactRefused(f"Case {case.ref}: a CTU was asked, so there is no reason for none.")
    if CtuNotAsked.objects.current().filter(case=case).exists():
        raise FactRefused(f"Case {case.ref}: a reason is recorded already.")
    words: Any = kept_if(reason, by)
    fact = CtuNotAsked.objects.create(case=case, decided_on=today, reason=words, **stamp(by))
    record(
        Verb.FACT_RECORDED,
        subject_type="ctunotasked",
        subject_id=fact.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"case": case.pk, "on": today},
        row=fact,
    )
    return fact


def tell_sent(request: Request, by: Officer, **more: object) -> None:
    """Audit that a request was sent."""
    record(
        Verb.REQUEST_SENT,
        subject_type="request",
        subject_id=request.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={
            "case": request.case_id,
            "to": str(request.to),
            "unit": request.unit_id,
            "sent": request.sent_on,
            "due": request.due_on,
        }
        | more,
        row=request,
    )


def _withdraw(facts: Any, by: Officer, because: WithdrawnBecause) -> None:
    for fact in facts.current():
        record(
            Verb.FACT_WITHDRAWN,
            subject_type=fact._meta.model_name,
            subject_id=fact.pk,
            actor_id=by.pk,
            actor_name=by.display_name,
            payload={"because": str(because)},
            row=fact,
        )
    withdraw(facts, by=by, because=because)


def _record(request: Request, step: str, by: Officer, on: date, said: Said, **recorded: Any) -> RequestEvent:
    is_assessment = step == RequestStep.ANSWERED and request.to == RequestTo.SECURITY_SERVICE
    event = RequestEvent.objects.create(
        request=request,
        step=step,
        happened_on=on,
        promised_for=said.promised_for if step == RequestStep.PROMISED else None,
        assessment=said.assessment if is_assessment else "",
        provenance=(said.provenance or Provenance.AUTOMATED) if is_assessment else "",
        checking=(said.checking or Checking.LIMITED) if is_assessment else "",
        quality=said.quality if step in (RequestStep.ANSWERED, RequestStep.JUDGED) else "",
        note=kept_if(said.words, by),
        **stamp(by, **recorded),
    )
    record(
        Verb.REQUEST_STEPPED,
        subject_type="request",
        subject_id=request.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={
            "case": request.case_id,
            "to": str(request.to),
            "step": str(step),
            "on": on,
            "promised": event.promised_for,
            "assessment": event.assessment,
        },
        row=event,
    )
    if step in ENDS:
        after_answer.run(event)
    return event


def _locked(case_id: int) -> Case:
    """Two people working on the same case's requests do so one after the other."""
    return Case.objects.select_for_update(of=("self",)).get(pk=case_id)


def _check_jfit(by: Officer, day: date, rule: str) -> None:
    if not roles_on(by, day) & JFIT:
        raise AuthorityRefused(f"{rule}. On {day:%-d %B %Y} you did not have a role of JFIT.")


def _check_may(request: Request, step: str, by: Officer) -> None:
    today = clock.today()
    if roles_on(by, today) & JFIT:
        return
    is_own = request.unit_id is not None and request.unit_id in units_on(by, today)
    if not is_own or step not in OF_THE_UNIT:
        raise AuthorityRefused("This request is JFIT's, or another unit's, to work on.")


def _check_whom(case: Case, to: str, unit: Unit | None, question: str) -> None:
    if to not in (RequestTo.SECURITY_SERVICE, RequestTo.CTU):
        raise FactRefused("JFIT asks the Security Service or a CTU. Ports are chased by SOFS.")
    if to == RequestTo.CTU:
        if unit is None or unit.kind != UnitKind.CTU:
            raise FactRefused("Choose the CTU that is asked.")
        if not question.strip():
            raise FactRefused("Enter what the CTU is asked.")
    ended = RequestEvent.objects.current().filter(step__in=ENDS)
    standing = (
        Request.objects.current()
        .filter(case=case, to=to, **({"unit": unit} if unit else {}))
        .exclude(pk__in=ended.values("request"))
        .select_related("asked_by")
        .first()
    )
    if standing is not None:
        who = f" by {standing.asked_by.display_name}" if standing.asked_by else ""
        raise FactRefused(
            f"Case {case.ref}: {unit or RequestTo(to).label} was asked on {standing.sent_on:%-d %B %Y}{who} "
            "and has not answered yet. Chase that request instead."
        )


def _check_day(request: Request, on: date) -> None:
    today = clock.today()
    if on > today:
        raise FactRefused(f"{on:%-d %B %Y} has not come yet; today is {today:%-d %B %Y}. Check the date.")
    if on < request.sent_on:
        raise FactRefused(
            f"The request was sent on {request.sent_on:%-d %B %Y}, after {on:%-d %B %Y}. Check the date."
        )


def _check_order(request: Request, step: str) -> None:
    """What was done already, and by whom, so that the second of two people sees it."""
    events = {
        event.step: event
        for event in RequestEvent.objects.current()
        .filter(request=request)
        .select_related("recorded_by")
        .order_by("pk")
    }
    ended = next((events[end] for end in ENDS if end in events), None)
    if step == RequestStep.JUDGED:
        if RequestStep.ANSWERED not in events:
            raise FactRefused("There is no answer yet that could be judged.")
        return
    if ended is not None:
        raise FactRefused(
            f"This request has ended already: {ended.get_step_display()} on {ended.happened_on:%-d %B %Y}, "
            f"recorded by {ended.recorded_by.display_name}. Nothing of yours was recorded."
        )
    if step == RequestStep.ACKNOWLEDGED and step in events:
        raise FactRefused(f"It was acknowledged on {events[step].happened_on:%-d %B %Y} already.")
    if step in PRESSES and unsent().filter(pk=request.pk).exists():
        raise FactRefused(
            "It has not gone out yet: it waits for the next file to the Security Service. Make the file "
            "first; the clock begins with it."
        )
    if step == RequestStep.ESCALATED:
        _check_ladder(request, is_chased=RequestStep.CHASED in events)


def _check_ladder(request: Request, *, is_chased: bool) -> None:
    told = RequestEvent.objects.current().filter(request=request, step=RequestStep.ESCALATED)
    if len(told) >= ESCALATIONS:
        raise FactRefused(
            "JFIT's manager and the senior manager know of it already. Nothing of yours was recorded."
        )
    if not told and not is_chased:
        raise FactRefused("Chase first: what was never chased is not escalated to the manager.")


def _check_said(request: Request, step: str, on: date, said: Said) -> None:
    if step == RequestStep.PROMISED and (said.promised_for is None or said.promised_for < on):
        raise FactRefused("Enter the day for which the answer is promised, not before the promise.")
    if step in NEEDS_WORDS and not said.words.strip():
        raise FactRefused(NEEDS_WORDS[RequestStep(step)])
    if step == RequestStep.JUDGED and not said.quality:
        raise FactRefused("Choose what the answer is worth.")
    if step != RequestStep.ANSWERED:
        return
    if request.to == RequestTo.SECURITY_SERVICE and not said.assessment:
        raise FactRefused("Choose the assessment: positive, not positive, or none provided.")
    if request.to == RequestTo.CTU and not said.words.strip():
        raise FactRefused("Enter the answer.")
