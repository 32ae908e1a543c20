"""What holds a destruction up: placed with a reason, and released; neither makes holding lawful.

Source: design of the law, advisory holds and searching grace; a hold is told to those who must decide.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import officers_with_any_role, roles_on
from audit import clock
from audit.choices import Verb, WithdrawnBecause
from audit.facts import stamp, withdraw
from audit.record import record
from cases.models import Material
from cases.services.words import kept
from retention import orders
from retention.choices_deletion import HoldKind, NoticeAbout
from retention.deletion_policy import LONGEST_GRACE
from retention.errors import HoldRefused
from retention.models import DeletionHold, DeletionOrder
from retention.services.deletion_late import TOLD
from retention.services.deletion_notices import tell


@transaction.atomic
def place_hold(
    order_id: int,
    kind: HoldKind,
    *,
    by: Officer,
    reason: str,
    until: date | None = None,
    signed_by: Officer | None = None,
) -> DeletionHold:
    """Hold up the destruction of an order's item.

    Raises HoldRefused without a reason, for an order that has ended, for a second of the kind; for a search,
    without a chief officer's name or with an end later than the longest time.
    """
    order = DeletionOrder.objects.get(pk=order_id)
    Material.objects.select_for_update(of=("self",)).get(pk=order.material_id)
    _check(order, kind, reason, until, signed_by)
    recorded = stamp(by)
    words = kept(reason, by, recorded["recorded_at"])
    hold = DeletionHold.objects.create(
        material_id=order.material_id,
        kind=kind,
        placed_on=clock.today(),
        until=until,
        signed_by=signed_by,
        reason=words,
        **recorded,
    )
    _record(Verb.DELETION_HELD_UP, hold, order, by)
    if kind == HoldKind.ADVISORY:
        heads = officers_with_any_role(TOLD[NoticeAbout.HELD_UP], clock.today())
        tell(order, NoticeAbout.HELD_UP, heads)
    return hold


@transaction.atomic
def release_hold(hold_id: int, *, by: Officer) -> None:
    """Release what holds a destruction up; once released nothing changes."""
    rows = DeletionHold.objects.select_for_update().filter(pk=hold_id)
    hold = rows.get()
    if withdraw(rows, by=by, because=WithdrawnBecause.ENDED):
        order = DeletionOrder.objects.filter(material=hold.material_id).order_by("-pk").first()
        _record(Verb.DELETION_HOLD_RELEASED, hold, order, by)


def _check(
    order: DeletionOrder, kind: HoldKind, reason: str, until: date | None, signed_by: Officer | None
) -> None:
    today = clock.today()
    if order.state in orders.ENDED:
        raise HoldRefused(f"Order {order.ref} has ended, so there is nothing to hold up.")
    if not reason.strip():
        raise HoldRefused("Say who asks for it and why.")
    if DeletionHold.objects.current().filter(material=order.material_id, kind=kind).exists():
        raise HoldRefused(f"{kind.label} stands already. Release it first.")
    if kind != HoldKind.SEARCH_GRACE:
        return
    if signed_by is None or Role.CHIEF_OFFICER not in roles_on(signed_by, today):
        raise HoldRefused("Choose the chief officer who signed that a search is wanted first.")
    if until is None or not today <= until <= today + LONGEST_GRACE:
        raise HoldRefused(
            f"Give the last day of the search, from today to {today + LONGEST_GRACE:%-d %B %Y}."
        )


def _record(verb: Verb, hold: DeletionHold, order: DeletionOrder | None, by: Officer) -> None:
    record(
        verb,
        subject_type="deletion_order",
        subject_id=order.pk if order else hold.material_id,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"hold": hold.pk, "kind": hold.kind, "until": hold.until.isoformat() if hold.until else None},
    )
