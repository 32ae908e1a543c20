"""The sweep that recomputes every item from its facts: what is stored must be what the law gives.

What an accepted release of the law moves was listed, and was dated anew when it was accepted; here the rest
takes the release over. Any other difference is a defect alarm: every service that records a fact refreshes
the positions it touches in the same transaction, so nobody can have caused it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from audit import clock
from audit.choices import Verb
from audit.record import record
from cases import positions
from cases.law_preview import moves_the_answer
from cases.models import Case, DeletionEvidence, Material
from retention.choices import Subject, SweepName
from retention.models import DefectAlarm, SweepRun
from retention.services.sweeps import Sweep

# What a case shows of its items, written by ``cases.positions`` alone.
SHOWN = (
    "status",
    "last_lawful_day",
    "candidate_day",
    "urgency",
    "sort_day",
    "is_held",
    "power",
    "taken_on",
    "is_legacy",
)


def _ids_after(day: date, cursor: int, most: int) -> list[int]:
    """Cases, each with all its items: the answer for a case is the answer for its earliest item."""
    return list(Case.objects.filter(pk__gt=cursor).order_by("pk").values_list("pk", flat=True)[:most])


def _look(day: date, ids: list[int]) -> list[int]:
    items = list(Material.objects.filter(case__in=ids).values_list("pk", flat=True))
    found = {difference.case_id for difference in positions.differences(items)}
    found |= set(_cases_out_of_step(ids, items))
    found |= set(_wrongly_gone(items))
    return sorted(found)


def _wrongly_gone(items: list[int]) -> list[int]:
    """Cases with an item marked gone without evidence, or evidenced gone everywhere and not so marked."""
    evidence = DeletionEvidence.objects.current().filter(material=OuterRef("pk"))
    wrong = Q(Q(deleted_on__isnull=False), ~Exists(evidence)) | Q(
        Q(deleted_on=None), Exists(evidence.filter(holding=None))
    )
    return list(Material.objects.filter(wrong, pk__in=items).values_list("case_id", flat=True))


def _cases_out_of_step(ids: list[int], items: list[int]) -> list[int]:
    """Cases whose own columns are not those of the item that comes first."""
    earliest: dict[int, tuple[Any, ...]] = {}
    columns_of_item = ("case_id", "kind", "deleted_on", "status", "last_lawful_day", "candidate_day")
    for item in Material.objects.filter(pk__in=items).only(*columns_of_item):
        last, candidate, urgency = item.last_lawful_day, item.candidate_day, positions.URGENCY[item.status]
        rank = positions.precedence(item)
        held = (item.deleted_on is None, item.status, last, candidate, urgency, last or candidate)
        if item.case_id not in earliest or rank < earliest[item.case_id][0]:
            earliest[item.case_id] = (rank, held)
    columns = ("is_held", "status", "last_lawful_day", "candidate_day", "urgency", "sort_day")
    stored = Case.objects.filter(pk__in=earliest).values_list("pk", *columns)
    return [pk for pk, *shown in stored if tuple(shown) != earliest[pk][1]]


def _act(run: SweepRun, case_id: int) -> bool:
    """Mends the case and its items, and raises an alarm for each that nobody can have caused."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    items = Material.objects.filter(case=case_id).order_by("pk")
    ids = list(items.select_for_update().values_list("pk", flat=True))
    before, gone_before = _shown(case), dict(items.values_list("pk", "deleted_on"))
    found = positions.refresh(ids)
    for difference in found:
        if not difference.is_of_the_law or moves_the_answer(difference):
            _alarm(
                run, Subject.MATERIAL, difference.material_id, case_id, difference.stored, difference.computed
            )
    gone = dict(items.values_list("pk", "deleted_on"))
    for pk in (pk for pk in ids if gone[pk] != gone_before[pk]):
        was, now = {"deleted_on": gone_before[pk]}, {"deleted_on": gone[pk]}
        _alarm(run, Subject.MATERIAL, pk, case_id, was, now)
    case.refresh_from_db(fields=SHOWN)
    after = _shown(case)
    if before != after and not found and gone == gone_before:
        _alarm(run, Subject.CASE, case_id, case_id, before, after)
    return bool(found) or gone != gone_before or before != after


def _shown(case: Case) -> dict[str, object]:
    return {name: getattr(case, name) for name in SHOWN}


def _alarm(
    run: SweepRun,
    subject: Subject,
    subject_id: int,
    case_id: int,
    stored: Mapping[str, object],
    computed: Mapping[str, object],
) -> None:
    changed = [name for name in stored if stored[name] != computed[name]]
    alarm = DefectAlarm.objects.create(
        run=run,
        subject_type=subject,
        subject_id=subject_id,
        case_id=case_id,
        raised_on=clock.today(),
        stored=_plain({name: stored[name] for name in changed}),
        computed=_plain({name: computed[name] for name in changed}),
    )
    record(
        Verb.DEFECT_ALARM,
        subject_type=subject,
        subject_id=subject_id,
        payload={"case": case_id, "alarm": alarm.pk, "stored": alarm.stored, "computed": alarm.computed},
    )


def _plain(columns: dict[str, object]) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in columns.items()}


SWEEP = Sweep(SweepName.VERIFY_POSITIONS, Subject.CASE, _ids_after, _look, _act)
