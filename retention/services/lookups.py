"""Each night 200 holdings, chosen by chance, are looked up by every identifier and in every queue of theirs.

They are looked up as people do, by the pages' own searches and lists: a case once was missed because a search
did not find it. What is missed is a defect alarm. Source: further report of 22 April 2016, paragraph 32.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from random import Random

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import officers_with_any_role
from audit import clock
from audit.choices import Verb
from audit.record import record
from cases import selectors as casework
from cases.choices import MaterialKind, PositionStatus
from cases.models import Case, ErasableIdentity, Holding, Material
from cases.querysets import CaseQuerySet
from cases.search import find
from retention.choices import Subject, SweepName
from retention.items import EARLY, items_now
from retention.models import DefectAlarm, SweepRun
from retention.services import suspend_unlawful
from retention.services.sweeps import Sweep

HOLDINGS_A_NIGHT = 200
# Whose lists of work are everybody's of that role; what others see depends on their force or unit.
WORKERS = (Role.SOFS_OFFICER, Role.SOFS_MANAGER, Role.JFIT_OFFICER, Role.JFIT_MANAGER)
NOT_OVER = (PositionStatus.TIME_LIMITED, PositionStatus.OPEN)


def sample_of(day: date) -> list[int]:
    """The holdings to look up on a day: the same ones however often that day is done."""
    rows = Holding.objects.current().filter(material__deleted_on=None).exclude(reference="")
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    return sorted(Random(day.isoformat()).sample(ids, min(HOLDINGS_A_NIGHT, len(ids))))


def missed(holding: Holding, day: date) -> list[str]:
    """The ways by which a holding should be found and is not, in words; empty where all is well."""
    case = holding.material.case
    return [way for way, is_found in _ways(holding, case, day).items() if not is_found()]


def _ways(holding: Holding, case: Case, day: date) -> dict[str, Callable[[], bool]]:
    """Every way by which a holding must be found on a day, with the question whether it is."""
    ways: dict[str, Callable[[], bool]] = {
        "record reference": lambda: _by_reference(holding),
        "case reference": lambda: _is_found(case, case.ref),
    }
    if case.jfit_ref:
        ways["JFIT reference"] = lambda: _is_found(case, case.jfit_ref)
    identity = ErasableIdentity.objects.current().filter(subject=case.subject_id).first()
    if identity and identity.pnc_id:
        ways["PNC ID"] = lambda: _is_found(case, identity.pnc_id)
    if identity and identity.surname:
        ways["name"] = lambda: _is_found(case, f"{identity.surname} {identity.forenames}")
    return ways | _queues(holding.material, case, day)


def _queues(item: Material, case: Case, day: date) -> dict[str, Callable[[], bool]]:
    """The queues in which an item that is held must stand on a day."""
    # Imported here, since it asks which sweeps there are.
    from retention import deletion_work, selectors

    ways: dict[str, Callable[[], bool]] = {}
    for role in WORKERS:
        if case.state in casework.STATES_OF_ROLE[role] and (worker := _worker(role, case, day)):
            work = casework.work_of(worker, day)
            ways[f"work of {Role(role).label}"] = partial(_stands, work, case)
    looker = _worker(Role.SOFS_OFFICER, None, day) or _worker(Role.SOFS_MANAGER, None, day)
    if looker is None:
        return ways
    if case.state in EARLY and _is_decided_against(item):
        ways["deletion queue"] = partial(deletion_work.is_in_queue, item, looker, day)
    last = item.last_lawful_day
    if last is not None and last < day or item.status == PositionStatus.MUST_DESTROY:
        over = selectors.held_unlawfully(looker, day)
        ways["list of what is held unlawfully"] = partial(_stands, over, case)
        ways["deletion queue"] = partial(deletion_work.is_in_queue, item, looker, day)
    elif item.status == PositionStatus.UNRESOLVED and item.candidate_day and item.candidate_day < day:
        unsettled = selectors.unresolved_past_candidate(looker, day)
        ways["list of what is not settled"] = partial(_stands, unsettled, case)
    elif item.kind == MaterialKind.DNA_SAMPLE:
        pass  # nothing saves one, so that no list of work has it
    elif item.status in NOT_OVER and (case.status, case.last_lawful_day) == (item.status, last):
        to_save = casework.still_to_save(Case.objects.visible_to(looker, day), day)
        ways["list of what can still be saved"] = partial(_stands, to_save, case)
    return ways


def _is_decided_against(item: Material) -> bool:
    """Whether the Stop-NSD or the refusal of its case has the item destroyed, whatever time it has left."""
    (now,) = items_now([item.pk])
    today = clock.today()
    return suspend_unlawful.wanted(now, today, today).order_because in EARLY.values()


def _worker(role: Role, case: Case | None, day: date) -> Officer | None:
    """Somebody in whose list of work the case must stand; who has it, where somebody has."""
    if case is not None and case.holder_id and case.holder and case.holder.is_active:
        return None
    return officers_with_any_role({role}, day).order_by("pk").first()


def _by_reference(holding: Holding) -> bool:
    found = Holding.objects.current().filter(place=holding.place, reference=holding.reference)
    return list(found.values_list("pk", flat=True)) == [holding.pk]


def _is_found(case: Case, text: str) -> bool:
    return _stands(find(Case.objects.all(), text), case)


def _stands(cases: CaseQuerySet, case: Case) -> bool:
    return cases.filter(pk=case.pk).exists()


def _ids_after(day: date, cursor: int, most: int) -> list[int]:
    return [pk for pk in sample_of(day) if pk > cursor][:most]


def _look(day: date, ids: list[int]) -> list[int]:
    rows = Holding.objects.filter(pk__in=ids).select_related("material__case__holder").order_by("pk")
    return [holding.pk for holding in rows if missed(holding, clock.today())]


def _act(run: SweepRun, holding_id: int) -> bool:
    """Raises one alarm for a holding, once a run."""
    holding = Holding.objects.select_related("material__case__holder").get(pk=holding_id)
    ways = missed(holding, clock.today())
    about = {"run": run, "subject_type": Subject.HOLDING, "subject_id": holding_id}
    if not ways or DefectAlarm.objects.filter(**about).exists():
        return False
    alarm = DefectAlarm.objects.create(
        **about,
        case_id=holding.material.case_id,
        raised_on=clock.today(),
        stored={"looked for by": ", ".join(ways)},
        computed={"found": "no"},
    )
    record(
        Verb.DEFECT_ALARM,
        subject_type=Subject.HOLDING,
        subject_id=holding_id,
        payload={"case": holding.material.case_id, "alarm": alarm.pk, "missed": len(ways)},
    )
    return True


SWEEP: Sweep = Sweep(SweepName.RECONCILE, Subject.HOLDING, _ids_after, _look, _act)
