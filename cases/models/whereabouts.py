"""Taking events entered on the page and their drafts, and who has an item before it stands in a database.

Source: further report of 22 April 2016, paragraph 6 i; R-001, R-002, R-030.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.facts import RecordedFact
from cases.choices import WhereaboutsStep, WhoHasIt
from cases.models.case import Case
from cases.models.material import Material


class TakingEvent(RecordedFact):
    """A taking entered on the page: the case that it opened. What was taken is told by the items' takings.

    ``submission`` is the page's own mark, so that pressing twice records once.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="taking_event")
    submission = models.UUIDField(unique=True)


class TakingDraft(models.Model):
    """What somebody typed into the page of a taking and has not recorded: theirs alone, one a person.

    ``said``: what each box holds, by its name, as it was typed.
    """

    officer = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said = models.JSONField()
    saved_at = models.DateTimeField()

    app_may = ("SELECT", "INSERT", "UPDATE(said,saved_at)", "DELETE")

    class Meta:
        db_table = "erasable_taking_draft"

    def __str__(self) -> str:
        return f"Draft of a taking, officer {self.officer_id}"


class Whereabouts(RecordedFact):
    """A step of an item on its way: taken by, sent from and to, received by, profiled by.

    ``holder`` is who took, sent, received or profiled it; ``to`` only of what was sent. ``happened_on`` is a
    London day. For a sample, the step ``profiled`` is the day on which a profile was derived from it.
    """

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="whereabouts")
    step = models.CharField(max_length=10, choices=WhereaboutsStep.choices)
    happened_on = models.DateField()
    holder = models.CharField(max_length=10, choices=WhoHasIt.choices)
    to = models.CharField(max_length=10, choices=WhoHasIt.choices, blank=True)
    reference = models.CharField(max_length=60, blank=True, help_text="Of the consignment, seal or barcode")

    class Meta(RecordedFact.Meta):
        verbose_name_plural = "whereabouts"
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(step=WhereaboutsStep.SENT) & ~Q(to="") & ~Q(to=models.F("holder"))
                | ~Q(step=WhereaboutsStep.SENT) & Q(to=""),
                name="whereabouts_only_what_is_sent_goes_somewhere",
            ),
        ]
        indexes = [models.Index(fields=["material", "happened_on"], name="whereabouts_of_material")]
