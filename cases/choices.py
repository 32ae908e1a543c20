"""The closed lists of casework: states, events, kinds, places and codes.

Rows store the code on the left; people read the words on the right. A code is never reused with another
meaning.
"""

from django.db import models


class CaseState(models.TextChoices):
    """Where the work on a case stands. "Expired" is never one of these: it is a fact about material."""

    WITH_SOFS = "with_sofs", "With SOFS"
    RETAINED_ON_OTHER_BASIS = "retained_on_other_basis", "Retained on another basis"
    WITH_JFIT = "with_jfit", "With JFIT"
    WITH_CHIEF_OFFICER = "with_chief_officer", "With Chief Officer"
    NSD_IN_FORCE = "nsd_in_force", "NSD in force"
    NSD_REFUSED = "nsd_refused", "NSD refused"
    STOP_WITH_INSPECTOR = "stop_with_inspector", "Stop-NSD with Inspector"
    STOP_WITH_SUPERINTENDENT = "stop_with_superintendent", "Stop-NSD with Superintendent"
    STOP_CONFIRMED = "stop_confirmed", "Stop-NSD confirmed"
    CLOSED = "closed", "Closed"


class CaseEvent(models.TextChoices):
    """What people do to a case: the names of the transitions that ``Case`` declares."""

    RETAIN = "retain", "Retain on another basis"
    RESUME = "resume", "Return to JFIT: the other basis fell away"
    REFER = "refer", "Refer to JFIT"
    SEND_BACK = "send_back", "Send back to SOFS"
    APPLY = "apply", "Apply for a determination"
    WITHDRAW_APPLICATION = "withdraw_application", "Withdraw the application"
    REALLOCATE = "reallocate", "Allocate to another force"
    DETERMINE = "determine", "Make the determination"
    REFUSE = "refuse", "Refuse the determination"
    REOPEN = "reopen", "Return to JFIT: renewal, revocation or order"
    STOP = "stop", "Provisional Stop-NSD"
    CONFIRM_STOP = "confirm_stop", "Confirm the Stop-NSD"
    REFER_UP = "refer_up", "Refer up to a Superintendent"
    OVERRULE_STOP = "overrule_stop", "Overrule the Stop-NSD"
    HAND_OVER = "hand_over", "Hand over: sign-off policy changed"
    CLOSE = "close", "Close: every holding verified gone"


class HolderEvent(models.TextChoices):
    """What changes who has a case and leaves its state as it is."""

    TAKE = "take", "Taken"
    GIVE = "give", "Given to an officer"
    HAND_BACK = "hand_back", "Handed back to the queue"
    HOLDER_LEFT = "holder_left", "Back in the queue: who had it left"
    ROLE_ENDED = "role_ended", "Back in the queue: the role of who had it ended"


class MaterialKind(models.TextChoices):
    """What an item is. Each has a clock of its own."""

    FINGERPRINTS = "fingerprints", "Fingerprints"
    DNA_PROFILE = "dna_profile", "DNA profile"
    DNA_SAMPLE = "dna_sample", "DNA sample"


class PositionStatus(models.TextChoices):
    """What the law says of an item, as ``law.cover`` answers it.

    It never depends on whether the day has passed.
    """

    TIME_LIMITED = "time_limited", "Time limited"
    INDEFINITE = "indefinite", "Indefinite"
    OPEN = "open", "No end date yet"
    MUST_DESTROY = "must_destroy", "Must be destroyed"
    UNRESOLVED = "unresolved", "Unresolved"


class HoldingPlace(models.TextChoices):
    """A place where an item is kept."""

    CT_FINGERPRINTS = "CT-FP", "CT fingerprint database"
    CT_DNA = "CT-DNA", "CT DNA database"
    HARD_COPY = "hard_copy", "Hard copy"
    SAMPLE_STORE = "sample", "Sample store"
    EXPORT = "export", "Export"


class RequestTo(models.TextChoices):
    """Who is asked for something that the case needs."""

    SECURITY_SERVICE = "security_service", "Security Service"
    CTU = "ctu", "CTU"
    PORT = "port", "Port"
    FSP = "fsp", "Forensic provider"


class RequestStep(models.TextChoices):
    """What happened to a request after it was sent."""

    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    CHASED = "chased", "Chased"
    PROMISED = "promised", "Answer promised"
    ESCALATED = "escalated", "Escalated"
    ANSWERED = "answered", "Answered"
    JUDGED = "judged", "Answer judged"
    CLOSED = "closed", "Closed unanswered"


class Assessment(models.TextChoices):
    """The Security Service's summary assessment (further report of 22 April 2016, paragraph 6 iii)."""

    POSITIVE = "positive", "Positive"
    NOT_POSITIVE = "not_positive", "Not positive"
    NONE_PROVIDED = "none_provided", "None provided"


class Provenance(models.TextChoices):
    """How an assessment was made (the same report, fifth footnote)."""

    AUTOMATED = "automated", "Automated"
    WRITTEN = "written", "Written by an analyst"


class Checking(models.TextChoices):
    """How far people checked an assessment before it was sent."""

    LIMITED = "limited", "Limited checking"
    NONE = "none", "Not checked"
    FULL = "full", "Fully checked"


class AnswerQuality(models.TextChoices):
    """What JFIT found an answer worth."""

    SUFFICIENT = "sufficient", "Sufficient"
    PARTIAL = "partial", "Partly sufficient"
    INSUFFICIENT = "insufficient", "Insufficient"


class ProfilePart(models.TextChoices):
    """The parts of an intelligence profile, in their order on the page."""

    IDENTITY = "identity", "Identity and aliases"
    TAKING = "taking", "Circumstances of the taking"
    TRAVEL = "travel", "Travel and associates"
    INTELLIGENCE = "intelligence", "Intelligence case"
    SOURCES = "sources", "Sources and handling"
    RISK = "risk", "Risk"
    OTHER = "other", "Other"


class CheckKind(models.TextChoices):
    """What was asked whether something is known of a person."""

    PNC = "pnc", "Police National Computer (PNC)"
    PND = "pnd", "Police National Database (PND)"
    ABROAD = "abroad", "Convictions abroad"
    COURTS = "courts", "Courts and prosecutors"
    OTHER = "other", "Another source"


class CheckResult(models.TextChoices):
    """The answer of a check."""

    NO_TRACE = "no_trace", "No trace"
    PENDING = "pending", "A trace, no conviction"
    CONVICTED = "convicted", "Convicted"


class NotifiedBy(models.TextChoices):
    """The system that supplied an expiry date. Such a date is compared with ours and never used."""

    HAILOH = "hailoh", "HAILOH, by the SOFS register"
    JFIT_LOG = "jfit_log", "HAILOH, by the JFIT log"


class DeterminationKind(models.TextChoices):
    """Kinds of determination; none is a lesser legal category than another."""

    FULL = "full", "Full"
    HOLDING = "holding", "Holding"
    RENEWAL = "renewal", "Renewal"


class Capacity(models.TextChoices):
    """In what capacity the maker of a determination acted (law.authority)."""

    CHIEF = "chief", "Chief officer"
    DEPUTY_WITH_CONSENT = "deputy_with_consent", "Deputy, with consent"
    ASSISTANT_WITH_CONSENT = "assistant_with_consent", "Assistant Commissioner, with consent"
    ACTING = "acting", "Acting"
    NONE = "none", "No lawful capacity"


class VoidBecause(models.TextChoices):
    """Why a decision counts for nothing although it is kept."""

    NO_AUTHORITY = "no_authority", "Made by someone without authority on that day"
    RANK = "rank", "Rank too low on that day"
    OWN_WORK = "own_work", "Decided or signed off by someone who prepared it"


class RecordSeries(models.TextChoices):
    """The series in which the records of decisions are numbered."""

    NSD = "NSD", "Determination"
    REFUSAL = "NSD-R", "Refusal"


class HoldingOutcome(models.TextChoices):
    """What became of a holding NSD at its review."""

    CONTINUED = "continued", "Goes on, with another day of review"
    REVOKED = "revoked", "Revoked"
    REPLACED = "replaced", "Replaced by a full determination"


class PaperOutcome(models.TextChoices):
    """What a second person found of a determination keyed from paper."""

    CONFIRMED = "confirmed", "Confirmed: it is what was signed"
    TURNED_AWAY = "turned_away", "Turned away: it is not what was signed"


class Prepared(models.TextChoices):
    """What a person helped to prepare. Whoever prepared it can neither decide it nor sign it off."""

    APPLICATION = "application", "Application for a determination"
    DETERMINATION = "determination", "Draft of a determination or a refusal"
    STOP = "stop", "Provisional Stop-NSD"


class SignOffOutcome(models.TextChoices):
    """The outcomes of reviewing a provisional Stop-NSD."""

    CONFIRMED = "confirmed", "Confirmed"
    REFERRED_UP = "referred_up", "Referred up"
    OVERRULED = "overruled", "Overruled"


class ShelvedBecause(models.TextChoices):
    """Why JFIT did no further work on a case."""

    EXPIRED_ON_RECEIPT = "expired_on_receipt", "Expired on receipt"
    NOT_WORTH_PURSUING = "not_worth_pursuing", "Not worth pursuing, date verified"


class WouldHaveApplied(models.TextChoices):
    """Whether JFIT would have applied for a determination, had the case not lapsed."""

    YES = "yes", "Yes"
    NO = "no", "No"


class PolicyKey(models.TextChoices):
    """The dated policies.

    Their defaults are in ``cases.policy``; days are calendar days unless the words say so.
    """

    SOFS_DAYS = "sofs_days", "SOFS: days to retain or refer"
    JFIT_PROFILE_DAYS = "jfit_profile_days", "JFIT: days to the intelligence profile"
    THIRD_PARTY_DAYS = "third_party_days", "Third parties: days to answer"
    JFIT_DECISION_DAYS = "jfit_decision_days", "JFIT: days to apply or stop"
    CHIEF_OFFICER_DAYS = "chief_officer_days", "Chief Officer: days to decide"
    SIGN_OFF_DAYS = "sign_off_days", "Sign-off of a Stop-NSD: days"
    PORT_CHASE_DAYS = "port_chase_days", "Port: days from the taking after which a missing profile is chased"
    PORT_ESCALATE_REMINDERS = "port_escalate_reminders", "Port: reminders after which the manager is told"
    THIRD_PARTY_ESCALATE_REMINDERS = (
        "third_party_escalate_reminders",
        "Third parties: reminders after which the next manager is told",
    )
    PNC_CHECK_DAYS = "pnc_check_days", "PNC check: greatest age in days at execution"
    DELETION_APPROVED_DAYS = "deletion_approved_days", "Deletion: working days to approval"
    DELETION_VERIFIED_DAYS = "deletion_verified_days", "Deletion: working days to verification"
    ERASURE_REVIEW_DAYS = (
        "erasure_review_days",
        "Erasure: days after the last item is verified gone until identifying data is reviewed",
    )
    INSPECTOR_SIGN_OFF = "inspector_sign_off", "Inspectors sign off a Stop-NSD (1 yes, 0 no)"
    TRANSIT_DAYS = "transit_days", "In transit: days after which an item sent and not received is looked for"
    RECHECK_DAYS = "recheck_days", "PNC and other checks: days until a check is done again"
    APPLICATION_WORDS = "application_words", "Application: fewest words of a section of reasons"
    APPLICATION_CHECKED = (
        "application_checked",
        "A colleague who wrote none of it sends an application (1 yes, 0 no)",
    )
    RENEWAL_FIRST_MONTHS = "renewal_first_months", "Renewal of an NSD: first prompt, months ahead"
    RENEWAL_SECOND_MONTHS = "renewal_second_months", "Renewal of an NSD: second prompt, months ahead"
    RENEWAL_LAST_MONTHS = "renewal_last_months", "Renewal of an NSD: last prompt, months ahead"
    DNA_ONLY_EARLY = "dna_only_early", "JFIT starts on DNA alone before the profile comes (1 yes, 0 no)"


class ImportKind(models.TextChoices):
    """The spreadsheets that can be imported."""

    REGISTER = "register", "SOFS register"
    JFIT_LOG = "jfit_log", "JFIT log"
    SECURITY_SERVICE = "security_service", "Security Service answers"


class RowOutcome(models.TextChoices):
    """What an import did with a row."""

    CREATED = "created", "Created"
    CORRECTED = "corrected", "Corrected"
    UNCHANGED = "unchanged", "Unchanged"
    REJECTED = "rejected", "Rejected"


class ExceptionCode(models.TextChoices):
    """Kinds of import exception, each with an owner until somebody ends it."""

    IMPOSSIBLE_DATE = "impossible_date", "Impossible date"
    MISSING_DATE = "missing_date", "Missing date"
    CONTRADICTORY_DATES = "contradictory_dates", "Contradictory dates"
    UNKNOWN_POWER = "unknown_power", "Unknown power"
    UNKNOWN_VALUE = "unknown_value", "Unknown value"
    NO_REF = "no_ref", "No reference"
    NO_IDENTITY = "no_identity", "Neither a name nor a PNC ID"
    REF_TWICE = "ref_twice", "Reference twice in one file"
    NO_CASE = "no_case", "No case with this reference"
    CHECK_LETTER = "check_letter", "Wrong check letter"
    POSSIBLE_DUPLICATE = "possible_duplicate", "Perhaps the same person"
    IMPOSSIBLE_STEP = "impossible_step", "A step that the case could not take"
    NO_REQUEST = "no_request", "No request with this reference"
    CONTRADICTORY_ANSWER = "contradictory_answer", "Another answer than the one on record"


class WhoHasIt(models.TextChoices):
    """Who can have an item before it stands in a database."""

    PORT = "port", "Port or station"
    FSP = "fsp", "Forensic provider"
    SOFS = "sofs", "SOFS"


class WhereaboutsStep(models.TextChoices):
    """What happened to an item on its way."""

    TAKEN = "taken", "Taken"
    SENT = "sent", "Sent"
    RECEIVED = "received", "Received"
    PROFILED = "profiled", "Profile derived"


class SamePerson(models.TextChoices):
    """What a person decided of two subjects that may be one."""

    SAME = "same", "The same person"
    DIFFERENT = "different", "Different people"


class FilteredList(models.TextChoices):
    """The lists whose filters people save."""

    CASES = "cases", "Cases"
    WORK = "work", "All that waits on me"


class UploadState(models.TextChoices):
    """How far files handed in on a page have come."""

    REHEARSING = "rehearsing", "Dry run under way"
    REHEARSED = "rehearsed", "Dry run done, waits for confirmation"
    IMPORTING = "importing", "Import under way"
    IMPORTED = "imported", "Imported"
    REFUSED = "refused", "Refused"
    LEFT = "left", "Left without importing"


class ExceptionStepKind(models.TextChoices):
    """What a person does about an import exception."""

    GIVEN = "given", "Given to somebody"
    ENDED = "ended", "Ended"


class ExceptionEnd(models.TextChoices):
    """How an import exception ended."""

    CORRECTED_IN_SOURCE = "corrected_in_source", "Mended by a later import"
    CORRECTED_HERE = "corrected_here", "Corrected on its page"
    DECIDED_BY_A_PERSON = "decided_by_a_person", "A person decided who is whom"
    ACCEPTED = "accepted", "The warning was accepted"
    SETTLED = "settled", "Settled otherwise"


class BarKind(models.TextChoices):
    """The enactments that take material outside the duty to destroy; the codes are those of ``law.facts``."""

    CPIA = "CPIA", "Criminal Procedure and Investigations Act 1996"
    ICRIR = "ICRIR", "Commission for Reconciliation and Information Recovery (SI 2024/556)"
