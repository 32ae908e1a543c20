"""What people do with the chase of a port or provider: who was reached, what they promised, the manager told.

Each is a recorded step of the chase's request. The profile, when it comes, closes the chase by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.facts import stamp
from audit.record import record
from cases.choices import RequestStep
from cases.models import Material, RequestEvent
from cases.permissions import SOFS
from cases.services.words import kept_if
from retention.choices import ChaseRule
from retention.errors import ChaseRefused
from retention.models import ChaseContact, ChaseTask, PortContact


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A contact as it is entered: how, with whom on record or by name, what was said and promised."""

    how: str
    contact: PortContact | None = None
    name: str = ""
    words: str = ""
    promised_for: date | None = None


@transaction.atomic
def record_contact(task_id: int, said: Contact, *, by: Officer, on: date) -> RequestEvent:
    """Record that somebody was reached on a day, and the day for which they promised the profile, if any.

    Raises ChaseRefused for a chase that has ended, without anybody's name, or for days that cannot be.
    """
    task, today = _open(task_id, by), clock.today()
    if on > today:
        raise ChaseRefused(f"{on:%-d %B %Y} has not come yet; today is {today:%-d %B %Y}. Check the date.")
    if on < task.raised_on:
        raise ChaseRefused(f"The chase was raised on {task.raised_on:%-d %B %Y}, after that. Check the date.")
    if said.promised_for and said.promised_for < on:
        raise ChaseRefused("Enter the day for which the profile is promised, not before the contact.")
    name = said.contact.who.name if said.contact else said.name.strip()
    if not name:
        raise ChaseRefused("Choose the contact, or enter with whom you spoke.")
    words = f"{name}. {said.words.strip()}".strip()
    event = _step(task, RequestStep.CHASED, on, words, by)
    ChaseContact.objects.create(event=event, how=said.how, contact=said.contact, **stamp(by))
    if said.promised_for:
        _step(task, RequestStep.PROMISED, on, words, by, promised_for=said.promised_for)
    return event


@transaction.atomic
def escalate(task_id: int, *, words: str, by: Officer) -> RequestEvent:
    """Take the chase to the manager, saying what is to be done. Raises ChaseRefused."""
    task = _open(task_id, by)
    if not words.strip():
        raise ChaseRefused("Enter what the manager is to do, and why chasing was not enough.")
    told = RequestEvent.objects.current().filter(request=task.request_id, step=RequestStep.ESCALATED)
    if (latest := told.select_related("recorded_by").order_by("-pk").first()) is not None:
        raise ChaseRefused(
            f"The manager was told on {latest.happened_on:%-d %B %Y} already, by "
            f"{latest.recorded_by.display_name}. Nothing of yours was recorded."
        )
    return _step(task, RequestStep.ESCALATED, clock.today(), words, by)


def _open(task_id: int, by: Officer) -> ChaseTask:
    """The open chase, its item locked as the sweep locks it."""
    if not roles_on(by, clock.today()) & SOFS:
        raise ChaseRefused("Ports and providers are chased by SOFS.")
    item = ChaseTask.objects.filter(pk=task_id, rule=ChaseRule.PORT_PROFILE).values("material")
    Material.objects.select_for_update(of=("self",)).get(pk__in=item)
    task = ChaseTask.objects.select_related("request").get(pk=task_id)
    if task.closed_on:
        raise ChaseRefused(
            f"This chase ended on {task.closed_on:%-d %B %Y}: {task.get_closed_because_display().lower()}. "
            "Nothing of yours was recorded."
        )
    return task


def _step(
    task: ChaseTask, step: RequestStep, on: date, words: str, by: Officer, promised_for: date | None = None
) -> RequestEvent:
    event = RequestEvent.objects.create(
        request=task.request,  # type: ignore[misc]
        step=step,
        happened_on=on,
        promised_for=promised_for,
        note=kept_if(words, by),
        **stamp(by),
    )
    record(
        Verb.REQUEST_STEPPED,
        subject_type="chase",
        subject_id=task.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={
            "case": task.case_id,
            "request": task.request_id,
            "step": str(step),
            "on": on,
            "promised": promised_for,
        },
        row=event,
    )
    return event
