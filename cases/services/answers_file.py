"""Answers of the Security Service that come by file.

Importing a file twice changes nothing: a row that was understood before is known by its digest. A row that
answers no request of ours, or that contradicts the answer on record, is an exception with an owner, and is
worked to an end by a person; nothing is overwritten in silence. R-006, R-064.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.record import record
from cases.choices import (
    Assessment,
    Checking,
    ExceptionCode,
    ImportKind,
    Provenance,
    RequestStep,
    RequestTo,
    RowOutcome,
)
from cases.errors import AuthorityRefused, FactRefused
from cases.models import ErasableImportRow, ImportException, ImportFile, ImportRow, Request, RequestEvent
from cases.permissions import JFIT
from cases.requests import reference_of
from cases.services.requests import Said, record_answer_of_file

HEADER = ("Request reference", "Assessment", "Assessed on", "How made", "Checking")
MOST_BYTES = 2_000_000
REFERENCE = re.compile(r"SSR-(\d{6,12})")
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is understood. ``why`` says what cannot be, with its code and column."""

    number: int
    cells: dict[str, str]
    request_id: int | None = None
    assessment: str = ""
    on: date | None = None
    provenance: str = Provenance.AUTOMATED
    checking: str = Checking.LIMITED
    code: str = ""
    column: str = ""
    why: str = ""

    @property
    def digest(self) -> str:
        """Of the cells, so that the same row is known again in whatever file."""
        text = "\x1f".join(self.cells.get(name, "") for name in HEADER)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def answer(self) -> tuple[object, ...]:
        """What the row says of its request."""
        return (self.assessment, self.on, self.provenance, self.checking)

    def said(self) -> Said:
        """The same, for the service of requests."""
        return Said(assessment=self.assessment, provenance=self.provenance, checking=self.checking)


@dataclass(slots=True)
class Imported:
    """What an import did: rows recorded, known already, and left to a person."""

    file: ImportFile | None
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def words(self) -> str:
        """One line for people."""
        recorded, known = self.counts[RowOutcome.CREATED], self.counts[RowOutcome.UNCHANGED]
        left = self.counts[RowOutcome.REJECTED]
        return f"{recorded} recorded, {known} known already, {left} to be looked at"


def import_answers(content: bytes, name: str, *, by: Officer) -> Imported:
    """Record the answers of a file. Raises FactRefused where it cannot be read at all, AuthorityRefused.

    Each row is a transaction of its own, so that one never holds up another.
    """
    if not roles_on(by, clock.today()) & JFIT:
        raise AuthorityRefused("JFIT takes in the answers of the Security Service.")
    rows = read_rows(content)
    sha256 = hashlib.sha256(content).hexdigest()
    file = ImportFile.objects.create(
        kind=ImportKind.SECURITY_SERVICE,
        name=name[-200:] or "answers.csv",
        sha256=sha256,
        imported_at=clock.moment(),
        imported_by=by,
    )
    _tell(Verb.IMPORT_STARTED, file, by, rows=len(rows), sha256=sha256)
    imported = Imported(file)
    disputed = _disputed(rows)
    for row in rows:
        with transaction.atomic():
            imported.counts[_take(file, row, row.request_id in disputed, by)] += 1
    file.finished_at = clock.moment()
    file.counts = {str(outcome): count for outcome, count in imported.counts.items()}
    file.save(update_fields=["finished_at", "counts"])
    _tell(Verb.IMPORT_FINISHED, file, by, **file.counts)
    return imported


def read_rows(content: bytes) -> list[Row]:
    """The rows of a file, each understood or with why not. Raises FactRefused for what is no such file."""
    if len(content) > MOST_BYTES:
        raise FactRefused(f"The file has {len(content):,} bytes; at most {MOST_BYTES:,} are taken.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FactRefused("The file is not in UTF-8. Save it as CSV UTF-8 and try again.") from None
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        lines = [[cell.strip() for cell in line] for line in reader]
    except csv.Error as problem:
        raise FactRefused(f"Line {reader.line_num} is no comma-separated text: {problem}.") from None
    header = tuple(lines[0]) if lines else ()
    if header[:3] != HEADER[:3] or any(name not in HEADER for name in header):
        raise FactRefused(
            f"The first line must name the columns {', '.join(HEADER)} (the last two may be missing). "
            f"It names {', '.join(header) or 'nothing'}."
        )
    return [
        understood(number, dict(zip(header, line, strict=False)))
        for number, line in enumerate(lines[1:], start=2)
        if any(line)
    ]


def understood(number: int, cells: dict[str, str]) -> Row:
    """A row of the file as it is understood, or with what is wrong with it."""

    def wrong(code: str, column: str, why: str) -> Row:
        return Row(number, cells, code=code, column=column, why=why)

    reference = cells.get("Request reference", "").lstrip("'").upper()
    if not reference:
        return wrong(ExceptionCode.NO_REF, "Request reference", "The row names no request of ours.")
    matched = REFERENCE.fullmatch(reference)
    if not matched:
        return wrong(
            ExceptionCode.NO_REQUEST,
            "Request reference",
            "This is no reference of ours; ours look like SSR-000417. Find the request that it answers.",
        )
    assessment = _choice(Assessment, cells.get("Assessment", ""))
    if assessment is None:
        return wrong(
            ExceptionCode.UNKNOWN_VALUE,
            "Assessment",
            "The assessment is one of: positive, not positive, none provided.",
        )
    on = _day(cells.get("Assessed on", ""))
    if on is None:
        return wrong(
            ExceptionCode.IMPOSSIBLE_DATE, "Assessed on", "Write the day as 2016-04-06 or 06/04/2016."
        )
    return _with_provenance(number, cells, int(matched[1]), assessment, on)


def _with_provenance(number: int, cells: dict[str, str], request_id: int, assessment: str, on: date) -> Row:
    """How it was made and checked; where the file does not say, automated and lightly checked."""
    made = _choice(Provenance, cells.get("How made", "") or Provenance.AUTOMATED.label)
    checked = _choice(Checking, cells.get("Checking", "") or Checking.LIMITED.label)
    if made is None or checked is None:
        column = "How made" if made is None else "Checking"
        known = Provenance if made is None else Checking
        words = ", ".join(str(label).lower() for label in known.labels)
        return Row(
            number,
            cells,
            request_id=request_id,
            code=ExceptionCode.UNKNOWN_VALUE,
            column=column,
            why=f"It is one of: {words}.",
        )
    return Row(number, cells, request_id, assessment, on, made, checked)


def _choice(choices: type[Assessment] | type[Provenance] | type[Checking], text: str) -> str | None:
    """The code that a word of a file means: the code or its label, whatever the case; None for another."""
    wanted = " ".join(text.replace("_", " ").lower().split())
    for code, label in choices.choices:
        if wanted in (code.replace("_", " "), str(label).lower()):
            return str(code)
    return None


def _day(text: str) -> date | None:
    matched = DAY.fullmatch(text)
    if not matched:
        return None
    parts = (1, 2, 3) if matched[1] else (6, 5, 4)
    year, month, day = (matched[part] for part in parts)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _disputed(rows: list[Row]) -> set[int | None]:
    """Requests that one file answers in two ways: neither is recorded, a person decides."""
    answers: dict[int, set[tuple[object, ...]]] = defaultdict(set)
    for row in rows:
        if row.request_id is not None and not row.code:
            answers[row.request_id].add(row.answer)
    return {request for request, found in answers.items() if len(found) > 1}


def _take(file: ImportFile, row: Row, is_disputed: bool, by: Officer) -> str:
    """Record one row's answer, know it again, or leave it to a person."""
    seen = ImportRow.objects.filter(digest=row.digest, file__kind=ImportKind.SECURITY_SERVICE)
    request = _request_of(row)
    if seen.exclude(file=file).exists():
        return _keep(file, row, RowOutcome.UNCHANGED, request)[1]
    if row.code:
        return _leave(file, row, request, row.code, row.column, row.why, by)
    if request is None:
        return _leave(
            file,
            row,
            None,
            ExceptionCode.NO_REQUEST,
            "Request reference",
            f"No request of ours to the Security Service has this reference ({row.request_id}).",
            by,
        )
    standing = answer_on_record(request)
    if standing is None and not is_disputed:
        kept, outcome = _keep(file, row, RowOutcome.CREATED, request)
        try:
            with transaction.atomic():
                _answer(request, row, kept, by)
        except FactRefused as refused:
            code = _code_of_refusal(request, row)
            return _except(kept, request, code, "Assessed on", str(refused), by)
        return outcome
    if standing is not None and _agrees(standing, row):
        return _keep(file, row, RowOutcome.UNCHANGED, request)[1]
    return _leave(
        file,
        row,
        request,
        ExceptionCode.CONTRADICTORY_ANSWER,
        "Assessment",
        _contradiction(standing, row),
        by,
    )


def answer_on_record(request: Request) -> RequestEvent | None:
    """The answer of a request that counts now."""
    return RequestEvent.objects.current().filter(request=request, step=RequestStep.ANSWERED).first()


def _answer(request: Request, row: Row, kept: ImportRow, by: Officer) -> None:
    assert row.on is not None
    record_answer_of_file(request, by=by, on=row.on, said=row.said(), row_id=kept.pk)


def _code_of_refusal(request: Request, row: Row) -> str:
    """Whether the day cannot be, or the request has ended some other way."""
    can_be = row.on is not None and request.sent_on <= row.on <= clock.today()
    return ExceptionCode.CONTRADICTORY_ANSWER if can_be else ExceptionCode.CONTRADICTORY_DATES


def _agrees(standing: RequestEvent, row: Row) -> bool:
    return standing.assessment == row.assessment


def _contradiction(standing: RequestEvent | None, row: Row) -> str:
    new = Assessment(row.assessment).label.lower()
    if standing is None:
        return f"The same file answers this request in more than one way; this row says {new}."
    old = standing.get_assessment_display().lower()
    return f"On record is {old}, of {standing.happened_on:%-d %B %Y}; this row says {new}."


def _request_of(row: Row) -> Request | None:
    if row.request_id is None:
        return None
    requests = Request.objects.current().filter(to=RequestTo.SECURITY_SERVICE).select_related("case")
    return requests.filter(pk=row.request_id).first()


def _keep(file: ImportFile, row: Row, outcome: str, request: Request | None) -> tuple[ImportRow, str]:
    kept = ImportRow.objects.create(
        file=file,
        number=row.number,
        ref=reference_of(row.request_id) if row.request_id is not None else "",
        digest=row.digest,
        outcome=outcome,
        case=request.case if request else None,
    )
    ErasableImportRow.objects.create(row=kept, cells=row.cells)
    return kept, outcome


def _leave(
    file: ImportFile, row: Row, request: Request | None, code: str, column: str, why: str, by: Officer
) -> str:
    kept, _ = _keep(file, row, RowOutcome.REJECTED, request)
    return _except(kept, request, code, column, why, by)


def _except(kept: ImportRow, request: Request | None, code: str, column: str, why: str, by: Officer) -> str:
    exception = ImportException.objects.create(
        row=kept,
        case=request.case if request else None,
        code=code,
        column=column,
        why=why[:400],
        owner=by,
        opened_at=clock.moment(),
    )
    record(
        Verb.EXCEPTION_RAISED,
        subject_type="importexception",
        subject_id=exception.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"file": kept.file_id, "row": kept.number, "code": str(code)},
    )
    return RowOutcome.REJECTED


def _tell(verb: Verb, file: ImportFile, by: Officer, **told: object) -> None:
    record(
        verb,
        subject_type="importfile",
        subject_id=file.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"kind": str(file.kind)} | told,
    )
