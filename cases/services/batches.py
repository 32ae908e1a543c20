"""The file that goes to the Security Service: what waits to be asked, in the least words that it takes.

A file holds our reference, surname, forenames, birth date and PNC ID, and nothing else (R-064). It is
numbered, its digest recorded, and kept as it went out. The clock of a request begins on the day on which its
file is made.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from accounts.models import Officer
from accounts.selectors import roles_on
from accounts.sheets import safe
from audit import clock
from audit.choices import Verb, WithdrawnBecause
from audit.facts import stamp, withdraw
from audit.record import record
from cases.errors import AuthorityRefused, FactRefused
from cases.models import BatchLine, Case, ErasableBatchFile, ErasableIdentity, Request, RequestBatch
from cases.permissions import JFIT
from cases.requests import reference_of, unsent
from cases.services.held_back import held_back
from cases.services.requests import due_on, tell_sent

HEADER = ("Request reference", "Surname", "Forenames", "Date of birth", "PNC ID")


@dataclass(frozen=True, slots=True)
class Line:
    """A request with the person whom it is about."""

    request: Request
    identity: ErasableIdentity

    def cells(self) -> tuple[str, ...]:
        """The cells of the file, in the order of ``HEADER``."""
        born = self.identity.date_of_birth
        return (
            reference_of(self.request.pk),
            safe(self.identity.surname.strip(" ")),
            safe(self.identity.forenames.strip(" ")),
            born.isoformat() if born else "",
            safe(self.identity.pnc_id.strip(" ")),
        )


def content_of(lines: Iterable[Line]) -> str:
    """The file: comma-separated, a header, a line each, every line ended alike."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(line.cells() for line in lines)
    return out.getvalue()


@transaction.atomic
def make_batch(*, by: Officer) -> RequestBatch:
    """Put every request that waits for it into one file, numbered and kept as it went out.

    What may not leave the house now waits on. Raises AuthorityRefused for somebody who is not of JFIT,
    FactRefused where nothing waits that may go out.
    """
    today = clock.today()
    if not roles_on(by, today) & JFIT:
        raise AuthorityRefused("JFIT makes the files for the Security Service.")
    locked = Request.objects.select_for_update(of=("self",)).select_related("case")
    asked = list(locked.filter(pk__in=waiting_ids()).order_by("pk"))
    back = held_back([request.case_id for request in asked])
    waiting = [request for request in asked if request.case_id not in back]
    lines = _lines([_dated_today(request, by) for request in waiting if _is_named(request)])
    if not lines and back:
        raise FactRefused(f"Nothing can go out. {next(iter(back.values()))}")
    if not lines:
        raise FactRefused("No request waits to go out. Ask the Security Service about a case first.")
    content = content_of(lines)
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    number = (RequestBatch.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    batch = RequestBatch.objects.create(
        number=number, made_on=today, sha256=sha256, count=len(lines), **stamp(by)
    )
    ErasableBatchFile.objects.create(batch=batch, content=content)
    BatchLine.objects.bulk_create(BatchLine(batch=batch, request=line.request, **stamp(by)) for line in lines)
    _tell(batch, by)
    return batch


def waiting_ids() -> list[int]:
    """The requests that wait to go out, in the order in which they were asked."""
    return list(unsent().order_by("pk").values_list("pk", flat=True))


def taken_out(batch: RequestBatch, by: Officer) -> str:
    """The content of a batch's file, for somebody who takes it out. That they did is audited."""
    record(
        Verb.EXPORTED,
        subject_type="requestbatch",
        subject_id=batch.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"number": batch.number, "sha256": batch.sha256, "rows": batch.count},
    )
    return batch.file.content


def _is_named(request: Request) -> bool:
    """Whether there is a name or a number to ask by; an erased identity cannot be asked about."""
    current = ErasableIdentity.objects.current().filter(subject=request.case.subject_id)
    return current.exclude(surname="", forenames="", pnc_id="").exists()


def _dated_today(request: Request, by: Officer) -> Request:
    """The request as sent today: one asked on an earlier day is withdrawn and recorded anew."""
    today = clock.today()
    if request.sent_on == today:
        return request
    withdraw(
        Request.objects.filter(pk=request.pk),
        by=by,
        because=WithdrawnBecause.SUPERSEDED,
    )
    case = Case.objects.get(pk=request.case_id)
    again = Request.objects.create(
        case=case,
        to=request.to,
        sent_on=today,
        due_on=due_on(today, case.nation),
        asked_by=request.asked_by,
        **stamp(by),
    )
    tell_sent(again, by, instead_of=request.pk)
    return again


def _lines(requests: Sequence[Request]) -> list[Line]:
    subjects = dict(
        Case.objects.filter(pk__in=[request.case_id for request in requests]).values_list("pk", "subject_id")
    )
    identities = {
        identity.subject_id: identity
        for identity in ErasableIdentity.objects.current().filter(subject__in=subjects.values())
    }
    return [Line(request, identities[subjects[request.case_id]]) for request in requests]


def _tell(batch: RequestBatch, by: Officer) -> None:
    record(
        Verb.EXPORTED,
        subject_type="requestbatch",
        subject_id=batch.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={
            "number": batch.number,
            "sha256": batch.sha256,
            "rows": batch.count,
            "requests": list(batch.lines.order_by("pk").values_list("request_id", flat=True)),
        },
        row=batch,
    )
