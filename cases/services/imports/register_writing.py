"""Writes rows of the register: subject, case, items, facts, positions, and the steps that a row tells of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from cases import people, positions
from cases.choices import CaseEvent, CaseState, ExceptionCode, HoldingPlace, MaterialKind, NotifiedBy
from cases.models import (
    Case,
    Conviction,
    DeletionEvidence,
    Holding,
    InvestigationConclusion,
    Material,
    Movement,
    NonSearchableEvidence,
    NotifiedExpiry,
    PncCheck,
    ProfileReceipt,
    Taking,
)
from cases.services.imports import records, register_rows, steps, subjects
from cases.services.imports.register_rows import ItemTaken, RegisterRow
from cases.services.imports.run import Planned, Run
from cases.services.imports.slots import Recorded, Sub, Wanted, settle
from cases.services.imports.steps import Step

Items = dict[tuple[int, str], Material]
PLACES = {
    MaterialKind.FINGERPRINTS: HoldingPlace.CT_FINGERPRINTS,
    MaterialKind.DNA_PROFILE: HoldingPlace.CT_DNA,
}
REF_COLUMNS = {MaterialKind.FINGERPRINTS: "CT FP ref", MaterialKind.DNA_PROFILE: "CT DNA ref"}


def write(run: Run, batch: list[Planned]) -> None:
    """Write the rows of a batch that go in; the caller holds the transaction."""
    _check_codes(run, batch)
    _find_cases(batch)
    before = {planned.case.subject_id for planned in batch if planned.case}
    subject_of = subjects.subjects_of(run, batch)
    _make_cases(run, batch, subject_of)
    records.record_rows(run, batch)
    _open(run, [planned for planned in batch if not planned.previous])
    subjects.record_identities(run, batch)
    items = _make_items(batch)
    _record_facts(run, batch, items)
    # A conviction bears on every item of its subject, in whatever case.
    subject_ids = people.everyone_of(before | set(subject_of.values()))
    positions.refresh(Material.objects.filter(case__subject__in=subject_ids).values_list("pk", flat=True))
    steps.take(run, batch, lambda row: _steps(run, row), register_rows.understand)
    subjects.suggest_same_person(batch)


# Cases and items --------------------------------------------------------------------------------------------


def _find_cases(batch: list[Planned]) -> None:
    ids = {
        planned.previous.case_id: planned
        for planned in batch
        if planned.previous and planned.previous.case_id is not None
    }
    for case in Case.objects.select_for_update().filter(pk__in=ids).order_by("pk"):
        ids[case.pk].case = case


def _make_cases(run: Run, batch: list[Planned], subject_of: dict[str, int]) -> None:
    fresh = []
    for planned in batch:
        subject_id = subject_of[planned.row.ref]
        if planned.case is None:
            planned.case = Case(
                ref=planned.row.ref, subject_id=subject_id, opened_on=_opened_on(run, planned.row)
            )
            fresh.append(planned.case)
        elif planned.case.subject_id != subject_id:
            subjects.move_to_subject(run, planned.case, subject_id)
    Case.objects.bulk_create(fresh)


def _opened_on(run: Run, row: RegisterRow) -> date:
    """The day from which SOFS had the case: the row was written that day, or something done on it before."""
    return min(day for day in (row.recorded_on or run.today, row.referred_on, row.pnc_checked_on) if day)


def _open(run: Run, batch: list[Planned]) -> None:
    """The movement of sequence 0: from when the case has been with SOFS."""
    Movement.objects.bulk_create(
        [
            Movement(
                case=planned.case,
                sequence=0,
                to_state=CaseState.WITH_SOFS,
                moved_on=planned.case.opened_on,
                moved_by=run.by,
                **run.stamp(planned, planned.case.opened_on),
            )
            for planned in batch
            if planned.case
        ]
    )


def _make_items(batch: list[Planned]) -> Items:
    """Every item of the batch's cases, by case and kind; makes those that are new."""
    ids = [planned.case.pk for planned in batch if planned.case and planned.previous]
    found: Items = {(item.case_id, item.kind): item for item in Material.objects.filter(case__in=ids)}
    fresh = [
        Material(case=planned.case, kind=item.kind)
        for planned in batch
        for item in planned.row.items
        if planned.case and (planned.case.pk, item.kind) not in found
    ]
    Material.objects.bulk_create(fresh)
    return found | {(item.case_id, item.kind): item for item in fresh}


# Facts ------------------------------------------------------------------------------------------------------


def _kind(fact: Taking | ProfileReceipt | DeletionEvidence) -> Sub:
    return (fact.material.kind,)


SUBS = {
    Taking: _kind,
    Holding: lambda fact: (fact.material.kind, fact.place),
    ProfileReceipt: _kind,
    DeletionEvidence: _kind,
    PncCheck: lambda fact: (),
    Conviction: lambda fact: (),
    NotifiedExpiry: lambda fact: (),
    InvestigationConclusion: lambda fact: (),
    NonSearchableEvidence: lambda fact: (fact.holding.material.kind, fact.holding.place),
}
OF_HOLDINGS = (NonSearchableEvidence,)
FIRST = tuple(model for model in SUBS if model not in OF_HOLDINGS)


def _record_facts(run: Run, batch: list[Planned], items: Items) -> None:
    recorded = Recorded(run, batch, SUBS)
    contested = _contested(batch, items)
    wanted: list[Wanted] = []
    for planned in batch:
        wanted += _about_case(planned)
        for taken in planned.row.items:
            wanted += _about_item(run, planned, taken, items, contested)
        wanted += _no_longer_told(planned, items, recorded)
    standing = settle(run, batch, FIRST, wanted, recorded)
    rows = {planned.row.ref: planned for planned in batch}
    hidden = [
        _hidden(rows[ref], sub, holding)
        for (ref, model, sub), holding in standing.items()
        if model is Holding and rows[ref].row.non_searchable_on
    ]
    settle(run, batch, OF_HOLDINGS, hidden, recorded)


def _about_case(planned: Planned) -> list[Wanted]:
    row, case = planned.row, planned.case
    assert case is not None
    checked, convicted, concluded = row.pnc_checked_on, row.convicted_on, row.concluded_on
    found = []
    if checked:
        values = {"case_id": case.pk, "checked_on": checked, "result": row.pnc_result}
        found.append(Wanted(planned, PncCheck, (), values, checked))
    if convicted:
        values = {
            "subject_id": case.subject_id,
            "convicted_on": convicted,
            "is_recordable": True,
            "is_exempt": False,
        }
        found.append(Wanted(planned, Conviction, (), values, convicted))
    if concluded:
        values = {"case_id": case.pk, "concluded_on": concluded}
        found.append(Wanted(planned, InvestigationConclusion, (), values, concluded))
    if row.notified_day:
        values = {
            "case_id": case.pk,
            "notified_by": NotifiedBy.HAILOH,
            "notified_day": row.notified_day,
            "notified_on": row.recorded_on or case.opened_on,
        }
        found.append(Wanted(planned, NotifiedExpiry, (), values, None))
    return found


def _about_item(
    run: Run, planned: Planned, taken: ItemTaken, items: Items, contested: set[tuple[str, str]]
) -> list[Wanted]:
    row = planned.row
    assert planned.case is not None
    item = items[planned.case.pk, taken.kind]
    sub = (str(taken.kind),)
    found = [Wanted(planned, Taking, sub, _taking(run, planned, taken, item), taken.taken_on)]
    if taken.database_ref and not _is_awaited(row, taken):
        place = PLACES[taken.kind]
        reference = taken.database_ref
        if (place, reference) in contested:
            planned.add(
                ExceptionCode.REF_TWICE,
                REF_COLUMNS[taken.kind],
                f"{reference} is already the reference of another item, so this one is held without; "
                "correct one of them",
            )
            reference = ""
        values = {"material_id": item.pk, "place": place, "reference": reference}
        found.append(Wanted(planned, Holding, (*sub, str(place)), values, None))
    if taken.kind == MaterialKind.DNA_PROFILE and row.profile_received_on:
        values = {"material_id": item.pk, "received_on": row.profile_received_on}
        found.append(Wanted(planned, ProfileReceipt, sub, values, row.profile_received_on))
    if row.deleted_on:
        values = {"material_id": item.pk, "holding_id": None, "deleted_on": row.deleted_on}
        found.append(Wanted(planned, DeletionEvidence, sub, values, row.deleted_on))
    return found


def _is_awaited(row: RegisterRow, taken: ItemTaken) -> bool:
    """Whether the profile has not come yet, so that no database holds it whatever reference waits for it."""
    is_profile = taken.kind == MaterialKind.DNA_PROFILE
    return is_profile and taken.taken_on is not None and row.profile_received_on is None


def _taking(run: Run, planned: Planned, taken: ItemTaken, item: Material) -> dict[str, object]:
    row = planned.row
    force = run.force(row.force_code) if row.force_code else None
    return {
        "material_id": item.pk,
        "taken_on": taken.taken_on,
        "power": row.power,
        "power_as_written": row.power_as_written,
        "place": row.place,
        "force_id": force.pk if force else None,
        "nation": row.nation,
    }


def _hidden(planned: Planned, sub: Sub, holding: Holding) -> Wanted:
    day = planned.row.non_searchable_on
    return Wanted(planned, NonSearchableEvidence, sub, {"holding_id": holding.pk, "evidenced_on": day}, day)


def _no_longer_told(planned: Planned, items: Items, recorded: Recorded) -> list[Wanted]:
    """What is on record of an item that a corrected row tells of no longer: it stays; a person is asked."""
    if not planned.previous:
        return []
    assert planned.case is not None
    told = {taken.kind for taken in planned.row.items}
    found = []
    for case_id, kind in items:
        if case_id == planned.case.pk and kind in PLACES and kind not in told:
            planned.add(
                ExceptionCode.MISSING_DATE,
                REF_COLUMNS[MaterialKind(kind)],
                "the row told of this item before and tells of it no longer; nothing was taken back; look "
                "whether "
                "it was ever taken",
            )
            found += [
                Wanted(planned, model, sub, {}, None)
                for model, sub in recorded.of_kind(planned.row.ref, kind)
            ]
    return found


def _contested(batch: list[Planned], items: Items) -> set[tuple[str, str]]:
    """References, with their place, that belong to an item of another case, or to two items of the batch."""
    claims = Counter(
        (PLACES[taken.kind], taken.database_ref)
        for planned in batch
        for taken in planned.row.items
        if taken.database_ref
    )
    own = {item.pk for item in items.values()}
    held = Holding.objects.current().filter(
        place__in=PLACES.values(), reference__in={ref for _, ref in claims}
    )
    others = {
        (place, ref)
        for place, ref, item in held.values_list("place", "reference", "material_id")
        if item not in own
    }
    return others | {claim for claim, count in claims.items() if count > 1}


# Steps ------------------------------------------------------------------------------------------------------


def _steps(run: Run, row: RegisterRow) -> list[Step]:
    """The register's steps are those of the officer who runs the import.

    "Convicted" takes the case to retained on the day of the PNC check; where it was with JFIT by then, it
    goes back through SOFS, who made the check.
    """
    referred = row.referred_on and Step(CaseEvent.REFER, row.referred_on, run.by, "Referred to JFIT")
    checked = row.pnc_checked_on
    if not (row.convicted_on and checked):
        return [referred] if referred else []
    retained = Step(CaseEvent.RETAIN, checked, run.by, "PNC checked")
    if referred and referred.on <= checked:
        return [referred, Step(CaseEvent.SEND_BACK, checked, run.by, "PNC checked"), retained]
    if referred:
        return [retained, Step(CaseEvent.RESUME, referred.on, run.by, "Referred to JFIT")]
    return [retained]


def _check_codes(run: Run, batch: Iterable[Planned]) -> None:
    for planned in batch:
        code = planned.row.force_code
        if code and run.force(code) is None:
            planned.add(
                ExceptionCode.UNKNOWN_VALUE, "Force", f"there is no force with the code “{code}”; correct it"
            )
