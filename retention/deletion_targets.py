"""In how many working days what is done with a deletion order, and which orders are late with what.

Late counts working days from the opening of the order, by the policy of the day asked about. Reads the
policies; knows neither pages nor steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from cases.choices import PolicyKey
from cases.policy import together
from retention.choices import OpenedBecause, OrderState
from retention.choices_deletion import NoticeAbout
from retention.deletion_policy import ACKNOWLEDGED_WORKING_DAYS
from retention.models import DeletionOrder
from retention.orders import OPEN
from retention.working_days import add_working_days, latest_reached

EARLY = (OpenedBecause.STOP_CONFIRMED, OpenedBecause.NSD_REFUSED)
UNAPPROVED = (OrderState.DUE, OrderState.SUSPENDED, OrderState.APPROVAL_ASKED)
# Handed over from JFIT by a decision, and not yet taken by SOFS.
HANDED_OVER = Q(
    state__in=[OrderState.DUE, OrderState.SUSPENDED], acknowledged_at=None, opened_because__in=EARLY
)


@dataclass(frozen=True, slots=True)
class Targets:
    """In how many working days of its opening an order is to be approved, and verified gone."""

    approved: int
    verified: int

    def approve_by(self, order: DeletionOrder) -> date:
        """The last day on which approving it is in time."""
        return add_working_days(order.opened_on, self.approved)

    def verify_by(self, order: DeletionOrder) -> date:
        """The last day on which verifying it is in time."""
        return add_working_days(order.opened_on, self.verified)


def targets_on(day: date) -> Targets:
    """By the policies in force on ``day``; one query."""
    keys = (PolicyKey.DELETION_APPROVED_DAYS, PolicyKey.DELETION_VERIFIED_DAYS)
    values = together(day, *keys)
    return Targets(*(values[key][""] for key in keys))


def late_on(day: date) -> dict[NoticeAbout, Q]:
    """Which orders are late on ``day`` with what: their working days are over and it has not been done."""
    targets, before = targets_on(day), day - timedelta(days=1)

    def opened(days: int) -> Q:
        return Q(opened_on__lte=latest_reached(before, days))

    return {
        NoticeAbout.NOT_ACKNOWLEDGED: HANDED_OVER & opened(ACKNOWLEDGED_WORKING_DAYS),
        NoticeAbout.NOT_APPROVED: Q(state__in=UNAPPROVED) & opened(targets.approved),
        NoticeAbout.NOT_VERIFIED: Q(state__in=OPEN) & opened(targets.verified),
    }
