"""Which cases a person chose on a list, to do one thing to: those ticked, or all that fit the filters.

What they confirmed is carried by the page, signed: each case in the version they saw, and of all that fitted
the filters their number and digest. A list that has changed since is not acted on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.core import signing
from django.http import HttpRequest, QueryDict

from accounts.choices import Role
from accounts.models import Officer
from cases import holders, selectors
from cases.choices import CaseEvent, HolderEvent
from cases.models import Case
from cases.permissions import SOFS
from cases.services.many import reasons_against
from desk.filters import CaseFilter

SALT = "desk.many"
TICKED, ALL = "ticked", "all"
# The action: its button, what was done, and the roles that have it.
ACTIONS: dict[str, tuple[str, str, frozenset[str]]] = {
    HolderEvent.TAKE: ("Take", "taken", holders.MAY_TAKE),
    HolderEvent.GIVE: ("Give", "given", holders.MAY_GIVE),
    HolderEvent.HAND_BACK: ("Hand back", "handed back", holders.MAY_HAND_BACK),
    CaseEvent.REFER: ("Refer to JFIT", "referred", SOFS),
}
MAY_ACT = frozenset(Role(role) for _, _, roles in ACTIONS.values() for role in roles)


def actions_of(roles: frozenset[str]) -> list[dict[str, str]]:
    """What holders of these roles can do to many cases."""
    return [
        {"value": str(action), "text": text}
        for action, (text, _, allowed) in ACTIONS.items()
        if allowed & roles
    ]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for on the list: the action, ticked or all, the list's query string, the ticked ids."""

    action: str
    which: str
    query: str
    ticked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cases that were chosen, and why some of them are left out."""

    wanted: Wanted
    cases: list[Case]
    left_out: dict[int, str] = field(default_factory=dict)

    @property
    def included(self) -> list[Case]:
        """Those to which it is done."""
        return [case for case in self.cases if case.pk not in self.left_out]

    @property
    def excluded(self) -> list[tuple[Case, str]]:
        """Those to which it is not done, with the reason."""
        return [(case, self.left_out[case.pk]) for case in self.cases if case.pk in self.left_out]

    @property
    def digest(self) -> str:
        """Of the ids of all cases chosen, whatever their order."""
        return _digest([case.pk for case in self.cases])


def choose(wanted: Wanted, request: HttpRequest, officer: Officer, day: date) -> Chosen:
    """The cases of the work list that were chosen, as the list stands now, with why some are left out."""
    cases = list(_matching(wanted, request, officer, day))
    return Chosen(wanted, cases, reasons_against(cases, wanted.action, officer, day))


def has_changed(confirmed: Confirmed, request: HttpRequest, officer: Officer, day: date) -> bool:
    """Whether the cases that fit the filters are others than those that the person confirmed.

    Of ticked cases each answers for itself.
    """
    if confirmed.wanted.which != ALL:
        return False
    ids = [case.pk for case in _matching(confirmed.wanted, request, officer, day)]
    return (len(ids), _digest(ids)) != (confirmed.count, confirmed.digest)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a person confirmed: cases with the versions they saw; number and digest of all that fitted."""

    wanted: Wanted
    seen: list[tuple[int, int]]
    count: int
    digest: str


def carried(chosen: Chosen, officer: Officer) -> str:
    """What the page of confirmation carries, signed for this officer."""
    told = {
        "for": officer.pk,
        "action": chosen.wanted.action,
        "which": chosen.wanted.which,
        "query": chosen.wanted.query,
        "seen": [[case.pk, case.version] for case in chosen.included],
        "count": len(chosen.cases),
        "digest": chosen.digest,
    }
    return signing.dumps(told, salt=SALT, compress=True)


def read_carried(text: str, officer: Officer) -> Confirmed | None:
    """What was confirmed; None where it is not ours, or not this officer's."""
    try:
        told: dict[str, Any] = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    if told["for"] != officer.pk:
        return None
    seen = [(pk, version) for pk, version in told["seen"]]
    ticked = tuple(pk for pk, _ in seen) if told["which"] == TICKED else ()
    wanted = Wanted(told["action"], told["which"], told["query"], ticked)
    return Confirmed(wanted, seen, told["count"], told["digest"])


def _matching(wanted: Wanted, request: HttpRequest, officer: Officer, day: date) -> Any:
    cases = selectors.work_of(officer, day)
    if wanted.which == ALL:
        narrowed = CaseFilter(QueryDict(wanted.query), queryset=cases, request=request)
        # As on the list itself: a filter that means nothing fits no case, never all of them.
        cases = narrowed.qs if narrowed.is_valid() else cases.none()
    else:
        cases = cases.filter(pk__in=wanted.ticked)
    return cases.with_subject_name().select_related("force", "holder")


def _digest(ids: Sequence[int]) -> str:
    return sha256(",".join(map(str, sorted(ids))).encode()).hexdigest()
