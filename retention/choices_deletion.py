"""The closed lists of carrying out deletions: instructions, receipts, holds, and whom to tell what.

Rows store the code on the left; people read the words on the right.
"""

from django.db import models


class InstructionKind(models.TextChoices):
    """What a place that holds an item is told to do."""

    SUSPEND = "suspend", "Make it non-searchable"
    RESTORE = "restore", "Make it searchable again"
    DELETE = "delete", "Delete it"


class ReceiptOutcome(models.TextChoices):
    """What a place answered to an instruction."""

    DONE = "done", "Done"
    REFUSED = "refused", "Refused"
    UNKNOWN = "unknown", "Not known there"
    FAILED = "failed", "Failed"


class HoldKind(models.TextChoices):
    """Why a deletion waits although it is due. Neither makes holding lawful."""

    ADVISORY = "advisory", "Advisory hold"
    SEARCH_GRACE = "search_grace", "Time for a search that a chief officer wants first"


class NoticeAbout(models.TextChoices):
    """What somebody is told about a deletion order."""

    HALTED = "halted", "Halted: it may not be destroyed"
    HELD_UP = "held_up", "Held up by an advisory hold: decide, since holding is not lawful"
    NOT_ACKNOWLEDGED = "not_acknowledged", "SOFS has not acknowledged the hand-over"
    NOT_APPROVED = "not_approved", "Not approved in its working days"
    NOT_VERIFIED = "not_verified", "Not verified gone in its working days"
    GONE_AFTER_HALT = "gone_after_halt", "Halted too late for a place that had begun: look into it"
