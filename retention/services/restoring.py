"""After a restore: what the journal tells of is so again, and what it cannot put right waits for people.

Destroyed stays destroyed and erased stays erased, whatever the backup holds. What counted no longer does not
count again, and what had to be destroyed has to be. What was not searched any more, or was told not to be, is
so again. Where a hold, or a fact that may keep material, was recorded after the backup, the items of that
case are held up until a person has looked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import transaction

from accounts.models import Officer
from accounts.selectors import system_officer
from audit import clock
from audit.choices import Source, Verb
from audit.facts import stamp
from audit.record import record
from cases import positions
from cases.models import (
    Case,
    DeletionEvidence,
    ErasableText,
    Holding,
    Material,
    NonSearchableEvidence,
    Subject,
)
from cases.services.facts import fact_recorded, withdraw_fact
from retention import orders
from retention.choices import HaltedBecause, OpenedBecause, OrderEvent
from retention.choices_deletion import HoldKind
from retention.items import items_now
from retention.models import DeletionHold, DeletionOrder, Erasure, SuspensionInstruction
from retention.services import journal, suspend_unlawful
from retention.services.deletion_orders import open_order, step
from retention.services.erasing import empty

NOT_THERE = "of what the backup does not hold"
RECORD_AGAIN = (
    "The database was restored from a backup. After that backup a {what} was recorded here which it does "
    "not hold. Record it again, or satisfy yourself that it does not keep this item, and release this hold."
)


def replay(*, backup: str) -> Counter[str]:
    """Go through the journal, a transaction a line; what was done, counted. Again it changes nothing."""
    by = system_officer()
    said = list(journal.lines())
    ended = {_begun(line) for line in said if line["kind"] in journal.ENDS}
    done: Counter[str] = Counter()
    acts: dict[str, Callable[[dict[str, Any], Officer], str]] = {
        "destroyed": _destroy,
        "withdrawn": _withdraw,
        "must_go": _must_go,
        "held": _hold,
        "covered": _cover,
        "suspended": _suspend,
        "instructed": _instruct,
        "erased": _erase,
    }
    # In this order: what is destroyed must be on record before its person is erased, and every fact before it
    # is asked whether what was not searched may be.
    for kind, act in acts.items():
        for line in said:
            # A line of an older journal says what it ended by its number alone.
            if line["kind"] != kind or {(kind, line["id"], line["at"]), (kind, line["id"], None)} & ended:
                continue
            with transaction.atomic():
                done[act(line, by)] += 1
    record(
        Verb.RESTORED,
        subject_type="backup",
        subject_id=None,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"backup": backup, "journal": dict(done)},
    )
    del done[""]
    return done


def _begun(line: dict[str, Any]) -> tuple[str, int, str | None]:
    """What a line ended."""
    return journal.ENDS[line["kind"]], line["id"], line.get("began_at")


def _item(line: dict[str, Any]) -> Material | None:
    """The item of a line, if the backup holds that very one: later ids may have been given again."""
    return Material.objects.filter(pk=line["material"], case__ref=line["ref"], kind=line["what"]).first()


def _destroy(line: dict[str, Any], by: Officer) -> str:
    item = _item(line)
    if item is None:
        return f"destroyed {NOT_THERE}"
    there = DeletionEvidence.objects.current().filter(material=item)
    if there.filter(holding=line["holding"]).exists():
        return ""
    holding = Holding.objects.filter(pk=line["holding"], material=item).first()
    DeletionEvidence.objects.create(
        material=item,
        holding=holding,
        deleted_on=date.fromisoformat(line["deleted_on"]),
        **stamp(by, source=Source.SYSTEM),
    )
    Case.objects.select_for_update(of=("self",)).get(pk=item.case_id)
    positions.refresh([item.pk])
    item.refresh_from_db()
    record(Verb.RESTORED, subject_type="material", subject_id=item.pk, payload={"again": "destroyed"})
    if item.deleted_on:
        open_ = DeletionOrder.objects.filter(material=item, state__in=orders.CAN_BE_HALTED)
        for order in open_:
            step(order.pk, OrderEvent.HALT, by=by, halted_because=HaltedBecause.GONE)
    return "destroyed again"


def _withdraw(line: dict[str, Any], by: Officer) -> str:
    model: Any = apps.get_model(line["fact"])
    began_at = datetime.fromisoformat(line["began_at"])
    fact = model.objects.current().filter(pk=line["id"], recorded_at=began_at).first()
    if fact is None:
        return ""
    withdraw_fact(fact, by=by, because=line["because"])
    return "counts no longer, again"


def _must_go(line: dict[str, Any], by: Officer) -> str:
    item, on = _item(line), date.fromisoformat(line["decided_on"])
    if item is None:
        return f"to be destroyed {NOT_THERE}"
    if item.deleted_on or item.unlawful_takings.filter(decided_on=on).exists():
        return ""
    Case.objects.select_for_update(of=("self",)).get(pk=item.case_id)
    decided = item.unlawful_takings.create(decided_on=on, **stamp(by, source=Source.SYSTEM))
    fact_recorded(decided, by, [item.pk])
    return "to be destroyed, again"


def _suspend(line: dict[str, Any], by: Officer) -> str:
    """It is not searched there: recorded again, since the place does not change by a restore here."""
    holding = _held_there(line)
    if holding is None:
        return f"not searched {NOT_THERE}"
    if holding.material.deleted_on or holding.non_searchable.current().exists():
        return ""
    NonSearchableEvidence.objects.create(
        holding=holding,
        evidenced_on=date.fromisoformat(line["evidenced_on"]),
        **stamp(by, source=Source.SYSTEM),
    )
    about = {"again": "not searched", "holding": holding.pk}
    record(Verb.RESTORED, subject_type="material", subject_id=holding.material_id, payload=about)
    _see_that_it_stays(holding.material, by)
    return "not searched, again"


def _instruct(line: dict[str, Any], by: Officer) -> str:
    holding = _held_there(line)
    if holding is None:
        return f"told not to be searched {NOT_THERE}"
    is_told = SuspensionInstruction.objects.filter(holding=holding, cancelled_at=None)
    if holding.material.deleted_on or holding.non_searchable.current().exists() or is_told.exists():
        return ""
    (item,) = items_now([holding.material_id])
    suspend_unlawful.instruct(item, [holding.pk], date.fromisoformat(line["not_before"]), clock.moment())
    _see_that_it_stays(holding.material, by)
    return "told again not to be searched"


def _held_there(line: dict[str, Any]) -> Holding | None:
    """The holding of a line, if the backup holds that very one and nothing says that it is gone."""
    item = _item(line)
    if item is None:
        return None
    return Holding.objects.select_related("material").filter(pk=line["holding"], material=item).first()


def _see_that_it_stays(material: Material, by: Officer) -> None:
    """Where nothing in the backup says why it is not searched, that stays so until somebody has looked: an
    order stands for it, held up, so that it is among those.
    """
    (item,) = items_now([material.pk])
    today = clock.today()
    want = suspend_unlawful.wanted(item, today, today)
    if item.order_id or want.order_because or want.suspend_from:
        return
    open_order(material, because=OpenedBecause.RESTORED, due_on=today, by=by)
    _hold_up(material, "decision for which it was not searched any more", by)


def _hold(line: dict[str, Any], by: Officer) -> str:
    item = _item(line)
    if item is None:
        return f"holds {NOT_THERE}"
    same = DeletionHold.objects.filter(pk=line["id"], recorded_at=datetime.fromisoformat(line["at"]))
    return "" if same.exists() else _hold_up(item, "hold on its destruction", by)


def _cover(line: dict[str, Any], by: Officer) -> str:
    model = apps.get_model(line["fact"])
    if model._default_manager.filter(pk=line["id"], recorded_at=datetime.fromisoformat(line["at"])).exists():
        return ""
    items = Material.objects.held().filter(case__ref=line["ref"]).order_by("pk")
    told = {_hold_up(item, str(model._meta.verbose_name), by) for item in items}
    return next((each for each in told if each), "")


def _hold_up(item: Material, what: str, by: Officer) -> str:
    current = DeletionHold.objects.current().filter(material=item, kind=HoldKind.ADVISORY)
    if item.deleted_on or current.exists():
        return ""
    words = ErasableText.objects.create(
        text=RECORD_AGAIN.format(what=what), written_at=clock.moment(), written_by=by
    )
    hold = DeletionHold.objects.create(
        material=item,
        kind=HoldKind.ADVISORY,
        placed_on=clock.today(),
        reason=words,
        **stamp(by, source=Source.SYSTEM),
    )
    record(
        Verb.DELETION_HELD_UP,
        subject_type="material",
        subject_id=item.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"hold": hold.pk},
        row=hold,
    )
    return "held up until somebody has looked"


def _erase(line: dict[str, Any], by: Officer) -> str:
    subjects = line["subjects"]
    refs = list(Case.objects.filter(subject__in=subjects).order_by("ref").values_list("ref", flat=True))
    if not Subject.objects.filter(pk=line["person"]).exists() or not set(refs) <= set(line["refs"]):
        return f"erased {NOT_THERE}"
    if Erasure.objects.filter(person=line["person"]).exists():
        return ""
    there = Subject.objects.filter(pk__in=subjects).order_by("pk").values_list("pk", flat=True)
    made = Erasure.objects.create(
        person_id=line["person"],
        subject_ids=list(there),
        gone_on=date.fromisoformat(line["gone_on"]),
        days=line["days"],
        review_on=date.fromisoformat(line["review_on"]),
        erased_at=datetime.fromisoformat(line["at"]),
        erased_by_id=line["by"] if Officer.objects.filter(pk=line["by"]).exists() else by.pk,
    )
    counts = empty(made.subject_ids)
    record(
        Verb.SUBJECT_ERASED,
        subject_type="subject",
        subject_id=made.person_id,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"again": True, "rows": counts},
        row=made,
    )
    return "erased again"
