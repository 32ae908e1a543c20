"""The story of a case: everything recorded about it, each with its day, who did it, and whence it is known.

What was withdrawn stays in the story, marked, with an entry of its own for the correction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from audit import clock
from audit.choices import WithdrawnBecause
from audit.facts import RecordedFact
from cases import powers
from cases.choices import CaseEvent, DeterminationKind
from cases.models import (
    Application,
    Case,
    CaseNote,
    CommissionersOrder,
    Conviction,
    CounterfactualReview,
    CourtExtension,
    CtuNotAsked,
    DeletionEvidence,
    Determination,
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
    ProfileSection,
    Recommendation,
    Refusal,
    Revocation,
    Shelving,
    StatutoryBar,
    StopSignOff,
    Taking,
    UnlawfulTakingDecision,
    VoidFound,
    Whereabouts,
)
from cases.requests import Clock


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened on a day. ``at`` is when it was recorded, and orders what is of one day.

    ``by``: who did it. ``source``: the file and row it is from; empty for what was entered on a page.
    ``words``: what somebody wrote. ``is_withdrawn``: it no longer counts.
    """

    when: date
    text: str
    by: str = ""
    at: datetime | None = None
    source: str = ""
    words: str = ""
    is_withdrawn: bool = False

    @property
    def shown(self) -> date | datetime:
        """The day; with the time where it was recorded on a page that same day."""
        if self.at is None or self.source or clock.local_day(self.at) != self.when:
            return self.when
        return self.at

    @property
    def recorded_later(self) -> date | None:
        """The day on which it was recorded, where that is another."""
        day = clock.local_day(self.at) if self.at else self.when
        return day if day != self.when else None


def latest_first(entries: Iterable[Entry]) -> list[Entry]:
    """By day; of one day by when it was recorded, what has no moment of its own before that."""
    return sorted(entries, key=lambda e: (e.when, e.at.isoformat() if e.at else ""), reverse=True)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A table of facts: the way to its case, its day, its words, and who did it where it says so."""

    model: type[RecordedFact]
    case: str
    day: str
    text: Callable[[Any], str]
    by: str = "recorded_by"
    related: tuple[str, ...] = ()


def _lower(words: object) -> str:
    """Within a sentence; an abbreviation stays as it is."""
    text = str(words)
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _item(words: str) -> Callable[[Any], str]:
    return lambda fact: f"{fact.material.get_kind_display()} {words}"


def _whereabouts(fact: Whereabouts) -> str:
    what, step = fact.material.get_kind_display(), _lower(fact.get_step_display())
    to = f" to {fact.get_to_display()}" if fact.to else ""
    return f"{what}: {step}, {fact.get_holder_display()}{to}"


def _check(fact: Any) -> str:
    return f"{fact.get_kind_display()} checked: {_lower(fact.get_result_display() or 'no result recorded')}"


def _shelved(fact: Shelving) -> str:
    verified = f" ({fact.verified_day:%-d %B %Y})" if fact.verified_day else ""
    return f"Put aside: {_lower(fact.get_because_display())}{verified}"


def _notified(fact: NotifiedExpiry) -> str:
    return f"{fact.get_notified_by_display()} notified {fact.notified_day:%-d %B %Y}; compared, never used"


def _void(words: str) -> Callable[[Any], str]:
    return lambda fact: f"{words}, which counts for nothing: {_lower(fact.get_void_because_display())}"


def _holding_review(fact: HoldingReview) -> str:
    until = f": {fact.next_review_by:%-d %B %Y}" if fact.next_review_by else ""
    return f"Holding NSD reviewed: {_lower(fact.get_outcome_display())}{until}"


MATERIAL = ("material",)
KINDS = (
    _Kind(Whereabouts, "material__case", "happened_on", _whereabouts, related=MATERIAL),
    _Kind(ProfileReceipt, "material__case", "received_on", _item("received"), related=MATERIAL),
    _Kind(
        NonSearchableEvidence,
        "holding__material__case",
        "evidenced_on",
        lambda fact: f"Evidenced non-searchable: {fact.holding.get_place_display()}",
        related=("holding",),
    ),
    _Kind(DeletionEvidence, "material__case", "deleted_on", _item("evidenced gone"), related=MATERIAL),
    _Kind(PncCheck, "case", "checked_on", _check),
    _Kind(Conviction, "subject__cases", "convicted_on", lambda fact: "Conviction recorded"),
    _Kind(InvestigationConclusion, "case", "concluded_on", lambda fact: "Investigation concluded"),
    _Kind(CourtExtension, "material__case", "ordered_on", _item("kept longer by a court"), related=MATERIAL),
    _Kind(
        UnlawfulTakingDecision,
        "material__case",
        "decided_on",
        _item("decided to have been taken unlawfully"),
        related=MATERIAL,
    ),
    _Kind(
        StatutoryBar,
        "material__case",
        "from_on",
        lambda fact: f"{_item('must not be destroyed')(fact)}, by the {fact.get_bar_display()}",
        related=MATERIAL,
    ),
    _Kind(
        CommissionersOrder,
        "determination__case",
        "ordered_on",
        lambda fact: "The Commissioner ordered destruction: the determination ends that day",
    ),
    _Kind(
        VoidFound,
        "case",
        "found_on",
        lambda fact: (
            f"The determination of {fact.determination.made_on:%-d %B %Y} was found void from the "
            f"start: {_lower(fact.get_because_display())}"
        ),
        related=("determination",),
    ),
    _Kind(
        Revocation,
        "case",
        "revoked_on",
        lambda fact: (
            f"The determination of {fact.determination.made_on:%-d %B %Y} revoked: this is its last day"
        ),
        "revoked_by",
        ("determination",),
    ),
    _Kind(HoldingReview, "case", "reviewed_on", _holding_review, "reviewed_by"),
    _Kind(
        FurtherFingerprints,
        "material__case",
        "made_on",
        lambda fact: f"Further fingerprints to be held with the set of {fact.original.case.ref}",
        "made_by",
        ("original__case",),
    ),
    _Kind(NotifiedExpiry, "case", "notified_on", _notified),
    _Kind(Shelving, "case", "shelved_on", _shelved),
    _Kind(
        ProfileSection,
        "case",
        "completed_on",
        lambda fact: f"Profile, {_lower(fact.get_part_display())}: version {fact.version} completed",
    ),
    _Kind(
        Recommendation,
        "application__case",
        "recommended_on",
        lambda fact: f"Chief Officer's staff recommend: {_lower(fact.get_recommended_display())}",
    ),
    _Kind(CtuNotAsked, "case", "decided_on", lambda fact: "Decided to ask no CTU"),
    _Kind(
        CounterfactualReview,
        "case",
        "reviewed_on",
        lambda fact: f"Would JFIT have applied? {fact.get_would_have_applied_display()}",
    ),
)
# Steps that give an application to a force.
GOES_TO = frozenset({CaseEvent.APPLY, CaseEvent.REALLOCATE})
# Acts that moved nothing: their movements do not tell of them.
VOID = (
    _Kind(Determination, "case", "made_on", _void("Determination made"), "maker"),
    _Kind(Refusal, "case", "refused_on", _void("Application refused"), "refused_by"),
    _Kind(StopSignOff, "stop__case", "signed_off_on", _void("Stop-NSD signed off"), "signed_off_by"),
)


def facts_told(case: Case) -> list[Entry]:
    """Everything recorded about the case but its steps, requests and notes; a fixed number of queries."""
    kinds = [(kind, _rows(kind, case)) for kind in KINDS]
    kinds += [(kind, _rows(kind, case).exclude(void_because="")) for kind in VOID]
    found = [(kind, fact) for kind, rows in kinds for fact in rows]
    takings, holdings = _rows_of_items(Taking, case), _rows_of_items(Holding, case)
    sources = _sources([fact for _, fact in found] + takings + holdings)
    entries = [*_takings(takings, sources), *_holdings(holdings, sources), *_late(case)]
    for kind, fact in found:
        told = _Told(kind.text(fact), getattr(fact, kind.day), str(getattr(fact, kind.by)))
        entries += _entries(fact, told, sources)
    return entries


def steps_told(case: Case) -> list[Entry]:
    """The case's movements from its opening on: who had it, and who gave it to whom."""
    rows = Movement.objects.filter(case=case).select_related(
        "moved_by", "holder", "recorded_by", "withdrawn_by"
    )
    steps = list(rows.order_by("sequence"))
    sources = _sources(steps)
    to = _applications(case) if any(step.event in GOES_TO for step in steps) else {}
    found = [
        entry
        for step in steps
        for entry in _entries(step, _step(step, to.get((step.recorded_at, step.moved_on))), sources)
    ]
    if not steps or steps[0].sequence:
        found.append(Entry(case.opened_on, "Opened"))
    return found


def requests_told(clocks: Iterable[Clock]) -> list[Entry]:
    """What was asked of whom, and what became of it."""
    entries: list[Entry] = []
    listed = list(clocks)
    sources = _sources([clock.request for clock in listed] + [e for clock in listed for e in clock.events])
    for asked in listed:
        by = str(asked.request.asked_by) if asked.request.asked_by else ""
        told = _Told(f"{asked.who} asked", asked.request.sent_on, by)
        entries += _entries(asked.request, told, sources)
        for event in asked.events:
            text = f"{asked.who}: {_lower(event.get_step_display())}"
            text += f" for {event.promised_for:%-d %B %Y}" if event.promised_for else ""
            text += f", {_lower(event.get_assessment_display())}" if event.assessment else ""
            told = _Told(text, event.happened_on, str(event.recorded_by))
            entries += _entries(event, told, sources)
    return entries


def notes_told(case: Case) -> list[Entry]:
    """The notes, with their words."""
    notes = CaseNote.objects.filter(case=case).select_related("recorded_by", "text", "withdrawn_by")
    entries: list[Entry] = []
    for note in notes:
        words = "" if note.text.erased_at or note.withdrawn_at else note.text.text
        day = clock.local_day(note.recorded_at)
        entries += _entries(note, _Told("Note", day, str(note.recorded_by), words), {})
    return entries


@dataclass(frozen=True, slots=True)
class _Told:
    text: str
    day: date | None
    by: str
    words: str = ""


def _entries(fact: Any, told: _Told, sources: dict[int, str]) -> Iterator[Entry]:
    """The entry of a fact, and the one of its withdrawal."""
    source = sources.get(fact.source_row_id or 0, "")
    when = told.day or clock.local_day(fact.recorded_at)
    is_withdrawn = fact.withdrawn_at is not None
    yield Entry(when, told.text, told.by, fact.recorded_at, source, told.words, is_withdrawn)
    if is_withdrawn:
        because = _lower(WithdrawnBecause(fact.withdrawn_because).label)
        text = f"Withdrawn: {_lower(told.text)} ({because})"
        day = clock.local_day(fact.withdrawn_at)
        yield Entry(day, text, str(fact.withdrawn_by), fact.withdrawn_at)


def _applications(case: Case) -> dict[tuple[datetime, date], Application]:
    """The case's applications, by when they were recorded and made."""
    rows = Application.objects.filter(case=case).select_related("to_force")
    return {(each.recorded_at, each.applied_on): each for each in rows}


def _step(step: Movement, application: Application | None = None) -> _Told:
    label = step.get_event_display() or "Opened"
    if application is not None and step.event in GOES_TO:
        holding = ", for a holding NSD" if application.kind == DeterminationKind.HOLDING else ""
        text = f"{label}{holding}: with {application.to_force}"
    elif step.from_state != step.to_state:
        text = f"{label}: {step.get_to_state_display()}"
    elif step.holder_id and step.holder_id != step.moved_by_id:
        text = f"{label}: {step.holder} has it"
    else:
        text = str(label)
    return _Told(text, step.moved_on, str(step.moved_by))


def _rows(kind: _Kind, case: Case) -> Any:
    related = {"recorded_by", "withdrawn_by", kind.by, *kind.related}
    return kind.model._default_manager.filter(**{kind.case: case}).select_related(*related)


def _rows_of_items(model: type[RecordedFact], case: Case) -> list[Any]:
    every: Any = model._default_manager
    rows = every.filter(material__case=case)
    return list(rows.select_related("material", "recorded_by", "withdrawn_by").order_by("recorded_at", "pk"))


def _takings(takings: list[Taking], sources: dict[int, str]) -> Iterator[Entry]:
    """One entry for what was taken and recorded together."""

    def together(taking: Taking) -> tuple[Any, ...]:
        return (
            taking.recorded_at,
            taking.taken_on or date.min,
            taking.power,
            taking.place,
            taking.withdrawn_at,
        )

    for _, of_one in groupby(takings, key=together):
        listed = list(of_one)
        first = listed[0]
        kinds = [str(taking.material.get_kind_display()) for taking in listed]
        what = " and ".join(
            filter(None, [", ".join(kinds[:-1]), _lower(kinds[-1]) if kinds[:-1] else kinds[-1]])
        )
        under = f" under {powers.name_of(first.power)}" if first.power else ""
        where = f", {first.place}" if first.place else ""
        when = "" if first.taken_on else " on a day not known"
        told = _Told(f"{what} taken{when}{under}{where}", first.taken_on, str(first.recorded_by))
        yield from _entries(first, told, sources)


def _holdings(holdings: list[Holding], sources: dict[int, str]) -> Iterator[Entry]:
    for holding in holdings:
        text = f"{holding.material.get_kind_display()} held at {holding.get_place_display()}"
        yield from _entries(holding, _Told(text, holding.held_since, str(holding.recorded_by)), sources)


def _late(case: Case) -> Iterator[Entry]:
    """Determinations with authority that moved nothing, since they gave cover to no item."""
    moved = Movement.objects.filter(case=case, event=CaseEvent.DETERMINE).values("moved_on")
    made = Determination.objects.filter(case=case, void_because="").exclude(made_on__in=moved)
    rows = list(made.select_related("maker", "withdrawn_by"))
    sources = _sources(rows)
    for fact in rows:
        told = _Told("Determination made, too late to cover anything", fact.made_on, str(fact.maker))
        yield from _entries(fact, told, sources)


def _sources(facts: Iterable[Any]) -> dict[int, str]:
    """The file and row of each fact that is from one, by the row's id; one query."""
    ids = {fact.source_row_id for fact in facts if fact.source_row_id}
    if not ids:
        return {}
    rows = ImportRow.objects.filter(pk__in=ids).values_list("pk", "file__name", "number")
    return {pk: f"{name}, row {number}" for pk, name, number in rows}
