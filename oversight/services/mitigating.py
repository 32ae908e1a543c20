"""What is done about a lost case: its mitigation as reviewed, and replacement material on its own clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb, WithdrawnBecause
from audit.facts import stamp, withdraw
from cases import people
from cases.models import Case, Material, Taking
from oversight.choices import Body, MitigationStatus, Obtainable, Wanted
from oversight.errors import OversightRefused
from oversight.lost import lost_case
from oversight.models import Mitigation, Replacement
from oversight.permissions import MITIGATES, SEES_LOST_CASES
from oversight.services.words import check_role, tell, written_if

AT_AN_END = (MitigationStatus.REPLACED, MitigationStatus.NOTHING_MORE)
LATEST_REVIEW_DAYS = 31
"""Progress is reviewed monthly (further report, paragraph 29), so no review may be put off further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """The mitigation of a lost case as a review found it."""

    status: str
    wanted: str
    obtainable: str
    body: str
    owner: Officer | None
    how: str = ""
    action: str = ""
    body_name: str = ""
    next_review_on: date | None = None


@transaction.atomic
def record_mitigation(case_id: int, found: Reviewed, *, by: Officer) -> Mitigation:
    """Record the mitigation of a lost case as reviewed today; the earlier record is superseded and kept.

    Raises OversightRefused without the right, where the case did not lapse, where an answer is missing, or
    where the next review is not within a month.
    """
    check_role(by, MITIGATES, "JFIT or a senior manager records the mitigation of a lost case.")
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if lost_case(case.pk, by, clock.today()) is None:
        raise OversightRefused(f"Case {case.ref} has not lapsed, so there is no loss to mitigate.")
    owner = _check(case, found)
    at_an_end = found.status in AT_AN_END
    withdraw(Mitigation.objects.filter(case=case), by=by, because=WithdrawnBecause.SUPERSEDED)
    made = Mitigation.objects.create(
        case=case,
        status=found.status,
        wanted=found.wanted,
        obtainable=found.obtainable,
        how=written_if(found.how, by),
        action=written_if(found.action, by),
        body=found.body,
        body_name=found.body_name.strip(),
        owner=owner,
        reviewed_on=clock.today(),
        next_review_on=None if at_an_end else found.next_review_on,
        **stamp(by),
    )
    payload = {"status": found.status, "wanted": found.wanted, "body": found.body, "owner": owner.pk}
    tell(Verb.MITIGATION_RECORDED, made, by, payload, case_id=case.pk)
    return made


@transaction.atomic
def link_replacement(case_id: int, ref: str, *, by: Officer) -> list[Replacement]:
    """Link the items of another case of the same person, taken after the lapse, to the lost case.

    The new items have their own clock by their own taking; the lapse stays counted. Raises OversightRefused
    where the lost case was not reviewed, there is no such case, it is of another person, or nothing of it was
    taken after the lapse.
    """
    check_role(by, MITIGATES, "JFIT or a senior manager links replacement material.")
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    lapse = lost_case(case.pk, by, clock.today())
    if lapse is None:
        raise OversightRefused(f"Case {case.ref} has not lapsed, so nothing replaces it.")
    if not Mitigation.objects.current().filter(case=case).exists():
        raise OversightRefused(f"Case {case.ref}: review first whether replacement material is wanted.")
    other = Case.objects.visible_to(by, clock.today()).filter(ref__iexact=ref.strip()).first()
    if other is None or other.pk == case.pk:
        raise OversightRefused(f"There is no other case {ref.strip() or 'of that reference'}. Check it.")
    if other.subject_id not in people.everyone_of([case.subject_id]):
        raise OversightRefused(f"Case {other.ref} is of another person than {case.ref}.")
    takings = Taking.objects.current().filter(material__case=other, taken_on__gt=lapse.last_lawful_day)
    items = list(Material.objects.filter(pk__in=takings.values("material")).order_by("pk"))
    if not items:
        raise OversightRefused(
            f"Nothing of {other.ref} was taken after {lapse.last_lawful_day:%-d %B %Y}, the last lawful day "
            f"of what was lost in {case.ref}: it replaces nothing."
        )
    known = set(Replacement.objects.current().filter(case=case).values_list("material_id", flat=True))
    made = [
        Replacement.objects.create(case=case, material=item, linked_on=clock.today(), **stamp(by))
        for item in items
        if item.pk not in known
    ]
    if not made:
        raise OversightRefused(f"What was taken in {other.ref} is linked already.")
    payload = {"items": [row.material_id for row in made], "case": other.pk}
    tell(Verb.REPLACEMENT_LINKED, made[0], by, payload, case_id=case.pk)
    return made


def _check(case: Case, found: Reviewed) -> Officer:
    for value, choices, words in (
        (found.status, MitigationStatus.values[1:], "Choose how far it has come."),
        (found.wanted, Wanted.values, "Choose whether replacement material is wanted."),
        (found.obtainable, Obtainable.values, "Choose whether replacement material can be obtained."),
        (found.body, Body.values, "Choose which body decides or acts."),
    ):
        if value not in choices:
            raise OversightRefused(words)
    if found.obtainable == Obtainable.YES and not found.how.strip():
        raise OversightRefused("Enter how replacement material can be obtained.")
    if found.status == MitigationStatus.OTHER_ACTION and not found.action.strip():
        raise OversightRefused("Enter what else is done about the risk.")
    if found.status == MitigationStatus.NOTHING_MORE and not found.action.strip():
        raise OversightRefused("Enter why nothing more is to be done.")
    if found.status == MitigationStatus.REPLACED and not _has_replacement(case):
        raise OversightRefused("Link the replacement material first; then record that it was obtained.")
    if found.owner is None or not roles_on(found.owner, clock.today()) & SEES_LOST_CASES:
        raise OversightRefused("Choose who follows it up: somebody who sees all cases.")
    if found.status not in AT_AN_END:
        _check_next_review(found.next_review_on)
    return found.owner


def _has_replacement(case: Case) -> bool:
    return Replacement.objects.current().filter(case=case).exists()


def _check_next_review(day: date | None) -> None:
    today = clock.today()
    if day is None or not 0 < (day - today).days <= LATEST_REVIEW_DAYS:
        raise OversightRefused(
            "Progress is reviewed monthly: enter a day for the next review after today, "
            f"{today:%-d %B %Y}, and within {LATEST_REVIEW_DAYS} days."
        )
