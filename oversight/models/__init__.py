"""What oversight keeps of its own.

- ``incidents``: incidents of wrong notified dates, and verified lapses.
- ``commissioner``: copies sent, reviews of determinations, what the Commissioner asked, items, assurances.
- ``mitigation``: lost cases and what is done about them, remedies of lapses, actions.
- ``matches``: matches reported against material without cover.
"""

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
from oversight.models.mitigation import Mitigation, Remedy, RemedyAction, Replacement

__all__ = [
    "Assurance",
    "CopySent",
    "DateIncident",
    "DeterminationReview",
    "Enquiry",
    "EnquiryStep",
    "FigureAnswer",
    "IncidentCase",
    "IncidentStep",
    "LapseVerification",
    "MatchIncident",
    "MatchStep",
    "Mitigation",
    "OversightItem",
    "OversightItemStep",
    "Remedy",
    "RemedyAction",
    "Replacement",
]
