"""What an application says: its sections and items as sent, the draft before, its taking back, and what staff
recommend.

An application is sent with its content frozen: the texts of its sections and the facts as they stood. Those
of a log have no content. Source: R-074; law.md, "Application contents".
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from audit.facts import RecordedFact
from audit.triggers import WrittenOnce
from cases.application_choices import Recommended, Section, Vulnerability
from cases.choices import DeterminationKind, MaterialKind
from cases.models.case import Case
from cases.models.decisions import Application
from cases.models.material import Material
from cases.models.subjects import ErasableText

OF = "The kind of material it is about; empty for the whole application"


class ApplicationSection(RecordedFact):
    """A section of an application as it was sent. ``digest`` is of its words, folded: nobody copies them."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="sections")
    section = models.CharField(max_length=20, choices=Section.choices)
    of = models.CharField(max_length=20, choices=MaterialKind.choices, blank=True, help_text=OF)
    text = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["application", "section", "of"], name="one_section_an_application_and_kind"
            ),
        ]
        indexes = [models.Index(fields=["section", "digest"], name="section_same_words")]


class ApplicationItem(models.Model):
    """An item that an application asks for."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="asked_for")
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="asked_for_in")

    app_may = ("SELECT", "INSERT")

    class Meta:
        triggers = [WrittenOnce()]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "material"], name="application_asks_for_an_item_once"
            )
        ]

    def __str__(self) -> str:
        return f"Item {self.material_id} in application {self.application_id}"


class ApplicationTakenBack(RecordedFact):
    """JFIT took an application back from the force that had it: withdrawn, or allocated to another."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="taken_back")
    taken_back_on = models.DateField()
    is_reallocation = models.BooleanField()
    reasons = models.ForeignKey(
        ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


class Recommendation(RecordedFact):
    """What a Chief Officer's staff wrote for them about an application. Whoever wrote it cannot decide it."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="recommendations")
    recommended_on = models.DateField()
    recommended = models.CharField(max_length=20, choices=Recommended.choices)
    text = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")


class ApplicationDraft(models.Model):
    """An application being written: what it asks for. JFIT shares it; one a case, until it is sent.

    Withdrawn, an application is a draft again; one for a renewal is begun afresh.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="application_drafts")
    sent_in = models.OneToOneField(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="draft"
    )
    kind = models.CharField(max_length=20, choices=DeterminationKind.choices, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    vulnerability = models.CharField(max_length=20, choices=Vulnerability.choices, blank=True)
    item_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    version = models.PositiveIntegerField(default=0, help_text="Of what it asks for; 0 is not yet said")
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    app_may = ("SELECT", "INSERT", "UPDATE")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(sent_in=None), name="one_open_application_draft"
            )
        ]

    def __str__(self) -> str:
        return f"Draft of an application, case {self.case_id}"


class ApplicationDraftText(models.Model):
    """What somebody wrote for a section of a draft. Every version is kept; the highest stands."""

    draft = models.ForeignKey(ApplicationDraft, on_delete=models.PROTECT, related_name="texts")
    section = models.CharField(max_length=20, choices=Section.choices)
    of = models.CharField(max_length=20, choices=MaterialKind.choices, blank=True, help_text=OF)
    version = models.PositiveIntegerField(help_text="From 1 on, within the section")
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    app_may = ("SELECT", "INSERT")

    class Meta:
        db_table = "erasable_application_draft_text"
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "section", "of", "version"], name="one_draft_text_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"Draft of {self.get_section_display()}, version {self.version}"
