"""The closed vocabularies of recording: what happened, whence it is known, why it no longer counts."""

from django.db import models


class Verb(models.TextChoices):
    """What happened, in the past tense. An event of any other verb is refused."""

    # People
    SIGNED_IN = "signed_in", "Signed in"
    SIGNED_OUT = "signed_out", "Signed out"
    SIGN_IN_FAILED = "sign_in_failed", "Sign-in failed"
    SESSION_ENDED = "session_ended", "Session ended by its limit"
    PASSWORD_CHANGED = "password_changed", "Password changed"
    SECOND_FACTOR_ADDED = "second_factor_added", "Second factor added"
    SECOND_FACTOR_REMOVED = "second_factor_removed", "Second factor removed"
    RECOVERY_CODES_MADE = "recovery_codes_made", "Recovery codes made"
    OFFICER_CREATED = "officer_created", "Officer created"
    OFFICER_LEFT = "officer_left", "Officer left"
    OFFICER_RETURNED = "officer_returned", "Officer returned"
    PASSWORD_SET = "password_set", "Password set by an administrator"
    ROLE_GIVEN = "role_given", "Role given"
    ROLE_ENDED = "role_ended", "Role ended"
    RANK_RECORDED = "rank_recorded", "Rank recorded"
    RANK_ENDED = "rank_ended", "Rank ended"
    CONSENT_RECORDED = "consent_recorded", "Consent recorded"
    CONSENT_ENDED = "consent_ended", "Consent ended"
    ACCESS_REFUSED = "access_refused", "Access refused"
    # Casework
    CASE_OPENED = "case_opened", "Case opened"
    SUBJECT_RECORDED = "subject_recorded", "Subject recorded"
    SUBJECTS_JOINED = "subjects_joined", "Subjects joined"
    MATERIAL_ADDED = "material_added", "Material added"
    FACT_RECORDED = "fact_recorded", "Fact recorded"
    FACT_WITHDRAWN = "fact_withdrawn", "Fact withdrawn"
    CASE_MOVED = "case_moved", "Case moved"
    MOVE_REFUSED = "move_refused", "Move refused"
    CASE_ASSIGNED = "case_assigned", "Case assigned"
    POSITION_CHANGED = "position_changed", "Position changed"
    REQUEST_SENT = "request_sent", "Request sent"
    REQUEST_STEPPED = "request_stepped", "Request acknowledged, chased, answered or closed"
    EXCEPTION_RAISED = "exception_raised", "Exception raised"
    EXCEPTION_ENDED = "exception_ended", "Exception ended"
    # Imports
    IMPORT_STARTED = "import_started", "Import started"
    IMPORT_FINISHED = "import_finished", "Import finished"
    ROW_IMPORTED = "row_imported", "Row imported"
    ROW_REJECTED = "row_rejected", "Row rejected"
    # The night's work
    SWEEP_STARTED = "sweep_started", "Sweep started"
    SWEEP_FINISHED = "sweep_finished", "Sweep finished"
    SWEEP_ITEM_FAILED = "sweep_item_failed", "Item of a sweep failed"
    ALERT_RAISED = "alert_raised", "Alert raised"
    ALERT_ACKNOWLEDGED = "alert_acknowledged", "Alert acknowledged"
    ALERT_ESCALATED = "alert_escalated", "Alert passed to a manager"
    ALERT_CLOSED = "alert_closed", "Alert closed"
    CHASE_RAISED = "chase_raised", "Chase raised"
    CHASE_CLOSED = "chase_closed", "Chase closed"
    DEFECT_ALARM = "defect_alarm", "Defect alarm"
    DEMO_DAY_SET = "demo_day_set", "Demonstration day set"
    # Deletion
    DELETION_ORDER_OPENED = "deletion_order_opened", "Deletion order opened"
    DELETION_ORDER_MOVED = "deletion_order_moved", "Deletion order moved"
    SUSPENSION_INSTRUCTED = "suspension_instructed", "Suspension instructed"
    SUSPENSION_CANCELLED = "suspension_cancelled", "Suspension cancelled"
    DELETION_APPROVED = "deletion_approved", "Deletion approved"
    DELETION_HALTED = "deletion_halted", "Deletion halted"
    DELETION_EXECUTED = "deletion_executed", "Deletion executed"
    DELETION_VERIFIED = "deletion_verified", "Deletion verified"
    RECONCILED = "reconciled", "Reconciled with the databases"
    SUBJECT_ERASED = "subject_erased", "Identity erased"
    # Looking and taking out
    LIST_VIEWED = "list_viewed", "List viewed"
    CASE_VIEWED = "case_viewed", "Case viewed"
    AUDIT_VIEWED = "audit_viewed", "Audit viewed"
    SEARCHED = "searched", "Searched"
    EXPORTED = "exported", "Exported"
    # Figures and oversight
    FIGURES_COMPUTED = "figures_computed", "Figures computed"
    FIGURES_PUBLISHED = "figures_published", "Figures published"
    PACK_FROZEN = "pack_frozen", "Pack frozen"
    REVIEW_RECORDED = "review_recorded", "Review recorded"
    CAUSE_CONFIRMED = "cause_confirmed", "Cause of a lapse confirmed"
    CAUSE_DISPUTED = "cause_disputed", "Cause of a lapse disputed"
    POLICY_CHANGED = "policy_changed", "Policy changed"
    AUDIT_VERIFIED = "audit_verified", "Audit verified"


class Source(models.TextChoices):
    """Whence a fact is known."""

    SCREEN = "screen", "Entered on a page"
    FILE = "file", "A row of a file"
    SYSTEM = "system", "The system itself"


class WithdrawnBecause(models.TextChoices):
    """Why a recorded fact no longer counts."""

    MISTAKE = "mistake", "Recorded by mistake"
    CORRECTED = "corrected", "Corrected by another record"
    CORRECTED_IN_SOURCE = "corrected_in_source", "The row of the file was corrected"
    DUPLICATE = "duplicate", "Recorded twice"
    ENDED = "ended", "Ended: another record has its last day"
    SUPERSEDED = "superseded", "Superseded by a later record"
    WRONG_SUBJECT = "wrong_subject", "Belongs to another person or case"
