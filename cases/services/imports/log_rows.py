"""Understands a row of JFIT's log: what was asked of whom, what was decided by whom, and how it ended.

A step whose day or maker cannot be read is left out, and with it the steps that follow from it; the problem
says why. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from accounts.choices import Rank
from cases.choices import (
    Assessment,
    ExceptionCode,
    MaterialKind,
    RequestTo,
    ShelvedBecause,
    SignOffOutcome,
    WouldHaveApplied,
)
from cases.services.imports import columns, row_reader
from cases.services.imports.cells import Problem
from cases.services.imports.reading import Cell, Sheet
from cases.services.imports.row_reader import RowReader

ASSESSMENTS = {
    "positive": Assessment.POSITIVE,
    "not positive": Assessment.NOT_POSITIVE,
    "none provided": Assessment.NONE_PROVIDED,
}
SHELVED = {
    "expired on receipt": ShelvedBecause.EXPIRED_ON_RECEIPT,
    "not worth pursuing": ShelvedBecause.NOT_WORTH_PURSUING,
}
APPLICATION, STOP = "application", "stop"
DECISIONS = {"nsd application": APPLICATION, "stop-nsd": STOP}
APPROVED, REFUSED = "approved", "refused"
CHIEF_OFFICER_DECISIONS = {"approved": APPROVED, "refused": REFUSED}
SIGN_OFFS = {
    "approved": SignOffOutcome.CONFIRMED,
    "referred up": SignOffOutcome.REFERRED_UP,
    "overruled": SignOffOutcome.OVERRULED,
}
ANSWERS = {"yes": WouldHaveApplied.YES, "no": WouldHaveApplied.NO}
RANKS = {rank.label.casefold(): rank for rank in Rank}
KINDS = {kind.label.casefold(): kind for kind in MaterialKind}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to somebody outside, and its answer where there is one."""

    to: RequestTo
    unit_name: str
    sent_on: date
    answered_on: date | None
    assessment: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A Chief Officer's decision. ``months`` is the length of a determination."""

    is_approved: bool
    on: date
    rank: Rank
    consent_evidence: str
    months: int | None
    why: str
    items: tuple[MaterialKind, ...] | None


@dataclass(frozen=True, slots=True)
class Applied:
    """An application for a determination, and the Chief Officer's decision where there is one."""

    on: date
    by: str
    chief_officer: str
    force_code: str
    why: str
    decided: Decided | None


@dataclass(frozen=True, slots=True)
class SignedOff:
    """The review of a provisional Stop-NSD."""

    by: str
    rank: Rank
    on: date
    outcome: SignOffOutcome
    why: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """A provisional Stop-NSD, and its review where there is one."""

    on: date
    by: str
    why: str
    signed_off: SignedOff | None


@dataclass(frozen=True, slots=True)
class LogRow:
    """A row of the log as understood. An empty word or None: the cell was empty or not understood."""

    number: int
    ref: str
    sofs_ref: str
    received_on: date | None
    notified_day: date | None
    shelved_on: date | None
    shelved_because: str
    requests: tuple[Asked, ...]
    applied: Applied | None
    stopped: Stopped | None
    would_have_applied: str
    reviewed_on: date | None
    recorded_on: date | None
    as_written: Mapping[str, str]
    problems: tuple[Problem, ...]

    @property
    def is_rejected(self) -> bool:
        """Whether the row cannot be tied to anything and cannot go in."""
        return any(problem.rejects for problem in self.problems)

    @property
    def digest(self) -> str:
        """A fingerprint of what was understood, and of what was not, as it was written."""
        return row_reader.digest(self)


def understood(sheet: Sheet, today: date) -> Iterator[LogRow]:
    """Yields every row of a log as understood, in order. Raises UnreadableFile where a column is missing."""
    for number, row in columns.mapped(sheet, columns.LOG, columns.LOG_MORE):
        yield understand(number, row, today)


def understand(number: int, row: Mapping[str, Cell], today: date) -> LogRow:
    """What a row says, with every problem in it. ``today``: the last day on which anything can have been."""
    row = dict.fromkeys(columns.LOG_MORE) | dict(row)
    reader = RowReader(row, today)
    ref, sofs_ref = reader.reference("JFIT ref", 40), reader.reference("SOFS ref", 40)
    _check_refs(reader, ref, sofs_ref)
    shelved_on, shelved_because = _pair(
        reader, "Shelved on", "Shelved why", reader.choice("Shelved why", SHELVED)
    )
    reviewed_on, would_have_applied = _pair(
        reader,
        "Would have applied reviewed on",
        "Would have applied",
        reader.choice("Would have applied", ANSWERS),
    )
    decision = reader.choice("Decision", DECISIONS)
    decided_on, decided_by = reader.day("Decided on"), reader.words("Decided by", 150)
    is_whole = _is_whole(reader, decision, decided_on, decided_by)
    applied = _applied(reader, decided_on, decided_by) if is_whole and decision == APPLICATION else None
    stopped = _stopped(reader, decided_on, decided_by) if is_whole and decision == STOP else None
    _check_followers(reader, decision)
    return LogRow(
        number=number,
        ref=ref,
        sofs_ref=sofs_ref,
        received_on=reader.day("Received"),
        notified_day=reader.notified("Notified expiry"),
        shelved_on=shelved_on,
        shelved_because=shelved_because,
        requests=_requests(reader),
        applied=applied,
        stopped=stopped,
        would_have_applied=would_have_applied,
        reviewed_on=reviewed_on,
        recorded_on=_recorded(reader),
        as_written=row_reader.as_written(row),
        problems=tuple(reader.problems),
    )


def _check_refs(reader: RowReader, ref: str, sofs_ref: str) -> None:
    for heading, found, tied in (("JFIT ref", ref, "identified"), ("SOFS ref", sofs_ref, "tied to a case")):
        if not found:
            reader.problem(
                ExceptionCode.NO_REF,
                heading,
                f"it is empty, so the row cannot be {tied}; give it and import again",
                rejects=True,
            )


def _recorded(reader: RowReader) -> date | None:
    if reader.is_empty("Recorded on"):
        reader.problem(
            ExceptionCode.MISSING_DATE,
            "Recorded on",
            "it is empty, so the row counts as known from the day of the import; give the day it was written",
        )
    return reader.day("Recorded on")


def _pair(reader: RowReader, day_heading: str, word_heading: str, word: str) -> tuple[date | None, str]:
    """A day and the word that goes with it; neither where one of them is missing."""
    day = reader.day(day_heading)
    _need(reader, day_heading, when=bool(word), beside=word_heading)
    _need(reader, word_heading, when=day is not None, beside=day_heading)
    return (day, word) if day and word else (None, "")


def _need(reader: RowReader, heading: str, *, when: bool, beside: str) -> bool:
    """Whether ``heading`` stands empty although ``beside`` is filled; keeps the problem."""
    if not when or not reader.is_empty(heading):
        return False
    is_day = heading.endswith((" on", " asked", " answered"))
    code = ExceptionCode.MISSING_DATE if is_day else ExceptionCode.UNKNOWN_VALUE
    reader.problem(
        code, heading, f"it is empty although “{beside}” is filled, so the step is left out; fill it"
    )
    return True


def _requests(reader: RowReader) -> tuple[Asked, ...]:
    assessment = reader.choice("Summary assessment", ASSESSMENTS)
    _need(reader, "Security Service answered", when=bool(assessment), beside="Summary assessment")
    unit = reader.words("CTU", 100)
    _need(reader, "CTU asked", when=bool(unit), beside="CTU")
    found = (
        _asked(reader, RequestTo.SECURITY_SERVICE, "Security Service", "", assessment),
        _asked(reader, RequestTo.CTU, "CTU", unit, ""),
    )
    return tuple(request for request in found if request)


def _asked(reader: RowReader, to: RequestTo, whom: str, unit_name: str, assessment: str) -> Asked | None:
    asked, answered = f"{whom} asked", f"{whom} answered"
    sent_on, answered_on = reader.day(asked), reader.day(answered)
    _need(reader, asked, when=answered_on is not None, beside=answered)
    if sent_on is None:
        return None
    if answered_on and answered_on < sent_on:
        reader.problem(
            ExceptionCode.CONTRADICTORY_DATES,
            answered,
            "it is before the day it was asked, so the answer is left out; correct what is wrong",
        )
        answered_on = None
    return Asked(to, unit_name, sent_on, answered_on, assessment if answered_on else "")


def _is_whole(reader: RowReader, decision: str, decided_on: date | None, decided_by: str) -> bool:
    _need(reader, "Decision", when=decided_on is not None, beside="Decided on")
    _need(reader, "Decided on", when=bool(decision), beside="Decision")
    _need(reader, "Decided by", when=bool(decision), beside="Decision")
    return bool(decision and decided_on and decided_by)


def _applied(reader: RowReader, decided_on: date | None, decided_by: str) -> Applied | None:
    chief_officer, force_code = reader.words("Chief officer", 150), reader.words("Force", 10)
    _need(reader, "Force", when=True, beside="Decision")
    if not (decided_on and force_code):
        return None
    force_code = force_code.zfill(2) if force_code.isdecimal() else force_code
    decided = _chief_officer_decided(reader, chief_officer, decided_on)
    return Applied(decided_on, decided_by, chief_officer, force_code, _why(reader, "Decision why"), decided)


def _chief_officer_decided(reader: RowReader, chief_officer: str, applied_on: date) -> Decided | None:
    heading, when = "Chief officer decision", "Chief officer decided on"
    word, on = reader.choice(heading, CHIEF_OFFICER_DECISIONS), reader.day(when)
    rank = reader.choice("Rank", RANKS)
    evidence = reader.words("Consent evidence", 100)
    months = reader.whole_number("NSD months", least=1, most=60)
    for needed in (when, "Chief officer", "Rank"):
        _need(reader, needed, when=bool(word), beside=heading)
    _need(reader, heading, when=on is not None, beside=when)
    _need(reader, "NSD months", when=word == APPROVED, beside=heading)
    if not (word and on and chief_officer and rank) or (word == APPROVED and not months):
        return None
    if on < applied_on:
        _left_out(reader, when, "the application")
        return None
    why, items = _why(reader, "Chief officer why"), _items(reader)
    if "NSD items" in reader.unread:
        return None
    return Decided(word == APPROVED, on, Rank(rank), evidence, months, why, items)


def _why(reader: RowReader, heading: str) -> str:
    return reader.words(heading, 20_000)


def _items(reader: RowReader) -> tuple[MaterialKind, ...] | None:
    """The kinds of the items that the determination lists; None where the row lists none."""
    listed = reader.words("NSD items", 200)
    names = [name.strip() for name in listed.replace(";", ",").split(",") if name.strip()]
    strange = [name for name in names if name.casefold() not in KINDS]
    if strange:
        known = ", ".join(kind.label for kind in MaterialKind)
        reader.problem(
            ExceptionCode.UNKNOWN_VALUE,
            "NSD items",
            f"“{strange[0]}” is no kind of item, so the decision is left out; list any of: {known}",
        )
        reader.unread.add("NSD items")
    return tuple(KINDS[name.casefold()] for name in names if name.casefold() in KINDS) if names else None


def _stopped(reader: RowReader, decided_on: date | None, decided_by: str) -> Stopped | None:
    if decided_on is None:
        return None
    heading, when = "Sign-off outcome", "Signed off on"
    outcome, on = reader.choice(heading, SIGN_OFFS), reader.day(when)
    by, rank = reader.words("Sign-off by", 150), reader.choice("Sign-off rank", RANKS)
    for needed in (when, "Sign-off by", "Sign-off rank"):
        _need(reader, needed, when=bool(outcome), beside=heading)
    _need(reader, heading, when=on is not None, beside=when)
    signed_off = None
    if on and on < decided_on:
        _left_out(reader, when, "the provisional Stop-NSD")
    elif outcome and on and by and rank:
        why = _why(reader, "Sign-off why")
        signed_off = SignedOff(by, Rank(rank), on, SignOffOutcome(outcome), why)
    return Stopped(decided_on, decided_by, _why(reader, "Decision why"), signed_off)


def _left_out(reader: RowReader, heading: str, what: str) -> None:
    reader.problem(
        ExceptionCode.CONTRADICTORY_DATES,
        heading,
        f"it is before the day of {what}, so the step is left out; correct what is wrong",
    )


def _check_followers(reader: RowReader, decision: str) -> None:
    """A decision of a Chief Officer needs an application before it, a sign-off a provisional Stop-NSD."""
    for heading, needed, name in (
        ("Chief officer decision", APPLICATION, "NSD application"),
        ("Sign-off outcome", STOP, "Stop-NSD"),
    ):
        if decision != needed and not reader.is_empty(heading) and "Decision" not in reader.unread:
            reader.problem(
                ExceptionCode.UNKNOWN_VALUE,
                heading,
                f"it is filled although “Decision” is not “{name}”, so the step is left out; correct what "
                "is wrong",
            )
