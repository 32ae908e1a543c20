"""Where every recorded fact of a case is from: the file, sheet and row, or the page, by whom and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from audit.choices import Source, WithdrawnBecause
from audit.facts import RecordedFact
from cases import powers
from cases.hidden import shown_reference
from cases.models import (
    Application,
    Case,
    Conviction,
    CounterfactualReview,
    DeletionEvidence,
    Determination,
    ErasableIdentity,
    FurtherFingerprints,
    Holding,
    HoldingReview,
    ImportRow,
    InvestigationConclusion,
    Movement,
    NonSearchableEvidence,
    NotifiedExpiry,
    PncCheck,
    ProfileReceipt,
    Refusal,
    Request,
    RequestEvent,
    Revocation,
    Shelving,
    StatutoryBar,
    StopDecision,
    StopSignOff,
    Taking,
    VoidFound,
)


@dataclass(frozen=True, slots=True)
class FactOnFile:
    """A fact in words, and whence it is known. ``row`` is None for what a person entered on a page."""

    what: str
    value: str
    recorded_at: datetime
    recorded_by: str
    source: str
    row: ImportRow | None
    withdrawn_at: datetime | None
    withdrawn_because: str


@dataclass(frozen=True, slots=True)
class _Kind:
    """A table of facts: what it is called, the way to its case, and a row of it in words."""

    model: type[RecordedFact]
    what: Callable[[Any], str]
    case: str
    value: Callable[[Any], str]
    related: tuple[str, ...] = ()


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else "not known"


def _void(fact: Any) -> str:
    return f"; void: {fact.get_void_because_display().lower()}" if fact.void_because else ""


def _of_item(words: str) -> Callable[[Any], str]:
    return lambda fact: f"{fact.material.get_kind_display()}: {words}"


def _taking(fact: Any) -> str:
    power = powers.name_of(fact.power) if fact.power else f"no rule for “{fact.power_as_written}”"
    return ", ".join(filter(None, [_day(fact.taken_on), power, fact.place]))


KINDS = (
    _Kind(Taking, _of_item("taken"), "material__case", _taking, ("material",)),
    _Kind(
        Holding,
        _of_item("held at"),
        "material__case",
        lambda fact: f"{fact.get_place_display()} {shown_reference(fact)}".strip(),
        ("material",),
    ),
    _Kind(
        ProfileReceipt,
        _of_item("received"),
        "material__case",
        lambda fact: _day(fact.received_on),
        ("material",),
    ),
    _Kind(
        NonSearchableEvidence,
        lambda fact: f"{fact.holding.get_place_display()}: non-searchable",
        "holding__material__case",
        lambda fact: _day(fact.evidenced_on),
        ("holding",),
    ),
    _Kind(
        DeletionEvidence,
        _of_item("gone"),
        "material__case",
        lambda fact: _day(fact.deleted_on),
        ("material",),
    ),
    _Kind(
        PncCheck,
        lambda fact: "PNC check",
        "case",
        lambda fact: f"{_day(fact.checked_on)}, {fact.get_result_display() or 'no result'}",
    ),
    _Kind(Conviction, lambda fact: "Conviction", "subject__cases", lambda fact: _day(fact.convicted_on)),
    _Kind(
        StatutoryBar,
        _of_item("must not be destroyed"),
        "material__case",
        lambda fact: (
            f"{fact.get_bar_display()}, from {_day(fact.from_on)}"
            + (f" to {_day(fact.lifted_on)}" if fact.lifted_on else "")
        ),
        ("material",),
    ),
    _Kind(
        InvestigationConclusion,
        lambda fact: "Investigation concluded",
        "case",
        lambda fact: _day(fact.concluded_on),
    ),
    _Kind(
        NotifiedExpiry,
        lambda fact: f"Notified by {fact.get_notified_by_display()}",
        "case",
        lambda fact: f"{_day(fact.notified_day)}, written {_day(fact.notified_on)}; never used",
    ),
    _Kind(
        Movement,
        lambda fact: fact.get_event_display() or "Opened",
        "case",
        lambda fact: f"{_day(fact.moved_on)}, {fact.get_to_state_display()}",
    ),
    _Kind(Request, lambda fact: f"Asked {fact.get_to_display()}", "case", lambda fact: _day(fact.sent_on)),
    _Kind(
        RequestEvent,
        lambda fact: f"{fact.request.get_to_display()}: {fact.get_step_display()}",
        "request__case",
        lambda fact: _day(fact.happened_on),
        ("request",),
    ),
    _Kind(
        Shelving,
        lambda fact: "Shelved",
        "case",
        lambda fact: f"{_day(fact.shelved_on)}, {fact.get_because_display()}",
    ),
    _Kind(Application, lambda fact: "Application", "case", lambda fact: _day(fact.applied_on)),
    _Kind(
        Determination,
        lambda fact: "Determination",
        "case",
        lambda fact: f"{_day(fact.made_on)}, {fact.months} months{_void(fact)}",
    ),
    _Kind(
        VoidFound,
        lambda fact: "Determination found void",
        "case",
        lambda fact: f"{_day(fact.found_on)}, {fact.get_because_display().lower()}",
    ),
    _Kind(Revocation, lambda fact: "Revocation", "case", lambda fact: f"last day {_day(fact.revoked_on)}"),
    _Kind(
        HoldingReview,
        lambda fact: "Review of a holding NSD",
        "case",
        lambda fact: f"{_day(fact.reviewed_on)}, {fact.get_outcome_display().lower()}",
    ),
    _Kind(
        FurtherFingerprints,
        _of_item("held with an original set"),
        "material__case",
        lambda fact: f"{_day(fact.made_on)}, set of {fact.original.case.ref}",
        ("material", "original__case"),
    ),
    _Kind(Refusal, lambda fact: "Refusal", "case", lambda fact: f"{_day(fact.refused_on)}{_void(fact)}"),
    _Kind(StopDecision, lambda fact: "Provisional Stop-NSD", "case", lambda fact: _day(fact.stopped_on)),
    _Kind(
        StopSignOff,
        lambda fact: "Sign-off of the Stop-NSD",
        "stop__case",
        lambda fact: f"{_day(fact.signed_off_on)}, {fact.get_outcome_display()}{_void(fact)}",
    ),
    _Kind(
        CounterfactualReview,
        lambda fact: "Would JFIT have applied?",
        "case",
        lambda fact: f"{fact.get_would_have_applied_display()}, reviewed {_day(fact.reviewed_on)}",
    ),
)
# Its value identifies a person: the cells of the row show it to those who may see them.
IDENTITY = _Kind(ErasableIdentity, lambda fact: "Identity", "subject__cases", lambda fact: str(fact))


def facts_of_case(case: Case) -> list[FactOnFile]:
    """Every fact of the case, withdrawn ones too; in the order of a case's life by kind, latest first."""
    found = [
        (kind, fact)
        for kind in (IDENTITY, *KINDS)
        for fact in _facts(kind).filter(**{kind.case: case}).order_by("-pk")
    ]
    return _on_file(found)


def facts_of_row(row: ImportRow) -> list[FactOnFile]:
    """Every fact that was recorded from a row of a file."""
    found = [
        (kind, fact) for kind in (IDENTITY, *KINDS) for fact in _facts(kind).filter(source_row_id=row.pk)
    ]
    return _on_file(found)


def _facts(kind: _Kind) -> Any:
    return kind.model._default_manager.select_related("recorded_by", *kind.related)


def _on_file(found: Iterable[tuple[_Kind, Any]]) -> list[FactOnFile]:
    listed = list(found)
    ids = {fact.source_row_id for _, fact in listed if fact.source_row_id}
    rows = ImportRow.objects.filter(pk__in=ids).select_related("file").in_bulk() if ids else {}
    return [
        FactOnFile(
            what=kind.what(fact),
            value=kind.value(fact),
            recorded_at=fact.recorded_at,
            recorded_by=fact.recorded_by.display_name,
            source=str(Source(fact.source).label),
            row=rows.get(fact.source_row_id),
            withdrawn_at=fact.withdrawn_at,
            withdrawn_because=str(WithdrawnBecause(fact.withdrawn_because).label)
            if fact.withdrawn_because
            else "",
        )
        for kind, fact in listed
    ]
