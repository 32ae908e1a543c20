"""The only bridge from rows to law facts, and the only writer of the cached answers on items and cases.

Every service that records a fact calls ``refresh`` for the items it touches, in the same transaction. The
nightly verify calls ``differences`` and mends what it finds through ``refresh``. Reads are a fixed number of
set-based queries, whatever the number of items.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from audit import clock
from audit.choices import Verb
from audit.record import Event, record_many
from cases.acts import BORROWED, FeedRow, act_feeds, act_of, borrowed_from, original_of
from cases.bulk import update_rows
from cases.choices import MaterialKind, PositionStatus
from cases.ends import relying_on
from cases.errors import LawNotAccepted
from cases.law_accepted import WAITS, is_accepted
from cases.models import (
    Case,
    DeletionEvidence,
    Holding,
    Material,
    Taking,
)
from law import cover, facts
from law.cover import Position
from law.rules.declared import COMMENCEMENT

URGENCY: dict[str, int] = {
    PositionStatus.MUST_DESTROY: 0,
    PositionStatus.UNRESOLVED: 1,
    PositionStatus.TIME_LIMITED: 2,
    PositionStatus.OPEN: 3,
    PositionStatus.INDEFINITE: 4,
}
CACHED = (
    "status",
    "last_lawful_day",
    "candidate_day",
    "unresolved_because",
    "chain",
    "ineffective",
    "law_version",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """An item whose stored position is not what its facts give."""

    material_id: int
    case_id: int
    stored: dict[str, object]
    computed: dict[str, object]

    @property
    def is_of_the_law(self) -> bool:
        """Whether the stored position was given by another release of the law."""
        return self.stored["law_version"] not in ("", self.computed["law_version"])


def facts_for(
    material_ids: Collection[int] | None = None,
    *,
    known_at: datetime | None = None,
    with_borrowed: bool = True,
) -> Iterator[tuple[int, facts.Facts]]:
    """Yields each item's id with its facts, as known at a moment (inclusive; None means now).

    Without ``material_ids``, every item. An item with no taking known then is still yielded, with no taking
    date. ``with_borrowed``: with what further fingerprints borrow from another set, which lends nothing that
    it has borrowed itself.
    """
    takings = _known(Taking, known_at, material_ids, "material_id")
    taken = {
        material_id: (power, taken_on, nation)
        for material_id, power, taken_on, nation in takings.values_list(
            "material_id", "power", "taken_on", "nation"
        )
    }
    acts = _Acts(material_ids, known_at, with_borrowed)
    items = Material.objects.order_by("pk").values_list("pk", "kind", "case_id")
    if material_ids is not None:
        items = items.filter(pk__in=material_ids)
    for material_id, kind, case_id in _read(items, material_ids):
        power, taken_on, nation = taken.get(material_id, ("", None, ""))
        item = facts.Item(kind=kind, power=power, taken_on=taken_on, nation=nation)
        yield material_id, facts.Facts(item=item, acts=acts.of(material_id, case_id))


def position_of(material: Material, *, on: date | None = None, known_at: datetime | None = None) -> Position:
    """The law's answer for one item, with its working; ``on`` hides facts dated later."""
    ((_, item_facts),) = facts_for([material.pk], known_at=known_at)
    known_day = clock.local_day(known_at) if known_at else None
    return cover.position(item_facts, on=on, known_at=known_day)


def refresh(material_ids: Iterable[int]) -> list[Difference]:
    """Recomputes the stored positions of these items and of their cases; returns what changed.

    Further fingerprints that are held with one of them are recomputed as well. Runs inside the caller's
    transaction. A change of an answer that was stored before is audited with both
    values. Raises LawNotAccepted while the installed release waits and another gave one of them.
    """
    ids = _with_borrowers(material_ids)
    found = list(differences(ids))
    _check_release(found)
    _store(found)
    _store_deletions(ids)
    case_ids = set(Material.objects.filter(pk__in=ids).values_list("case_id", flat=True))
    refresh_cases(case_ids)
    return found


def _check_release(found: list[Difference]) -> None:
    """Raises LawNotAccepted rather than date anew what another release gave, before that was accepted."""
    if any(each.is_of_the_law for each in found) and not is_accepted():
        raise LawNotAccepted(WAITS)


def _with_borrowers(material_ids: Iterable[int]) -> list[int]:
    """These items and the further fingerprints that are held with one of them, each once."""
    ids = list(dict.fromkeys(material_ids))
    return [*ids, *(pk for pk in relying_on(ids) if pk not in frozenset(ids))]


def differences(material_ids: Collection[int] | None = None) -> Iterator[Difference]:
    """Each item whose stored position differs from the one that its facts give now."""
    rows = Material.objects.order_by("pk")
    if material_ids is not None:
        rows = rows.filter(pk__in=material_ids)
    stored_rows = _read(rows.values_list("pk", "case_id", *CACHED), material_ids)
    for stored, (material_id, item_facts) in zip(stored_rows, facts_for(material_ids), strict=True):
        if stored[0] != material_id:
            raise RuntimeError(f"Item {stored[0]} was read beside the facts of item {material_id}.")
        computed = _answer(item_facts)
        if computed != stored[2:]:
            yield Difference(
                material_id=material_id,
                case_id=stored[1],
                stored=dict(zip(CACHED, stored[2:], strict=True)),
                computed=dict(zip(CACHED, computed, strict=True)),
            )


def refresh_cases(case_ids: Collection[int]) -> None:
    """Rewrites what cases show of their items: the earliest item still held, and what it was taken under."""
    shown = _earliest_items(case_ids)
    changed = {
        case.pk: columns
        for case in Case.objects.filter(pk__in=case_ids)
        if (columns := shown.get(case.pk)) and any(getattr(case, name) != columns[name] for name in columns)
    }
    update_rows(Case, changed)


def _answer(item_facts: facts.Facts) -> tuple[object, ...]:
    found = cover.position(item_facts)
    return (
        str(found.status),
        found.last_lawful_day,
        found.candidate_day,
        found.unresolved_because or "",
        list(found.chain),
        list(found.ineffective),
        found.law_version,
    )


def _store(found: list[Difference]) -> None:
    if not found:
        return
    moment = clock.moment()
    first_time = set(
        Material.objects.filter(pk__in=[d.material_id for d in found], computed_at=None).values_list(
            "pk", flat=True
        )
    )
    update_rows(Material, {d.material_id: {**d.computed, "computed_at": moment} for d in found})
    record_many(
        [
            Event(
                verb=Verb.POSITION_CHANGED,
                subject_type="material",
                subject_id=d.material_id,
                payload={"case": d.case_id, "was": _plain(d.stored), "is": _plain(d.computed)},
                at=moment,
            )
            for d in found
            if d.material_id not in first_time
        ]
    )


def _plain(columns: dict[str, object]) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in columns.items()}


def _store_deletions(ids: list[int]) -> None:
    """An item is gone on the day its last place was evidenced gone, and not before every place is."""
    gone_from: dict[int, set[int | None]] = defaultdict(set)
    last: dict[int, date] = {}
    evidence = DeletionEvidence.objects.current().filter(material__in=ids)
    for material_id, holding_id, deleted_on in evidence.values_list(
        "material_id", "holding_id", "deleted_on"
    ):
        gone_from[material_id].add(holding_id)
        last[material_id] = max(deleted_on, last.get(material_id, deleted_on))
    if not gone_from:
        Material.objects.filter(pk__in=ids).exclude(deleted_on=None).update(deleted_on=None)
        return
    kept_at: dict[int, set[int]] = defaultdict(set)
    for holding_id, material_id in (
        Holding.objects.current().filter(material__in=ids).values_list("pk", "material_id")
    ):
        kept_at[material_id].add(holding_id)
    changed: dict[int, dict[str, date | None]] = {}
    for material_id, stored in Material.objects.filter(pk__in=ids).values_list("pk", "deleted_on"):
        places = gone_from.get(material_id, set())
        is_gone = None in places or (bool(places) and kept_at[material_id] <= places)
        deleted_on = last[material_id] if is_gone else None
        if stored != deleted_on:
            changed[material_id] = {"deleted_on": deleted_on}
    update_rows(Material, changed)


def _earliest_items(case_ids: Collection[int]) -> dict[int, dict[str, object]]:
    """For each case, the columns that it shows: of the item that comes first by ``precedence``."""
    takings = {
        row[0]: row[1:]
        for row in Taking.objects.current()
        .filter(material__case__in=case_ids)
        .values_list("material_id", "power", "place", "nation", "force_id", "taken_on")
    }
    items: dict[int, list[Material]] = defaultdict(list)
    for material in Material.objects.filter(case__in=case_ids).order_by("pk"):
        items[material.case_id].append(material)
    return {case_id: _shown(of_case, takings) for case_id, of_case in items.items()}


def _shown(of_case: list[Material], takings: dict[int, tuple]) -> dict[str, object]:
    first = min(of_case, key=precedence)
    power, place, nation, force_id, _ = takings.get(first.pk, ("", "", "", None, None))
    taken = [takings[item.pk][4] for item in of_case if item.pk in takings and takings[item.pk][4]]
    taken_on = min(taken, default=None)
    return {
        "power": power,
        "place": place,
        "nation": nation,
        "force_id": force_id,
        "taken_on": taken_on,
        "is_legacy": taken_on is not None and taken_on < COMMENCEMENT,
        "status": first.status,
        "last_lawful_day": first.last_lawful_day,
        "candidate_day": first.candidate_day,
        "urgency": URGENCY[first.status],
        "sort_day": _sort_day(first),
        "is_held": first.deleted_on is None,
    }


def precedence(item: Material) -> tuple[bool, bool, int, date, int]:
    """By what a case shows of its items the least: what is held, samples apart, the most urgent first.

    A sample goes when its profile is derived, which no determination puts off; while anything else is held,
    the case goes by what can be kept.
    """
    is_sample = item.kind == MaterialKind.DNA_SAMPLE
    day = _sort_day(item) or date.max
    return (item.deleted_on is not None, is_sample, URGENCY[item.status], day, item.pk)


def _sort_day(item: Material) -> date | None:
    return item.last_lawful_day or item.candidate_day


def _known(model, known_at, ids, path):
    rows = model.objects.known_at(known_at) if known_at else model.objects.current()
    return rows if ids is None else rows.filter(**{f"{path}__in": ids})


def _read(rows: Any, ids: Collection[int] | None) -> Iterable[Any]:
    """The rows: of the whole caseload by a cursor of the server, a part at a time; of some items all at once.

    Where an item cannot be read, whoever asked goes on with the next. A cursor left half read would be closed
    whenever Python collects it, perhaps within another statement, which then waits for itself for ever.
    """
    return rows.iterator(chunk_size=5000) if ids is None else rows


class _Acts:
    """The dated acts of a set of items, read in one query: sparse, so kept by what they are about."""

    def __init__(self, ids: Collection[int] | None, known_at: datetime | None, with_borrowed: bool) -> None:
        self._of_item: dict[int, list[facts.Act]] = defaultdict(list)
        self._of_case: dict[int, list[facts.Act]] = defaultdict(list)
        feeds = act_feeds(known_at)
        if ids is not None:
            cases = Material.objects.filter(pk__in=ids).order_by().values("case_id")
            feeds = [rows.filter(feed_case__in=cases) for rows in feeds]
        first, *others = feeds
        borrowed: list[FeedRow] = []
        for row in map(FeedRow._make, _read(first.union(*others, all=True), ids)):
            if row.tag == BORROWED:
                borrowed.append(row)
                continue
            about = self._of_case[row.case_id] if row.other is None else self._of_item[row.other]
            about.append(act_of(row))
        if borrowed and with_borrowed:
            self._borrow(borrowed, known_at)

    def _borrow(self, rows: list[FeedRow], known_at: datetime | None) -> None:
        """What is borrowed, with the facts of the sets that lend it; only where anything is."""
        ids = {original_of(row) for row in rows}
        originals = dict(facts_for(ids, known_at=known_at, with_borrowed=False))
        for row in rows:
            if row.other is not None:
                self._of_item[row.other].append(borrowed_from(row, originals[original_of(row)]))

    def of(self, material_id: int, case_id: int) -> tuple[facts.Act, ...]:
        """What bears on an item: the acts about it, about its case, and about its subject."""
        return (*self._of_item.get(material_id, ()), *self._of_case.get(case_id, ()))
