"""Recording that a determination was void from the start: it is kept, marked, and counts for nothing.

The row on record is withdrawn and stands again, marked void, so that what was known on any earlier day can be
shown again. Everything that relied on it is worked out anew in the same transaction: the items that it
listed, renewals made only because it still ran, and the case, which goes back to JFIT with its true date.
Source: R-072; further report of 22 April 2016, paragraph 9 F.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import roles_on, system_officer
from audit import clock
from audit.choices import Verb, WithdrawnBecause
from audit.facts import RecordedFact, stamp, withdraw
from audit.record import record
from cases import ends, positions
from cases.choices import CaseEvent, CaseState, VoidBecause
from cases.errors import AuthorityRefused, FactRefused
from cases.models import Case, Determination, DeterminationItem, VoidFound
from cases.permissions import preparers_of
from cases.services import after_end
from cases.services.transition import move
from cases.services.words import needed

TO_JFIT = (
    "The determination was found void: it never gave cover. The last lawful day is what the law gives "
    "without it."
)
# What a determination that stands again does not take from the one withdrawn.
ITS_OWN = frozenset(
    {"id", "void_because"} | {field.name for field in RecordedFact._meta.get_fields() if field.concrete}
)


@transaction.atomic
def find_void(determination_id: int, *, by: Officer, because: str, reasons: str) -> VoidFound:
    """Record that a determination was void from the start, with why.

    Raises AuthorityRefused for anybody but a legal reviewer who neither made nor prepared it; FactRefused
    without reasons or a known cause, or where it stands no longer or is void already.
    """
    today = clock.today()
    case, old = lock(determination_id)
    what = f"Case {case.ref}"
    if Role.LEGAL_REVIEWER not in roles_on(by, today):
        raise AuthorityRefused("A legal reviewer finds a determination void.")
    if by.pk == old.maker_id or by.pk in preparers_of(case):
        raise AuthorityRefused(
            f"{what}: whoever made or prepared it cannot find it void. Somebody else must."
        )
    if because not in VoidBecause.values:
        raise FactRefused(f"{what}: choose why the determination is void.")
    if old.void_because:
        raise FactRefused(f"{what}: this determination is marked void already.")
    words = needed(reasons, by, f"{what}: enter your reasons: what shows that it was void.")
    stands_as = _stand_again(old, because, by)
    found = VoidFound.objects.create(
        case=case,
        determination=old,
        stands_as=stands_as,
        found_on=today,
        because=because,
        reasons=words,
        **stamp(by),
    )
    listed = list(stands_as.listed.order_by("material_id").values_list("material_id", flat=True))
    told = {"determination": old.pk, "stands_as": stands_as.pk, "because": str(because), "items": listed}
    tell(Verb.VOID_FOUND, found, by, told)
    settle(case, listed, reasons=TO_JFIT)
    return found


def lock(determination_id: int) -> tuple[Case, Determination]:
    """A determination and its case, both locked. Raises FactRefused where the determination was withdrawn."""
    found = Determination.objects.get(pk=determination_id)
    case = Case.objects.select_for_update(of=("self",)).select_related("force").get(pk=found.case_id)
    determination = Determination.objects.select_for_update(of=("self",)).get(pk=determination_id)
    if determination.withdrawn_at is not None:
        raise FactRefused(
            f"Case {case.ref}: this determination no longer stands as it did. Open the case to see what does."
        )
    return case, determination


def tell(verb: Verb, fact: RecordedFact, by: Officer, told: dict[str, object]) -> None:
    """Audit what was recorded, as something about the case."""
    record(
        verb,
        subject_type="case",
        subject_id=fact.case_id,  # type: ignore[attr-defined]
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={**told, "fact": fact.pk},
        row=fact,
    )


def settle(case: Case, listed: Collection[int], *, reasons: str) -> None:
    """Work out anew all that relied on a determination: positions, the case's place, what must go."""
    touched = sorted({*listed, *ends.relying_on(listed)})
    positions.refresh(touched)
    case.refresh_from_db()
    if not ends.rests_on_one(case, clock.today()):
        back_to_jfit(case, reasons)
    after_end.run(touched)


def back_to_jfit(case: Case, reasons: str) -> None:
    """Where the case rests on a determination, JFIT takes it up; elsewhere it is in hand already."""
    if case.state == CaseState.NSD_IN_FORCE:
        move(
            case.pk,
            CaseEvent.REOPEN,
            by=system_officer(),
            on=clock.today(),
            seen_version=case.version,
            reasons=reasons,
        )


def _stand_again(old: Determination, because: str, by: Officer) -> Determination:
    """Withdraw a determination and record it again as it was, marked void."""
    same = {
        field.attname: getattr(old, field.attname)
        for field in Determination._meta.concrete_fields
        if field.name not in ITS_OWN
    }
    items = list(old.listed.order_by("pk").values_list("material_id", flat=True))
    withdraw(Determination.objects.filter(pk=old.pk), by=by, because=WithdrawnBecause.FOUND_VOID)
    again = Determination.objects.create(**same, void_because=because, **stamp(by))
    DeterminationItem.objects.bulk_create(
        DeterminationItem(determination=again, material_id=pk) for pk in items
    )
    return again
