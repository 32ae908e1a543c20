"""Deletion orders, one an item, and the instructions to make each holding non-searchable.

Hidden here is read from the dates and stored nowhere; instructed is a row below; evidenced at the database is
``cases.NonSearchableEvidence``. The three are never merged.
"""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.triggers import Guard, WrittenOnce
from retention import orders
from retention.choices import CancelledBecause, HaltedBecause, OpenedBecause, OrderEvent, OrderState

APPROVED_OR_AFTER = (OrderState.APPROVED, OrderState.EXECUTING, OrderState.EXECUTED, OrderState.VERIFIED)


class OnlyDeclaredSteps(Guard):
    """Refuses a change of state that is no step of ``retention.orders``, and another beginning."""

    def __init__(self) -> None:
        super().__init__(
            name="only_declared_steps",
            operation=pgtrigger.Insert | pgtrigger.Update,
            calls="retention_guard_order",
        )

    def render_execute(self, model: Any) -> str:
        """The guard's function with the first state and every step, as ``source>target``."""
        steps = ",".join(f"{source}>{target}" for source, target in orders.pairs())
        return f"{self.calls}('{orders.FIRST_STATE}', '{steps}')"


class DeletionOrder(models.Model):
    """An order to delete one item; at most one is open at a time.

    ``due_on``: the first unlawful day, also where a revocation opened it; for an early order the day of the
    Stop-NSD's confirmation or of the refusal; for what must be destroyed the day on which that was decided.
    ``state`` is changed by ``services.deletion_orders`` alone.
    """

    material = models.ForeignKey("cases.Material", on_delete=models.PROTECT, related_name="deletion_orders")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="deletion_orders")
    state = models.CharField(max_length=20, choices=OrderState.choices, default=OrderState.DUE)
    opened_because = models.CharField(max_length=20, choices=OpenedBecause.choices)
    due_on = models.DateField()
    opened_on = models.DateField()
    acknowledged_at = models.DateTimeField(null=True, blank=True, help_text="SOFS took the hand-over")
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    policy_version = models.CharField(max_length=20, blank=True, help_text="Of the policy it was asked under")
    asked_why = models.ForeignKey(
        "cases.ErasableText", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_why = models.ForeignKey(
        "cases.ErasableText", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    executed_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    halted_at = models.DateTimeField(null=True, blank=True)
    halted_because = models.CharField(max_length=20, choices=HaltedBecause.choices, blank=True)

    app_may = ("SELECT", "INSERT", "UPDATE")

    class Meta:
        triggers = [OnlyDeclaredSteps()]
        constraints = [
            models.UniqueConstraint(
                fields=["material"],
                condition=~Q(state__in=[str(state) for state in orders.ENDED]),
                name="one_open_deletion_order_an_item",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OrderState.values), name="deletion_order_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")),
                name="deletion_approver_is_not_the_requester",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[str(state) for state in APPROVED_OR_AFTER])
                | Q(asked_by__isnull=False, approved_by__isnull=False, approved_at__isnull=False),
                name="deletion_has_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[OrderState.EXECUTED, OrderState.VERIFIED])
                | Q(executed_at__isnull=False),
                name="deletion_executed_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=OrderState.HALTED, halted_at__isnull=False) & ~Q(halted_because="")
                | ~Q(state=OrderState.HALTED) & Q(halted_at=None, halted_because=""),
                name="deletion_halted_has_its_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on", "id"], name="deletion_order_queue"),
            models.Index(fields=["due_on", "id"], name="deletion_order_due"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """What people call the order."""
        return f"D/{self.pk:05}"

    @property
    def is_open(self) -> bool:
        """Whether it is neither verified nor halted."""
        return self.state not in orders.ENDED


class DeletionOrderStep(models.Model):
    """A step that a deletion order took; written once. The first has no event and tells of the opening."""

    order = models.ForeignKey(DeletionOrder, on_delete=models.PROTECT, related_name="steps")
    event = models.CharField(max_length=20, choices=OrderEvent.choices, blank=True)
    to_state = models.CharField(max_length=20, choices=OrderState.choices)
    stepped_at = models.DateTimeField()
    stepped_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    app_may = ("SELECT", "INSERT")

    class Meta:
        triggers = [WrittenOnce()]
        constraints = [
            models.UniqueConstraint(fields=["order", "to_state"], name="an_order_is_in_a_state_once")
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.get_to_state_display()}"


class SuspensionInstruction(models.Model):
    """The instruction that a holding be made non-searchable, from 00:00 of ``not_before`` (London).

    Given in working time beforehand; cancelled where the item is saved. It is no evidence that anything was
    done.
    """

    holding = models.ForeignKey("cases.Holding", on_delete=models.PROTECT, related_name="suspensions")
    material = models.ForeignKey("cases.Material", on_delete=models.PROTECT, related_name="suspensions")
    not_before = models.DateField()
    instructed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=20, choices=CancelledBecause.choices, blank=True)

    app_may = ("SELECT", "INSERT", "UPDATE(cancelled_at,cancelled_because)")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["holding"], condition=Q(cancelled_at=None), name="one_open_suspension_a_holding"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_because="")
                | Q(cancelled_at__isnull=False) & ~Q(cancelled_because=""),
                name="suspension_cancelled_whole",
            ),
        ]
        indexes = [models.Index(fields=["material"], condition=Q(cancelled_at=None), name="suspension_open")]

    def __str__(self) -> str:
        return f"Suspension of holding {self.holding_id}"
