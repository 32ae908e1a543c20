"""Erases what identifies a person, after a review, or keeps it longer. Erasing is never undone."""

from __future__ import annotations

import json
from datetime import date

from django.db import IntegrityError, connection, transaction

from accounts.models import Officer
from audit import clock, erasure
from audit.choices import Verb, WithdrawnBecause
from audit.facts import stamp, withdraw
from audit.record import record
from cases.models import Case
from cases.services.words import kept
from retention import erasures
from retention.errors import ErasureRefused
from retention.models import Erasure, ErasureKept
from retention.services import journal


def erase(person_id: int, *, by: Officer) -> Erasure:
    """Erase every trace of who a person is, in one transaction; the journal is told after it.

    Raises ErasureRefused where something of theirs is left, the day has not come, or it is kept.
    """
    made = _erase(person_id, by)
    journal.keep()
    return made


@transaction.atomic
def _erase(person_id: int, by: Officer) -> Erasure:
    today, moment = clock.today(), clock.moment()
    subjects = erasures.subjects_of(person_id)
    list(Case.objects.select_for_update(of=("self",)).filter(subject__in=subjects).order_by("pk"))
    if why := erasures.why_not(person_id, today):
        raise ErasureRefused(why)
    one = erasures.candidate(person_id, today)
    assert one is not None
    made = Erasure.objects.create(
        person_id=person_id,
        subject_ids=subjects,
        gone_on=one.gone_on,
        days=one.days,
        review_on=one.review_on,
        erased_at=moment,
        erased_by=by,
    )
    counts = empty(subjects)
    record(
        Verb.SUBJECT_ERASED,
        subject_type="subject",
        subject_id=person_id,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"subjects": subjects, "review_on": one.review_on, "days": one.days, "rows": counts},
        row=made,
    )
    return made


def empty(subjects: list[int]) -> dict[str, int]:
    """Call the one function that erases; the rows of each table. Raises ErasureRefused with its reason."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT {erasure.FUNCTION}(%s::bigint[], %s)", [sorted(subjects), clock.moment()])
            found = cursor.fetchone()[0]
    except IntegrityError as refused:
        raise ErasureRefused(str(refused).splitlines()[0]) from refused
    counts = json.loads(found) if isinstance(found, str) else found
    return {table: count for table, count in counts.items() if count}


@transaction.atomic
def keep_longer(person_id: int, *, because: str, until: date, words: str, by: Officer) -> ErasureKept:
    """Put the review off to another day, with a reason. Raises ErasureRefused."""
    today = clock.today()
    list(Case.objects.select_for_update(of=("self",)).filter(subject=person_id).order_by("pk"))
    one = erasures.candidate(person_id, today)
    if one is None:
        raise ErasureRefused("This person is erased already, or something of theirs is held again.")
    if until <= max(today, one.review_on):
        raise ErasureRefused("The new day must be after today and after the day of the present review.")
    withdraw(ErasureKept.objects.filter(subject=person_id), by=by, because=WithdrawnBecause.SUPERSEDED)
    reason = kept(words, by)
    put_off = ErasureKept.objects.create(
        subject_id=person_id, because=because, until=until, reason=reason, **stamp(by)
    )
    record(
        Verb.ERASURE_PUT_OFF,
        subject_type="subject",
        subject_id=person_id,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"because": str(because), "until": until, "reason": reason.pk},
        row=put_off,
    )
    return put_off
