"""Tells the managers of deletion orders that are late, once each and for each thing they are late with."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q

from accounts.choices import Role
from accounts.selectors import officers_with_any_role
from retention import orders
from retention.choices_deletion import NoticeAbout
from retention.deletion_targets import late_on
from retention.models import DeletionNotice, DeletionOrder
from retention.services.deletion_notices import tell

# A hand-over that is not acknowledged is told to the heads on both sides of it.
TOLD = {
    NoticeAbout.NOT_ACKNOWLEDGED: (Role.SOFS_MANAGER, Role.JFIT_MANAGER),
    NoticeAbout.NOT_APPROVED: (Role.SOFS_MANAGER, Role.SENIOR_MANAGER),
    NoticeAbout.NOT_VERIFIED: (Role.SOFS_MANAGER, Role.SENIOR_MANAGER),
    NoticeAbout.HELD_UP: (Role.LEGAL_REVIEWER, Role.SENIOR_MANAGER),
}


def untold(day: date) -> Q:
    """Which orders are late on ``day`` with something that nobody was told."""
    found = Q()
    for about, late in late_on(day).items():
        told = DeletionNotice.objects.filter(order=OuterRef("pk"), about=about)
        found |= late & ~Q(Exists(told))
    return found


def tell_late(material_id: int, day: date) -> bool:
    """Tell of every way in which the open order of an item is late; whether anything was told."""
    opened_before = DeletionOrder.objects.filter(
        material=material_id, state__in=orders.OPEN, opened_on__lt=day
    )
    # What is opened today is late with nothing: the first night opens thousands and asks no more of each.
    order = opened_before.first()
    if order is None:
        return False
    told = 0
    for about, late in late_on(day).items():
        if DeletionOrder.objects.filter(late, pk=order.pk).exists():
            told += tell(order, about, officers_with_any_role(TOLD[about], day))
    return bool(told)
