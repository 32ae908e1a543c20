"""The tables of casework. Each module owns one part; see the module docstrings.

- ``subjects``: whose biometrics these are, and the erasable tables that identify a person or hold free text.
- ``case``: the case, its state and the transitions that it declares.
- ``material``: items, their takings, holdings, and the evidence that a holding is gone.
- ``facts``: what else the law depends on: convictions, court extensions, unlawful takings, orders.
- ``law_events``: events that start or end a power's period, and applications to a court.
- ``law_release``: which release of the law a legal reviewer accepted, and what it moved.
- ``work``: movements, requests, checks, notified expiries, shelving, reviews, policy.
- ``applications``: what an application says, its draft, its taking back, what staff recommend.
- ``decisions``: applications, determinations, refusals, Stop-NSDs and their sign-off.
- ``on_paper``: determinations signed on paper, as keyed and as compared.
- ``records``: the record of each decision, as it was made.
- ``ends``: what ends, undoes or borrows from a determination.
- ``imports``: files, rows and exceptions.
- ``jfit``: the intelligence profile and its drafts, why no CTU was asked, batches to the Security Service.
- ``notes``: notes on a case, and saved filters of lists.
- ``uploads``: files handed in to be imported, what became of each row, and what people did about exceptions.
- ``whereabouts``: taking events entered on the page, and who has an item before it stands in a database.
- ``same_person``: what people decided of subjects that may be one.
"""

from cases.models.applications import (
    ApplicationDraft,
    ApplicationDraftText,
    ApplicationItem,
    ApplicationSection,
    ApplicationTakenBack,
    Recommendation,
)
from cases.models.case import Case
from cases.models.decisions import (
    Application,
    Determination,
    DeterminationItem,
    Preparation,
    Refusal,
    StopDecision,
    StopSignOff,
)
from cases.models.ends import FurtherFingerprints, HoldingReview, Revocation, VoidFound
from cases.models.facts import (
    CommissionersOrder,
    CommissionersOrderItem,
    Conviction,
    CourtExtension,
    InvestigationConclusion,
    StatutoryBar,
    UnlawfulTakingDecision,
)
from cases.models.imports import ErasableImportRow, ImportException, ImportFile, ImportRow
from cases.models.jfit import (
    BatchLine,
    CtuNotAsked,
    ErasableBatchFile,
    ProfileDraft,
    ProfileSection,
    RequestBatch,
)
from cases.models.law_events import CourtApplication, CourtOutcome, LawEvent
from cases.models.law_release import LawAcceptance, LawMove
from cases.models.material import (
    DeletionEvidence,
    Holding,
    Material,
    NonSearchableEvidence,
    ProfileReceipt,
    Taking,
)
from cases.models.notes import CaseNote, SavedFilter
from cases.models.on_paper import ErasableSignedPaper, PaperConfirmation, PaperDecision
from cases.models.records import DecisionRecord, ErasableDecisionRecord
from cases.models.same_person import SamePersonDecision, SubjectJoin
from cases.models.subjects import ErasableIdentity, ErasableText, Subject
from cases.models.uploads import ErasableUpload, ExceptionStep, Upload, UploadFile, UploadResult
from cases.models.whereabouts import TakingDraft, TakingEvent, Whereabouts
from cases.models.work import (
    CounterfactualReview,
    Movement,
    NotifiedExpiry,
    PncCheck,
    PolicySetting,
    Request,
    RequestEvent,
    Shelving,
)

__all__ = [
    "Application",
    "ApplicationDraft",
    "ApplicationDraftText",
    "ApplicationItem",
    "ApplicationSection",
    "ApplicationTakenBack",
    "BatchLine",
    "Case",
    "CaseNote",
    "CommissionersOrder",
    "CommissionersOrderItem",
    "Conviction",
    "CounterfactualReview",
    "CourtApplication",
    "CourtExtension",
    "CourtOutcome",
    "CtuNotAsked",
    "DecisionRecord",
    "DeletionEvidence",
    "Determination",
    "DeterminationItem",
    "ErasableBatchFile",
    "ErasableDecisionRecord",
    "ErasableIdentity",
    "ErasableImportRow",
    "ErasableSignedPaper",
    "ErasableText",
    "ErasableUpload",
    "ExceptionStep",
    "FurtherFingerprints",
    "Holding",
    "HoldingReview",
    "ImportException",
    "ImportFile",
    "ImportRow",
    "InvestigationConclusion",
    "LawAcceptance",
    "LawEvent",
    "LawMove",
    "Material",
    "Movement",
    "NonSearchableEvidence",
    "NotifiedExpiry",
    "PaperConfirmation",
    "PaperDecision",
    "PncCheck",
    "PolicySetting",
    "Preparation",
    "ProfileDraft",
    "ProfileReceipt",
    "ProfileSection",
    "Recommendation",
    "Refusal",
    "Request",
    "RequestBatch",
    "RequestEvent",
    "Revocation",
    "SamePersonDecision",
    "SavedFilter",
    "Shelving",
    "StatutoryBar",
    "StopDecision",
    "StopSignOff",
    "Subject",
    "SubjectJoin",
    "Taking",
    "TakingDraft",
    "TakingEvent",
    "UnlawfulTakingDecision",
    "Upload",
    "UploadFile",
    "UploadResult",
    "VoidFound",
    "Whereabouts",
]
