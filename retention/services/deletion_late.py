"""Tells the managers of deletion orders that are late, once each and for each thing they are late with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

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


def tell_late(material_id: int, day: date, late: Mapping[NoticeAbout, Q]) -> bool:
    """Tell of every way in which the open order of an item is late, as ``late_on`` says of ``day``; whether
    anything was told. One query where it is late with nothing.
    """
    opened_before = DeletionOrder.objects.filter(
        material=material_id, state__in=orders.OPEN, opened_on__lt=day
    )
    ways = {f"is_{about}": ExpressionWrapper(is_late, BooleanField()) for about, is_late in late.items()}
    order: Any = opened_before.annotate(**ways).first()
    if order is None:
        return False
    told = 0
    for about in late:
        if getattr(order, f"is_{about}"):
            told += tell(order, about, officers_with_any_role(TOLD[about], day))
    return bool(told)
