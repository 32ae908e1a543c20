"""What oversight keeps of its own.

- ``incidents``: incidents of wrong notified dates, and verified lapses.
- ``commissioner``: copies sent, reviews of determinations, what the Commissioner asked, items, assurances.
- ``mitigation``: lost cases and what is done about them, remedies of lapses, actions.
- ``matches``: matches reported against material without cover.
- ``causes``: causes of lapses, confirmed and disputed; reviews of lapses; why material was kept too long.
- ``packs``: packs with the figures they publish, frozen for ever, and restatements of those.
- ``questions``: questions of figures, kept with what a list answered.
- ``trends``: alarms of measures that rose.
- ``changes``: dated changes of staffing and practice.
- ``meetings``: meetings about packs: who was invited and came, what was asked, decided and is to be done.
"""

from oversight.models.causes import CauseStep, LapseReview, RetentionCause
from oversight.models.changes import StaffingChange
from oversight.models.commissioner import (
    Assurance,
    CopySent,
    DeterminationReview,
    Enquiry,
    EnquiryStep,
    FigureAnswer,
    OversightItem,
    OversightItemStep,
)
from oversight.models.incidents import DateIncident, IncidentCase, IncidentStep, LapseVerification
from oversight.models.matches import MatchIncident, MatchStep
from oversight.models.meetings import ActionLooked, Attended, Invitee, Meeting, MeetingEntry
from oversight.models.mitigation import Mitigation, Remedy, RemedyAction, Replacement
from oversight.models.packs import (
    Pack,
    PackFile,
    PublishedFigure,
    Restatement,
    RestatementRow,
    RestatementTold,
)
from oversight.models.questions import KeptAnswer, KeptQuestion
from oversight.models.trends import TrendAlarm

__all__ = [
    "ActionLooked",
    "Assurance",
    "Attended",
    "CauseStep",
    "CopySent",
    "DateIncident",
    "DeterminationReview",
    "Enquiry",
    "EnquiryStep",
    "FigureAnswer",
    "IncidentCase",
    "IncidentStep",
    "Invitee",
    "KeptAnswer",
    "KeptQuestion",
    "LapseReview",
    "LapseVerification",
    "MatchIncident",
    "MatchStep",
    "Meeting",
    "MeetingEntry",
    "Mitigation",
    "OversightItem",
    "OversightItemStep",
    "Pack",
    "PackFile",
    "PublishedFigure",
    "Remedy",
    "RemedyAction",
    "Replacement",
    "Restatement",
    "RestatementRow",
    "RestatementTold",
    "RetentionCause",
    "StaffingChange",
    "TrendAlarm",
]
