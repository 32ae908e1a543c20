"""Facts, other than takings and determinations, on which the law's answer depends. Recorded, never edited."""

from django.db import models
from django.db.models import Q

from audit.facts import RecordedFact
from audit.triggers import WrittenOnce
from cases.choices import BarKind
from cases.models.case import Case
from cases.models.material import Material
from cases.models.subjects import ErasableText, Subject


class Conviction(RecordedFact):
    """A conviction of the subject, by its date.

    ``is_exempt`` is the concept of the Terrorism Act and its like (one offence under 18, not qualifying);
    ``is_excluded`` is PACE's different one. Only recordable offences count. ``is_foreign``: outside the
    United Kingdom. ``same_course_as``: another of one course of action, with which it counts as one.
    ``custodial_months`` (0 without custody, None not recorded), ``sentenced_on`` and, abroad, ``arrested_on``
    are asked by PACE s. 63K alone, of a first conviction under 18.
    Source: Terrorism Act 2000, Sch. 8 para. 20D; PACE s. 63F, 63I, 63K, 63KA.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="convictions")
    convicted_on = models.DateField()
    is_recordable = models.BooleanField(default=True)
    is_exempt = models.BooleanField(default=False)
    is_excluded = models.BooleanField(null=True, blank=True, help_text="Empty: not recorded")
    is_foreign = models.BooleanField(default=False)
    same_course_as = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    custodial_months = models.PositiveSmallIntegerField(null=True, blank=True)
    sentenced_on = models.DateField(null=True, blank=True)
    arrested_on = models.DateField(null=True, blank=True)


class InvestigationConclusion(RecordedFact):
    """The day on which the investigation, or the proceedings, behind a PACE taking ended (PACE s. 63E)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conclusions")
    concluded_on = models.DateField()

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["case"], condition=Q(withdrawn_at=None), name="one_current_conclusion"
            ),
        ]


class CourtExtension(RecordedFact):
    """A court's order that an item be kept for two years more; a sheriff's may be of fewer ``months``.

    Source: Terrorism Act 2000, Sch. 8 para. 20B(5)-(7); Criminal Procedure (Scotland) Act 1995 s. 18A.
    """

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="court_extensions")
    applied_on = models.DateField()
    ordered_on = models.DateField()
    months = models.PositiveSmallIntegerField(default=24)


class UnlawfulTakingDecision(RecordedFact):
    """The decision that an item was taken unlawfully: it must be destroyed and nothing saves it.

    ``reasons`` say who decided it and why; None on records made before reasons were asked for.
    Source: Terrorism Act 2000, Sch. 8 para. 20A(2).
    """

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="unlawful_takings")
    decided_on = models.DateField()
    reasons = models.ForeignKey(
        ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


class StatutoryBar(RecordedFact):
    """An enactment forbids that an item be destroyed, from a day until it is lifted.

    ``lifted_on`` is the last day on which it applies, inclusive; None while it does. ``listed_offence``:
    taken on arrest for an offence that SI 2024/556 lists.
    Source: Terrorism Act 2000 Sch. 8 para. 20I; PACE s. 63U(5); SI 2024/556 reg. 3.
    """

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="statutory_bars")
    bar = models.CharField(max_length=10, choices=BarKind.choices)
    from_on = models.DateField()
    lifted_on = models.DateField(null=True, blank=True)
    listed_offence = models.BooleanField(default=False)
    reason = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["material", "bar"],
                condition=Q(withdrawn_at=None, lifted_on=None),
                name="one_standing_bar_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(lifted_on=None) | Q(lifted_on__gte=models.F("from_on")),
                name="bar_is_lifted_after_it_began",
            ),
        ]


class CommissionersOrder(RecordedFact):
    """The Commissioner's order to destroy listed items held under a determination; it ends their cover by it.

    The day of the order is their last lawful day. Source: Protection of Freedoms Act 2012 s. 20(4)-(5).
    """

    determination = models.ForeignKey(
        "cases.Determination", on_delete=models.PROTECT, related_name="commissioners_orders"
    )
    ordered_on = models.DateField()
    reasons = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["determination"],
                condition=Q(withdrawn_at=None),
                name="one_commissioners_order_a_determination",
            ),
        ]


class CommissionersOrderItem(models.Model):
    """An item that an order of the Commissioner lists. What is not listed stays as it was."""

    order = models.ForeignKey(CommissionersOrder, on_delete=models.PROTECT, related_name="listed")
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="commissioners_orders")

    app_may = ("SELECT", "INSERT")

    class Meta:
        triggers = [WrittenOnce()]
        constraints = [
            models.UniqueConstraint(fields=["order", "material"], name="an_order_lists_an_item_once")
        ]

    def __str__(self) -> str:
        return f"Item {self.material_id} in order {self.order_id}"
