"""Decisions: applications, determinations, refusals, provisional Stop-NSDs and their sign-off.

A decision made without authority is kept and marked void; it counts for nothing. Reasons are always required:
the database requires the pointer to them.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.facts import RecordedFact
from audit.triggers import WrittenOnce
from cases.application_choices import Vulnerability
from cases.choices import Capacity, DeterminationKind, Prepared, SignOffOutcome, VoidBecause
from cases.models.case import Case
from cases.models.material import Material
from cases.models.subjects import ErasableText


class Preparation(RecordedFact):
    """A person helped to prepare what others decide: they can neither decide it nor sign it off, whatever
    they become.

    Whoever applied or stopped is barred by that act itself; this is for those who drafted.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="preparations")
    what = models.CharField(max_length=20, choices=Prepared.choices)
    prepared_on = models.DateField()
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class Application(RecordedFact):
    """JFIT's submission to a Chief Officer for a determination; what it says is in ``models.applications``.

    One of a log has no ``guidance``: nothing but its date and whom it went to is known of it. One allocated
    to another force stands in the place of the one that it ``reallocates``, with the same content.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="applications")
    applied_on = models.DateField()
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    to_force = models.ForeignKey("accounts.Force", on_delete=models.PROTECT, related_name="+")
    to_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=20, choices=DeterminationKind.choices, default=DeterminationKind.FULL)
    months = models.PositiveSmallIntegerField(null=True, blank=True, help_text="The length asked for")
    reasons = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")
    guidance = models.CharField(
        max_length=20, blank=True, help_text="The version of the guidance whose sections it has"
    )
    review_on = models.DateField(null=True, blank=True, help_text="The day of review asked for")
    vulnerability = models.CharField(max_length=20, choices=Vulnerability.choices, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    facts_as_sent = models.ForeignKey(
        ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reallocates = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reallocated_to"
    )


class Determination(RecordedFact):
    """A National Security Determination about listed items, in writing, with reasons.

    ``made_on`` is the London date of signature; the period of ``months`` begins with it. Void or late ones
    are kept. Source: Terrorism Act 2000, Sch. 8 para. 20E; PACE s. 63M.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="determinations")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="determinations"
    )
    kind = models.CharField(max_length=20, choices=DeterminationKind.choices, default=DeterminationKind.FULL)
    made_on = models.DateField()
    signed_at = models.DateTimeField(null=True, blank=True, help_text="The moment of signature, where known")
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    maker_rank = models.CharField(max_length=40)
    maker_force = models.ForeignKey("accounts.Force", on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=30, choices=Capacity.choices)
    consent_evidence = models.CharField(max_length=100, blank=True)
    months = models.PositiveSmallIntegerField()
    review_by = models.DateField(null=True, blank=True, help_text="For a holding NSD")
    reasons = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")
    void_because = models.CharField(max_length=20, choices=VoidBecause.choices, blank=True)
    items = models.ManyToManyField(Material, through="DeterminationItem", related_name="determinations")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=60), name="determination_1_to_60_months"
            ),
            models.CheckConstraint(
                condition=~Q(kind="holding") | Q(review_by__isnull=False), name="holding_nsd_has_a_review_day"
            ),
        ]

    @property
    def kept_record(self) -> Any:
        """Its record, as it was made; of one found void later that of the decision; None for one of a log."""
        found_void = getattr(self, "was_found_void", None)
        return getattr(found_void.determination if found_void else self, "record", None)

    @property
    def reference(self) -> str:
        """The reference of its record; empty for one of a log, which has none."""
        record = self.kept_record
        return record.reference if record else ""


class DeterminationItem(models.Model):
    """An item that a determination lists. What is not listed is not covered."""

    determination = models.ForeignKey(Determination, on_delete=models.PROTECT, related_name="listed")
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="listed_in")

    app_may = ("SELECT", "INSERT")

    class Meta:
        triggers = [WrittenOnce()]
        constraints = [
            models.UniqueConstraint(
                fields=["determination", "material"], name="determination_lists_an_item_once"
            )
        ]

    def __str__(self) -> str:
        return f"Item {self.material_id} in determination {self.determination_id}"


class Refusal(RecordedFact):
    """A Chief Officer's refusal of an application, with reasons."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="refusals")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="refusals"
    )
    refused_on = models.DateField()
    signed_at = models.DateTimeField(null=True, blank=True, help_text="The moment of signature, where known")
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rank = models.CharField(max_length=40)
    force = models.ForeignKey("accounts.Force", on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=30, choices=Capacity.choices)
    consent_evidence = models.CharField(max_length=100, blank=True)
    reasons = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")
    void_because = models.CharField(max_length=20, choices=VoidBecause.choices, blank=True)


class StopDecision(RecordedFact):
    """JFIT's provisional decision not to apply: a provisional Stop-NSD."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stops")
    stopped_on = models.DateField()
    stopped_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reasons = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")


class StopSignOff(RecordedFact):
    """The review of a provisional Stop-NSD by an Inspector or a Superintendent."""

    stop = models.ForeignKey(StopDecision, on_delete=models.PROTECT, related_name="sign_offs")
    signed_off_on = models.DateField()
    signed_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rank = models.CharField(max_length=40)
    outcome = models.CharField(max_length=20, choices=SignOffOutcome.choices)
    reasons = models.ForeignKey(
        ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    void_because = models.CharField(max_length=20, choices=VoidBecause.choices, blank=True)

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(outcome="confirmed") | Q(reasons__isnull=False),
                name="overruling_and_referring_up_have_reasons",
            ),
            # Confirmed after overruled, or either twice, is impossible whoever writes it.
            models.UniqueConstraint(
                fields=["stop"],
                condition=Q(withdrawn_at=None, void_because="")
                & Q(outcome__in=[SignOffOutcome.CONFIRMED, SignOffOutcome.OVERRULED]),
                name="a_stop_is_ended_once",
            ),
        ]
