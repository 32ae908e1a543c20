"""Recording that a team had more or fewer people from a day on, or worked otherwise; and withdrawing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import Officer
from audit.choices import Verb, WithdrawnBecause
from audit.facts import stamp, withdraw
from oversight.choices import ChangedTeam, StaffingKind
from oversight.errors import OversightRefused
from oversight.models import StaffingChange
from oversight.permissions import RECORDS_STAFFING
from oversight.services.words import check_past, check_role, tell, written

MOST_PEOPLE = 500
# Kinds that are nothing but a number of people.
OF_PEOPLE = {StaffingKind.RECRUITED: 1, StaffingKind.SECONDED: 1, StaffingKind.LEFT: -1}
WHO = "A manager of SOFS or JFIT or a senior manager records changes of staffing."


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A change as it is entered; ``people``: how many more, or fewer; 0 where practice alone changed."""

    team: str
    kind: str
    changed_on: date
    people: int
    note: str


@transaction.atomic
def record_change(change: Changed, *, by: Officer) -> StaffingChange:
    """Record it. Raises OversightRefused without the right, for a day to come, or for what cannot be."""
    check_role(by, RECORDS_STAFFING, WHO)
    check_past(change.changed_on, "The change")
    _check(change)
    made = StaffingChange.objects.create(
        team=change.team,
        kind=change.kind,
        changed_on=change.changed_on,
        people=change.people,
        note=written(change.note, by, "Enter what changed."),
        **stamp(by),
    )
    payload = {"team": change.team, "kind": change.kind, "people": change.people, "on": change.changed_on}
    tell(Verb.STAFFING_CHANGED, made, by, payload)
    return made


@transaction.atomic
def withdraw_change(change_id: int, *, by: Officer) -> StaffingChange:
    """Withdraw one recorded by mistake: no trend shows it from then on. Raises OversightRefused."""
    check_role(by, RECORDS_STAFFING, WHO)
    found = StaffingChange.objects.current().filter(pk=change_id)
    change = found.first()
    if change is None or not withdraw(found, by=by, because=WithdrawnBecause.MISTAKE):
        raise OversightRefused("It was withdrawn already, or was never recorded.")
    tell(Verb.FACT_WITHDRAWN, change, by, {"because": str(WithdrawnBecause.MISTAKE)})
    return change


def _check(change: Changed) -> None:
    if change.team not in ChangedTeam.values or change.kind not in StaffingKind.values:
        raise OversightRefused("Choose the team and what changed.")
    if abs(change.people) > MOST_PEOPLE:
        raise OversightRefused(f"People: enter a number from -{MOST_PEOPLE} to {MOST_PEOPLE}.")
    sign = OF_PEOPLE.get(StaffingKind(change.kind), 0)
    if sign and change.people * sign <= 0:
        said = "1 or more" if sign > 0 else "-1 or fewer"
        raise OversightRefused(f"{StaffingKind(change.kind).label}: people must be {said}.")
