"""Recording an item's way: sent, received, a profile derived. Each is a fact with a day of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from accounts.models import Officer
from audit import clock
from audit.choices import Verb
from audit.facts import stamp
from audit.record import Event, digest_of, record_many
from cases import positions
from cases.choices import HoldingPlace, MaterialKind, WhereaboutsStep, WhoHasIt
from cases.errors import FactRefused
from cases.models import Case, Holding, Material, ProfileReceipt, Taking, Whereabouts
from cases.services import after_receipt


@transaction.atomic
def record_sent(
    items: Sequence[Material], *, by: Officer, holder: str, to: str, on: date, reference: str = ""
) -> list[Whereabouts]:
    """Record that these items of one case were sent by ``holder`` to ``to`` on a day.

    A sample sent to the forensic provider is held there from that day, so that deletion reaches it. Raises
    FactRefused where sender and receiver are one, or the day has not come or is before the taking.
    """
    if holder == to:
        raise FactRefused(f"{_case(items).ref}: what is sent goes to somebody else. Choose to whom.")
    steps = _record(items, WhereaboutsStep.SENT, by, holder, on, to=to, reference=reference)
    if to == WhoHasIt.FSP:
        _hold_at_provider(items, by, on, reference)
    return steps


@transaction.atomic
def record_received(
    items: Sequence[Material], *, by: Officer, holder: str, on: date, reference: str = ""
) -> list[Whereabouts]:
    """Record that ``holder`` received these items of one case on a day.

    A DNA profile that SOFS receives has come: its receipt is recorded, positions are refreshed and what waits
    for it is told. Raises FactRefused for a day that has not come or is before the taking.
    """
    steps = _record(items, WhereaboutsStep.RECEIVED, by, holder, on, reference=reference)
    if holder == WhoHasIt.SOFS:
        profiles = [item for item in items if item.kind == MaterialKind.DNA_PROFILE]
        _record_receipts(profiles, by, on)
    if holder == WhoHasIt.FSP:
        _hold_at_provider(items, by, on, reference)
    return steps


@transaction.atomic
def record_profiled(items: Sequence[Material], *, by: Officer, holder: str, on: date) -> list[Whereabouts]:
    """Record that ``holder`` derived a profile from these samples: their last lawful day is that day.

    Source: Terrorism Act 2000, Sch. 8 para. 20G. Raises FactRefused for an item that is no sample, or for a
    day that has not come or is before the taking.
    """
    if any(item.kind != MaterialKind.DNA_SAMPLE for item in items):
        raise FactRefused(f"{_case(items).ref}: a profile is derived from a DNA sample. Choose the sample.")
    return _record(items, WhereaboutsStep.PROFILED, by, holder, on)


def _record(
    items: Sequence[Material],
    step: str,
    by: Officer,
    holder: str,
    on: date,
    *,
    to: str = "",
    reference: str = "",
) -> list[Whereabouts]:
    case = _case(items)
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    _check_day(case, items, on)
    steps = [
        Whereabouts.objects.create(
            material=item, step=step, happened_on=on, holder=holder, to=to, reference=reference, **stamp(by)
        )
        for item in items
    ]
    tell(steps, by)
    positions.refresh([item.pk for item in items])
    return steps


def tell(steps: Sequence[Whereabouts], by: Officer) -> None:
    """Audit these steps."""
    record_many(
        Event(
            Verb.FACT_RECORDED,
            "whereabouts",
            step.pk,
            {"case": step.material.case_id, "material": step.material_id, "step": str(step.step)}
            | {"on": step.happened_on.isoformat(), "holder": str(step.holder), "to": str(step.to)},
            actor_id=by.pk,
            actor_name=by.display_name,
            row_digest=digest_of(step),
        )
        for step in steps
    )


def _case(items: Sequence[Material]) -> Case:
    if not items:
        raise FactRefused("Choose at least one item.")
    if len({item.case_id for item in items}) > 1:
        raise FactRefused("These items are of several cases. Record one case after the other.")
    return items[0].case


def _check_day(case: Case, items: Sequence[Material], on: date) -> None:
    today = clock.today()
    if on > today:
        raise FactRefused(
            f"{case.ref}: {on:%-d %B %Y} has not come yet; today is {today:%-d %B %Y}. Check the date."
        )
    taken = Taking.objects.current().filter(material__in=items, taken_on__gt=on).first()
    if taken is not None and taken.taken_on is not None:
        raise FactRefused(
            f"{case.ref}: an item was taken on {taken.taken_on:%-d %B %Y}, after {on:%-d %B %Y}. "
            "Check both dates."
        )


def _hold_at_provider(items: Sequence[Material], by: Officer, on: date, reference: str) -> None:
    for item in items:
        if item.kind != MaterialKind.DNA_SAMPLE or item.holdings.filter(
            withdrawn_at=None, place=HoldingPlace.SAMPLE_STORE
        ):
            continue
        taken = Holding.objects.current().filter(place=HoldingPlace.SAMPLE_STORE, reference=reference)
        if reference and taken.exists():
            raise FactRefused(
                f"{item.case.ref}: the reference {reference} is already another sample's. Check it."
            )
        holding = Holding.objects.create(
            material=item,
            place=HoldingPlace.SAMPLE_STORE,
            reference=reference,
            held_since=on,
            **stamp(by),
        )
        _tell_fact("holding", holding, item, by)


def _record_receipts(profiles: Sequence[Material], by: Officer, on: date) -> None:
    for item in profiles:
        if ProfileReceipt.objects.current().filter(material=item).exists():
            raise FactRefused(f"{item.case.ref}: the profile's receipt is recorded already.")
        receipt = ProfileReceipt.objects.create(material=item, received_on=on, **stamp(by))
        _tell_fact("profilereceipt", receipt, item, by)
        positions.refresh(Material.objects.filter(case=item.case_id).values_list("pk", flat=True))
        after_receipt.run(receipt)


def _tell_fact(kind: str, fact: Holding | ProfileReceipt, item: Material, by: Officer) -> None:
    record_many(
        [
            Event(
                Verb.FACT_RECORDED,
                kind,
                fact.pk,
                {"case": item.case_id, "material": item.pk},
                actor_id=by.pk,
                actor_name=by.display_name,
                row_digest=digest_of(fact),
            )
        ]
    )
