"""The closed lists of oversight: incidents of wrong dates, and what was verified of suspected lapses."""

from django.db import models


class IncidentStatus(models.TextChoices):
    """How far an incident has come."""

    OPEN = "open", "Open"
    TOLD = "told", "Told to the supplier"
    ENDED = "ended", "Ended"


class IncidentStepKind(models.TextChoices):
    """What somebody did about an incident."""

    OPENED = "opened", "Opened"
    GIVEN = "given", "Given to somebody"
    NOTED = "noted", "Noted"
    TOLD = "told", "Told to the supplier"
    ENDED = "ended", "Ended"


class LapseAnswer(models.TextChoices):
    """What a supervisor found of a suspected lapse."""

    CONFIRMED = "confirmed", "Confirmed: it lapsed"
    NOT_A_LAPSE = "not_a_lapse", "Not a lapse"
