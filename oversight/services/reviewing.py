"""The Commissioner's review of determinations, and the copies that it starts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import roles_on, system_officer
from audit import clock
from audit.choices import Verb
from audit.facts import stamp
from cases.ends import relying_on
from cases.models import CommissionersOrder, Determination
from cases.permissions import SOFS
from cases.services.orders import order_destruction
from oversight.choices import AskedOf, EnquiryKind, ReviewOutcome
from oversight.errors import OversightRefused
from oversight.models import CopySent, DeterminationReview
from oversight.permissions import OFFICE, SENDS_COPIES
from oversight.services.enquiries import Asked, ask_about
from oversight.services.words import check_past, check_role, tell, written
from retention.services.suspend_unlawful import bring_up_to_date

ASKS = {
    ReviewOutcome.FURTHER_INFORMATION: EnquiryKind.FURTHER_INFORMATION,
    ReviewOutcome.CHALLENGE: EnquiryKind.CHALLENGE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found of a determination; whom to ask, and by when, where something is asked."""

    outcome: str
    reasons: str
    asked_of: str = ""
    due_on: date | None = None


@transaction.atomic
def record_copy(determination_id: int, *, sent_on: date, how: str, by: Officer) -> CopySent:
    """Record that the copy and the reasons of a determination went to the Commissioner on a day.

    Raises OversightRefused without the right, without saying how, for a day before the making or that has
    not come, or where it is recorded already.
    """
    check_role(by, SENDS_COPIES, "JFIT or SOFS sends the Commissioner's copies.")
    determination = Determination.objects.select_for_update(of=("self",)).get(pk=determination_id)
    if not how.strip():
        raise OversightRefused("Say by which way it was sent, and under which reference.")
    check_past(sent_on, "The copy")
    if sent_on < determination.made_on:
        raise OversightRefused(
            f"The determination was made on {determination.made_on:%-d %B %Y}; its copy cannot have "
            "been sent before."
        )
    if CopySent.objects.current().filter(determination=determination).exists():
        raise OversightRefused("That the copy of this determination was sent is recorded already.")
    is_sofs = roles_on(by, clock.today()) & SENDS_COPIES <= SOFS
    sent = CopySent.objects.create(
        determination=determination,
        sent_on=sent_on,
        sent_by=AskedOf.SOFS if is_sofs else AskedOf.JFIT,
        how=how.strip(),
        **stamp(by),
    )
    payload = {"determination": determination.pk, "sent_on": sent_on, "by": sent.sent_by}
    tell(Verb.COPY_SENT, sent, by, payload, case_id=determination.case_id)
    return sent


@transaction.atomic
def review(determination_id: int, found: Found, *, by: Officer) -> DeterminationReview:
    """Record what the Commissioner, or the office, found of a determination; ask or order as it says.

    A challenge and further information go as requests to JFIT or to the Chief Officer who made it. An order
    ends cover, and what it alone kept is made ready to go. Raises OversightRefused for anybody else, without
    reasons, or where it is not said whom to ask; AuthorityRefused or FactRefused where an order cannot be.
    """
    check_role(by, OFFICE, "The Commissioner and the Commissioner's office review determinations.")
    determination = Determination.objects.select_for_update(of=("self",)).get(pk=determination_id)
    if found.outcome not in ReviewOutcome.values:
        raise OversightRefused("Choose what you found.")
    reasons = written(found.reasons, by, "Enter your reasons: what you looked at and what you found.")
    is_order = found.outcome == ReviewOutcome.ORDER
    order = order_destruction(determination.pk, by=by, reasons=reasons) if is_order else None
    made = DeterminationReview.objects.create(
        determination=determination,
        reviewed_on=clock.today(),
        outcome=found.outcome,
        reasons=reasons,
        order=order,
        **stamp(by),
    )
    payload = {"determination": determination.pk, "outcome": str(found.outcome)}
    tell(Verb.DETERMINATION_REVIEWED, made, by, payload, case_id=determination.case_id)
    if found.outcome in ASKS:
        _ask(determination, found, by)
    if order is not None:
        _make_ready_to_go(order)
    return made


def _ask(determination: Determination, found: Found, by: Officer) -> None:
    if found.asked_of not in (AskedOf.JFIT, AskedOf.CHIEF_OFFICER):
        raise OversightRefused("Choose who is to answer: JFIT, or the Chief Officer who made it.")
    ask_about(
        Asked(
            kind=ASKS[ReviewOutcome(found.outcome)],
            asked_of=found.asked_of,
            words=found.reasons,
            due_on=found.due_on,
            determination=determination,
        ),
        by=by,
    )


def _make_ready_to_go(order: CommissionersOrder) -> None:
    """Every place that holds what must go is instructed; deletion orders open when the cover has ended.

    Further fingerprints that were held with what is ordered destroyed are looked at as well.
    """
    listed = list(order.listed.order_by("pk").values_list("material_id", flat=True))
    for material_id in (*listed, *relying_on(listed)):
        bring_up_to_date(material_id, clock.today(), by=system_officer())


def is_commissioner(officer: Officer) -> bool:
    """Whether somebody holds the Commissioner's office today, and so can order."""
    return Role.COMMISSIONER in roles_on(officer, clock.today())
