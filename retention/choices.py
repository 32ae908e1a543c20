"""The closed lists of the clock at work: sweeps, levels of alert, steps of deletion, and why each ended.

Rows store the code on the left; people read the words on the right.
"""

from django.db import models


class SweepName(models.TextChoices):
    """The nightly sweeps, in their order: what is true, what must go, what is near, whom to press."""

    VERIFY_POSITIONS = "verify_positions", "Verify positions"
    SUSPEND_UNLAWFUL = "suspend_unlawful", "Suspend what is unlawful"
    RAISE_AT_RISK = "raise_at_risk", "Raise what is at risk"
    CHASE = "chase", "Chase ports for profiles"
    RECHECK_PNC = "recheck_pnc", "Raise checks to be done again"
    RECONCILE = "reconcile", "Reconcile with the databases"
    DIGEST = "digest", "Tell everybody what waits"


class Subject(models.TextChoices):
    """What a failure or an alarm is about."""

    MATERIAL = "material", "Item"
    CASE = "case", "Case"
    OFFICER = "officer", "Officer"
    HOLDING = "holding", "Holding"
    EXTRACT = "extract", "Extract"


class AlertLevel(models.TextChoices):
    """How near the last lawful day is: the smallest of the levels that is not below the days left; or, of an
    NSD in force that need not be hurried yet, which prompt to renew it; or that a court may now be asked.
    """

    SEVEN = "7", "7-day level"
    FOURTEEN = "14", "14-day level"
    TWENTY_EIGHT = "28", "28-day level"
    FIFTY_SIX = "56", "56-day level"
    EARLY = "early", "Early"
    RENEW_FIRST = "renew_1", "First prompt to renew"
    RENEW_SECOND = "renew_2", "Second prompt to renew"
    RENEW_LAST = "renew_3", "Last prompt to renew"
    COURT = "court", "A court may be asked"


class AlertClosed(models.TextChoices):
    """Why an alert no longer stands."""

    SUPERSEDED = "superseded", "A nearer level was raised"
    NO_LONGER_AT_RISK = "no_longer_at_risk", "What remains fits into the days left, or no work is open"
    DAY_CHANGED = "day_changed", "The last lawful day changed"
    DAY_PASSED = "day_passed", "The last lawful day has passed: see held unlawfully"


class ChaseRule(models.TextChoices):
    """The rules by which somebody is chased."""

    PORT_PROFILE = "port_profile", "No profile at SOFS when day 21 had ended"
    THIRD_PARTY = "third_party", "No answer when it was due"
    CHIEF_OFFICER = "chief_officer", "An application not decided in its days"
    SIGN_OFF = "sign_off", "A Stop-NSD not signed off in its days"
    HOLDING_REVIEW = "holding_review", "A holding NSD not reviewed by its day"


class ChaseClosed(models.TextChoices):
    """Why a chase ended."""

    PROFILE_RECEIVED = "profile_received", "The profile arrived"
    ANSWERED = "answered", "The answer came, or the request was closed"
    DECIDED = "decided", "It was decided, or taken back"
    NOT_WANTED = "not_wanted", "The material must go, or is gone"


class ContactMade(models.TextChoices):
    """How somebody at a port was reached."""

    TELEPHONE = "telephone", "By telephone"
    EMAIL = "email", "By e-mail"
    IN_PERSON = "in_person", "In person"


class PartyActionKind(models.TextChoices):
    """What those who are late were given."""

    REMINDER = "reminder", "Reminder"
    TRAINING = "training", "Training"


class PartyTold(models.TextChoices):
    """Who was given it."""

    SECURITY_SERVICE = "security_service", "Security Service"
    CTU = "ctu", "A CTU, or all of them"
    CHIEF_OFFICER = "chief_officer", "Chief Officers"


class RecheckClosed(models.TextChoices):
    """Why a re-check is no longer due."""

    CHECKED = "checked", "It was checked"
    NOT_WANTED = "not_wanted", "Nothing that a conviction could save is held, or it was decided"


class OrderState(models.TextChoices):
    """How far a deletion order has come."""

    DUE = "due", "Due"
    SUSPENDED = "suspended", "Suspended"
    APPROVAL_ASKED = "approval_asked", "Approval asked"
    APPROVED = "approved", "Approved"
    EXECUTING = "executing", "Executing"
    EXECUTED = "executed", "Executed"
    VERIFIED = "verified", "Verified gone"
    HALTED = "halted", "Halted"


class OrderEvent(models.TextChoices):
    """The steps of a deletion order."""

    SUSPEND = "suspend", "Suspended at every place"
    ASK_APPROVAL = "ask_approval", "Approval asked"
    APPROVE = "approve", "Approved"
    BEGIN = "begin", "Execution began"
    EXECUTE = "execute", "Executed at every place"
    VERIFY = "verify", "Verified gone from every place"
    HALT = "halt", "Halted"


class OpenedBecause(models.TextChoices):
    """Why a deletion order was opened."""

    COVER_ENDED = "cover_ended", "Lawful cover ended"
    MUST_DESTROY = "must_destroy", "Taken unlawfully: must be destroyed"
    STOP_CONFIRMED = "stop_confirmed", "Stop-NSD confirmed"
    NSD_REFUSED = "nsd_refused", "NSD refused"
    REVOKED = "revoked", "NSD revoked"
    RESTORED = "restored", "Was not searched before a restore: somebody looks"


class HaltedBecause(models.TextChoices):
    """Why a deletion order was halted."""

    LAWFUL_COVER = "lawful_cover", "Lawful cover was found"
    STATUTORY_BAR = "statutory_bar", "An enactment forbids destruction"
    UNRESOLVED = "unresolved", "The last lawful day is not settled; a person must resolve it"
    GONE = "gone", "The item is evidenced gone"


class CancelledBecause(models.TextChoices):
    """Why an instruction to make a holding non-searchable was cancelled before there was evidence."""

    SAVED = "saved", "The item is lawfully held on that day after all"
    UNRESOLVED = "unresolved", "The last lawful day is not settled"
    GONE = "gone", "The item is evidenced gone"
