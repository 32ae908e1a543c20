"""The work on a case: who has had it, what was asked of whom, what was checked, and the dated policies."""

from django.conf import settings
from django.db import models

from audit.choices import Source
from audit.facts import RecordedFact
from cases.choices import (
    AnswerQuality,
    Assessment,
    CaseEvent,
    CaseState,
    Checking,
    CheckKind,
    CheckResult,
    HolderEvent,
    NotifiedBy,
    PolicyKey,
    Provenance,
    RequestStep,
    RequestTo,
    ShelvedBecause,
    WouldHaveApplied,
)
from cases.models.case import Case
from cases.models.subjects import ErasableText


class Movement(RecordedFact):
    """A step of a case from one state, or one holder, to the next.

    The end of a movement is the start of the next and is never written. ``moved_by`` is the person who acted;
    ``recorded_by`` is the officer who recorded it, which for history is the migration officer. A
    ``HolderEvent`` leaves the state as it is.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="movements")
    sequence = models.PositiveIntegerField(help_text="The case's version after this movement")
    event = models.CharField(max_length=30, choices=[*CaseEvent.choices, *HolderEvent.choices], blank=True)
    from_state = models.CharField(max_length=30, choices=CaseState.choices, blank=True)
    to_state = models.CharField(max_length=30, choices=CaseState.choices)
    moved_on = models.DateField()
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.ForeignKey(
        ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(RecordedFact.Meta):
        ordering = ["case_id", "sequence"]
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(fields=["case", "sequence"], name="one_movement_a_version"),
        ]
        indexes = [models.Index(fields=["moved_on"], name="movement_moved_on")]


class Request(RecordedFact):
    """Something asked of somebody outside: a summary assessment, local knowledge, a profile. A row beside
    the case.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="requests")
    to = models.CharField(max_length=20, choices=RequestTo.choices)
    unit = models.ForeignKey(
        "accounts.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The CTU that it is allocated to",
    )
    unit_name = models.CharField(max_length=100, blank=True, help_text="Which CTU, port or provider")
    sent_on = models.DateField()
    due_on = models.DateField(help_text="The target day, by the policy of the day it was sent; not statutory")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    question = models.ForeignKey(
        ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(RecordedFact.Meta):
        indexes = [models.Index(fields=["to", "due_on"], name="request_due")]


class RequestEvent(RecordedFact):
    """What became of a request: acknowledged, chased, promised, escalated, answered.

    An assessment says how it was made (``provenance``) and how far people checked it (``checking``).
    """

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(max_length=20, choices=RequestStep.choices)
    happened_on = models.DateField()
    promised_for = models.DateField(null=True, blank=True)
    assessment = models.CharField(max_length=20, choices=Assessment.choices, blank=True)
    provenance = models.CharField(max_length=20, choices=Provenance.choices, blank=True)
    checking = models.CharField(max_length=20, choices=Checking.choices, blank=True)
    quality = models.CharField(max_length=20, choices=AnswerQuality.choices, blank=True)
    note = models.ForeignKey(ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(withdrawn_at=None, step=RequestStep.ANSWERED),
                name="one_answer_a_request",
            ),
        ]


class PncCheck(RecordedFact):
    """A check of the Police National Computer, or of another source, with its answer and the evidence of it.

    It is to be done again after the days of the policy, or by ``again_by`` where somebody wanted it sooner.
    Those of the register have no evidence.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pnc_checks")
    kind = models.CharField(max_length=10, choices=CheckKind.choices, default=CheckKind.PNC)
    checked_on = models.DateField()
    result = models.CharField(max_length=20, choices=CheckResult.choices, blank=True)
    evidence = models.ForeignKey(
        ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    again_by = models.DateField(null=True, blank=True, help_text="Sooner than the policy asks")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(condition=models.Q(kind__in=CheckKind.values), name="check_kind_is_known"),
        ]
        indexes = [models.Index(fields=["case", "checked_on"], name="check_of_case")]


class NotifiedExpiry(RecordedFact):
    """A date that another system supplied.

    It is compared with the period of the power alone and never used.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notified_expiries")
    notified_by = models.CharField(max_length=20, choices=NotifiedBy.choices)
    notified_day = models.DateField()
    notified_on = models.DateField(help_text="The day on which the source recorded it")


class Shelving(RecordedFact):
    """JFIT put the case aside. It stays with JFIT; nothing stops work because of a date.

    One made on a page names the last lawful day that a person verified, and the other bases that they looked
    for (R-062); those of the log name neither.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="shelvings")
    shelved_on = models.DateField()
    because = models.CharField(max_length=30, choices=ShelvedBecause.choices)
    verified_day = models.DateField(null=True, blank=True, help_text="The last lawful day, as verified")
    other_bases = models.ForeignKey(
        ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(source=Source.SCREEN)
                | models.Q(verified_day__isnull=False, other_bases__isnull=False),
                name="shelved_on_a_page_only_when_verified",
            ),
        ]


class CounterfactualReview(RecordedFact):
    """The reviewed answer to "would JFIT have applied?"; without a row the question is not yet reviewed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="counterfactual_reviews")
    would_have_applied = models.CharField(max_length=5, choices=WouldHaveApplied.choices)
    reviewed_on = models.DateField()


class PolicySetting(RecordedFact):
    """A policy in force from a day, by a recorded decision. Defaults are in ``cases.policy``."""

    key = models.CharField(max_length=40, choices=PolicyKey.choices)
    nation = models.CharField(max_length=2, blank=True, help_text="The one nation that it is for; empty: all")
    value = models.PositiveIntegerField(help_text="Days; or 1 for yes and 0 for no")
    from_on = models.DateField()
    reason = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")
