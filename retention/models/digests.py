"""The digest: what waits on a person on a business day, once a day."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class Digest(models.Model):
    """What waited on one person on the morning of ``day``. One a person and day, however often it is made.

    ``waiting``: cases that can still be saved; ``ended``: cases whose cover has ended and of which something
    is held; ``alerts``: to acknowledge; ``late``: requests past their target day about those cases. ``top``:
    the ids of the most urgent cases, in the order of the queue. ``mailed_at``: where an e-mail was asked for.
    """

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    made_at = models.DateTimeField()
    waiting = models.PositiveIntegerField()
    ended = models.PositiveIntegerField()
    alerts = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    top = ArrayField(models.BigIntegerField(), default=list, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    app_may = ("SELECT", "INSERT", "UPDATE(mailed_at)")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "day"], name="one_digest_a_person_and_day")]

    def __str__(self) -> str:
        return f"Digest of officer {self.officer_id} for {self.day}"

    @property
    def items(self) -> int:
        """How many things wait, of whatever kind: all that an e-mail says."""
        return self.waiting + self.ended + self.alerts + self.late
