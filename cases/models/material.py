"""Items of material, where they are held, and the evidence that they are gone.

``Material`` is identity plus the cached position; the fact that the law depends on is its ``Taking``. The
clock belongs to the item, never to the person or the case.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from audit.facts import RecordedFact
from cases.choices import HoldingPlace, MaterialKind, PositionStatus
from cases.models.case import Case
from cases.querysets import MaterialQuerySet


class Material(models.Model):
    """One item: a set of fingerprints, a DNA profile or a DNA sample, with the law's cached answer for it.

    ``last_lawful_day`` is inclusive: the item is unlawful from 00:00 London time the next day. The cached
    columns are written by ``cases.positions`` alone, in the transaction that recorded the fact.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="material")
    kind = models.CharField(max_length=20, choices=MaterialKind.choices)
    status = models.CharField(
        max_length=20, choices=PositionStatus.choices, default=PositionStatus.UNRESOLVED
    )
    last_lawful_day = models.DateField(null=True, blank=True)
    candidate_day = models.DateField(
        null=True, blank=True, help_text="For an unresolved item: the shortest day that any reading gives"
    )
    unresolved_because = models.CharField(max_length=200, blank=True)
    chain = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    ineffective = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    law_version = models.CharField(max_length=40, blank=True)
    computed_at = models.DateTimeField(null=True, blank=True)
    deleted_on = models.DateField(
        null=True,
        blank=True,
        help_text="The day on which the last place that held it was evidenced gone (cached)",
    )

    objects = MaterialQuerySet.as_manager()

    app_may = ("SELECT", "INSERT", "UPDATE")

    class Meta:
        verbose_name_plural = "material"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=PositionStatus.values), name="material_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status=PositionStatus.TIME_LIMITED, last_lawful_day__isnull=False)
                | ~Q(status=PositionStatus.TIME_LIMITED) & Q(last_lawful_day__isnull=True),
                name="material_time_limited_has_a_last_lawful_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["last_lawful_day", "id"],
                condition=Q(deleted_on=None),
                name="material_held_by_day",
            ),
            models.Index(fields=["status"], name="material_status"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.case_id}"


class Taking(RecordedFact):
    """The taking of an item: when, where, by which force, under which power.

    ``taken_on`` is a London date; for a profile it is the date of the first sample. None means not known: the
    item is then unresolved. ``power`` is a rule id of ``law``; empty means that the words in
    ``power_as_written`` name no rule.
    """

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="takings")
    taken_on = models.DateField(null=True, blank=True)
    taken_time = models.TimeField(null=True, blank=True, help_text="London time, where known")
    power = models.CharField(max_length=20, blank=True)
    power_as_written = models.CharField(max_length=100, blank=True)
    place = models.CharField(max_length=100, blank=True, help_text="Port or station")
    force = models.ForeignKey(
        "accounts.Force", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    nation = models.CharField(max_length=2, blank=True, help_text="EW, SC or NI")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["material"], condition=Q(withdrawn_at=None), name="one_current_taking"
            ),
        ]
        indexes = [models.Index(fields=["taken_on"], name="taking_taken_on")]


class Holding(RecordedFact):
    """One place where an item is kept, with the reference that the place gave it."""

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="holdings")
    place = models.CharField(max_length=20, choices=HoldingPlace.choices)
    reference = models.CharField(max_length=60, blank=True)
    held_since = models.DateField(null=True, blank=True)

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["place", "reference"],
                condition=Q(withdrawn_at=None) & ~Q(reference=""),
                name="one_holding_a_reference",
            ),
        ]


class NonSearchableEvidence(RecordedFact):
    """Evidence that a holding can no longer be searched against. What is non-searchable is still held."""

    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="non_searchable")
    evidenced_on = models.DateField()


class DeletionEvidence(RecordedFact):
    """Evidence that an item is gone from a place; without a ``holding``, gone from wherever it was."""

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="deletions")
    holding = models.ForeignKey(
        Holding, on_delete=models.PROTECT, null=True, blank=True, related_name="deletions"
    )
    deleted_on = models.DateField()


class ProfileReceipt(RecordedFact):
    """The day on which a DNA profile reached SOFS."""

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="receipts")
    received_on = models.DateField()
