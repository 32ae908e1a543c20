"""Recording what a supervisor found of a suspected lapse."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb, WithdrawnBecause
from audit.facts import stamp, withdraw
from audit.record import record
from cases.models import Case
from cases.services.words import kept
from oversight import suspected
from oversight.choices import LapseAnswer
from oversight.errors import OversightRefused
from oversight.models import LapseVerification
from oversight.permissions import VERIFIES_LAPSES


@transaction.atomic
def verify(case_id: int, *, last_day: date, answer: str, reason: str, by: Officer) -> LapseVerification:
    """Record that a case that appeared to lapse after ``last_day`` did, or did not.

    An earlier answer for that day is withdrawn. No figure changes by it: what is not a lapse although its
    date says so has a fact to be corrected. Raises OversightRefused without the right or a reason, or where
    the case does not appear to have lapsed after that day any more.
    """
    today = clock.today()
    if not roles_on(by, today) & VERIFIES_LAPSES:
        raise OversightRefused("A manager verifies a suspected lapse.")
    if not reason.strip():
        raise OversightRefused("Say how it was verified.")
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    now = suspected.appears(by, today, case.pk)
    if not any(each.last_day == last_day for each in now):
        raise OversightRefused(
            f"{case.ref} does not appear to have lapsed after {last_day:%-d %B %Y} any more. Look at it "
            "again."
        )
    earlier = LapseVerification.objects.filter(case=case, last_day=last_day)
    withdraw(earlier, by=by, because=WithdrawnBecause.SUPERSEDED)
    fact = LapseVerification.objects.create(
        case=case,
        last_day=last_day,
        answer=LapseAnswer(answer),
        verified_on=today,
        reason=kept(reason, by),
        **stamp(by),
    )
    record(
        Verb.LAPSE_VERIFIED,
        subject_type="case",
        subject_id=case.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"last_day": last_day, "answer": str(answer), "fact": fact.pk},
        row=fact,
    )
    return fact
