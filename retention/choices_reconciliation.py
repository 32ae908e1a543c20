"""The closed lists of reconciliation: how far a run is, what can differ, and how a difference ends.

Rows store the code on the left; people read the words on the right.
"""

from __future__ import annotations

from django.db import models


class ReconciliationState(models.TextChoices):
    """How far the reconciliation of an extract is."""

    READING = "reading", "Reading the extract"
    COMPARING = "comparing", "Comparing with the cases"
    DONE = "done", "Reconciled"
    REFUSED = "refused", "Refused: nothing was compared"


class CameBy(models.TextChoices):
    """How an extract reached us."""

    UPLOAD = "upload", "Handed in on a page"
    FOLDER = "folder", "Dropped for the night's work"


class DifferenceKind(models.TextChoices):
    """What an extract and the cases can disagree about."""

    WITHOUT_CASE = "without_case", "Held, and no case here"
    WITHOUT_HOLDING = "without_holding", "Case here, and nothing held"
    MISSING_RECORD = "missing_record", "Recorded here, and not in the database"
    SEARCHABLE_UNLAWFUL = "searchable_unlawful", "Searched although unlawful"
    DELETED_PRESENT = "deleted_present", "Recorded as deleted, and still there"
    MISMATCHED = "mismatched", "Another person or date"


class DifferenceEnd(models.TextChoices):
    """How a difference ended. What the next extract still shows opens again, unless it was decided."""

    GONE = "gone", "A later extract no longer shows it"
    MATCHED = "matched", "Decided whose it is, and recorded in that case"
    CORRECTED_HERE = "corrected_here", "Corrected here"
    DATABASE_CORRECTED = "database_corrected", "Corrected at the database"
    ACCEPTED = "accepted", "Decided that it may stand"


class DifferenceStepKind(models.TextChoices):
    """What happened to a difference after it was found."""

    GIVEN = "given", "Given"
    ENDED = "ended", "Ended"
    REOPENED = "reopened", "Opened again"


class FaultKind(models.TextChoices):
    """What can be wrong with a file from a database."""

    DAMAGED = "damaged", "Damaged, or not signed by the database"
    NOT_OURS = "not_ours", "About nothing that was asked, or dated ahead"
    CONTRADICTS = "contradicts", "Contradicts what was answered before, or answers what was not asked"


# What speaks against "every record has its case, and every case its record".
INCOMPLETE = (
    DifferenceKind.WITHOUT_CASE,
    DifferenceKind.WITHOUT_HOLDING,
    DifferenceKind.MISSING_RECORD,
)
_CORRECTED = (DifferenceEnd.CORRECTED_HERE, DifferenceEnd.DATABASE_CORRECTED)
# The ways in which a person may end each kind, the usual one first.
WAYS: dict[str, tuple[DifferenceEnd, ...]] = {
    DifferenceKind.WITHOUT_CASE: (
        DifferenceEnd.MATCHED,
        DifferenceEnd.DATABASE_CORRECTED,
        DifferenceEnd.ACCEPTED,
    ),
    DifferenceKind.WITHOUT_HOLDING: (*_CORRECTED, DifferenceEnd.ACCEPTED),
    DifferenceKind.MISSING_RECORD: (*_CORRECTED, DifferenceEnd.ACCEPTED),
    DifferenceKind.SEARCHABLE_UNLAWFUL: (DifferenceEnd.DATABASE_CORRECTED, DifferenceEnd.CORRECTED_HERE),
    DifferenceKind.DELETED_PRESENT: (DifferenceEnd.DATABASE_CORRECTED, DifferenceEnd.CORRECTED_HERE),
    DifferenceKind.MISMATCHED: (*_CORRECTED, DifferenceEnd.MATCHED, DifferenceEnd.ACCEPTED),
}
# A decision stands while the extract shows the same; a claim that something was mended is put to the proof.
DECIDED = frozenset({DifferenceEnd.ACCEPTED})
# The words for what differs in a record.
COMPARED_WORDS = {
    "reference": "reference not recorded here",
    "name": "name",
    "date_of_birth": "date of birth",
    "pnc_id": "PNC ID",
    "taken_on": "day of taking",
    "searchable": "evidenced non-searchable, and searchable there",
}
