"""Working an exception of the Security Service's answers to its end: a person says what the answer is to."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction

from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Source, Verb
from audit.record import record
from cases.choices import Assessment, Checking, ImportKind, Provenance, RequestTo
from cases.errors import AuthorityRefused, FactRefused
from cases.models import ImportException, Request
from cases.permissions import JFIT
from cases.services.answers_file import REFERENCE, understood
from cases.services.requests import Said, replace_answer


class Ending(models.TextChoices):
    """How an exception of an answer ends."""

    RECORDED = "recorded", "It answers a request of ours: record it"
    KEPT = "kept", "The answer on record stands"
    SENT_BACK = "sent_back", "It is none of ours: sent back to the Security Service"


@transaction.atomic
def end_exception(
    exception_id: int,
    how: str,
    *,
    by: Officer,
    reference: str = "",
    assessment: str = "",
    on: date | None = None,
) -> ImportException:
    """End an open exception. To record the answer, ``reference`` names the request that it is to.

    ``assessment`` and ``on`` are asked for where the row does not say them. Recording withdraws the answer
    that was on record before. Raises FactRefused, AuthorityRefused.
    """
    today = clock.today()
    if not roles_on(by, today) & JFIT:
        raise AuthorityRefused("JFIT works the answers of the Security Service to an end.")
    exception = (
        ImportException.objects.select_for_update(of=("self",))
        .select_related("row", "row__cells", "row__file", "ended_by")
        .get(pk=exception_id, row__file__kind=ImportKind.SECURITY_SERVICE)
    )
    if exception.ended_at is not None:
        who = exception.ended_by.display_name if exception.ended_by else "the system"
        raise FactRefused(f"{who} ended this exception already.")
    request = None
    if how == Ending.RECORDED:
        request = _request(reference)
        _record(exception, request, assessment, on, by)
    exception.ended_at, exception.ended_by, exception.ended_how = clock.moment(), by, Ending(how)
    exception.save(update_fields=["ended_at", "ended_by", "ended_how"])
    record(
        Verb.EXCEPTION_ENDED,
        subject_type="importexception",
        subject_id=exception.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"how": str(how), "request": request.pk if request else None},
    )
    return exception


def _request(reference: str) -> Request:
    matched = REFERENCE.fullmatch(reference.strip().upper())
    found = (
        Request.objects.current().filter(to=RequestTo.SECURITY_SERVICE, pk=int(matched[1])).first()
        if matched
        else None
    )
    if found is None:
        raise FactRefused(f"No request of ours has the reference {reference or '(none)'}. Check it.")
    return found


def _record(
    exception: ImportException, request: Request, assessment: str, on: date | None, by: Officer
) -> None:
    row = understood(exception.row.number, exception.row.cells.cells)
    said = Said(
        assessment=assessment or row.assessment,
        provenance=row.provenance or Provenance.AUTOMATED,
        checking=row.checking or Checking.LIMITED,
    )
    if said.assessment not in Assessment.values:
        raise FactRefused("The row names no assessment: choose what it is.")
    day = on or row.on
    if day is None:
        raise FactRefused("The row names no day that can be: enter the day of the assessment.")
    replace_answer(request.pk, by=by, on=day, said=said, source=Source.FILE, source_row_id=exception.row_id)
