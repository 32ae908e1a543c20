"""What follows when who has a case changes: its alert changes owner, and a leaver's work alerts a manager."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.record import record
from cases.choices import CaseState, HolderEvent
from cases.models import Movement
from retention.errors import AlertRefused
from retention.models import Alert, LeaverAlert, LeaverAlertCase

CAME_BACK = frozenset({HolderEvent.HOLDER_LEFT, HolderEvent.ROLE_ENDED})
AT_SOFS = frozenset({CaseState.WITH_SOFS, CaseState.RETAINED_ON_OTHER_BASIS})


def after_move(movements: Sequence[Movement], *, in_history: bool) -> None:
    """In the transaction of the movements; nothing is raised for history."""
    held = [movement for movement in movements if movement.event in HolderEvent.values]
    if in_history or not held:
        return
    for movement in held:
        # One that was passed on is its manager's until somebody acknowledges it.
        Alert.objects.filter(case=movement.case_id, closed_on=None, escalated_on=None).update(
            owner=movement.holder
        )
    _alert_managers([movement for movement in held if movement.event in CAME_BACK])


def after_ending(officer: Officer) -> None:
    """Whoever left acknowledges nothing: an alert of theirs is its role's again, whoever has the case."""
    if not officer.is_active:
        Alert.objects.filter(owner=officer, closed_on=None).update(owner=None)


def manager_of(state: str) -> Role:
    """Whose work a case in this state is to see to."""
    return Role.SOFS_MANAGER if state in AT_SOFS else Role.JFIT_MANAGER


def _alert_managers(returned: Sequence[Movement]) -> None:
    """One alert a person, manager and day, with every case that came back."""
    by_person: dict[tuple[int, Role], list[Movement]] = defaultdict(list)
    for movement in returned:
        had_it = Movement.objects.get(case=movement.case_id, sequence=movement.sequence - 1).holder_id
        if had_it is not None:
            by_person[had_it, manager_of(movement.to_state)].append(movement)
    for (officer_id, role), of_person in by_person.items():
        alert, is_new = LeaverAlert.objects.get_or_create(
            officer_id=officer_id, owner_role=role, raised_on=clock.today(), acknowledged_at=None
        )
        LeaverAlertCase.objects.bulk_create(
            LeaverAlertCase(alert=alert, movement=movement) for movement in of_person
        )
        record(
            Verb.ALERT_RAISED,
            subject_type="leaver_alert",
            subject_id=alert.pk,
            payload={
                "officer": officer_id,
                "to": str(role),
                "cases": [movement.case_id for movement in of_person],
                "again": not is_new,
            },
        )


@transaction.atomic
def acknowledge(alert_id: int, *, by: Officer) -> LeaverAlert:
    """A manager has seen that a leaver's work came back.

    Raises AlertRefused for whoever does not manage it, and where somebody acknowledged it before.
    """
    alert = LeaverAlert.objects.select_for_update(of=("self",)).get(pk=alert_id)
    if alert.owner_role not in roles_on(by, clock.today()):
        raise AlertRefused(f"This alert is for whoever has the role {Role(alert.owner_role).label}.")
    if alert.acknowledged_by:
        raise AlertRefused(f"{alert.acknowledged_by} acknowledged this alert already.")
    alert.acknowledged_at, alert.acknowledged_by = clock.moment(), by
    alert.save(update_fields=["acknowledged_at", "acknowledged_by"])
    record(
        Verb.ALERT_ACKNOWLEDGED,
        subject_type="leaver_alert",
        subject_id=alert.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"officer": alert.officer_id},
    )
    return alert
