"""Brings what is recorded of a row into line with what it says: what changed is withdrawn and recorded anew.

Each fact of a row has a slot, such as the taking of its fingerprints. A row that is new fills empty slots;
one that was corrected is compared slot by slot with what earlier imports of the same reference recorded, so
that only what changed is withdrawn. What people recorded on pages is never touched: where a corrected row
says otherwise than a person did, theirs stands and a person is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from audit.choices import Source, Verb, WithdrawnBecause
from audit.facts import RecordedFact, withdraw
from audit.record import Event, record_many
from cases.choices import ExceptionCode
from cases.models import ImportRow, InvestigationConclusion, Taking
from cases.services.imports.run import Planned, Run

Sub = tuple[str, ...]
"""What tells facts of one table and row apart: nothing, the kind of item first, or whom a request went to."""
Slot = tuple[str, type[RecordedFact], Sub]
"""The row's reference, the table, and the sub."""


ONE_ALONE: dict[type[RecordedFact], tuple[str, dict[str, str]]] = {
    Taking: ("material__case", {"taken_on": "Day of taking", "power": "Power"}),
    InvestigationConclusion: ("case", {"concluded_on": "Investigation concluded"}),
}
"""Tables in which one fact alone can count, the way to its case, and what a person may have corrected."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A fact that a row tells of. ``values`` are database columns; ``dated`` is the fact's own date."""

    planned: Planned
    model: type[RecordedFact]
    sub: Sub
    values: dict[str, Any]
    dated: date | None

    @property
    def slot(self) -> Slot:
        """The slot that it fills."""
        return (self.planned.row.ref, self.model, self.sub)


class Recorded:
    """The facts that earlier imports recorded of the corrected rows of a batch, by slot."""

    def __init__(
        self, run: Run, batch: Iterable[Planned], subs: dict[type[RecordedFact], Callable[[Any], Sub]]
    ) -> None:
        refs = [planned.row.ref for planned in batch if planned.previous]
        self._facts: dict[Slot, Any] = {}
        self._by_hand: dict[Slot, Any] = {}
        if not refs:
            return
        self._read_by_hand(refs, subs)
        rows = ImportRow.objects.filter(file__kind=run.kind, ref__in=refs)
        ref_of: dict[Any, str] = dict(rows.values_list("pk", "ref"))
        for model, sub_of in subs.items():
            facts = model._default_manager.filter(
                withdrawn_at=None, source=Source.FILE, source_row_id__in=list(ref_of)
            )
            for fact in facts:
                self._facts[ref_of[fact.source_row_id], model, sub_of(fact)] = fact

    def _read_by_hand(self, refs: list[str], subs: dict[type[RecordedFact], Callable[[Any], Sub]]) -> None:
        for model, (path, _) in ONE_ALONE.items():
            if model in subs:
                facts: Any = model._default_manager.filter(
                    **{f"{path}__ref__in": refs}, withdrawn_at=None, source=Source.SCREEN
                )
                for ref, fact in zip(facts.values_list(f"{path}__ref", flat=True), facts, strict=True):
                    self._by_hand[ref, model, subs[model](fact)] = fact

    def get(self, slot: Slot) -> Any | None:
        """The fact in a slot."""
        return self._facts.get(slot)

    def by_hand(self, slot: Slot) -> Any | None:
        """The fact in a slot that a person recorded on a page, where only one can count."""
        return self._by_hand.get(slot)

    def of_kind(self, ref: str, kind: str) -> list[tuple[type[RecordedFact], Sub]]:
        """The tables and subs in which something is recorded of a row's item of this kind."""
        return [(model, sub) for owner, model, sub in self._facts if owner == ref and sub[:1] == (kind,)]

    def leftover(self, ref: str, model: type[RecordedFact], told: set[Sub]) -> list[Any]:
        """The facts of a row in slots of a table of which the row tells no longer."""
        return [
            fact
            for (owner, kind, sub), fact in self._facts.items()
            if owner == ref and kind is model and sub not in told
        ]


def settle(
    run: Run,
    batch: Iterable[Planned],
    models: Iterable[type[RecordedFact]],
    wanted: Iterable[Wanted],
    recorded: Recorded,
) -> dict[Slot, Any]:
    """Record the wanted facts of ``models``; withdraw what they correct and what rows no longer tell of.

    Returns the fact that now stands in each wanted slot.
    """
    by_model: dict[type[RecordedFact], list[Wanted]] = defaultdict(list)
    for each in wanted:
        by_model[each.model].append(each)
    corrected = [planned for planned in batch if planned.previous]
    standing: dict[Slot, Any] = {}
    for model in models:
        standing |= _settle_model(run, model, by_model[model], corrected, recorded)
    return standing


def _settle_model(
    run: Run,
    model: type[RecordedFact],
    wanted: list[Wanted],
    corrected: list[Planned],
    recorded: Recorded,
) -> dict[Slot, Any]:
    standing: dict[Slot, Any] = {}
    withdrawn: list[tuple[Any, datetime]] = []
    told: dict[str, set[Sub]] = defaultdict(set)
    for each in wanted:
        told[each.planned.row.ref].add(each.sub)
        old = recorded.get(each.slot)
        if old is not None and all(getattr(old, name) == value for name, value in each.values.items()):
            standing[each.slot] = old
            continue
        if old is None and (by_hand := recorded.by_hand(each.slot)) is not None:
            standing[each.slot] = by_hand
            _ask_about(each, by_hand)
            continue
        stamped = run.stamp(each.planned, each.dated, not_before=old.recorded_at if old else None)
        if old is not None:
            withdrawn.append((old, stamped["recorded_at"]))
        standing[each.slot] = model(**each.values, **stamped)
    for planned in corrected:
        for fact in recorded.leftover(planned.row.ref, model, told[planned.row.ref]):
            withdrawn.append((fact, run.stamp(planned, None, not_before=fact.recorded_at)["recorded_at"]))
    _withdraw(run, withdrawn)
    model._default_manager.bulk_create([fact for fact in standing.values() if fact.pk is None])
    return standing


def _ask_about(wanted: Wanted, by_hand: Any) -> None:
    """Where the row says otherwise than a person did; what the row leaves open is no contradiction."""
    for name, words in ONE_ALONE[wanted.model][1].items():
        said, stands = wanted.values[name], getattr(by_hand, name)
        if said and said != stands:
            wanted.planned.add(
                ExceptionCode.CONTRADICTORY_DATES,
                words,
                f"the row says {_shown(said)}, but a person corrected it to {_shown(stands)} on its page, "
                "which stands; correct the row, or the case on its page",
            )


def _shown(value: Any) -> str:
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value or "nothing")


def _withdraw(run: Run, facts: list[tuple[Any, datetime]]) -> None:
    together: dict[tuple[type[RecordedFact], datetime], list[int]] = defaultdict(list)
    for fact, moment in facts:
        together[type(fact), moment].append(fact.pk)
    because = WithdrawnBecause.CORRECTED_IN_SOURCE
    for (model, moment), ids in together.items():
        withdraw(model._default_manager.filter(pk__in=ids), by=run.by, because=because, at=moment)
    record_many(
        Event(Verb.FACT_WITHDRAWN, fact._meta.db_table, fact.pk, {"because": because}, at=moment)
        for fact, moment in facts
    )
