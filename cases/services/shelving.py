"""Putting aside a case of which nothing can be saved any more: only when a person has verified the working.

A date that another system notified never shelves a case (R-060, R-062). What counts is the law's answer,
worked out anew from the facts of every item when the case is shelved; while any of it can still be saved, the
case cannot be put aside as over. It stays with JFIT, under a heading of its own.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb, WithdrawnBecause
from audit.facts import stamp, withdraw
from audit.record import record
from cases import positions
from cases.choices import CaseState, MaterialKind, PositionStatus, ShelvedBecause
from cases.errors import AuthorityRefused, FactRefused
from cases.models import Case, Material, Shelving
from cases.permissions import JFIT
from cases.services.words import kept
from law import cover

STILL_OPEN = {
    PositionStatus.OPEN: "has no end date yet: the investigation behind it has not concluded",
    PositionStatus.INDEFINITE: "may be kept with no end date",
    PositionStatus.UNRESOLVED: "has no settled date: it is on the exceptions list",
    PositionStatus.MUST_DESTROY: "must be destroyed: its deletion order is the work that is left",
}


def why_not_shelve(case: Case, day: date) -> str:
    """Why the case cannot be put aside on ``day``; empty where it can.

    Worked out from the facts of its items (samples apart), whatever any other system has notified.
    """
    if case.state != CaseState.WITH_JFIT:
        return f"Case {case.ref} is {case.get_state_display()}. JFIT puts aside what it has."
    if Shelving.objects.current().filter(case=case, verified_day__isnull=False).exists():
        return f"Case {case.ref} is put aside already."
    items = _items(case)
    if not items:
        return f"Case {case.ref}: nothing is held any more, so there is nothing to put aside."
    for item, found in items:
        what = f"{item.get_kind_display()} (item {item.pk})"
        if found.status != PositionStatus.TIME_LIMITED:
            return f"{what} {STILL_OPEN[PositionStatus(found.status)]}."
        last = found.last_lawful_day
        if last is not None and last >= day:
            return (
                f"{what}: its last lawful day, worked out from the taking, is {last:%A %-d %B %Y}, which "
                f"{'is today' if last == day else 'is still to come'}. Until it has passed the case is "
                "worked on, whatever date another system notified."
            )
    return ""


def verified_day_of(case: Case) -> date | None:
    """The latest last lawful day of the items that are held: what a person verifies before shelving."""
    days = [found.last_lawful_day for _, found in _items(case) if found.last_lawful_day]
    return max(days, default=None)


@transaction.atomic
def shelve(case_id: int, *, by: Officer, verified_day: date, other_bases: str) -> Shelving:
    """Put the case aside, its date working and the other bases having been verified by ``by``.

    ``verified_day`` is the last lawful day that they worked out; ``other_bases`` says where they looked for
    another basis. Raises AuthorityRefused; FactRefused where ``why_not_shelve`` says so, where the day is not
    the law's, or without words.
    """
    today = clock.today()
    _check_jfit(by, today)
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    positions.refresh(Material.objects.filter(case=case).values_list("pk", flat=True))
    case.refresh_from_db()
    if refusal := why_not_shelve(case, today):
        raise FactRefused(refusal)
    latest = verified_day_of(case)
    if verified_day != latest:
        raise FactRefused(
            f"You verified {verified_day:%-d %B %Y}, and the law's answer is not that day. "
            "Go through the working of each item again."
        )
    if not other_bases.strip():
        raise FactRefused("Enter where you looked for another basis, and what you found.")
    words = kept(other_bases, by)
    shelving = Shelving.objects.create(
        case=case,
        shelved_on=today,
        because=ShelvedBecause.NOT_WORTH_PURSUING,
        verified_day=verified_day,
        other_bases=words,
        **stamp(by),
    )
    _tell(Verb.FACT_RECORDED, shelving, by)
    return shelving


@transaction.atomic
def take_up_again(case_id: int, *, by: Officer) -> None:
    """Let the shelving of a case count no longer. Raises FactRefused where it is not put aside."""
    _check_jfit(by, clock.today())
    Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    standing = Shelving.objects.current().filter(case=case_id)
    found = list(standing)
    if not found:
        raise FactRefused("This case is not put aside.")
    withdraw(standing, by=by, because=WithdrawnBecause.SUPERSEDED)
    for shelving in found:
        _tell(Verb.FACT_WITHDRAWN, shelving, by)


def _items(case: Case) -> list[tuple[Material, cover.Position]]:
    """The items held, samples apart, each with the law's answer of this moment."""
    items = Material.objects.held().filter(case=case).exclude(kind=MaterialKind.DNA_SAMPLE)
    by_id = {item.pk: item for item in items.order_by("pk")}
    return [(by_id[pk], cover.position(facts)) for pk, facts in positions.facts_for(list(by_id))]


def _check_jfit(by: Officer, day: date) -> None:
    if not roles_on(by, day) & JFIT:
        raise AuthorityRefused("JFIT puts a case aside, and takes it up again.")


def _tell(verb: Verb, shelving: Shelving, by: Officer) -> None:
    record(
        verb,
        subject_type="shelving",
        subject_id=shelving.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"case": shelving.case_id, "verified": shelving.verified_day},
        row=shelving,
    )
