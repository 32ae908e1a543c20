"""Dated events that the law asks about, and applications to a court. Recorded, never edited."""

from django.db import models
from django.db.models import Q

from audit.facts import RecordedFact
from cases.choices_law import CourtAnswer, LawEventKind
from cases.models.facts import CourtExtension
from cases.models.material import Material
from cases.models.subjects import ErasableText


class LawEvent(RecordedFact):
    """An event of one item, by its day; ``shown`` says where it is shown.

    ``then_on``: of a notice quashed, the day from which no appeal was possible (None while one is); of a
    court's order on a sample, the day of the application. ``months`` is the length of such an order,
    ``power`` the power of a new detention or arrest where it is another.
    Source: TPIM Act 2011 Sch. 6 para. 8; SI 2020/391 reg. 5; SI 2013/1813 art. 6; CTA 2008 s. 18A(5); PACE
    ss. 63G, 63N, 63O, 63P; Terrorism Act 2000 Sch. 8 paras 20D(7), 20G.
    """

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="law_events")
    kind = models.CharField(max_length=30, choices=LawEventKind.choices)
    happened_on = models.DateField()
    then_on = models.DateField(null=True, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    power = models.CharField(max_length=20, blank=True)
    shown = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=LawEventKind.values), name="law_event_kind_is_known"),
            models.UniqueConstraint(
                fields=["material", "kind", "happened_on"],
                condition=Q(withdrawn_at=None),
                name="one_event_of_a_kind_and_day",
            ),
        ]


class CourtApplication(RecordedFact):
    """An application to a court that the period of an item be extended; it gives no cover by itself.

    Source: Terrorism Act 2000 Sch. 8 para. 20B(5)-(7); PACE s. 63F(7)-(10); NSA 2023 Sch. 6 para. 20(6)-(8).
    """

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="court_applications")
    applied_on = models.DateField()
    shown = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["material", "applied_on"],
                condition=Q(withdrawn_at=None),
                name="one_court_application_an_item_and_day",
            ),
        ]


class CourtOutcome(RecordedFact):
    """What a court decided on an application; ``extension`` is the order that it made."""

    application = models.ForeignKey(CourtApplication, on_delete=models.PROTECT, related_name="outcomes")
    answer = models.CharField(max_length=10, choices=CourtAnswer.choices)
    decided_on = models.DateField()
    extension = models.OneToOneField(
        CourtExtension, on_delete=models.PROTECT, null=True, blank=True, related_name="outcome"
    )

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["application"], condition=Q(withdrawn_at=None), name="one_outcome_an_application"
            ),
            models.CheckConstraint(
                condition=Q(answer=CourtAnswer.ORDERED, extension__isnull=False)
                | ~Q(answer=CourtAnswer.ORDERED) & Q(extension=None),
                name="an_order_has_its_extension",
            ),
        ]
