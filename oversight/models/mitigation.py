"""Lost cases: whether and how they are made good, remedies of each lapse, and actions by what they are for.

Source: further report of 22 April 2016, paragraphs 5, 17, 18, 29; R-029, R-105, R-110, R-140, R-141.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.facts import RecordedFact
from cases.models import Case, ErasableText, Material
from oversight.choices import ActionTag, Body, MitigationStatus, Obtainable, Severity, Wanted


class Mitigation(RecordedFact):
    """How the loss of a case is mitigated, as last reviewed; each review records it anew (R-140).

    ``body`` decides or acts, ``owner`` follows it up here and reviews it by ``next_review_on``. ``how``: how
    replacement material can be obtained; ``action``: what else is done about the risk.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="mitigations")
    status = models.CharField(max_length=20, choices=MitigationStatus.choices)
    wanted = models.CharField(max_length=15, choices=Wanted.choices)
    obtainable = models.CharField(max_length=15, choices=Obtainable.choices)
    how = models.ForeignKey(ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    action = models.ForeignKey(
        ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    body = models.CharField(max_length=20, choices=Body.choices)
    body_name = models.CharField(max_length=100, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewed_on = models.DateField()
    next_review_on = models.DateField(null=True, blank=True)

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["case"], condition=Q(withdrawn_at=None), name="one_current_mitigation"
            ),
            models.CheckConstraint(condition=~Q(status="not_considered"), name="a_mitigation_was_considered"),
            models.CheckConstraint(
                condition=Q(next_review_on__isnull=False) | Q(status__in=["replaced", "nothing_more"]),
                name="a_mitigation_under_way_is_reviewed_again",
            ),
        ]


class Replacement(RecordedFact):
    """Material taken anew from the person of a lost case: an item of its own, on its own clock (R-141).

    The lapse stays a lapse; this only leads from one to the other.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="replacements")
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="replaces")
    linked_on = models.DateField()

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "material"],
                condition=Q(withdrawn_at=None),
                name="a_replacement_is_linked_once",
            ),
        ]


class Remedy(RecordedFact):
    """What was done about a lapse: how it was fixed, prevented from recurring, mitigated; or why nothing.

    Severity has two axes: no harm to national security is no reason to find no breach (R-105).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="remedies")
    fixed = models.ForeignKey(ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    prevented = models.ForeignKey(
        ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    mitigated = models.ForeignKey(
        ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    why_none = models.ForeignKey(
        ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    legal = models.CharField(max_length=10, choices=Severity.choices)
    security = models.CharField(max_length=10, choices=Severity.choices)
    recorded_on = models.DateField()

    class Meta(RecordedFact.Meta):
        verbose_name_plural = "remedies"
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["case"], condition=Q(withdrawn_at=None), name="one_current_remedy"
            ),
            models.CheckConstraint(
                condition=Q(fixed__isnull=False, prevented__isnull=False, mitigated__isnull=False)
                | Q(why_none__isnull=False),
                name="three_remedies_or_a_reason_for_none",
            ),
        ]


class RemedyAction(RecordedFact):
    """An action of a day, tagged by what it is for, with the figure by which its effect is judged (R-110).

    ``value_then`` is the figure's value as at the day of the action, as known when this was recorded.
    """

    tag = models.CharField(max_length=10, choices=ActionTag.choices)
    done_on = models.DateField()
    words = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")
    figure = models.CharField(max_length=40, help_text="The slug of the figure")
    value_then = models.PositiveIntegerField()
