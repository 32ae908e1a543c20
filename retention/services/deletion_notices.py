"""Tells people about deletion orders: once each, on their first page, until they have seen it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from accounts.models import Officer
from audit import clock
from audit.choices import Verb
from audit.record import record
from retention.choices_deletion import NoticeAbout
from retention.models import DeletionNotice, DeletionOrder


def tell(order: DeletionOrder, about: NoticeAbout, officers: Iterable[Officer]) -> int:
    """Tell those officers something of an order; how many had not been told. In the caller's transaction."""
    told = 0
    for officer in officers:
        _, is_new = DeletionNotice.objects.get_or_create(
            order=order, officer=officer, about=about, defaults={"told_on": clock.today()}
        )
        told += is_new
    if told:
        record(
            Verb.DELETION_NOTICE,
            subject_type="deletion_order",
            subject_id=order.pk,
            payload={"about": str(about), "told": told},
        )
    return told


@transaction.atomic
def mark_seen(notice_id: int, *, by: Officer) -> None:
    """The officer has seen what they were told; another's notice is left alone."""
    DeletionNotice.objects.filter(pk=notice_id, officer=by, seen_at=None).update(seen_at=clock.moment())
