"""The closed lists of oversight: incidents, lapses, the Commissioner's desk, lost cases, matches."""

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


# The Commissioner's desk ------------------------------------------------------------------------------------


class ReviewOutcome(models.TextChoices):
    """What the Commissioner found of a determination."""

    SATISFIED = "satisfied", "Satisfied"
    FURTHER_INFORMATION = "further_information", "Further information asked"
    CHALLENGE = "challenge", "Challenge"
    ORDER = "order", "Order to destroy"


class EnquiryKind(models.TextChoices):
    """What is asked by the Commissioner or the office."""

    FURTHER_INFORMATION = "further_information", "Further information"
    CHALLENGE = "challenge", "Challenge"
    DOCUMENT = "document", "Document"
    EXPLANATION = "explanation", "Explanation"
    QUESTION = "question", "Question of figures"


class AskedOf(models.TextChoices):
    """Who answers the Commissioner."""

    JFIT = "jfit", "JFIT"
    SOFS = "sofs", "SOFS"
    CHIEF_OFFICER = "chief_officer", "Chief Officer"
    SENIOR_MANAGER = "senior_manager", "Senior management"
    CTU = "ctu", "CTU"


class EnquiryStatus(models.TextChoices):
    """How far what was asked has come."""

    OPEN = "open", "To be answered"
    ANSWERED = "answered", "Answered, with the Commissioner"
    ENDED = "ended", "Ended"


class EnquiryStepKind(models.TextChoices):
    """What was done about what was asked."""

    ASKED = "asked", "Asked"
    ANSWERED = "answered", "Answered"
    ASKED_AGAIN = "asked_again", "Asked again: the answer did not do"
    ENDED = "ended", "Ended: the answer was taken"


class ItemStatus(models.TextChoices):
    """How far an oversight item has come."""

    OPEN = "open", "Open"
    TO_ACKNOWLEDGE = "to_acknowledge", "To be acknowledged as closed"
    CLOSED = "closed", "Closed"


class ItemStepKind(models.TextChoices):
    """What was done about an oversight item."""

    OPENED = "opened", "Opened"
    NOTED = "noted", "Reviewed"
    GIVEN = "given", "Given to somebody"
    CLOSING = "closing", "Proposed to be closed"
    ACKNOWLEDGED = "acknowledged", "Acknowledged as closed"
    KEPT_OPEN = "kept_open", "Kept open"


class Party(models.TextChoices):
    """Who gave an assurance; the first five have a measure of how they did afterwards."""

    SECURITY_SERVICE = "security_service", "Security Service"
    CTU = "ctu", "CTUs"
    PORT = "port", "Ports"
    CHIEF_OFFICER = "chief_officer", "Chief Officers"
    SIGN_OFF = "sign_off", "Inspectors and Superintendents"
    JFIT = "jfit", "JFIT"
    SOFS = "sofs", "SOFS"
    OTHER = "other", "Somebody else"


# Lost cases -------------------------------------------------------------------------------------------------


class Wanted(models.TextChoices):
    """Whether replacement material is wanted."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_DECIDED = "not_decided", "Not decided yet"


class Obtainable(models.TextChoices):
    """Whether replacement material can be obtained."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_KNOWN = "not_known", "Not known yet"


class MitigationStatus(models.TextChoices):
    """How far the mitigation of a lost case has come; the first where nothing is recorded."""

    NOT_CONSIDERED = "not_considered", "Not yet considered"
    BEING_CONSIDERED = "being_considered", "Being considered"
    BEING_SOUGHT = "being_sought", "Replacement being sought"
    OTHER_ACTION = "other_action", "Other action under way"
    REPLACED = "replaced", "Replacement obtained"
    NOTHING_MORE = "nothing_more", "Nothing more to be done"


class Body(models.TextChoices):
    """Which body decides or acts; often another than those who record it."""

    JFIT = "jfit", "JFIT"
    SOFS = "sofs", "SOFS"
    CTU = "ctu", "A CTU"
    SECURITY_SERVICE = "security_service", "Security Service"
    FORCE = "force", "A police force"
    PORTS = "ports", "Ports and borders"
    OTHER = "other", "Another body"


class Severity(models.TextChoices):
    """How grave, on one axis."""

    NONE = "none", "None"
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class ActionTag(models.TextChoices):
    """What an action is for (further report, paragraph 18)."""

    REMEDY = "remedy", "Remedy"
    PREVENT = "prevent", "Prevent"
    MITIGATE = "mitigate", "Mitigate"


# Matches ----------------------------------------------------------------------------------------------------


class MatchStatus(models.TextChoices):
    """How far an incident of a match has come."""

    QUARANTINED = "quarantined", "Quarantined, for legal review"
    REVIEWED = "reviewed", "Legally reviewed, to be told to the Commissioner"
    TOLD = "told", "Told to the Commissioner"
    ENDED = "ended", "Ended"


class MatchStepKind(models.TextChoices):
    """What was done about a match."""

    QUARANTINED = "quarantined", "Recorded: quarantined, disclosure blocked"
    REVIEWED = "reviewed", "Legal review"
    TOLD = "told", "Told to the Commissioner"
    NOTED = "noted", "Noted"
    ENDED = "ended", "Ended"


# Packs and meetings -----------------------------------------------------------------------------------------


class PackKind(models.TextChoices):
    """Which meeting a pack is for."""

    FORTNIGHTLY = "fortnightly", "Fortnightly operational pack"
    MONTHLY = "monthly", "Monthly senior pack"


class Moved(models.TextChoices):
    """How a row of a published figure moved."""

    ADDED = "added", "Added"
    GONE = "gone", "No longer there"
    CHANGED = "changed", "Changed"


class MovedBecause(models.TextChoices):
    """Why a row of a published figure moved."""

    FACT = "fact", "Changed fact"
    LAW = "law", "Changed law"
    DEFINITION = "definition", "Changed definition"


class Attendance(models.TextChoices):
    """Whether somebody who was invited came."""

    PRESENT = "present", "Present"
    APOLOGIES = "apologies", "Apologies"
    ABSENT = "absent", "Absent"


class EntryKind(models.TextChoices):
    """What was said at a meeting."""

    QUESTION = "question", "Question"
    NO_QUESTION = "no_question", "No question was asked"
    DECISION = "decision", "Decision"
    ACTION = "action", "Action"


class ActionEnd(models.TextChoices):
    """What became of an action at a later meeting."""

    DONE = "done", "Done"
    CARRIED_OVER = "carried_over", "Carried over"


# Causes of lapses -------------------------------------------------------------------------------------------


class PrimaryCause(models.TextChoices):
    """The stage or circumstance to which a lapse is attributed; as ``oversight.causes.Cause`` has them."""

    SOFS = "sofs", "SOFS: not yet referred"
    WRONG_DATE = "wrong_date", "Wrong notified date"
    SECURITY_SERVICE = "security_service", "Security Service"
    CTU = "ctu", "CTU"
    JFIT = "jfit", "JFIT: not fully assessed"
    CHIEF_OFFICER = "chief_officer", "Chief Officer"
    STOP_SIGN_OFF = "stop_sign_off", "Stop-NSD awaiting sign-off"


class CauseStepKind(models.TextChoices):
    """What was found of the cause of a lapse."""

    CONFIRMED = "confirmed", "Confirmed by a supervisor"
    DISPUTED = "disputed", "Disputed by the stage blamed"


class Trend(models.TextChoices):
    """What is watched for a rise."""

    LAPSES = "lapses", "Lapses in four weeks"
    ENDING = "ending", "Individuals whose cover ends within 56 days"
    UNLAWFUL = "held_unlawfully", "Individuals held unlawfully"
    WRONG_DATES = "wrong_dates", "Wrong notified dates"


# Changes of staffing and of practice ------------------------------------------------------------------------


class ChangedTeam(models.TextChoices):
    """Whose people or practice changed."""

    SOFS = "sofs", "SOFS"
    JFIT = "jfit", "JFIT"
    CTU = "ctu", "A CTU"
    CHIEF_OFFICERS = "chief_officers", "Chief Officers and their staff"
    SIGN_OFF = "sign_off", "Inspectors and Superintendents"


class StaffingKind(models.TextChoices):
    """What changed; those of paragraph 24 of the further report first."""

    RECRUITED = "recruited", "Recruitment"
    SECONDED = "seconded", "Secondment"
    LEFT = "left", "People left"
    SUPERVISION = "supervision", "Supervision"
    SHIFTS = "shifts", "Shifts"
    OVERTIME = "overtime", "Overtime"
    PRIORITIES = "priorities", "Which cases come first"
    TRAINING = "training", "Training or a reminder"


class YesNo(models.TextChoices):
    """A reviewed answer."""

    YES = "yes", "Yes"
    NO = "no", "No"


class KeptBecause(models.TextChoices):
    """Why material was kept beyond its cover (further report, paragraph 13); apart from causes of lapses."""

    IT = "it", "IT"
    RESOURCES = "resources", "Resources"
    INFORMATION = "information", "No management information"
    NO_CHECK = "no_check", "No check of lawfulness"
    NO_TRIGGER = "no_trigger", "Nothing set deletion going"
    COMMUNICATION = "communication", "Communication between JFIT and SOFS"
