"""What is left of a destroyed item: what it was, when it went and from where, under which rule, by whom.

It names nobody and has neither biometrics nor the references of the places that held it; where proof needs a
reference, it has its SHA-256, so that a paper found later can be compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.models import Officer
from cases.models import Case, DeletionEvidence, Holding, Material
from retention.choices import OrderEvent, OrderState
from retention.models import DeletionOrder, DeletionOrderStep, InstructionReceipt

HASHED = "sha256:"


@dataclass(frozen=True, slots=True)
class PlaceGone:
    """One place: when it was gone there, by what evidence, and the hash of its reference there."""

    place: str
    deleted_on: date
    recorded_by: Officer
    evidence: str
    reference_sha256: str


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of one item; ``order`` is None for what was gone before orders were kept here."""

    material: Material
    order: DeletionOrder | None
    places: tuple[PlaceGone, ...]
    verified_by: Officer | None


def destroyed(officer: Officer, day: date) -> QuerySet[Material]:
    """Items evidenced gone of the cases that ``officer`` may see, the latest first."""
    cases = Case.objects.visible_to(officer, day)
    gone = Material.objects.filter(deleted_on__isnull=False, case__in=cases.values("pk"))
    return gone.select_related("case").order_by("-deleted_on", "-pk")


def tombstone(material: Material) -> Tombstone:
    """What is left of an item that is gone."""
    order = (
        DeletionOrder.objects.filter(material=material)
        .exclude(state=OrderState.HALTED)
        .select_related("acknowledged_by", "asked_by", "approved_by")
        .order_by("-pk")
        .first()
    )
    steps = DeletionOrderStep.objects.filter(order=order, event=OrderEvent.VERIFY).select_related(
        "stepped_by"
    )
    verified = steps.first() if order else None
    return Tombstone(material, order, _places(material), verified.stepped_by if verified else None)


def hashed(holding: Holding) -> str:
    """The hash of a reference with its place; once the person is erased it is all that is kept of it."""
    if not holding.reference or holding.reference.startswith(HASHED):
        return holding.reference.removeprefix(HASHED)
    return hashlib.sha256(f"{holding.place} {holding.reference}".encode()).hexdigest()[:53]


def _places(material: Material) -> tuple[PlaceGone, ...]:
    rows: Sequence[DeletionEvidence] = list(
        DeletionEvidence.objects.current()
        .filter(material=material)
        .select_related("holding", "recorded_by")
        .order_by("deleted_on", "pk")
    )
    receipts = InstructionReceipt.objects.filter(
        instruction__material=material, instruction__kind="delete", outcome="done", contradicts=False
    )
    evidence = dict(receipts.values_list("instruction__holding", "reference"))
    return tuple(
        PlaceGone(
            place=row.holding.get_place_display() if row.holding else "Wherever it was",
            deleted_on=row.deleted_on,
            recorded_by=row.recorded_by,
            evidence=evidence.get(row.holding_id or 0, ""),
            reference_sha256=hashed(row.holding) if row.holding else "",
        )
        for row in rows
    )
