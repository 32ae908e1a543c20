"""Why a case lapsed: the primary cause is the first rule below that applies on the last lawful day.

The other rules that apply are contributory. The causes are proposals by rule: a supervisor confirms, the
stage blamed may dispute. Source: the Commissioner's further report of 22 April 2016, paragraph 9 A to G and
its footnotes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.choices import CaseState, MaterialKind, RequestTo, ShelvedBecause
from law import periods
from oversight.facts import CaseFacts, Item, Request

REQUEST_IN_TIME_DAYS = 28  # a request sent later than this before the last lawful day was JFIT's own delay
PROFILE_DUE_DAYS = 21  # the port is chased when this day after the examination has ended (paragraph 19)

AWAITING_SIGN_OFF = frozenset({CaseState.STOP_WITH_INSPECTOR, CaseState.STOP_WITH_SUPERINTENDENT})
NOT_REFERRED = frozenset({None, CaseState.WITH_SOFS, CaseState.RETAINED_ON_OTHER_BASIS})


class Cause(StrEnum):
    """The stage or circumstance to which a lapse is attributed."""

    SOFS = "sofs"
    WRONG_DATE = "wrong_date"
    SECURITY_SERVICE = "security_service"
    CTU = "ctu"
    JFIT = "jfit"
    CHIEF_OFFICER = "chief_officer"
    STOP_SIGN_OFF = "stop_sign_off"
    PORT = "port"  # contributory only


PRIMARY = tuple(cause for cause in Cause if cause is not Cause.PORT)

LABELS = {
    Cause.SOFS: "SOFS: not yet referred",
    Cause.WRONG_DATE: "Wrong notified date",
    Cause.SECURITY_SERVICE: "Security Service",
    Cause.CTU: "CTU",
    Cause.JFIT: "JFIT: not fully assessed",
    Cause.CHIEF_OFFICER: "Chief Officer",
    Cause.STOP_SIGN_OFF: "Stop-NSD awaiting sign-off",
    Cause.PORT: "Port: late or missing profile",
}


# Who could have avoided it. By rule nothing is unavoidable: only a supervisor could say so.
THIRD_PARTY = frozenset({Cause.SECURITY_SERVICE, Cause.CTU, Cause.PORT})


def axis_of(cause: Cause) -> str:
    """Whether a cause lay within SOFS, JFIT and those who decide for them, or with a third party."""
    return "a third party" if cause in THIRD_PARTY else "the police"


class Standing(StrEnum):
    """How far a cause has come: proposed by rule, confirmed by a supervisor, disputed by the stage blamed."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Causes:
    """The primary cause of a lapse and the contributory ones.

    ``primary`` is what a supervisor found, and what the rules propose until one has; ``instead_of`` is what
    they propose where a supervisor found otherwise.
    """

    primary: Cause
    contributory: tuple[Cause, ...] = ()
    instead_of: Cause | None = None
    standing: Standing = Standing.PROPOSED

    @property
    def proposed(self) -> Cause:
        """What the rules propose."""
        return self.instead_of or self.primary


def causes_of(case: CaseFacts, last_lawful_day: date) -> Causes:
    """The causes of the lapse of ``case`` on the day after ``last_lawful_day``, judged as that day ended."""
    applying = list(dict.fromkeys(_applying(case, last_lawful_day)))
    proposed = applying[0]
    primary, standing = _found(case, proposed)
    contributory: list[Cause] = [cause for cause in applying[1:] if cause != Cause.JFIT]
    contributory += [cause for cause in _late_requests(case, last_lawful_day) if cause not in applying]
    if primary != proposed:
        contributory = [proposed, *(cause for cause in contributory if cause != primary)]
    instead_of = proposed if primary != proposed else None
    return Causes(primary, tuple(contributory), instead_of, standing)


def _found(case: CaseFacts, proposed: Cause) -> tuple[Cause, Standing]:
    """What people found of it: the latest finding stands, also while it is disputed."""
    if not case.cause_steps:
        return proposed, Standing.PROPOSED
    latest = case.cause_steps[-1]
    return Cause(latest.primary), Standing(latest.step)


def _applying(case: CaseFacts, day: date) -> Iterator[Cause]:
    """Every cause whose rule applies, in the order in which they take precedence."""
    for cause, rule in RULES:
        if rule(case, day):
            yield cause
            if cause is Cause.SOFS and _profile_was_late(case, day):
                yield Cause.PORT
    yield from (_cause_of(request) for request in _open_requests(case, day) if _sent_in_time(request, day))
    yield Cause.JFIT


def _with_chief_officer(case: CaseFacts, day: date) -> bool:
    """An application was awaiting decision, or the determination made, the latest if several, was void."""
    made = [determination for determination in case.determinations if determination.made_on <= day]
    latest = max(made, key=lambda determination: (determination.made_on, determination.id), default=None)
    is_void = latest is not None and bool(latest.void_because)
    return is_void or case.state_on(day) == CaseState.WITH_CHIEF_OFFICER


def _awaiting_sign_off(case: CaseFacts, day: date) -> bool:
    """A provisional Stop-NSD was awaiting sign-off."""
    return case.state_on(day) in AWAITING_SIGN_OFF


def _not_referred(case: CaseFacts, day: date) -> bool:
    """SOFS had not referred the case to JFIT."""
    return case.state_on(day) in NOT_REFERRED


def _shelved_by_wrong_date(case: CaseFacts, day: date) -> bool:
    """JFIT had shelved it as expired although its last lawful day was still to come."""
    return any(
        shelved.because == ShelvedBecause.EXPIRED_ON_RECEIPT and shelved.on <= day
        for shelved in case.shelvings
    )


RULES: tuple[tuple[Cause, Callable[[CaseFacts, date], bool]], ...] = (
    (Cause.CHIEF_OFFICER, _with_chief_officer),
    (Cause.STOP_SIGN_OFF, _awaiting_sign_off),
    (Cause.SOFS, _not_referred),
    (Cause.WRONG_DATE, _shelved_by_wrong_date),
)


def _open_requests(case: CaseFacts, day: date) -> list[Request]:
    """Requests to the Security Service or a CTU open as ``day`` ended, the one sent first at the head."""
    asked = [
        r for r in case.requests if r.to in (RequestTo.SECURITY_SERVICE, RequestTo.CTU) and r.is_open_on(day)
    ]
    return sorted(asked, key=lambda request: (request.sent_on, request.to != RequestTo.SECURITY_SERVICE))


def _late_requests(case: CaseFacts, day: date) -> Iterator[Cause]:
    """Causes of open requests sent too late to be primary: they contribute."""
    return (_cause_of(request) for request in _open_requests(case, day) if not _sent_in_time(request, day))


def _sent_in_time(request: Request, day: date) -> bool:
    return (day - request.sent_on).days >= REQUEST_IN_TIME_DAYS


def _cause_of(request: Request) -> Cause:
    return Cause.SECURITY_SERVICE if request.to == RequestTo.SECURITY_SERVICE else Cause.CTU


def _profile_was_late(case: CaseFacts, day: date) -> bool:
    """Whether a profile came to SOFS after day 21 had ended, or had not come though that day had ended."""
    return any(_is_late(item, day) for item in case.items if item.kind == MaterialKind.DNA_PROFILE)


def _is_late(item: Item, day: date) -> bool:
    taken_on = item.law.item.taken_on
    if taken_on is None:
        return False
    due = periods.within_days(taken_on, PROFILE_DUE_DAYS)
    received = item.profile_received_on
    return due <= day if received is None else received > due
