"""The acceptance of a release of the law by a legal reviewer, with the list of what it moves."""

from django.db import models

from audit.facts import RecordedFact
from audit.triggers import WrittenOnce
from cases.models.material import Material
from cases.models.subjects import ErasableText


class LawAcceptance(RecordedFact):
    """A legal reviewer accepted that positions are worked out by a release of the law from then on.

    ``digest`` names the list that was read, ``examined`` how many items were compared, ``reasons`` what was
    weighed. The release accepted last is the one that counts.
    """

    law_version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    examined = models.PositiveIntegerField()
    moved = models.PositiveIntegerField()
    reasons = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")


class LawMove(models.Model):
    """An item whose answer an accepted release moved: what stood, by which release, and what stands since.

    ``days`` is how much later the last lawful day is (negative: earlier); None where one of the two has none.
    """

    acceptance = models.ForeignKey(LawAcceptance, on_delete=models.PROTECT, related_name="moves")
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="law_moves")
    was_version = models.CharField(max_length=40)
    was_status = models.CharField(max_length=20)
    was_day = models.DateField(null=True, blank=True)
    now_status = models.CharField(max_length=20)
    now_day = models.DateField(null=True, blank=True)
    days = models.IntegerField(null=True, blank=True)
    rule = models.CharField(max_length=20, blank=True)

    app_may = ("SELECT", "INSERT")

    class Meta:
        triggers = [WrittenOnce()]
        constraints = [
            models.UniqueConstraint(
                fields=["acceptance", "material"], name="an_acceptance_lists_an_item_once"
            )
        ]

    def __str__(self) -> str:
        return f"Item {self.material_id}, by acceptance {self.acceptance_id}"
