"""Reads of the Commissioner's desk: determinations with their reviews, what was asked, items, the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case as Choice
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value, When

from accounts.choices import Role
from accounts.models import RoleHeld
from accounts.selectors import forces_on, roles_on, units_on
from cases.models import Case, Determination
from oversight.choices import AskedOf, EnquiryStatus, ItemStatus
from oversight.copies import copies
from oversight.models import DeterminationReview, Enquiry, EnquiryStep, OversightItem, OversightItemStep
from oversight.permissions import ANSWERS, OFFICE, SEES_OVERSIGHT

if TYPE_CHECKING:
    from accounts.models import Officer


# Asked of one force or of one unit alone.
OF_ONE = (AskedOf.CHIEF_OFFICER, AskedOf.CTU)


@dataclass(frozen=True, slots=True)
class InOffice:
    """Somebody who holds or held the Commissioner's office, and when."""

    name: str
    from_on: date
    to_on: date | None


def in_office() -> list[InOffice]:
    """Everybody who held the office of Biometrics Commissioner, the latest first; both names stay."""
    rows = RoleHeld.objects.current().filter(role=Role.COMMISSIONER).select_related("officer")
    return [
        InOffice(held.officer.display_name, held.from_on, held.to_on)
        for held in rows.order_by("-from_on", "-pk")
    ]


def determinations(officer: Officer, day: date) -> QuerySet[Determination]:
    """The determinations that ``officer`` may know of, the latest first, each with its standing ``outcome``.

    ``outcome`` is that of the latest review, empty where it was never reviewed.
    """
    reviews = DeterminationReview.objects.current().filter(determination=OuterRef("pk")).order_by("-pk")
    return (
        copies(officer, day)
        .annotate(
            outcome=Subquery(reviews.values("outcome")[:1]),
            reviewed_on=Subquery(reviews.values("reviewed_on")[:1]),
        )
        .select_related("case", "maker", "maker_force")
        .order_by("-made_on", "-pk")
    )


def unreviewed(officer: Officer, day: date) -> int:
    """How many determinations were never reviewed, of those that ``officer`` may know of."""
    rows: Any = determinations(officer, day)
    return rows.filter(outcome=None).count()


def reviews_of(determination: Determination) -> list[DeterminationReview]:
    """Every review of a determination, the latest first, each by whoever then held the office.

    Of one found void, those made before it was found are among them.
    """
    rows = DeterminationReview.objects.filter(_about(determination))
    return list(rows.select_related("reasons", "recorded_by", "order").order_by("-pk"))


def asked_about(determination: Determination, officer: Officer, day: date) -> QuerySet[Enquiry]:
    """What was asked about a determination, before it was found void too."""
    return enquiries(officer, day).filter(_about(determination))


def _about(determination: Determination) -> Q:
    found = Q(determination__found_void__stands_as=determination)
    return Q(determination=determination) | found


def found_void(officer: Officer, day: date) -> QuerySet[Determination]:
    """The determinations found void that the Commissioner and the office have not looked at since."""
    rows: Any = determinations(officer, day)
    return rows.filter(outcome=None, was_found_void__isnull=False)


def enquiries(officer: Officer, day: date) -> QuerySet[Enquiry]:
    """What was asked, of which ``officer`` may know: all, or what they are to answer; the first due first."""
    rows = Enquiry.objects.select_related("force", "unit", "asked_by", "words", "determination__case")
    if not roles_on(officer, day) & SEES_OVERSIGHT:
        rows = rows.filter(_asked_of(officer, day))
    ended_last = Choice(When(status=EnquiryStatus.ENDED, then=Value(1)), default=Value(0))
    return rows.order_by(ended_last, "due_on", "pk")


def to_answer(officer: Officer, day: date) -> QuerySet[Enquiry]:
    """What waits for an answer by ``officer`` or their colleagues, the first due first."""
    return Enquiry.objects.filter(_asked_of(officer, day), status=EnquiryStatus.OPEN).order_by("due_on", "pk")


def to_judge(officer: Officer, day: date) -> QuerySet[Enquiry]:
    """The answers that wait for the Commissioner or the office; none for anybody else."""
    rows = Enquiry.objects.filter(status=EnquiryStatus.ANSWERED)
    return rows if roles_on(officer, day) & OFFICE else rows.none()


def _asked_of(officer: Officer, day: date) -> Q:
    roles = roles_on(officer, day)
    found = Q(asked_of__in=[of for of in ANSWERS if of not in OF_ONE and roles & ANSWERS[of]])
    if roles & ANSWERS[AskedOf.CHIEF_OFFICER]:
        found |= Q(asked_of=AskedOf.CHIEF_OFFICER, force__in=forces_on(officer, day))
    if roles & ANSWERS[AskedOf.CTU]:
        found |= Q(asked_of=AskedOf.CTU, unit__in=units_on(officer, day))
    return found


def steps_of(enquiry: Enquiry) -> list[EnquiryStep]:
    """What was done about what was asked, in order, with the figures that answered."""
    rows = enquiry.steps.select_related("recorded_by", "words", "figure")
    return list(rows.order_by("pk"))


def of_case(case: Case) -> list[EnquiryStep]:
    """What was asked and answered about the determinations of a case."""
    rows = EnquiryStep.objects.filter(enquiry__determination__case=case)
    return list(rows.select_related("enquiry__force", "enquiry__unit", "recorded_by", "words").order_by("pk"))


def items() -> QuerySet[OversightItem]:
    """Every oversight item, those closed last, the next to be reviewed first."""
    rows = OversightItem.objects.select_related("owner", "opened_by", "acknowledged_by", "words")
    closed_last = Choice(When(status=ItemStatus.CLOSED, then=Value(1)), default=Value(0))
    return rows.order_by(closed_last, F("next_review_on").asc(), "pk")


def item_steps(item: OversightItem) -> list[OversightItemStep]:
    """What was done about an item, in order."""
    return list(item.steps.select_related("recorded_by", "owner", "words").order_by("pk"))
