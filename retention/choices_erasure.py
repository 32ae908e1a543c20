"""The closed lists of erasure."""

from django.db import models


class KeptBecause(models.TextChoices):
    """Why a review keeps what identifies a person longer."""

    COMPLAINT = "complaint", "A complaint is pending"
    LITIGATION = "litigation", "Litigation is pending or expected"
    INQUIRY = "inquiry", "An inquiry or review has asked for it"
    OTHER = "other", "Another reason"
