"""Recording reminders and training: what those who are late were given, when, and who was there (R-184)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import Force, Officer, Unit
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.facts import stamp
from audit.record import record
from cases.services.words import kept
from retention.choices import PartyTold
from retention.errors import ChaseRefused
from retention.models import PartyAction
from retention.permissions import TELLS_PARTIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was done as it is entered; ``unit`` for one CTU, ``force`` for its Chief Officers, else all."""

    kind: str
    told: str
    unit: Unit | None = None
    force: Force | None = None
    words: str = ""


@transaction.atomic
def record_action(said: Told, *, by: Officer, on: date) -> PartyAction:
    """Record a reminder or training of a day.

    Raises ChaseRefused without a role that may, for a day that has not come, or without words.
    """
    today = clock.today()
    if not roles_on(by, today) & TELLS_PARTIES:
        raise ChaseRefused(
            "JFIT or a senior manager records what third parties and Chief Officers were told."
        )
    if on > today:
        raise ChaseRefused(f"{on:%-d %B %Y} has not come yet; today is {today:%-d %B %Y}. Check the date.")
    if not said.words.strip():
        raise ChaseRefused("Enter who was there or was written to, and what about.")
    if (said.unit and said.told != PartyTold.CTU) or (said.force and said.told != PartyTold.CHIEF_OFFICER):
        raise ChaseRefused("Choose a CTU only for a CTU, and a force only for Chief Officers.")
    words = kept(said.words, by)
    done = PartyAction.objects.create(
        kind=said.kind,
        told=said.told,
        unit=said.unit,
        force=said.force,
        happened_on=on,
        words=words,
        **stamp(by),
    )
    record(
        Verb.FACT_RECORDED,
        subject_type="partyaction",
        subject_id=done.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={
            "kind": done.kind,
            "told": done.told,
            "unit": done.unit_id,
            "force": done.force_id,
            "on": on,
        },
        row=done,
    )
    return done
