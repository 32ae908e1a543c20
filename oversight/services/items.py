"""Oversight items: opened by the office, reviewed, given on, and closed with a reason and a yes to it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.facts import stamp
from cases.models import ErasableText
from oversight.choices import ItemStatus, ItemStepKind
from oversight.errors import OversightRefused
from oversight.models import OversightItem, OversightItemStep
from oversight.permissions import OFFICE, WORKS_ON_ITEMS
from oversight.services.words import check_ahead, check_role, tell, written

KEPT = ("status", "owner", "next_review_on", "closed_because", "acknowledged_by", "acknowledged_on")


@transaction.atomic
def open_item(
    title: str, words: str, *, owner: Officer | None, next_review_on: date | None, by: Officer
) -> OversightItem:
    """Open an item with its owner and the day of its next review.

    Raises OversightRefused for anybody but the Commissioner and the office, or where one of them is missing.
    """
    check_role(by, OFFICE, "The Commissioner and the Commissioner's office open oversight items.")
    if not title.strip():
        raise OversightRefused("Enter what is kept under review, in a few words.")
    item = OversightItem(
        title=title.strip(),
        words=written(words, by, "Enter why it is kept under review."),
        opened_on=clock.today(),
        opened_by=by,
        owner=_worker(owner),
        next_review_on=check_ahead(next_review_on, "The day of the next review"),
    )
    item.save()
    _step(item, ItemStepKind.OPENED, item.words, by)
    return item


@transaction.atomic
def note(item_id: int, *, words: str, next_review_on: date | None, by: Officer) -> OversightItem:
    """Record a review: what was found, and when it is looked at again."""
    item = _open(item_id, by)
    item.next_review_on = check_ahead(next_review_on, "The day of the next review")
    _step(item, ItemStepKind.NOTED, written(words, by, "Enter what was found."), by)
    return item


@transaction.atomic
def give(item_id: int, *, owner: Officer | None, words: str, by: Officer) -> OversightItem:
    """Give an item to another owner."""
    item = _open(item_id, by)
    item.owner = _worker(owner)
    _step(item, ItemStepKind.GIVEN, written(words, by, "Enter why it is given to somebody else."), by)
    return item


@transaction.atomic
def propose_closing(item_id: int, *, reason: str, by: Officer) -> OversightItem:
    """Propose that an item be closed, with the reason. It stays until the office acknowledges it."""
    item = _open(item_id, by)
    item.closed_because = written(reason, by, "Enter the reason why it can be closed.")
    item.status = ItemStatus.TO_ACKNOWLEDGE
    _step(item, ItemStepKind.CLOSING, item.closed_because, by)
    return item


@transaction.atomic
def acknowledge(item_id: int, *, words: str, by: Officer, agrees: bool) -> OversightItem:
    """The Commissioner, or the office, closes an item for the reason proposed, or keeps it open.

    Raises OversightRefused for anybody else, without words, or where nobody proposed to close it.
    """
    check_role(
        by, OFFICE, "The Commissioner or the Commissioner's office acknowledges that an item is closed."
    )
    item = _locked(item_id)
    if item.status != ItemStatus.TO_ACKNOWLEDGE:
        raise OversightRefused("Nobody has proposed, with a reason, that this item be closed.")
    said = written(words, by, "Enter why you agree or do not.")
    if agrees:
        item.status, item.acknowledged_by, item.acknowledged_on = ItemStatus.CLOSED, by, clock.today()
    else:
        item.status, item.closed_because = ItemStatus.OPEN, None
    _step(item, ItemStepKind.ACKNOWLEDGED if agrees else ItemStepKind.KEPT_OPEN, said, by)
    return item


def _open(item_id: int, by: Officer) -> OversightItem:
    check_role(by, WORKS_ON_ITEMS, "The Commissioner's office and managers work on oversight items.")
    item = _locked(item_id)
    if item.status != ItemStatus.OPEN:
        raise OversightRefused(f"This item is not open: {item.get_status_display().lower()}.")
    return item


def _locked(item_id: int) -> OversightItem:
    return OversightItem.objects.select_for_update(of=("self",)).get(pk=item_id)


def _worker(owner: Officer | None) -> Officer:
    if owner is None:
        raise OversightRefused("Choose who owns it.")
    if not roles_on(owner, clock.today()) & WORKS_ON_ITEMS:
        raise OversightRefused(
            f"{owner.display_name} does not work on oversight items. Choose somebody who does."
        )
    return owner


def _step(item: OversightItem, kind: ItemStepKind, words: ErasableText, by: Officer) -> None:
    item.save(update_fields=list(KEPT))
    step = OversightItemStep.objects.create(
        item=item,
        step=kind,
        stepped_on=clock.today(),
        owner=item.owner,
        next_review_on=item.next_review_on,
        words=words,
        **stamp(by),
    )
    verb = Verb.OVERSIGHT_ITEM_OPENED if kind == ItemStepKind.OPENED else Verb.OVERSIGHT_ITEM_STEPPED
    tell(verb, step, by, {"item": item.pk, "step": str(kind), "owner": item.owner_id})
