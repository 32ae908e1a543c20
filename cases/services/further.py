"""Recording a constable's written determination that further fingerprints be held with an original set.

Fingerprints alone, of one person, both sets taken in the same part of the United Kingdom; it lasts only while
the original is held. Whether it gives anything on its day is asked of the law before it is recorded.
Source: Terrorism Act 2000, Sch. 8 para. 20EA and its like in the other Acts, from 13 August 2020.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import Officer
from accounts.selectors import rank_on, roles_on
from audit import clock
from audit.choices import Verb, WithdrawnBecause
from audit.facts import stamp
from audit.record import record
from cases import people, positions
from cases.choices import MaterialKind
from cases.errors import AuthorityRefused, FactRefused
from cases.models import Case, FurtherFingerprints, Material
from cases.permissions import JFIT, SOFS
from cases.services import after_end
from cases.services.facts import withdraw_fact
from cases.services.words import needed
from law import authority, cover
from law.facts import BorrowedCover, Facts
from law.rules import INSTALLED
from law.rules.declared import FIVE_YEAR_DAY

RECORDS = JFIT | SOFS
# Why a determination that is on record was never so.
MISTAKEN = (WithdrawnBecause.MISTAKE, WithdrawnBecause.WRONG_SUBJECT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """A further-fingerprint determination as it is entered; ``made_by`` is the constable who made it."""

    material_id: int
    original_id: int
    made_on: date
    made_by: Officer
    terrorist_investigation: bool
    reasons: str


@transaction.atomic
def hold_further(said: Further, *, by: Officer) -> FurtherFingerprints:
    """Record that further fingerprints are held as long as an original set, and work out their cover.

    Raises AuthorityRefused for somebody who records none, or a maker who was no constable on the day;
    FactRefused without reasons, or where the law lets it give nothing, with why.
    """
    if not roles_on(by, clock.today()) & RECORDS:
        raise AuthorityRefused(
            "JFIT or SOFS records that further fingerprints are held with an original set."
        )
    material = Material.objects.select_related("case__subject").get(pk=said.material_id)
    Case.objects.select_for_update(of=("self",)).get(pk=material.case_id)
    what = f"Case {material.case.ref}"
    rank = rank_on(said.made_by, said.made_on)
    may = authority.may_hold_further_prints(rank.rank if rank else "")
    if isinstance(may, authority.Refused):
        raise AuthorityRefused(f"{what}: {may.reason}")
    if why := why_not(material, said):
        raise FactRefused(f"{what}: {why}")
    words = needed(said.reasons, by, f"{what}: enter what the written determination says.")
    further = FurtherFingerprints.objects.create(
        material=material,
        original_id=said.original_id,
        made_on=said.made_on,
        made_by=said.made_by,
        rank=rank.rank if rank else "",
        terrorist_investigation=said.terrorist_investigation,
        reasons=words,
        **stamp(by),
    )
    record(
        Verb.FACT_RECORDED,
        subject_type="furtherfingerprints",
        subject_id=further.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"case": material.case_id, "material": material.pk, "original": said.original_id},
        row=further,
    )
    positions.refresh([material.pk])
    return further


@transaction.atomic
def take_back(further_id: int, *, by: Officer, because: str) -> FurtherFingerprints:
    """Record that a further-fingerprint determination was recorded by mistake: the set stands without it.

    ``because`` is one of MISTAKEN. Raises AuthorityRefused for somebody who records none, FactRefused for
    another reason or where it is withdrawn already.
    """
    if not roles_on(by, clock.today()) & RECORDS:
        raise AuthorityRefused("JFIT or SOFS takes back what was recorded of further fingerprints.")
    further = FurtherFingerprints.objects.select_related("material__case", "original__case").get(
        pk=further_id
    )
    case = further.material.case
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if because not in MISTAKEN:
        raise FactRefused(f"Case {case.ref}: choose what was wrong.")
    withdraw_fact(further, by=by, because=because)
    after_end.run([further.material_id])
    return further


def is_law_on(day: date) -> bool:
    """Whether any Act lets a constable make such a determination on a day."""
    return day >= FIVE_YEAR_DAY


def others_of(case: Case) -> list[Material]:
    """Every set of fingerprints of the person that is still held, also of this case, by last lawful day."""
    same = people.everyone_of([case.subject_id])
    sets = Material.objects.held().filter(kind=MaterialKind.FINGERPRINTS, case__subject__in=same)
    return list(sets.select_related("case").order_by("last_lawful_day", "pk"))


def act_of(said: Further) -> BorrowedCover:
    """The act that the law would be told."""
    ((_, original),) = positions.facts_for([said.original_id], with_borrowed=False)
    return BorrowedCover("this", said.made_on, original, terrorist_investigation=said.terrorist_investigation)


def why_not(material: Material, said: Further) -> str:
    """Why the further set cannot be held with the original by this determination; empty where it can."""
    if said.made_on > clock.today():
        return f"{said.made_on:%-d %B %Y} has not come yet. Check the date."
    sets = {each.pk for each in others_of(material.case)}
    if said.original_id == material.pk or not {material.pk, said.original_id} <= sets:
        return "both are sets of fingerprints of this person that are still held, and not the same one."
    pair = FurtherFingerprints.objects.current().filter(material=material, original=said.original_id)
    if pair.exists():
        return "it is recorded already that this set is held with that one."
    ((_, known),) = positions.facts_for([material.pk])
    act = act_of(said)
    if known.item.taken_on and said.made_on < known.item.taken_on:
        return (
            f"the further set was taken on {known.item.taken_on:%-d %B %Y}, after that day. Check both dates."
        )
    found = cover.reach(known.item, Facts(item=known.item, acts=(*known.acts, act)).acts, INSTALLED)
    refused = next((each.why for each in found.refused if each.act is act), None)
    return f"it would give nothing: {refused}." if refused else ""
