"""What each place is told to do and answers, what holds a deletion up, and who is told of an order.

An instruction is written in the transaction that decides it and sent after that; what a place answers is a
receipt. Nothing here is evidence by itself: that is ``cases.DeletionEvidence`` and
``cases.NonSearchableEvidence``, recorded from a receipt.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.facts import RecordedFact
from audit.triggers import WrittenOnce
from retention.choices_deletion import HoldKind, InstructionKind, NoticeAbout, ReceiptOutcome
from retention.models.deletion import DeletionOrder, SuspensionInstruction

OFFICER = settings.AUTH_USER_MODEL


class Instruction(models.Model):
    """An instruction to one place about one holding; ``key`` is its own for ever, however often it is sent.

    ``sent_at``: handed to the place, the last check having passed in that transaction. ``settled_at``: a
    receipt says that it is done. ``cancelled_at``: it is not to be done; where it was handed on before, what
    the place then says it did is taken for what it is.
    """

    key = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=InstructionKind.choices)
    gateway = models.CharField(max_length=20)
    order = models.ForeignKey(
        DeletionOrder, on_delete=models.PROTECT, null=True, blank=True, related_name="instructions"
    )
    suspension = models.OneToOneField(
        SuspensionInstruction, on_delete=models.PROTECT, null=True, blank=True, related_name="instruction"
    )
    holding = models.ForeignKey("cases.Holding", on_delete=models.PROTECT, related_name="instructions")
    material = models.ForeignKey("cases.Material", on_delete=models.PROTECT, related_name="instructions")
    not_before = models.DateField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_after_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    app_may = (
        "SELECT",
        "INSERT",
        "UPDATE(sent_at,sent_by_id,asked_after_at,settled_at,cancelled_at)",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=InstructionKind.DELETE, order__isnull=False, suspension=None)
                | Q(kind=InstructionKind.SUSPEND, order=None, suspension__isnull=False)
                | Q(kind=InstructionKind.RESTORE, order=None, suspension=None),
                name="instruction_is_of_what_its_kind_says",
            ),
            models.UniqueConstraint(
                fields=["order", "holding"],
                condition=Q(kind=InstructionKind.DELETE),
                name="one_deletion_instruction_a_place",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(cancelled_at=None),
                name="instruction_is_settled_or_cancelled",
            ),
        ]
        indexes = [
            models.Index(
                fields=["gateway", "not_before", "id"],
                condition=Q(settled_at=None, cancelled_at=None),
                name="instruction_open",
            )
        ]

    def __str__(self) -> str:
        return self.key


class InstructionReceipt(models.Model):
    """What a place answered; written once. One that contradicts what was answered before is kept beside it.

    ``minutes``: the effort that it took. A hard copy's says where it was, who witnessed, which certificate.
    """

    key = models.CharField(max_length=90, unique=True)
    instruction = models.ForeignKey(Instruction, on_delete=models.PROTECT, related_name="receipts")
    outcome = models.CharField(max_length=10, choices=ReceiptOutcome.choices)
    happened_at = models.DateTimeField()
    reference = models.CharField(max_length=60, blank=True)
    evidence = models.ForeignKey(
        "cases.ErasableText", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    witness = models.ForeignKey(
        "cases.ErasableText", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    minutes = models.PositiveIntegerField(null=True, blank=True)
    contradicts = models.BooleanField(default=False)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, related_name="+")

    app_may = ("SELECT", "INSERT")

    class Meta:
        triggers = [WrittenOnce()]
        constraints = [
            models.UniqueConstraint(
                fields=["instruction"],
                condition=Q(outcome=ReceiptOutcome.DONE, contradicts=False),
                name="an_instruction_is_done_once",
            )
        ]

    def __str__(self) -> str:
        return self.key


class DeletionHold(RecordedFact):
    """Something for which the destruction of an item waits; released by withdrawing it.

    An advisory hold makes nothing lawful. Time for a search is signed by a chief officer and ends by itself
    after ``until``, inclusive.
    """

    material = models.ForeignKey("cases.Material", on_delete=models.PROTECT, related_name="deletion_holds")
    kind = models.CharField(max_length=20, choices=HoldKind.choices)
    placed_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    signed_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.ForeignKey("cases.ErasableText", on_delete=models.PROTECT, related_name="+")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["material", "kind"], condition=Q(withdrawn_at=None), name="one_hold_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind=HoldKind.ADVISORY)
                | Q(kind=HoldKind.SEARCH_GRACE, until__isnull=False, signed_by__isnull=False),
                name="search_grace_is_signed_and_ends",
            ),
        ]


class DeletionNotice(models.Model):
    """Somebody is told something about an order, once."""

    order = models.ForeignKey(DeletionOrder, on_delete=models.PROTECT, related_name="notices")
    officer = models.ForeignKey(OFFICER, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=20, choices=NoticeAbout.choices)
    told_on = models.DateField()
    seen_at = models.DateTimeField(null=True, blank=True)

    app_may = ("SELECT", "INSERT", "UPDATE(seen_at)")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "officer", "about"], name="told_once_about_an_order")
        ]
        indexes = [models.Index(fields=["officer"], condition=Q(seen_at=None), name="deletion_notice_open")]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.get_about_display()}"
