"""The tables of facts that the story of a case tells of, each with its day, its words and who did it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from audit.facts import RecordedFact
from cases.choices import CaseEvent
from cases.models import (
    CommissionersOrder,
    Conviction,
    CounterfactualReview,
    CourtApplication,
    CourtExtension,
    CourtOutcome,
    CtuNotAsked,
    DeletionEvidence,
    Determination,
    FurtherFingerprints,
    HoldingReview,
    InvestigationConclusion,
    LawEvent,
    NonSearchableEvidence,
    NotifiedExpiry,
    PncCheck,
    ProfileReceipt,
    ProfileSection,
    Recommendation,
    Refusal,
    Revocation,
    Shelving,
    StatutoryBar,
    StopSignOff,
    UnlawfulTakingDecision,
    VoidFound,
    Whereabouts,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A table of facts: the way to its case, its day, its words, and who did it where it says so."""

    model: type[RecordedFact]
    case: str
    day: str
    text: Callable[[Any], str]
    by: str = "recorded_by"
    related: tuple[str, ...] = ()


def lower(words: object) -> str:
    """Within a sentence; an abbreviation stays as it is."""
    text = str(words)
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _item(words: str) -> Callable[[Any], str]:
    return lambda fact: f"{fact.material.get_kind_display()} {words}"


def _whereabouts(fact: Whereabouts) -> str:
    what, step = fact.material.get_kind_display(), lower(fact.get_step_display())
    to = f" to {fact.get_to_display()}" if fact.to else ""
    return f"{what}: {step}, {fact.get_holder_display()}{to}"


def _event(fact: LawEvent) -> str:
    return f"{fact.material.get_kind_display()}: {fact.get_kind_display()}"


def _check(fact: Any) -> str:
    return f"{fact.get_kind_display()} checked: {lower(fact.get_result_display() or 'no result recorded')}"


def _shelved(fact: Shelving) -> str:
    verified = f" ({fact.verified_day:%-d %B %Y})" if fact.verified_day else ""
    return f"Put aside: {lower(fact.get_because_display())}{verified}"


def _notified(fact: NotifiedExpiry) -> str:
    return f"{fact.get_notified_by_display()} notified {fact.notified_day:%-d %B %Y}; compared, never used"


def _void(words: str) -> Callable[[Any], str]:
    return lambda fact: f"{words}, which counts for nothing: {lower(fact.get_void_because_display())}"


def _holding_review(fact: HoldingReview) -> str:
    until = f": {fact.next_review_by:%-d %B %Y}" if fact.next_review_by else ""
    return f"Holding NSD reviewed: {lower(fact.get_outcome_display())}{until}"


MATERIAL = ("material",)
KINDS = (
    Kind(Whereabouts, "material__case", "happened_on", _whereabouts, related=MATERIAL),
    Kind(ProfileReceipt, "material__case", "received_on", _item("received"), related=MATERIAL),
    Kind(
        NonSearchableEvidence,
        "holding__material__case",
        "evidenced_on",
        lambda fact: f"Evidenced non-searchable: {fact.holding.get_place_display()}",
        related=("holding",),
    ),
    Kind(DeletionEvidence, "material__case", "deleted_on", _item("evidenced gone"), related=MATERIAL),
    Kind(PncCheck, "case", "checked_on", _check),
    Kind(Conviction, "subject__cases", "convicted_on", lambda fact: "Conviction recorded"),
    Kind(InvestigationConclusion, "case", "concluded_on", lambda fact: "Investigation concluded"),
    Kind(LawEvent, "material__case", "happened_on", _event, related=MATERIAL),
    Kind(
        CourtApplication,
        "material__case",
        "applied_on",
        lambda fact: f"{fact.material.get_kind_display()}: a court was asked to extend the period",
        related=MATERIAL,
    ),
    Kind(
        CourtOutcome,
        "application__material__case",
        "decided_on",
        lambda fact: f"The court's answer: {lower(fact.get_answer_display())}",
    ),
    Kind(CourtExtension, "material__case", "ordered_on", _item("kept longer by a court"), related=MATERIAL),
    Kind(
        UnlawfulTakingDecision,
        "material__case",
        "decided_on",
        _item("decided to have been taken unlawfully"),
        related=MATERIAL,
    ),
    Kind(
        StatutoryBar,
        "material__case",
        "from_on",
        lambda fact: f"{_item('must not be destroyed')(fact)}, by the {fact.get_bar_display()}",
        related=MATERIAL,
    ),
    Kind(
        CommissionersOrder,
        "determination__case",
        "ordered_on",
        lambda fact: "The Commissioner ordered destruction: the determination ends that day",
    ),
    Kind(
        VoidFound,
        "case",
        "found_on",
        lambda fact: (
            f"The determination of {fact.determination.made_on:%-d %B %Y} was found void from the "
            f"start: {lower(fact.get_because_display())}"
        ),
        related=("determination",),
    ),
    Kind(
        Revocation,
        "case",
        "revoked_on",
        lambda fact: (
            f"The determination of {fact.determination.made_on:%-d %B %Y} revoked: this is its last day"
        ),
        "revoked_by",
        ("determination",),
    ),
    Kind(HoldingReview, "case", "reviewed_on", _holding_review, "reviewed_by"),
    Kind(
        FurtherFingerprints,
        "material__case",
        "made_on",
        lambda fact: f"Further fingerprints to be held with the set of {fact.original.case.ref}",
        "made_by",
        ("original__case",),
    ),
    Kind(NotifiedExpiry, "case", "notified_on", _notified),
    Kind(Shelving, "case", "shelved_on", _shelved),
    Kind(
        ProfileSection,
        "case",
        "completed_on",
        lambda fact: f"Profile, {lower(fact.get_part_display())}: version {fact.version} completed",
    ),
    Kind(
        Recommendation,
        "application__case",
        "recommended_on",
        lambda fact: f"Chief Officer's staff recommend: {lower(fact.get_recommended_display())}",
    ),
    Kind(CtuNotAsked, "case", "decided_on", lambda fact: "Decided to ask no CTU"),
    Kind(
        CounterfactualReview,
        "case",
        "reviewed_on",
        lambda fact: f"Would JFIT have applied? {fact.get_would_have_applied_display()}",
    ),
)
# Acts that moved nothing: their movements do not tell of them.
VOID = (
    Kind(Determination, "case", "made_on", _void("Determination made"), "maker"),
    Kind(Refusal, "case", "refused_on", _void("Application refused"), "refused_by"),
    Kind(StopSignOff, "stop__case", "signed_off_on", _void("Stop-NSD signed off"), "signed_off_by"),
)
# Steps that give an application to a force.
GOES_TO = frozenset({CaseEvent.APPLY, CaseEvent.REALLOCATE})
