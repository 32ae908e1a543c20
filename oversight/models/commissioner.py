"""The Commissioner's desk: copies, reviews, what was asked and answered, items to an end, assurances.

Source: Protection of Freedoms Act 2012 s. 20; further report of 22 April 2016, paragraphs 2, 5, 21, 25, 31;
R-010, R-027, R-094, R-112, R-185.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.facts import RecordedFact
from cases.models import CommissionersOrder, Determination, ErasableText
from oversight.choices import (
    AskedOf,
    EnquiryKind,
    EnquiryStatus,
    EnquiryStepKind,
    ItemStatus,
    ItemStepKind,
    Party,
    ReviewOutcome,
)

OF_A_DETERMINATION = (EnquiryKind.CHALLENGE, EnquiryKind.FURTHER_INFORMATION)


class CopySent(RecordedFact):
    """A copy of a determination, with its reasons, went to the Commissioner on a day (s. 20(3)(a))."""

    determination = models.ForeignKey(Determination, on_delete=models.PROTECT, related_name="copies_sent")
    sent_on = models.DateField()
    sent_by = models.CharField(max_length=20, choices=AskedOf.choices, help_text="JFIT or SOFS")
    how = models.CharField(max_length=100, help_text="By which way, under which reference")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["determination"], condition=Q(withdrawn_at=None), name="one_copy_a_determination"
            ),
            models.CheckConstraint(
                condition=Q(sent_by__in=[AskedOf.JFIT, AskedOf.SOFS]), name="copy_is_sent_by_jfit_or_sofs"
            ),
        ]


class DeterminationReview(RecordedFact):
    """What the Commissioner, or the office, found of a determination; the latest stands, none is lost."""

    determination = models.ForeignKey(Determination, on_delete=models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField()
    outcome = models.CharField(max_length=20, choices=ReviewOutcome.choices)
    reasons = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")
    order = models.OneToOneField(
        CommissionersOrder, on_delete=models.PROTECT, null=True, blank=True, related_name="review"
    )

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(outcome="order", order__isnull=False)
                | ~Q(outcome="order") & Q(order__isnull=True),
                name="an_order_to_destroy_is_on_record",
            ),
        ]


class Enquiry(models.Model):
    """Something that the Commissioner or the office asked: of whom, and by when as last asked.

    A challenge or further information is about a ``determination``. ``force``: whose Chief Officer; ``unit``:
    which CTU.
    """

    kind = models.CharField(max_length=20, choices=EnquiryKind.choices)
    asked_of = models.CharField(max_length=20, choices=AskedOf.choices)
    force = models.ForeignKey(
        "accounts.Force", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    determination = models.ForeignKey(
        Determination, on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries"
    )
    asked_on = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    status = models.CharField(max_length=10, choices=EnquiryStatus.choices, default=EnquiryStatus.OPEN)
    words = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")

    app_may = ("SELECT", "INSERT", "UPDATE(status,due_on)")

    class Meta:
        verbose_name_plural = "enquiries"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=EnquiryStatus.values), name="enquiry_status_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=OF_A_DETERMINATION) | Q(determination__isnull=False),
                name="a_challenge_is_about_a_determination",
            ),
            models.CheckConstraint(
                condition=Q(asked_of="chief_officer", force__isnull=False)
                | ~Q(asked_of="chief_officer") & Q(force__isnull=True),
                name="a_chief_officer_is_of_a_force",
            ),
            models.CheckConstraint(
                condition=Q(asked_of="ctu", unit__isnull=False) | ~Q(asked_of="ctu") & Q(unit__isnull=True),
                name="a_ctu_is_a_unit",
            ),
        ]
        indexes = [models.Index(fields=["status", "due_on"], name="enquiry_due")]

    def __str__(self) -> str:
        return f"{self.ref} {self.get_kind_display()}"

    @property
    def ref(self) -> str:
        """Its reference for people."""
        return f"BC/{self.pk:05}"

    @property
    def whom(self) -> str:
        """Who is to answer, in words."""
        if self.unit:
            return self.unit.name
        of = f" of {self.force.name}" if self.force else ""
        return f"{self.get_asked_of_display()}{of}"


class EnquiryStep(RecordedFact):
    """What was done about what was asked; asking is the first step."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=15, choices=EnquiryStepKind.choices)
    stepped_on = models.DateField()
    due_on = models.DateField(null=True, blank=True, help_text="By when, for asking")
    words = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")


class FigureAnswer(RecordedFact):
    """The figure that answered: its definition and dates as they were, the value, the hash of its rows.

    ``part`` is the part of the figure, as its address has it; ``rows`` how many rows make the value.
    """

    step = models.OneToOneField(EnquiryStep, on_delete=models.PROTECT, related_name="figure")
    slug = models.CharField(max_length=40)
    number = models.CharField(max_length=10)
    title = models.CharField(max_length=100)
    unit = models.CharField(max_length=40)
    definition = models.TextField()
    part = models.CharField(max_length=100, blank=True)
    as_at = models.DateField()
    known_at = models.DateField()
    value = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    rows_sha256 = models.CharField(max_length=64)


class OversightItem(models.Model):
    """Something that the office keeps under review until it is closed with a reason and acknowledged."""

    title = models.CharField(max_length=150)
    words = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    next_review_on = models.DateField()
    status = models.CharField(max_length=15, choices=ItemStatus.choices, default=ItemStatus.OPEN)
    closed_because = models.ForeignKey(
        ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acknowledged_on = models.DateField(null=True, blank=True)

    app_may = (
        "SELECT",
        "INSERT",
        "UPDATE(status,owner_id,next_review_on,closed_because_id,acknowledged_by_id,acknowledged_on)",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ItemStatus.values), name="item_status_is_known"),
            models.CheckConstraint(
                condition=~Q(status="closed")
                | Q(
                    closed_because__isnull=False,
                    acknowledged_by__isnull=False,
                    acknowledged_on__isnull=False,
                ),
                name="an_item_is_closed_with_reason_and_acknowledgement",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OversightItemStep(RecordedFact):
    """What was done about an oversight item, and its next review from then on."""

    item = models.ForeignKey(OversightItem, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=15, choices=ItemStepKind.choices)
    stepped_on = models.DateField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    next_review_on = models.DateField(null=True, blank=True)
    words = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")


class Assurance(RecordedFact):
    """What somebody assured the Commissioner of on a day; what they did later is measured, not believed."""

    party = models.CharField(max_length=20, choices=Party.choices)
    given_by = models.CharField(max_length=100, help_text="The office of whoever gave it")
    given_on = models.DateField()
    words = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")
