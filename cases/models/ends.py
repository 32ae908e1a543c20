"""What ends, undoes or borrows from a determination: one found void, a revocation, the review of a holding
NSD; and a constable's determination that further fingerprints be held with an original set.

A determination found void is withdrawn and stands again, marked void, so that what was known on any earlier
day can be shown. Source: R-072, R-120; Terrorism Act 2000, Sch. 8 para. 20E and its like.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.facts import RecordedFact
from cases.choices import Capacity, HoldingOutcome, VoidBecause
from cases.models.case import Case
from cases.models.decisions import Determination
from cases.models.material import Material
from cases.models.subjects import ErasableText


class VoidFound(RecordedFact):
    """It was found later that a determination was void from the start; it stands again as ``stands_as``."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    determination = models.OneToOneField(Determination, on_delete=models.PROTECT, related_name="found_void")
    stands_as = models.OneToOneField(Determination, on_delete=models.PROTECT, related_name="was_found_void")
    found_on = models.DateField()
    because = models.CharField(max_length=20, choices=VoidBecause.choices)
    reasons = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(determination=F("stands_as")), name="what_is_found_void_stands_again"
            ),
        ]


class Revocation(RecordedFact):
    """A Chief Officer ends a determination that is no longer necessary; ``revoked_on`` is its last day."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    determination = models.ForeignKey(Determination, on_delete=models.PROTECT, related_name="revocations")
    revoked_on = models.DateField()
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rank = models.CharField(max_length=40)
    force = models.ForeignKey("accounts.Force", on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=30, choices=Capacity.choices)
    consent_evidence = models.CharField(max_length=100, blank=True)
    reasons = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["determination"],
                condition=Q(withdrawn_at=None),
                name="a_determination_is_revoked_once",
            ),
        ]


class HoldingReview(RecordedFact):
    """The review of a holding NSD by its day: it goes on to another day, is revoked, or is replaced.

    ``by_determination`` is the full one that replaced it, ``revocation`` what ended it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    determination = models.ForeignKey(Determination, on_delete=models.PROTECT, related_name="holding_reviews")
    due_on = models.DateField(help_text="By when it was to be reviewed")
    reviewed_on = models.DateField()
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=HoldingOutcome.choices)
    next_review_by = models.DateField(null=True, blank=True)
    by_determination = models.ForeignKey(
        Determination, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revocation = models.OneToOneField(
        Revocation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reasons = models.ForeignKey(
        ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(outcome="continued", next_review_by__isnull=False, reasons__isnull=False)
                | Q(outcome="revoked", next_review_by=None, revocation__isnull=False)
                | Q(outcome="replaced", next_review_by=None, by_determination__isnull=False),
                name="a_holding_review_says_what_came_of_it",
            ),
        ]


class FurtherFingerprints(RecordedFact):
    """A constable's written determination that later prints be held as long as an original set.

    ``made_by`` is the constable, of any rank. ``terrorist_investigation``: for two sets taken under PACE,
    that one of them came from such an investigation.
    Source: Terrorism Act 2000, Sch. 8 para. 20EA and its like.
    """

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="further_fingerprints")
    original = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="lends_to")
    made_on = models.DateField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rank = models.CharField(max_length=40)
    terrorist_investigation = models.BooleanField(default=False)
    reasons = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")

    class Meta(RecordedFact.Meta):
        verbose_name = "further-fingerprint determination"
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(material=F("original")), name="further_fingerprints_are_another_set"
            ),
            models.UniqueConstraint(
                fields=["material", "original"],
                condition=Q(withdrawn_at=None),
                name="one_further_fingerprint_determination_a_pair",
            ),
        ]
